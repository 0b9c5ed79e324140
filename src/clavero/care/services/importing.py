"""Complaints brought in a file, those that are resolved too."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from clavero.care.models import Complaint, Word
from clavero.care.rules.cases import Move, State
from clavero.care.rules.reading import COLUMNS, CaseRow, read_cases
from clavero.care.services._held import ANSWER, CLOCK, RESOLVE, end_told, set_clock
from clavero.care.services.writing import checked, written
from clavero.care.visibility import complaints, require
from clavero.care.words import CAUSE_NAMES, CHANNEL_NAMES, SEVERITY_NAMES
from clavero.core.audit import record
from clavero.core.batches import parts_of, with_pauses
from clavero.core.tables import RefusedRow, RowFault, TableReport
from clavero.identity.rules import Actor
from clavero.ledger.selectors import shown_currency
from clavero.portfolio.selectors import ids_of, structure
from clavero.portfolio.visibility import accounts
from clavero.ui.brought import in_every_language, read_table


@dataclass(slots=True)
class _There:
    """The complaints that are there in the time of a file, each account's read whole once and then
    only what came since."""

    first: datetime
    last: datetime
    known: dict[tuple[int, datetime, str], int] = field(default_factory=dict)
    went_on: int = 0
    usual: str = field(default_factory=shown_currency)
    """The currency of money that does not say it."""
    read: dict[int, int] = field(default_factory=dict)  # the highest number read of an account

    def look(self, wanted: Collection[int]) -> None:
        """Read those of accounts that are locked."""
        met = self.read.keys() & wanted
        self._look(set(wanted) - met, 0)
        self._look(met, min((self.read[each] for each in met), default=0))

    def _look(self, wanted: Collection[int], since: int) -> None:
        # Those of records that were merged into an account are its own.
        shape = structure()
        own = {record: customer for customer in wanted for record in shape.records(customer)}
        if not own:
            return
        # Two of a reference each are two, whatever they say.
        found = (
            Complaint.objects.filter(
                customer_id__in=own, received_at__range=(self.first, self.last), pk__gt=since
            )
            .exclude(origin_key__startswith="r:")
            .order_by()
        )
        self.read.update(dict.fromkeys(wanted, since))
        for pk, of, at, text in found.values_list("pk", "customer_id", "received_at", "text"):
            customer = own[of]
            self.known[customer, at, text] = pk
            self.read[customer] = max(self.read[customer], pk)


@dataclass(frozen=True)
class ComplaintsReport(TableReport):
    """The same of complaints; ``went_on`` are those that were there and are answered or resolved
    now."""

    went_on: int = 0


def import_complaints(actor: Actor, *, content: bytes) -> ComplaintsReport:
    """Write down the complaints that a file tells of; rows that cannot be used are told one by one.

    A few rows in each transaction, so that nobody waits for the whole. A row is known again by its
    reference, else by account, moment and words as the file said them, also where the case was put
    right meanwhile: the same file again changes nothing. Of one that nobody has done anything with,
    a later file says that it was answered or resolved. Raises :class:`Refusal` where it is no such
    table, and :class:`Forbidden`.
    """
    require(actor)
    now, zone = timezone.now(), timezone.get_current_timezone()
    words = {
        "severity": in_every_language(SEVERITY_NAMES),
        "cause": in_every_language(CAUSE_NAMES),
        "channel": in_every_language(CHANNEL_NAMES),
    }
    read = read_table(content, lambda text: read_cases(text, now, zone, words), COLUMNS)
    ids = ids_of({case.account for case in read.cases}, accounts(actor))
    refused = list(read.refused)
    good: list[CaseRow] = []
    for case in read.cases:
        if case.account in ids:
            good.append(case)
        else:
            unknown = RowFault.UNKNOWN_ACCOUNT
            refused.append(RefusedRow(case.line, "account", case.account, unknown))
    moments = [case.received_at for case in good]
    there = _There(min(moments, default=now), max(moments, default=now))
    kept = with_pauses(parts_of(good), lambda part: _write(actor, part, ids, there))
    refused.sort(key=lambda bad: bad.line)
    return ComplaintsReport(
        read=read.rows,
        kept=kept,
        already_there=len(good) - kept - there.went_on,
        refused=refused,
        went_on=there.went_on,
    )


@transaction.atomic
def _write(actor: Actor, cases: Sequence[CaseRow], ids: dict[str, int], there: _There) -> int:
    wanted = {ids[case.account] for case in cases}
    customers = accounts(actor).select_for_update(of=("self",)).in_bulk(wanted)
    there.look(wanted)
    keys = [case.key for case in cases]
    by_key = dict(
        Complaint.objects.filter(origin_key__in=keys).order_by().values_list("origin_key", "pk")
    )
    kept = 0
    for case in cases:
        customer = customers[ids[case.account]]
        alike = (customer.pk, case.received_at, case.text)
        known = by_key.get(case.key) or there.known.get(alike)
        if known is not None:
            there.went_on += _goes_on(actor, known, case)
            continue
        values = checked(
            {
                "text": case.text,
                "detail": case.detail,
                "severity": case.severity,
                "cause": case.cause or "",
                "money": case.money,
                "currency": case.currency or there.usual,
                "from_name": case.name,
                "from_email": case.email,
                "from_phone": case.phone,
            }
        )
        complaint = written(
            actor,
            customer,
            values,
            channel=case.channel,
            at=case.received_at,
            fallback=actor.user_id,
        )
        complaint.origin_key = case.key
        complaint.save(update_fields=["origin_key"])
        by_key[case.key] = complaint.pk
        if not case.reference:
            there.known[alike] = complaint.pk
        if case.answered_at is not None:
            _went_on(actor, complaint, case)
        kept += 1
    return kept


def _goes_on(actor: Actor, complaint_id: int, case: CaseRow) -> bool:
    """Whether a case that was brought open is answered or resolved by a later file: only where
    nobody has done anything with it here, who would know better."""
    if case.answered_at is None:
        return False
    found = complaints(actor).select_for_update(of=("self",)).select_related("customer", "hours")
    complaint = found.filter(pk=complaint_id, state=State.RECEIVED.value).first()
    if complaint is None or case.answered_at < complaint.received_at:
        return False
    if complaint.words.exclude(what="received").exists():
        return False
    if case.cause is not None and not complaint.cause:
        complaint.cause = case.cause.value
        complaint.save(update_fields=["cause"])
    _went_on(actor, complaint, case)
    clocks = (ANSWER,) if case.resolved_at is None else (ANSWER, RESOLVE)
    end_told(actor, complaint, *clocks)
    return True


def _went_on(actor: Actor, complaint: Complaint, case: CaseRow) -> None:
    """What happened to a case before it came here, at the moments that the file says."""
    complaint.answered_at = case.answered_at
    complaint.resolved_at = case.resolved_at
    complaint.satisfied = case.satisfied
    complaint.state = (State.ANSWERED if case.resolved_at is None else State.RESOLVED).value
    set_clock(complaint)
    fields = ("answered_at", "resolved_at", "satisfied", "state")
    complaint.save(update_fields=[*fields, *CLOCK])
    moves = [(Move.ANSWER, case.answered_at), (Move.RESOLVE, case.resolved_at)]
    for move, at in moves:
        if at is not None:
            Word.objects.create(complaint=complaint, what=move.value, at=at, by_name=actor.name)
            record(
                actor,
                f"complaint.{move.value}",
                complaint,
                after={field: getattr(complaint, field) for field in fields},
            )
