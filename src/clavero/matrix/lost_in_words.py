"""Which accounts would lose their place by a version, and why, before it is adopted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext

from clavero.matrix.rules.position import NoPosition
from clavero.matrix.selectors import Supposed
from clavero.portfolio.selectors import Card
from clavero.ui import formats


@dataclass(frozen=True, slots=True)
class Lost:
    """Accounts that would lose their place for the same reason, the highest potential first."""

    why: str
    cards: tuple[Card, ...]


def lost_in_words(lost: Sequence[Supposed], accounts: Sequence[Supposed]) -> list[Lost]:
    """Those of ``lost``, by their reasons; ``accounts`` are all."""
    found = []
    for reason in NoPosition:
        cards = [each.row.card for each in lost if _reason(each) is reason]
        if cards:
            found.append(Lost(_why(reason, len(cards), accounts), tuple(cards)))
    return found


def _reason(account: Supposed) -> NoPosition | None:
    return None if account.then.reading is None else account.then.reading.nowhere


def _why(reason: NoPosition, count: int, accounts: Sequence[Supposed]) -> str:
    places = {"count": formats.number(count)}
    match reason:
        case NoPosition.NO_STAGE if not _stages_known(accounts):
            told = ngettext(
                "No account has a stage of the relationship: %(count)s account would lose its "
                "place, and the picture would be empty. Write the stage of each on the page where "
                "it is scored.",
                "No account has a stage of the relationship: %(count)s accounts would lose their "
                "places, and the picture would be empty. Write the stage of each on the page where "
                "it is scored.",
                count,
            )
        case NoPosition.NO_STAGE:
            told = ngettext(
                "%(count)s account would lose its place: nobody has said at which stage the "
                "relationship is. Write it on the page where it is scored.",
                "%(count)s accounts would lose their places: nobody has said at which stage the "
                "relationship is. Write it on the page where each is scored.",
                count,
            )
        case NoPosition.NO_COMPETITOR:
            told = ngettext(
                "%(count)s account would lose its place: no competitor has been scored there. "
                "Score the best one on its page.",
                "%(count)s accounts would lose their places: no competitor has been scored there. "
                "Score the best one on the page of each.",
                count,
            )
        case _:
            told = ngettext(
                "%(count)s account would lose its place: of the weights less than 70%% would be "
                "known. Score what is new on its page.",
                "%(count)s accounts would lose their places: of the weights less than 70%% would "
                "be known. Score what is new on the page of each.",
                count,
            )
    return told % places


def _stages_known(accounts: Sequence[Supposed]) -> bool:
    return any(each.row.inputs.relationship is not None for each in accounts)
