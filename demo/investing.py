"""What the company invests in its accounts of *selective investment*: a round of the past with its
gates and what came of it, and the one that is being decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from clavero.core.period import Period
from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Actor, Verb
from clavero.investment import services as investment
from clavero.investment.models import Case, Round
from clavero.investment.rules.cases import Expected
from clavero.investment.rules.kinds import Gate, PairKind
from clavero.investment.services import Staging
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.selectors import matrix_rows, official_strategies
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import leads_of, results_of, scope_for, structure
from demo import SEED
from demo.clock import on
from demo.people import member

Texts = tuple[str, str]  # in Spanish and English

PAST, NOW = "2025", "2027"
PAST_OPENED, PAST_DECIDED, PAST_GATE, PAST_KNOWN = (
    date(2025, 3, 3), date(2025, 3, 17), date(2025, 10, 14), date(2026, 4, 13),
)  # fmt: skip
NOW_OPENED, NOW_PROPOSED = date(2026, 9, 7), date(2026, 9, 14)
PAST_CASES, NOW_CASES = 4, 9
_THOUSAND = Decimal(1_000)
_LEAST, _MOST = 18_000, 90_000  # euros of contribution of an account that it invests in

PURPOSES: tuple[Texts, ...] = (
    ("Almacén de consigna en su planta, con reposición semanal.",
     "Consignment stock in its plant, replenished every week."),
    ("Técnico residente dos días por semana para la línea nueva.",
     "A resident technician two days a week for the new line."),
    ("Homologar la gama de hidráulica frente al proveedor actual.",
     "Have our range of hydraulics approved against its present supplier."),
    ("Catálogo electrónico y pedidos EDI con sus tres centros.",
     "An electronic catalogue and EDI orders with its three sites."),
    ("Programa de mantenimiento preventivo con formación de su equipo.",
     "A programme of preventive maintenance, with training of its people."),
)  # fmt: skip
LEVELS: tuple[Texts, Texts] = (("básico", "basic"), ("completo", "full"))


class Words(NamedTuple):
    """Why something was decided."""

    terms_past: Texts = (
        "Presupuesto aprobado con el plan de 2025.",
        "Budget approved with the plan of 2025.",
    )
    terms_now: Texts = (
        "Presupuesto aprobado con el plan de 2027.",
        "Budget approved with the plan of 2027.",
    )
    decided: Texts = ("Según la propuesta del comité.", "As the committee proposed.")
    released: Texts = (
        "Las tres medidas van por delante de lo previsto.",
        "All three metrics are ahead of plan.",
    )
    stopped: Texts = (
        "Cambió el jefe de compras y las ventas no arrancan.",
        "Its head of purchasing has changed, and sales do not start.",
    )
    known: Texts = (
        "Contribución del informe anual, menos la del año anterior.",
        "Contribution of the yearly report, less that of the year before.",
    )
    pair: Texts = ("Las dos necesitan al mismo técnico.", "Both need the same technician.")
    strategic: Texts = ("Nos abre el mercado portugués.", "It opens the Portuguese market to us.")


_SAID = Words()


def load(language: str) -> None:
    """Take them into the data folder, each thing as on its own day; a second time changes
    nothing."""
    which = ("es", "en").index(language)
    if not Round.objects.filter(name=PAST).exists():
        _past(which)
    if not Round.objects.filter(name=NOW).exists():
        _now(which)


def _past(which: int) -> None:
    director, executive = _actor("director"), _actor("executive")
    with on(PAST_OPENED):
        found = investment.open_round(director, name=PAST)
        investment.set_terms(
            director, round_id=found.pk, budget=Decimal(120_000), rate=Decimal("0.10"),
            reason=_SAID.terms_past[which],
        )  # fmt: skip
        cases = list(_cases(found, PAST_OPENED, PAST_CASES, which))
    with on(PAST_DECIDED):
        for at, case in enumerate(cases):
            bought = _bought(case.customer)
            sales = bought * Decimal("1.05" if at == 1 else "0.98") // _THOUSAND * _THOUSAND
            investment.decide(
                executive, case_id=case.pk, level="" if at == 3 else LEVELS[0][which],
                reason=_SAID.decided[which],
                staging=Staging(
                    gate_on=PAST_GATE,
                    asked={"sales": sales, "share": Decimal("0.32"), "quality": Decimal(7)},
                ),
            )  # fmt: skip
        investment.close_round(director, round_id=found.pk)
    funded = cases[:3]
    with on(PAST_GATE):
        for at, case in enumerate(funded):
            is_stopped = at == 1
            investment.decide_gate(
                executive, case_id=case.pk,
                verdict=Gate.STOPPED if is_stopped else Gate.RELEASED,
                measured={
                    "sales": _bought(case.customer),
                    "share": Decimal("0.27") if is_stopped else Decimal("0.34"),
                    "quality": Decimal("5.5") if is_stopped else Decimal("7.5"),
                },
                reason=(_SAID.stopped if is_stopped else _SAID.released)[which],
            )  # fmt: skip
    with on(PAST_KNOWN):
        for at, case in enumerate(funded):
            if at == 1:
                continue
            likely = Decimal(case.levels.get(name=LEVELS[0][which]).expected["likely"][0])
            inertial = Decimal(case.levels.get(name=LEVELS[0][which]).expected["inertial"][0])
            part = Decimal("0.62") if at == 0 else Decimal("0.9")
            investment.enter_actual(
                _lead(case.customer), case_id=case.pk, year=1,
                value=((likely - inertial) * part).quantize(Decimal(1)), note=_SAID.known[which],
            )  # fmt: skip


def _now(which: int) -> None:
    director = _actor("director")
    with on(NOW_OPENED):
        found = investment.open_round(director, name=NOW)
        investment.set_terms(
            director, round_id=found.pk, budget=Decimal(140_000), rate=Decimal("0.10"),
            hours=Decimal(1_200), accounts=6, reason=_SAID.terms_now[which],
        )  # fmt: skip
    with on(NOW_PROPOSED):
        cases = list(_cases(found, NOW_PROPOSED, NOW_CASES, which))
        if len(cases) > 3:
            investment.bind(
                director, first_id=cases[0].pk, second_id=cases[2].pk, kind=PairKind.EXCLUSIVE,
                reason=_SAID.pair[which],
            )  # fmt: skip
            investment.call_strategic(
                _actor("executive"), case_id=cases[-1].pk, reason=_SAID.strategic[which]
            )
        investment.make_draws(investment.order_draws(director, round_id=found.pk).pk)


def _cases(found: Round, day: date, most: int, which: int) -> Iterator[Case]:
    """The accounts of selective investment, put forward by who leads them, else by the director."""
    rows = {row.card.code: row for row in matrix_rows(Actor.system(), as_of=day)}
    official = official_strategies(Actor.system(), as_of=day)
    codes = [code for code in rows if code in official
             and official[code].strategy in {Strategy.SELECTIVE, Strategy.INVEST}]  # fmt: skip
    codes.sort(key=lambda code: (official[code].strategy is not Strategy.SELECTIVE, code))
    for at, code in enumerate(codes[:most]):
        customer = Customer.objects.get(code=code)
        proposer = _lead(customer)
        rng = np.random.default_rng([SEED, 17, day.year, at])
        known = {each.factor: each.value for each in rows[code].reading.potential.contributions}
        leaves = (
            float(known.get("volume") or 0) * 1_000 * float(known.get("share") or 0)
            * float(known.get("profitability") or 0)
        )  # fmt: skip
        now = min(max(leaves, _LEAST), _MOST)
        case = investment.put_forward(
            proposer, round_id=found.pk, customer_id=customer.pk,
            purpose=PURPOSES[at % len(PURPOSES)][which],
        )  # fmt: skip
        for name, expected in zip(LEVELS, _levels(now, rng, at == most - 1), strict=True):
            investment.set_level(proposer, case_id=case.pk, name=name[which], expected=expected)
        yield case


def _levels(now: float, rng: np.random.Generator, is_last: bool) -> Iterator[Expected]:
    """A smaller and a larger one; the last account does not bring its money back."""
    growth, gain = float(rng.uniform(-0.06, 0.04)), float(rng.uniform(0.42, 0.62))
    if is_last:
        gain = 0.25
    outlay = round(now * float(rng.uniform(0.35, 0.7)), -3) + 4_000
    inertial = [now * (1 + growth) ** year for year in (1, 2, 3)]
    for size, yields in ((1.0, 1.0), (1.8, 0.92)):
        spent = outlay * size
        more = [spent * gain * yields * part for part in (0.7, 1.1, 1.25)]
        likely = [_whole(one + extra) for one, extra in zip(inertial, more, strict=True)]
        down, up = float(rng.uniform(0.4, 0.7)), float(rng.uniform(1.15, 1.4))
        yield Expected(
            outlay=_whole(spent),
            inertial=tuple(map(_whole, inertial)),
            low=tuple(_whole(a + b * down) for a, b in zip(inertial, more, strict=True)),
            likely=tuple(likely),
            high=tuple(_whole(a + b * up) for a, b in zip(inertial, more, strict=True)),
            cannibalised=Decimal(0),
            hours=Decimal(round(spent / 150)),
        )


def _whole(value: float) -> Decimal:
    return Decimal(round(value, -2)).quantize(Decimal(1))


def _bought(customer: Customer) -> Decimal:
    """Its sales of the twelve months before the gate of the past round."""
    shape, year = structure(), Period.ttm(PAST_GATE)
    found = results_of(scope_for(Actor.system()), [customer.code], year, shape).get(customer.code)
    return Decimal(0) if found is None else found.net_sales.quantize(Decimal(1))


def _lead(customer: Customer) -> Actor:
    lead = leads_of([customer.code], structure(), NOW_PROPOSED).get(customer.code)
    person = None if lead is None else Person.objects.get(pk=lead.person_id)
    actor = _actor("director") if person is None else actor_for(person)
    return actor if actor.may(Verb.PROPOSE_INVESTMENTS) else _actor("director")


def _actor(key: str) -> Actor:
    return actor_for(Person.objects.get(email=member(key).email))
