"""Every KPI that comes with Clavero, once."""

from __future__ import annotations

from clavero.kpis.rules.kpi import (
    ABOVE_ACCOUNTS,
    Direction,
    Kpi,
    Level,
    Source,
    Unit,
    Window,
)

_UP, _DOWN = Direction.AT_LEAST, Direction.AT_MOST
_ACCOUNT = frozenset({Level.ACCOUNT})


def _entered(key: str, unit: Unit, direction: Direction, playbook: str = "") -> Kpi:
    return Kpi(
        key, unit, direction, Source.ENTRY, Window.ENTERED, levels=_ACCOUNT, playbook=playbook
    )


BUILT_IN: tuple[Kpi, ...] = (
    Kpi("net-sales", Unit.MONEY, _UP, Source.LEDGER),
    Kpi("sales-growth", Unit.RATE, _UP, Source.LEDGER, playbook="sales-growth"),
    Kpi("contribution", Unit.MONEY, _UP, Source.LEDGER),
    Kpi(
        "contribution-growth", Unit.RATE, _UP, Source.LEDGER, playbook="contribution-growth"
    ),
    Kpi("margin", Unit.RATE, _UP, Source.LEDGER, playbook="contribution-share"),
    Kpi("margin-points", Unit.POINTS, _UP, Source.LEDGER),
    Kpi(
        "retention", Unit.RATE, _UP, Source.COVERAGE,
        levels=ABOVE_ACCOUNTS, is_rate=True, playbook="retention",
    ),
    Kpi("churn", Unit.RATE, _DOWN, Source.COVERAGE, levels=ABOVE_ACCOUNTS, is_rate=True),
    Kpi("net-retention", Unit.RATE, _UP, Source.COVERAGE, levels=ABOVE_ACCOUNTS),
    Kpi("gross-retention", Unit.RATE, _UP, Source.COVERAGE, levels=ABOVE_ACCOUNTS),
    Kpi("additional-services", Unit.COUNT, _UP, Source.LEDGER),
    Kpi("additional-sales", Unit.MONEY, _UP, Source.LEDGER),
    Kpi("penetration", Unit.RATE, _UP, Source.LEDGER, is_rate=True),
    Kpi("on-time", Unit.RATE, _UP, Source.LEDGER, is_rate=True),
    Kpi("days-to-payment", Unit.DAYS, _DOWN, Source.LEDGER, playbook="days-to-payment"),
    Kpi("account-hours", Unit.HOURS, _UP, Source.WORK),
    Kpi("selling-hours", Unit.RATE, _DOWN, Source.WORK),
    Kpi(
        "share-of-wallet", Unit.RATE, _UP, Source.MATRIX, Window.ENTERED, levels=_ACCOUNT
    ),
    _entered("meetings-and-calls", Unit.COUNT, _UP),
    _entered("promoters", Unit.SCORE, _UP, "promoters"),
    _entered("satisfaction", Unit.RATE, _UP),
    _entered("first-response", Unit.HOURS, _DOWN),
    _entered("resolution", Unit.HOURS, _DOWN),
    _entered("answered-in-time", Unit.RATE, _UP),
    _entered("on-time-in-full", Unit.RATE, _UP, "on-time-in-full"),
    _entered("terms-kept", Unit.RATE, _UP),
    _entered("forecast-error", Unit.RATE, _DOWN),
    _entered("contact-coverage", Unit.RATE, _UP, "contact-coverage"),
    _entered("initiatives-delivered", Unit.RATE, _UP, "initiatives-delivered"),
)  # fmt: skip
"""In the order in which boards show them. Those that are entered wait for the parts of Clavero that
will compute them; until then their numbers come by hand, by file or from a program."""

BY_KEY = {kpi.key: kpi for kpi in BUILT_IN}
