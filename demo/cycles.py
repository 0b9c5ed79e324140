"""What a year of selecting key accounts consists of, as the made-up company tells it.

Texts are es, en; accounts are called by how their names begin, people by their key in the cast.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

Text = tuple[str, str]


class Covered(NamedTuple):
    """Who looks after an account of the story, until the day before ``end``."""

    account: str
    by: str
    role: str
    start: date
    end: date | None = None


class Settled(NamedTuple):
    """A version of the selection: hours a year for key accounts, and those that one takes."""

    day: date
    available: int
    each: int
    why: Text


class Put(NamedTuple):
    """A customer put forward by one of the cast."""

    account: str
    by: str
    why: Text


class Known(NamedTuple):
    """Evidence about a candidate."""

    account: str
    by: str
    day: date
    text: Text
    link: str = ""


class Failed(NamedTuple):
    """A question of the filter that rules a candidate out."""

    account: str
    question: str
    why: Text


class Talked(NamedTuple):
    """What raters far apart agreed on."""

    account: str
    criterion: str
    note: Text


class Decided(NamedTuple):
    """What the committee decided; ``against`` where the rules say otherwise."""

    account: str
    status: str
    day: date
    reason: Text
    against: Text = ("", "")


class Tick(NamedTuple):
    """A line of a handover's checklist, done by one of the cast."""

    item: str
    by: str
    day: date


class Handed(NamedTuple):
    """A key account on its way from the account manager to a key account manager."""

    account: str
    to: str
    arranged: date
    meeting: date
    changes: date
    note: Text
    ticks: tuple[Tick, ...]
    accepted: date | None = None


class Year(NamedTuple):
    """A cycle. ``apart`` are scores far from the others' by account, criterion and rater; whoever
    is in ``to_rate`` still has an account before them; ``unanswered`` are open questions.
    """

    year: int
    opened: date
    settled: Settled | None
    put: tuple[Put, ...]
    rated: date
    known: tuple[Known, ...] = ()
    from_ledger: tuple[str, ...] = ()
    failed: tuple[Failed, ...] = ()
    refused: Mapping[str, Text] = {}
    unanswered: Mapping[str, tuple[str, ...]] = {}
    apart: Mapping[tuple[str, str, str], float] = {}
    talked: tuple[Talked, ...] = ()
    to_rate: frozenset[tuple[str, str]] = frozenset()
    deciding: date | None = None
    decided: tuple[Decided, ...] = ()
    handed: tuple[Handed, ...] = ()
