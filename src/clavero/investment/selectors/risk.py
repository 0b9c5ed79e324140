"""What the draws of a round said, read again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Subquery

from clavero.investment.models import Assessment, Drawing, Round, Terms
from clavero.investment.selectors.asking import Asked, identity_of


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept assessment, and whether it still says what a new one would. ``version`` is which of
    the terms of its round it stands on."""

    assessment: Assessment
    is_current: bool
    version: int

    @property
    def mark(self) -> str:
        """Of what it was drawn, short enough to be read and compared."""
        return self.assessment.identity[:8]

    @property
    def found(self) -> dict[str, Any]:
        """What it found."""
        found: dict[str, Any] = self.assessment.found
        return found


def latest_assessment(found: Round, asked: Asked, terms: Terms) -> Kept | None:
    """The last assessment of a round, ``None`` while nobody has asked for one. One query."""
    earlier = Terms.objects.filter(round=OuterRef("round"), pk__lte=OuterRef("terms"))
    count = earlier.order_by().values("round").annotate(count=Count("pk")).values("count")
    rows = Assessment.objects.filter(round=found).select_related("terms", "drawing")
    kept = rows.annotate(version=Subquery(count)).first()
    if kept is None:
        return None
    return Kept(kept, kept.identity == identity_of(asked, terms), vars(kept)["version"])


def latest_drawing(found: Round) -> Drawing | None:
    """The draws of a round that were asked for last. One query."""
    return Drawing.objects.filter(round=found).defer("found").first()
