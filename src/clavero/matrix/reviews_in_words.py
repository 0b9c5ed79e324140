"""What a review would do, in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.matrix.picture_in_words import counts_in_words
from clavero.matrix.selectors import MatrixRow
from clavero.matrix.words import STRATEGY_NAMES
from clavero.ui import formats

_MOST_NAMED = 30  # accounts that change; of more, the page of the reviews tells


def first_placed_in_words(rows: Sequence[MatrixRow]) -> str:
    """How many accounts no review has placed yet; empty where there are none."""
    count = sum(row.trail is None for row in rows)
    if not count:
        return ""
    return ngettext(
        "%(count)s account would get its first official strategy.",
        "%(count)s accounts would get their first official strategy.",
        count,
    ) % {"count": formats.number(count)}


def change_in_words(row: MatrixRow) -> str:
    """From which strategy to which a review would bring an account."""
    assert row.strategy is not None
    assert row.next is not None
    return _("from %(before)s to %(after)s") % {
        "before": STRATEGY_NAMES[row.strategy],
        "after": STRATEGY_NAMES[row.next.strategy],
    }


def consequences_in_words(rows: Sequence[MatrixRow]) -> list[str]:
    """What holding a review of ``rows`` does, for who is about to."""
    placed = [row for row in rows if row.reading.quadrant is not None and row.next is not None]
    told = [
        ngettext(
            "It places %(count)s account: %(strategies)s.",
            "It places %(count)s accounts: %(strategies)s.",
            len(placed),
        )
        % {
            "count": formats.number(len(placed)),
            "strategies": counts_in_words([row.next.strategy for row in placed if row.next]),
        },
        first_placed_in_words(placed),
    ]
    changes = [row for row in placed if row.would_change]
    told += [f"{row.card.title}: {change_in_words(row)}" for row in changes[:_MOST_NAMED]]
    if rest := len(changes[_MOST_NAMED:]):
        told.append(
            ngettext(
                "%(count)s more account changes its strategy.",
                "%(count)s more accounts change their strategies.",
                rest,
            )
            % {"count": formats.number(rest)}
        )
    if not changes and any(row.trail for row in placed):
        told.append(_("No strategy changes."))
    if left := len(rows) - len(placed):
        told.append(
            ngettext(
                "%(count)s account is left out, as too little is known of it; it keeps the place "
                "that it has.",
                "%(count)s accounts are left out, as too little is known of them; they keep the "
                "places that they have.",
                left,
            )
            % {"count": formats.number(left)}
        )
    told.append(
        _(
            "What it places stays. Held by mistake, it can be withdrawn with a reason, as long as "
            "it is the last one and nobody has built on it."
        )
    )
    return list(filter(None, told))
