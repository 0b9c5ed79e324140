"""What the company's managers say to what the playbook proposes for their accounts, and the version
of the playbook that its director writes after the last review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np

from clavero.matrix.rules.quadrants import Strategy
from clavero.playbook.rules.guides import Playbook, Share
from clavero.playbook.rules.proposals import Proposed, is_over
from demo import SEED

Texts = tuple[str, str]  # in Spanish and English


class Change(NamedTuple):
    """What a manager puts in the place of some values of a proposal, and why."""

    values: dict[str, Any]
    reason: Texts


_OPEN, _HOW_OFTEN = (1.0, 0.25, 0.0), (0.2, 0.4, 0.4)
"""What part of an account's proposals waits: all, some or nothing, and for how many accounts."""
_DROPPED, _CHANGED = 0.4, 0.55  # of what there is a reason for; the rest is accepted

CHANGES: dict[str, tuple[Change, ...]] = {
    "sales-growth": (
        Change({"target": Decimal(6)}, (
            "Su mercado crece un 3 %: crecer el doble ya es ganarle cuota a la competencia.",
            "Its market grows by 3%: to grow by twice that takes share from the competition.",
        )),
        Change({"target": Decimal(7)}, (
            "Una de sus plantas para tres meses por obras.",
            "One of its plants stops for three months for works.",
        )),
    ),
    "contribution-growth": (
        Change({"target": Decimal(5)}, (
            "El transporte ha subido, y no podremos repercutirlo hasta el nuevo acuerdo.",
            "Freight has gone up, and until the new agreement we cannot pass it on.",
        )),
    ),
    "contact-coverage": (
        Change({"target": Decimal(65)}, (
            "Dos de sus plantas cambian de dirección este año: antes no tiene sentido.",
            "Two of its plants change their management this year: before that it makes no sense.",
        )),
        Change({"target": Decimal(70)}, (
            "Sus compras pasan por tres personas: más contactos no aportan.",
            "Its purchases go through three people: more contacts add nothing.",
        )),
        Change({"target": Decimal(60)}, (
            "Nos falta gente hasta que se incorpore el técnico de la zona.",
            "We are short of people until the technician of the region joins.",
        )),
    ),
    "initiatives-meeting": (
        Change({"months": 2}, (
            "El cliente prefiere reunirse cada dos meses, y una llamada en los demás.",
            "The customer would rather meet every two months, with a call in between.",
        )),
        Change({"months": 3}, (
            "Las iniciativas dependen de sus paradas de planta: una vez por trimestre basta.",
            "The initiatives depend on the stops of its plants: once a quarter is enough.",
        )),
        Change({"months": 2}, (
            "Así coincide con su comité de compras, que es cada dos meses.",
            "So it goes with its purchasing committee, which is every two months.",
        )),
    ),
    "gate": (
        Change({"months": 3}, (
            "Sus pedidos llegan por trimestres: un mes no dice nada.",
            "Its orders come by the quarter: one month says nothing.",
        )),
    ),
    "share-gained": (
        Change({"target": Decimal(3)}, (
            "Tiene contrato con la competencia hasta junio; antes solo entran recambios.",
            "It has a contract with the competitor until June; until then only spares come in.",
        )),
    ),
    "on-time-in-full": (
        Change({"target": Decimal(95)}, (
            "Hasta que abra el segundo turno del almacén, un 97 % sería prometer de más.",
            "Until the warehouse has its second shift, 97% would promise too much.",
        )),
    ),
    "retention": (
        Change({"target": Decimal(90)}, (
            "Cierra una línea en otoño, y con ella se va una parte de lo que compra.",
            "It closes a line in autumn, and with it goes a part of what it buys.",
        )),
    ),
    "days-to-payment": (
        Change({"target": Decimal(75)}, (
            "Paga a 75 días a todos sus proveedores; hemos subido el precio a cambio.",
            "It pays all its suppliers after 75 days; we have raised the price for it.",
        )),
        Change({"target": Decimal(70)}, (
            "Domicilia los pagos desde julio; hasta entonces no baja de 70.",
            "It pays by direct debit from July on; until then it stays above 70.",
        )),
    ),
}  # fmt: skip
"""What may hold instead, and why, by what was proposed."""

