"""Additional services sold to an account: the families that it did not buy before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from clavero.core.estimates import Estimate
from clavero.core.period import Period, add_months, known_days
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.kpis.rules.additional import (
    BASE_MONTHS,
    Additional,
    Bought,
    additional,
    penetration,
)
from clavero.ledger import selectors as ledger
from clavero.opportunities.models import CellWord
from clavero.opportunities.rules.grid import CellState
from clavero.opportunities.selectors.sales import families_sold, last_year, lines_of
from clavero.opportunities.selectors.seen import Account
from clavero.portfolio.visibility import scope_for
from clavero.ui.rows import folded

ZERO = Decimal(0)
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """A family of an account: what it bought of it, first when, and whether that is new."""

    family: str
    net_sales: Decimal
    first_invoice: date | None
    last_before: date | None
    is_bought: bool
    is_additional: bool | None
    is_eligible: bool


@dataclass(frozen=True, slots=True)
class AdditionalPicture:
    """The families of an account in twelve months. ``found`` is ``None`` where the ledger does not
    reach back the 24 months before, so that what is new cannot be known."""

    account: Account
    period: Period
    before: Period
    found: Additional | None
    penetration: Estimate
    lines: Sequence[FamilyLine]


def additional_services(account: Account) -> AdditionalPicture | None:
    """The families of an account and all below it; ``None`` while the ledger is empty."""
    period = last_year()
    if period is None:
        return None
    scope = lines_of(account)
    before = Period(add_months(period.start, -BASE_MONTHS), period.start)
    now, was = _bought(scope, period), _bought(scope, before)
    days = days_of(account)
    # Whose word it is that a family is nothing for the account: its own, or that of all its units.
    closed = _not_applicable(account)
    eligible = (families_sold(period) | now.keys()) - (closed - _counting(now))
    reaches = _reaches(before)
    found = additional(now, was) if reaches else None
    lines = [
        _line(family, period, now, days.get(family, ()), found, family in eligible)
        for family in sorted({*eligible, *closed}, key=folded)
    ]
    lines.sort(key=lambda line: (not line.is_additional, not line.is_bought, -line.net_sales))
    return AdditionalPicture(
        account, period, before, found, penetration(_counting(now), eligible), lines
    )


def days_of(account: Account) -> dict[str, tuple[date, ...]]:
    """The days on which the account, with all below it, bought of each family, in order."""
    rollup = dict.fromkeys(account.codes, account.card.code)
    found = ledger.purchase_days(lines_of(account), rollup=rollup).to_pylist()
    return {
        row["family"]: tuple(_EPOCH + timedelta(days=day) for day in row["days"])
        for row in found
        if row["family"] is not None and not row["is_whole"]
    }


def _line(
    family: str,
    period: Period,
    now: Mapping[str, Bought],
    days: Sequence[date],
    found: Additional | None,
    is_eligible: bool,
) -> FamilyLine:
    bought = now.get(family)
    inside = [day for day in days if day in period]
    earlier = [day for day in days if day < period.start]
    return FamilyLine(
        family=family,
        net_sales=ZERO if bought is None else bought.net_sales,
        first_invoice=inside[0] if inside else None,
        last_before=earlier[-1] if earlier else None,
        is_bought=bought is not None and bought.counts,
        is_additional=None if found is None else family in found.families,
        is_eligible=is_eligible,
    )


def _bought(scope: Scope, period: Period) -> dict[str, Bought]:
    found = ledger.by_family(scope, period, customers=None).to_pylist()
    return {
        row["family"]: Bought(row["net_sales"] > 0, row["net_sales"])
        for row in found
        if row["family"] is not None
    }


def _counting(now: Mapping[str, Bought]) -> set[str]:
    return {family for family, bought in now.items() if bought.counts}


def _not_applicable(account: Account) -> set[str]:
    said: dict[str, set[str]] = {}
    rows = CellWord.objects.filter(
        customer__code__in=sorted(account.codes), state=CellState.NOT_APPLICABLE.value
    )
    for code, family in rows.values_list("customer__code", "family"):
        said.setdefault(family, set()).add(account.unit_of(code))
    every = {unit.code for unit in account.units if unit.kind != "group"}
    return {
        family
        for family, units in said.items()
        if account.card.code in units or (every and every <= units)
    }


def _reaches(before: Period) -> bool:
    data = ledger.span(scope_for(Actor.system()))
    return data is not None and known_days(data).start <= before.start
