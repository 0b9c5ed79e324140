"""The renewals of contracts that a person sees: which come within a year, and how far each is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from clavero.contracts.models import Contract, Renewal
from clavero.contracts.rules.renewing import RenewalStage, decides_on, is_seen, waits_since
from clavero.contracts.selectors.book import ContractHead, contract_head
from clavero.contracts.visibility import contracts
from clavero.contracts.words import CHANGE_NAMES, WORDS
from clavero.core.audit import history
from clavero.core.models import AuditEntry
from clavero.core.revisions import revision_beside
from clavero.core.telling import MOST, Change, told
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import today_of

SHOWN_FOR = timedelta(days=366)
"""How long what was decided stands beside what is open."""


@dataclass(frozen=True, slots=True)
class RenewalRow:
    """A renewal for a reader; ``decides_on`` is the day of notice, or the last of the contract,
    and ``seen`` its revision. One that nobody has begun has no row of its own yet."""

    contract_id: int
    customer_id: int
    name: str
    title: str
    end: date
    notice_on: date | None
    decides_on: date
    stage: RenewalStage
    since: date
    days: int
    value: Decimal | None
    target: Decimal | None
    forecast: Decimal | None
    final: Decimal | None
    currency: str
    step: str
    step_on: date | None
    note: str
    seen: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class RenewalSeen:
    """One renewal with its contract and what happened to it; ``row`` is ``None`` where none is
    near and none was begun, ``renewed`` what was renewed last, or has run on by itself, and can be
    undone."""

    head: ContractHead
    row: RenewalRow | None
    renewed: RenewalRow | None
    changes: Sequence[Change]


def renewal_rows(actor: Actor) -> list[RenewalRow]:
    """All that are open or were decided within a year, the first to be decided first."""
    today = timezone.localdate()
    found = [row for each in _with_renewals(contracts(actor)) for row in _rows(each, today)]
    return sorted(found, key=lambda row: (row.decides_on, row.contract_id))


def renewal_seen(actor: Actor, contract_id: int) -> RenewalSeen:
    """The renewal of one contract. Raises ``Contract.DoesNotExist`` for strangers."""
    head = contract_head(actor, contract_id)
    today = timezone.localdate()
    contract = _with_renewals(Contract.objects.filter(pk=contract_id)).get()
    current = renewal_now(contract)
    row = None
    if current is not None or is_seen(contract.end, contract.notice_on, today):
        row = _row(contract, current, today)
    last = renewed_last(contract)
    if last is None and current is not None and ran_on_last(contract) is not None:
        last = current
    of = current or last
    changes = [] if of is None else told(history(of)[:MOST], CHANGE_NAMES, WORDS)
    renewed = None if last is None else _row(contract, last, today)
    return RenewalSeen(head, row, renewed, changes)


def renewal_now(contract: Contract) -> Renewal | None:
    """The renewal under way, or the one decided for the contract's last day."""
    found = list(contract.renewals.all())
    running = [each for each in found if RenewalStage(each.stage).is_open]
    return next(iter(running), None) or next(
        (each for each in found if each.end == contract.end), None
    )


def renewed_last(contract: Contract) -> Renewal | None:
    """The renewal by which the contract runs on now, unless the next one has begun."""
    found = sorted(contract.renewals.all(), key=lambda each: (each.end, each.pk))
    last = found[-1] if found else None
    return last if last is not None and last.stage == RenewalStage.RENEWED else None


def ran_on_last(contract: Contract) -> AuditEntry | None:
    """What the history keeps of how a contract ran on by itself until its last day; ``None`` where
    somebody gave it that day."""
    moved = ("contract.ran_on", "contract.renewed", "contract.renewal_undone")
    last = history(contract).filter(verb__in=moved).first()
    if last is None or last.verb != moved[0]:
        return None
    return last if (last.after or {}).get("end") == contract.end.isoformat() else None


def _with_renewals(found: QuerySet[Contract]) -> QuerySet[Contract]:
    rows = Renewal.objects.annotate(revision=revision_beside(Renewal))
    return found.select_related("customer").prefetch_related(Prefetch("renewals", queryset=rows))


def _rows(contract: Contract, today: date) -> Iterator[RenewalRow]:
    current = renewal_now(contract)
    if current is None and is_seen(contract.end, contract.notice_on, today):
        yield _row(contract, None, today)
    for each in contract.renewals.all():
        if RenewalStage(each.stage).is_open or each.since >= today - SHOWN_FOR:
            yield _row(contract, each, today)


def _row(contract: Contract, row: Any | None, today: date) -> RenewalRow:
    card, stage = today_of(contract.customer), RenewalStage.TO_BEGIN
    since = waits_since(contract.end, contract.notice_on, contract.start)
    end, notice_on = contract.end, contract.notice_on
    if row is not None:
        stage, since = RenewalStage(row.stage), row.since
        if not stage.is_open and row.end != contract.end:  # it was renewed beyond that day
            end, notice_on = row.end, None
    day = decides_on(end, notice_on)
    step_on = None if row is None else row.step_on
    return RenewalRow(
        contract_id=contract.pk,
        customer_id=card.id,
        name=card.title,
        title=contract.title,
        end=end,
        notice_on=notice_on,
        decides_on=day,
        stage=stage,
        since=since,
        days=max((today - since).days, 0),
        value=contract.value,
        target=None if row is None else row.target,
        forecast=None if row is None else row.forecast,
        final=None if row is None else row.final,
        currency=contract.currency,
        step="" if row is None else row.step,
        step_on=step_on,
        note="" if row is None else row.note,
        seen=0 if row is None else row.revision or 0,
        is_late=stage.is_open and min(day, step_on or day) < today,
    )
