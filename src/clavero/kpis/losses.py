"""Which accounts were lost: the one place where retention learns of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.kpis.rules.retention import Loss, LossKind
from clavero.portfolio.selectors import data_span
from clavero.silence import selectors as silence

_FAR = 36_500  # days: before any sale


def losses(known_on: date) -> Collection[Loss] | None:
    """The losses as far as they were known by the end of ``known_on``, by account code; ``None``
    while there are no sales by which to know.

    What its manager confirmed counts, and a silence that says *lost* of which nobody has spoken;
    a loss that was refuted does not.
    """
    if data_span() is None:
        return None
    until_then = Period(known_on - timedelta(days=_FAR), known_on + timedelta(days=1))
    return [
        Loss(each.code, each.lost_on, _kind(each), each.recovered_on)
        for each in silence.losses(Actor.system(), until_then, known_on)
    ]


def basis(known_on: date) -> str | None:
    """The same as long as :func:`losses` are, told in a fraction of their time."""
    return None if data_span() is None else silence.basis_of_losses(known_on)


def _kind(loss: silence.Loss) -> LossKind:
    if loss.has_closed:
        return LossKind.CLOSURE
    if loss.went_to_a_competitor:
        return LossKind.COMPETITOR
    return LossKind.SILENCE
