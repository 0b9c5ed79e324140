"""A year's list: each candidate with its filter, its score and what the rules propose."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils import timezone

from clavero.core.scope import Scope
from clavero.identity.rules import Actor, Verb
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.rules.scoring import AxisScore, score_axis
from clavero.matrix.selectors import trails
from clavero.portfolio.selectors import Card, Structure, structure
from clavero.portfolio.visibility import scope_for
from clavero.selection.models import Candidate, Decision, Rating, SelectionCycle
from clavero.selection.rules.cycle import Stage
from clavero.selection.rules.ranking import Shift, chosen, sensitivity
from clavero.selection.rules.rating import Verdict, scores_of, verdict
from clavero.selection.rules.steps import (
    IN_PROGRAMME,
    Passing,
    Proposal,
    Standing,
    Status,
    YearReview,
    filtered,
    propose,
)
from clavero.selection.selectors.settings import InForce, settings_of_cycle
from clavero.selection.selectors.statuses import Course, courses_and_withdrawn, in_programme
from clavero.selection.visibility import sees_selection

YES, NO, UNKNOWN = "yes", "no", "unknown"
_PASSES = {YES: True, NO: False}


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate in its year's list.

    ``rank`` is its place among those that could become key, ``is_within`` whether it has one of
    the places that there are: by decision, or because enough are free for all candidates before
    it. ``ratings`` are the raters' by criterion. ``is_hidden`` says that the reader is a rater who
    has not rated it yet: scores stay unseen until then. ``withdrawn`` are the decisions on its
    customer that were.
    """

    candidate: Candidate
    card: Card
    standing: Standing
    proposal: Proposal
    course: Course | None
    ratings: Mapping[str, Sequence[Rating]]
    verdicts: Mapping[str, Verdict | None]
    axis: AxisScore
    rank: int | None
    is_within: bool
    is_hidden: bool
    withdrawn: tuple[Decision, ...] = ()

    @property
    def score(self) -> float | None:
        """The weighted score, 0 to 10; ``None`` while too little is known."""
        return self.axis.value

    @property
    def raters(self) -> list[str]:
        """Who has rated it."""
        named = {
            each.rater_id: each.rater_name for given in self.ratings.values() for each in given
        }
        return sorted(named.values())

    @property
    def talked(self) -> list[str]:
        """The criteria on which the raters are far apart and have talked."""
        return [key for key, each in self.verdicts.items() if each is not None and each.is_settled]

    @property
    def disputed(self) -> list[str]:
        """The criteria on which the raters have to talk."""
        return [key for key, each in self.verdicts.items() if each is not None and each.is_open]


@dataclass(frozen=True, slots=True)
class CycleList:
    """A year's list as ``actor`` sees it. ``taken`` counts the key accounts, ``able`` those that
    could be key by their score; where it ``is_partial``, both among the customers they see alone.
    """

    cycle: SelectionCycle
    holding: InForce
    rows: tuple[CandidateRow, ...]
    shifts: tuple[Shift, ...]
    shape: Structure
    scope: Scope
    taken: int
    able: int
    is_hidden: bool
    is_partial: bool

    @property
    def cards(self) -> Mapping[str, Card]:
        """Every customer by its code."""
        return self.shape.cards

    def row_of(self, candidate_id: int) -> CandidateRow | None:
        """One candidate's row."""
        return next((row for row in self.rows if row.candidate.pk == candidate_id), None)


def cycle_list(actor: Actor, cycle: SelectionCycle) -> CycleList:
    """The list of a year: who could become key by score, then the others."""
    return _list(actor, cycle, list(cycle.candidates.select_related("customer")))


def list_with(
    actor: Actor, candidate_id: int, *, with_reviews: bool = True
) -> tuple[CycleList, CandidateRow]:
    """The list that a candidate is on, and its row there; who rates needs no ``with_reviews`` of
    the matrix, from which a decision is proposed. Raises ``Candidate.DoesNotExist`` for who does
    not see it."""
    found = Candidate.objects.filter(cycle__candidates=candidate_id)
    everybody = list(found.select_related("customer", "cycle__version"))
    if not everybody or not sees_selection(actor):
        raise Candidate.DoesNotExist
    listed = _list(actor, everybody[0].cycle, everybody, with_reviews=with_reviews)
    row = listed.row_of(candidate_id)
    if row is None:
        raise Candidate.DoesNotExist
    return listed, row


