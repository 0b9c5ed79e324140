"""A customer that became key goes to its key account manager: arranged, prepared, accepted."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import reconcile, revision_of
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.selectors import CoverageRole, CoverageRow, coverage_of, structure
from clavero.portfolio.services import assign_coverage, hold_structure, transfer_coverage
from clavero.portfolio.visibility import accounts
from clavero.selection.models import Handover
from clavero.selection.rules.handover import Item
from clavero.selection.rules.steps import IN_PROGRAMME
from clavero.selection.selectors.handovers import (
    handovers,
    managers,
    no_longer_key,
    open_handover,
)
from clavero.selection.selectors.history import HANDOVER_WORDS
from clavero.selection.selectors.statuses import status_of_customer
from clavero.selection.sentences import WHEN_KEY_AGAIN, no_longer_key_in_words
from clavero.ui import formats

SYSTEM = Actor.system()


@transaction.atomic
def arrange_handover(
    actor: Actor,
    *,
    customer_id: int,
    receiver_id: int,
    meeting_on: date,
    changes_on: date,
    note: str = "",
    seen: int = 0,
) -> Handover:
    """Say who receives a key account, when they meet and when it changes hands; or change that
    while nobody has accepted.

    Who looks after it today gives it. ``seen`` is the revision of the handover that is changed.
    Raises ``Customer.DoesNotExist`` for strangers.
    """
    hold_structure()
    customer = accounts(actor).get(pk=customer_id)
    if not actor.may(Verb.DECIDE_KEY_ACCOUNTS):
        raise Forbidden(Verb.DECIDE_KEY_ACCOUNTS)
    if status_of_customer(SYSTEM, customer_id, timezone.localdate()) not in IN_PROGRAMME:
        raise Refusal(
            _("%(name)s is not a key account."),
            code="not_key",
            hint=_("The committee decides first."),
            name=str(customer),
        )
    lead = _lead(customer_id, changes_on)
    giver_id = None if lead is None else lead.person_id
    _refuse_unfit(actor, receiver_id, giver_id, meeting_on, changes_on)
    handover = open_handover(structure().records(customer_id))
    asked = {
        "receiver": str(managers(actor).get(pk=receiver_id)),
        "meeting_on": meeting_on,
        "changes_on": changes_on,
        "note": note.strip(),
    }
    before = None
    if handover is None:
        handover = Handover(customer=customer, by_id=actor.user_id, by_name=actor.name)
    else:
        before = {
            "receiver": str(handover.receiver),
            "meeting_on": handover.meeting_on,
            "changes_on": handover.changes_on,
            "note": handover.note,
        }
        stay = reconcile(handover, seen=seen, now=before, asked=asked, words=HANDOVER_WORDS)
        asked |= {field: before[field] for field in stay}
        receiver_id = handover.receiver_id if "receiver" in stay else receiver_id
    handover.giver_id, handover.receiver_id = giver_id, receiver_id
    handover.meeting_on, handover.changes_on = asked["meeting_on"], asked["changes_on"]  # type: ignore[assignment]
    handover.note = str(asked["note"])
    handover.save()
    record(actor, "handover.arranged", handover, before=before, after=asked)
    record(actor, "customer.handover_arranged", customer, before=before, after=asked)
    return handover


@transaction.atomic
def tick(actor: Actor, *, handover_id: int, item: Item, is_done: bool) -> Handover:
    """Say that a line of the checklist is done, or not; by those who give and receive, and the
    director. Raises ``Handover.DoesNotExist`` for strangers."""
    hold_structure()
    handover = _to_change(actor, handover_id)
    is_theirs = actor.user_id in {handover.giver_id, handover.receiver_id}
    if not is_theirs and not actor.may(Verb.DECIDE_KEY_ACCOUNTS):
        raise Forbidden(Verb.DECIDE_KEY_ACCOUNTS)
    if (item.value in handover.ticked) is is_done:
        return handover
    if is_done:
        today = timezone.localdate().isoformat()
        handover.ticked[item.value] = {"by": actor.name, "day": today}
    else:
        del handover.ticked[item.value]
    handover.save(update_fields=["ticked"])
    told = {"done": item.value}
    record(
        actor,
        "handover.ticked",
        handover,
        before=None if is_done else told,
        after=told if is_done else None,
    )
    return handover


@transaction.atomic
def accept_handover(actor: Actor, *, handover_id: int) -> Handover:
    """The receiver takes the customer: from the day arranged on it is theirs.

    It is a key account still, they have met, and every line of the checklist is done. Raises
    ``Handover.DoesNotExist`` for strangers and :class:`Forbidden` for everybody but the receiver.
    """
    hold_structure()
    handover = _to_change(actor, handover_id)
    if handover.receiver_id != actor.user_id:
        raise Forbidden("only the receiver accepts")
    if (gone := no_longer_key(handover)) is not None:
        raise Refusal(
            no_longer_key_in_words(str(handover.customer), gone),
            code="not_key",
            hint=WHEN_KEY_AGAIN,
        )
    today = timezone.localdate()
    if handover.meeting_on > today:
        raise Refusal(
            _("You meet on %(day)s: accept it then."),
            code="not_met",
            hint=_("The director can set another day."),
            day=formats.day(handover.meeting_on),
        )
    if len(handover.ticked) < len(Item):
        raise Refusal(
            _("The checklist is not done yet."),
            code="not_done",
            hint=_("Go through what is left with who hands it over."),
        )
    on = max(handover.changes_on, today)
    _change_hands(handover, on)
    handover.accepted_at, handover.changes_on = timezone.now(), on
    handover.save(update_fields=["accepted_at", "changes_on"])
    told = {"receiver": str(handover.receiver), "changes_on": on}
    record(actor, "customer.handover_accepted", handover.customer, after=told)
    return handover


def _to_change(actor: Actor, handover_id: int) -> Handover:
    handover = handovers(actor).get(pk=handover_id)
    if not handover.is_open:
        raise Refusal(
            _("%(name)s has accepted this handover already."),
            code="accepted",
            name=str(handover.receiver),
        )
    return handover


def _change_hands(handover: Handover, on: date) -> None:
    """The coverage follows what the director arranged, so it is theirs in the history."""
    director = Actor.system(handover.by_name)
    lead = _lead(handover.customer_id, on)
    if lead is not None and lead.person_id == handover.receiver_id:
        return
    if lead is not None and not lead.through:
        transfer_coverage(
            director,
            coverage_id=lead.id,
            to_person_id=handover.receiver_id,
            on=on,
            seen=revision_of(handover.customer),
        )
        return
    assign_coverage(
        director,
        customer_id=handover.customer_id,
        person_id=handover.receiver_id,
        role=CoverageRole.LEAD,
        start=on,
    )


def _lead(customer_id: int, on: date) -> CoverageRow | None:
    """Who leads a customer on a day; their own assignment before that of a group above."""
    leads = [
        row
        for row in coverage_of(SYSTEM, customer_id)
        if row.role is CoverageRole.LEAD and row.start <= on and (row.end is None or row.end > on)
    ]
    return min(leads, key=lambda row: bool(row.through), default=None)


def _refuse_unfit(
    actor: Actor, receiver_id: int, giver_id: int | None, meeting_on: date, changes_on: date
) -> None:
    if not managers(actor).filter(pk=receiver_id).exists():
        raise Refusal(
            _("A key account goes to a key account manager."),
            code="no_manager",
            field="receiver_id",
            hint=_("Choose somebody from the list."),
        )
    if receiver_id == giver_id:
        raise Refusal(
            _("This person looks after it already."),
            code="same_person",
            field="receiver_id",
            hint=_("Choose somebody else."),
        )
    if changes_on < timezone.localdate():
        raise Refusal(_("It changes hands today or later."), code="in_the_past", field="changes_on")
    if meeting_on > changes_on:
        raise Refusal(
            _("They meet before it changes hands."), code="meets_too_late", field="meeting_on"
        )
