"""What can be read about tasks."""

from clavero.work.selectors.tasks import TaskRow, rows_of, tasks_at, tasks_of

__all__ = ["TaskRow", "rows_of", "tasks_at", "tasks_of"]
