"""The lists of lifetime."""

from clavero.lifetime.lists.base import GONE, LIFETIME, STATES, THERE, hidden_columns
from clavero.lifetime.lists.contracts import CONTRACTS
from clavero.lifetime.lists.cycles import CYCLES
from clavero.lifetime.lists.staying import COHORTS, STAYING
from clavero.lifetime.lists.years import YEARS

__all__ = [
    "COHORTS",
    "CONTRACTS",
    "CYCLES",
    "GONE",
    "LIFETIME",
    "STATES",
    "STAYING",
    "THERE",
    "YEARS",
    "hidden_columns",
]
