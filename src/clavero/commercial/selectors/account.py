"""The targets of an account within its plan, beside what the ledger knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone

from clavero.commercial.models import AccountTargets
from clavero.commercial.rules.against import Sides
from clavero.commercial.rules.programmes import Parts, Programme, parse_parts
from clavero.commercial.rules.reconciling import Finding, findings
from clavero.commercial.rules.spread import spread, weights_of
from clavero.commercial.rules.targets import Targets, parse, sales_by_year
from clavero.commercial.rules.years import CALENDAR_YEARS, MONTHS, Years
from clavero.commercial.selectors.company import (
    commercial_settings,
    holding_version,
    last_year,
)
from clavero.commercial.selectors.programmes import programmes_of
from clavero.core.estimates import ratio
from clavero.core.money import ZERO
from clavero.core.period import Period, add_months, first_of_month, known_days
from clavero.core.revisions import revision_of
from clavero.core.scope import Scope
from clavero.identity.rules import Actor, Verb
from clavero.ledger import selectors as ledger
from clavero.plans.rules.timeline import detail_of
from clavero.plans.selectors import plan_with_structure
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Structure, data_span, results_of, structure
from clavero.portfolio.visibility import narrowed, scope_for

_BEFORE = 24
"""Months before the detailed plan that are read: a year of seasonality, and the one it is of."""


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of the detailed plan. ``proposal`` is the part of its year's target; ``actual`` is
    ``None`` until the month is over, ``before`` where the ledger does not reach back."""

    month: date
    target: Decimal | None
    proposal: Decimal | None
    actual: Decimal | None
    before: Decimal | None


@dataclass(frozen=True)
class AccountPicture:
    """What an account is to buy, and what it bought. ``calendar`` are the company's years,
    ``programmes`` those of the plan that holds, and ``seen`` is the targets' revision. ``left`` is
    the margin of the last twelve months. ``counted_above`` are the years of its targets that its
    group has some for, by the name of the group: they are in the group's sums."""

    plan: Any
    row: AccountTargets | None
    years: Sequence[int]
    sold: Mapping[str, Decimal]
    months: Sequence[MonthRow]
    weights: Sequence[Decimal]
    seen: int
    writes: bool
    calendar: Years = CALENDAR_YEARS
    targets: Targets = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    programmes: Sequence[Programme] = ()
    parts: Parts = field(default_factory=dict)
    counted_above: Mapping[int, str] = field(default_factory=dict)
    left: Decimal | None = None

    @property
    def is_of_other_years(self) -> bool:
        """Whether its targets were written of years that began with another month."""
        return self.row is not None and self.row.calendar != self.calendar

    @property
    def families(self) -> list[str]:
        """What it bought or is to buy, the largest sales first."""
        planned = {cell.family for cell in self.targets}
        return sorted({*planned, *self.sold}, key=lambda each: (-self.sold.get(each, ZERO), each))


def account_picture(actor: Actor, customer_id: int) -> AccountPicture | None:
    """The targets of an account; ``None`` while it has no plan. Raises ``Customer.DoesNotExist``
    for strangers to it."""
    plan, shape = plan_with_structure(actor, customer_id)
    if plan is None:
        return None
    row, above = _with_groups(plan, shape)
    targets = {} if row is None else parse(row.years)
    months = months_of(row)
    today, settings = timezone.localdate(), commercial_settings()
    calendar, shops = settings.calendar, settings.sells_through_shops
    this_year = calendar.of(today)
    detail = [each.start for each in detail_of(today).months()]
    scope = scope_for(actor)
    lines = _lines_of(scope, plan.customer.code, shape)
    sold = _sold_by_month(lines, add_months(detail[0], -_BEFORE), first_of_month(today))
    weights = _weights(sold)
    totals = sales_by_year(targets)
    year = last_year()
    bought = [] if year is None else ledger.by_family(lines, year, customers=None).to_pylist()
    return AccountPicture(
        plan=plan,
        row=row,
        # Whoever cuts the years of a plan still sees what was written of those beyond.
        years=range(
            this_year,
            max(this_year + plan.years, max((each.year for each in targets), default=0) + 1),
        ),
        sold={each["family"]: each["net_sales"] for each in bought if each["family"]},
        months=[
            _month(each, months, totals.get(calendar.of(each)), weights, sold) for each in detail
        ],
        weights=weights,
        seen=0 if row is None else revision_of(row),
        writes=actor.may(Verb.WRITE_PLANS),
        calendar=calendar,
        targets=targets,
        findings=[] if row is None else findings_of(row, today),
        programmes=programmes_of(holding_version(calendar)) if shops else [],
        parts=parse_parts(row.parts) if shops and row is not None else {},
        counted_above=_counted_above(targets, above, calendar),
        left=None if year is None else _left(scope, plan.customer.code, year, shape),
    )


