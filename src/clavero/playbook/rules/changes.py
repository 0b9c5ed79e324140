"""Two versions of a playbook: what is different, and whether two people's changes go together.

A playbook is changed in parts: what holds everywhere (with the shares of time, which depend on each
other), and the guide of each strategy.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from clavero.matrix.rules.quadrants import Strategy
from clavero.playbook.rules.guides import Playbook

EVERYWHERE = "everywhere"
PARTS = (EVERYWHERE, *(each.value for each in Strategy))


def changed_parts(before: Playbook, after: Playbook) -> frozenset[str]:
    """The parts in which two playbooks differ.

    >>> from clavero.playbook.rules.defaults import DEFAULT
    >>> sorted(changed_parts(DEFAULT, replace(DEFAULT, everywhere="Ours")))
    ['everywhere']
    """
    return frozenset(part for part in PARTS if _part(before, part) != _part(after, part))


def with_parts(theirs: Playbook, mine: Playbook, parts: Collection[str]) -> Playbook:
    """``theirs`` with the ``parts`` of ``mine``. Raises :class:`Faulty`."""
    merged = theirs
    if EVERYWHERE in parts:
        merged = replace(merged, everywhere=mine.everywhere, shares=mine.shares)
    own = {each: mine.guides[each] for each in Strategy if each in parts}
    return replace(merged, guides={**merged.guides, **own})


def _part(playbook: Playbook, part: str) -> Any:
    if part == EVERYWHERE:
        return playbook.everywhere, dict(playbook.shares)
    return playbook.guides[Strategy(part)]
