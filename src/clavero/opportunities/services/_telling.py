"""What is told of needs and opportunities beside their own history: in that of the customer, and to
those who listen."""

from __future__ import annotations

from clavero.core.audit import record
from clavero.identity.rules import Actor
from clavero.opportunities import hooks
from clavero.opportunities.models import Need, Opportunity

OF_CUSTOMER = (
    "need.added",
    "need.closed",
    "need.reopened",
    "opportunity.added",
    "opportunity.won",
    "opportunity.lost",
    "opportunity.reopened",
)
"""What the history of the customer tells, too."""


def tell_need(actor: Actor, verb: str, need: Need) -> None:
    """A need was written: its customer's history tells of it, and so do those who listen."""
    if verb in OF_CUSTOMER:
        told = {"need_text": need.text, "need_closed": need.closed_reason}
        record(actor, verb, need.customer, after=_known(told))
    for hear in hooks.on_need:
        hear(actor, verb, need)


def tell_opportunity(actor: Actor, verb: str, opportunity: Opportunity) -> None:
    """The same of an opportunity."""
    if verb in OF_CUSTOMER:
        title, why = opportunity.title, opportunity.outcome_reason
        told = {"opportunity_title": title, "opportunity_why": why}
        record(actor, verb, opportunity.customer, after=_known(told))


def _known(told: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in told.items() if value}
