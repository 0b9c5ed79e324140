"""Nights for others' tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

from clavero.core.errors import Refusal
from clavero.nightly import hooks
from clavero.nightly.hooks import Step

Done = list[tuple[str, date]]


class _MadeUp(Step):
    """A step whose work is given, not found by its place."""

    __slots__ = ("work",)

    def do(self, on: date) -> Refusal | None:
        """Do it."""
        work: Callable[[date], Refusal | None] = self.work  # type: ignore[attr-defined]
        return work(on)


@contextmanager
def only_steps(**works: Callable[[date], Refusal | None]) -> Iterator[None]:
    """While it lasts the night consists of these, in their order; one whose name begins with
    ``hourly`` goes by the hour, one that begins with ``today`` tells of today alone."""
    made: dict[str, Step] = {}
    for order, (key, work) in enumerate(works.items()):
        step = _MadeUp(
            key, key, "", order,
            by_the_hour=key.startswith("hourly"), of_today=key.startswith("today"),
        )  # fmt: skip
        object.__setattr__(step, "work", work)
        made[key] = step
    with patch.object(hooks, "_steps", made):
        yield
