"""What several raters make of a criterion: the median, once they are near enough or have talked.

Source: methods §2.2: a range above three asks for a discussion before a rating is saved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from clavero.matrix.rules.evidence import Panel, settle

LOWEST, HIGHEST = Decimal(0), Decimal(10)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The raters' panel on one criterion; ``is_agreed`` once they have talked about just these
    ratings."""

    panel: Panel
    is_agreed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether they are too far apart and have not talked yet."""
        return self.panel.needs_discussion and not self.is_agreed

    @property
    def is_settled(self) -> bool:
        """Whether they are too far apart and have talked."""
        return self.panel.needs_discussion and self.is_agreed

    @property
    def score(self) -> float | None:
        """What counts: the median, nothing while it is open."""
        return None if self.is_open else self.panel.score


@dataclass(frozen=True, slots=True)
class Others:
    """What the other raters of a criterion gave, without saying who: how many they are, the
    lowest and the highest."""

    raters: int
    lowest: Decimal
    highest: Decimal

    @classmethod
    def of(cls, ratings: Sequence[Decimal]) -> Others | None:
        """The range of ``ratings``, ``None`` where there are none.

        >>> Others.of([Decimal(4), Decimal(6)])
        Others(raters=2, lowest=Decimal('4'), highest=Decimal('6'))
        """
        return cls(len(ratings), min(ratings), max(ratings)) if ratings else None


def verdict(ratings: Sequence[Decimal], agreed: Sequence[Decimal] = ()) -> Verdict | None:
    """What counts of one criterion, ``None`` where nobody has rated it.

    ``agreed`` are the ratings that were talked about. If one has changed since, that talk was
    about something else, and counts no more.

    >>> apart = [Decimal(3), Decimal(8)]
    >>> verdict(apart).score, verdict(apart, apart).score
    (None, 5.5)
    """
    if not ratings:
        return None
    panel = settle([float(rating) for rating in ratings])
    return Verdict(panel, is_agreed=sorted(ratings) == sorted(agreed))


def scores_of(verdicts: Mapping[str, Verdict | None]) -> dict[str, float | None]:
    """Each criterion's score; one that is open or that nobody has rated is missing, not zero."""
    return {key: None if each is None else each.score for key, each in verdicts.items()}
