"""``clavero plans``: which accounts have a plan, and what it needs."""

from __future__ import annotations

from typing import Any

from clavero.cli import database
from clavero.cli.answers import Column, Format, say, write_csv, write_json, write_table
from clavero.cli.reading import FormatAsked
from clavero.cli.words import _
from clavero.identity.rules import Actor
from clavero.matrix.words import STRATEGY_NAMES
from clavero.plans.selectors import PlanRow, plan_rows
from clavero.plans.words import PLAN_STATE_NAMES
from clavero.ui import formats

_FIELDS = (
    "account", "name", "strategy", "lead", "state", "version", "looked_at", "late_actions",
    "requests_waiting",
)  # fmt: skip
_READER = Actor.system()


def plans(output: FormatAsked = Format.TABLE) -> None:
    """Every plan, those with late actions first, and the accounts that have none."""
    database.make_ready()
    found = plan_rows(_READER)
    if output is Format.JSON:
        write_json([_as_data(each) for each in found])
    elif output is Format.CSV:
        write_csv(_FIELDS, (_as_data(each) for each in found))
    elif not found:
        say(str(_("No plan has begun, and no review has placed an account that somebody leads.")))
    else:
        _show(found)


def _as_data(row: PlanRow) -> dict[str, Any]:
    return {
        "account": row.code,
        "name": row.name,
        "strategy": None if row.strategy is None else row.strategy.value,
        "lead": row.lead or None,
        "state": None if row.state is None else row.state.value,
        "version": row.number,
        "looked_at": None if row.looked_at is None else row.looked_at.isoformat(),
        "late_actions": row.late,
        "requests_waiting": row.waiting,
    }


def _show(found: list[PlanRow]) -> None:
    columns = [
        Column(str(_("Account"))),
        Column(str(_("Name"))),
        Column(str(_("Strategy"))),
        Column(str(_("Plan"))),
        Column(str(_("Late actions")), is_figure=True),
        Column(str(_("Means asked for")), is_figure=True),
    ]
    lines = (
        (
            row.code,
            row.name,
            formats.NOTHING if row.strategy is None else str(STRATEGY_NAMES[row.strategy]),
            str(_("none yet")) if row.state is None else str(PLAN_STATE_NAMES[row.state]),
            formats.number(row.late),
            formats.number(row.waiting),
        )
        for row in found
    )
    write_table(str(_("Customer plans")), columns, lines)
