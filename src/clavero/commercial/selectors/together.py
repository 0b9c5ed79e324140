"""Account plans together, against the company's plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from clavero.commercial.models import AccountTargets
from clavero.commercial.rules.rollup import By, LeftOut, Line, Together, left_out, together, topmost
from clavero.commercial.rules.targets import Targets, parse, sales_by_year
from clavero.commercial.rules.years import Years
from clavero.commercial.selectors.company import (
    commercial_settings,
    last_approved,
    last_year,
    targets_of,
)
from clavero.core.estimates import Estimate, ratio
from clavero.core.money import ZERO
from clavero.identity.rules import Actor
from clavero.identity.selectors import superiors_by_name
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Card, leads_of, results_of, seen_now


@dataclass(frozen=True, slots=True)
class RollupRow:
    """A sum, with what the company plans of the same where it plans such a thing."""

    key: str
    sums: Together
    planned: Decimal | None

    @property
    def gap(self) -> Decimal | None:
        """By how much account plans are above the company's."""
        return None if self.planned is None else self.sums.sales - self.planned


@dataclass(frozen=True)
class Rollup:
    """The account plans that a reader sees, in a year or in all (``None``).

    ``company`` is what the company's plan says, only for those who see the whole company;
    ``coverage`` the part of the sales of the last twelve months whose account has targets.
    ``calendar`` are the company's years; accounts ``of_other_years`` have targets of others, which
    are in no sum unless a group has some that hold them; the company's plan may be of others, too.
    """

    by: By
    year: int | None
    years: Sequence[int]
    rows: Sequence[RollupRow]
    total: Together
    company: Decimal | None
    coverage: Estimate
    cards: Mapping[str, Card]
    sees_company: bool
    version: int | None
    calendar: Years
    sells_through_shops: bool
    unplanned_families: Sequence[str] = ()
    of_other_years: Sequence[str] = ()
    left_out: Sequence[LeftOut] = ()
    is_plan_of_other_years: bool = False


def rollup(
    actor: Actor, by: By, *, year: int | None = None, within: tuple[By, str] | None = None
) -> Rollup:
    """The targets of the accounts that ``actor`` sees; ``within`` keeps those of one sum only."""
    scope, shape = seen_now(actor)
    legal = shape.forests[Tree.LEGAL]
    rows = AccountTargets.objects.filter(plan__customer__merged_into=None)
    if scope.customers is not None:
        rows = rows.filter(plan__customer__code__in=sorted(scope.customers))
    settings = commercial_settings()
    calendar = settings.calendar
    said, others = dict[str, Targets](), list[str]()
    for row in rows.select_related("plan__customer"):
        if row.calendar == calendar:
            said[row.plan.customer.code] = parse(row.years)
        elif row.years:
            others.append(row.plan.customer.code)
    above = {code: legal.ancestors(code) for code in said}
    # What a group plans holds its units', of whatever years theirs are.
    others = [code for code in others if said.keys().isdisjoint(legal.ancestors(code))]
    counted = topmost(said, above)
    leads = leads_of(said, shape, timezone.localdate())
    bosses = superiors_by_name()

    def lines() -> list[Line]:
        found = []
        for code, targets in counted.items():
            lead = leads.get(code)
            top = above[code][-1] if above[code] else code
            for cell, (sales, margin) in targets.items():
                found.append(
                    Line(
                        account=code,
                        manager="" if lead is None else lead.name,
                        team="" if lead is None else bosses.get(lead.person_id, ""),
                        group=top,
                        cell=cell,
                        sales=sales,
                        margin=margin,
                    )
                )
        return found

    every = lines()
    if within is not None:
        every = [line for line in every if line.key(within[0]) == within[1]]
    chosen = [line for line in every if year is None or line.cell.year == year]
    last = last_approved() if scope.customers is None else None
    version = last if last is not None and last.calendar == calendar else None
    company = {
        cell: each
        for cell, each in targets_of(version).items()
        if year is None or cell.year == year
    }
    wanted = _wanted(by, company) if within is None else {}
    sums = together(chosen, by)
    keys = sorted({*sums, *wanted}, key=lambda key: _order(by, key, sums))
    sold, whole = ZERO, ZERO
    period = last_year()
    if period is not None:
        with_targets = {line.account for line in chosen}
        # Of a group and a unit with targets, the group's sales hold the unit's.
        apart = [each for each in with_targets if with_targets.isdisjoint(above[each])]
        found = results_of(scope, apart, period, shape).values()
        sold = sum((each.net_sales for each in found), ZERO)
        bought = ledger.by_family(scope, period, customers=None).to_pylist()
        whole = sum((each["net_sales"] for each in bought), ZERO)
    planned_families = {cell.family for cell in targets_of(version)}
    return Rollup(
        by=by,
        year=year,
        years=sorted({cell.year for each in said.values() for cell in each}
                     | {cell.year for cell in targets_of(version)}),
        rows=[RollupRow(key, sums.get(key, Together()), wanted.get(key)) for key in keys],
        total=_total(chosen),
        company=None if version is None or within is not None
        else sum(sales_by_year(company).values(), ZERO),
        coverage=ratio(sold, whole),
        cards=shape.cards,
        sees_company=scope.customers is None,
        version=None if version is None else version.number,
        calendar=calendar,
        sells_through_shops=settings.sells_through_shops,
        of_other_years=sorted(others),
        left_out=[
            each for each in left_out(said, above) if year is None or each.cell.year == year
        ],
        is_plan_of_other_years=last is not None and version is None,
        unplanned_families=[] if version is None
        else sorted({line.cell.family for line in chosen} - planned_families),
    )  # fmt: skip


def _wanted(by: By, company: Targets) -> dict[str, Decimal]:
    """What the company plans, by year or family: nothing else stands in its plan."""
    found: dict[str, Decimal] = {}
    if by not in {By.YEAR, By.FAMILY}:
        return found
    for (year, family), target in company.items():
        key = str(year) if by is By.YEAR else family
        found[key] = found.get(key, ZERO) + target.sales
    return found


def _order(by: By, key: str, sums: Mapping[str, Together]) -> tuple[Decimal, str]:
    if by is By.YEAR:
        return ZERO, key
    return -sums.get(key, Together()).sales, key


def _total(lines: Sequence[Line]) -> Together:
    everything = together(lines, By.YEAR).values()
    margins = [each.margin for each in everything if each.margin is not None]
    return Together(
        sum((each.sales for each in everything), ZERO),
        sum(margins, ZERO) if margins else None,
        frozenset().union(*(each.accounts for each in everything)),
    )
