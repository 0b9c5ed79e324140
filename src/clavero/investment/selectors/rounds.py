"""A round with its cases: what each level is worth, which are chosen, and what is left to spend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from clavero.identity.rules import Actor
from clavero.investment.models import Case, Funding, Pair, Round, Terms
from clavero.investment.rules.cases import Expected, expected_of
from clavero.investment.rules.choosing import choose
from clavero.investment.rules.flows import RATE, Flows
from clavero.investment.rules.kinds import Aim, Gate, Shape, Why
from clavero.investment.rules.options import Choice, Reasoned, reasons
from clavero.investment.rules.proving import Record
from clavero.investment.rules.stages import spent_of
from clavero.investment.selectors.asking import Asked, asked_of, factor_of, funding_of
from clavero.investment.selectors.records import Proven, all_proven, records
from clavero.investment.selectors.risk import Kept, latest_assessment
from clavero.investment.selectors.terms import latest_terms
from clavero.investment.visibility import sees_investments
from clavero.portfolio.visibility import scope_for

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level of a case. ``flows`` are what is to be expected on average, shrunk by the proposer's
    record; ``why`` is ``None`` where there is no choice to be in or out of."""

    name: str
    expected: Expected
    flows: Flows
    rate: Decimal
    why: Why | None = None
    because_of: str = ""

    @property
    def npv(self) -> Decimal:
        """Net present value."""
        return self.flows.npv(self.rate)

    @property
    def index(self) -> Decimal | None:
        """Profitability index."""
        return self.flows.index(self.rate)

    @property
    def payback(self) -> Decimal | None:
        """Discounted payback, in years."""
        return self.flows.payback(self.rate)

    @property
    def is_in(self) -> bool:
        """Whether the choice has it."""
        return self.why in {Why.CHOSEN, Why.MUST}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case with its levels; ``funding`` is what was decided of it, ``None`` while nothing was.

    ``factor`` is what its forecast counts for: by the proposer's record of today, or once decided,
    of then.
    """

    case: Case
    code: str
    name: str
    levels: tuple[LevelRow, ...]
    record: Record
    factor: Decimal
    funding: Funding | None

    @property
    def chosen(self) -> LevelRow | None:
        """The level that the choice has."""
        return next((each for each in self.levels if each.is_in), None)

    @property
    def best(self) -> LevelRow | None:
        """The level to show of it: the decided one, else the chosen one, else the one worth
        most."""
        decided = "" if self.funding is None else self.funding.level
        kept = next((each for each in self.levels if decided and each.name == decided), None)
        return kept or self.chosen or max(self.levels, key=lambda each: each.npv, default=None)


@dataclass(frozen=True, slots=True)
class Pool:
    """The budget: what is bound by decisions, and what stopped ones gave back."""

    budget: Decimal
    bound: Decimal
    returned: Decimal

    @property
    def left(self) -> Decimal:
        """What can still be decided about."""
        return self.budget - self.bound


@dataclass(frozen=True, slots=True)
class RoundPicture:
    """A round as ``actor`` sees it: ``rows`` are the cases of the customers they see, the choice is
    among all. Without terms there is no choice; where they choose by draws that are missing or old,
    it ``needs_draws``, and is what brings most on average. ``proven`` are the years of all rounds
    of which it is known what came."""

    round: Round
    terms: Terms | None
    rows: tuple[CaseRow, ...]
    pairs: tuple[Pair, ...]
    asked: Asked | None
    choice: Choice | None
    needs_draws: bool
    pool: Pool | None
    proven: tuple[Proven, ...] = field(repr=False)

    def row_of(self, case_id: int) -> CaseRow | None:
        """One of the cases."""
        return next((each for each in self.rows if each.case.pk == case_id), None)


def rounds() -> list[Round]:
    """Every round, the latest first."""
    return list(Round.objects.all())


def latest_round() -> Round | None:
    """The round that was opened last."""
    return Round.objects.first()


def round_of_case(case_id: int) -> tuple[Round | None, Terms | None]:
    """The round of a case with its terms. One query, two where it has none."""
    terms = Terms.objects.filter(round__cases=case_id).select_related("round").first()
    if terms is not None:
        return terms.round, terms
    return Round.objects.filter(cases=case_id).first(), None


def round_picture(actor: Actor, found: Round, terms: Terms | None = None) -> RoundPicture:
    """A round with its cases and the choice. Seven queries; one less where the ``terms`` that hold
    are given, one more where they choose by draws."""
    terms, years = terms or latest_terms(found), all_proven()
    proven = records(years)
    everything = list(
        Case.objects.filter(round=found)
        .select_related("customer", "funding")
        .prefetch_related("levels")
    )
    for each in everything:
        each.round = found
    pairs = tuple(Pair.objects.filter(round=found))
    codes = scope_for(actor).customers
    asked = None if terms is None else asked_of(everything, pairs, terms, proven)
    kept = None
    if asked is not None and terms is not None and terms.aim != Aim.MEAN:
        kept = latest_assessment(found, asked, terms)
    choice = None if asked is None else _choice(asked, kept)
    told: dict[tuple[str, str], Reasoned] = {}
    if asked is not None and choice is not None and choice.is_possible:
        why = reasons(asked.options, choice, asked.limits, asked.bonds, asked.rate)
        told = {each.option.key: each for each in why}
    return RoundPicture(
        round=found,
        terms=terms,
        rows=tuple(
            _row(each, terms, proven, told)
            for each in everything
            if sees_investments(actor) and (codes is None or each.customer.code in codes)
        ),
        pairs=pairs,
        asked=asked,
        choice=choice,
        needs_draws=bool(
            terms is not None and terms.aim != Aim.MEAN and not (kept and kept.is_current)
        ),
        pool=None if terms is None else _pool(terms, everything),
        proven=tuple(years),
    )


def _choice(asked: Asked, kept: Kept | None) -> Choice:
    """What brings most on average, or what the draws say where the terms choose by them."""
    if kept is None or not kept.is_current:
        return choose(asked.options, asked.rate, asked.limits, asked.bonds)
    found = kept.found["aims"][kept.assessment.terms.aim]
    keys = {(account, level) for account, level in found["chosen"]}
    chosen = tuple(each for each in asked.options if each.key in keys)
    return Choice(
        chosen,
        sum((each.flows.npv(asked.rate) for each in chosen), _ZERO),
        sum((each.outlay for each in chosen), _ZERO),
        found["is_optimal"],
        found["is_possible"],
    )


def _row(
    case: Case,
    terms: Terms | None,
    proven: Mapping[int | None, Record],
    told: Mapping[tuple[str, str], Reasoned],
) -> CaseRow:
    record, factor = proven.get(case.proposer_id, Record()), factor_of(case, proven)
    rate, shape = (RATE, Shape.PERT) if terms is None else (terms.rate, Shape(terms.shape))
    levels = []
    for level in case.levels.all():
        expected = expected_of(level.expected)
        reason = told.get((case.customer.code, level.name))
        levels.append(
            LevelRow(
                name=level.name,
                expected=expected,
                flows=expected.flows(factor, shape),
                rate=rate,
                why=None if reason is None else reason.why,
                because_of="" if reason is None else reason.because_of,
            )
        )
    return CaseRow(
        case=case,
        code=case.customer.code,
        name=str(case.customer),
        levels=tuple(levels),
        record=record,
        factor=factor,
        funding=funding_of(case),
    )


def _pool(terms: Terms, everything: Sequence[Case]) -> Pool:
    funded = [each for case in everything if (each := funding_of(case)) and each.level]
    bound = sum((spent_of(each.outlay, each.first, Gate(each.gate)) for each in funded), _ZERO)
    returned = sum((each.outlay for each in funded), _ZERO) - bound
    return Pool(terms.budget, bound, returned)
