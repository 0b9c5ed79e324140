"""Scores that plans propose to the matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils import timezone

from clavero.matrix.rules.scores import STAGE
from clavero.matrix.selectors import settings_on
from clavero.matrix.words import factor_names
from clavero.plans.models import Plan, ScoreDraft
from clavero.plans.rules.kinds import DraftState
from clavero.plans.words.catalogue import Name


def position_criteria() -> Mapping[str, Name]:
    """The criteria of the matrix's axis of position by their names, as it is read today."""
    settings = settings_on(timezone.localdate()).settings
    names, criteria = factor_names(settings), settings.to_score
    return {
        key: names.get(key, key)
        for key in criteria.limits
        if key not in criteria.potential and key != STAGE
    }


def drafts_of(plan: Plan) -> Sequence[ScoreDraft]:
    """What a plan that the reader sees has proposed last, of each criterion once, the latest."""
    found = {each.criterion: each for each in ScoreDraft.objects.filter(plan=plan).exclude(
        state=DraftState.OVERTAKEN.value)}  # fmt: skip
    return list(found.values())
