"""The exact choice among 200 accounts at 3 levels, against the bare solver on the same matrix."""

from __future__ import annotations

import random
import sys
from decimal import Decimal
from typing import Any

from benchmarks.measured import answer, in_its_own_process, took

ACCOUNTS, LEVELS = 200, 3
BUDGET = 8_000
RATE = Decimal("0.10")
ROUNDS = 5
ALIKE = 1e-6


def compare() -> dict[str, Any]:
    """Both, and ours ÷ theirs."""
    ours, theirs = (in_its_own_process("choosing", name) for name in ("clavero", "milp"))
    if abs(ours["npv"] / theirs["npv"] - 1) > ALIKE or not ours["optimal"]:
        raise SystemExit("the choices differ: this would compare different things")
    return {
        "clavero": ours,
        "milp": theirs,
        "ratio": ours["seconds"] / theirs["seconds"],
        "processor_ratio": ours["processor"] / theirs["processor"],
    }


def _options() -> list[tuple[str, str, int, list[Decimal]]]:
    made_up = random.Random(6)
    rows = []
    for account in range(ACCOUNTS):
        size = made_up.randint(20, 200)
        for level in range(1, LEVELS + 1):
            outlay = size * level + made_up.randint(0, 20)
            years = [Decimal(round(outlay * made_up.uniform(0.3, 0.6), 2)) for _ in range(3)]
            rows.append((f"A{account}", str(level), outlay, years))
    return rows


def _clavero() -> None:
    from clavero.investment.rules.choosing import choose
    from clavero.investment.rules.flows import Flows
    from clavero.investment.rules.options import Limits, Option

    options = [
        Option(account, level, Flows(Decimal(outlay), tuple(years)))
        for account, level, outlay, years in _options()
    ]
    found = []
    best = min(
        (
            took(lambda: found.append(choose(options, RATE, Limits(Decimal(BUDGET)))))
            for _round in range(ROUNDS)
        ),
        key=lambda each: each["seconds"],
    )
    choice = found[-1]
    answer(npv=float(choice.value), optimal=choice.is_optimal, **best)


def _milp() -> None:
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import block_diag, csr_array, vstack

    rows = _options()
    outlay = np.array([float(each[2]) for each in rows])
    discount = np.array([float(1 / (1 + RATE) ** year) for year in (1, 2, 3)])
    npv = np.array([[float(flow) for flow in each[3]] for each in rows]) @ discount - outlay
    one_level = block_diag([np.ones((1, LEVELS))] * ACCOUNTS)
    matrix = vstack([csr_array(outlay[None, :]), one_level]).tocsr()
    high = np.concatenate([[BUDGET], np.ones(ACCOUNTS)])
    found = []

    def once() -> None:
        found.append(
            milp(
                -npv,
                integrality=np.ones(len(rows)),
                bounds=Bounds(0, 1),
                constraints=LinearConstraint(matrix, -np.inf, high),
                options={"mip_rel_gap": 0.0},
            )
        )

    best = min((took(once) for _round in range(ROUNDS)), key=lambda each: each["seconds"])
    answer(npv=float(-found[-1].fun), **best)


if __name__ == "__main__":
    {"clavero": _clavero, "milp": _milp}[sys.argv[1]]()
