"""What a contact asks of us, by how much power they have and how well they are known.

Source: methods §9.4 ("strong/weak × power: nurture, support, develop, watch"). Where the lines are
drawn is a rule of ours: power is an influence of 6 or more of 10, strong a tie of 2 or more of 3.
"""

from __future__ import annotations

from enum import StrEnum

POWER, STRONG = 6, 2


class Quadrant(StrEnum):
    """What is done about a contact."""

    NURTURE = "nurture"  # powerful and well known
    DEVELOP = "develop"  # powerful, hardly known
    SUPPORT = "support"  # well known, of little power
    WATCH = "watch"  # neither


def quadrant(influence: int | None, strength: int | None) -> Quadrant | None:
    """Of a contact by what counts today; of whose influence nobody says anything, none. Whom nobody
    knows is known weakly.

    >>> [str(quadrant(*each)) for each in ((9, 3), (9, None), (5, 2), (5, 1), (None, 3))]
    ['nurture', 'develop', 'support', 'watch', 'None']
    """
    if influence is None:
        return None
    is_strong = (strength or 0) >= STRONG
    if influence >= POWER:
        return Quadrant.NURTURE if is_strong else Quadrant.DEVELOP
    return Quadrant.SUPPORT if is_strong else Quadrant.WATCH
