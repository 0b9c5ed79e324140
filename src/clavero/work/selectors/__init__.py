"""What can be read about tasks, and about all that falls due."""

from clavero.work.selectors.due import (
    AccountDue,
    Item,
    account_due,
    due_of_all,
    open_until,
    weeks_of,
)
from clavero.work.selectors.feeds import calendar_of, feed_of, feed_opened_by
from clavero.work.selectors.history import Change
from clavero.work.selectors.load import (
    LoadRow,
    all_limits,
    latest_limits,
    limits_of,
    limits_on,
    load_rows,
    sees_load,
)
from clavero.work.selectors.packs import (
    PackSeen,
    Suggestion,
    has_pack,
    pack_of_account,
    pack_seen,
    pack_to_close,
    packs,
    suggestions,
)
from clavero.work.selectors.places import account_named, accounts_offered
from clavero.work.selectors.reminders import days_before, days_reminded_of, reminders_of
from clavero.work.selectors.tasks import (
    Shown,
    TaskRow,
    TaskSeen,
    Whose,
    givable,
    keys_told,
    rows_of,
    task_rows,
    task_seen,
    tasks_of,
)
from clavero.work.selectors.team import Member, TeamSeen, account_team

__all__ = [
    "AccountDue",
    "Change",
    "Item",
    "LoadRow",
    "Member",
    "PackSeen",
    "Shown",
    "Suggestion",
    "TaskRow",
    "TaskSeen",
    "TeamSeen",
    "Whose",
    "account_due",
    "account_named",
    "account_team",
    "accounts_offered",
    "all_limits",
    "calendar_of",
    "days_before",
    "days_reminded_of",
    "due_of_all",
    "feed_of",
    "feed_opened_by",
    "givable",
    "has_pack",
    "keys_told",
    "latest_limits",
    "limits_of",
    "limits_on",
    "load_rows",
    "open_until",
    "pack_of_account",
    "pack_seen",
    "pack_to_close",
    "packs",
    "reminders_of",
    "rows_of",
    "sees_load",
    "suggestions",
    "task_rows",
    "task_seen",
    "tasks_of",
    "weeks_of",
]
