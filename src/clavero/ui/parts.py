"""The pieces that pages are composed of, as data; ``{% load ui %}`` draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from clavero.core.estimates import Estimate
from clavero.core.period import Period

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Input:
    """One of the values that a number was computed from, already written for the reader."""

    label: Text
    value: Text
    url: str = ""
    """Where its records are."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a number is what it is: "everything shown explains itself"."""

    sentence: Text
    """What the number says, in one sentence."""
    formula: Text = ""
    inputs: Sequence[Input] = ()
    period: Period | None = None
    data_version: int | None = None
    source: Text = ""
    """Where the method is published."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure that stands alone. ``comparison`` says in words with what ``growth`` compares."""

    label: Text
    value: Text
    note: Text = ""
    growth: Estimate | None = None
    comparison: Text = ""
    url: str = ""
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class Entering:
    """What ``ui/entering.html`` is called: a page on which people enter something, above what was
    entered. ``load`` leads to where a file of it is brought; ``title`` and ``verb`` are the form's;
    ``label`` names the table, under ``headline`` and ``note`` where it has some, and ``empty`` says
    that there is none, with ``empty_text``."""

    heading: Text
    subheading: Text
    load: tuple[Text, str]
    title: Text
    verb: Text
    label: Text
    empty: Text
    empty_text: Text
    icon: str
    headline: Text = ""
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step on the way to a page."""

    label: Text
    url: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far some work is. ``total`` is ``None`` while it is not known."""

    label: Text
    done: int
    total: int | None
    url: str
    """The page that shows it; it answers partial requests with the bar alone."""
    note: Text = ""

    @property
    def percent(self) -> int | None:
        """Whole percent done."""
        if not self.total:
            return None
        return min(100, self.done * 100 // self.total)
