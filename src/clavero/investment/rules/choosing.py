"""The exact choice: the options that bring most within the limits, by HiGHS.

Sorting by profitability index is not optimal (methods §6, O-6.2). The solver counts in floats, so
that what it finds is looked at again in exact money; a choice that is too dear by less than the
solver can see is forbidden, and it looks on. Source: methods §6.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from clavero.investment.rules.options import Bonds, Choice, Limits, Option, allowed, keeps_to

if TYPE_CHECKING:  # the solver takes longer to load than most choices: who chooses loads it
    from scipy.optimize import LinearConstraint

_ZERO = Decimal(0)
_LARGEST = 1_000.0  # of the objective: the solver stops within a millionth of what it is counted in
_SECONDS = 30.0
_MORE = 1e-4  # of the largest option: what is better by less is not told apart
_OPTIMAL, _INFEASIBLE = 0, 2  # what scipy calls them


@dataclass(slots=True)
class Rows:
    """Linear conditions on the options, ``low <= coefficients · x <= high`` each."""

    coefficients: list[Mapping[int, float]] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, coefficients: Mapping[int, float], low: float, high: float) -> None:
        """One more."""
        self.coefficients.append(coefficients)
        self.low.append(low)
        self.high.append(high)

    def at_most(self, weights: Sequence[Decimal], most: Decimal | None) -> None:
        """``weights`` of what is chosen add up to ``most`` at most."""
        if most is None or not any(weights):
            return
        by = most if most > 0 else max(weights)
        shares = {at: float(each / by) for at, each in enumerate(weights) if each}
        self.add(shares, -np.inf, float(most / by))

    def and_those(self, more: Rows | None) -> Rows:
        """These and more, to add to."""
        other = more or Rows()
        return Rows(
            [*self.coefficients, *other.coefficients],
            [*self.low, *other.low],
            [*self.high, *other.high],
        )

    def constraint(self, columns: int) -> LinearConstraint | None:
        """The rows as the solver takes them."""
        if not self.coefficients:
            return None
        from scipy.optimize import LinearConstraint
        from scipy.sparse import csr_array

        places = [(row, at) for row, each in enumerate(self.coefficients) for at in each]
        values = [value for each in self.coefficients for value in each.values()]
        shape = (len(self.coefficients), columns)
        of_rows, of_columns = zip(*places, strict=True) if places else ((), ())
        matrix = csr_array((values, (of_rows, of_columns)), shape=shape)
        return LinearConstraint(matrix, self.low, self.high)


@dataclass(frozen=True, slots=True)
class Solved:
    """What the solver has found: which options, and whether nothing is better for sure; ``None``
    where nothing is possible, or where its time was over before it knew. ``beyond`` are the values
    of the columns after those of the options."""

    picked: tuple[int, ...] | None
    is_optimal: bool
    beyond: tuple[float, ...] = ()


class _Asked:
    """What the solver is asked of a problem."""

    def __init__(
        self,
        problem: Problem,
        objective: Any,
        barred: Collection[int],
        more: Rows | None,
        beyond: Sequence[float],
    ) -> None:
        count, free = len(problem.options), len(beyond)
        self.rows = problem.conditions.and_those(more)
        worth = np.concatenate([np.asarray(objective, dtype=float), np.asarray(beyond)])
        largest = float(np.abs(worth).max(initial=0.0))
        self._least = -worth * (_LARGEST / largest) if largest > 0 else -worth
        high = np.concatenate([np.ones(count), np.full(free, np.inf)])
        high[list(barred)] = 0.0
        self._low = np.concatenate([np.zeros(count), np.full(free, -np.inf)])
        self._high = high
        self._whole = np.concatenate([np.ones(count), np.zeros(free)])

    def answer(self, *, is_whole: bool) -> Any:
        """What it says, by scipy's names."""
        from scipy.optimize import Bounds, milp

        return milp(
            self._least,
            integrality=self._whole if is_whole else None,
            bounds=Bounds(self._low, self._high),
            constraints=self.rows.constraint(len(self._least)),
            options={"mip_rel_gap": 0.0, "time_limit": _SECONDS},
        )


