"""The targets of an account: by year and family, by month, and why the two differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.commercial.models import AccountTargets
from clavero.commercial.rules.reconciling import Check
from clavero.commercial.rules.targets import (
    MOST,
    Targets,
    changed_cells,
    parse,
    to_plain,
)
from clavero.commercial.selectors.account import findings_of, months_of
from clavero.commercial.selectors.company import commercial_settings
from clavero.commercial.services._account import keep_targets, targets_to_write
from clavero.commercial.services._checking import check_targets, told_of_years
from clavero.commercial.services._meanwhile import reconciled_cells, told, words_of
from clavero.core.errors import Refusal
from clavero.core.money import CENT, plain
from clavero.core.revisions import Words, reconcile
from clavero.identity.rules import Actor
from clavero.plans.rules.timeline import detail_of
from clavero.ui import formats

NOTE_LENGTH = 500


@transaction.atomic
def set_account_targets(
    actor: Actor, *, customer_id: int, targets: Targets, seen: int = 0
) -> AccountTargets:
    """What an account is to buy by year and family; what was explained of years that began with
    another month explains nothing of these.

    ``seen`` is the revision looked at. Raises ``Customer.DoesNotExist`` for strangers to the
    account, :class:`Forbidden` for those who only read, and :class:`Refusal`.
    """
    calendar = commercial_settings().calendar
    check_targets(targets, calendar)
    row = targets_to_write(actor, customer_id)
    before = parse(row.years)
    targets = reconciled_cells(row, seen=seen, now=before, asked=targets, calendar=calendar)
    cells = changed_cells(before, targets)
    if not cells and row.calendar == calendar:
        return row
    first, then = told_of_years(row.calendar, calendar)
    row.years = to_plain(targets)
    if then:
        row.first_month, row.notes = calendar.first, {}
    keep_targets(
        actor, row, "commercial.targets_set",
        {**first, **told(before, cells, calendar)}, {**then, **told(targets, cells, calendar)},
    )  # fmt: skip
    return row


@transaction.atomic
def set_months(
    actor: Actor,
    *,
    customer_id: int,
    months: Mapping[date, Decimal],
    weights: Sequence[Decimal],
    seen: int = 0,
) -> AccountTargets:
    """What it is to buy month by month; ``weights`` is the seasonality that was looked at. Of the
    detailed plan a month that is not named has no target any more; those before it keep theirs."""
    for month, sales in sorted(months.items()):
        if sales < 0 or sales > MOST or sales != sales.quantize(CENT):
            raise Refusal(
                _("The target of a month is an amount in cents, not below zero."),
                code="month_unfit",
                field=f"month|{month.isoformat()}",
            )
    row = targets_to_write(actor, customer_id)
    before = months_of(row)
    first = detail_of(timezone.localdate()).start
    after = {**{month: sales for month, sales in before.items() if month < first}, **months}
    names = {each.isoformat(): each for each in sorted({*before, *after})}
    stays = reconcile(
        row,
        seen=seen,
        now={name: before.get(each) for name, each in names.items()},
        asked={name: after.get(each) for name, each in names.items()},
        words=words_of({name: formats.month(each) for name, each in names.items()}),
    )
    for month in (names[name] for name in stays):
        after.pop(month, None)
        after |= {month: before[month]} if month in before else {}
    changed = sorted(each for each in {*before, *after} if before.get(each) != after.get(each))
    if not changed:
        return row
    row.months = {month.isoformat(): plain(sales) for month, sales in sorted(after.items())}
    row.weights = [plain(each) for each in weights]
    keep_targets(
        actor, row, "commercial.months_set",
        {each.isoformat(): before.get(each) for each in changed},
        {each.isoformat(): after.get(each) for each in changed},
    )  # fmt: skip
    return row


@transaction.atomic
def explain_gap(
    actor: Actor, *, customer_id: int, year: int, text: str, seen: int = 0
) -> AccountTargets:
    """Say why the months of a year do not sum to it. An empty text takes it back. ``seen`` is the
    revision of its targets: what somebody else has said of the year since is told."""
    said = " ".join(text.split())
    if len(said) > NOTE_LENGTH:
        raise Refusal(
            _("That is more than %(most)s letters."),
            code="text_too_long",
            field="text",
            most=NOTE_LENGTH,
        )
    row = targets_to_write(actor, customer_id)
    name = f"note|{year}"
    before = row.notes.get(str(year), {}).get("text") or None
    stays = reconcile(
        row,
        seen=seen,
        now={name: before},
        asked={name: said or None},
        words=Words(
            names={name: _("Why they differ")},
            value=lambda name, kept: kept.get(name) or "",
            moment=formats.moment,
        ),
    )
    if stays or before == (said or None):
        return row
    today = timezone.localdate()
    apart = {
        each.year
        for each in findings_of(row, today)
        if each.check in {Check.WHOLE_YEAR, Check.PART_OF_YEAR}
    }
    if said and year not in apart:
        raise Refusal(
            _("The months of %(year)s sum to its target: there is nothing to explain."),
            code="nothing_to_explain",
            year=row.calendar.name(year),
        )
    notes = {key: note for key, note in row.notes.items() if key != str(year)}
    if said:
        notes[str(year)] = {"text": said, "by": actor.name, "day": today.isoformat()}
    row.notes = notes
    keep_targets(
        actor, row, "commercial.explained",
        {"year": year, name: before}, {"year": year, name: said or None},
    )  # fmt: skip
    return row