def _list(
    actor: Actor,
    cycle: SelectionCycle,
    candidates: Sequence[Candidate],
    *,
    with_reviews: bool = True,
) -> CycleList:
    shape, holding = structure(), settings_of_cycle(cycle)
    scope = scope_for(actor)
    codes = scope.customers
    everybody = _by_account(candidates, shape)
    decided, withdrawn = courses_and_withdrawn(shape, until_year=cycle.year)
    until = cycle.closed_on or timezone.localdate()
    reviews = _reviews(shape, until) if with_reviews else {}
    rated = _ratings(cycle)
    reader = _Reader(actor, cycle, holding)
    found = [
        replace(
            reader.row(each, shape.cards[code], decided.get(code), reviews, rated.get(each.pk, {})),
            withdrawn=tuple(withdrawn.get(code, ())),
        )
        for code, each in everybody.items()
    ]
    able = {row.card.code: row.axis.scores for row in found if _is_able(row)}
    weights = holding.settings.criteria.weights
    limit = holding.settings.limit
    places = None if limit is None else limit.accounts
    free = None if places is None else max(places - in_programme(decided.values()), 0)
    ranked = _ranked(found, chosen(able, weights), free)
    # Who is ruled out comes and goes by no weight, however it is rated.
    is_hidden = any(row.is_hidden and _is_able(row) for row in ranked)
    shifts = () if is_hidden else tuple(sensitivity(able, weights, places=places))
    seen = ranked
    if codes is not None:
        seen, shifts, decided = _narrowed(codes, ranked, shifts, decided)
    return CycleList(
        cycle=cycle,
        holding=holding,
        rows=tuple(sorted(seen, key=_in_order)),
        shifts=shifts,
        shape=shape,
        scope=scope,
        taken=in_programme(decided.values()),
        able=sum(row.rank is not None for row in seen),
        is_hidden=is_hidden,
        is_partial=codes is not None,
    )


def _narrowed(
    codes: Collection[str],
    ranked: Sequence[CandidateRow],
    shifts: Sequence[Shift],
    decided: Mapping[str, Course],
) -> tuple[list[CandidateRow], tuple[Shift, ...], dict[str, Course]]:
    """What is said of the customers with ``codes`` alone: no place, count or move tells of others.
    Whether one is within the places that there are is a matter of all."""
    seen = [row for row in ranked if row.card.code in codes]
    order = sorted(row.rank for row in seen if row.rank is not None)
    return (
        [row if row.rank is None else replace(row, rank=order.index(row.rank) + 1) for row in seen],
        tuple(
            replace(
                each,
                enters=tuple(code for code in each.enters if code in codes),
                leaves=tuple(code for code in each.leaves if code in codes),
            )
            for each in shifts
        ),
        {code: course for code, course in decided.items() if code in codes},
    )


def standing_status(candidate: Candidate, course: Course | None) -> Status:
    """What a customer is within a year: key accounts stay so until decided otherwise, everybody
    else on the list is a candidate until this year's decision."""
    if course is None:
        return Status.CANDIDATE
    is_this_years = course.decisions[0].candidate_id == candidate.pk
    if course.status in IN_PROGRAMME or is_this_years:
        return course.status
    return Status.CANDIDATE


def rated_by(rated: Mapping[str, Iterable[Rating]], person_id: int | None) -> set[str]:
    """The criteria that a person has rated."""
    return {key for key, given in rated.items() if any(r.rater_id == person_id for r in given)}


def _by_account(candidates: Sequence[Candidate], shape: Structure) -> dict[str, Candidate]:
    """The candidates by the account that each is today. One whose record was merged stands for
    the account that it became, where that is not on the list itself."""
    found: dict[str, Candidate] = {}
    for each in candidates:
        code = shape.alone.survivor(each.customer.code)
        if code not in found or each.customer.code == code:
            found[code] = each
    return found


