"""What can be read about interactions."""

from clavero.interactions.selectors.choosing import (
    Choices,
    ToChange,
    accounts_to_choose,
    choices_of,
    interaction_to_change,
)
from clavero.interactions.selectors.copied import (
    MailboxSeen,
    copy_to,
    mailbox_seen,
    sees_mailbox,
)
from clavero.interactions.selectors.figures import (
    AccountFigures,
    Waiting,
    days_met,
    figures_of_accounts,
    waiting_longest,
)
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
    "MailboxSeen",
    "Spent",
    "TimeSeen",
    "ToChange",
    "Waiting",
    "account_interactions",
    "accounts_to_choose",
    "all_interactions",
    "brought_seen",
    "choices_of",
    "copy_to",
    "days_met",
    "figures_of_accounts",
    "interaction_seen",
    "interaction_to_change",
    "interactions",
    "mailbox_seen",
    "sees_mailbox",
    "time_seen",
    "waiting_longest",
]
