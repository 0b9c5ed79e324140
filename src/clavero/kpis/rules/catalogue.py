"""Every KPI that comes with Clavero, once."""

from __future__ import annotations

from decimal import Decimal

from clavero.kpis.rules.kpi import (
    ABOVE_ACCOUNTS,
    ANY,
    EVERYBODY,
    Bounds,
    Direction,
    Joined,
    Kpi,
    Level,
    Source,
    Unit,
    Window,
)

OF_DELIVERIES = frozenset({"on-time", "on-time-in-full", "in-full", "case-fill"})
"""The KPIs that are counted by the windows agreed with each account."""
_UP, _DOWN = Direction.AT_LEAST, Direction.AT_MOST
_ACCOUNT = frozenset({Level.ACCOUNT})
_ONE, _TEN = Decimal(1), Decimal(10)
NOT_NEGATIVE, A_PART = Bounds(Decimal(0)), Bounds(Decimal(0), _ONE)
# What is off by more than ten times was written as a percentage where a fraction was asked for.
_FEW_TIMES = Bounds(Decimal(0), _TEN)
_OWN = {
    Unit.COUNT: NOT_NEGATIVE,
    Unit.DAYS: NOT_NEGATIVE,
    Unit.HOURS: NOT_NEGATIVE,
    Unit.RATE: Bounds(-_ONE, _TEN),
}


def own_bounds(unit: Unit) -> Bounds:
    """What a KPI of the company's own can be, of which only the unit is known: a rate may be a
    growth."""
    return _OWN.get(unit, ANY)


def own_joined(unit: Unit) -> Joined | None:
    """How a KPI of the company's own is put together of several accounts."""
    if unit in {Unit.MONEY, Unit.COUNT, Unit.HOURS}:
        return Joined.SUM
    return None if unit is Unit.POINTS else Joined.CASES


def _entered(
    key: str,
    unit: Unit,
    direction: Direction,
    playbook: str = "",
    bounds: Bounds = NOT_NEGATIVE,
    joined: Joined | None = None,
    *,
    is_rate: bool = False,
) -> Kpi:
    return Kpi(
        key, unit, direction, Source.ENTRY, Window.ENTERED, joined=joined,
        levels=levels_of(joined), playbook=playbook, bounds=bounds, is_rate=is_rate,
    )  # fmt: skip


def _part(key: str, playbook: str = "") -> Kpi:
    """The entered part of what was counted that went well."""
    return Kpi(
        key, Unit.RATE, _UP, Source.ENTRY, Window.ENTERED, joined=Joined.CASES,
        levels=EVERYBODY, playbook=playbook, bounds=A_PART, is_rate=True,
    )  # fmt: skip


def _timed(key: str, unit: Unit = Unit.HOURS) -> Kpi:
    """What complaints took: the room that has the cases counts those of several accounts again."""
    return Kpi(
        key, unit, _DOWN, Source.ENTRY, Window.ENTERED,
        levels=EVERYBODY, bounds=NOT_NEGATIVE,
    )  # fmt: skip


def levels_of(joined: Joined | None) -> frozenset[Level]:
    """Whom an entered KPI is about: what cannot be put together is of accounts alone."""
    return _ACCOUNT if joined is None else EVERYBODY


