"""Where the position is a stage of the relationship: what each side sees, what would move it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from clavero.core.freshness import is_stale
from clavero.matrix.models import AccountScore
from clavero.matrix.rules.moves import stage_across
from clavero.matrix.rules.position import STAGES, Mode
from clavero.matrix.selectors import MatrixRow
from clavero.matrix.sentences import said_of_score
from clavero.matrix.sums_in_words import evidence_of
from clavero.matrix.words import STAGE_NAMES, STRATEGY_NAMES, Name
from clavero.ui import formats


@dataclass(frozen=True, slots=True)
class View:
    """The stage as one side sees it, who says so, and on what it rests; without a ``score``
    nobody has said it."""

    side: str
    stage: Name
    said: str
    evidence: str = ""
    is_stale: bool = False
    score: AccountScore | None = None


def views_of(row: MatrixRow) -> list[View]:
    """The customer's view and ours, where the matrix reads stages."""
    if row.reading.position.mode is not Mode.STAGE:
        return []
    sides = ((True, _("As the customer sees it")), (False, _("As we see it")))
    found = ((side, row.said.stages.get(is_theirs)) for is_theirs, side in sides)
    return [_view(side, score) for side, score in found]


def _view(side: str, score: AccountScore | None) -> View:
    if score is None:
        return View(side, formats.NOTHING, _("nobody has said it"))
    return View(
        side=side,
        stage=STAGE_NAMES[STAGES[int(score.value) - 1]],
        said=said_of_score(score),
        evidence=evidence_of(score),
        is_stale=is_stale(score.day, timezone.localdate()),
        score=score,
    )


def stage_moves_in_words(row: MatrixRow) -> Iterator[str]:
    """What stage would carry the account to another quadrant; nothing in any other mode."""
    move = stage_across(row.reading)
    if move is None:
        return
    told = _("A relationship that both sides see as “%(stage)s” would make it %(strategy)s.")
    if move.to is row.strategy:
        told = _(
            "A relationship that both sides see as “%(stage)s” would bring it back to %(strategy)s."
        )
    yield told % {"stage": STAGE_NAMES[move.stage], "strategy": STRATEGY_NAMES[move.to]}
