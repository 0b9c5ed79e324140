"""``clavero playbook``: what each strategy asks for, and what was agreed for each account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from clavero.cli import database
from clavero.cli.answers import Column, Format, write_csv, write_json, write_table
from clavero.cli.reading import FormatAsked
from clavero.cli.words import _
from clavero.identity.rules import Actor
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.words import STRATEGY_NAMES
from clavero.playbook.rules.guides import Aspect
from clavero.playbook.selectors import (
    InForce,
    agreed,
    agreed_as_data,
    playbook_as_data,
    playbook_on,
)
from clavero.playbook.words import guide_text, share_in_words, stages_in_words
from clavero.ui import formats

_AGREED = (
    "account", "strategy", "kind", "key", "text", "direction", "target", "unit", "months", "doer",
    "due",
)  # fmt: skip
_LISTS = {"objectives": "objective", "kpis": "kpi", "tasks": "task"}
_READER = Actor.system()


def playbook(output: FormatAsked = Format.TABLE) -> None:
    """What each strategy asks for today, with what was agreed for each account."""
    database.make_ready()
    holding = playbook_on(timezone.localdate())
    if output is Format.TABLE:
        _show(holding)
        return
    accounts = [agreed_as_data(each) for each in agreed(_READER)]
    if output is Format.JSON:
        write_json({**playbook_as_data(holding), "accounts": accounts})
    else:
        write_csv(_AGREED, (row for account in accounts for row in _flat(account)))


def _flat(account: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A line for each thing that was agreed."""
    of = {"account": account["account"], "strategy": account["strategy"]}
    for name, kind in _LISTS.items():
        for item in account[name]:
            yield {**of, "kind": kind, **item}
    if account["reviews"] is not None:
        yield {**of, "kind": "review", **account["reviews"]}


def _show(holding: InForce) -> None:
    columns = [
        Column(str(_("Strategy"))),
        Column(str(_("Relationship to seek"))),
        Column(str(_("Share of time"))),
        Column(str(_("Investment"))),
        Column(str(_("Review"))),
    ]
    title = str(_("Playbook"))
    if holding.version is not None:
        day = formats.day(holding.version.valid_from)
        title = str(_("Version %(number)s, from %(day)s")) % {"number": holding.number, "day": day}
    write_table(title, columns, (_row(holding, each) for each in Strategy))


def _row(holding: InForce, strategy: Strategy) -> tuple[str, ...]:
    guide = holding.settings.guides[strategy]
    return (
        str(STRATEGY_NAMES[strategy]),
        stages_in_words(guide.stages),
        share_in_words(holding.settings.shares[strategy]),
        guide_text(strategy, guide, Aspect.INVESTMENT),
        guide_text(strategy, guide, Aspect.REVIEW),
    )
