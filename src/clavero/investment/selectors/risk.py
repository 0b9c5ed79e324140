"""What the draws of a round said, read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clavero.investment.models import Assessment, Level, Round
from clavero.investment.rules.cases import Spread, expected_of
from clavero.investment.rules.proving import Record
from clavero.investment.selectors.records import records
from clavero.investment.selectors.rounds import Asked, RoundPicture, identity_of


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


def spreads_of(found: Round, asked: Asked) -> dict[tuple[str, str], list[Spread]]:
    """What each year of each option in question may bring, shrunk by its proposer's record."""
    proven = records()
    there = {each.key for each in asked.options}
    levels = Level.objects.filter(case__round=found).select_related("case__customer")
    spreads = {}
    for each in levels:
        key = (each.case.customer.code, each.name)
        if key in there:
            factor = proven.get(each.case.proposer_id, Record()).factor
            spreads[key] = expected_of(each.expected).spreads(factor)
    return spreads


def latest_assessment(
    picture: RoundPicture, spreads: Mapping[tuple[str, str], object] | None = None
) -> Kept | None:
    """The last assessment of a round, ``None`` while nobody has asked for one."""
    kept = Assessment.objects.filter(round=picture.round).select_related("terms").first()
    if kept is None or picture.asked is None or picture.terms is None:
        return None
    if spreads is None:
        spreads = spreads_of(picture.round, picture.asked)
    now = identity_of(picture.asked, picture.terms, spreads)
    return Kept(kept, kept.identity == now)
