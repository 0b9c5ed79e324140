"""The choice where nobody is sure: with a limit to losses, or cautious; and how firm it is.

Both count with the draws at hand. The mean of any twentieth of the draws is never below that of the
worst, so that each twentieth that was once the worst bounds what all choices are worth in the worst
case, from above, by a plane. The cautious choice follows such planes until no better one is left:
first among parts of options, which is quick, then among whole ones. A choice with few losses is the
best one on average where that holds to the limit; else it is built from choices of which even the
worst part loses nothing together, and improved one account at a time. Source: methods §6.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from clavero.investment.rules.choosing import Problem, Rows, Solved
from clavero.investment.rules.drawing import worst
from clavero.investment.rules.options import keeps_to

MOST_LOSS = 0.10
CAUTION = 0.5
MOST_PLANES = 200
FIRMNESS_DRAWS = 200
_MOST_TIGHT = 12
_CAUTIONS = (0.5, 1.0)
_NEAR = 1e-6
_CLOSE = 1e-4  # what nobody would change a choice for


@dataclass(frozen=True, slots=True)
class Found:
    """The options chosen, by their places in the problem; whether nothing is better for sure."""

    picked: tuple[int, ...]
    is_optimal: bool
    is_possible: bool = True


def _of(solved: Solved) -> Found:
    if solved.picked is None:
        return Found((), solved.is_optimal, is_possible=False)
    return Found(solved.picked, solved.is_optimal)


def most_on_average(problem: Problem, draws: Any, barred: Sequence[int] = ()) -> Found:
    """The largest mean. ``draws`` has a row an option, in the problem's order."""
    return _of(problem.solve(_means(draws), barred=barred))


def cautious(
    problem: Problem, draws: Any, barred: Sequence[int] = (), *, caution: float = CAUTION
) -> Found:
    """The largest mean less ``caution`` times what the worst twentieth lacks of it."""
    start = most_on_average(problem, draws, barred)
    if not start.is_possible or not problem.options:
        return start
    planes = _Planes(problem, draws, barred, worst(draws.shape[1]))
    objective = (1 - caution) * planes.means
    picked = start.picked
    planes.add_at(picked)
    for _at in range(MOST_PLANES):
        parts = planes.relaxed(objective, caution)
        if parts is None:
            break
        if not planes.add_below(parts):
            planes.keep_tight(parts)
            break
    best, best_value = start, -np.inf
    for _at in range(MOST_PLANES):
        total = draws[list(picked)].sum(axis=0)
        value = float((1 - caution) * total.mean() + caution * planes.tail_mean(total))
        if value > best_value:
            best, best_value = Found(picked, is_optimal=False), value
        solved = planes.solve(objective, caution)
        if solved.picked is None:
            break
        bound = float(objective[list(solved.picked)].sum()) + caution * solved.beyond[0]
        if bound <= best_value + _CLOSE * max(1.0, abs(best_value)):
            return Found(best.picked, solved.is_optimal)
        picked = solved.picked
        planes.add_at(picked)
    return best


class _Planes:
    """What bounds the mean of the worst draws, as it becomes known."""

    def __init__(self, problem: Problem, draws: Any, barred: Sequence[int], size: int) -> None:
        self.means = _means(draws)
        self._problem, self._draws, self._barred, self._size = problem, draws, barred, size
        self._rows = Rows()

    def tail_mean(self, total: Any) -> float:
        """The mean of the worst of ``total``."""
        return float(total[self._tail(total)].mean())

    def _tail(self, total: Any) -> Any:
        return np.argpartition(total, self._size - 1)[: self._size]

    def add_at(self, picked: Sequence[int]) -> None:
        """The plane of a choice's own worst draws."""
        self._add(self._tail(self._draws[list(picked)].sum(axis=0)))

    def add_below(self, parts: Any) -> bool:
        """The plane of the worst draws of parts of options; whether it tells anything new."""
        shares, told = parts[:-1], float(parts[-1])
        total = shares @ self._draws
        tail = self._tail(total)
        if told <= float(total[tail].mean()) + _NEAR * max(1.0, abs(told)):
            return False
        self._add(tail)
        return True

    def keep_tight(self, parts: Any) -> None:
        """Forget the planes that bound nothing near: the rest is found again where it matters."""
        slacks = [-sum(row[at] * parts[at] for at in row) for row in self._rows.coefficients]
        near = sorted(range(len(slacks)), key=slacks.__getitem__)[:_MOST_TIGHT]
        self._rows = Rows(
            [self._rows.coefficients[at] for at in near],
            [self._rows.low[at] for at in near],
            [self._rows.high[at] for at in near],
        )

    def _add(self, tail: Any) -> None:
        slopes, count = self._draws[:, tail].mean(axis=1), len(self.means)
        plane = {at: -float(slopes[at]) for at in range(count)}
        self._rows.add({**plane, count: 1.0}, -np.inf, 0.0)

    def solve(self, objective: Any, worth: float) -> Solved:
        """The best whole options, as far as is known."""
        return self._problem.solve(objective, barred=self._barred, more=self._rows, beyond=[worth])

    def relaxed(self, objective: Any, worth: float) -> Any:
        """The best parts of options, as far as is known."""
        return self._problem.relaxed(
            objective, barred=self._barred, more=self._rows, beyond=[worth]
        )


