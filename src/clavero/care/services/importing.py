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
from clavero.care.services._held import CLOCK, set_clock
from clavero.care.services.writing import checked, written
from clavero.care.visibility import require
from clavero.care.words import CAUSE_NAMES, CHANNEL_NAMES, SEVERITY_NAMES
from clavero.core.audit import record
from clavero.core.batches import parts_of, with_pauses
from clavero.core.tables import RefusedRow, RowFault, TableReport
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import ids_of, structure
from clavero.portfolio.visibility import accounts
from clavero.ui.brought import in_every_language, read_table


@dataclass(slots=True)
class _There:
    """The complaints that are there in the time of a file, each account's read whole once and then
    only what came since."""

    first: datetime
    last: datetime
    known: set[tuple[int, datetime, str]] = field(default_factory=set)
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
        found = Complaint.objects.filter(
            customer_id__in=own, received_at__range=(self.first, self.last), pk__gt=since
        ).order_by()
        self.read.update(dict.fromkeys(wanted, since))
        for pk, of, at, text in found.values_list("pk", "customer_id", "received_at", "text"):
            customer = own[of]
            self.known.add((customer, at, text))
            self.read[customer] = max(self.read[customer], pk)


def import_complaints(actor: Actor, *, content: bytes) -> TableReport:
    """Write down the complaints that a file tells of; rows that cannot be used are told one by one.

    A few rows in each transaction, so that nobody waits for the whole; a complaint of the same
    account, moment and words is there already, so the same file again changes nothing. Raises
    :class:`Refusal` where it is no such table, and :class:`Forbidden`.
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
    return TableReport(read=read.rows, kept=kept, already_there=len(good) - kept, refused=refused)


@transaction.atomic
def _write(actor: Actor, cases: Sequence[CaseRow], ids: dict[str, int], there: _There) -> int:
    wanted = {ids[case.account] for case in cases}
    customers = accounts(actor).select_for_update(of=("self",)).in_bulk(wanted)
    there.look(wanted)
    kept = 0
    for case in cases:
        customer = customers[ids[case.account]]
        known = (customer.pk, case.received_at, case.text)
        if known in there.known:
            continue
        there.known.add(known)
        values = checked(
            {
                "text": case.text,
                "detail": case.detail,
                "severity": case.severity,
                "cause": case.cause or "",
                "money": case.money,
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
        if case.answered_at is not None:
            _went_on(actor, complaint, case)
        kept += 1
    return kept


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
