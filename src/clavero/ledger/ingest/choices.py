"""What a person decides about reading a file, where the file leaves it open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clavero.core.money import is_currency
from clavero.ledger.ingest import column_refusals
from clavero.ledger.rules import Field

IGNORE = ""
"""Mapped to this, a column is left out although its name is known."""

_OPTIONS: dict[str, tuple[str, ...]] = {
    "dates": ("dmy", "mdy", "ymd"),
    "decimal": ("comma", "point"),
    "credit_notes": ("as_written", "negative"),
    "cost_currency": ("line", "reporting"),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """Empty means: as the file says.

    ``mapping`` goes from the file's column names to fields (:data:`IGNORE` leaves a column out);
    ``dates`` is ``dmy``, ``mdy`` or ``ymd`` and ``decimal`` ``comma`` or ``point``, for columns
    that prove neither; ``currency`` is that of lines without one; ``credit_notes`` of
    ``negative`` takes the amounts of credit notes off although they are written without minus;
    ``cost_currency`` says whether costs are in the currency of their ``line`` or in the
    ``reporting`` one, which matters where some line is in another;
    ``sheet`` and ``member`` name the part of a workbook or archive.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    dates: str | None = None
    decimal: str | None = None
    currency: str | None = None
    credit_notes: str | None = None
    cost_currency: str | None = None
    sheet: str | None = None
    member: str | None = None
    encoding: str | None = None
    delimiter: str | None = None

    def __post_init__(self) -> None:
        for name, options in _OPTIONS.items():
            value = getattr(self, name)
            if value is not None and value not in options:
                raise column_refusals.unknown_choice(name, value, options)
        if self.currency is not None and not is_currency(self.currency):
            raise column_refusals.unknown_currency(self.currency)
        if self.delimiter is not None and (len(self.delimiter) != 1 or self.delimiter in "\r\n\"'"):
            raise column_refusals.unknown_delimiter(self.delimiter)
        known = {*Field, IGNORE}
        for column, name in self.mapping.items():
            if name not in known:
                raise column_refusals.unknown_field(column, name)

    @classmethod
    def of(cls, given: Choices | Mapping[str, Any] | None) -> Choices:
        """Choices from what a form or a saved record holds; what is not a choice is passed over.

        >>> Choices.of({"dates": "dmy", "source": "the shop", "currency": ""}).dates
        'dmy'
        """
        if isinstance(given, Choices):
            return given
        known = {name: value for name, value in (given or {}).items() if name in cls.__slots__}
        return cls(**{name: value for name, value in known.items() if value})

    def as_json(self) -> dict[str, Any]:
        """What :meth:`of` reads back: only what was chosen."""
        chosen = {name: getattr(self, name) for name in self.__slots__}
        return {
            name: dict(value) if name == "mapping" else value
            for name, value in chosen.items()
            if value
        }

    def over(self, saved: Choices) -> Choices:
        """These choices, and ``saved`` ones where these say nothing."""
        mine, theirs = self.as_json(), saved.as_json()
        mapping = {**theirs.pop("mapping", {}), **mine.pop("mapping", {})}
        return Choices(**{**theirs, **mine}, mapping=mapping)
