"""The white space as a file: what can be brought back is named as it is read."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from clavero.opportunities.selectors import Cell, Grid
from clavero.ui import spreadsheet

_HEADS = (
    "account", "name", "family", "state", "reason", "competitor", "competitor_share", "sales",
    "wallet", "share", "source", "confidence", "date", "rank", "suppliers", "note", "potential",
)  # fmt: skip
HUNDRED = Decimal(100)
_PLACES = 6  # of a share, a fraction


def grid_as_csv(grid: Grid, currency: str, *, name: str) -> HttpResponse:
    """Every cell of the white space. A file that was corrected can be brought back: what the ledger
    says is not read."""
    content = spreadsheet.to_csv(_HEADS, _rows(grid))
    answer = HttpResponse(content, content_type=spreadsheet.CSV)
    today = timezone.localdate()
    answer["Content-Disposition"] = f'attachment; filename="white-space-{name}-{today}.csv"'
    return answer


def _rows(grid: Grid) -> Iterator[list[Any]]:
    for cell in grid.cells:
        yield _row(cell)


def _row(cell: Cell) -> list[Any]:
    entry = None if cell.wallet is None else cell.wallet.entry
    by_rank = entry is not None and entry.rank is not None
    return [
        cell.unit.code,
        cell.unit.title,
        cell.family,
        cell.state.value,
        cell.reason,
        cell.rival,
        None if cell.rival_share is None else cell.rival_share * HUNDRED,
        cell.figures.sales,
        None if entry is None or by_rank else entry.amount,
        None if cell.share.value is None else round(cell.share.value, _PLACES),
        None if entry is None else entry.source.value,
        None if entry is None else entry.confidence.value,
        None if entry is None else entry.day,
        None if entry is None else entry.rank,
        None if entry is None else entry.suppliers,
        "" if entry is None else entry.note,
        cell.figures.potential,
    ]
