"""The account analysis matrix: where each account is, as read from what was said of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from clavero.core.estimates import Estimate
from clavero.identity.rules import Actor
from clavero.matrix.models import AccountScore
from clavero.matrix.rules.evidence import Source, customers_share, is_stale
from clavero.matrix.rules.forecast import Arrow, Forecast, forecast
from clavero.matrix.rules.moves import Move, moves
from clavero.matrix.rules.quadrants import Placement, Strategy
from clavero.matrix.rules.scores import POTENTIAL, Criterion, Subject
from clavero.matrix.rules.scoring import AxisScore, Contribution
from clavero.matrix.rules.version import Inputs, Reading, Version
from clavero.portfolio.selectors import Card, Structure, structure
from clavero.portfolio.visibility import accounts, scope_for

VERSION = Version()
"""How accounts are read while nobody has decided otherwise: the defaults of methods §2.2."""

_TRUST = {Source.CUSTOMER: 2, Source.SURVEY: 1, Source.ESTIMATE: 0}
_COMPETITOR = "competitor"


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One account: its reading, the official placement and both forecasts, ``None`` where nobody
    has forecast anything. ``stale`` are the criteria said more than twelve months ago,
    ``customers_own`` the part of the scores of position that the customer gave."""

    card: Card
    reading: Reading
    placement: Placement | None
    inertial: Arrow | None
    planned: Arrow | None
    stale: tuple[str, ...]
    customers_own: Estimate

    @property
    def strategy(self) -> Strategy | None:
        """The official strategy, ``None`` while the account cannot be classified."""
        return None if self.placement is None else self.placement.strategy

    @property
    def probability(self) -> float | None:
        """How probable the quadrant of the official strategy is."""
        chances, strategy = self.reading.chances, self.strategy
        return None if chances is None or strategy is None else chances[strategy]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sum: what a factor brings, and what was said of it; ``score`` is ``None``
    where nobody said anything."""

    part: Contribution
    score: AccountScore | None


@dataclass(frozen=True, slots=True)
class AccountInMatrix:
    """Why an account is where it is: the sums of both axes, the best competitor's, and the single
    changes that would move it, the smallest first."""

    row: MatrixRow
    potential: tuple[Line, ...]
    position: tuple[Line, ...]
    competitor: tuple[Line, ...]
    moves: tuple[Move, ...]


def matrix_rows(actor: Actor, *, as_of: date) -> list[MatrixRow]:
    """Every account that ``actor`` may see of which something was said until ``as_of``, by the
    score of its potential, the highest first. Two queries while nothing
    about customers and groups changes, and one more for who sees a part."""
    known = structure()
    said = _said_of(scope_for(actor).customers, as_of, known)
    rows = [_row(known.cards[account], found, as_of) for account, found in said.items()]
    return sorted(rows, key=_by_potential)


def account_in_matrix(actor: Actor, customer_id: int, *, as_of: date) -> AccountInMatrix:
    """One account with all that its place stands on.

    Raises ``Customer.DoesNotExist`` for strangers to it.
    """
    code = accounts(actor).values_list("code", flat=True).get(pk=customer_id)
    known = structure()
    said = _said_of(known.alone.same(code), as_of, known).get(code, _Said())
    row = _row(known.cards[code], said, as_of)
    return AccountInMatrix(
        row=row,
        potential=_lines(row.reading.potential, said, Subject.US),
        position=_lines(row.reading.position.ours, said, Subject.US),
        competitor=_lines(row.reading.position.theirs, said, Subject.COMPETITOR),
        moves=tuple(moves(VERSION, row.reading)),
    )


def _said_of(codes: Collection[str] | None, as_of: date, known: Structure) -> dict[str, _Said]:
    """What was said until ``as_of``, by the code of the account that each customer is today;
    ``codes`` are the customers to look at, all of them where it is ``None``."""
    scores = AccountScore.objects.filter(day__lte=as_of).order_by("day", "id")
    if codes is not None:
        scores = scores.filter(customer__code__in=codes)
    said: dict[str, _Said] = {}
    for score in scores.select_related("customer"):
        account = known.alone.survivor(score.customer.code)
        said.setdefault(account, _Said()).add(score)
    return said


def _by_potential(row: MatrixRow) -> tuple[bool, float, str]:
    value = row.reading.potential.value
    return value is None, -(value or 0.0), row.card.code


@dataclass(slots=True)
class _Said:
    """What holds of one account: of each criterion the last word, and on one day the customer's
    own before ours."""

    last: dict[tuple[str, str, str], AccountScore] = field(default_factory=dict)

    def add(self, score: AccountScore) -> None:
        """Take a score; they come in the order of their days."""
        key = (score.forecast, score.subject, score.criterion)
        before = self.last.get(key)
        if before is None or _rank(score) >= _rank(before):
            self.last[key] = score

    def values(self, which: str, subject: Subject) -> dict[str, float]:
        """The values by criterion of now (empty) or a forecast."""
        return {
            criterion: float(score.value)
            for (of, whom, criterion), score in self.last.items()
            if of == which and whom == subject
        }

    def now(self) -> Iterable[AccountScore]:
        """What was said of today."""
        return (score for (which, _whom, _what), score in self.last.items() if not which)


def _rank(score: AccountScore) -> tuple[date, int]:
    return score.day, _TRUST[Source(score.source)]


def _row(card: Card, said: _Said, as_of: date) -> MatrixRow:
    ours = said.values("", Subject.US)
    theirs = said.values("", Subject.COMPETITOR)
    inputs = Inputs(
        potential=_of(ours, potential=True),
        us=_of(ours, potential=False),
        competitors={_COMPETITOR: theirs} if theirs else {},
    )
    reading = VERSION.read(inputs)
    position = [s for s in said.now() if Criterion(s.criterion) not in POTENTIAL]
    return MatrixRow(
        card=card,
        reading=reading,
        placement=reading.review(),
        inertial=_arrow(said, inputs, Forecast.INERTIAL),
        planned=_arrow(said, inputs, Forecast.PLANNED),
        stale=tuple(sorted({s.criterion for s in said.now() if is_stale(s.day, as_of)})),
        customers_own=customers_share(Source(score.source) for score in position),
    )


def _lines(axis: AxisScore | None, said: _Said, subject: Subject) -> tuple[Line, ...]:
    if axis is None:
        return ()
    return tuple(
        Line(part, said.last.get(("", subject.value, part.factor))) for part in axis.contributions
    )


def _arrow(said: _Said, now: Inputs, which: Forecast) -> Arrow | None:
    ours = said.values(which, Subject.US)
    theirs = said.values(which, Subject.COMPETITOR)
    if not ours and not theirs:
        return None
    then = now.changed(
        potential=_of(ours, potential=True),
        us=_of(ours, potential=False),
        competitors={_COMPETITOR: theirs} if theirs else None,
    )
    return forecast(VERSION, now, then, which)


def _of(values: Mapping[str, float], *, potential: bool) -> dict[str, float]:
    return {
        criterion: value
        for criterion, value in values.items()
        if (Criterion(criterion) in POTENTIAL) is potential
    }
