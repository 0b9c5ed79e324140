"""Who hands a plan in."""

from __future__ import annotations

from clavero.identity.rules import Actor, Verb
from clavero.portfolio.selectors import CoverageRow


def hands_in(actor: Actor, lead: CoverageRow | None) -> bool:
    """Whoever leads the account, or somebody above them; of one without a lead, who writes it."""
    if not actor.may(Verb.WRITE_PLANS):
        return False
    return actor.user_id is None or lead is None or lead.person_id in {actor.user_id, *actor.team}
