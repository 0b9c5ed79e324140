"""Where a domain says what it does at night, and what a worker goes on with as it begins.

``add_step`` is called in ``AppConfig.ready``, and ``TO_GO_ON_WITH`` is filled there. A step may be
killed anywhere and is then done again, so that doing it twice must leave the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.utils.module_loading import import_string

from clavero.core.errors import Refusal, Sentence

Work: TypeAlias = Callable[[date], Refusal | None]
"""Takes the day to compute for. Where there is nothing to do it answers with the refusal that says
why; what it raises has failed."""


@dataclass(frozen=True, slots=True)
class Step:
    """``place`` is where its :data:`Work` stands, ``package.module.function``: it is imported when
    it is done, because most bring an engine along. ``order`` sorts (leave room: 10, 20, …).

    ``by_the_hour`` steps are done between nights as well; ``of_today`` ones tell of today alone,
    and not of a day of the past.
    """

    key: str
    label: Sentence
    place: str
    order: int
    by_the_hour: bool = False
    of_today: bool = False

    def do(self, on: date) -> Refusal | None:
        """Do it for the day ``on``."""
        work: Work = import_string(self.place)
        return work(on)


_steps: dict[str, Step] = {}


def add_step(step: Step) -> None:
    """Add a step; a second one with the same key takes the place of the first."""
    _steps[step.key] = step


def steps() -> list[Step]:
    """Every step, in order."""
    return sorted(_steps.values(), key=lambda step: (step.order, step.key))


TO_GO_ON_WITH: list[str] = []
"""Functions, ``package.module.function``, that queue again what another worker was killed over."""


def go_on() -> None:
    """Call them all, as a worker begins."""
    for place in TO_GO_ON_WITH:
        import_string(place)()
