"""Looking at a file: what it is, what its columns mean, and what must be asked."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.ledger.ingest import column_refusals, refusals
from clavero.ledger.ingest.choices import IGNORE, Choices
from clavero.ledger.ingest.doubts import currency_question, notation, problems, questions
from clavero.ledger.ingest.evidence import NOTHING, Bench
from clavero.ledger.ingest.findings import Column, Finding, Inspection, Question, Told
from clavero.ledger.ingest.notation.currencies import DOLLAR, beside, known
from clavero.ledger.ingest.notation.dates import Shape, shape_of
from clavero.ledger.ingest.notation.numbers import Proof, prove
from clavero.ledger.ingest.opening import Format, Opened, Wrapping, recognise
from clavero.ledger.ingest.parquet_source import open_parquet
from clavero.ledger.ingest.sheet_source import open_workbook
from clavero.ledger.ingest.source import Batch, Source, column_name, refused_columns
from clavero.ledger.ingest.text_source import open_text
from clavero.ledger.ingest.tidy import currency_of
from clavero.ledger.rules import Field, Refused, kind_of, missing_fields
from clavero.ledger.rules.recognition import Guess, Profile, recognise_fields
from clavero.ledger.rules.words import fold

_SAMPLE = 5_000  # rows
_PROFILED = 400  # values of a column
_EXAMPLES = 4
_IN_BRACKETS = re.compile(r"[(\[]([A-Z]{3}|[€£¥$])[)\]]")
_WORDS = re.compile(r"[^\W\d_]*[€£¥$]|[^\W\d_]+")


def inspect(
    path: Path,
    *,
    name: str,
    choices: Choices | Mapping[str, Any] | None = None,
    saved: Mapping[str, Mapping[str, Any]] | None = None,
    today: date | None = None,
) -> Inspection:
    """Look at the file at ``path``, which its owner calls ``name``. Nothing is changed.

    ``choices`` are what a person decided for this file; ``saved`` what was decided for earlier
    ones, by :attr:`Inspection.fingerprint`. Raises :class:`Refusal` for a file that cannot be
    read as a table; what stands in the way of importing a readable one is told in ``missing``,
    ``questions`` and ``problems``.
    """
    chosen = Choices.of(choices)
    opened = recognise(path, chosen.member)
    source = _open(opened, chosen)
    fingerprint = _fingerprint(source.names)
    chosen = chosen.over(Choices.of((saved or {}).get(fingerprint)))
    sample = _sample(source)
    columns = _columns(source, sample, chosen)
    by_field = {column.field: column for column in columns if column.field}
    day = timezone.localdate() if today is None else today
    positions = {field: column.position for field, column in by_field.items()}
    bench = Bench.of(source, positions, chosen, day, sample)
    return Inspection(
        name=name,
        details={**_about(opened), **source.details},
        columns=tuple(
            replace(column, notation=notation(column.field, bench)) if column.field else column
            for column in columns
        ),
        missing=missing_fields(by_field.keys()),
        questions=(
            *questions(bench, source.names),
            *_currency_questions(columns, sample, chosen),
        ),
        problems=tuple(problems(bench, source.names)),
        currency=chosen.currency or _currency(columns, sample),
        fingerprint=fingerprint,
        choices=chosen,
        today=day,
        source=source,
        bench=bench,
    )


# -- the file --------------------------------------------------------------------------------------


def _open(opened: Opened, chosen: Choices) -> Source:
    if opened.format is Format.XLSX:
        return open_workbook(opened, chosen.sheet)
    if opened.format is Format.PARQUET:
        return open_parquet(opened)
    return open_text(opened, chosen.encoding, chosen.delimiter)


def _about(opened: Opened) -> dict[str, Finding]:
    about = {
        "format": Finding(opened.format, Told(_("By its first bytes, whatever its name says.")))
    }
    if opened.wrapping is not Wrapping.NONE:
        packed = Told(_("The file is packed; it is read without unpacking it on the disk."))
        about["wrapping"] = Finding(opened.wrapping, packed)
    if opened.member is not None:
        about["member"] = Finding(
            opened.member, Told(_("The file inside the archive.")), opened.members
        )
    return about


def _sample(source: Source) -> Batch:
    for batch in source.batches():
        if batch.rows.num_rows:
            rows = batch.rows.slice(0, _SAMPLE)
            return Batch(batch.numbers.slice(0, _SAMPLE), rows, (), batch.share)
    raise refusals.no_lines()


def _fingerprint(names: Sequence[str]) -> str:
    known = "\n".join(_alike(name) for name in names if name not in refused_columns())
    return hashlib.sha256(known.encode()).hexdigest()


def _alike(name: str) -> str:
    """A column's name as it compares; one without a letter that compares is like itself alone."""
    return fold(name) or name


# -- its columns -----------------------------------------------------------------------------------


def _columns(source: Source, sample: Batch, chosen: Choices) -> list[Column]:
    mapped = _by_hand(source.names, chosen)
    values = [_values(sample, position) for position in range(len(source.names))]
    guesses = _guesses(source.names, values, mapped)
    return [
        _column(position, name, values[position], mapped.get(position), guesses.get(position))
        for position, name in enumerate(source.names)
    ]


