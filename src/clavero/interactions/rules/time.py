"""Into what people's time goes: relationship, implementation, knowledge, and selling.

Source: methods §3.5, after seed 000: selling proper is about 10 % of the role.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from clavero.core.estimates import Estimate, Missing, ratio
from clavero.profitability.rules.work import WorkKind

SELLING = Decimal("0.1")
"""The part of a key account manager's time that selling takes, as seed 000 has it."""
ENOUGH = 600
"""Minutes below which a share says nothing yet: ten hours. A default without an empirical basis."""


@dataclass(frozen=True, slots=True)
class Time:
    """Minutes by what they went into; ``unsaid`` are those of which nobody said."""

    by_kind: Mapping[WorkKind, int]
    unsaid: int = 0

    @property
    def said(self) -> int:
        """The minutes of which it was said into what they went."""
        return sum(self.by_kind.values())

    @property
    def total(self) -> int:
        """All minutes."""
        return self.said + self.unsaid

    def share(self, kind: WorkKind) -> Estimate:
        """The part of one of them, of the time of which it was said."""
        if not self.said:
            return Estimate(None, reason=Missing.NOT_RECORDED)
        return ratio(Decimal(self.by_kind.get(kind, 0)), Decimal(self.said), self.said)

    @property
    def sells_more(self) -> bool | None:
        """Whether selling takes twice what it should or more; ``None`` while too little is known.

        >>> Time({WorkKind.SELLING: 150, WorkKind.RELATIONSHIP: 450}).sells_more
        True
        """
        share = self.share(WorkKind.SELLING).value
        if share is None or self.said < ENOUGH:
            return None
        return share >= 2 * SELLING


def together(times: Iterable[Time]) -> Time:
    """The time of several."""
    total: Counter[WorkKind] = Counter()
    unsaid = 0
    for each in times:
        unsaid += each.unsaid
        total.update(each.by_kind)
    return Time(dict(total), unsaid)
