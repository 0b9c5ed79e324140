"""What the solver is asked of a round."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256

from clavero.investment.models import Case, Funding, Pair, Terms
from clavero.investment.rules.cases import Spread, expected_of
from clavero.investment.rules.kinds import Gate, PairKind, Shape
from clavero.investment.rules.options import Bonds, Limits, Option
from clavero.investment.rules.proving import Record
from clavero.investment.selectors.terms import limits_of

METHOD = 1
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Asked:
    """Options within limits; ``spreads`` are what each year of each of them may bring. What was
    decided stands: it is funded at its level."""

    options: tuple[Option, ...]
    limits: Limits
    bonds: Bonds
    rate: Decimal
    spreads: Mapping[tuple[str, str], list[Spread]] = field(repr=False)


def funding_of(case: Case) -> Funding | None:
    """What was decided of a case."""
    return getattr(case, "funding", None)


def factor_of(case: Case, proven: Mapping[int | None, Record]) -> Decimal:
    """What the forecast of a case counts for: by the proposer's record of today, or once decided,
    of then."""
    funding = funding_of(case)
    if funding is not None:
        return funding.factor
    return proven.get(case.proposer_id, Record()).factor


def asked_of(
    everything: Sequence[Case],
    pairs: Sequence[Pair],
    terms: Terms,
    proven: Mapping[int | None, Record],
) -> Asked:
    """The options of all cases that are not refused or stopped, within the terms."""
    options: list[Option] = []
    spreads: dict[tuple[str, str], list[Spread]] = {}
    must: set[str] = set()
    stopped = _ZERO
    names = {case.pk: case.customer.code for case in everything}
    for case in everything:
        funding, code = funding_of(case), case.customer.code
        if funding is not None and (not funding.level or funding.gate == Gate.STOPPED):
            stopped += funding.first
            continue
        if case.is_must or funding is not None:
            must.add(code)
        factor = factor_of(case, proven)
        for level in case.levels.all():
            if funding is not None and level.name != funding.level:
                continue
            expected = expected_of((funding and funding.expected) or level.expected)
            spreads[code, level.name] = expected.spreads(factor)
            options.append(
                Option(
                    account=code,
                    level=level.name,
                    flows=expected.flows(factor, Shape(terms.shape)),
                    hours=expected.hours,
                    is_strategic=bool(case.strategic_by) or funding is not None,
                )
            )
    decided = {case.pk for case in everything if funding_of(case) is not None}
    # Of two that are decided nothing is left to choose: a stop at the gate must not bar all others.
    pairs = [each for each in pairs if not {each.first_id, each.second_id} <= decided]
    bonds = Bonds(
        frozenset(must),
        _bound(pairs, PairKind.EXCLUSIVE, names),
        _bound(pairs, PairKind.REQUIRES, names),
    )
    return Asked(tuple(options), limits_of(terms, less=stopped), bonds, terms.rate, spreads)


def _bound(
    pairs: Sequence[Pair], kind: PairKind, names: Mapping[int, str]
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (names[each.first_id], names[each.second_id]) for each in pairs if each.kind == kind
    )


def identity_of(asked: Asked, terms: Terms) -> str:
    """What the draws stand on, as one word: the same again would say the same."""
    said = {
        "method": METHOD,
        "terms": terms.pk,
        "options": sorted(
            [*each.key, str(each.outlay), str(each.hours), each.is_strategic,
             str(asked.spreads[each.key])]
            for each in asked.options
        ),
        "must": sorted(asked.bonds.must),
        "pairs": [asked.bonds.exclusive, asked.bonds.requires],
        "limits": str(asked.limits),
    }  # fmt: skip
    return sha256(json.dumps(said).encode()).hexdigest()