class _Reader:
    """Makes the rows of a list for one who looks at it."""

    def __init__(self, actor: Actor, cycle: SelectionCycle, holding: InForce) -> None:
        self.actor, self.cycle = actor, cycle
        self.settings = holding.settings
        self.is_rater = actor.user_id is not None and actor.may(Verb.PROPOSE_KEY_ACCOUNTS)

    def row(
        self,
        candidate: Candidate,
        card: Card,
        course: Course | None,
        reviews: Mapping[str, Sequence[YearReview]],
        rated: Mapping[str, Sequence[Rating]],
    ) -> CandidateRow:
        standing = Standing(
            status=standing_status(candidate, course),
            filter=filtered(_answers(candidate), self.settings.questions),
            reviews=reviews.get(card.code, ()),
            refused=bool(candidate.refused),
        )
        verdicts = {
            key: verdict([each.score for each in rated.get(key, ())], agreed_on(candidate, key))
            for key in self.settings.criteria.weights
        }
        return CandidateRow(
            candidate=candidate,
            card=card,
            standing=standing,
            proposal=propose(standing),
            course=course,
            ratings=rated,
            verdicts=verdicts,
            axis=score_axis(self.settings.criteria, scores_of(verdicts)),
            rank=None,
            is_within=False,
            is_hidden=self._is_hidden(rated),
        )

    def _is_hidden(self, rated: Mapping[str, Sequence[Rating]]) -> bool:
        if not self.is_rater or self.cycle.stage != Stage.RATING:
            return False
        return not self.settings.criteria.weights.keys() <= rated_by(rated, self.actor.user_id)


def _is_able(row: CandidateRow) -> bool:
    """Whether it could become key by its score: nothing rules it out whatever that is."""
    standing = row.standing
    is_out = standing.filter.passing is Passing.KNOCKED_OUT or standing.refused
    return not is_out and standing.strategy is not Strategy.HARVEST


def _ranked(
    rows: Sequence[CandidateRow], order: Sequence[str], free: int | None
) -> list[CandidateRow]:
    """The rows with their rank. Who has a place keeps it, and the best of the others get those that
    are free."""
    ranks = {code: at for at, code in enumerate(order, start=1)}
    has_one = {row.card.code for row in rows if row.standing.status in IN_PROGRAMME}
    gets_one = [code for code in order if code not in has_one][:free]
    within = (has_one & ranks.keys()) | {*gets_one}
    return [
        replace(row, rank=ranks.get(row.card.code), is_within=row.card.code in within)
        for row in rows
    ]


def _in_order(row: CandidateRow) -> tuple[bool, int, str, str]:
    return row.rank is None, row.rank or 0, row.card.title.casefold(), row.card.code


def _answers(candidate: Candidate) -> dict[str, bool | None]:
    return {key: _PASSES.get(each["passes"]) for key, each in candidate.answers.items()}


def agreed_on(candidate: Candidate, criterion: str) -> list[Decimal]:
    """The ratings of a criterion that its raters have talked about."""
    talked = candidate.agreed.get(criterion, {})
    return [Decimal(each) for each in talked.get("ratings", [])]


def _ratings(cycle: SelectionCycle) -> dict[int, dict[str, list[Rating]]]:
    found: dict[int, dict[str, list[Rating]]] = {}
    for each in Rating.objects.filter(candidate__cycle=cycle).order_by("rater_name", "pk"):
        found.setdefault(each.candidate_id, {}).setdefault(each.criterion, []).append(each)
    return found


def _reviews(shape: Structure, as_of: date) -> dict[str, list[YearReview]]:
    """The official strategy of each year, that of the year's last review."""
    found: dict[str, list[YearReview]] = {}
    for code, trail in trails(None, as_of, shape).items():
        by_year: dict[int, Strategy] = {}
        for each in trail.placements:  # the latest first
            by_year.setdefault(each.review.day.year, Strategy(each.strategy))
        found[code] = [YearReview(year, strategy) for year, strategy in by_year.items()]
    return found
