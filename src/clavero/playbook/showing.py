"""The playbook as its pages show it, and what is different between two versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clavero.matrix.charts import COLOURS
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.words import STRATEGY_NAMES
from clavero.playbook.rules.changes import EVERYWHERE
from clavero.playbook.rules.guides import Aspect, Item, Playbook
from clavero.playbook.rules.proposals import Kind
from clavero.playbook.words import (
    ASPECT_NAMES,
    KINDS_NAMES,
    every_months,
    everywhere_of,
    guide_text,
    item_in_words,
    part_name,
    share_in_words,
    stages_in_words,
)

Name = str | Promise
RELATIONSHIP: Name = _("Relationship to seek")
TIME: Name = _("Share of time")
SHAPES = {
    Strategy.INVEST: "circle",
    Strategy.SELECTIVE: "diamond",
    Strategy.MAINTAIN: "square",
    Strategy.HARVEST: "triangle-down",
}
"""Told apart without their colours, too."""
_LISTS = {Aspect.ACTIVITIES, Aspect.METRICS}


@dataclass(frozen=True, slots=True)
class Sign:
    """How a strategy is told apart: its name, its colour's name and its shape."""

    name: Name
    tone: str
    shape: str


def sign_of(strategy: Strategy) -> Sign:
    """The colour and shape that the matrix gives a strategy."""
    tone = COLOURS[strategy].removeprefix("@")
    return Sign(STRATEGY_NAMES[strategy], tone, SHAPES[strategy])


def columns_of(playbook: Playbook) -> list[dict[str, Any]]:
    """Each strategy with what it asks for."""
    return [_column(playbook, strategy) for strategy in Strategy]


def _column(playbook: Playbook, strategy: Strategy) -> dict[str, Any]:
    guide = playbook.guides[strategy]

    def said(aspect: Aspect) -> dict[str, Any]:
        lines = guide_text(strategy, guide, aspect).splitlines()
        return {"name": ASPECT_NAMES[aspect], "lines": lines, "is_list": aspect in _LISTS}

    def line(name: Name, text: str) -> dict[str, Any]:
        return {"name": name, "lines": [text], "is_list": False}

    return {
        "strategy": strategy,
        "sign": sign_of(strategy),
        "aim": guide_text(strategy, guide, Aspect.AIM),
        "aspects": [
            line(RELATIONSHIP, stages_in_words(guide.stages)),
            said(Aspect.ACTIVITIES),
            said(Aspect.METRICS),
            said(Aspect.INVESTMENT),
            line(TIME, share_in_words(playbook.shares[strategy])),
            said(Aspect.PLAN),
            said(Aspect.REVIEW),
        ],
        "starts": [
            {"name": KINDS_NAMES[kind], "lines": lines}
            for kind, lines in _starting_points(playbook, strategy)
            if lines
        ],
    }


def _starting_points(playbook: Playbook, strategy: Strategy) -> Iterator[tuple[Kind, list[str]]]:
    guide = playbook.guides[strategy]
    yield Kind.OBJECTIVE, _lines(guide.objectives)
    yield Kind.KPI, _lines(guide.kpis)
    yield Kind.TASK, _lines(guide.tasks)
    yield Kind.REVIEW, [every_months(guide.review_months)]


def _lines(items: Iterable[Item]) -> list[str]:
    return [item_in_words(item) for item in items]


def differences(before: Playbook, after: Playbook) -> list[dict[str, Any]]:
    """What is said otherwise in ``after``, by part: what, before and after, line by line."""
    found = []
    for part in (EVERYWHERE, *Strategy):
        was, now = dict(_said_in(before, part)), dict(_said_in(after, part))
        changes = [
            {"what": what, "before": was[what], "after": now[what]}
            for what in was
            if was[what] != now[what]
        ]
        if changes:
            found.append({"part": part_name(part), "changes": changes})
    return found


def _said_in(playbook: Playbook, part: str) -> Iterator[tuple[Name, list[str]]]:
    if part == EVERYWHERE:
        yield _("For every account"), everywhere_of(playbook).splitlines()
        for strategy in Strategy:
            name = STRATEGY_NAMES[strategy]
            yield name, [share_in_words(playbook.shares[strategy])]
        return
    strategy = Strategy(part)
    guide = playbook.guides[strategy]
    yield RELATIONSHIP, [stages_in_words(guide.stages)]
    for aspect in Aspect:
        yield ASPECT_NAMES[aspect], guide_text(strategy, guide, aspect).splitlines()
    for kind, lines in _starting_points(playbook, strategy):
        yield KINDS_NAMES[kind], lines
