"""What the account team thinks of people, how well ours know them, and how far both sides are."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.writing import as_told, changed, tidy
from clavero.identity.rules import Actor
from clavero.identity.selectors import people
from clavero.matrix.rules.position import Stage
from clavero.portfolio.visibility import accounts
from clavero.relationships.models import (
    MOST_INTERVAL,
    USUAL_INTERVAL,
    Contact,
    Judgement,
    StageWord,
    Tie,
)
from clavero.relationships.rules.judging import Kind, is_within, latest_end, usual_end
from clavero.relationships.rules.matrix import Ours
from clavero.relationships.rules.sides import Side
from clavero.relationships.services._held import (
    refuse_merged,
    refuse_nobody,
    refuse_to_come,
    to_change,
)
from clavero.relationships.visibility import contacts, require
from clavero.relationships.words import WORDS


@transaction.atomic
def judge_contact(
    actor: Actor,
    *,
    contact_id: int,
    kind: Kind,
    value: int,
    source: str,
    said_on: date | None = None,
    expires_on: date | None = None,
) -> Judgement:
    """Say what one thinks of a contact, and how one knows. The word before stays in the history.

    Raises ``Contact.DoesNotExist`` for strangers to its customer.
    """
    contact = to_change(actor, contact_id)
    refuse_merged(contact)
    refuse_nobody(contact)
    if kind is Kind.STRENGTH:
        raise TypeError("how strong a tie is, is said of the tie")
    return _judged(actor, contact, None, kind, value, source, said_on, expires_on)


@transaction.atomic
def withdraw_judgement(actor: Actor, *, judgement_id: int) -> Judgement:
    """Take back what was said by mistake; the word before it counts again."""
    require(actor)
    found = Judgement.objects.select_for_update(of=("self",)).select_related("contact")
    judgement = found.get(pk=judgement_id, contact__in=contacts(actor).order_by())
    contact, judgement_id = judgement.contact, judgement.pk
    judgement.delete()
    judgement.pk = judgement_id
    record(actor, "judgement.withdrawn", contact)
    return judgement


@transaction.atomic
def add_tie(
    actor: Actor,
    *,
    contact_id: int,
    person_id: int,
    ours: Ours,
    strength: int,
    source: str,
    since: date | None = None,
    last_on: date | None = None,
    interval_days: int = USUAL_INTERVAL,
    expires_on: date | None = None,
) -> Tie:
    """Somebody of ours knows a contact, this well. Raises ``Contact.DoesNotExist``."""
    contact = to_change(actor, contact_id)
    refuse_merged(contact)
    refuse_nobody(contact)
    person = people(Actor.system()).get(pk=person_id, is_active=True)
    if Tie.objects.filter(contact=contact, person=person, ended_on=None).exists():
        raise Refusal(
            _("%(person)s is linked to %(contact)s already."),
            code="tied_already",
            field="person_id",
            hint=_("Say anew how well they know each other."),
            person=person.name,
            contact=contact.name,
        )
    day = since or timezone.localdate()
    refuse_to_come(day, "since")
    given: dict[str, Any] = {
        "ours": ours.value, "last_on": last_on, "interval_days": interval_days,
    }  # fmt: skip
    _check_tie(given)
    tie = Tie.objects.create(contact=contact, person=person, since=day, by_name=actor.name, **given)
    record(actor, "tie.added", tie, after=as_told({"person": person.name, **given}))
    _judged(actor, contact, tie, Kind.STRENGTH, strength, source, day, expires_on)
    return tie


@transaction.atomic
def change_tie(actor: Actor, *, tie_id: int, seen: int = 0, **given: Any) -> Tie:
    """In which function, how often and when last: ``ours``, ``last_on``, ``interval_days``."""
    tie = _tie_to_change(actor, tie_id)
    unknown = given.keys() - {"ours", "last_on", "interval_days"}
    if unknown:
        raise TypeError(f"a tie has no {', '.join(sorted(unknown))}")
    if "ours" in given:
        given["ours"] = str(given["ours"])
    _check_tie(given)
    changed(actor, tie, given, seen=seen, verb="tie.changed", words=WORDS)
    return tie


@transaction.atomic
def judge_tie(
    actor: Actor,
    *,
    tie_id: int,
    value: int,
    source: str,
    said_on: date | None = None,
    expires_on: date | None = None,
) -> Judgement:
    """Say anew how well the two know each other."""
    tie = _tie_to_change(actor, tie_id)
    return _judged(actor, tie.contact, tie, Kind.STRENGTH, value, source, said_on, expires_on)


@transaction.atomic
def end_tie(actor: Actor, *, tie_id: int, on: date | None = None) -> Tie:
    """They no longer have to do with each other, from a day on."""
    tie = _tie_to_change(actor, tie_id)
    day = on or timezone.localdate()
    refuse_to_come(day, "on")
    if day < tie.since:
        raise Refusal(
            _("That is before they met."), code="before_it_began", field="on"
        )  # fmt: skip
    tie.ended_on = day
    tie.save(update_fields=["ended_on"])
    record(actor, "tie.ended", tie, before={"ended_on": None}, after={"ended_on": day})
    return tie


@transaction.atomic
def say_stage(
    actor: Actor,
    *,
    customer_id: int,
    side: Side,
    stage: Stage,
    source: str,
    said_on: date | None = None,
) -> StageWord:
    """How far the relationship with an account is, in whose eyes, and how that is known."""
    customer = accounts(actor).get(pk=customer_id)
    require(actor)
    day = said_on or timezone.localdate()
    refuse_to_come(day, "said_on")
    given = {"side": side.value, "stage": stage.value, "source": _sourced(StageWord, source)}
    word = StageWord.objects.create(customer=customer, said_on=day, by_name=actor.name, **given)
    record(actor, "stage.said", word, after=as_told({**given, "said_on": day}))
    return word


def _judged(
    actor: Actor,
    contact: Contact,
    tie: Tie | None,
    kind: Kind,
    value: int,
    source: str,
    said_on: date | None,
    expires_on: date | None,
) -> Judgement:
    day = said_on or timezone.localdate()
    refuse_to_come(day, "said_on")
    if not is_within(kind, value):
        raise Refusal(_("There is no such value."), code="no_such_value", field="value")
    end = expires_on or usual_end(day)
    if not day < end <= latest_end(day):
        raise Refusal(
            _("A judgement counts for two years at most, from the day on which it is made."),
            code="no_such_end",
            field="expires_on",
            hint=_("Choose an earlier day, and look at it again then."),
        )
    judgement = Judgement.objects.create(
        contact=contact, tie=tie, kind=kind.value, value=value, said_on=day, expires_on=end,
        source=_sourced(Judgement, source), by_id=actor.user_id, by_name=actor.name,
    )  # fmt: skip
    # What was thought is kept by the judgement alone, so that it can be forgotten whole.
    record(actor, "judgement.made", contact)
    return judgement


def _sourced(model: type[Judgement | StageWord], source: str) -> str:
    found: str = tidy(model, {"source": source})["source"]
    if not found:
        raise Refusal(
            _("Say how you know."),
            code="source_missing",
            field="source",
            hint=_("What was said or done, by whom and when."),
        )
    return found


def _check_tie(given: dict[str, Any]) -> None:
    refuse_to_come(given.get("last_on"), "last_on")
    days = given.get("interval_days", USUAL_INTERVAL)
    if not 1 <= days <= MOST_INTERVAL:
        raise Refusal(
            _("Between two contacts there are from 1 to %(most)s days."),
            code="no_interval",
            field="interval_days",
            most=MOST_INTERVAL,
        )


def _tie_to_change(actor: Actor, tie_id: int) -> Tie:
    """An open tie with its contact, both locked. Raises ``Tie.DoesNotExist``."""
    found = Tie.objects.filter(contact__in=contacts(actor).order_by())
    tie = found.select_for_update(of=("self",)).select_related("contact", "person").get(pk=tie_id)
    require(actor)
    if tie.ended_on is not None:
        raise Refusal(_("This link has ended."), code="tie_ended")
    return tie
