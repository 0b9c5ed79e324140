"""Hours and money that people spend on accounts."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record, record_many
from clavero.core.errors import Forbidden, Refusal
from clavero.core.money import plain
from clavero.core.tables import RefusedRow, RowFault, TableReport
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.selectors import ids_of
from clavero.portfolio.visibility import accounts
from clavero.profitability.models import AccountWork
from clavero.profitability.rules.work import (
    COLUMNS,
    MOST_HOURS,
    MOST_MONEY,
    Work,
    WorkFault,
    WorkKind,
    WorkRead,
    read_work,
)
from clavero.profitability.selectors.people import people_who_work
from clavero.profitability.services._version import bump, hold
from clavero.ui.brought import read_table

ZERO = Decimal(0)
_AT_ONCE = 5_000


@transaction.atomic
def record_work(
    actor: Actor,
    *,
    customer_id: int,
    person_id: int,
    day: date,
    kind: WorkKind,
    hours: Decimal = ZERO,
    money: Decimal = ZERO,
    note: str = "",
) -> AccountWork:
    """Keep what ``person_id`` spent on an account on a day: their own, or their team's.

    Raises ``Customer.DoesNotExist`` for strangers to the account.
    """
    customer = accounts(actor).get(pk=customer_id)
    if not actor.may(Verb.RECORD_WORK):
        raise Forbidden(Verb.RECORD_WORK)
    if not people_who_work(actor).filter(pk=person_id).exists():
        raise Forbidden(Verb.RECORD_WORK)
    _check(day, hours, money)
    hold()
    _check_the_day(person_id, day, hours)
    work = AccountWork.objects.create(
        customer=customer, person_id=person_id, day=day, kind=kind.value,
        hours=hours, money=money, note=note, by_id=actor.user_id, by_name=actor.name,
    )  # fmt: skip
    record(actor, "work.recorded", work, after=_told(work))
    bump()
    return work


@transaction.atomic
def withdraw_work(actor: Actor, *, work_id: int) -> None:
    """Take back what was recorded by mistake: one's own, or one's team's.

    Raises ``AccountWork.DoesNotExist`` for strangers to the account.
    """
    hold()
    seen = accounts(actor).values("pk")
    work = AccountWork.objects.select_for_update().get(pk=work_id, customer__in=seen)
    if not actor.may(Verb.RECORD_WORK):
        raise Forbidden(Verb.RECORD_WORK)
    if not people_who_work(actor).filter(pk=work.person_id).exists():
        raise Forbidden(Verb.RECORD_WORK)
    record(actor, "work.withdrawn", work, before=_told(work))
    work.delete()
    bump()


def import_work(actor: Actor, *, content: bytes) -> TableReport:
    """Keep the work that a file tells of, as :func:`record_work` would; the same rows again change
    nothing, and rows that cannot be used are told one by one."""
    if not actor.may(Verb.RECORD_WORK):
        raise Forbidden(Verb.RECORD_WORK)
    today = timezone.localdate()
    found = read_table(content, lambda text: read_work(text, today), COLUMNS)
    return _keep(actor, found)


@transaction.atomic
def _keep(actor: Actor, read: WorkRead) -> TableReport:
    hold()
    ids = ids_of({work.account for _line, work in read.work}, accounts(actor))
    people = {email.lower(): pk for email, pk in people_who_work(actor).values_list("email", "pk")}
    refused = list(read.refused)
    good: list[AccountWork] = []
    for line, work in read.work:
        if work.account not in ids:
            refused.append(RefusedRow(line, "account", work.account, RowFault.UNKNOWN_ACCOUNT))
        elif work.person not in people:
            refused.append(RefusedRow(line, "person", work.person, WorkFault.UNKNOWN_PERSON))
        else:
            good.append(_row(actor, ids[work.account], people[work.person], work))
    known = _known(good)
    rows = []
    for row in good:
        if known[_as_key(row)]:
            known[_as_key(row)] -= 1
        else:
            rows.append(row)
    AccountWork.objects.bulk_create(rows, batch_size=_AT_ONCE)
    record_many(actor, "work.recorded", [(row, None, _told(row)) for row in rows])
    if rows:
        bump()
    refused.sort(key=lambda bad: bad.line)
    return TableReport(
        read=read.rows, kept=len(rows), already_there=len(good) - len(rows), refused=refused
    )


def _row(actor: Actor, customer_id: int, person_id: int, work: Work) -> AccountWork:
    return AccountWork(
        customer_id=customer_id, person_id=person_id, day=work.day, kind=work.kind.value,
        hours=work.hours, money=work.money, by_id=actor.user_id, by_name=actor.name,
    )  # fmt: skip


def _known(rows: list[AccountWork]) -> Counter[tuple[Any, ...]]:
    """The work that is there already, of the people and days of the file."""
    if not rows:
        return Counter()
    there = AccountWork.objects.filter(
        day__gte=min(row.day for row in rows),
        day__lte=max(row.day for row in rows),
        person_id__in={row.person_id for row in rows},
    )
    return Counter(_as_key(each) for each in there)


def _as_key(work: AccountWork) -> tuple[Any, ...]:
    return (work.customer_id, work.person_id, work.day, work.kind, work.hours, work.money)


def _check(day: date, hours: Decimal, money: Decimal) -> None:
    if day > timezone.localdate():
        raise Refusal(
            _("The day is to come."),
            code="in_the_future",
            field="day",
            hint=_("Record work once it is done."),
        )
    if not 0 <= hours <= MOST_HOURS:
        raise Refusal(
            _("A day has 24 hours."), code="not_hours", field="hours",
            hint=_("Write the hours of one day."),
        )  # fmt: skip
    if not 0 <= money <= MOST_MONEY:
        raise Refusal(
            _("This is no amount that somebody spends in a day."),
            code="not_money",
            field="money",
            hint=_("Write it without a sign."),
        )
    if not hours and not money:
        raise Refusal(
            _("Neither hours nor money were spent."),
            code="nothing_spent",
            field="hours",
            hint=_("Write one of them at least."),
        )


def _check_the_day(person_id: int, day: date, hours: Decimal) -> None:
    there = AccountWork.objects.filter(person_id=person_id, day=day).aggregate(all=Sum("hours"))
    if (there["all"] or ZERO) + hours > MOST_HOURS:
        raise Refusal(
            _("With these, the day would have more than 24 hours: %(there)s are recorded already."),
            code="day_is_full",
            field="hours",
            hint=_("Look at what is recorded for that day."),
            there=plain(there["all"] or ZERO),
        )


def _told(work: AccountWork) -> dict[str, Any]:
    return {
        "customer_id": work.customer_id,
        "person_id": work.person_id,
        "day": work.day,
        "kind": work.kind,
        "hours": plain(work.hours),
        "money": plain(work.money),
        "note": work.note,
    }
