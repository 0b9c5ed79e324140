"""The account analysis matrix: where each account is, as read from what was said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from clavero.core.estimates import Estimate
from clavero.core.freshness import is_stale
from clavero.identity.rules import Actor
from clavero.matrix.models import AccountScore, MatrixPlacement
from clavero.matrix.rules.evidence import Source, customers_share
from clavero.matrix.rules.forecast import Arrow, Forecast
from clavero.matrix.rules.moves import Move, Together, moves, together
from clavero.matrix.rules.position import Mode
from clavero.matrix.rules.quadrants import Placement, Strategy
from clavero.matrix.rules.scores import Criterion, Subject
from clavero.matrix.rules.scoring import AxisScore, Contribution
from clavero.matrix.rules.version import Inputs, Reading, Version
from clavero.matrix.selectors.derived import Derivations, Derived, from_ledger
from clavero.matrix.selectors.reviews import Trail, trails
from clavero.matrix.selectors.said import SaidOf, known_until, said_of
from clavero.matrix.selectors.settings import InForce, settings_on
from clavero.portfolio.selectors import Card, Structure, structure, structure_at
from clavero.portfolio.visibility import account_with_version, scope_for


@dataclass(frozen=True, slots=True)
class Place:
    """The numbers of where an account is: both scores, how probable its official quadrant is, and
    how much of the weights is known, of 100."""

    potential: float | None
    position: float | None
    probability: float | None
    coverage: float


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One account: its reading, the official placement and both forecasts, ``None`` where nobody
    has forecast anything.

    ``placement`` is that of the last review; while none was held, what a review would say today.
    ``placed`` is where a review put it on the very day that the row is of, where that is past: it
    stands whatever is known since. ``next`` is what a review today would make of it. ``stale`` are
    the criteria said more than twelve months ago, ``customers_own`` the part of the scores of
    position that the customer gave.
    """

    card: Card
    version: Version
    inputs: Inputs
    reading: Reading
    placement: Placement | None
    next: Placement | None
    inertial: Arrow | None
    planned: Arrow | None
    stale: tuple[str, ...]
    customers_own: Estimate
    said: SaidOf = field(repr=False)
    derived: Derivations = field(repr=False)
    trail: Trail | None = field(default=None, repr=False)
    placed: MatrixPlacement | None = None

    @property
    def place(self) -> Place:
        """Where it is in numbers."""
        if self.placed is not None:
            kept = self.placed
            return Place(kept.potential, kept.position, kept.probability, kept.coverage)
        reading = self.reading
        return Place(
            reading.potential.value, reading.position.value, self.probability, reading.coverage
        )

    @property
    def strategy(self) -> Strategy | None:
        """The official strategy, ``None`` while the account cannot be classified."""
        return None if self.placement is None else self.placement.strategy

    @property
    def probability(self) -> float | None:
        """How probable the quadrant of the official strategy is."""
        chances, strategy = self.reading.chances, self.strategy
        return None if chances is None or strategy is None else chances[strategy]

    @property
    def is_borderline(self) -> bool:
        """Whether the scores of today lie across a cut from the official strategy."""
        if self.placed is not None:
            return self.placed.strategy != self.placed.computed
        return self.strategy is not None and self.reading.quadrant not in {None, self.strategy}

    @property
    def would_change(self) -> bool:
        """Whether a review today would give it another strategy than its last one."""
        return (
            self.trail is not None
            and self.next is not None
            and self.next.strategy is not self.strategy
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sum: what a factor brings, and where its value is from; both ``score`` and
    ``derived`` are ``None`` where nobody said anything and nothing follows from the ledger.
    A score goes before what is ``derived``, which is kept beside it for comparison."""

    part: Contribution
    score: AccountScore | None
    derived: Derived | None = None


@dataclass(frozen=True, slots=True)
class AccountInMatrix:
    """Why an account is where it is: the sums of both axes, the best competitor's, and the single
    changes that would move it, the smallest first; ``together`` is what it takes where none can.
    ``shape`` is how customers stood as it was read."""

    row: MatrixRow
    holding: InForce
    potential: tuple[Line, ...]
    position: tuple[Line, ...]
    competitor: tuple[Line, ...]
    moves: tuple[Move, ...]
    together: Together | None = None
    shape: Structure | None = None


def matrix_rows(
    actor: Actor,
    *,
    as_of: date,
    holding: InForce | None = None,
    known: Structure | None = None,
    with_later: bool = False,
) -> list[MatrixRow]:
    """Every account that ``actor`` may see of which something was said until ``as_of``, by the
    score of its potential, the highest first; read by ``holding``, else by what holds that day. Of
    a past day counts what was known then, or ``with_later`` all that is known of it now.

    Four queries while nothing about customers and groups changes, and one more for who sees a
    part."""
    known, scope = known or structure(), scope_for(actor)
    holding = holding or settings_on(as_of)
    past = trails(scope.customers, as_of, known)
    until = None if with_later else known_until(as_of, past.values())
    said = said_of(scope.customers, as_of, known, until)
    ledger = from_ledger(scope, said, as_of, known)
    rows = []
    for account, found in said.items():
        derived = ledger.of(account, _volume(found))
        rows.append(_row(known.cards[account], found, derived, past.get(account), holding, as_of))
    return sorted(rows, key=_by_potential)


def account_in_matrix(actor: Actor, customer_id: int, *, as_of: date) -> AccountInMatrix:
    """One account with all that its place stands on.

    Raises ``Customer.DoesNotExist`` for strangers to it.
    """
    customer, version = account_with_version(actor, customer_id)
    code, holding = customer.code, settings_on(as_of)
    known = structure() if version is None else structure_at(version)
    row = _row_of(actor, code, known, holding, as_of)
    best = row.reading.position.best or ""
    return AccountInMatrix(
        row=row,
        holding=holding,
        potential=lines_of(row, row.reading.potential, Subject.US),
        position=lines_of(row, row.reading.position.ours, Subject.US),
        competitor=lines_of(row, row.reading.position.theirs, Subject.COMPETITOR, best),
        moves=tuple(moves(row.version, row.reading)),
        together=together(row.version, row.reading),
        shape=known,
    )


def _row_of(actor: Actor, code: str, known: Structure, holding: InForce, as_of: date) -> MatrixRow:
    codes = known.alone.same(code)
    trail = trails(codes, as_of, known)
    until = known_until(as_of, trail.values())
    said = said_of(codes, as_of, known, until).get(code, SaidOf())
    derived = from_ledger(scope_for(actor), [code], as_of, known).of(code, _volume(said))
    past = trail.get(code)
    return _row(known.cards[code], said, derived, past, holding, as_of)


def _row(
    card: Card,
    said: SaidOf,
    derived: Derivations,
    past: Trail | None,
    holding: InForce,
    as_of: date,
) -> MatrixRow:
    version = holding.settings.version(card.sector)
    inputs = said.inputs({key: each.value for key, each in derived.items()})
    reading = version.read(inputs)
    before = None if past is None else past.placement
    coming = reading.review(before, version.stability)
    is_stage = version.mode is Mode.STAGE
    scored = frozenset[str]() if is_stage else version.position.weights.keys()
    in_use = version.potential.weights.keys() | scored
    scores = [each for each in said.now() if each.criterion in in_use]
    of_position = [each for each in scores if each.criterion in scored]
    if is_stage:
        of_position = [*said.stages.values()]
        scores += of_position
    return MatrixRow(
        card=card,
        version=version,
        inputs=inputs,
        reading=reading,
        placement=before or coming,
        next=coming,
        inertial=_arrow(version, said, inputs, reading, Forecast.INERTIAL),
        planned=_arrow(version, said, inputs, reading, Forecast.PLANNED),
        stale=tuple(sorted({each.criterion for each in scores if is_stale(each.day, as_of)})),
        customers_own=customers_share(Source(each.source) for each in of_position),
        said=said,
        derived=derived,
        trail=past,
        placed=past.last if past and past.last.review.day == as_of < timezone.localdate() else None,
    )


def _volume(said: SaidOf) -> float | None:
    score = said.of(Criterion.VOLUME)
    return None if score is None else float(score.value)


def _by_potential(row: MatrixRow) -> tuple[bool, float, str, str]:
    value = row.reading.potential.value
    return value is None, -(value or 0.0), row.card.title.casefold(), row.card.code


def lines_of(
    row: MatrixRow,
    axis: AxisScore | None,
    subject: Subject,
    competitor: str = "",
    which: str = "",
) -> tuple[Line, ...]:
    """The sum of an axis of ``row``: ours, or that of the ``competitor`` named; of today, or of the
    forecast ``which``, of which nothing follows from the ledger."""
    if axis is None:
        return ()
    is_derived = subject is Subject.US and not which
    derived: Mapping[str, Derived] = row.derived if is_derived else {}
    return tuple(
        Line(part, row.said.of(part.factor, subject, competitor, which), derived.get(part.factor))
        for part in axis.contributions
    )


def _arrow(
    version: Version, said: SaidOf, now: Inputs, reading: Reading, which: Forecast
) -> Arrow | None:
    then = said.ahead(now, which)
    return None if then is None else Arrow(which, reading, version.read(then))