class Problem:
    """Options within limits, to be solved for one objective after the other."""

    def __init__(self, options: Sequence[Option], limits: Limits, bonds: Bonds = Bonds()) -> None:
        self.options = tuple(sorted(options, key=lambda each: each.key))
        self.limits, self.bonds = limits, bonds
        self.conditions = self._conditions()

    @property
    def accounts(self) -> dict[str, list[int]]:
        """Where the options of each account stand."""
        found: dict[str, list[int]] = {}
        for at, option in enumerate(self.options):
            found.setdefault(option.account, []).append(at)
        return found

    def _conditions(self) -> Rows:
        rows, accounts = Rows(), self.accounts
        rows.at_most([each.outlay for each in self.options], self.limits.budget)
        rows.at_most([each.hours for each in self.options], self.limits.hours)
        for year, most in enumerate(self.limits.cash):
            rows.at_most([each.flows.needs[year] for each in self.options], most)
        if self.limits.accounts is not None:
            everything = dict.fromkeys(range(len(self.options)), 1.0)
            rows.add(everything, -np.inf, float(self.limits.accounts))
        for account, places in accounts.items():
            must = account in self.bonds.must
            if must or len(places) > 1:
                rows.add(dict.fromkeys(places, 1.0), 1.0 if must else 0.0, 1.0)
        for first, second in self.bonds.exclusive:
            both = [*accounts.get(first, ()), *accounts.get(second, ())]
            rows.add(dict.fromkeys(both, 1.0), -np.inf, 1.0)
        for first, second in self.bonds.requires:
            needing = dict.fromkeys(accounts.get(first, ()), 1.0)
            needed = dict.fromkeys(accounts.get(second, ()), -1.0)
            rows.add({**needing, **needed}, -np.inf, 0.0)
        return rows

    def solve(
        self,
        objective: Any,
        *,
        barred: Collection[int] = (),
        more: Rows | None = None,
        beyond: Sequence[float] = (),
    ) -> Solved:
        """The choice with the largest ``objective``. ``barred`` are options out of question,
        ``more`` other conditions; ``beyond`` are the objective's parts of free columns that stand
        behind the options and have no bound of their own."""
        asked, count = _Asked(self, objective, barred, more, beyond), len(self.options)
        if any(account not in self.accounts for account in self.bonds.must):
            return Solved(None, is_optimal=True)
        if not count:
            return Solved((), is_optimal=True)
        while True:
            found = asked.answer(is_whole=True)
            if found.x is None:
                return Solved(None, is_optimal=found.status == _INFEASIBLE)
            picked = tuple(at for at in range(count) if found.x[at] > 0.5)
            if keeps_to((self.options[at] for at in picked), self.limits, self.bonds):
                is_optimal = found.status == _OPTIMAL
                return Solved(picked, is_optimal, tuple(map(float, found.x[count:])))
            # Too dear by less than the solver sees; so is whatever has all of these.
            asked.rows.add(dict.fromkeys(picked, 1.0), -np.inf, len(picked) - 1.0)

    def relaxed(
        self,
        objective: Any,
        *,
        barred: Collection[int] = (),
        more: Rows | None = None,
        beyond: Sequence[float] = (),
    ) -> Any:
        """The same where parts of options could be chosen, at once; ``None`` where nothing is
        possible."""
        return _Asked(self, objective, barred, more, beyond).answer(is_whole=False).x

    def choice(self, solved: Solved, worth: Sequence[Decimal]) -> Choice:
        """What was found, in money; ``worth`` is that of each option."""
        if solved.picked is None:
            return Choice((), _ZERO, _ZERO, solved.is_optimal, is_possible=False)
        return Choice(
            tuple(self.options[at] for at in solved.picked),
            sum((worth[at] for at in solved.picked), _ZERO),
            sum((self.options[at].outlay for at in solved.picked), _ZERO),
            solved.is_optimal,
        )


def choose(
    options: Sequence[Option], rate: Decimal, limits: Limits, bonds: Bonds = Bonds()
) -> Choice:
    """The options that bring the largest net present value together.

    What brings nothing is left out unless it is strategic; money that is left over is a result.
    """
    problem = Problem(options, limits, bonds)
    worth = [each.flows.npv(rate) for each in problem.options]
    barred = [at for at, each in enumerate(problem.options) if not allowed(each, rate)]
    return problem.choice(problem.solve([*map(float, worth)], barred=barred), worth)


@dataclass(frozen=True, slots=True)
class Shadow:
    """What the best choice is worth and spends at a budget, and how many accounts it funds."""

    budget: Decimal
    value: Decimal
    spent: Decimal
    accounts: int


def next_step(
    options: Sequence[Option], rate: Decimal, limits: Limits, bonds: Bonds, value: Decimal
) -> Shadow | None:
    """The least budget at which the best choice is worth more than ``value``, that of the best one
    within ``limits``; ``None`` where no larger budget brings more."""
    enough = sum((each.outlay for each in options), _ZERO)
    problem = Problem(options, replace(limits, budget=enough), bonds)
    worth = [float(each.flows.npv(rate)) for each in problem.options]
    barred = [at for at, each in enumerate(problem.options) if not allowed(each, rate)]
    largest = max((abs(each) for each in worth), default=0.0)
    if not largest:
        return None
    better = Rows()
    least = (float(value) + _MORE * largest) / largest
    better.add({at: each / largest for at, each in enumerate(worth)}, least, np.inf)
    outlays = [-float(each.outlay) for each in problem.options]
    solved = problem.solve(outlays, barred=barred, more=better)
    if solved.picked is None:
        return None
    budget = sum((problem.options[at].outlay for at in solved.picked), _ZERO)
    if budget <= limits.budget:  # ``value`` is not that of the best one
        return None
    choice = choose(options, rate, replace(limits, budget=budget), bonds)
    if not choice.is_possible or choice.value <= value:
        return None
    return Shadow(budget, choice.value, choice.spent, len(choice.chosen))


def shadow_curve(
    options: Sequence[Option],
    rate: Decimal,
    limits: Limits,
    bonds: Bonds,
    budgets: Sequence[Decimal],
) -> list[Shadow]:
    """The best choice at each of ``budgets``; those at which what must be funded does not fit are
    left out."""
    found = []
    for budget in budgets:
        there = Limits(budget, limits.cash, limits.hours, limits.accounts)
        choice = choose(options, rate, there, bonds)
        if choice.is_possible:
            found.append(Shadow(budget, choice.value, choice.spent, len(choice.chosen)))
    return found
