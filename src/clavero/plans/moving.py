"""Actions that clash and what would move along with them, as their pages say it; and what was moved
last, which can be put back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.plans.models import Action
from clavero.plans.rules.clashes import Move, clashes, moved_along
from clavero.plans.selectors import placed
from clavero.ui import formats

_KEPT = "moved_actions"


@dataclass(frozen=True, slots=True)
class Offer:
    """What begins too early after an action, and the moves that would mend it; ``carried`` are the
    moves as a form sends them."""

    action: Action
    sentences: Sequence[str]
    moves: Sequence[str]
    carried: Sequence[str]
    verb: str


@dataclass(frozen=True, slots=True)
class Undo:
    """What was moved last by the reader, as a form sends it back."""

    sentence: str
    carried: Sequence[str]
    verb: str


def offers(actions: Sequence[Action]) -> list[Offer]:
    """One for each action that something waits for and yet begins before it ends."""
    rows, places = {each.pk: each for each in actions}, placed(actions)
    following: dict[int, list[int]] = {}
    for later, earlier in clashes(places):
        following.setdefault(earlier, []).append(later)
    found = []
    for earlier in sorted(following, key=lambda pk: (rows[pk].end, pk)):
        moves = moved_along(places, earlier)
        found.append(
            Offer(
                rows[earlier],
                [clash_in_words(rows[later], rows[earlier]) for later in following[earlier]],
                [_move_in_words(rows[each.action].text, each) for each in moves],
                [as_sent(each) for each in moves],
                ngettext("Move it along", "Move these %(count)s along", len(moves))
                % {"count": formats.number(len(moves))},
            )
        )
    return found


def clash_in_words(later: Action, earlier: Action) -> str:
    """Why the two do not go together."""
    return _(
        "“%(later)s” begins on %(start)s, but “%(earlier)s”, which it waits for, "
        "ends only on %(end)s."
    ) % {
        "later": later.text,
        "start": formats.day(later.start),
        "earlier": earlier.text,
        "end": formats.day(earlier.end),
    }


def _move_in_words(text: str, move: Move) -> str:
    return _("“%(text)s”: from %(start)s to %(end)s instead of %(was_start)s to %(was_end)s") % {
        "text": text,
        "start": formats.day(move.start),
        "end": formats.day(move.end),
        "was_start": formats.day(move.was_start),
        "was_end": formats.day(move.was_end),
    }


def as_sent(move: Move) -> str:
    """A move as a form carries it.

    >>> as_sent(Move(3, *[date(2027, 1, day) for day in (8, 9, 1, 2)]))
    '3 2027-01-08 2027-01-09 2027-01-01 2027-01-02'
    """
    return " ".join([str(move.action), *(each.isoformat() for each in move[1:])])


def as_read(sent: Iterable[str]) -> list[Move] | None:
    """Moves that a form carries; ``None`` where they are none.

    >>> as_read(["3 2027-01-08 2027-01-09 2027-01-01 2027-01-02"])[0].was_end
    datetime.date(2027, 1, 2)
    >>> as_read(["3 soon"]), as_read([])
    (None, None)
    """
    found = []
    for text in sent:
        number, *days = text.split(" ")
        try:
            found.append(Move(int(number), *[date.fromisoformat(day) for day in days]))
        except (ValueError, TypeError):
            return None
    return found or None


def keep_moves(request: HttpRequest, customer_id: int, moves: Sequence[Move]) -> None:
    """Remember what the reader moved last, so that it can be put back the same day."""
    kept: dict[str, Any] = {
        "customer": customer_id,
        "day": timezone.localdate().isoformat(),
        "moves": [as_sent(each) for each in moves],
    }
    request.session[_KEPT] = kept


def forget_moves(request: HttpRequest) -> None:
    """They were put back."""
    request.session.pop(_KEPT, None)


def undo_of(request: HttpRequest, customer_id: int, actions: Sequence[Action]) -> Undo | None:
    """What can be put back: nothing where somebody has moved or taken out one of them since."""
    kept = request.session.get(_KEPT)
    if not kept or kept["customer"] != customer_id:
        return None
    moves = as_read(kept["moves"])
    if moves is None or kept["day"] != timezone.localdate().isoformat():
        return None
    now = {each.pk: (each.start, each.end) for each in actions}
    if any(now.get(each.action) != (each.start, each.end) for each in moves):
        return None
    count = {"count": formats.number(len(moves))}
    told = ngettext(
        "You have moved %(count)s action.", "You have moved %(count)s actions.", len(moves)
    )
    return Undo(
        told % count,
        [as_sent(each) for each in moves],
        ngettext("Put it back", "Put them back", len(moves)),
    )
