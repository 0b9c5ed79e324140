"""What was said of each account, and what holds of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.matrix.models import AccountScore
from clavero.matrix.rules.evidence import Source
from clavero.matrix.rules.forecast import Forecast
from clavero.matrix.rules.position import STAGES, Relationship
from clavero.matrix.rules.scores import STAGE, Subject
from clavero.matrix.rules.version import Inputs
from clavero.matrix.selectors.reviews import Trail
from clavero.portfolio.selectors import Structure, structure
from clavero.portfolio.visibility import accounts

_TRUST = {Source.CUSTOMER: 2, Source.SURVEY: 1, Source.ESTIMATE: 0}


class About(NamedTuple):
    """Of what a score speaks: of which future (empty for today), of whom, and of what."""

    forecast: str
    subject: str
    competitor: str
    criterion: str


@dataclass(slots=True)
class SaidOf:
    """What holds of one account: of each criterion the last word, and on one day the customer's
    own before ours. Of the stage of the relationship both words hold, the customer's and ours; of
    anything else ``both`` has the last of each. ``is_hindsight`` of a past day of which nothing was
    known then: all of it was entered later."""

    last: dict[About, AccountScore] = field(default_factory=dict)
    stages: dict[bool, AccountScore] = field(default_factory=dict)
    both: dict[tuple[About, bool], AccountScore] = field(default_factory=dict)
    is_hindsight: bool = False

    def add(self, score: AccountScore) -> None:
        """Take a score; they come in the order of their days."""
        if score.criterion == STAGE:
            self.stages[score.source != Source.ESTIMATE] = score
            return
        key = About(score.forecast, score.subject, score.competitor, score.criterion)
        self.both[key, score.source != Source.ESTIMATE] = score
        before = self.last.get(key)
        if before is None or _rank(score) >= _rank(before):
            self.last[key] = score

    def of(
        self, criterion: str, subject: Subject = Subject.US, competitor: str = "", which: str = ""
    ) -> AccountScore | None:
        """The score of one thing, ``None`` where nobody said anything."""
        return self.last.get(About(which, subject.value, competitor, criterion))

    def words(self, criterion: str) -> list[AccountScore]:
        """The last word of the customer's own and the last of ours on something of today."""
        about = About("", Subject.US.value, "", criterion)
        return [self.both[about, own] for own in (True, False) if (about, own) in self.both]

    def values(self, which: str, subject: Subject, competitor: str = "") -> dict[str, float]:
        """The values by criterion of now (empty) or a forecast."""
        return {
            about.criterion: float(score.value)
            for about, score in self.last.items()
            if about[:3] == (which, subject.value, competitor)
        }

    @property
    def competitors(self) -> list[str]:
        """The competitors of which anything was said; the empty name is the best one's."""
        return sorted({each.competitor for each in self.last if each.subject != Subject.US})

    @property
    def newest(self) -> int:
        """The number of the score that was entered last of those that hold, 0 for none: what a
        form has seen."""
        return max((score.pk for score in (*self.last.values(), *self.stages.values())), default=0)

    def now(self) -> Iterator[AccountScore]:
        """What was said of today."""
        return (score for about, score in self.last.items() if not about.forecast)

    def inputs(self, derived: Mapping[str, float]) -> Inputs:
        """What a version reads today; what people said goes before what follows from the ledger.
        A version takes of both axes what it has factors for."""
        ours = self.values("", Subject.US)
        return Inputs(
            potential={**derived, **ours},
            us=ours,
            competitors={
                name: values
                for name in self.competitors
                if (values := self.values("", Subject.COMPETITOR, name))
            },
            relationship=self._relationship(),
        )

    def ahead(self, now: Inputs, which: Forecast) -> Inputs | None:
        """Today's inputs with what was forecast, ``None`` where nobody has forecast anything."""
        ours = self.values(which, Subject.US)
        theirs = {
            name: values
            for name in self.competitors
            if (values := self.values(which, Subject.COMPETITOR, name))
        }
        if not ours and not theirs:
            return None
        return now.changed(potential=ours, us=ours, competitors=theirs)

    def _relationship(self) -> Relationship | None:
        ours, theirs = self.stages.get(False), self.stages.get(True)
        if ours is None and theirs is None:
            return None
        seen = [None if each is None else STAGES[int(each.value) - 1] for each in (ours, theirs)]
        supplier, customer = seen
        if supplier is None:  # the customer's word alone is both sides' floor
            supplier = customer
        assert supplier is not None
        return Relationship(supplier, customer)


def said_of(
    codes: Collection[str] | None, as_of: date, known: Structure, until: datetime | None = None
) -> dict[str, SaidOf]:
    """What was said of days until ``as_of``, by the code of the account that each customer is
    today; ``codes`` are the customers to look at, all of them where it is ``None``.

    A past day keeps what was known then, ``until`` a moment (:func:`known_until`): what is entered
    or withdrawn later changes nothing of it. Of an account of which nothing was known yet, what was
    entered later counts, and it is told. One query."""
    scores = AccountScore.objects.filter(day__lte=as_of).order_by("day", "id")
    if codes is not None:
        scores = scores.filter(customer__code__in=codes)
    scores = scores.select_related("customer")
    if until is None:
        return _collected(scores.filter(withdrawn_at=None), known)
    return _as_known(scores, until, known)


def known_until(day: date, past: Iterable[Trail] = ()) -> datetime | None:
    """Until when what was entered counts on a past day: until it ended, and until the last review
    of it or before was held, which may have been written down later; ``None`` of today."""
    if day >= timezone.localdate():
        return None
    ended = datetime.combine(day + timedelta(days=1), time(), timezone.get_current_timezone())
    last = max((each.last.review for each in past), key=lambda review: review.day, default=None)
    return ended if last is None else max(ended, last.created_at)


def _as_known(
    scores: Iterable[AccountScore], until: datetime, known: Structure
) -> dict[str, SaidOf]:
    every: dict[str, list[AccountScore]] = {}
    for score in scores:
        every.setdefault(known.alone.survivor(score.customer.code), []).append(score)
    found = {}
    for account, theirs in every.items():
        then = [each for each in theirs if _stood(each, until)]
        standing = then or [each for each in theirs if each.withdrawn_at is None]
        if standing:
            found[account] = SaidOf(is_hindsight=not then)
            for each in standing:
                found[account].add(each)
    return found


def _stood(score: AccountScore, until: datetime) -> bool:
    """Whether a score was there, and not withdrawn, at a moment."""
    gone = score.withdrawn_at
    return score.created_at < until and (gone is None or gone >= until)


def scores_of(code: str) -> QuerySet[AccountScore]:
    """All that was ever said of an account, what was withdrawn included, the latest entry first.

    ``code`` is of an account that the reader sees.
    """
    codes = structure().alone.same(code)
    return AccountScore.objects.filter(customer__code__in=codes).order_by("-id")


def standing_score(actor: Actor, score_id: int) -> AccountScore:
    """A score that counts, with its customer. Raises ``DoesNotExist`` for strangers to the account
    that the customer is today, and for a score that was withdrawn."""
    score = AccountScore.objects.select_related("customer").get(pk=score_id, withdrawn_at=None)
    accounts(actor).get(code=structure().alone.survivor(score.customer.code))
    return score


def _collected(scores: Iterable[AccountScore], known: Structure) -> dict[str, SaidOf]:
    said: dict[str, SaidOf] = {}
    for score in scores:
        account = known.alone.survivor(score.customer.code)
        said.setdefault(account, SaidOf()).add(score)
    return said


def _rank(score: AccountScore) -> tuple[date, int]:
    return score.day, _TRUST[Source(score.source)]
