"""What the draws of a round said, read again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clavero.investment.models import Assessment, Round, Terms
from clavero.investment.selectors.asking import Asked, identity_of


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


def latest_assessment(found: Round, asked: Asked, terms: Terms) -> Kept | None:
    """The last assessment of a round, ``None`` while nobody has asked for one. One query."""
    kept = Assessment.objects.filter(round=found).select_related("terms").first()
    return None if kept is None else Kept(kept, kept.identity == identity_of(asked, terms))
