"""Interactions are written down, planned, put right, held or called off."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import forget, record
from clavero.core.errors import Refusal
from clavero.core.revisions import reconcile
from clavero.core.writing import as_told, changed, refuse_empty, tidy
from clavero.identity.rules import Actor
from clavero.interactions.models import Decision, Interaction
from clavero.interactions.rules.kinds import Kind, Origin, State
from clavero.interactions.selectors.renewing import Renewal
from clavero.interactions.services._held import (
    checked,
    refuse_to_come,
    sides_of,
    take_part,
    to_change,
)
from clavero.interactions.services.recounting import recount
from clavero.interactions.visibility import require
from clavero.interactions.words import WORDS, minutes_in_words
from clavero.portfolio.selectors import structure
from clavero.portfolio.visibility import accounts
from clavero.ui.meanwhile import refuse_unseen

_TOLD = ("kind", "state", "starts_at", "minutes", "subject", "place", "activity")


@transaction.atomic
def record_interaction(
    actor: Actor,
    *,
    customer_id: int,
    kind: Kind,
    subject: str,
    starts_at: datetime | None = None,
    contacts: Collection[int] = (),
    people: Collection[int] | None = None,
    decisions: Sequence[str] = (),
    origin: Origin = Origin.WRITTEN,
    uid: str = "",
    **given: Any,
) -> Interaction:
    """Write an interaction down: one that is to come is planned, any other was held. Without
    ``people`` it is the actor's own. One that a calendar or a mail calls by a ``uid`` that is there
    already changes nothing.

    Raises ``Customer.DoesNotExist`` for strangers to the account.
    """
    customer = accounts(actor).get(pk=customer_id)
    require(actor)
    # Records that were merged are one account: what the other one has is there.
    same = Interaction.objects.filter(customer__in=structure().records(customer.pk), uid=uid)
    if uid and (there := same.first()):
        return there
    start = starts_at or timezone.now()
    values = checked({"kind": kind.value, "subject": subject, "starts_at": start, **given})
    state = State.PLANNED if start > timezone.now() else State.DONE
    row = Interaction(
        customer=customer, state=state.value, was_planned=state is State.PLANNED,
        day=timezone.localtime(start).date(), origin=origin.value, uid=uid,
        by_id=actor.user_id, by_name=actor.name, **values,
    )  # fmt: skip
    row.save()
    own = [] if actor.user_id is None else [actor.user_id]
    take_part(actor, row, contacts, own if people is None else people)
    for text in decisions:
        _decided(actor, row, text)
    if state is State.DONE:
        recount(customer.code, row.kind, start)
    told = {name: getattr(row, name) for name in _TOLD if getattr(row, name) not in ("", None)}
    record(actor, "interaction.recorded", row, after=as_told(told))
    return row


@transaction.atomic
def change_interaction(
    actor: Actor,
    *,
    interaction_id: int,
    seen: int = 0,
    contacts: Collection[int] | None = None,
    people: Collection[int] | None = None,
    **given: Any,
) -> Interaction:
    """Put an interaction right; what is not given stays. ``seen`` is the revision looked at.

    Raises ``Interaction.DoesNotExist`` for strangers to its customer.
    """
    row = to_change(actor, interaction_id)
    was = (row.kind, row.starts_at)
    values = checked(given)
    refuse_to_come(values.get("starts_at", row.starts_at), State(row.state))
    sides = {
        side: sorted(set(asked))
        for side, asked in (("contacts", contacts), ("people", people))
        if asked is not None
    }
    # All at once: what is told of one side only would let the other be written over knowing nothing
    there = {**{field: getattr(row, field) for field in values}, **sides_of(row)}
    stay = reconcile(row, seen=seen, now=there, asked={**values, **sides}, words=WORDS)
    sides = {side: asked for side, asked in sides.items() if side not in stay}
    changed(actor, row, values, seen=seen, verb="interaction.changed", words=WORDS)
    if row.starts_at != was[1]:
        row.day = timezone.localtime(row.starts_at).date()
        row.save(update_fields=["day"])
    if before := take_part(actor, row, sides.get("contacts"), sides.get("people")):
        after = {side: sides[side] for side in before}
        record(actor, "interaction.people", row, before=before, after=after)
    _recounted(row, *was)
    return row


@transaction.atomic
def renew_interaction(actor: Actor, renewal: Renewal) -> bool:
    """Put what is planned right as the calendar that it came from has it now, under the name that
    it has there, or call it off. Whether it was: what somebody has ended or moved meanwhile
    stays, and so does whoever takes part meanwhile.

    Raises ``Interaction.DoesNotExist`` for strangers to its customer.
    """
    row, uid = to_change(actor, renewal.row.pk), renewal.found.uid
    if row.state != State.PLANNED or row.starts_at != renewal.row.starts_at:
        return False
    others = Interaction.objects.filter(customer=row.customer, uid=uid).exclude(pk=row.pk)
    if renewal.is_off or others.exists():
        end_interaction(actor, interaction_id=row.pk, state=State.CANCELLED)
        return True
    new = dict(renewal.values)
    if "starts_at" in new:
        new = checked(new)
    before = {name: getattr(row, name) for name in new}
    for name, value in new.items():
        setattr(row, name, value)
    row.day = timezone.localtime(row.starts_at).date()
    row.uid = uid
    row.sequence, row.stamped_at = renewal.found.sequence, renewal.found.stamped_at
    row.save(update_fields=[*new, "day", "uid", "sequence", "stamped_at"])
    sides = {
        side: sorted((set(there) | getattr(renewal.comes, side)) - getattr(renewal.goes, side))
        for side, there in sides_of(row).items()
    }
    sides_before = take_part(actor, row, sides["contacts"], sides["people"])
    after = {**new, **{side: sides[side] for side in sides_before}}
    record(
        actor, "interaction.moved", row, before=as_told({**before, **sides_before}),
        after=as_told(after),
    )  # fmt: skip
    return True


@transaction.atomic
def end_interaction(
    actor: Actor,
    *,
    interaction_id: int,
    state: State,
    minutes: int | None = None,
    seen: int | None = None,
) -> Interaction:
    """A planned one was held, or called off; one said to be either by mistake is planned again.
    ``seen`` is the revision looked at; without it, the state of now is what the actor knows.

    Raises ``Interaction.DoesNotExist`` for strangers to its customer, and ``ChangedMeanwhile``
    where somebody else has ended it otherwise since.
    """
    row = to_change(actor, interaction_id)
    if seen is not None:
        now = {"state": row.state, "minutes": row.minutes}
        asked = {"state": state.value, **({} if minutes is None else {"minutes": minutes})}
        stay = reconcile(row, seen=seen, now=now, asked=asked, words=WORDS)
        minutes = None if "minutes" in stay else minutes
    if state == row.state:
        return _lasted(actor, row, minutes)
    if state is State.PLANNED and not row.was_planned:
        raise Refusal(_("It was never planned."), code="never_planned")
    refuse_to_come(row.starts_at, state)
    before = {"state": row.state}
    values = checked({} if minutes is None else {"minutes": minutes})
    row.state = state.value
    for field, value in values.items():
        setattr(row, field, value)
    row.counts = True
    row.save(update_fields=["state", "counts", *values])
    _recounted(row, row.kind, row.starts_at)
    told = {"state": row.state, **values}
    record(actor, "interaction.ended", row, before=before, after=as_told(told))
    return row


def _lasted(actor: Actor, row: Interaction, minutes: int | None) -> Interaction:
    """What somebody else has said of it already; how long it was, if they did not say."""
    if minutes is None or minutes == row.minutes:
        return row
    if row.minutes is not None:
        raise Refusal(
            _("Somebody has written down meanwhile how long it was: %(length)s."),
            code="length_known",
            field="minutes",
            hint=_("Change it there if that is wrong."),
            length=minutes_in_words(row.minutes),
        )
    values = checked({"minutes": minutes})
    row.minutes = values["minutes"]
    row.save(update_fields=["minutes"])
    record(actor, "interaction.changed", row, before={"minutes": None}, after=as_told(values))
    return row


@transaction.atomic
def decide(actor: Actor, *, interaction_id: int, text: str) -> Decision:
    """Write down what was agreed. Raises ``Interaction.DoesNotExist``."""
    return _decided(actor, to_change(actor, interaction_id), text)


@transaction.atomic
def withdraw_decision(actor: Actor, *, interaction_id: int, decision_id: int) -> None:
    """Take back a decision that was written down by mistake."""
    row = to_change(actor, interaction_id)
    decision = Decision.objects.get(pk=decision_id, interaction=row)
    record(actor, "interaction.decision_withdrawn", row, before={"decision": decision.text})
    decision.delete()


@transaction.atomic
def remove_interaction(actor: Actor, *, interaction_id: int, seen: int | None = None) -> None:
    """Take away what was written down by mistake, or what a mail should not have brought; what it
    was stays in the history of nobody. What somebody has written since the revision ``seen`` is
    not taken along. Raises ``Interaction.DoesNotExist``."""
    row = to_change(actor, interaction_id)
    if seen is not None:
        refuse_unseen(row, seen)
    code, kind, start, number = row.customer.code, row.kind, row.starts_at, row.pk
    if row.origin != Origin.WRITTEN:  # what others wrote is kept no longer than it stands here
        forget(Interaction, [row.pk])
    record(actor, "interaction.removed", row)
    row.delete()
    row.pk = number
    recount(code, kind, start)


def _decided(actor: Actor, row: Interaction, text: str) -> Decision:
    values = tidy(Decision, {"text": " ".join(text.split())})
    refuse_empty(values, "text", _("Say what was agreed."))
    decision = Decision.objects.create(interaction=row, by_name=actor.name, **values)
    record(actor, "interaction.decided", row, after={"decision": decision.text})
    return decision


def _recounted(row: Interaction, kind: str, start: datetime) -> None:
    """Around where it was and where it is."""
    code = row.customer.code
    if row.kind == Kind.EMAIL and not row.counts:  # it was a meeting that stood there twice
        row.counts = True
        row.save(update_fields=["counts"])
    recount(code, kind, start)
    if (row.kind, row.starts_at) != (kind, start):
        recount(code, row.kind, row.starts_at)
