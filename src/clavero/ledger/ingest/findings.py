"""What looking at a file brought to light, each with its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clavero.core.errors import Refusal, Sentence
from clavero.ledger.ingest.choices import Choices
from clavero.ledger.rules import Field

if TYPE_CHECKING:
    from clavero.ledger.ingest.evidence import Bench
    from clavero.ledger.ingest.source import Source


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence with named places, kept apart from what fills them so that it can be translated
    for whoever reads it. ``str`` puts them together."""

    message: Sentence
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.message) % dict(self.params) if self.params else str(self.message)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found about the file, and why it is believed; what else it could be, as a choice
    among ``options``."""

    value: str
    evidence: Told
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file and what it is taken for.

    ``confidence`` goes from 0 to 1; a column that a person or a saved mapping decided has 1.
    ``notation`` says how its numbers or dates are written, with the evidence.
    """

    position: int
    name: str
    examples: tuple[str, ...] = ()
    field: Field | None = None
    confidence: float = 0.0
    evidence: Told | None = None
    notation: Finding | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Something that only a person can answer, by ``Choices.<choice>`` as one of the options.

    ``readings`` shows what each option would make of the example. Staging without an answer
    raises ``refusal``.
    """

    code: str
    choice: str
    column: str
    example: str
    readings: Mapping[str, str]
    text: Told
    refusal: Refusal

    @property
    def options(self) -> tuple[str, ...]:
        """What can be answered."""
        return tuple(self.readings)


@dataclass(frozen=True, slots=True)
class Inspection:
    """A file looked at: what it is, what its columns mean, and what must be asked.

    ``details`` are findings about the file as a whole, by name (``format``, ``encoding``,
    ``delimiter``, ``quote``, ``line_end``, ``header``, ``sheet``, ``member``), where they apply.
    ``missing`` are fields without a column, ``problems`` why the file cannot be imported as it
    is. ``currency`` is the one that the file says, the commonest where each line says its own,
    ``None`` where it says nothing. ``fingerprint`` is the same for files with the same columns.
    """

    name: str
    details: Mapping[str, Finding]
    columns: tuple[Column, ...]
    missing: tuple[Field, ...]
    questions: tuple[Question, ...]
    problems: tuple[Refusal, ...]
    currency: str | None
    fingerprint: str
    choices: Choices
    today: date
    source: Source = field(repr=False)
    bench: Bench = field(repr=False)

    @property
    def in_thousands(self) -> Column | None:
        """The column of amounts of which nearly all are a thousand or more, without decimals."""
        field = self.bench.in_thousands
        return None if field is None else self.fields[field]

    @property
    def mapping(self) -> dict[str, str]:
        """Column name → field, for columns that have one: what is worth remembering."""
        return {column.name: column.field.value for column in self.columns if column.field}

    @property
    def fields(self) -> dict[Field, Column]:
        """The columns by their field."""
        return {column.field: column for column in self.columns if column.field}


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that does not become a line, and why.

    ``line`` is the line of the file, counted as a text editor counts them, or of its ``sheet``
    where several are read; ``label`` the reason in the reader's words.
    """

    line: int
    column: str
    value: str
    reason: str
    label: Sentence
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Staged:
    """What staging a file did. ``net_total`` adds the amounts in each currency of the file.

    ``without_cost`` counts lines whose cost the file does not say, be it for want of a column;
    ``zero_price`` lines with an amount of zero, ``negative_price`` lines
    whose amount and quantity have different signs, ``positive_credit_notes`` lines of credit
    notes that add to sales: a file may write them without a minus (``Choices.credit_notes``).
    """

    folder: Path
    read: int
    kept: int
    refused: int
    refused_by_reason: Mapping[str, int]
    first_refused: Sequence[RefusedRow]
    unattributed: int
    without_cost: int
    net_total: Mapping[str, Decimal]
    zero_price: int
    negative_price: int
    positive_credit_notes: int
    first: date | None
    last: date | None

    @property
    def kept_folder(self) -> Path:
        """``month=2024-01/*.parquet`` and so on."""
        return self.folder / "kept"

    @property
    def refused_file(self) -> Path | None:
        """The refused rows, to be corrected and imported; ``None`` when there are none."""
        return self.folder / "refused.csv" if self.refused else None


@dataclass(frozen=True, slots=True)
class Preview:
    """What importing the file would do, over all its rows; nothing was changed.

    ``lines`` are the first lines as they would be kept (column name → value, a ledger line's
    columns), ``refused_rows`` the first refused ones.
    """

    staged: Staged
    lines: Sequence[Mapping[str, Any]]
    refused_rows: Sequence[RefusedRow]
