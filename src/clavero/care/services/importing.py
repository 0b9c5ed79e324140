"""Complaints brought in a file, those that are resolved too."""

from __future__ import annotations

from collections.abc import Sequence
from time import sleep

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
from clavero.core.tables import RefusedRow, RowFault, TableReport
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import ids_of, structure
from clavero.portfolio.visibility import accounts
from clavero.ui.brought import in_every_language, read_table

_AT_ONCE = 25
_BREATH = 0.02  # seconds: who waits for the database asks for it every now and then alone


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
    kept = 0
    for first in range(0, len(good), _AT_ONCE):
        if kept:
            sleep(_BREATH)
        kept += _write(actor, good[first : first + _AT_ONCE], ids)
    refused.sort(key=lambda bad: bad.line)
    return TableReport(read=read.rows, kept=kept, already_there=len(good) - kept, refused=refused)


@transaction.atomic
def _write(actor: Actor, cases: Sequence[CaseRow], ids: dict[str, int]) -> int:
    wanted = {ids[case.account] for case in cases}
    customers = accounts(actor).select_for_update(of=("self",)).in_bulk(wanted)
    # Those of records that were merged into an account are its own.
    shape = structure()
    own = {record: customer for customer in wanted for record in shape.records(customer)}
    known_rows = Complaint.objects.filter(
        customer_id__in=own, received_at__in={case.received_at for case in cases}
    )
    there = {
        (own[record], at, text)
        for record, at, text in known_rows.order_by().values_list(
            "customer_id", "received_at", "text"
        )
    }
    kept = 0
    for case in cases:
        customer = customers[ids[case.account]]
        known = (customer.pk, case.received_at, case.text)
        if known in there:
            continue
        there.add(known)
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
