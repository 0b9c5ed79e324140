"""Candidates are put forward; the filter is answered, and evidence is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import reconcile
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.services import hold_structure
from clavero.portfolio.visibility import accounts
from clavero.selection.models import Candidate, Evidence
from clavero.selection.rules.cycle import Stage
from clavero.selection.rules.proposing import Ground, Reason
from clavero.selection.selectors.history import words_of
from clavero.selection.selectors.proposing import proposals
from clavero.selection.selectors.rows import NO, UNKNOWN
from clavero.selection.selectors.settings import settings_of_cycle
from clavero.selection.services.cycles import (
    open_cycle_to_change,
    put_on_the_list,
    refuse_other_stage,
)
from clavero.selection.visibility import candidate_to_change


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answers a question of the filter: yes, no or not known, and why."""

    passes: str
    why: str = ""


@transaction.atomic
def put_forward(actor: Actor, *, customer_id: int, reason: str) -> Candidate:
    """Put a customer that ``actor`` sees on the list of the open year, with a reason.

    Raises ``Customer.DoesNotExist`` for strangers.
    """
    customer = accounts(actor).get(pk=customer_id)
    if not actor.may(Verb.PROPOSE_KEY_ACCOUNTS):
        raise Forbidden(Verb.PROPOSE_KEY_ACCOUNTS)
    cycle = open_cycle_to_change(Stage.RATING)
    if not reason.strip():
        raise Refusal(
            _("Say why it should be a key account."), code="reason_missing", field="reason"
        )
    if Candidate.objects.filter(cycle=cycle, customer=customer).exists():
        raise Refusal(
            _("%(name)s is on the list of %(year)s already."),
            code="on_the_list",
            hint=_("Add what you know of it to its evidence."),
            name=str(customer),
            year=str(cycle.year),
        )
    put_on_the_list(actor, cycle, {customer.pk: [Reason(Ground.HAND)]}, reason.strip())
    return Candidate.objects.get(cycle=cycle, customer=customer)


@transaction.atomic
def accept_proposals(actor: Actor, *, customer_ids: Collection[int]) -> int:
    """Put those of ``customer_ids`` on the list that the ledger puts forward; how many."""
    if not actor.may(Verb.DECIDE_KEY_ACCOUNTS):
        raise Forbidden(Verb.DECIDE_KEY_ACCOUNTS)
    cycle = open_cycle_to_change(Stage.RATING)
    asked = set(customer_ids)
    chosen = {
        each.card.id: list(each.reasons)
        for each in proposals(actor, cycle)
        if each.card.id in asked
    }
    if not chosen:
        raise Refusal(
            _("Nobody was chosen."),
            code="nobody_chosen",
            hint=_("Tick the customers that should be on the list."),
        )
    put_on_the_list(actor, cycle, chosen)
    return len(chosen)


@transaction.atomic
def answer_filter(
    actor: Actor,
    *,
    candidate_id: int,
    answers: Mapping[str, Answer],
    refused: str = "",
    seen: int = 0,
) -> Candidate:
    """Answer the questions of the filter, and note whether the customer itself refuses.

    A no needs its reason. ``seen`` is the candidate's revision: what somebody else answered
    meanwhile is told. Raises ``Candidate.DoesNotExist`` for strangers.
    """
    hold_structure()
    candidate = candidate_to_change(actor, candidate_id, Verb.PROPOSE_KEY_ACCOUNTS)
    refuse_other_stage(candidate.cycle)
    settings = settings_of_cycle(candidate.cycle).settings
    asked = {key: given for key, given in answers.items() if key in settings.questions}
    _refuse_unreasoned(asked)
    now = flat(candidate, settings.questions)
    wanted = {**now, "refused": refused.strip()}
    for key, given in asked.items():
        wanted |= {f"passes_{key}": given.passes, f"why_{key}": given.why.strip()}
    stay = reconcile(candidate, seen=seen, now=now, asked=wanted, words=words_of(settings))
    wanted |= {field: now[field] for field in stay}
    changed = {field: value for field, value in wanted.items() if value != now[field]}
    if not changed:
        return candidate
    _write(actor, candidate, settings.questions, wanted, changed)
    record(
        actor,
        "candidate.answered",
        candidate,
        before={field: now[field] for field in changed},
        after=changed,
    )
    return candidate


@transaction.atomic
def add_evidence(
    actor: Actor, *, candidate_id: int, text: str, day: date, link: str = ""
) -> Evidence:
    """Keep what speaks for or against a candidate, for good; ``link`` leads to more of it."""
    hold_structure()
    candidate = candidate_to_change(actor, candidate_id, Verb.PROPOSE_KEY_ACCOUNTS)
    refuse_other_stage(candidate.cycle)
    if not text.strip():
        raise Refusal(_("There is nothing to keep."), code="nothing_said", field="text")
    if day > timezone.localdate():
        raise Refusal(_("Evidence is of a day that has been."), code="in_the_future", field="day")
    if link and not _is_web_address(link):
        raise Refusal(
            _("This is no address on the web."),
            code="no_address",
            field="link",
            hint=_("It begins with https:// or http://."),
        )
    evidence = Evidence.objects.create(
        candidate=candidate,
        text=text.strip(),
        link=link,
        day=day,
        by_id=actor.user_id,
        by_name=actor.name,
    )
    told = {"evidence": evidence.text, **({"link": link} if link else {})}
    record(actor, "candidate.evidence_added", candidate, after=told)
    return evidence


def _is_web_address(link: str) -> bool:
    """Other schemes would run something when they are clicked."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def flat(candidate: Candidate, questions: Collection[str]) -> dict[str, str]:
    """The answers of a candidate, each under the name that the form and the history have."""
    values = {"refused": candidate.refused}
    for key in questions:
        given = candidate.answers.get(key, {})
        values[f"passes_{key}"] = given.get("passes", UNKNOWN)
        values[f"why_{key}"] = given.get("why", "")
    return values


def _write(
    actor: Actor,
    candidate: Candidate,
    questions: Collection[str],
    wanted: Mapping[str, str],
    changed: Collection[str],
) -> None:
    today = timezone.localdate().isoformat()
    for key in questions:
        if not {f"passes_{key}", f"why_{key}"} & set(changed):
            continue
        candidate.answers[key] = {
            "passes": wanted[f"passes_{key}"],
            "why": wanted[f"why_{key}"],
            "by": actor.name,
            "day": today,
        }
    candidate.refused = wanted["refused"]
    candidate.save(update_fields=["answers", "refused"])


def _refuse_unreasoned(answers: Mapping[str, Answer]) -> None:
    for key, given in answers.items():
        if given.passes == NO and not given.why.strip():
            raise Refusal(
                _("Say why: this answer rules the customer out."),
                code="reason_missing",
                field=f"why_{key}",
            )
