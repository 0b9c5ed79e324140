"""What a computed KPI is made of, so that its members can be told one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from clavero.kpis.rules.members import Figure


class Records(StrEnum):
    """What stands behind an account's number, and so where one looks when it moves."""

    SALES = "sales"  # products, by their part of the sales
    CONTRIBUTION = "contribution"  # products, by what they left
    SERVED = "served"  # products, by what they left, and what serving cost
    FAMILIES = "families"
    DELIVERIES = "deliveries"  # lines that came late
    PAYMENTS = "payments"  # lines that waited for their money
    WORK = "work"  # hours that people recorded
    COHORT = "cohort"  # accounts that were there when the twelve months began
    KEPT = "kept"  # accounts that were lost, and those that were not


@dataclass(frozen=True, slots=True)
class Made:
    """A sum of ``part`` over members, or the rate of two such sums.

    ``part_before`` and ``whole_before`` are what it is compared with where that is of the same
    snapshot: growth is of the accounts of today. Else it is the same of a year before. Of a cohort
    the sums have other names than what each account brings: ``sums``.
    """

    records: Records
    part: str
    whole: str = ""
    part_before: str = ""
    whole_before: str = ""
    sums: tuple[str, str] = ("", "")
    is_capped: bool = False  # nobody brings more than its whole

    @property
    def is_rate(self) -> bool:
        """Whether it is a part of a whole."""
        return bool(self.whole)

    @property
    def is_of_the_start(self) -> bool:
        """Whether those count who were there when the twelve months began."""
        return self.records in {Records.COHORT, Records.KEPT}

    @property
    def names(self) -> tuple[str, ...]:
        """The parts of a snapshot that it needs."""
        named = (self.part, self.whole, self.part_before, self.whole_before)
        return tuple(dict.fromkeys(name for name in named if name))

    def figure(self, parts: Mapping[str, Any], *, before: bool = False) -> Figure | None:
        """What a member with these parts brings, now or in the period before; ``None`` where it is
        not counted."""
        part, whole = self.part, self.whole
        if before and self.part_before:
            part, whole = self.part_before, self.whole_before
        return self._figure(parts, part, whole)

    def sum_of(self, parts: Mapping[str, Any], *, before: bool = False) -> Figure | None:
        """The same of the parts of everybody together."""
        if self.sums[0]:
            return self._figure(parts, *self.sums)
        return self.figure(parts, before=before)

    def _figure(self, parts: Mapping[str, Any], part: str, whole: str) -> Figure | None:
        above, below = parts.get(part), parts.get(whole) if whole else None
        if above is None or (whole and below is None):
            return None
        if self.records is Records.COHORT and below is not None and below <= 0:
            return None  # it bought nothing then: it is new, and stays out
        if self.is_capped and below is not None:
            above = min(max(Decimal(above), Decimal(0)), Decimal(below))
        return Figure(Decimal(above), None if below is None else Decimal(below))


_MARGIN = ("contribution", "with_cost")
_SERVED = ("served", "served_sales")
_MADE: Mapping[str, Made] = {
    "net-sales": Made(Records.SALES, "net_sales"),
    "sales-growth": Made(Records.SALES, "net_sales", part_before="net_sales_before"),
    "sales-kept": Made(Records.SALES, "net_sales", "net_sales_before"),
    "contribution": Made(Records.CONTRIBUTION, "contribution"),
    "contribution-growth": Made(
        Records.CONTRIBUTION, "contribution", part_before="contribution_before"
    ),
    "margin": Made(Records.CONTRIBUTION, *_MARGIN),
    "margin-points": Made(
        Records.CONTRIBUTION, *_MARGIN,
        part_before="contribution_before", whole_before="with_cost_before",
    ),
    "customer-contribution": Made(Records.SERVED, "served"),
    "customer-contribution-growth": Made(Records.SERVED, "alike", part_before="alike_before"),
    "contribution-share": Made(Records.SERVED, *_SERVED),
    "contribution-points": Made(
        Records.SERVED, "alike", "alike_sales",
        part_before="alike_before", whole_before="alike_sales_before",
    ),
    "contribution-kept": Made(Records.SERVED, "alike", "alike_before"),
    "cost-to-serve": Made(Records.SERVED, "serving", "alike_sales"),
    "retention": Made(Records.KEPT, "kept", "owned"),
    "churn": Made(Records.KEPT, "lost", "owned"),
    "net-retention": Made(
        Records.COHORT, "net_sales", "net_sales_before", sums=("cohort_now", "cohort_before")
    ),
    "gross-retention": Made(
        Records.COHORT, "net_sales", "net_sales_before", sums=("cohort_kept", "cohort_before"),
        is_capped=True,
    ),
    "additional-services": Made(Records.FAMILIES, "additional"),
    "additional-sales": Made(Records.FAMILIES, "additional_sales"),
    "penetration": Made(Records.FAMILIES, "families", "eligible"),
    "on-time": Made(Records.DELIVERIES, "on_time", "promised"),
    "days-to-payment": Made(Records.PAYMENTS, "waited", "awaited"),
    "account-hours": Made(Records.WORK, "hours"),
    "selling-hours": Made(Records.WORK, "selling", "hours"),
}  # fmt: skip

_RECORDS_OF: Mapping[str, Records] = {
    "contribution": Records.CONTRIBUTION,
    "with_cost": Records.CONTRIBUTION,
    "served": Records.SERVED,
    "served_sales": Records.SERVED,
    "families": Records.FAMILIES,
    "additional": Records.FAMILIES,
    "additional_sales": Records.FAMILIES,
    "promised": Records.DELIVERIES,
    "on_time": Records.DELIVERIES,
    "hours": Records.WORK,
    "selling": Records.WORK,
}


def made_of(key: str, ratios: Mapping[str, tuple[str, str]]) -> Made | None:
    """What a KPI is made of; ``ratios`` are the company's own. ``None`` for one that is entered.

    >>> made_of("margin", {}).names, made_of("promoters", {})
    (('contribution', 'with_cost'), None)
    """
    if key in ratios:
        part, whole = ratios[key]
        return Made(_RECORDS_OF.get(part, Records.SALES), part, whole)
    return _MADE.get(key)
