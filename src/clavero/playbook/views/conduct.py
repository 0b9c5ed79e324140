"""*Conduct against strategy*: where hours and money go, beside what the playbook asks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clavero.core.money import Money
from clavero.core.period import Period, add_months
from clavero.identity.doors import actor_of
from clavero.ledger import selectors as ledger
from clavero.matrix.words import STRATEGY_NAMES
from clavero.playbook import selectors
from clavero.playbook.rules.conduct import Account, Notice, Quadrant, Warned, by_strategy
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui import formats
from clavero.ui.parts import Crumb

MONTHS = 12


@for_those_who_see_sales
@require_safe
def conduct(request: HttpRequest) -> HttpResponse:
    """The last twelve months, today's included."""
    actor, today = actor_of(request), timezone.localdate()
    start = add_months(today.replace(day=1), 1 - MONTHS)
    period = Period.inclusive(start, today)
    found = selectors.conduct_of(actor, period=period, as_of=today)
    currency = ledger.shown_currency()
    accounts = by_strategy(found.accounts)
    context = {
        "crumbs": [Crumb(_("Playbook"), reverse("playbook:playbook"))],
        "found": found,
        "period": formats.period_in_words(period),
        "quadrants": [_quadrant(each, currency) for each in found.quadrants],
        "warnings": [_told(each, currency) for each in found.warnings],
        "accounts": [
            {
                "strategy": STRATEGY_NAMES[strategy],
                "lines": [_line(each, currency) for each in own if each.hours or each.money],
            }
            for strategy, own in accounts.items()
            if any(each.hours or each.money for each in own)
        ],
    }
    return render(request, "playbook/conduct.html", context)


def _quadrant(each: Quadrant, currency: str) -> dict[str, Any]:
    asked = _("%(low)s to %(high)s") % {
        "low": formats.percent(each.asked_from, places=0),
        "high": formats.percent(each.asked_to, places=0),
    }
    return {
        "name": STRATEGY_NAMES[each.strategy],
        "accounts": formats.number(each.accounts),
        "hours": formats.number(each.hours),
        "share": _share(each.share_of_hours),
        "asked": asked,
        "money": formats.money(Money(each.money, currency), places=0),
        "share_of_money": _share(each.share_of_money),
        "fits": each.share_of_hours is None
        or not each.accounts
        or each.asked_from <= each.share_of_hours <= each.asked_to,
    }


def _share(share: Decimal | None) -> str:
    return formats.NOTHING if share is None else formats.percent(share, places=0)


def _line(each: Account, currency: str) -> dict[str, Any]:
    return {
        "id": each.id,
        "name": each.name,
        "hours": formats.number(each.hours),
        "money": formats.money(Money(each.money, currency), places=0),
    }


def _told(each: Notice, currency: str) -> dict[str, Any]:
    sentences = {
        Warned.OVER: _("Accounts in “%(strategy)s” take %(share)s of the hours, more than the "
                       "playbook asks."),
        Warned.UNDER: _("Accounts in “%(strategy)s” take %(share)s of the hours, less than the "
                        "playbook asks."),
        Warned.MONEY_IN_HARVEST: _("%(money)s were spent on it, and its strategy is "
                                   "“%(strategy)s”."),
        Warned.NOBODY_LOOKS_AFTER: _("Its strategy is “%(strategy)s”, and no key account manager "
                                     "looks after it."),
        Warned.NO_TIME: _("Its strategy is “%(strategy)s”, and nobody has spent an hour on it."),
    }  # fmt: skip
    account = each.account
    money = Decimal(0) if account is None else account.money
    return {
        "account": account,
        "sentence": sentences[each.code] % {
            "strategy": STRATEGY_NAMES[each.strategy],
            "share": _share(each.share),
            "money": formats.money(Money(money, currency), places=0),
        },
    }  # fmt: skip
