"""What the draws of a round said, read again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clavero.investment.models import Assessment
from clavero.investment.rules.cases import Spread
from clavero.investment.selectors.rounds import RoundPicture, identity_of


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept assessment, and whether it still says what a new one would."""

    assessment: Assessment
    is_current: bool

    @property
    def found(self) -> dict[str, Any]:
        """What it found."""
        found: dict[str, Any] = self.assessment.found
        return found


def spreads_of(picture: RoundPicture) -> dict[tuple[str, str], list[Spread]]:
    """What each year of each option in question may bring, as far as it counts.
    ``picture`` is that of somebody who sees all cases."""
    there = set() if picture.asked is None else {each.key for each in picture.asked.options}
    return {
        (row.code, level.name): level.expected.spreads(row.factor)
        for row in picture.rows
        for level in row.levels
        if (row.code, level.name) in there
    }


def latest_assessment(picture: RoundPicture) -> Kept | None:
    """The last assessment of a round, ``None`` while nobody has asked for one. One query."""
    kept = Assessment.objects.filter(round=picture.round).select_related("terms").first()
    if kept is None or picture.asked is None or picture.terms is None:
        return None
    now = identity_of(picture.asked, picture.terms, spreads_of(picture))
    return Kept(kept, kept.identity == now)
