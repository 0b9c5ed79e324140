"""The committee decides of each candidate, with a reason, its members and a day; what was entered
by mistake is withdrawn."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.faults import Fault
from clavero.core.revisions import ChangedMeanwhile
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.services import hold_structure
from clavero.selection.models import Candidate, Decision, SelectionCycle
from clavero.selection.rules.cycle import Stage
from clavero.selection.rules.steps import Status, StepFault, is_only_the_cap, step_faults
from clavero.selection.selectors.rows import CandidateRow, CycleList, cycle_list
from clavero.selection.sentences import proposal_in_words
from clavero.selection.services.cycles import refuse_other_stage
from clavero.selection.visibility import candidate_to_change
from clavero.selection.words import STATUS_NAMES, question_names, step_fault_in_words
from clavero.ui import formats

SYSTEM = Actor.system()


@transaction.atomic
def decide(
    actor: Actor,
    *,
    candidate_id: int,
    status: Status,
    day: date,
    members: str,
    reason: str,
    against: str = "",
    seen: int = 0,
) -> Decision:
    """Give a candidate a status, or confirm the one it has, as the committee decided on ``day``.

    What the rules propose otherwise, and all that stands against the step, needs a reason of its
    own, ``against``. ``seen`` is the number of the last decision on it that the person knew.
    Raises ``Candidate.DoesNotExist`` for strangers.
    """
    hold_structure()
    candidate = candidate_to_change(actor, candidate_id, Verb.DECIDE_KEY_ACCOUNTS)
    refuse_other_stage(candidate.cycle, Stage.DECIDING)
    listed = cycle_list(SYSTEM, candidate.cycle)
    row = listed.row_of(candidate.pk)
    if row is None:
        raise Candidate.DoesNotExist
    _refuse_changed(row, seen)
    _refuse_unfit(row, candidate.cycle, day, members, reason)
    faults = faults_of(listed, row, status)
    if any(each.code is StepFault.NOT_A_STEP for each in faults):
        raise Refusal(
            _("From “%(before)s” there is no step to “%(after)s”."),
            code="not_a_step",
            field="status",
            before=STATUS_NAMES[row.standing.status],
            after=STATUS_NAMES[status],
        )
    if (faults or status is not row.proposal.status) and not against.strip():
        only_the_cap = status is row.proposal.status and is_only_the_cap(
            each.code for each in faults
        )
        raise Refusal(
            _("There is no place left. %(told)s")
            if only_the_cap
            else _("This is against the rule. %(told)s"),
            code="against_the_rule",
            field="against",
            hint=_("If the committee wants it all the same, say why."),
            told=_against(listed, row, status, faults),
        )
    decision = Decision.objects.create(
        candidate=candidate,
        day=day,
        before=row.standing.status.value,
        status=status.value,
        proposed=row.proposal.status.value,
        because=row.proposal.because.value,
        reason=reason.strip(),
        members=members.strip(),
        against=against.strip(),
        standing=_standing(listed, row, faults),
        by_id=actor.user_id,
        by_name=actor.name,
    )
    record(
        actor,
        "customer.status_decided",
        candidate.customer,
        before={"key_status": decision.before},
        after={
            "key_status": decision.status,
            "reason": decision.reason,
            "members": decision.members,
            **({"against": decision.against} if decision.against else {}),
        },
    )
    return decision


@transaction.atomic
def withdraw(actor: Actor, *, decision_id: int, reason: str) -> Decision:
    """Take back a decision that was entered by mistake, with a reason; what the customer was before
    holds again. It stays to be read, and counts on no day.

    Only the last one on a customer, while its year is open: later ones rest on it. Raises
    ``Decision.DoesNotExist`` or ``Candidate.DoesNotExist`` for strangers.
    """
    hold_structure()
    decision = Decision.objects.select_related("candidate__customer").get(pk=decision_id)
    candidate = candidate_to_change(actor, decision.candidate_id, Verb.DECIDE_KEY_ACCOUNTS)
    if decision.withdrawn_at is not None:
        raise Refusal(
            _("%(by)s has withdrawn it already: %(why)s"),
            code="changed_meanwhile",
            by=decision.withdrawn_by,
            why=decision.withdrawn_because,
        )
    refuse_other_stage(candidate.cycle)
    row = cycle_list(SYSTEM, candidate.cycle).row_of(candidate.pk)
    if row is None or last_decision(row) != decision.pk:
        raise Refusal(
            _("A later decision on it rests on this one."),
            code="not_the_last",
            hint=_("Withdraw the later one first."),
        )
    if not reason.strip():
        raise Refusal(
            _("Say why it is withdrawn: those who look back will ask."),
            code="reason_missing",
            field="reason",
        )
    decision.withdrawn_at = timezone.now()
    decision.withdrawn_by, decision.withdrawn_because = actor.name, reason.strip()
    decision.save()
    record(
        actor,
        "customer.decision_withdrawn",
        candidate.customer,
        before={"key_status": decision.status, "reason": decision.reason},
        after={"key_status": decision.before, "withdrawn": decision.withdrawn_because},
    )
    return decision


def faults_of(listed: CycleList, row: CandidateRow, status: Status) -> list[Fault]:
    """All that stands against a step; staying where one is needs none."""
    if status is row.standing.status:
        return []
    return step_faults(
        row.standing, status, in_programme=listed.taken, limit=listed.holding.settings.limit
    )


def last_decision(row: CandidateRow) -> int:
    """The number of the last decision on a customer, 0 where there is none."""
    return 0 if row.course is None else row.course.decisions[0].pk


def _refuse_changed(row: CandidateRow, seen: int) -> None:
    if last_decision(row) == seen:
        return
    raise ChangedMeanwhile({"status": _what_changed(row, seen)}, revision=last_decision(row))


def _what_changed(row: CandidateRow, seen: int) -> str:
    gone = Decision.objects.filter(pk=seen, withdrawn_at__isnull=False).first()
    if gone is not None:
        told = gettext("%(by)s has withdrawn the decision “%(status)s” meanwhile: %(why)s")
        return told % {
            "by": gone.withdrawn_by,
            "status": STATUS_NAMES[gone.status],
            "why": gone.withdrawn_because,
        }
    assert row.course is not None
    last = row.course.decisions[0]
    told = gettext(
        "%(by)s has entered a decision on it meanwhile: “%(status)s”, decided on %(day)s by "
        "%(members)s, because: %(reason)s"
    )
    return told % {
        "by": last.by_name,
        "status": STATUS_NAMES[last.status],
        "day": formats.day(last.day),
        "members": last.members,
        "reason": last.reason,
    }


def _refuse_unfit(
    row: CandidateRow, cycle: SelectionCycle, day: date, members: str, reason: str
) -> None:
    if day > timezone.localdate():
        raise Refusal(
            _("The committee cannot have decided on a day to come."),
            code="in_the_future",
            field="day",
            hint=_("Write the day on which it met."),
        )
    if day < cycle.opened_on:
        raise Refusal(
            _(
                "The selection of %(year)s was opened on %(opened)s: nothing in it was decided "
                "before."
            ),
            code="before_the_year",
            field="day",
            hint=_(
                "Write that day or a later one; when the committee met can stand in the reason."
            ),
            year=str(cycle.year),
            opened=formats.day(cycle.opened_on),
        )
    if row.course is not None and day < row.course.decisions[0].day:
        raise Refusal(
            _("The last decision on it is of %(last)s: this one cannot come before it."),
            code="before_the_last",
            field="day",
            last=formats.day(row.course.decisions[0].day),
        )
    if not any(letter.isalpha() for letter in members):
        raise Refusal(
            _("Say who decided: a decision has people with names behind it."),
            code="nobody_decided",
            field="members",
        )
    if not reason.strip():
        raise Refusal(
            _("Say why: those who look back will ask."), code="reason_missing", field="reason"
        )


def _against(listed: CycleList, row: CandidateRow, status: Status, faults: list[Fault]) -> str:
    names = question_names(listed.holding.settings)
    told = [step_fault_in_words(each, names) for each in faults]
    if status is not row.proposal.status:
        told.insert(0, proposal_in_words(row.standing, row.proposal))
    return " ".join(told)


def _standing(listed: CycleList, row: CandidateRow, faults: list[Fault]) -> dict[str, object]:
    """What the rules looked at, so that the decision can be understood years later."""
    limit, strategy = listed.holding.settings.limit, row.standing.strategy
    return {
        "score": row.score,
        "rank": row.rank,
        "strategy": None if strategy is None else strategy.value,
        "failed": list(row.standing.filter.failed),
        "open": list(row.standing.filter.open),
        "taken": listed.taken,
        "limit": None if limit is None else limit.accounts,
        "faults": [{"code": each.code.value, "on": each.on} for each in faults],
    }
