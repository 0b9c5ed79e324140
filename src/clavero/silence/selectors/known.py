"""What is known beside the ledger: stops, and what managers said of silences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from clavero.identity.rules import Actor
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Structure
from clavero.portfolio.visibility import of_those_seen
from clavero.silence.models import KnownStop, SilenceStamp, Verdict
from clavero.silence.rules.kinds import Finding, LossReason
from clavero.silence.rules.losses import Said
from clavero.silence.rules.stops import Stop


class Stops(NamedTuple):
    """The stops of all, and those of each customer by its code, merged records as one."""

    of_all: tuple[Stop, ...]
    by_code: Mapping[str, tuple[Stop, ...]]

    def of(self, code: str, shape: Structure) -> list[Stop]:
        """Those that hold for a customer: its own and those of the groups above it."""
        codes = (code, *shape.forests[Tree.LEGAL].ancestors(code))
        return [stop for each in codes for stop in self.by_code.get(each, ())]


def stamp() -> int:
    """A number that is new after every change to stops and verdicts. One query."""
    return SilenceStamp.objects.values_list("number", flat=True).first() or 0


def all_stops(shape: Structure) -> Stops:
    """Every stop, as the rules know them. One query."""
    by_code: dict[str, list[Stop]] = {}
    of_all: list[Stop] = []
    for each in KnownStop.objects.select_related("customer").order_by("pk"):
        if each.customer is None:
            of_all.append(each.rule)
        else:
            by_code.setdefault(shape.alone.survivor(each.customer.code), []).append(each.rule)
    return Stops(tuple(of_all), {code: tuple(stops) for code, stops in by_code.items()})


def said_by(on: date, shape: Structure, codes: Iterable[str] | None = None) -> dict[str, Said]:
    """The last verdict on each customer decided by ``on``, merged records as one. One query."""
    return dict(all_said(on, shape, codes))


def all_said(
    on: date, shape: Structure, codes: Iterable[str] | None = None
) -> list[tuple[str, Said]]:
    """Every verdict decided by ``on`` with its customer's code, the last one last. One query."""
    rows = Verdict.objects.filter(decided_on__lte=on).select_related("customer")
    if codes is not None:
        rows = rows.filter(customer__code__in=list(codes))
    return [
        (shape.alone.survivor(row.customer.code), as_said(row))
        for row in rows.order_by("decided_on", "pk")
    ]


def confirmed_loss(actor: Actor, customer_id: int) -> Said | None:
    """What was said last of a customer that ``actor`` sees, where that is that it is lost. One
    query."""
    seen = Verdict.objects.filter(of_those_seen(actor), customer_id=customer_id)
    last = seen.order_by("decided_on", "pk").last()
    said = None if last is None else as_said(last)
    return said if said is not None and said.is_loss else None


def as_said(row: Verdict) -> Said:
    """A verdict, as the rules know it."""
    return Said(
        id=row.pk,
        finding=Finding(row.finding),
        last_purchase=row.last_purchase,
        decided_on=row.decided_on,
        by=row.by_name,
        lost_on=row.lost_on,
        reason=LossReason(row.reason) if row.reason else None,
        competitor=row.competitor,
        until=row.until,
        note=row.note,
    )


def stops_seen(actor: Actor) -> QuerySet[KnownStop]:
    """The stops of all, and those of customers that ``actor`` sees, the latest first."""
    of_all = Q(customer__isnull=True)
    return KnownStop.objects.filter(of_all | of_those_seen(actor)).select_related("customer")


def stops_on(records: Iterable[str]) -> QuerySet[KnownStop]:
    """The stops of one customer by its ``records``, merged ones too, of one who may see it."""
    rows = KnownStop.objects.filter(customer__code__in=list(records))
    return rows.select_related("customer")


def latest_verdict(records: Iterable[str]) -> Verdict | None:
    """The last verdict on a customer by its ``records``, likewise. One query."""
    return Verdict.objects.filter(customer__code__in=list(records)).order_by("-pk").first()


def verdict_seen(actor: Actor, verdict_id: int) -> Any:
    """A verdict on a customer that ``actor`` sees. Raises ``Verdict.DoesNotExist``."""
    rows = Verdict.objects.filter(of_those_seen(actor)).select_related("customer")
    return rows.get(pk=verdict_id)
