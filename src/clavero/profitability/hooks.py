"""What rooms above count of serving accounts.

A domain above whose records are events of an activity says so in its ``AppConfig.ready``:
``COUNTED_IN_APP[Standard.VISIT] = InApp(…)``. They count where the rates of the activity say that
Clavero counts it, so that nothing counts twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from decimal import Decimal

    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class InApp:
    """``rows`` are the records of which each is an event, with a ``customer`` and a ``day``;
    ``stamp`` is new after every change to them. One query each. ``page`` is the name of the page
    that has those of an account. ``shared`` says of which rows each is but a part of one event,
    done for several accounts at once, and what part: of those with the customers of some codes
    (``None``: of all), by their numbers; the parts of an event are one in all."""

    rows: Callable[[], QuerySet[Any]]
    stamp: Callable[[], tuple[int, ...]]
    page: str
    shared: Callable[[QuerySet[Any], Collection[str] | None], Mapping[int, Decimal]] | None = None


COUNTED_IN_APP: dict[str, InApp] = {}
