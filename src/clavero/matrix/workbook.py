"""The numbers of the matrix as a workbook: the accounts, and both sums of each, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clavero.core.freshness import is_stale
from clavero.matrix.models import FORECAST_NAMES, SOURCE_NAMES, AccountScore
from clavero.matrix.rules.evidence import Source
from clavero.matrix.rules.factors import Factor
from clavero.matrix.rules.scores import FRACTIONS, Subject
from clavero.matrix.scales_in_words import scale_in_words
from clavero.matrix.selectors import Line, MatrixRow, lines_of
from clavero.matrix.sentences import Names, factors_of
from clavero.matrix.stages_in_words import View, views_of
from clavero.matrix.words import UNITS
from clavero.ui.lists import Listing
from clavero.ui.lists.export import sheet_about, sheet_of
from clavero.ui.spreadsheet import Sheet, to_workbook

_POINTS = "0.000"
_PLACES = 9


def matrix_workbook(listing: Listing, rows: Sequence[MatrixRow], names: Names) -> bytes:
    """A workbook with the list as it is filtered and sorted, and the sums behind it."""
    sheets = (sheet_of(listing.screen, listing.table), _sums(rows, names))
    return to_workbook([*sheets, sheet_about(listing.about)])


def _sums(rows: Sequence[MatrixRow], names: Names) -> Sheet:
    heads = [
        _("Code"),
        _("Account"),
        _("Sum"),
        _("Factor"),
        _("Value"),
        _("Unit"),
        _("Scale"),
        _("Score"),
        _("Weight"),
        _("Points"),
        _("Who says so"),
        _("Said on"),
        _("Age"),
        _("Written by"),
        _("Evidence"),
    ]
    number_formats = [
        None, None, None, None, "General", None, None, _POINTS, "0.0", _POINTS, None, "yyyy-mm-dd",
        None, None, None,
    ]  # fmt: skip
    return Sheet(_("Sums"), heads, _records(rows, names), number_formats)


def _records(rows: Sequence[MatrixRow], names: Names) -> Iterator[list[Any]]:
    for row in rows:
        position = row.reading.position
        best, factors = position.best or "", factors_of(row)
        sums = (
            (_("Business potential"), lines_of(row, row.reading.potential, Subject.US)),
            (_("Our position"), lines_of(row, position.ours, Subject.US)),
            (
                best or _("The best competitor"),
                lines_of(row, position.theirs, Subject.COMPETITOR, best),
            ),
        )
        for name, lines in sums:
            for line in lines:
                yield [row.card.code, row.card.title, name, *_cells(line, names, factors)]
        for view in views_of(row):
            if view.score is None:
                continue
            yield [row.card.code, row.card.title, _("Our position"), *_cells_of(view, view.score)]
        for name, lines in _futures(row):
            for line in lines:
                cells = _cells(line, names, factors, _("as it is today: nobody has forecast it"))
                yield [row.card.code, row.card.title, name, *cells]


def _futures(row: MatrixRow) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """The sums of both forecasts, where somebody has made them."""
    for arrow in (row.inertial, row.planned):
        if arrow is None:
            continue
        which, then = arrow.forecast.value, arrow.then
        best = then.position.best or ""
        for name, axis, subject, rival in (
            (_("Business potential"), then.potential, Subject.US, ""),
            (_("Our position"), then.position.ours, Subject.US, ""),
            (
                best or _("The best competitor"),
                then.position.theirs,
                Subject.COMPETITOR,
                best,
            ),
        ):
            told = f"{name}, {FORECAST_NAMES[arrow.forecast]}"
            yield told, lines_of(row, axis, subject, rival, which)


def _cells(line: Line, names: Names, factors: Mapping[str, Factor], unsaid: str = "") -> list[Any]:
    part = line.part
    return [
        str(names.get(part.factor, part.factor)),
        *_in_unit(part.factor, part.value),
        scale_in_words(factors[part.factor]),
        _rounded(part.score),
        _rounded(part.effective),
        None if part.is_missing else _rounded(part.points),
        *_said(line, unsaid),
    ]


def _rounded(value: float | None) -> float | None:
    """Without what floats leave behind."""
    return None if value is None else round(value, _PLACES)


def _cells_of(view: View, score: AccountScore) -> list[Any]:
    source = str(SOURCE_NAMES[Source(score.source)])
    said = [source, score.day, _age(view.is_stale), score.by_name, score.reason]
    return [view.side, float(score.value), "", str(view.stage), None, None, None, *said]


def _age(is_stale: bool) -> str:
    return _("said more than a year ago") if is_stale else ""


def _in_unit(factor: str, value: float | None) -> tuple[float | None, str]:
    """A value as people write it: fractions as percents."""
    if factor in FRACTIONS:
        return None if value is None else round(value * 100, 6), "%"
    return value, str(UNITS.get(factor, ""))


def _said(line: Line, unsaid: str) -> tuple[str, date | None, str, str, str]:
    score = line.score
    if score is not None:
        source = str(SOURCE_NAMES[Source(score.source)])
        age = _age(is_stale(score.day, timezone.localdate()))
        return source, score.day, age, score.by_name, score.reason
    if line.derived is not None:
        return _("the sales ledger"), line.derived.period.last, "", "", ""
    return ("" if line.part.is_missing else unsaid) or _("nobody"), None, "", "", ""