def _with_groups(plan: Any, shape: Structure) -> tuple[AccountTargets | None, list[AccountTargets]]:
    """Its targets, and those of the groups above it from the top down, in one query."""
    groups = shape.forests[Tree.LEGAL].ancestors(plan.customer.code)
    rows = AccountTargets.objects.filter(
        Q(plan=plan) | Q(plan__customer__code__in=groups)
    ).select_related("plan__customer")
    by_code = {each.plan.customer.code: each for each in rows}
    own = by_code.get(plan.customer.code)
    return own, [by_code[code] for code in reversed(groups) if code in by_code]


def _counted_above(
    targets: Targets, above: Sequence[AccountTargets], calendar: Years
) -> dict[int, str]:
    found: dict[int, str] = {}
    for group in above:
        if group.calendar == calendar:
            years = {cell.year for cell in parse(group.years)} & {cell.year for cell in targets}
            found = {**{year: str(group.plan.customer) for year in years}, **found}
    return found


def sides_of(row: AccountTargets) -> Sides:
    """The targets of an account, laid on months to be held against a forecast."""
    return Sides(sales_by_year(parse(row.years)), season_of(row), row.calendar)


def season_of(row: AccountTargets) -> list[Decimal]:
    """How much each month counts in the targets of an account, from January on."""
    return [Decimal(each) for each in row.weights] or weights_of([ZERO] * MONTHS)


def findings_of(row: AccountTargets, today: date) -> list[Finding]:
    """What does not add up in the targets of an account, from what they say alone."""
    detail = [each.start for each in detail_of(today).months()]
    notes = {int(year): note["text"] for year, note in row.notes.items()}
    totals = sales_by_year(parse(row.years))
    return list(findings(detail, months_of(row), totals, season_of(row), notes, row.calendar))


def _left(scope: Scope, code: str, year: Period, shape: Structure) -> Decimal | None:
    found = results_of(scope, [code], year, shape).get(code)
    return None if found is None else ratio(found.contribution, found.with_cost).value


def seasonality_of(actor: Actor, code: str) -> list[Decimal]:
    """How much each month of the year counts for an account, from January on."""
    end = first_of_month(timezone.localdate())
    lines = _lines_of(scope_for(actor), code, structure())
    return _weights(_sold_by_month(lines, add_months(end, -_BEFORE), end))


def apart(actor: Actor) -> list[tuple[str, Finding]]:
    """What does not add up in the targets of the accounts that ``actor`` sees, by their codes."""
    scope, today = scope_for(actor), timezone.localdate()
    rows = AccountTargets.objects.filter(plan__customer__merged_into=None)
    if scope.customers is not None:
        rows = rows.filter(plan__customer__code__in=sorted(scope.customers))
    found = rows.select_related("plan__customer").order_by("plan__customer__code")
    return [(row.plan.customer.code, each) for row in found for each in findings_of(row, today)]


def months_of(row: AccountTargets | None) -> dict[date, Decimal]:
    """The targets by the first day of their months."""
    if row is None:
        return {}
    return {date.fromisoformat(month): Decimal(sales) for month, sales in row.months.items()}


def _lines_of(scope: Scope, code: str, shape: Structure) -> Scope:
    """The lines of an account and of all below it, as far as the reader sees them."""
    return narrowed(scope, frozenset(shape.forests[Tree.LEGAL].codes(code)))


def _sold_by_month(lines: Scope, start: date, end: date) -> dict[date, Decimal]:
    """Net sales of each whole month that the ledger knows: nothing sold is zero there."""
    span = data_span()
    if span is None:
        return {}
    known = known_days(span)
    period = Period(start, max(end, known.end))
    found = ledger.by_month(lines, customers=None, period=period).to_pylist()
    by_month = {row["month"]: row["net_sales"] for row in found}
    return {
        each.start: by_month.get(each.start, ZERO)
        for each in Period(start, end).months()
        if known.start <= each.start and each.end <= known.end
    }


def _weights(sold: Mapping[date, Decimal]) -> list[Decimal]:
    """The seasonality of the last twelve whole months, from January on; even without them."""
    last = sorted(sold)[-MONTHS:]
    if len(last) < MONTHS:
        return weights_of([ZERO] * MONTHS)
    by_number = {month.month: sold[month] for month in last}
    return weights_of([by_number[number] for number in range(1, MONTHS + 1)])


def _month(
    month: date,
    targets: Mapping[date, Decimal],
    total: Decimal | None,
    weights: Sequence[Decimal],
    sold: Mapping[date, Decimal],
) -> MonthRow:
    return MonthRow(
        month=month,
        target=targets.get(month),
        proposal=None if total is None else spread(total, weights)[month.month - 1],
        actual=sold.get(month),
        before=sold.get(add_months(month, -MONTHS)),
    )
