"""Raters who have not talked: what one is about to say, beside what another one has said.

Source: methods §2.2. Several raters' median counts, and a range above three points is talked about
before it is kept. Whoever rates after somebody else, in another form or on another day, is a rater
beside them, not above them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.core.freshness import is_stale
from clavero.identity.rules import Actor
from clavero.matrix.models import AccountScore
from clavero.matrix.rules.evidence import CUSTOMERS_OWN, Source
from clavero.matrix.rules.forecast import Forecast
from clavero.matrix.rules.scores import Criteria, Subject
from clavero.matrix.selectors import trails
from clavero.matrix.services.rated import Rated, written
from clavero.portfolio.selectors import structure
from clavero.ui import formats


def unlike_others(
    actor: Actor,
    code: str,
    rated: Sequence[Rated],
    *,
    criteria: Criteria,
    day: date,
    source: Source,
    competitor: str,
    forecast: Forecast | None,
) -> Iterator[Refusal]:
    """Every score that is more than three points from the last word on the same thing, where
    somebody else has had it since the last review and within a year. The customer's own words are
    compared with its own, ours with ours; what a programme brought is nobody's word. The account's
    is ``code``."""
    others = _last_words(code, day, is_own=source in CUSTOMERS_OWN, forecast=forecast)
    for each in rated:
        rival = competitor.strip() if each.subject is Subject.COMPETITOR else ""
        theirs = others.get((each.subject.value, rival, each.criterion))
        if theirs is None or theirs.by_id in {None, actor.user_id}:
            continue
        both = (theirs.value, each.value)
        if criteria.are_apart(each.criterion, both):
            yield Refusal(
                _("%(by)s gave %(value)s (%(day)s): yours is %(spread)s points from it."),
                code="raters_apart",
                field=each.field,
                hint=_("More than three asks for a talk: write under “Evidence” what came of it."),
                by=theirs.by_name,
                value=written(each.criterion, theirs.value),
                day=formats.day(theirs.day),
                spread=formats.number(round(criteria.points_apart(each.criterion, both), 1)),
            )


def _last_words(
    code: str, day: date, *, is_own: bool, forecast: Forecast | None
) -> dict[tuple[str, str, str], AccountScore]:
    """Of each thing the last word of the round under way, by whom, about whom and what."""
    known = structure()
    codes = known.alone.same(code)
    past = trails(codes, day, known).get(known.alone.survivor(code))
    scores = AccountScore.objects.filter(
        customer__code__in=codes,
        day__lte=day,
        withdrawn_at=None,
        forecast=forecast.value if forecast else "",
        source__in=[each.value for each in Source if (each in CUSTOMERS_OWN) is is_own],
    ).order_by("day", "id")
    if past is not None:
        scores = scores.filter(day__gt=past.last.review.day)
    return {
        (each.subject, each.competitor, each.criterion): each
        for each in scores
        if not is_stale(each.day, day)
    }
