"""From a file that was inspected to lines ready for the ledger, in one pass."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pyarrow as pa
from django.conf import settings

from clavero.ledger.engine import staging as engine
from clavero.ledger.engine.costs import compared, costs_abroad
from clavero.ledger.engine.staging_sql import Recipe
from clavero.ledger.ingest import column_refusals
from clavero.ledger.ingest.doubts import problems, questions
from clavero.ledger.ingest.evidence import Bench
from clavero.ledger.ingest.findings import Inspection, Preview, RefusedRow, Staged
from clavero.ledger.ingest.notation.currencies import agree
from clavero.ledger.ingest.notation.dates import DateEvidence
from clavero.ledger.ingest.notation.numbers import NumberEvidence
from clavero.ledger.ingest.refused import (
    Row,
    must_not_swallow,
    place_of,
    refused_rows,
    write_refused,
)
from clavero.ledger.ingest.stream import OnProgress, Stream, patterns
from clavero.ledger.ingest.tidy import Mark
from clavero.ledger.rules import CODES, Field, Refused

_AMOUNTS = (Field.NET_AMOUNT, Field.QUANTITY, Field.UNIT_PRICE)
_TELLTALE = {Refused.NOT_A_NUMBER, Refused.NOT_A_DATE, Refused.IMPOSSIBLE_DATE}
_MORE_ATTEMPTS = 2
_OF_LINES = 0.75  # of the bar; the rest is for finding the refused rows
_MOST_STRAYS = 0.02  # of all rows
_DWARFED = 300  # times what it costs or is listed at; a sign that is lost makes a thousand
_FIRST = 100  # refused rows that are told at once


def stage(
    inspection: Inspection,
    folder: Path,
    *,
    import_id: str,
    rates: pa.Table | None,
    reporting_currency: str,
    on_progress: OnProgress | None = None,
) -> Staged:
    """Write the file's lines to ``folder/kept`` and its refused rows to ``folder/refused.csv``.

    ``rates`` has ``currency``, ``day`` and ``rate``: units of the reporting currency for one of
    ``currency``, with a row for each day on which it holds. Raises :class:`Refusal` for a file
    that cannot be trusted as a whole; what is in ``folder`` then has no meaning.
    """
    _must_be_settled(inspection)
    _must_agree(inspection)
    chosen = inspection.choices.currency
    # Where lines say their currency, those that do not are in the company's own.
    of_file = None if Field.CURRENCY in inspection.fields else inspection.currency

    def recipe(bench: Bench, *, takes_strays: bool) -> Recipe:
        return Recipe(
            import_id=import_id,
            fields=frozenset(bench.columns),
            numbers=patterns(bench, takes_strays=takes_strays),
            default_currency=chosen or of_file or reporting_currency,
            reporting_currency=reporting_currency,
            negative_credit_notes=inspection.choices.credit_notes == "negative",
            costs_in_line_currency=inspection.choices.cost_currency == "line",
        )

    job = _Job(inspection, folder, recipe, rates, on_progress)
    staged = job.attempt()
    _must_be_in_their_currency(inspection, job, chosen or of_file or reporting_currency)
    for _attempt in range(_MORE_ATTEMPTS):
        if not job.reconsider(staged):
            break
        staged = job.attempt()
    job.must_have_dates(staged)
    _must_not_dwarf(inspection, staged, reporting_currency)
    _must_know_costs(inspection, staged, reporting_currency)
    return staged


def preview(
    inspection: Inspection,
    limit: int = 20,
    *,
    rates: pa.Table | None = None,
    reporting_currency: str | None = None,
) -> Preview:
    """What importing the file would do, over all its rows. Nothing is changed.

    The file is staged where nobody looks, so that what is shown is what would happen.
    """
    home = Path(settings.LEDGER_HOME) / "tmp"
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home, prefix="preview-") as name:
        folder = Path(name)
        currency = reporting_currency or inspection.currency or "EUR"
        staged = stage(
            inspection, folder, import_id="preview", rates=rates, reporting_currency=currency
        )
        lines = engine.first_lines(staged.kept_folder, limit)
        return Preview(staged, lines, staged.first_refused[:limit])


# -- before: what no attempt would mend ------------------------------------------------------------


def _must_be_settled(inspection: Inspection) -> None:
    if inspection.missing:
        raise column_refusals.missing_columns(inspection.missing, inspection.source.names)
    for refusal in inspection.problems:
        raise refusal
    for question in inspection.questions:
        raise question.refusal


def _must_agree(inspection: Inspection) -> None:
    """Amounts must not differ from quantity times price by powers of ten.

    Where the price is something else (of a pack, before tax in another unit) amounts differ in
    all manner of ways, and nothing can be said.
    """
    bench = inspection.bench
    if not all(field in bench.columns for field in _AMOUNTS):
        return
    stream = Stream(bench, {field: bench.columns[field] for field in _AMOUNTS})
    with stream.watched() as rows:
        found = engine.agreement(rows, patterns(bench))
    compared = found.same + found.above + found.below + found.other
    if found.other > 0.05 * compared:
        return
    # A price per hundred units makes amounts smaller, in some rows; nothing innocent makes
    # them greater.
    if found.above >= max(2, 0.01 * compared) or found.below > max(1, 0.5 * compared):
        share = round(100 * (found.above + found.below) / compared)
        name = inspection.fields[Field.NET_AMOUNT].name
        place = place_of(inspection.source, found.first or 0)
        raise column_refusals.misplaced_decimals(name, share, place)


# -- after: what only the lines tell ---------------------------------------------------------------


def _must_be_in_their_currency(inspection: Inspection, job: _Job, default: str) -> None:
    """No amount may count in another currency than the one written beside it."""
    wrong = [
        (mark, own or default)
        for (said, own), mark in job.marks.items()
        if not agree(said, own or default)
    ]
    if wrong:
        mark, currency = min(wrong, key=lambda each: each[0].number)
        name = inspection.fields[mark.field].name
        place = place_of(inspection.source, mark.number)
        raise column_refusals.contradictory_currencies(name, place, mark.text, currency)


def _must_not_dwarf(inspection: Inspection, staged: Staged, reporting_currency: str) -> None:
    """Amounts that all may have lost their decimal sign must not be hundreds of times what the
    lines cost or what they are listed at."""
    column = inspection.in_thousands
    if column is None:
        return
    found = compared(staged.kept_folder, reporting_currency)
    for each, times in ((Field.COST, found.cost), (Field.LIST_PRICE, found.list_price)):
        if times is not None and times >= _DWARFED and each in inspection.fields:
            other = inspection.fields[each].name
            raise column_refusals.dwarfing_numbers(
                column.name, column.examples[0], other, f"{times:.0f}"
            )


def _must_know_costs(inspection: Inspection, staged: Staged, reporting_currency: str) -> None:
    """Ask in which currency costs are, once there is a line for which it matters."""
    column = inspection.fields.get(Field.COST)
    if column is None or inspection.choices.cost_currency is not None:
        return
    if set(staged.net_total) <= {reporting_currency}:
        return
    if found := costs_abroad(staged.kept_folder, reporting_currency):
        raise column_refusals.ambiguous_costs(column.name, reporting_currency, found)


# -- the attempt -----------------------------------------------------------------------------------


class _RecipeOf(Protocol):
    def __call__(self, bench: Bench, *, takes_strays: bool) -> Recipe: ...


@dataclass(slots=True)
class _Report:
    """What was refused, and what that proves of how its columns are written."""

    by_reason: Counter[str] = field(default_factory=Counter)
    without_date: int = 0
    first: list[RefusedRow] = field(default_factory=list)
    numbers: dict[Field, NumberEvidence] = field(default_factory=dict)
    dates: dict[Field, DateEvidence] = field(default_factory=dict)
    without_decimals: set[Field] = field(default_factory=set)

    def add(self, row: Row) -> None:
        """Count a row."""
        told = row.told
        self.by_reason[told.reason] += 1
        self.without_date += row.field is Field.DATE
        if len(self.first) < _FIRST:
            self.first.append(told)
        if row.field is not None and told.reason == Refused.LOST_DECIMALS:
            self.without_decimals.add(row.field)
        if row.field is None or told.reason not in _TELLTALE:
            return
        if told.reason == Refused.NOT_A_NUMBER:
            self.numbers.setdefault(row.field, NumberEvidence()).add([told.value])
        else:
            self.dates.setdefault(row.field, DateEvidence()).add([told.value])


@dataclass(slots=True)
class _Job:
    """A file on its way, in as many attempts as its last rows make necessary."""

    inspection: Inspection
    folder: Path
    recipe_of: _RecipeOf
    rates: pa.Table | None
    on_progress: OnProgress | None
    bench: Bench = field(init=False)
    plain_codes: set[Field] = field(default_factory=lambda: set(CODES))
    takes_strays: bool = False
    told: float = 0.0
    stripped: set[Field] = field(default_factory=set)
    marks: Mapping[tuple[str, str | None], Mark] = field(default_factory=dict)
    report: _Report = field(default_factory=_Report)

    def __post_init__(self) -> None:
        self.bench = self.inspection.bench.copy()

    def attempt(self) -> Staged:
        """Read the whole file as the evidence so far says."""
        self.told = 0.0
        for leftover in (*self.folder.glob("parts-*"), self.folder / "kept"):
            shutil.rmtree(leftover, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        parts = self.folder / f"parts-{secrets.token_hex(4)}"
        stream = Stream(self.bench, self.bench.columns, self.plain_codes)
        with stream.pieces() as pieces:
            engine.write_lines(
                pieces,
                self.recipe_of(self.bench, takes_strays=self.takes_strays),
                self.rates,
                parts,
                lambda share: self._tell(_OF_LINES * share),
            )
        self.stripped = stream.stripped
        self.marks = stream.marks
        must_not_swallow(self.inspection.source)
        self.report = self._write_refused(parts, stream.broken)
        self._tell(1)
        kept = self._keep(parts)
        shutil.rmtree(parts)
        return self._staged(kept)

    def _tell(self, share: float) -> None:
        """Say how far it is. Of two threads, the one that is behind must not turn it back."""
        if self.on_progress is not None and share > self.told:
            self.told = share
            self.on_progress(share)

    def reconsider(self, staged: Staged) -> bool:
        """Whether the rows refused show that a column is written otherwise than its first rows.

        A column of whole numbers may show its first decimals in its last rows, and an order of
        days and months may be proved only there. Then everything is read again.
        """
        before = self._reading()
        known = self.inspection.bench
        for each, refused in self.report.numbers.items():
            sample = known.numbers[each]
            self.bench.numbers[each] = sample.beside(refused, _weight(sample.seen, staged))
        for each, refused_dates in self.report.dates.items():
            sample_dates = known.dates[each]
            self.bench.dates[each] = sample_dates.beside(
                refused_dates, _weight(sample_dates.seen, staged)
            )
        names = self.inspection.source.names
        # What the first rows never have may be common further on: then all of its column is looked
        # at, and either it is lost in too many rows, or nothing is.
        lost = self.report.by_reason[Refused.LOST_DECIMALS]
        is_common = lost > max(1, _MOST_STRAYS * staged.read)
        if is_common and not self.takes_strays:
            self.bench.read_on(self.report.without_decimals)
        for refusal in problems(self.bench, names):
            raise refusal
        for question in questions(self.bench, names):
            raise question.refusal
        # 17850.0 is the code 17850, whatever the other codes are: else a file with a part of the
        # same lines would have other codes. Beside 100.5 it is not.
        self.plain_codes -= {
            Field(name) for name in engine.has_decimals(staged.kept_folder, self.stripped)
        }
        self.takes_strays |= is_common
        return self._reading() != before

    def _reading(self) -> object:
        return (
            {each: self.bench.decimals(each) for each in self.bench.numbers},
            {each: self.bench.date_notation(each) for each in self.bench.dates},
            frozenset(self.plain_codes),
            self.takes_strays,
        )

    def _write_refused(self, parts: Path, broken: int) -> _Report:
        report = _Report()
        path = self.folder / "refused.csv"
        path.unlink(missing_ok=True)
        if broken or engine.has_verdicts(parts):
            source = self.inspection.source
            rows = refused_rows(
                source,
                engine.verdicts(parts),
                self.bench.columns,
                self.bench.decimal_commas(),
                lambda share: self._tell(_OF_LINES + (1 - _OF_LINES) * share),
            )
            for row in write_refused(rows, source, path):
                report.add(row)
            if not report.by_reason:
                path.unlink()
        return report

    def _keep(self, parts: Path) -> Path:
        kept = self.folder / "kept"
        written = parts / "kept"
        if written.exists():
            written.rename(kept)
        else:
            kept.mkdir()
        return kept

    def _staged(self, kept: Path) -> Staged:
        counts = engine.count(kept, has_kinds=Field.KIND in self.bench.columns)
        refused = self.report.by_reason.total()
        return Staged(
            folder=self.folder,
            read=counts.kept + refused,
            kept=counts.kept,
            refused=refused,
            refused_by_reason=dict(self.report.by_reason.most_common()),
            first_refused=tuple(self.report.first),
            unattributed=counts.unattributed,
            without_cost=counts.without_cost,
            net_total=counts.net_total,
            zero_price=counts.zero_price,
            negative_price=counts.negative_price,
            positive_credit_notes=counts.positive_credit_notes,
            first=counts.first,
            last=counts.last,
        )

    def must_have_dates(self, staged: Staged) -> None:
        """Refuse a file in which no row at all has a date."""
        if staged.read and self.report.without_date == staged.read:
            name = self.inspection.fields[Field.DATE].name
            raise column_refusals.no_dates(name, staged.first_refused[0].value)


def _weight(seen: int, staged: Staged) -> float:
    """How many rows each value of the sample stands for."""
    return max(staged.read / seen, 1.0) if seen else 1.0
