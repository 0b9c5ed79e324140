"""Why a KPI moved: of an account by what it bought, of those above by their accounts."""

from clavero.kpis.selectors.moving.above import MOST_MEMBERS, Together, why_together
from clavero.kpis.selectors.moving.account import Family, Move, Why, why_moved
from clavero.kpis.selectors.moving.explaining import NotExplained

__all__ = [
    "MOST_MEMBERS",
    "Family",
    "Move",
    "NotExplained",
    "Together",
    "Why",
    "why_moved",
    "why_together",
]
