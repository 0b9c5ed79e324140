"""A year's selection is opened, moves on and is closed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record, record_many
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.selectors import structure
from clavero.portfolio.services import hold_structure
from clavero.selection.models import Candidate, SelectionCycle
from clavero.selection.rules.cycle import MOVES, Stage, stays_on_the_list
from clavero.selection.rules.proposing import Ground, Reason
from clavero.selection.rules.steps import IN_PROGRAMME
from clavero.selection.selectors.cycles import latest_cycle, open_cycle_or_none
from clavero.selection.selectors.settings import settings_on
from clavero.selection.selectors.statuses import courses


@transaction.atomic
def open_cycle(actor: Actor, *, year: int) -> SelectionCycle:
    """Begin a year with last year's list, without those who left, and all who are key.

    One year is open at a time, and each comes after the one before.
    """
    if not actor.may(Verb.DECIDE_KEY_ACCOUNTS):
        raise Forbidden(Verb.DECIDE_KEY_ACCOUNTS)
    hold_structure()
    before = latest_cycle()
    _refuse_unfit(year, before)
    cycle = SelectionCycle.objects.create(
        year=year, opened_on=timezone.localdate(), by_id=actor.user_id, by_name=actor.name
    )
    record(actor, "selection.opened", cycle, after={"year": year})
    _carry_over(actor, before, cycle)
    return cycle


@transaction.atomic
def move_cycle(actor: Actor, *, year: int, to: Stage, seen: Stage) -> SelectionCycle:
    """Move a year on: rating ends, begins again, or the year is closed for good.

    ``seen`` is the stage that the person was looking at. When rating ends, the criteria of today
    are those of the year. Raises ``SelectionCycle.DoesNotExist``.
    """
    cycle = SelectionCycle.objects.get(year=year)
    if not actor.may(Verb.DECIDE_KEY_ACCOUNTS):
        raise Forbidden(Verb.DECIDE_KEY_ACCOUNTS)
    hold_structure()
    cycle.refresh_from_db()
    stage = Stage(cycle.stage)
    if stage is not seen or to not in MOVES[stage]:
        raise Refusal(
            _("The selection of %(year)s is somewhere else by now."),
            code="changed_meanwhile",
            hint=_("Look at it again."),
            year=str(year),
        )
    today = timezone.localdate()
    cycle.stage = to
    match to:
        case Stage.DECIDING:
            cycle.version, cycle.rated_on = settings_on(today).version, today
        case Stage.RATING:
            cycle.version, cycle.rated_on = None, None
        case Stage.CLOSED:
            cycle.closed_on = today
    cycle.save()
    record(actor, "selection.moved", cycle, before={"stage": stage}, after={"stage": to})
    return cycle


def open_cycle_to_change(*stages: Stage) -> SelectionCycle:
    """The open year, for a service that changes it in one of ``stages``; it is held until then."""
    hold_structure()
    cycle = open_cycle_or_none()
    if cycle is None:
        raise Refusal(
            _("No year is open for selecting key accounts."),
            code="no_open_year",
            hint=_("The director opens one."),
        )
    refuse_other_stage(cycle, *stages)
    return cycle


def refuse_other_stage(cycle: SelectionCycle, *stages: Stage) -> None:
    """Refuse what a year's stage does not allow; without ``stages``, whatever a closed one does
    not."""
    if cycle.stage == Stage.CLOSED:
        raise Refusal(
            _("The selection of %(year)s is closed: nothing in it changes any more."),
            code="closed",
            hint=_("What is new belongs to the next year."),
            year=str(cycle.year),
        )
    if not stages or cycle.stage in stages:
        return
    if cycle.stage == Stage.RATING:
        raise Refusal(
            _("Candidates are still being rated."),
            code="still_rating",
            hint=_("The committee decides once the director has ended the rating."),
        )
    raise Refusal(
        _("Rating has ended, and the committee is deciding."),
        code="rating_ended",
        hint=_("The director can let rating begin again."),
    )


def latest_year() -> int:
    """The last year that can be opened today: the next one."""
    return timezone.localdate().year + 1


def _refuse_unfit(year: int, before: SelectionCycle | None) -> None:
    if before is not None and before.is_open:
        raise Refusal(
            _("The selection of %(year)s is still open."),
            code="still_open",
            hint=_("Close it first: the next year begins with its list."),
            year=str(before.year),
        )
    if before is not None and year <= before.year:
        raise Refusal(
            _("The selection of %(year)s is closed already."),
            code="not_after_the_last",
            field="year",
            hint=_("Write a later year."),
            year=str(before.year),
        )
    most = latest_year()
    if not 2000 <= year <= most:
        raise Refusal(
            _("A selection is of this year or of the next."),
            code="not_a_year",
            field="year",
            hint=_("Write a year until %(most)s."),
            most=str(most),
        )


def _carry_over(actor: Actor, before: SelectionCycle | None, cycle: SelectionCycle) -> None:
    shape = structure()
    found = courses(shape)
    listed = Candidate.objects.filter(cycle=before).values_list("customer__code", flat=True)
    last_year = {shape.alone.survivor(code) for code in listed} if before else set()
    grounds: dict[str, Ground] = {
        code: Ground.LAST_YEAR
        for code in last_year
        if code not in found or stays_on_the_list(found[code].status)
    }
    key = {code for code, course in found.items() if course.status in IN_PROGRAMME}
    grounds |= dict.fromkeys(key, Ground.KEY)
    put_on_the_list(
        actor, cycle, {shape.cards[code].id: [Reason(each)] for code, each in grounds.items()}
    )


def put_on_the_list(
    actor: Actor, cycle: SelectionCycle, reasons: dict[int, list[Reason]], reason: str = ""
) -> None:
    """New candidates by customer id, each with why; recorded in the customer's history."""
    rows = Candidate.objects.bulk_create(
        Candidate(
            cycle=cycle,
            customer_id=customer_id,
            grounds=[each.to_plain() for each in given],
            reason=reason,
            by_id=actor.user_id,
            by_name=actor.name,
        )
        for customer_id, given in sorted(reasons.items())
    )
    told = {"year": cycle.year, **({"reason": reason} if reason else {})}
    record_many(actor, "customer.put_forward", [(row.customer, None, told) for row in rows])
