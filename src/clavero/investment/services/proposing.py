"""Accounts are put forward, with what their levels cost and bring."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import reconcile
from clavero.identity.rules import Actor, Verb
from clavero.investment.models import Case, Level
from clavero.investment.rules.cases import Expected, expected_of
from clavero.investment.services._held import (
    hold_case,
    hold_round,
    refuse_decided,
    refuse_without_reason,
)
from clavero.investment.visibility import decides
from clavero.investment.words import LEVEL_WORDS, flat
from clavero.portfolio.visibility import accounts

MOST_LEVELS = 5


@transaction.atomic
def put_forward(actor: Actor, *, round_id: int, customer_id: int, purpose: str) -> Case:
    """Put a customer that ``actor`` sees forward in a round.

    Raises ``Customer.DoesNotExist`` for strangers.
    """
    customer = accounts(actor).get(pk=customer_id)
    if not actor.may(Verb.PROPOSE_INVESTMENTS):
        raise Forbidden(Verb.PROPOSE_INVESTMENTS)
    found = hold_round(round_id)
    refuse_without_reason(purpose, "purpose")
    if Case.objects.filter(round=found, customer=customer).exists():
        raise Refusal(
            _("%(name)s has been put forward already."),
            code="there_already",
            hint=_("Add a level to its case."),
            name=str(customer),
        )
    case = Case.objects.create(
        round=found,
        customer=customer,
        purpose=purpose.strip(),
        proposer_id=actor.user_id,
        proposer_name=actor.name,
    )
    after = {"round": found.name, "invested_for": case.purpose}
    record(actor, "customer.investment_proposed", customer, after=after)
    record(actor, "investment.proposed", case, after=after)
    return case


@transaction.atomic
def set_level(
    actor: Actor,
    *,
    case_id: int,
    name: str,
    expected: Expected,
    seen: int = 0,
    is_new: bool = False,
) -> Level:
    """Say what a level of a case costs and brings; one of the same name is changed, or where it is
    to be a new one, refused.

    ``seen`` is the case's revision: what somebody else wrote of the level meanwhile is told.
    Raises ``Case.DoesNotExist`` for strangers, and :class:`core.faults.Faulty` for what contradicts
    itself.
    """
    case = hold_case(actor, case_id, Verb.PROPOSE_INVESTMENTS)
    refuse_decided(case)
    if not name.strip():
        raise Refusal(_("A level needs a name."), code="no_name", field="name")
    level = Level.objects.filter(case=case, name=name.strip()).first()
    if level is None:
        _refuse_too_many(case)
    elif is_new:
        raise Refusal(
            _("The case has a level “%(name)s” already."),
            code="level_there_already",
            field="name",
            hint=_("Give this one another name, or change that one on the case's page."),
            name=level.name,
        )
    now = {} if level is None else flat(expected_of(level.expected), name)
    wanted = flat(expected, name)
    stay = reconcile(
        case,
        seen=seen,
        now={**dict.fromkeys(wanted), **now},
        asked=wanted,
        words=LEVEL_WORDS,
        knew_it=level is None or seen > 0,
    ) if level is not None else frozenset()  # fmt: skip
    kept = _merged(expected, None if level is None else expected_of(level.expected), stay)
    kept.check()
    if level is None:
        level = Level(case=case, name=name.strip())
    level.expected = kept.to_plain()
    level.save()
    after = flat(kept, level.name)
    before = now or None
    if before is not None:
        changed = {field for field in after if after[field] != before[field]}
        if not changed:
            return level
        changed.add("invested_level")
        before = {field: before[field] for field in changed}
        after = {field: after[field] for field in changed}
    record(actor, "investment.level_set", case, before=before, after=after)
    return level


@transaction.atomic
def remove_level(actor: Actor, *, case_id: int, name: str) -> None:
    """Take a level of a case away."""
    case = hold_case(actor, case_id, Verb.PROPOSE_INVESTMENTS)
    refuse_decided(case)
    level = Level.objects.get(case=case, name=name)
    record(
        actor,
        "investment.level_removed",
        case,
        before=flat(expected_of(level.expected), level.name),
    )
    level.delete()


@transaction.atomic
def call_strategic(actor: Actor, *, case_id: int, reason: str, seen: int = 0) -> Case:
    """Let a case be funded even where it brings nothing, on the word of ``actor``; an empty
    ``reason`` takes the word back. ``seen`` is the case's revision: the word of somebody else
    that was given meanwhile is told."""
    case = _held_by_deciders(actor, case_id)
    before: dict[str, Any] = {"invested_strategic": case.strategic_because}
    after: dict[str, Any] = {"invested_strategic": reason.strip()}
    if _stays(case, seen, before, after):
        return case
    case.strategic_because = after["invested_strategic"]
    case.strategic_by = actor.name if case.strategic_because else ""
    case.save(update_fields=["strategic_by", "strategic_because"])
    record(actor, "investment.called_strategic", case, before=before, after=after)
    return case


@transaction.atomic
def set_must(actor: Actor, *, case_id: int, is_must: bool, reason: str, seen: int = 0) -> Case:
    """Take a case out of the choice: it is funded in any event, or no longer. ``seen`` is the
    case's revision: what somebody else has decided of it meanwhile is told, for the ``reason`` is
    always the writer's own and is never left out."""
    case = _held_by_deciders(actor, case_id)
    refuse_without_reason(reason)
    before: dict[str, Any] = {"invested_must": case.is_must}
    asked: dict[str, Any] = {"invested_must": is_must}
    if _stays(case, seen, before, asked):
        # Whoever gives a reason for it has not left it alone.
        reconcile(case, seen=seen, now=before, asked=asked, words=LEVEL_WORDS, knew_it=False)
    case.is_must = is_must
    case.save(update_fields=["is_must"])
    after = {**asked, "invested_because": reason.strip()}
    record(actor, "investment.must_set", case, before=before, after=after)
    return case


def _stays(case: Case, seen: int, now: dict[str, Any], asked: dict[str, Any]) -> bool:
    """Whether it stays as somebody else has written it meanwhile, the reader having left it
    alone. Raises :class:`core.revisions.ChangedMeanwhile` where both wrote it."""
    return bool(seen and reconcile(case, seen=seen, now=now, asked=asked, words=LEVEL_WORDS))


def _held_by_deciders(actor: Actor, case_id: int) -> Case:
    verb = Verb.GOVERN_INVESTMENTS
    if decides(actor) and not actor.may(verb):
        verb = Verb.APPROVE_INVESTMENTS
    case = hold_case(actor, case_id, verb)
    refuse_decided(case)
    return case


def _refuse_too_many(case: Case) -> None:
    if Level.objects.filter(case=case).count() >= MOST_LEVELS:
        raise Refusal(
            _("A case has %(most)s levels at most."),
            code="too_many_levels",
            hint=_("Take one away first."),
            most=MOST_LEVELS,
        )


def _merged(asked: Expected, before: Expected | None, stay: frozenset[str]) -> Expected:
    """What was asked for, with the fields that somebody else has written meanwhile."""
    if before is None or not stay:
        return asked
    plain, kept = asked.to_plain(), before.to_plain()
    for field in stay:
        name, _sign, year = field.removeprefix("invested_").rpartition("_")
        if year.isdigit():
            plain[name][int(year) - 1] = kept[name][int(year) - 1]
        elif field != "invested_level":
            plain[field.removeprefix("invested_")] = kept[field.removeprefix("invested_")]
    return expected_of(plain)
