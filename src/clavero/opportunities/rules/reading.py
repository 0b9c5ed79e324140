"""A file of the white space: cells and wallets, row by row, and which rows cannot be used.

Its columns are ``account`` (the code of a unit) and ``family``; of a cell ``state``, ``reason``,
``competitor``, ``competitor_share`` (in per cent) and of its wallet ``wallet``, or ``rank`` and
``suppliers``, with ``source``, ``confidence`` and ``note``; ``date`` is when it was known. That a
cell is ``sold`` may stand there and says nothing: the ledger knows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from clavero.core.tables import BadRow, RefusedRow, RowFault, TableRow, table_rows
from clavero.opportunities.rules.grid import CellState
from clavero.opportunities.rules.wallet import Confidence, WalletSource

COLUMNS = ("account", "family")
OPTIONAL = (
    "state", "reason", "competitor", "competitor_share", "wallet", "rank", "suppliers", "source",
    "confidence", "date", "note",
)  # fmt: skip
_NUMBERS = ("competitor_share", "wallet", "rank")
_ACCOUNT, _FAMILY, _TEXT = 255, 120, 200
_MOST = Decimal(10**15)
_MOST_SUPPLIERS = Decimal(100)
HUNDRED = Decimal(100)


class GridFault(StrEnum):
    """Why a row of the white space cannot be used, beside what any row can have wrong."""

    UNKNOWN_FAMILY = "unknown_family"
    UNKNOWN_STATE = "unknown_state"
    UNKNOWN_SOURCE = "unknown_source"
    UNKNOWN_CONFIDENCE = "unknown_confidence"
    NO_REASON = "no_reason"
    NO_RIVAL = "no_rival"
    RIVAL_MISSING = "rival_missing"
    NOT_A_RANK = "not_a_rank"
    NEWER = "newer"
    SAYS_NOTHING = "says_nothing"


@dataclass(frozen=True, slots=True)
class CellRow:
    """What a row says. ``says_cell`` and ``says_wallet`` tell of which of the two it speaks."""

    account: str
    family: str
    day: date
    state: CellState | None = None
    reason: str = ""
    rival: str = ""
    rival_share: Decimal | None = None
    source: WalletSource | None = None
    confidence: Confidence = Confidence.MEDIUM
    amount: Decimal | None = None
    rank: Decimal | None = None
    suppliers: int | None = None
    note: str = ""

    @property
    def says_cell(self) -> bool:
        """Whether it says how the cell stands or who the competitor is."""
        return self.state is not None or bool(self.rival)

    @property
    def says_wallet(self) -> bool:
        """Whether it says what the unit buys."""
        return self.source is not None


@dataclass(slots=True)
class GridRead:
    """A whole file: how many rows it has, what they say with their lines, and the ones refused."""

    rows: int = 0
    cells: list[tuple[int, CellRow]] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)


def read_grid(text: str, today: date) -> GridRead:
    """What a CSV text says. Raises ``core.tables.UnreadableTable`` where columns are missing.

    >>> read = read_grid(
    ...     "account,family,state,reason,wallet,source\\nA,Belts,open,,1200,disclosed\\n"
    ...     "A,Chains,blocked,,,\\n", date(2026, 3, 1))
    >>> [(cell.family, str(cell.state), cell.amount) for _line, cell in read.cells]
    [('Belts', 'open', Decimal('1200'))]
    >>> [(bad.line, bad.column, bad.reason.value) for bad in read.refused]
    [(3, 'reason', 'no_reason')]
    """
    read = GridRead()
    for row in table_rows(text, COLUMNS, optional=OPTIONAL, numbers=_NUMBERS):
        read.rows += 1
        if isinstance(row, RefusedRow):
            read.refused.append(row)
            continue
        try:
            read.cells.append((row.line, _cell(row, today)))
        except BadRow as bad:
            read.refused.append(bad.told)
    return read


def _cell(row: TableRow, today: date) -> CellRow:
    state = None
    written = row.cells.get("state", "")
    if written and written.lower() != CellState.SOLD:  # of which the ledger knows more
        state = row.one_of(CellState, "state", GridFault.UNKNOWN_STATE)
    reason, rival = _text(row, "reason"), _text(row, "competitor")
    if state is CellState.BLOCKED and not reason:
        raise row.bad("reason", GridFault.NO_REASON)
    if state is CellState.COMPETITOR and not rival:
        raise row.bad("competitor", GridFault.RIVAL_MISSING)
    share = row.number_or_none("competitor_share", low=Decimal(0), high=HUNDRED, places=2)
    if share is not None and not rival:
        raise row.bad("competitor", GridFault.NO_RIVAL)
    found = CellRow(
        account=row.said("account", longest=_ACCOUNT),
        family=row.said("family", longest=_FAMILY),
        day=row.day("date", today) if row.cells.get("date") else today,
        state=state,
        reason=reason,
        rival=rival,
        rival_share=None if share is None else share / HUNDRED,
        note=_text(row, "note"),
        **_wallet(row),
    )
    if not written and not found.says_cell and not found.says_wallet:
        raise row.bad("state", GridFault.SAYS_NOTHING)
    return found


def _wallet(row: TableRow) -> dict[str, Any]:
    amount = row.number_or_none("wallet", low=Decimal(0), high=_MOST, places=2)
    rank = row.number_or_none("rank", low=Decimal(1), high=_MOST_SUPPLIERS, places=1)
    if amount is None and rank is None:
        return {}
    told: dict[str, Any] = {"amount": amount}
    if amount is None:
        suppliers = row.number("suppliers", low=Decimal(1), high=_MOST_SUPPLIERS, places=0)
        if rank is not None and rank > suppliers:
            raise row.bad("rank", GridFault.NOT_A_RANK)
        told = {"rank": rank, "suppliers": int(suppliers), "source": WalletSource.RANK}
    else:
        source = row.one_of(WalletSource, "source", GridFault.UNKNOWN_SOURCE)
        if source is WalletSource.RANK:
            raise row.bad("source", GridFault.UNKNOWN_SOURCE)
        told["source"] = source
    if row.cells.get("confidence"):
        told["confidence"] = row.one_of(Confidence, "confidence", GridFault.UNKNOWN_CONFIDENCE)
    return told


def _text(row: TableRow, column: str) -> str:
    text = row.cells.get(column, "")
    if len(text) > _TEXT:
        raise row.bad(column, RowFault.TOO_LONG)
    return text
