"""Investments for programs."""

from __future__ import annotations

from typing import Any

from clavero.core.money import plain, round_for_display
from clavero.investment.selectors.rounds import CaseRow, LevelRow, RoundPicture

_PLACES = 4


def round_as_data(picture: RoundPicture) -> dict[str, Any]:
    """A round without its cases."""
    terms, pool = picture.terms, picture.pool
    return {
        "name": picture.round.name,
        "stage": picture.round.stage,
        "opened_on": picture.round.opened_on.isoformat(),
        "budget": None if terms is None else plain(terms.budget),
        "rate": None if terms is None else plain(terms.rate),
        "left": None if pool is None else plain(pool.left),
    }


def case_as_data(row: CaseRow) -> list[dict[str, Any]]:
    """A case, one line a level."""
    return [_level(row, each) for each in row.levels]


def _level(row: CaseRow, level: LevelRow) -> dict[str, Any]:
    funding = row.funding
    return {
        "account": row.code,
        "level": level.name,
        "outlay": plain(level.flows.outlay),
        "npv": _text(level.npv),
        "index": _text(level.index),
        "return": _text(level.flows.simple_return),
        "payback": _text(level.payback),
        "factor": _text(row.factor),
        "chosen": None if level.why is None else level.is_in,
        "why": None if level.why is None else level.why.value,
        "funded": None if funding is None else funding.level == level.name,
        "gate": funding.gate if funding is not None and funding.level == level.name else "",
    }


def _text(value: Any) -> str | None:
    return None if value is None else plain(round_for_display(value, _PLACES))
