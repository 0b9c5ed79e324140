"""Which accounts were lost: the one place where retention learns of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.kpis.rules.retention import Loss, LossKind
from clavero.portfolio.selectors import data_span, held_on_days, structure
from clavero.silence import selectors as silence

_FAR = 36_500  # days: before any sale


def losses(period: Period) -> Collection[Loss] | None:
    """The losses that matter for the retention of ``period``, by account code; ``None`` while there
    are no sales by which to know.

    What its manager confirmed counts, however late that was said: a loss belongs to the day to
    which it is dated back. So does a silence that said *lost* by itself when the period began, at
    the end of a month in it or on its last day, of which nobody has spoken; who buys again has
    recovered, and was lost all the same (of the accounts that somebody led as one of its months
    began: who is nobody's is not kept by anybody). A loss that was refuted is none.
    """
    if data_span() is None:
        return None
    ever = Period(period.last - timedelta(days=_FAR), period.end)
    eve, months = period.start - timedelta(days=1), list(period.months())
    held = held_on_days([month.start for month in months], structure())
    found = silence.losses(
        Actor.system(),
        ever,
        period.last,
        heard_by=timezone.localdate(),
        months=[eve, *(month.last for month in months[:-1])],
        of={each.account for of_day in held.values() for each in of_day.values()},
    )
    return [
        Loss(each.code, each.lost_on, _kind(each), each.recovered_on, each.decided_on)
        for each in found
    ]


def basis(period: Period) -> str | None:
    """The same as long as :func:`losses` are, told in a fraction of their time."""
    if data_span() is None:
        return None
    return silence.basis_of_losses(period.last, timezone.localdate())


def _kind(loss: silence.Loss) -> LossKind:
    if loss.has_closed:
        return LossKind.CLOSURE
    if loss.went_to_a_competitor:
        return LossKind.COMPETITOR
    return LossKind.SILENCE