def _by_hand(names: Sequence[str], chosen: Choices) -> dict[int, Field | None]:
    """The columns that were mapped or left out by choice, by their position."""
    exact = {name: position for position, name in enumerate(names)}
    folded = {_alike(name): position for name, position in reversed(exact.items())}
    mapped: dict[int, Field | None] = {}
    for name, field in chosen.mapping.items():
        position = exact.get(name, folded.get(_alike(name)))
        if position is None:
            raise column_refusals.unknown_column(name, names)
        mapped[position] = None if field == IGNORE else Field(field)
    for field, times in Counter(field for field in mapped.values() if field).items():
        if times > 1:
            twice = [names[position] for position, each in mapped.items() if each is field]
            raise column_refusals.field_twice(field, twice)
    for name in refused_columns() & exact.keys():
        mapped[exact[name]] = None
    return mapped


def _guesses(
    names: Sequence[str], values: Sequence[Sequence[str]], mapped: Mapping[int, Field | None]
) -> dict[int, Guess]:
    free = [position for position in range(len(names)) if position not in mapped]
    taken = {field for field in mapped.values() if field}
    found = recognise_fields(
        [names[position] for position in free],
        [_profile(values[position]) for position in free],
        taken,
    )
    return {free[guess.position]: guess for guess in found}


def _column(
    position: int,
    name: str,
    values: Sequence[str],
    by_hand: Field | None,
    guess: Guess | None,
) -> Column:
    examples = tuple(islice(dict.fromkeys(values), _EXAMPLES))
    if by_hand is not None:
        chosen = Told(_("Chosen by hand, now or for an earlier file."))
        return Column(position, name, examples, by_hand, 1.0, chosen)
    if guess is None:
        return Column(position, name, examples)
    evidence = (
        Told(_("It is the only column of dates."))
        if guess.by_content
        else Told(_("“%(name)s” is a usual name for it."), {"name": name})
    )
    return Column(position, name, examples, guess.field, guess.confidence, evidence)


def _values(sample: Batch, position: int) -> list[str]:
    """The first values of a column that are not empty."""
    texts = pc.utf8_trim_whitespace(sample.rows.column(column_name(position))).drop_null()
    said = (text for text in texts.to_pylist() if text not in NOTHING)
    return list(islice(said, _PROFILED))


def _profile(values: Sequence[str]) -> Profile:
    seen = len(values)
    if not seen:
        return Profile()

    def share(count: int) -> float:
        return count / seen

    return Profile(
        seen=seen,
        distinct=len(set(values)),
        numbers=share(sum(prove(value) is not Proof.NOT_A_NUMBER for value in values)),
        dates=share(sum(shape_of(value) is not Shape.NOT_A_DATE for value in values)),
        kinds=share(sum(kind_of(value) is not None for value in values)),
        currencies=share(sum(not isinstance(currency_of(value), Refused) for value in values)),
        wordy=share(sum(_is_wordy(value) for value in values)),
    )


def _is_wordy(value: str) -> bool:
    """A name rather than a code: several words, mostly letters."""
    return " " in value and 2 * sum(letter.isalpha() for letter in value) > len(value)


def _currency(columns: Sequence[Column], sample: Batch) -> str | None:
    """What the lines say, or else the sign beside the amounts or in a column's name."""
    if column := _of(Field.CURRENCY, columns):
        codes = Counter(currency_of(value) for value in _values(sample, column.position))
        known = [code for code, _times in codes.most_common() if not isinstance(code, Refused)]
        return known[0] if known else None
    mark = _mark(columns, sample)
    return None if mark is None or mark[0] == DOLLAR else mark[0]


def _of(field: Field, columns: Sequence[Column]) -> Column | None:
    return next((column for column in columns if column.field == field), None)


def _mark(columns: Sequence[Column], sample: Batch) -> tuple[str, Column, str] | None:
    """The currency in the name of the amounts' column or beside them, or else in the other names,
    with the column and where it is written. ``$`` only where nothing says more."""
    found: dict[str, tuple[str, Column, str]] = {}
    for field in (Field.NET_AMOUNT, Field.UNIT_PRICE):
        if column := _of(field, columns):
            words = _WORDS.findall(column.name)
            texts = dict.fromkeys(_values(sample, column.position))
            said = [(known(word), column.name) for word in words]
            said += [(beside(text), text) for text in texts]
            for mark, text in said:
                if mark is not None:
                    found.setdefault(mark, (mark, column, text))
    # Who writes “Freight (USD)” means the other amounts, too.
    named = (
        {}
        if found
        else {
            mark: (mark, column, column.name)
            for column in columns
            for word in _IN_BRACKETS.findall(column.name)
            if (mark := known(word)) is not None
        }
    )
    if len(named) == 1:
        found = named
    dollar = found.pop(DOLLAR, None)
    return next(iter(found.values()), dollar)


def _currency_questions(
    columns: Sequence[Column], sample: Batch, chosen: Choices
) -> Iterator[Question]:
    if chosen.currency or _of(Field.CURRENCY, columns):
        return
    mark = _mark(columns, sample)
    if mark is not None and mark[0] == DOLLAR:
        yield currency_question(mark[1].name, mark[2])
