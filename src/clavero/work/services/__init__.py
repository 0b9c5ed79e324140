"""What people do with tasks."""

from clavero.work.services.feeds import PERIOD, close_feed, count_reading, open_feed, set_reminding
from clavero.work.services.giving import give_tasks
from clavero.work.services.limits import adopt_limits
from clavero.work.services.packs import close_pack, move_tasks, open_pack, tick_section
from clavero.work.services.points import tick_point, write_points
from clavero.work.services.rooms import end_tasks_of, hand_tasks_on, tell_task
from clavero.work.services.tasks import (
    add_task,
    change_task,
    drop_task,
    end_task_of,
    finish_task,
    reopen_task,
)
from clavero.work.services.teams import dedicate, end_dedication

__all__ = [
    "PERIOD",
    "add_task",
    "adopt_limits",
    "change_task",
    "close_feed",
    "close_pack",
    "count_reading",
    "dedicate",
    "drop_task",
    "end_dedication",
    "end_task_of",
    "end_tasks_of",
    "finish_task",
    "give_tasks",
    "hand_tasks_on",
    "move_tasks",
    "open_feed",
    "open_pack",
    "reopen_task",
    "set_reminding",
    "tell_task",
    "tick_point",
    "tick_section",
    "write_points",
]
