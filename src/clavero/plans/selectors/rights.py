"""Who hands a plan in."""

from __future__ import annotations

from clavero.identity.rules import Actor, Verb
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.selectors import CoverageRow, coverage_of


def lead_of(actor: Actor, customer_id: int) -> CoverageRow | None:
    """Who leads an account today."""
    rows = coverage_of(actor, customer_id)
    return next((row for row in rows if row.is_current and row.role is CoverageRole.LEAD), None)


def hands_in(actor: Actor, lead: CoverageRow | None) -> bool:
    """Whoever leads the account, or somebody above them; of one without a lead, who writes it."""
    if not actor.may(Verb.WRITE_PLANS):
        return False
    return actor.user_id is None or lead is None or lead.person_id in {actor.user_id, *actor.team}
