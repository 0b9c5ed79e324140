"""*Plans together*: what account plans sum to, against the company's plan."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clavero.commercial import selectors
from clavero.commercial.files import accounts_as_file
from clavero.commercial.rules.rollup import By
from clavero.commercial.selectors import Rollup, RollupRow
from clavero.commercial.sentences import rollup_in_words
from clavero.commercial.words import BY_NAMES
from clavero.core.money import Money
from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.ledger import selectors as ledger
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui import formats
from clavero.ui.address import EXPORT


@for_those_who_see_sales
@require_safe
def together(request: HttpRequest) -> HttpResponse:
    """The sums by year, family, manager, team, group or account; each leads to its accounts."""
    by = _by(request.GET.get("by", ""), By.YEAR)
    of = request.GET.get("of", "")
    within = (_by(of, By.YEAR), request.GET.get("key", "")) if of else None
    if request.GET.get(EXPORT) in {"csv", "xlsx"}:
        records = selectors.account_target_records(actor_of(request))
        return accounts_as_file(records, request.GET[EXPORT], name="account-targets")
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None
    found = selectors.rollup(actor_of(request), by, year=year, within=within)
    currency = ledger.shown_currency()
    inside = {} if within is None else {"of": of, "key": within[1]}
    tail = {**inside, **({} if year is None else {"year": asked})}
    context = {
        "found": found,
        "may_load": actor_of(request).may(Verb.WRITE_PLANS),
        "shops": found.sells_through_shops,
        "sentences": rollup_in_words(found, currency),
        "rows": [_row(found, row, currency, tail) for row in found.rows],
        "head": BY_NAMES[by],
        "tabs": [
            (name, f"?{urlencode({'by': each.value, **tail})}", each is by)
            for each, name in BY_NAMES.items()
        ],
        "years": [
            (
                found.calendar.name(each),
                f"?{urlencode({**tail, 'by': by.value, 'year': each})}",
                each == year,
            )
            for each in found.years
        ],
        "all_years": f"?{urlencode({**inside, 'by': by.value})}",
        "within": "" if within is None else name_of(found, *within),
        "total": formats.money(Money(found.total.sales, currency), places=0),
    }
    return render(request, "commercial/together.html", context)


def name_of(found: Rollup, by: By, key: str) -> str:
    """What a sum is called."""
    if by is By.YEAR and key.isascii() and key.isdigit():
        return found.calendar.name(int(key))
    if by in {By.GROUP, By.ACCOUNT}:
        card = found.cards.get(key)
        return key if card is None else card.title
    if key:
        return key
    return _("Nobody leads it") if by is By.MANAGER else _("No team")


def _row(found: Rollup, row: RollupRow, currency: str, tail: dict[str, str]) -> dict[str, object]:
    def money(amount: Decimal | None) -> str:
        return (
            formats.NOTHING if amount is None else formats.money(Money(amount, currency), places=0)
        )

    address = (
        f"?{urlencode({'by': By.ACCOUNT.value, **tail, 'of': found.by.value, 'key': row.key})}"
    )
    if found.by is By.ACCOUNT:
        address = reverse("commercial:account", args=[found.cards[row.key].id])
    return {
        "name": name_of(found, found.by, row.key),
        "address": address if row.sums.accounts else "",
        "accounts": formats.number(len(row.sums.accounts)),
        "sales": money(row.sums.sales),
        "margin": money(row.sums.margin),
        "planned": money(row.planned),
        "gap": money(row.gap),
    }


def _by(text: str, otherwise: By) -> By:
    try:
        return By(text)
    except ValueError:
        return otherwise
