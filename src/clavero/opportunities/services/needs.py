"""Needs are written down, changed, closed for a reason, and given solutions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor, Verb
from clavero.opportunities.models import Need, Solution, TailoredSolution
from clavero.opportunities.rules.needs import (
    MOST_FIT,
    URGENCIES,
    Certainty,
    Closed,
    Function,
    Horizon,
)
from clavero.opportunities.selectors.needs import needs
from clavero.opportunities.services._changing import (
    as_told,
    changed,
    refuse_blind_owner,
    refuse_empty,
    require,
    tidy,
)
from clavero.opportunities.services._telling import tell_need
from clavero.portfolio.visibility import accounts

_FIELDS = (
    "text", "horizon", "function", "urgency", "fit", "certainty", "evidence", "source", "said_on",
    "owner_id", "is_shared",
)  # fmt: skip


@transaction.atomic
def add_need(
    actor: Actor,
    *,
    customer_id: int,
    text: str,
    source: str,
    said_on: date,
    horizon: Horizon = Horizon.NOW,
    function: Function = Function.OTHER,
    urgency: int = 3,
    certainty: Certainty = Certainty.STATED,
    fit: int | None = None,
    evidence: str = "",
    owner_id: int | None = None,
    is_shared: bool = False,
) -> Need:
    """Write down what a customer needs. Raises ``Customer.DoesNotExist`` for strangers to it."""
    customer = accounts(actor).get(pk=customer_id)
    require(actor, Verb.TEND_OPPORTUNITIES)
    given = _checked(
        customer.pk, text=text, source=source, said_on=said_on, horizon=horizon.value,
        function=function.value, urgency=urgency, certainty=certainty.value, fit=fit,
        evidence=evidence, owner_id=owner_id, is_shared=is_shared,
    )  # fmt: skip
    need = Need.objects.create(customer=customer, by_name=actor.name, **given)
    record(actor, "need.added", need, after=as_told(given))
    tell_need(actor, "need.added", need)
    return need


@transaction.atomic
def change_need(actor: Actor, *, need_id: int, seen: int = 0, **given: Any) -> Need:
    """Put a need right; fields that are not given stay. ``seen`` is the revision looked at.

    Raises ``Need.DoesNotExist`` for strangers to its customer.
    """
    need = _to_change(actor, need_id)
    _refuse_closed(need)
    unknown = given.keys() - set(_FIELDS)
    if unknown:
        raise TypeError(f"a need has no {', '.join(sorted(unknown))}")
    checked = _checked(need.customer_id, **given)
    if changed(actor, need, checked, seen=seen, verb="need.changed"):
        tell_need(actor, "need.changed", need)
    return need


@transaction.atomic
def close_need(
    actor: Actor, *, need_id: int, reason: Closed, note: str = "", seen: int = 0
) -> Need:
    """There is nothing more to do about it, for a reason."""
    need = _to_change(actor, need_id)
    _refuse_closed(need)
    given = tidy(Need, {"closed_reason": reason.value, "closed_note": note})
    given["closed_on"] = timezone.localdate()
    changed(actor, need, given, seen=seen, verb="need.closed")
    tell_need(actor, "need.closed", need)
    return need


@transaction.atomic
def reopen_need(actor: Actor, *, need_id: int) -> Need:
    """The customer needs it after all."""
    need = _to_change(actor, need_id)
    if need.is_open:
        raise Refusal(_("This need is open already."), code="already_open")
    before = {"closed_reason": need.closed_reason, "closed_note": need.closed_note}
    need.closed_on, need.closed_reason, need.closed_note = None, "", ""
    need.save(update_fields=["closed_on", "closed_reason", "closed_note"])
    record(actor, "need.reopened", need, before=before)
    tell_need(actor, "need.reopened", need)
    return need


@transaction.atomic
def link_solution(
    actor: Actor, *, need_id: int, solution_id: int, tailoring: str = ""
) -> TailoredSolution:
    """A solution for the need, as it is made to fit; linked already, its tailoring is written
    anew."""
    need = _to_change(actor, need_id)
    _refuse_closed(need)
    solution = Solution.objects.get(pk=solution_id, is_retired=False)
    given = tidy(TailoredSolution, {"tailoring": tailoring})
    link = TailoredSolution.objects.filter(need=need, solution=solution).first()
    before = None if link is None else {"solution": solution.name, "tailoring": link.tailoring}
    if link is None:
        link = TailoredSolution(need=need, solution=solution)
    link.tailoring, link.by_name = given["tailoring"], actor.name
    link.save()
    told = {"solution": solution.name, **given}
    record(actor, "need.solution_linked", need, before=before, after=told)
    tell_need(actor, "need.solution_linked", need)
    return link


@transaction.atomic
def unlink_solution(actor: Actor, *, need_id: int, solution_id: int) -> None:
    """It is not the solution after all. Raises ``TailoredSolution.DoesNotExist``."""
    need = _to_change(actor, need_id)
    link = TailoredSolution.objects.select_related("solution").get(
        need=need, solution_id=solution_id
    )
    told = {"solution": link.solution.name, "tailoring": link.tailoring}
    link.delete()
    record(actor, "need.solution_unlinked", need, before=told)
    tell_need(actor, "need.solution_unlinked", need)


def _to_change(actor: Actor, need_id: int) -> Need:
    """The need, locked."""
    need = needs(actor).select_for_update(of=("self",)).select_related("customer").get(pk=need_id)
    require(actor, Verb.TEND_OPPORTUNITIES)
    return need


def _refuse_closed(need: Need) -> None:
    if not need.is_open:
        raise Refusal(
            _("This need is closed."),
            code="need_closed",
            hint=_("Open it again if the customer still has it."),
        )


def _checked(customer_id: int, **given: Any) -> dict[str, Any]:
    found = tidy(Need, given)
    refuse_empty(found, "text", _("Say what the customer needs."))
    refuse_empty(found, "source", _("Say who told it, or where it is written."))
    if "urgency" in found and found["urgency"] not in URGENCIES:
        raise Refusal(
            _("Urgency is from 1, can wait, to 5, at once."), code="no_urgency", field="urgency"
        )
    fit = found.get("fit")
    if fit is not None and not 0 <= fit <= MOST_FIT:
        raise Refusal(_("Our fit is from 0, none, to 10, full."), code="no_fit", field="fit")
    if "said_on" in found and found["said_on"] > timezone.localdate():
        raise Refusal(
            _("Nobody can have heard of it on a day to come."),
            code="in_the_future",
            field="said_on",
            hint=_("Write the day on which it was heard."),
        )
    if "owner_id" in found:
        refuse_blind_owner(found["owner_id"], customer_id)
    return found
