"""What a room counts of an account: the number as its board has it, and what it was before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from clavero.core.estimates import Estimate
from clavero.identity.rules import Actor
from clavero.interactions.selectors import Waiting, waiting_longest
from clavero.kpis.rules.catalogue import OF_JUDGEMENTS
from clavero.kpis.rules.parts import as_entered
from clavero.kpis.selectors.board import Board, Line, account_board
from clavero.kpis.selectors.kept import as_noted, entries_of
from clavero.kpis.selectors.outside import reads_all_of

MOST_BEFORE = 24
_BY_CONTACT = "days-since-contact"


@dataclass(frozen=True, slots=True)
class CountedHere:
    """A KPI of an account that rooms count or people enter: its ``line`` on the ``board``, what was
    ``noted`` of it, the latest first, and who ``waits`` for a word where it counts their days."""

    board: Board
    line: Line
    noted: Sequence[tuple[date, Estimate, bool]]
    waits: Sequence[Waiting] = ()


def counted_here(actor: Actor, customer_id: int, key: str) -> CountedHere | None:
    """``None`` while nothing was computed. Raises ``ObjectDoesNotExist`` for strangers to the
    account, and where nothing is said of this KPI."""
    board = account_board(actor, customer_id)
    if board is None:
        return None
    line = next((each for each in board.lines if each.kpi.key == key and each.kpi.is_said), None)
    if line is None:
        raise ObjectDoesNotExist(key)
    rows = entries_of(actor, board.subject).filter(key=key).order_by("-day", "-pk")[:MOST_BEFORE]
    noted = [
        (
            row.day,
            as_noted(row)
            if row.value is None
            else as_entered(line.kpi, row.value, row.n, row.error),
            row.by_id is None,
        )
        for row in rows
    ]
    by_hand = {day for day, _said, _is_counted in noted}
    if key in OF_JUDGEMENTS and not reads_all_of(actor, board.subject):  # what went out of the team
        noted += [
            (day, as_entered(line.kpi, value, None), True)
            for day, value in line.course
            if value is not None and day not in by_hand
        ]
        noted.sort(key=lambda each: each[0], reverse=True)
    today = timezone.localdate()
    waits = waiting_longest(actor, customer_id, today) if key == _BY_CONTACT else []
    return CountedHere(board, line, noted, waits)
