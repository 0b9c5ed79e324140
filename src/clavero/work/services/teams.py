"""Who works for an account with how much of their time, said by who leads teams."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import ChangedMeanwhile
from clavero.identity.rules import Actor, Verb
from clavero.identity.selectors import people
from clavero.portfolio.rules.coverage import Stretch
from clavero.portfolio.selectors import coverage_rows, structure
from clavero.portfolio.visibility import accounts, of_those_seen
from clavero.ui import formats
from clavero.work.models import Dedication
from clavero.work.rules.team import WHOLE, Function, most_at_once
from clavero.work.selectors.history import changes_of_dedications
from clavero.work.sentences import dedication_in_words
from clavero.work.services._held import today_customer


@transaction.atomic
def dedicate(
    actor: Actor,
    *,
    customer_id: int,
    person_id: int,
    function: Function | None,
    share: Decimal | None,
    start: date,
    end: date | None = None,
    seen: int | None = None,
) -> Dedication:
    """From ``start`` until the day before ``end`` somebody gives a part of their time to an
    account. What was said of them there before ends on that day; what was said for a later one is
    in the way. ``seen`` is the revision of the team that was looked at. Raises
    ``Customer.DoesNotExist`` for strangers to the account."""
    customer = accounts(actor).get(pk=customer_id)
    _require(actor)
    person = people(actor).select_for_update(of=("self",)).filter(pk=person_id, is_active=True)
    found = person.first()
    if found is None:
        raise Refusal(
            _("This person has no access to Clavero."),
            code="no_such_person",
            field="person_id",
            hint=_("Choose somebody from the list."),
        )
    if end is not None and end <= start:
        raise Refusal(
            _("The end must come after the beginning."), code="ends_before_start", field="end"
        )
    stretch = Stretch(start, end)
    if function is None:
        _refuse_strangers(customer.code, person_id, str(found), stretch, share)
    told = list(Dedication.objects.filter(person=person_id).select_for_update().order_by("start"))
    records = set(structure().records(customer.pk))
    if seen is not None:
        _refuse_unseen([each for each in told if each.customer_id in records], str(found), seen)
    standing = [each for each in told if each.withdrawn_on is None]
    here = [each for each in standing if each.customer_id in records]
    elsewhere = [each for each in standing if each.customer_id not in records]
    if share is not None:
        _refuse_more_than_all(str(found), share, elsewhere, stretch)
    overlapping = [each for each in here if Stretch(each.start, each.end).overlaps(stretch)]
    _refuse_later(str(found), overlapping, start)
    for each in overlapping:
        _cut(actor, each, start)
    row = Dedication.objects.create(
        customer=customer, person=found, function=function or "", share=share, start=start,
        end=end, by_name=actor.name,
    )  # fmt: skip
    record(actor, "team.dedicated", row, after=_told(row))
    return row


@transaction.atomic
def end_dedication(actor: Actor, *, dedication_id: int, on: date, seen: int | None = None) -> int:
    """From the day ``on`` somebody no longer gives their time to an account, whose number this is.
    What has not begun is withdrawn, and stays in its history. ``seen`` is the revision of the row
    that was looked at. Raises ``Dedication.DoesNotExist`` for strangers."""
    theirs = Dedication.objects.filter(of_those_seen(actor))
    row = (
        theirs.select_for_update(of=("self",))
        .select_related("customer", "person")
        .get(pk=dedication_id)
    )
    _require(actor)
    if seen is not None:
        _refuse_unseen([row], str(row.person), seen)
    if row.withdrawn_on is not None:
        raise Refusal(
            _("This was withdrawn already on %(day)s."),
            code="already_ended",
            field="on",
            day=formats.day(row.withdrawn_on),
        )
    if row.end is not None and row.end <= on:
        raise Refusal(
            _("This ended already on %(end)s."),
            code="already_ended",
            field="on",
            end=formats.day(row.end),
        )
    _cut(actor, row, on)
    return today_customer(row.customer)


def _cut(actor: Actor, row: Dedication, on: date) -> None:
    before = _told(row)
    if on <= row.start:
        if row.start < timezone.localdate():
            raise Refusal(
                _("The end must come after the beginning, %(start)s."),
                code="ends_before_start",
                field="start",
                hint=_("Choose a later day."),
                start=formats.day(row.start),
            )
        row.withdrawn_on = timezone.localdate()
        row.save(update_fields=["withdrawn_on"])
        record(actor, "team.withdrawn", row, before=before, after=_told(row))
        return
    row.end = on
    row.save(update_fields=["end"])
    record(actor, "team.ended", row, before=before, after=_told(row))


def _refuse_unseen(rows: Collection[Dedication], name: str, seen: int) -> None:
    """Refuse where somebody has said something else of these meanwhile, of one person's time."""
    names = {each.person_id: name for each in rows}
    entries = changes_of_dedications([each.pk for each in rows], names, after=seen)
    if not entries:
        return
    told = " ".join(dict.fromkeys(dedication_in_words(each) for each in reversed(entries)))
    raise ChangedMeanwhile({"person_id": told}, revision=entries[0].id)


def _refuse_later(name: str, overlapping: Collection[Dedication], start: date) -> None:
    """What was said for a later day is not written over: who did may know why."""
    later = next((each for each in overlapping if each.start > start), None)
    if later is None:
        return
    raise Refusal(
        _("Of %(person)s something else is said from %(day)s on."),
        code="later_one_stands",
        field="end",
        hint=_("Let this end by then, or withdraw the other first."),
        person=name,
        day=formats.day(later.start),
    )


def _refuse_strangers(
    code: str, person_id: int, name: str, stretch: Stretch, share: Decimal | None
) -> None:
    rows = coverage_rows(code, structure(), frozenset())
    covers = any(
        row.person_id == person_id and Stretch(row.start, row.end).overlaps(stretch) for row in rows
    )
    if not covers:
        raise Refusal(
            _("%(person)s does not look after this account in that time."),
            code="not_of_the_team",
            field="function",
            hint=_("Say in which function they work for it from their own department."),
            person=name,
        )
    if share is None:
        raise Refusal(_("Say how much of their time it is."), code="share_missing", field="share")


def _refuse_more_than_all(
    name: str, share: Decimal, elsewhere: list[Dedication], stretch: Stretch
) -> None:
    parts = [
        (Stretch(each.start, each.end), each.share) for each in elsewhere if each.share is not None
    ]
    taken = most_at_once(parts, stretch)
    if taken + share <= WHOLE:
        return
    raise Refusal(
        _("%(person)s gives %(taken)s of their time to other accounts: %(share)s is too much."),
        code="more_than_all",
        field="share",
        hint=_("At most %(rest)s is left in that time."),
        person=name,
        taken=formats.percent(taken, places=0),
        share=formats.percent(share, places=0),
        rest=formats.percent(WHOLE - taken, places=0),
    )


def _require(actor: Actor) -> None:
    if not actor.may(Verb.TEND_TEAMS):
        raise Forbidden(Verb.TEND_TEAMS)


def _told(row: Dedication) -> dict[str, object]:
    return {
        "customer_id": row.customer_id,
        "person_id": row.person_id,
        "function": row.function,
        "share": None if row.share is None else str(row.share),
        "start": row.start,
        "end": row.end,
        "withdrawn_on": row.withdrawn_on,
    }