def with_few_losses(
    problem: Problem, draws: Any, barred: Sequence[int] = (), *, most: float = MOST_LOSS
) -> Found:
    """The largest mean where a loss of all together is at most as probable as ``most``.

    It is proven where the best choice on average holds to the limit; any other is a good one.
    """
    best = most_on_average(problem, draws, barred)
    if not best.is_possible or _loss(draws, best.picked) <= most:
        return best
    cautions = (cautious(problem, draws, barred, caution=each).picked for each in _CAUTIONS)
    starts = [best.picked, *cautions, _must(problem, draws)]
    climbed = [
        found
        for start in starts
        if (
            found := _improved(
                problem, draws, barred, _lightened(problem, draws, start, most), most
            )
        )
        is not None
    ]
    if not climbed:
        return Found((), is_optimal=False, is_possible=False)
    means = _means(draws)
    return Found(max(climbed, key=lambda each: _mean(means, each)), is_optimal=False)


def _must(problem: Problem, draws: Any) -> tuple[int, ...]:
    """Of each account that must be funded, the level with the largest mean."""
    means = _means(draws)
    return tuple(
        sorted(
            max(places, key=lambda at: float(means[at]))
            for account, places in problem.accounts.items()
            if account in problem.bonds.must
        )
    )


def _lightened(
    problem: Problem, draws: Any, picked: Sequence[int], most: float
) -> tuple[int, ...] | None:
    """The choice without what adds most to the probability of a loss, until it holds."""
    left = tuple(picked)
    while _loss(draws, left) > most:
        without = [
            rest
            for at in left
            if _is_possible(problem, rest := tuple(each for each in left if each != at))
        ]
        if not without:
            return None
        left = min(without, key=lambda rest: _loss(draws, rest))
    return left


def _improved(
    problem: Problem,
    draws: Any,
    barred: Sequence[int],
    picked: tuple[int, ...] | None,
    most: float,
) -> tuple[int, ...] | None:
    """The choice with one option more, or another for one of its own, while that is better."""
    if picked is None or not _is_possible(problem, picked):
        return None
    means, free = _means(draws), set(range(len(problem.options))) - set(barred)
    while True:
        others = [
            tuple(sorted({*kept, more}))
            for more in sorted(free - set(picked))
            for kept in (picked, *(tuple(each for each in picked if each != at) for at in picked))
        ]
        now = _mean(means, picked)
        better = sorted(
            (each for each in set(others) if _mean(means, each) > now + _NEAR),
            key=lambda each: -_mean(means, each),
        )
        step = next(
            (each for each in better if _is_possible(problem, each) and _loss(draws, each) <= most),
            None,
        )
        if step is None:
            return picked
        picked = step


def _is_possible(problem: Problem, picked: Sequence[int]) -> bool:
    chosen = (problem.options[at] for at in picked)
    return keeps_to(chosen, problem.limits, problem.bonds)


def _mean(means: Any, picked: Sequence[int]) -> float:
    return float(means[list(picked)].sum())


def firmness(problem: Problem, draws: Any, *, count: int = FIRMNESS_DRAWS) -> dict[str, float]:
    """In which part of the draws each account would be chosen, were the draw known."""
    looked_at = min(count, draws.shape[1])
    times = times_chosen(problem, draws, range(looked_at))
    return {account: found / looked_at for account, found in times.items()}


def times_chosen(problem: Problem, draws: Any, which: Iterable[int]) -> dict[str, int]:
    """In how many of some draws each account would be chosen, were the draw known."""
    accounts, times = problem.accounts, dict.fromkeys(problem.accounts, 0)
    for at in which:
        solved = problem.solve(draws[:, at])
        chosen = set(solved.picked or ())
        for account, places in accounts.items():
            times[account] += not chosen.isdisjoint(places)
    return times


def _means(draws: Any) -> Any:
    return draws.mean(axis=1)


def _loss(draws: Any, picked: Sequence[int]) -> float:
    return float((draws[list(picked)].sum(axis=0) < 0).mean()) if picked else 0.0
