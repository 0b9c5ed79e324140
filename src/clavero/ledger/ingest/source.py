"""Where rows come from, whatever the file is: batches of text with the numbers of their rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import pyarrow as pa
from django.conf import settings
from django.utils.translation import gettext, gettext_noop, override

from clavero.ledger.ingest.findings import Finding


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row with more or fewer fields than the file has columns."""

    number: int
    cells: tuple[str, ...]
    line_ends: int
    """Line ends inside its fields."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows in their order. ``numbers`` counts records, the header being 1.

    ``rows`` has one column of text for each column asked for, named by :func:`column_name`, with
    nulls or empty texts where there is nothing; some may be dictionary-encoded, where that was
    asked for. ``broken`` are rows that stand between these.
    ``share`` is how much of the file has been read.
    """

    numbers: pa.Array
    rows: pa.RecordBatch
    broken: tuple[BrokenRow, ...]
    share: float


class Source(Protocol):
    """A file that was recognised, ready to be read as often as needed."""

    names: tuple[str, ...]
    """The column names, in order, none twice."""

    @property
    def details(self) -> Mapping[str, Finding]:
        """What was found out about the file."""

    @property
    def delimiter(self) -> str:
        """What separates columns, where its refused rows are written as text."""

    @property
    def is_typed(self) -> bool:
        """Whether numbers and dates come from cells that are numbers and dates, not from text."""

    @property
    def may_be_unreadable(self) -> bool:
        """Whether letters may have been lost, which stand as U+FFFD."""

    def batches(
        self,
        columns: Collection[int] | None = None,
        *,
        decimal_commas: Collection[int] = (),
        only_written: bool = False,
        nothing: Collection[str] = (),
        coded: Collection[int] = (),
    ) -> Iterator[Batch]:
        """All rows, with the columns at these positions; ``None`` for all.

        ``decimal_commas`` are columns whose texts have decimal commas: what is a number in a
        workbook is then written that way as well. ``only_written`` leaves out what is a number
        or a date by itself: it proves nothing of how people write them in that column.
        ``nothing`` are texts that stand for nothing: they come as nulls. ``coded`` are columns
        that may come dictionary-encoded: few different texts, of which each is then looked at once.
        """

    def line_of(self, number: int, line_ends_before: int) -> int:
        """The line that a text editor shows for record ``number``.

        ``line_ends_before`` counts line ends inside the fields of the rows before it.
        """

    def sheet_of(self, number: int) -> str:
        """The sheet that record ``number`` stands on, where several are read; else nothing."""

    @property
    def read_together(self) -> tuple[str, ...]:
        """The sheets that are read as one file, where there are several."""

    @property
    def has_line_ends_inside(self) -> bool:
        """Whether some field may hold line ends, so that records and lines are not the same."""


class OnePart:
    """What has no sheets."""

    __slots__ = ()

    def sheet_of(self, number: int) -> str:
        """None."""
        return ""

    @property
    def read_together(self) -> tuple[str, ...]:
        """None."""
        return ()


CODED = pa.dictionary(pa.int32(), pa.string())
"""A column of texts that come as a dictionary and the place of each row's text in it."""


class TypedSource:
    """What all files have in common whose cells know what they are: no text to take apart."""

    __slots__ = ()

    @property
    def delimiter(self) -> str:
        """What spreadsheets take without asking, wherever commas are decimal."""
        return ";"

    @property
    def is_typed(self) -> bool:
        """A cell knows whether it is a number or a date."""
        return True

    @property
    def may_be_unreadable(self) -> bool:
        """Its texts are always readable."""
        return False

    @property
    def has_line_ends_inside(self) -> bool:
        """A cell may hold them, but rows are numbered."""
        return False


REFUSED_COLUMNS = (
    gettext_noop("refused_line"),
    gettext_noop("refused_column"),
    gettext_noop("refused_value"),
    gettext_noop("refused_reason"),
)
"""What ``refused.csv`` says beside the file's own columns, in the language of whoever imports;
who downloads it gets them in theirs."""


@cache
def refused_columns() -> frozenset[str]:
    """The :data:`REFUSED_COLUMNS` in every language: they are passed over when the corrected file
    is imported, whoever downloaded it."""
    known = set(REFUSED_COLUMNS)
    for language, _name in settings.LANGUAGES:
        with override(language):
            known.update(gettext(name) for name in REFUSED_COLUMNS)
    return frozenset(known)


def column_name(position: int) -> str:
    """The name of a column in a batch: ``c0``, ``c1``…"""
    return f"c{position}"
