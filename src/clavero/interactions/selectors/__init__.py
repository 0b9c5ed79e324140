"""What can be read about interactions."""

from clavero.interactions.selectors.choosing import (
    Choices,
    ToChange,
    accounts_to_choose,
    choices_of,
    interaction_to_change,
)
from clavero.interactions.selectors.figures import AccountFigures, days_met, figures_of_accounts
from clavero.interactions.selectors.matching import BroughtSeen, brought_seen
from clavero.interactions.selectors.seen import (
    AccountInteractions,
    InteractionSeen,
    account_interactions,
    all_interactions,
    interaction_seen,
)
from clavero.interactions.selectors.time import Spent, TimeSeen, time_seen
from clavero.interactions.visibility import interactions

__all__ = [
    "AccountFigures",
    "AccountInteractions",
    "BroughtSeen",
    "Choices",
    "InteractionSeen",
    "Spent",
    "TimeSeen",
    "ToChange",
    "account_interactions",
    "accounts_to_choose",
    "all_interactions",
    "brought_seen",
    "choices_of",
    "days_met",
    "figures_of_accounts",
    "interaction_seen",
    "interaction_to_change",
    "interactions",
    "time_seen",
]
