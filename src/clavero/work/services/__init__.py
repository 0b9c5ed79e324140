"""What people do with tasks."""

from clavero.work.services.tasks import (
    add_task,
    change_task,
    drop_task,
    finish_task,
    reopen_task,
)

__all__ = ["add_task", "change_task", "drop_task", "finish_task", "reopen_task"]
