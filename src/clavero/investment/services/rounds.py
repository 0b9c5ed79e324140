"""A round is opened, gets its terms, and is closed."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.money import plain
from clavero.core.revisions import ChangedMeanwhile
from clavero.identity.rules import Actor, Verb
from clavero.investment.models import Pair, Round, Terms
from clavero.investment.rules.kinds import Aim, PairKind, Shape, Stage
from clavero.investment.selectors import latest_terms, round_picture
from clavero.investment.services._held import (
    hold_case,
    hold_round,
    refuse_without_reason,
)

_SYSTEM = Actor.system()


@transaction.atomic
def open_round(actor: Actor, *, name: str) -> Round:
    """Begin a round. One is open at a time."""
    _refuse_others(actor)
    if not name.strip():
        raise Refusal(_("A round needs a name."), code="no_name", field="name")
    if Round.objects.filter(name=name.strip()).exists():
        raise Refusal(_("There is a round of this name already."), code="name_taken", field="name")
    before = Round.objects.select_for_update().filter(stage=Stage.OPEN).first()
    if before is not None:
        raise Refusal(
            _("The round “%(name)s” is still open."),
            code="still_open",
            hint=_("Close it first."),
            name=before.name,
        )
    found = Round.objects.create(
        name=name.strip(),
        opened_on=timezone.localdate(),
        by_id=actor.user_id,
        by_name=actor.name,
    )
    record(actor, "investment.opened", found, after={"round": found.name})
    return found


@transaction.atomic
def close_round(actor: Actor, *, round_id: int) -> Round:
    """End a round for good; gates and what comes of the money go on."""
    _refuse_others(actor)
    found = hold_round(round_id)
    found.stage, found.closed_on = Stage.CLOSED, timezone.localdate()
    found.save(update_fields=["stage", "closed_on"])
    record(actor, "investment.closed", found, after={"round": found.name})
    return found


@transaction.atomic
def set_terms(
    actor: Actor,
    *,
    round_id: int,
    budget: Decimal,
    rate: Decimal,
    reason: str,
    cash: tuple[Decimal | None, ...] = (None, None, None),
    hours: Decimal | None = None,
    accounts: int | None = None,
    most_loss: Decimal = Decimal("0.10"),
    caution: Decimal = Decimal("0.5"),
    aim: Aim = Aim.MEAN,
    shape: Shape = Shape.PERT,
    seen: int = 0,
) -> Terms:
    """What there is to spend and by what it counts, from now on.

    ``seen`` are the terms that the person started from; others set meanwhile are told.
    """
    _refuse_others(actor)
    found = hold_round(round_id)
    before = latest_terms(found)
    if before is not None and before.pk != seen:
        told = gettext("%(by)s has set other terms while you were working on these.")
        raise ChangedMeanwhile({"terms": told % {"by": before.by_name}}, revision=before.pk)
    _refuse_outside(budget, rate)
    refuse_without_reason(reason)
    _refuse_less_than_bound(found, budget)
    cash_1, cash_2, cash_3 = cash
    terms = Terms.objects.create(
        round=found,
        budget=budget,
        rate=rate,
        cash_1=cash_1,
        cash_2=cash_2,
        cash_3=cash_3,
        hours=hours,
        accounts=accounts,
        most_loss=most_loss,
        caution=caution,
        aim=aim,
        shape=shape,
        reason=reason.strip(),
        by_id=actor.user_id,
        by_name=actor.name,
    )
    record(
        actor,
        "investment.terms_set",
        found,
        before=None if before is None else _told(before),
        after={**_told(terms), "invested_because": terms.reason},
    )
    return terms


@transaction.atomic
def bind(actor: Actor, *, first_id: int, second_id: int, kind: PairKind, reason: str) -> Pair:
    """Let one account exclude another, or need it."""
    first = hold_case(actor, first_id, Verb.GOVERN_INVESTMENTS)
    second = hold_case(actor, second_id, Verb.GOVERN_INVESTMENTS)
    if first.pk == second.pk or first.round_id != second.round_id:
        raise Refusal(
            _("Choose two different accounts of the round."), code="not_two", field="second"
        )
    refuse_without_reason(reason)
    both = {first, second}
    if Pair.objects.filter(first__in=both, second__in=both).exists():
        raise Refusal(
            _("These two are bound already."),
            code="bound",
            field="second",
            hint=_("Take the bond away first."),
        )
    pair = Pair.objects.create(
        round=first.round, kind=kind, first=first, second=second, reason=reason.strip()
    )
    record(actor, "investment.bound", first.round, after=_told_pair(pair))
    return pair


@transaction.atomic
def unbind(actor: Actor, *, pair_id: int) -> None:
    """Take a bond away."""
    _refuse_others(actor)
    pair = Pair.objects.select_related("first__customer", "second__customer").get(pk=pair_id)
    found = hold_round(pair.round_id)
    record(actor, "investment.unbound", found, before=_told_pair(pair))
    pair.delete()


def _refuse_others(actor: Actor) -> None:
    if not actor.may(Verb.GOVERN_INVESTMENTS):
        raise Forbidden(Verb.GOVERN_INVESTMENTS)


def _refuse_outside(budget: Decimal, rate: Decimal) -> None:
    if budget < 0:
        raise Refusal(_("A budget is nothing or more."), code="budget_outside", field="budget")
    if not 0 <= rate <= 1:
        raise Refusal(
            _("A discount rate is at least nothing, and at most the whole."),
            code="rate_outside",
            field="rate",
        )


def _refuse_less_than_bound(found: Round, budget: Decimal) -> None:
    pool = round_picture(_SYSTEM, found).pool
    if pool is not None and budget < pool.bound:
        raise Refusal(
            _("More than that has been decided about already."),
            code="less_than_bound",
            field="budget",
            hint=_("Write the amount that is bound, or more."),
        )


def _told(terms: Terms) -> dict[str, object]:
    return {
        "invested_budget": plain(terms.budget),
        "invested_rate": plain(terms.rate),
        "invested_hours": None if terms.hours is None else plain(terms.hours),
        "invested_accounts": terms.accounts,
        "invested_aim": terms.aim,
    }


def _told_pair(pair: Pair) -> dict[str, str]:
    return {
        "invested_pair": f"{pair.first.customer} – {pair.second.customer}",
        "invested_bond": pair.kind,
        "invested_because": pair.reason,
    }
