"""A review places every account officially, and what it placed stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record_many
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor, Verb
from clavero.ledger import selectors as ledger
from clavero.matrix import hooks
from clavero.matrix.models import AccountScore, MatrixPlacement, MatrixReview
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.rules.scores import Subject
from clavero.matrix.rules.scoring import AxisScore
from clavero.matrix.selectors import MatrixRow, matrix_rows, settings_on
from clavero.portfolio.services import hold_structure
from clavero.portfolio.visibility import accounts
from clavero.ui import formats

_AT_ONCE = 2_000


@transaction.atomic
def hold_review(
    actor: Actor, *, day: date, note: str = "", seen: str | None = None
) -> MatrixReview:
    """Place every account that can be classified, by what was said until ``day``.

    An account that cannot keeps its last place and is not part of the review. ``seen`` is the mark
    of what the person was told that it would place (:func:`mark_of`): if that has changed, they are
    asked again. Refuses as :func:`review_ahead` does.
    """
    hold_structure()
    rows = placed_by(review_ahead(actor, day=day))
    if seen not in {None, mark_of(rows)}:
        raise Refusal(
            _("What it would place has changed while you were looking at it."),
            code="changed_meanwhile",
            hint=_("Look at it again, and hold the review if it is meant."),
        )
    holding = settings_on(day)
    review = MatrixReview.objects.create(
        day=day,
        version=holding.version,
        ledger_version=ledger.version(),
        note=note.strip(),
        by_id=actor.user_id,
        by_name=actor.name,
    )
    MatrixPlacement.objects.bulk_create([_placed(review, row) for row in rows], batch_size=_AT_ONCE)
    _record(actor, rows, day)
    _tell(actor, review, rows)
    return review


def review_ahead(actor: Actor, *, day: date) -> list[MatrixRow]:
    """Every account as a review of ``day`` would find it.

    Refuses a day to come, one that is not after the last review, and a review of nobody.
    """
    if not actor.may(Verb.GOVERN_MATRIX):
        raise Forbidden(Verb.GOVERN_MATRIX)
    _refuse_unfit(day)
    rows = matrix_rows(actor, as_of=day, with_later=True)
    if not placed_by(rows):
        raise Refusal(
            _("No account can be classified on this day, so there is nothing to review."),
            code="nothing_to_review",
            field="day",
            hint=_("Score accounts first."),
        )
    return rows


def placed_by(rows: Sequence[MatrixRow]) -> list[MatrixRow]:
    """Those that a review would place."""
    return [row for row in rows if row.reading.quadrant is not None]


def mark_of(rows: Sequence[MatrixRow]) -> str:
    """A short mark of which strategies a review would give, to know whether they have changed."""
    given = sorted(f"{row.card.code}\n{_after(row)}" for row in rows)
    return sha256("\n".join(given).encode()).hexdigest()[:16]


def _refuse_unfit(day: date) -> None:
    if day > timezone.localdate():
        raise Refusal(
            _("A review cannot be held on a day to come."),
            code="in_the_future",
            field="day",
            hint=_("Write today, or the day on which you met."),
        )
    last = MatrixReview.objects.standing().order_by("-day").first()
    if last is not None and day <= last.day:
        raise Refusal(
            _("A review was held on %(last)s already, and what it placed stays."),
            code="before_the_last",
            field="day",
            hint=_("The next one is held from tomorrow on.")
            if last.day == timezone.localdate()
            else _("Write a later day."),
            last=formats.day(last.day),
        )


def _placed(review: MatrixReview, row: MatrixRow) -> MatrixPlacement:
    reading, placement = row.reading, row.next
    assert placement is not None
    assert reading.point is not None
    position, potential = reading.point
    return MatrixPlacement(
        review=review,
        customer_id=row.card.id,
        potential=potential,
        position=position,
        strategy=placement.strategy.value,
        computed=placement.computed.value,
        potential_across=placement.potential.across,
        position_across=placement.position.across,
        probability=None if reading.chances is None else reading.chances[placement.strategy],
        coverage=reading.coverage,
        sums=_sums(row),
    )


def _sums(row: MatrixRow) -> dict[str, Any]:
    position = row.reading.position
    best = position.best or ""
    return {
        "potential": _sum(row, row.reading.potential, Subject.US),
        "position": _sum(row, position.ours, Subject.US),
        "competitor": _sum(row, position.theirs, Subject.COMPETITOR, best),
        "best": best,
    }


def _sum(
    row: MatrixRow, axis: AxisScore | None, subject: Subject, competitor: str = ""
) -> list[dict[str, Any]]:
    if axis is None:
        return []
    return [
        {
            "factor": part.factor,
            "value": part.value,
            "score": part.score,
            "weight": part.effective,
            "points": part.points,
            **_origin(row.said.of(part.factor, subject, competitor)),
        }
        for part in axis.contributions
    ]


def _origin(score: AccountScore | None) -> dict[str, str]:
    if score is None:
        return {}
    return {"source": score.source, "day": score.day.isoformat(), "by": score.by_name}


def _record(actor: Actor, rows: Sequence[MatrixRow], day: date) -> None:
    """An entry in the history of each account whose strategy is new or has changed."""
    changed = {row.card.id: row for row in rows if _before(row) is not _after(row)}
    customers = accounts(actor).in_bulk(list(changed))
    record_many(
        actor,
        "customer.placed",
        [
            (
                customers[each],
                None if _before(row) is None else {"strategy": _before(row)},
                {"strategy": _after(row), "review": day},
            )
            for each, row in changed.items()
        ],
    )


def _tell(actor: Actor, review: MatrixReview, rows: Sequence[MatrixRow]) -> None:
    placed: Mapping[int, Strategy] = {row.card.id: _after(row) for row in rows}
    before = {row.card.id: was for row in rows if (was := _before(row)) is not None}
    held = hooks.Review(review.pk, review.day, review.created_at, actor, placed, before)
    for hear in hooks.on_review:
        hear(held)


def _before(row: MatrixRow) -> Strategy | None:
    return None if row.trail is None else row.trail.placement.strategy


def _after(row: MatrixRow) -> Strategy:
    assert row.next is not None
    return row.next.strategy