DROPS: dict[str, tuple[Texts, ...]] = {
    "joint-savings": (
        (
            "No quiere abrir sus costes mientras dure la licitación.",
            "It will not open its costs as long as the tender runs.",
        ),
        (
            "Primero hay que cerrar las quejas de transporte del año pasado.",
            "The freight claims of last year have to be settled first.",
        ),
        (
            "Ya compartimos un plan de ahorro con el grupo; otro distraería.",
            "We share a savings plan with the group already; another would distract.",
        ),
    ),
    "sponsor-meeting": (
        (
            "Su dirección recibe a proveedores una vez al año, en su convención.",
            "Its management receives suppliers once a year, at its convention.",
        ),
        (
            "Cambia de dirección en primavera; lo retomamos con quien llegue.",
            "Its management changes in spring; we take it up with whoever comes.",
        ),
    ),
    "displace-competitor": (
        (
            "El competidor es de su propio grupo: no se va a ir.",
            "The competitor belongs to its own group: it will not go.",
        ),
    ),
    "contact-map": (
        (
            "Ya lo lleva al día la delegación con cada visita.",
            "The branch keeps it up to date at every visit.",
        ),
    ),
    "promoters": (
        (
            "No contesta encuestas por norma; preguntaremos en la revisión del servicio.",
            "It answers no surveys on principle; we ask at the review of the service.",
        ),
    ),
    "satisfaction": (
        (
            "Su central hace una encuesta a proveedores cada año y nos la pasa.",
            "Its head office asks its own people every year and passes the answers on to us.",
        ),
    ),
    "remote-service": (
        (
            "Sus talleres no tienen ordenador en el mostrador: seguirán llamando.",
            "Its workshops have no computer at the counter: they will go on calling.",
        ),
    ),
}
"""Why it may not hold, by what was proposed."""

APPROVED_BY: Texts = (
    "Comité de cuentas clave: Dirección, Ventas, Finanzas y Operaciones",
    "Key account committee: Management, Sales, Finance and Operations",
)
REASON: Texts = (
    "Hay cuentas atractivas en las que aún somos débiles, y el tiempo se nos va en las de siempre.",
    "There are attractive accounts where we are still weak, and our time goes to the usual ones.",
)


class Decision(NamedTuple):
    """What became of a proposal: ``content`` holds instead; without one, and with a reason, it was
    dropped."""

    proposal_id: int
    content: Proposed | None = None
    reason: Texts | None = None


def decisions(
    accounts: Iterable[Iterable[tuple[int, Proposed]]], today: date
) -> Iterator[Decision]:
    """What is decided of the proposals of each account; of those left open nothing is said. Nothing
    waits past the day by which it is to be reached."""
    rng = np.random.default_rng([SEED, 10])
    for account in accounts:
        waiting = float(rng.choice(_OPEN, p=_HOW_OFTEN))
        for proposal_id, proposed in account:
            is_open, drawn, which = rng.random() < waiting, rng.random(), int(rng.integers(6))
            if not is_open or is_over(proposed, today):
                yield _decided(proposal_id, proposed, drawn, which)


def _decided(proposal_id: int, proposed: Proposed, drawn: float, which: int) -> Decision:
    key = proposed.what.key
    if drawn < _DROPPED and key in DROPS:
        return Decision(proposal_id, None, DROPS[key][which % len(DROPS[key])])
    if drawn < _CHANGED and key in CHANGES:
        change = CHANGES[key][which % len(CHANGES[key])]
        what = replace(proposed.what, **change.values)
        return Decision(proposal_id, replace(proposed, what=what), change.reason)
    return Decision(proposal_id)


def next_playbook(before: Playbook) -> Playbook:
    """More of the time for attractive accounts where the company is weak."""
    shares = {
        Strategy.INVEST: Share(Decimal(35), Decimal(45)),
        Strategy.SELECTIVE: Share(Decimal(30), Decimal(40)),
    }
    return replace(before, shares={**before.shares, **shares})
