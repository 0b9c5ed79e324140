"""What can be read about tasks, and about all that falls due."""

from clavero.work.selectors.due import AccountDue, Item, account_due, due_of_all, weeks_of
from clavero.work.selectors.history import Change
from clavero.work.selectors.places import account_named, accounts_offered
from clavero.work.selectors.tasks import (
    Shown,
    TaskRow,
    TaskSeen,
    Whose,
    givable,
    rows_of,
    task_rows,
    task_seen,
    tasks_of,
)

__all__ = [
    "AccountDue",
    "Change",
    "Item",
    "Shown",
    "TaskRow",
    "TaskSeen",
    "Whose",
    "account_due",
    "account_named",
    "accounts_offered",
    "due_of_all",
    "givable",
    "rows_of",
    "task_rows",
    "task_seen",
    "tasks_of",
    "weeks_of",
]
