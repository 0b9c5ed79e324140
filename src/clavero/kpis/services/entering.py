"""What people enter: by hand, by file or from a program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record, record_many
from clavero.core.errors import Forbidden, Refusal
from clavero.core.money import plain
from clavero.core.tables import RefusedRow, RowFault, TableReport
from clavero.identity.rules import Actor, Verb
from clavero.kpis.models import Entry
from clavero.kpis.rules.custom import COLUMNS, MOST, Entered, read_entries
from clavero.kpis.selectors import catalogue
from clavero.kpis.words import bounds_in_words, limits_in_words, name_of
from clavero.portfolio.selectors import ids_of
from clavero.portfolio.services import hold_structure
from clavero.portfolio.visibility import accounts, customer_to_change, of_those_seen
from clavero.ui.brought import read_table

_AT_ONCE = 5_000


@transaction.atomic
def enter_value(
    actor: Actor,
    *,
    customer_id: int,
    key: str,
    day: date,
    value: Decimal,
    n: int | None = None,
    note: str = "",
) -> Entry:
    """The value of an entered KPI on a day; another one of that day takes its place.

    Raises ``Customer.DoesNotExist`` for strangers to the account, :class:`Forbidden` for those who
    only read, and :class:`Refusal`.
    """
    customer = customer_to_change(actor, customer_id, Verb.ENTER_KPIS)
    known = catalogue()
    kpi = known.entered.get(key)
    if kpi is None:
        raise Refusal(
            _("“%(key)s” is no KPI that is entered."),
            code="unknown_kpi",
            field="key",
            hint=_("Choose one of the list."),
            key=key,
        )
    if day > timezone.localdate():
        raise Refusal(
            _("The day is to come."),
            code="in_the_future",
            field="day",
            hint=_("Enter a value once it is known."),
        )
    if not -MOST <= value <= MOST:
        raise Refusal(
            _("This is too large for a value."),
            code="not_a_value",
            field="value",
            hint=_("Look whether its decimals are where they should be."),
        )
    value = round(value, 6)
    if value not in kpi.taken:
        raise Refusal(
            bounds_in_words(kpi.taken),
            code="out_of_bounds",
            field="value",
            hint=_("Look whether its decimals are where they should be."),
            name=name_of(kpi, known.names),
            **limits_in_words(kpi.taken, kpi.unit),
        )
    there = Entry.objects.select_for_update().filter(customer=customer, key=key, day=day).first()
    before = None if there is None else told_of(there)
    entry = there or Entry(customer=customer, key=key, day=day)
    entry.value, entry.n, entry.error, entry.note = value, n, None, note.strip()
    entry.by_id, entry.by_name = actor.user_id, actor.name
    if before == told_of(entry):
        return entry
    entry.save()
    record(actor, "kpi.entered", entry, before=before, after=told_of(entry))
    return entry


@transaction.atomic
def withdraw_value(actor: Actor, *, entry_id: int) -> None:
    """Take back what was entered by mistake. Raises ``Entry.DoesNotExist`` for strangers to the
    account."""
    entry = Entry.objects.select_for_update(of=("self",)).get(of_those_seen(actor), pk=entry_id)
    if not actor.may(Verb.ENTER_KPIS):
        raise Forbidden(Verb.ENTER_KPIS)
    record(actor, "kpi.withdrawn", entry, before=told_of(entry))
    entry.delete()


def import_values(actor: Actor, *, content: bytes) -> TableReport:
    """Keep the values that a file tells of, as :func:`enter_value` would. The same rows again
    change nothing, and rows that cannot be used are told one by one."""
    if not actor.may(Verb.ENTER_KPIS):
        raise Forbidden(Verb.ENTER_KPIS)
    today, known = timezone.localdate(), catalogue().entered
    found = read_table(content, lambda text: read_entries(text, today, known), COLUMNS)
    return _keep(actor, found.rows, found.entries, found.refused)


@transaction.atomic
def _keep(
    actor: Actor, rows: int, entries: Sequence[tuple[int, Entered]], refused: list[RefusedRow]
) -> TableReport:
    hold_structure()
    ids = ids_of({each.account for _line, each in entries}, accounts(actor))
    there = _there(ids.values(), entries)
    changes: list[tuple[Entry, dict[str, Any] | None, dict[str, Any]]] = []
    same = 0
    for line, each in entries:
        if each.account not in ids:
            refused.append(RefusedRow(line, "account", each.account, RowFault.UNKNOWN_ACCOUNT))
            continue
        place = (ids[each.account], each.key, each.day)
        entry = there.get(place) or Entry(customer_id=place[0], key=each.key, day=each.day)
        before = None if entry.pk is None else told_of(entry)
        entry.value, entry.n, entry.error = each.value, each.n, None
        if before == told_of(entry):
            same += 1
            continue
        entry.by_id, entry.by_name = actor.user_id, actor.name
        there[place] = entry
        changes.append((entry, before, told_of(entry)))
    new = [entry for entry, before, _after in changes if before is None]
    Entry.objects.bulk_create(new, batch_size=_AT_ONCE)
    others = [entry for entry, before, _after in changes if before is not None]
    now = timezone.now()
    for entry in others:
        entry.changed_at = now
    fields = ["value", "n", "error", "by_id", "by_name", "changed_at"]
    Entry.objects.bulk_update(others, fields, batch_size=_AT_ONCE)
    record_many(actor, "kpi.entered", changes)
    refused.sort(key=lambda bad: bad.line)
    return TableReport(read=rows, kept=len(changes), already_there=same, refused=refused)


def _there(
    customers: Any, entries: Sequence[tuple[int, Entered]]
) -> dict[tuple[int, str, date], Entry]:
    if not entries:
        return {}
    days = [each.day for _line, each in entries]
    rows = Entry.objects.select_for_update().filter(
        customer_id__in=set(customers), day__gte=min(days), day__lte=max(days)
    )
    return {(each.customer_id, each.key, each.day): each for each in rows}


def told_of(entry: Entry) -> dict[str, Any]:
    return {
        "customer_id": entry.customer_id,
        "kpi": entry.key,
        "day": entry.day,
        "value": None if entry.value is None else plain(entry.value),
        "n": entry.n,
        "note": entry.note,
    }
