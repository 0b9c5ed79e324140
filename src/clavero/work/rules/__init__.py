"""Where tasks come from, when they come again, and what may fall due."""

from clavero.work.rules.repeating import Repeat, Unit
from clavero.work.rules.tasks import DueKind, Origin, State

__all__ = ["DueKind", "Origin", "Repeat", "State", "Unit"]
