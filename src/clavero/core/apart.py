"""Many things are done one after the other, each by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

_log = logging.getLogger(__name__)


def each_apart(do: Callable[[int], int], keys: Iterable[int]) -> int:
    """The sum of what ``do`` answers of each key. One that fails keeps none of the others waiting:
    the first fault is raised once all were done, so that the step is seen to have failed. ``do`` is
    a transaction of its own."""
    done, first = 0, None
    for key in keys:
        try:
            done += do(key)
        except Exception as fault:  # of any kind: the others do not depend on it
            _log.exception("%s failed", key)
            first = first or fault
    if first is not None:
        raise first
    return done
