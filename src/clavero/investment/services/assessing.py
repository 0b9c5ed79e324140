"""The draws of a round are made and kept with all that they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor, Verb
from clavero.investment.models import Assessment, Round
from clavero.investment.rules.cautious import (
    Found,
    cautious,
    firmness,
    most_on_average,
    with_few_losses,
)
from clavero.investment.rules.choosing import Problem
from clavero.investment.rules.drawing import (
    DRAWS,
    SEED,
    Risk,
    moves,
    risk_of,
    values_of,
)
from clavero.investment.rules.kinds import Aim, Shape
from clavero.investment.rules.options import allowed
from clavero.investment.selectors import identity_of, round_picture
from clavero.investment.selectors.asking import METHOD
from clavero.investment.visibility import decides

_SYSTEM = Actor.system()
BARS = 24


@transaction.atomic
def assess(actor: Actor, *, round_id: int) -> Assessment:
    """Draw what may happen 10,000 times, and keep what that says of each level and of the choices.

    It changes nothing else. Raises :class:`Forbidden` for those who do not decide.
    """
    found = Round.objects.get(pk=round_id)
    if not decides(actor):
        raise Forbidden(Verb.GOVERN_INVESTMENTS)
    picture = round_picture(_SYSTEM, found)
    if picture.terms is None or picture.asked is None or not picture.asked.options:
        raise Refusal(
            _("There is nothing to draw yet."),
            code="nothing_to_draw",
            hint=_("Set terms, and have accounts put forward first."),
        )
    terms, asked = picture.terms, picture.asked
    spreads, shape = asked.spreads, Shape(terms.shape)
    problem = Problem(asked.options, asked.limits, asked.bonds)
    parts = moves(sorted(problem.accounts))
    draws = np.array(
        [
            values_of(each.outlay, spreads[each.key], asked.rate, parts[each.account], shape)
            for each in problem.options
        ]
    )
    barred = [at for at, each in enumerate(problem.options) if not allowed(each, asked.rate)]
    chosen = {
        Aim.MEAN: most_on_average(problem, draws, barred),
        Aim.SAFE: with_few_losses(problem, draws, barred, most=float(terms.most_loss)),
        Aim.CAUTIOUS: cautious(problem, draws, barred, caution=float(terms.caution)),
    }
    firm = firmness(problem, draws)
    made = Assessment.objects.create(
        round=found,
        terms=terms,
        identity=identity_of(asked, terms),
        seed=SEED,
        draws=DRAWS,
        method=METHOD,
        found={
            "options": [
                {
                    "account": each.account,
                    "level": each.level,
                    **_told(risk_of(draws[at])),
                }
                for at, each in enumerate(problem.options)
            ],
            "firmness": firm,
            "aims": {aim: _aim(problem, draws, each) for aim, each in chosen.items()},
        },
        by_id=actor.user_id,
        by_name=actor.name,
    )
    record(actor, "investment.assessed", found, after={"invested_draws": DRAWS})
    return made


def _aim(problem: Problem, draws: Any, found: Found) -> dict[str, Any]:
    total = draws[list(found.picked)].sum(axis=0) if found.picked else np.zeros(draws.shape[1])
    return {
        "is_possible": found.is_possible,
        "is_optimal": found.is_optimal,
        "chosen": [list(problem.options[at].key) for at in found.picked],
        "spent": float(sum(problem.options[at].outlay for at in found.picked)),
        "risk": _told(risk_of(total)),
        "bars": _bars(total),
    }


def _bars(total: Any) -> Sequence[tuple[float, float, int]]:
    """How often which value came out, from where to where."""
    if total.min() == total.max():
        return []
    counts, edges = np.histogram(total, bins=BARS)
    return [
        (float(low), float(high), int(count))
        for low, high, count in zip(edges, edges[1:], counts, strict=False)
    ]


def _told(risk: Risk) -> dict[str, float]:
    names = ("mean", "p5", "p50", "p95", "loss", "cvar")
    return {name: round(getattr(risk, name), 4) for name in names}
