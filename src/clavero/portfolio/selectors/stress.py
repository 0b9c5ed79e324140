"""What losing the largest accounts would do to the company."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from clavero.core.errors import Forbidden
from clavero.core.estimates import Estimate
from clavero.core.period import Period
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.models import CompanyFigures
from clavero.portfolio.rules.picture import year_up_to
from clavero.portfolio.rules.stress import (
    Basis,
    Loss,
    Outcome,
    average_rate,
    breakeven_share,
    expected_contribution,
    lose,
)
from clavero.portfolio.selectors.measured import Measured, measured
from clavero.portfolio.selectors.picture import PortfolioPicture
from clavero.portfolio.selectors.structure import Structure, structure
from clavero.portfolio.visibility import scope_for

ZERO = Decimal(0)
SINGLY = 10  # how many of the largest are lost one by one
JOINTLY = (2, 3)  # and how many of them together


class AccountAtRisk(NamedTuple):
    """An account and what it leaves in twelve months; ``avoided`` is the fixed cost that goes with
    it. Without a known cost, nor an average rate to take instead, ``contribution`` and ``outcome``
    are ``None``."""

    id: int | None
    code: str
    name: str
    net_sales: Decimal
    share: Decimal
    contribution: Decimal | None
    basis: Basis
    avoided: Decimal
    outcome: Outcome | None


class JointLoss(NamedTuple):
    """The loss of several accounts at once, with what they leave and the fixed cost that goes with
    them; ``contribution`` and ``outcome`` are ``None`` where one is not known."""

    names: list[str]
    contribution: Decimal | None
    avoided: Decimal
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class StressPicture:
    """The loss stress test over twelve months, the largest accounts first.

    ``figures`` are those the company entered, valid at the end of the period. ``cost_known`` is
    false when some contribution was taken at the company's average rate.
    """

    period: Period
    figures: CompanyFigures
    rate: Decimal | None
    accounts: list[AccountAtRisk]
    together: list[JointLoss]
    breakeven: Estimate

    @property
    def avoids(self) -> bool:
        """Whether some of the overhead goes with whom is lost."""
        return bool(self.figures.overhead and self.figures.avoidable_share)

    @property
    def is_estimated(self) -> bool:
        """Whether a contribution was taken at the average rate, for want of a cost."""
        return any(each.basis in {Basis.PARTLY, Basis.AVERAGE} for each in self.accounts)


def company_figures(actor: Actor, *, on: date) -> CompanyFigures | None:
    """The figures valid on a day; ``None`` if none were entered. Directors and executives only."""
    _require(actor)
    return CompanyFigures.objects.filter(valid_from__lte=on).first()


def all_company_figures(actor: Actor) -> list[CompanyFigures]:
    """Every set of figures entered, the latest first."""
    _require(actor)
    return list(CompanyFigures.objects.all())


def stress_picture(
    actor: Actor,
    picture: PortfolioPicture,
    *,
    probabilities: Mapping[str, Decimal] | None = None,
) -> StressPicture | None:
    """The test over the twelve months up to the end of ``picture``'s period.

    ``None`` while no figures are entered. ``probabilities`` maps account codes to the chance of
    losing them within the year.
    """
    _require(actor)
    data = picture.data
    period = Period.ttm(picture.period.end) if data is None else year_up_to(picture.period, data)
    figures = _figures_for(period)
    if figures is None:
        return None
    shape = structure()
    year = measured(scope_for(actor), period, picture.tree, shape)
    test = _Test(year, figures, shape, probabilities or {})
    accounts = test.accounts()
    return StressPicture(
        period=period,
        figures=figures,
        rate=test.rate,
        accounts=accounts,
        together=[test.jointly(accounts[:count]) for count in JOINTLY if count <= len(accounts)],
        breakeven=breakeven_share(figures.ebit, test.total_contribution()),
    )


def _require(actor: Actor) -> None:
    if not actor.may(Verb.SEE_COMPANY_FIGURES):
        raise Forbidden(Verb.SEE_COMPANY_FIGURES)


def _figures_for(period: Period) -> CompanyFigures | None:
    """Those valid on the period's last day; before the first ones, the first."""
    return (
        CompanyFigures.objects.filter(valid_from__lte=period.last).first()
        or CompanyFigures.objects.last()
    )


class _Test:
    """The test of one year against the company's figures."""

    def __init__(
        self,
        year: Measured,
        figures: CompanyFigures,
        shape: Structure,
        probabilities: Mapping[str, Decimal],
    ) -> None:
        self.year = year
        self.figures = figures
        self.shape = shape
        self.probabilities = probabilities
        self.rate = average_rate(figures.ebit, figures.overhead, year.total)
        if self.rate is None:  # without the overhead, what the lines with a cost tell
            self.rate = year.margin.value

    def accounts(self) -> list[AccountAtRisk]:
        """The largest accounts, each lost by itself."""
        return [self._account(rank) for rank in range(1, min(SINGLY, len(self.year.by_sales)) + 1)]

    def jointly(self, accounts: Sequence[AccountAtRisk]) -> JointLoss:
        """All of ``accounts`` lost at once."""
        losses = [self._loss(each) for each in accounts]
        known = [loss for loss in losses if loss is not None]
        names, avoided = [each.name for each in accounts], sum((a.avoided for a in accounts), ZERO)
        if len(known) < len(losses):
            return JointLoss(names, None, avoided, None)
        contribution = sum((loss.contribution for loss in known), ZERO)
        outcome = lose(self.figures.ebit, known, cash=self.figures.cash)
        return JointLoss(names, contribution, avoided, outcome)

    def total_contribution(self) -> Decimal | None:
        """What all customers leave: as entered, else from the lines if every cost is known."""
        if self.figures.overhead is not None:
            return self.figures.ebit + self.figures.overhead
        if self.year.gross_with_cost < self.year.gross:
            return None
        return self.year.total_contribution

    def _account(self, rank: int) -> AccountAtRisk:
        year, at = self.year, self.year.by_sales.order[rank - 1]
        code = year.codes[at]
        card = self.shape.cards.get(code)
        contribution, basis = expected_contribution(
            year.contribution[at],
            year.net_sales[at] - (year.net_sales_with_cost[at] or ZERO),
            year.cost_known_shares[at] or ZERO,
            self.rate,
        )
        account = AccountAtRisk(
            id=card.id if card else None,
            code=code,
            name=card.title if card else code,
            net_sales=year.net_sales[at],
            share=year.by_sales.share(rank),
            contribution=contribution,
            basis=basis,
            avoided=self._avoided(year.by_sales.share(rank)),
            outcome=None,
        )
        return account._replace(outcome=self.jointly([account]).outcome)

    def _loss(self, account: AccountAtRisk) -> Loss | None:
        if account.contribution is None:
            return None
        return Loss(
            contribution=account.contribution,
            avoidable_fixed=account.avoided,
            probability=self.probabilities.get(account.code),
        )

    def _avoided(self, share: Decimal) -> Decimal:
        """The overhead that goes with an account of this share of sales."""
        return (self.figures.overhead or ZERO) * self.figures.avoidable_share * share