BUILT_IN: tuple[Kpi, ...] = (
    Kpi("net-sales", Unit.MONEY, _UP, Source.LEDGER),
    Kpi(
        "sales-growth", Unit.RATE, _UP, Source.LEDGER,
        playbook="sales-growth", bounds=Bounds(low=-_ONE),
    ),
    Kpi(
        "sales-kept", Unit.RATE, _UP, Source.LEDGER, levels=_ACCOUNT, playbook="retention"
    ),
    Kpi("contribution", Unit.MONEY, _UP, Source.LEDGER),
    Kpi(
        "contribution-growth", Unit.RATE, _UP, Source.LEDGER, playbook="contribution-growth"
    ),
    Kpi(
        "margin", Unit.RATE, _UP, Source.LEDGER,
        playbook="contribution-share", bounds=Bounds(high=_ONE),
    ),
    Kpi("margin-points", Unit.POINTS, _UP, Source.LEDGER),
    Kpi("customer-contribution", Unit.MONEY, _UP, Source.SERVING),
    Kpi(
        "customer-contribution-growth", Unit.RATE, _UP, Source.SERVING,
        playbook="contribution-growth",
    ),
    Kpi(
        "contribution-share", Unit.RATE, _UP, Source.SERVING,
        playbook="contribution-share", bounds=Bounds(high=_ONE),
    ),
    Kpi("contribution-points", Unit.POINTS, _UP, Source.SERVING),
    Kpi(
        "contribution-kept", Unit.RATE, _UP, Source.SERVING,
        levels=_ACCOUNT, playbook="contribution-kept",
    ),
    Kpi(
        "cost-to-serve", Unit.RATE, _DOWN, Source.SERVING,
        playbook="cost-to-serve", bounds=NOT_NEGATIVE,
    ),
    Kpi(
        "retention", Unit.RATE, _UP, Source.COVERAGE,
        levels=ABOVE_ACCOUNTS, is_rate=True, bounds=A_PART,
    ),
    Kpi(
        "churn", Unit.RATE, _DOWN, Source.COVERAGE,
        levels=ABOVE_ACCOUNTS, is_rate=True, bounds=A_PART,
    ),
    Kpi("net-retention", Unit.RATE, _UP, Source.COVERAGE, levels=ABOVE_ACCOUNTS),
    Kpi(
        "gross-retention", Unit.RATE, _UP, Source.COVERAGE,
        levels=ABOVE_ACCOUNTS, bounds=A_PART,
    ),
    Kpi("additional-services", Unit.COUNT, _UP, Source.LEDGER, bounds=NOT_NEGATIVE),
    Kpi("additional-sales", Unit.MONEY, _UP, Source.LEDGER, bounds=NOT_NEGATIVE),
    Kpi("penetration", Unit.RATE, _UP, Source.LEDGER, is_rate=True, bounds=A_PART),
    Kpi("on-time", Unit.RATE, _UP, Source.LEDGER, is_rate=True, bounds=A_PART),
    Kpi("days-to-payment", Unit.DAYS, _DOWN, Source.LEDGER, playbook="days-to-payment"),
    Kpi("account-hours", Unit.HOURS, _UP, Source.WORK, bounds=NOT_NEGATIVE),
    Kpi("selling-hours", Unit.RATE, _DOWN, Source.WORK, bounds=A_PART),
    Kpi(
        "share-of-wallet", Unit.RATE, _UP, Source.MATRIX, Window.ENTERED,
        bounds=A_PART, entered=_FEW_TIMES, joined=Joined.BUYS,
    ),
    _entered(
        "share-gained", Unit.POINTS, _UP, "share-gained", Bounds(-_ONE, _ONE), Joined.BUYS
    ),
    _entered(
        "relationship-quality", Unit.SCORE, _UP, "relationship-quality",
        Bounds(Decimal(0), Decimal(10)), Joined.MEAN,
    ),
    _entered("meetings-and-calls", Unit.COUNT, _UP, joined=Joined.SUM),
    _part("meetings-kept"),
    _part("meetings-beyond-purchasing"),
    _part("senior-meetings"),
    _entered("days-since-contact", Unit.DAYS, _DOWN, joined=Joined.MEAN),
    _entered(
        "promoters", Unit.SCORE, _UP, "promoters", Bounds(Decimal(-100), Decimal(100)),
        Joined.CASES,
    ),
    _part("satisfaction"),
    _timed("first-response"),
    _timed("median-response"),
    _timed("resolution"),
    _part("answered-in-time"),
    _entered("open-complaints", Unit.COUNT, _DOWN, joined=Joined.SUM),
    _entered("unanswered-complaints", Unit.COUNT, _DOWN, joined=Joined.SUM),
    _entered(
        "complaint-recurrence", Unit.RATE, _DOWN, bounds=A_PART, joined=Joined.CASES, is_rate=True
    ),
    _timed("complaints-per-hundred-orders", Unit.SCORE),
    _entered("complaint-money", Unit.MONEY, _DOWN, joined=Joined.SUM),
    _part("on-time-in-full", "on-time-in-full"),
    _part("in-full"),
    # Of units ordered: how many lines they are on is no sample of them.
    _entered("case-fill", Unit.RATE, _UP, bounds=A_PART, joined=Joined.CASES),
    _part("terms-kept"),
    _entered("forecast-error", Unit.RATE, _DOWN, bounds=_FEW_TIMES, joined=Joined.SALES),
    _entered("forecast-bias", Unit.RATE, _DOWN, bounds=Bounds(-_ONE, _TEN), joined=Joined.SALES),
    _part("contact-coverage", "contact-coverage"),
    _entered("resilience", Unit.RATE, _UP, bounds=A_PART, joined=Joined.MEAN),
    _entered("validated-value", Unit.MONEY, _UP, joined=Joined.SUM),
    _part("plan-freshness"),
    _part("initiatives-delivered", "initiatives-delivered"),
)  # fmt: skip
"""In the order in which boards show them. Those that are entered wait for the parts of Clavero that
will compute them; until then their numbers come by hand, by file or from a program."""

OF_THE_TEAM = frozenset({"days-since-contact"})
"""Those that say of somebody what an account's team thinks, however many there are: it is the
longest wait of one who is said to matter, and who was met on that day is no secret."""
OF_JUDGEMENTS = OF_THE_TEAM | {"contact-coverage", "resilience", "relationship-quality"}
"""Those that are counted from what an account's team thinks: others are told what went out."""

BY_KEY = {kpi.key: kpi for kpi in BUILT_IN}


def is_said(key: str) -> bool:
    """Whether a built-in KPI is one that rooms count or people enter, and not one of the ledger or
    of several places."""
    return key in BY_KEY and BY_KEY[key].source is Source.ENTRY
