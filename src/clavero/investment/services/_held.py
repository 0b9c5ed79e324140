"""A round and its cases, held while they change."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.identity.rules import Actor, Verb
from clavero.investment.models import Case, Round
from clavero.investment.selectors import funding_of
from clavero.investment.visibility import case_to_change


def hold_round(round_id: int) -> Round:
    """The round, until the transaction ends; a closed one is refused."""
    found = Round.objects.select_for_update().get(pk=round_id)
    if not found.is_open:
        raise Refusal(
            _("The round “%(name)s” is closed: nothing in it changes any more."),
            code="closed",
            hint=_("What is new belongs to another round."),
            name=found.name,
        )
    return found


def hold_case(actor: Actor, case_id: int, verb: Verb) -> Case:
    """The case with its round held, read anew."""
    found = case_to_change(actor, case_id, verb)
    hold_round(found.round_id)
    return case_to_change(actor, case_id, verb)


def refuse_decided(case: Case) -> None:
    """What was decided of stands as it was decided."""
    funding = funding_of(case)
    if funding is not None:
        raise Refusal(
            _("%(by)s has decided on %(name)s already."),
            code="decided",
            hint=_("What changes now belongs to another round."),
            by=funding.by_name,
            name=str(case.customer),
        )


def refuse_without_reason(reason: str, field: str = "reason") -> None:
    """A decision has a reason."""
    if not reason.strip():
        raise Refusal(
            _("Say why: those who look back will ask."), code="reason_missing", field=field
        )
