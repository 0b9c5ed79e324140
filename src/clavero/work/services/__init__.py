"""What people do with tasks."""

from clavero.work.services.giving import give_tasks
from clavero.work.services.points import tick_point, write_points
from clavero.work.services.tasks import (
    add_task,
    change_task,
    drop_task,
    finish_task,
    reopen_task,
)

__all__ = [
    "add_task",
    "change_task",
    "drop_task",
    "finish_task",
    "give_tasks",
    "reopen_task",
    "tick_point",
    "write_points",
]
