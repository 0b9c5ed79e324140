"""What the gate of a funding looks at, as far as the KPIs know it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from django.utils import timezone

from clavero.core import audit
from clavero.identity.rules import Actor
from clavero.investment.models import Funding
from clavero.investment.rules.kinds import Gate
from clavero.investment.rules.stages import METRICS, Target, proposed_gate
from clavero.kpis.selectors import Value, latest, values_on
from clavero.ledger import selectors as ledger
from clavero.portfolio.selectors.kept import Kept
from clavero.portfolio.visibility import accounts, scope_for

_KPIS = {
    "net-sales": ("sales", 1),
    "share-of-wallet": ("share", 1),
    "satisfaction": ("quality", 10),
}
"""KPI → metric of the gate, and by how much it is multiplied: quality goes from 0 to 10."""
_MOST_KEPT = 300
_kept: Kept[dict[str, Decimal]] = Kept(limit=_MOST_KEPT, weigh=lambda _found: 1)


@dataclass(frozen=True, slots=True)
class GatePicture:
    """The gate of a funding: its targets with what was or is measured, and what they propose."""

    funding: Funding
    targets: Mapping[str, Target]
    proposed: Gate | None


@dataclass(frozen=True, slots=True)
class WaitingGate:
    """A funding whose gate nobody has decided; ``rest`` is what it would release."""

    case_id: int
    code: str
    purpose: str
    gate_on: date
    rest: Decimal


def waiting_gates(actor: Actor, *, until: date) -> list[WaitingGate]:
    """The gates of the accounts that ``actor`` sees whose day is ``until`` or earlier and that
    nobody has decided, the earliest first."""
    found = Funding.objects.filter(
        gate=Gate.WAITING.value,
        gate_on__lte=until,
        case__customer__in=accounts(actor).values("pk"),
    )
    rows = found.select_related("case__customer").order_by("gate_on", "pk")
    return [
        WaitingGate(
            each.case_id,
            each.case.customer.code,
            each.case.purpose,
            each.gate_on,
            each.outlay - each.first,
        )
        for each in rows
        if each.gate_on is not None
    ]


def measured_now(actor: Actor, code: str) -> dict[str, Decimal]:
    """What the KPIs say of an account today, by metric; those that nobody knows are left out. Two
    queries when it was asked for before."""
    return measured_of(actor, [code])[code]


def measured_of(actor: Actor, codes: Collection[str]) -> dict[str, dict[str, Decimal]]:
    """The same of several accounts, by code, which are read at once."""
    snapshot = latest()
    if snapshot is None or not codes:
        return {code: {} for code in codes}
    today, scope = timezone.localdate(), scope_for(actor)
    state = (snapshot.file, ledger.version(), audit.stamp(), scope, today)

    @cache
    def read() -> dict[str, dict[str, Value]]:
        seen = set(codes) if scope.customers is None else set(codes) & scope.customers
        return values_on(actor, snapshot, seen, today)

    def measured(code: str) -> dict[str, Decimal]:
        return dict(_kept.get((*state, code), lambda: _measured(read().get(code, {}))))

    return {code: measured(code) for code in codes}


def _measured(known: Mapping[str, Value]) -> dict[str, Decimal]:
    values = {metric: (known.get(key), times) for key, (metric, times) in _KPIS.items()}
    return {
        metric: value.estimate.value * times
        for metric, (value, times) in values.items()
        if value is not None and value.estimate.value is not None
    }


def gate_picture(funding: Funding, measured: Mapping[str, Decimal]) -> GatePicture:
    """The gate with what was ``measured``; once it is decided, with what was measured then. All
    that is asked or measured is there; by what is asked the gate is proposed."""
    known = measured if funding.gate == Gate.WAITING else _numbers(funding.measured)
    asked = _numbers(funding.asked)
    targets = {
        name: Target(asked.get(name), known.get(name))
        for name in METRICS
        if name in asked or name in known
    }
    wanted = [each for each in targets.values() if each.asked is not None]
    return GatePicture(funding, targets, proposed_gate(wanted) if wanted else None)


def _numbers(kept: Mapping[str, str]) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in kept.items()}
