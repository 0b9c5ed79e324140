"""An executive decides what is invested, and at the gate whether the rest follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.models import AuditEntry
from clavero.core.money import plain, round_for_display
from clavero.core.revisions import ChangedMeanwhile, changes_since
from clavero.identity.rules import Actor, Verb
from clavero.investment.models import Actual, Case, Funding, Level, Round
from clavero.investment.rules.cases import expected_of
from clavero.investment.rules.flows import YEARS
from clavero.investment.rules.kinds import Gate
from clavero.investment.rules.stages import (
    FIRST_MONTH,
    MOST_AT_FIRST,
    More,
    first_tranche,
    gate_days,
    months_after,
)
from clavero.investment.selectors import RoundPicture, measured_of, round_picture
from clavero.investment.services._held import (
    hold_case,
    hold_round,
    refuse_decided,
    refuse_without_reason,
)
from clavero.investment.visibility import case_to_change
from clavero.ui import formats

_SYSTEM = Actor.system()
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Staging:
    """How a funding is staged: the part released at once, the day of the gate, and what the gate
    asks for (sales in money, share as a fraction, quality from 0 to 10)."""

    share: Decimal = MOST_AT_FIRST
    gate_on: date | None = None
    asked: Mapping[str, Decimal] = field(default_factory=dict)


@transaction.atomic
def decide(
    actor: Actor,
    *,
    case_id: int,
    level: str,
    reason: str,
    staging: Staging = Staging(),
    seen: int = 0,
) -> Funding:
    """Fund a case at a level, or with an empty one not at all; for good, with a reason.

    ``seen`` is the case's revision. What breaks a limit or a bond of the round is refused.
    """
    case = hold_case(actor, case_id, Verb.APPROVE_INVESTMENTS)
    refuse_decided(case)
    _refuse_changed(case, seen)
    refuse_without_reason(reason)
    before = round_picture(_SYSTEM, case.round)
    return _decide(actor, case, level, reason, staging, before)


@transaction.atomic
def approve_choice(
    actor: Actor, *, round_id: int, reason: str, seen: int, more: More = More()
) -> int:
    """Decide every case that waits as the choice has it; how many. Their gates ask for ``more``
    than what is measured now.

    ``seen`` is the round's revision, as :func:`choice_revision` says it: a choice that is another
    by now is refused.
    """
    if not actor.may(Verb.APPROVE_INVESTMENTS):
        raise Forbidden(Verb.APPROVE_INVESTMENTS)
    found = hold_round(round_id)
    refuse_without_reason(reason)
    picture = round_picture(_SYSTEM, found)
    if choice_revision() != seen:
        raise ChangedMeanwhile(
            {"choice": str(_("The cases or terms have changed since you looked at the choice."))},
            revision=choice_revision(),
        )
    waiting = [row for row in picture.rows if row.funding is None]
    if not waiting or picture.choice is None or not picture.choice.is_possible:
        raise Refusal(
            _("There is nothing to approve."),
            code="nothing_waits",
            hint=_("Set terms, and have accounts put forward first."),
        )
    codes = [row.code for row in waiting if row.chosen is not None]
    measured = measured_of(actor, codes if more.is_asked else [])
    for row in waiting:
        name = row.chosen.name if row.chosen is not None else ""
        asked = more.than(measured.get(row.code, {})) if name else {}
        staging = Staging(asked=asked)
        _decide(actor, row.case, name, reason, staging, picture, is_checked=True)
    return len(waiting)


def choice_revision() -> int:
    """A number that is another after every change to rounds and cases. One query."""
    kinds = [Round._meta.label, Case._meta.label]
    last = AuditEntry.objects.filter(subject_type__in=kinds).aggregate(last=Max("pk"))["last"]
    return last or 0


def _decide(
    actor: Actor,
    case: Case,
    level: str,
    reason: str,
    staging: Staging,
    before: RoundPicture,
    *,
    is_checked: bool = False,
) -> Funding:
    row = before.row_of(case.pk)
    proposed = row.chosen.name if row is not None and row.chosen is not None else ""
    today = timezone.localdate()
    funding = Funding(
        case=case,
        level=level,
        proposed=proposed,
        factor=Decimal(1) if row is None else round(row.factor, 5),
        decided_on=today,
        reason=reason.strip(),
        by_id=actor.user_id,
        by_name=actor.name,
    )
    if before.terms is not None:
        funding.shape = before.terms.shape
    if level:
        _stage(funding, case, level, staging, today)
        _refuse_what_pays_nothing(before, case, level)
    funding.save()
    if not is_checked:
        _refuse_impossible(case.round, funding)
    told = {
        "invested_level": level,
        "invested_outlay": plain(funding.outlay),
        "invested_first": plain(funding.first),
        "invested_because": funding.reason,
    }
    record(actor, "customer.investment_decided", case.customer, after=told)
    asked = _told({name: Decimal(value) for name, value in funding.asked.items()})
    proposal = {"invested_proposed": proposed}
    record(actor, "investment.decided", case, after={**told, **proposal, **asked})
    return funding


def _stage(funding: Funding, case: Case, level: str, staging: Staging, today: date) -> None:
    kept = Level.objects.filter(case=case, name=level).first()
    if kept is None:
        raise Refusal(_("The case has no such level."), code="no_such_level", field="level")
    if not 0 <= staging.share <= MOST_AT_FIRST:
        raise Refusal(
            _("At most three tenths are released at once."),
            code="first_too_large",
            field="share",
        )
    first, last = gate_days(today)
    gate_on = staging.gate_on or months_after(today, FIRST_MONTH + 1)
    if not first <= gate_on <= last:
        raise Refusal(
            _("The gate is from %(first)s to %(last)s, in the months six to nine."),
            code="gate_outside",
            field="gate_on",
            first=formats.day(first),
            last=formats.day(last),
        )
    outlay = expected_of(kept.expected).outlay
    funding.expected = kept.expected
    funding.outlay = round_for_display(outlay)
    funding.first = first_tranche(funding.outlay, staging.share)
    funding.gate_on, funding.gate = gate_on, Gate.WAITING
    funding.asked = {name: plain(value) for name, value in staging.asked.items()}


def _refuse_what_pays_nothing(before: RoundPicture, case: Case, level: str) -> None:
    row = before.row_of(case.pk)
    levels = () if row is None else row.levels
    worth = next((each.npv for each in levels if each.name == level), _ZERO)
    if worth <= 0 and not case.strategic_by:
        raise Refusal(
            _("It brings back no more than it costs, and nobody has called it strategic."),
            code="not_worth",
            field="level",
            hint=_("Call it strategic first, with your name and a reason."),
        )


def _refuse_impossible(found: Round, funding: Funding) -> None:
    after = round_picture(_SYSTEM, found)
    if after.pool is None:
        raise Refusal(
            _("There is no budget yet."),
            code="no_terms",
            hint=_("The director sets the terms of the round first."),
        )
    if after.pool.left < 0:
        raise Refusal(
            _("There is not enough money left for it."),
            code="over_budget",
            field="level",
            hint=_("Choose a smaller level, or have the budget raised."),
        )
    if funding.level and after.choice is not None and not after.choice.is_possible:
        raise Refusal(
            _("With it, what was decided breaks a limit or a bond of the round."),
            code="breaks_a_limit",
            field="level",
            hint=_("Look at hours, accounts, cash and pairs in the terms."),
        )


def _refuse_changed(case: Case, seen: int) -> None:
    since = changes_since(case, seen) if seen else []
    if since:
        told = _("%(by)s has changed the case (%(moment)s).") % {
            "by": since[-1].by_name,
            "moment": formats.moment(since[-1].at),
        }
        raise ChangedMeanwhile({"case": told}, revision=since[-1].pk)


# -- the gate --------------------------------------------------------------------------------------


@transaction.atomic
def decide_gate(
    actor: Actor,
    *,
    case_id: int,
    verdict: Gate,
    measured: Mapping[str, Decimal],
    reason: str,
    early_because: str = "",
    seen: int = 0,
) -> Funding:
    """Release the rest of a funding, or stop it: what is unspent is back in the pool.

    It goes on after the round is closed. ``measured`` is what was found of each metric;
    ``early_because`` says why it is not waited for the day of the gate.
    """
    case, funding = _funding_at_gate(actor, case_id, seen)
    if verdict is Gate.WAITING:
        raise Refusal(_("Release the rest, or stop it."), code="no_verdict", field="verdict")
    refuse_without_reason(reason)
    early = early_because.strip() if is_early(funding) else ""
    if is_early(funding) and not early and funding.gate_on is not None:
        raise Refusal(
            _("The gate is on %(day)s: say why it is decided before."),
            code="too_early",
            field="early_because",
            day=formats.day(funding.gate_on),
        )
    funding.early_because = early
    funding.gate, funding.gate_reason = verdict, reason.strip()
    funding.gate_by, funding.gate_decided_on = actor.name, timezone.localdate()
    funding.measured = {name: plain(value) for name, value in measured.items()}
    funding.save()
    told = {"invested_gate": funding.gate, "invested_because": funding.gate_reason}
    if early:
        told["invested_early"] = early
    record(actor, "customer.investment_gate", case.customer, after=told)
    record(actor, "investment.gate_decided", case, after={**told, **_told(measured)})
    return funding


def is_early(funding: Funding) -> bool:
    """Whether the day of its gate is still to come."""
    return funding.gate_on is not None and timezone.localdate() < funding.gate_on


@transaction.atomic
def set_gate_targets(
    actor: Actor, *, case_id: int, asked: Mapping[str, Decimal], reason: str, seen: int = 0
) -> Funding:
    """Say what the gate of a funding asks for, while nobody has decided at it."""
    case, funding = _funding_at_gate(actor, case_id, seen)
    refuse_without_reason(reason)
    before = _told({name: Decimal(value) for name, value in funding.asked.items()})
    funding.asked = {name: plain(value) for name, value in asked.items()}
    funding.save(update_fields=["asked"])
    after = {**_told(asked), "invested_because": reason.strip()}
    record(actor, "investment.gate_targets_set", case, before=before, after=after)
    return funding


def _funding_at_gate(actor: Actor, case_id: int, seen: int) -> tuple[Case, Funding]:
    """A case with its funding, locked, that waits at its gate."""
    case = case_to_change(actor, case_id, Verb.APPROVE_INVESTMENTS)
    Round.objects.select_for_update().get(pk=case.round_id)
    funding = Funding.objects.select_for_update().filter(case=case).exclude(level="").first()
    if funding is None:
        raise Refusal(_("Nothing is invested in it."), code="not_funded")
    _refuse_changed(case, seen)
    if funding.gate != Gate.WAITING:
        raise Refusal(
            _("%(by)s has decided at the gate already."), code="decided", by=funding.gate_by
        )
    return case, funding


def _told(measured: Mapping[str, Decimal]) -> dict[str, str]:
    return {f"invested_{name}": plain(value) for name, value in measured.items()}


@transaction.atomic
def enter_actual(
    actor: Actor, *, case_id: int, year: int, value: Decimal, note: str = "", seen: int = 0
) -> Actual:
    """Say what a funded case has brought in a year, beyond what would have come anyway; another
    value takes the place of the first."""
    case = case_to_change(actor, case_id, Verb.PROPOSE_INVESTMENTS)
    Round.objects.select_for_update().get(pk=case.round_id)
    funding = Funding.objects.filter(case=case).exclude(level="").first()
    if funding is None:
        raise Refusal(_("Nothing is invested in it."), code="not_funded")
    if not 1 <= year <= YEARS:
        raise Refusal(_("There are the years 1 to 3."), code="year_outside", field="year")
    _refuse_changed(case, seen)
    over = months_after(funding.decided_on, 12 * year)
    if over > timezone.localdate():
        raise Refusal(
            _("That year ends on %(day)s: what it brings is not known before."),
            code="year_not_over",
            field="year",
            day=formats.day(over),
        )
    before = Actual.objects.filter(funding=funding, year=year).first()
    actual = before or Actual(funding=funding, year=year)
    was = None if before is None else {"invested_actual": plain(before.value)}
    actual.value, actual.note = value, note.strip()
    actual.by_id, actual.by_name = actor.user_id, actor.name
    actual.save()
    after = {"invested_year": year, "invested_actual": plain(value)}
    record(actor, "investment.actual_entered", case, before=was, after=after)
    return actual
