"""What the company's customers need, what they could still buy of it, and which sales its people
have under way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction

from clavero.core.revisions import revision_of
from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.opportunities import services
from clavero.opportunities.models import Need, Opportunity, Solution, WalletEntry
from clavero.opportunities.rules.closing import LossReason
from clavero.opportunities.rules.grid import CellState
from clavero.opportunities.rules.needs import Certainty, Closed, Function, Horizon
from clavero.opportunities.rules.pipeline import Ansoff
from clavero.opportunities.rules.wallet import Confidence, WalletSource
from clavero.opportunities.selectors import grid
from clavero.portfolio.models import Customer
from demo.clock import on
from demo.company import Company
from demo.people import member
from demo.products import BY_KEY

Texts = tuple[str, str]  # in Spanish and English


class SolutionMade(NamedTuple):
    """Something that the company offers."""

    names: Texts
    families: tuple[str, ...]
    description: Texts


class NeedMade(NamedTuple):
    """A need of a key account, and how a solution is tailored to it."""

    account: str
    text: Texts
    source: Texts
    day: date
    horizon: Horizon
    function: Function
    urgency: int
    certainty: Certainty
    fit: int | None
    owner: str
    solution: int | None = None
    tailoring: Texts = ("", "")
    closed: Closed | None = None


class SaleMade(NamedTuple):
    """An opportunity with its way through the stages, each with its day."""

    account: str
    title: Texts
    family: str
    value: int
    ramp: tuple[str, ...]
    ansoff: Ansoff
    owner: str
    closes_on: date
    steps: tuple[tuple[date, str], ...]
    need: int | None = None
    chance: tuple[str, Texts] | None = None
    end: tuple[date, str, Texts] | None = None


SOLUTIONS = (
    SolutionMade(
        ("Depósito en planta", "Stock on site"), ("ROD", "COR", "CAD"),
        ("Repuestos en casa del cliente, que se facturan al salir del armario.",
         "Spare parts at the customer's, invoiced when they leave the cabinet.")),
    SolutionMade(
        ("Mantenimiento por vibraciones", "Maintenance by vibration"), ("ROD", "LUB"),
        ("Sensores y un informe mensual: qué cambiar, y cuándo.",
         "Sensors and a monthly report: what to change, and when.")),
    SolutionMade(
        ("Latiguillos en dos horas", "Hoses in two hours"), ("MAN", "HID"),
        ("Prensado junto a la planta, de guardia también los domingos.",
         "Crimped beside the plant, on call on Sundays too.")),
    SolutionMade(
        ("Catálogo único de protección", "One catalogue of protection"), ("EPI",),
        ("Una lista cerrada por puesto, con tallas y caducidades.",
         "A closed list for each job, with sizes and expiry dates.")),
    SolutionMade(
        ("Formación de taller", "Workshop training"), ("COT", "HER", "ABR"),
        ("Media jornada en planta con el fabricante.",
         "Half a day on site with the maker.")),
)  # fmt: skip
NEEDS = (
    NeedMade(
        "Valdoria", ("Bajar las paradas de la línea 3, que cuestan 4.000 € la hora.",
                     "Fewer stops of line 3, which cost €4,000 an hour."),
        ("Jefe de mantenimiento, visita de mayo", "Head of maintenance, visit in May"),
        date(2026, 5, 12), Horizon.NOW, Function.MAINTENANCE, 5, Certainty.CONFIRMED, 8, "senior",
        1, ("Sensores en los 14 reductores de la línea 3.",
            "Sensors on the 14 gearboxes of line 3."),
    ),
    NeedMade(
        "Valdoria", ("Un solo proveedor de protección laboral para las tres plantas.",
                     "One supplier of personal protection for the three plants."),
        ("Directora de compras, por correo", "Head of purchasing, by e-mail"),
        date(2026, 7, 3), Horizon.FUTURE, Function.PURCHASING, 3, Certainty.STATED, 6, "junior_one",
        3, ("Con las tallas que ya tienen registradas.", "With the sizes that they have on file."),
    ),
    NeedMade(
        "Valdoria", ("Menos capital en repuestos: 380.000 € parados en el almacén.",
                     "Less capital in spare parts: €380,000 idle in the store."),
        ("Memoria anual de 2025", "Annual report of 2025"),
        date(2025, 6, 30), Horizon.NOW, Function.FINANCE, 4, Certainty.INFERRED, 9, "senior",
        0, ("Depósito para rodamientos y correas.", "On-site stock for bearings and belts."),
    ),
    NeedMade(
        "Hüttenbach", ("Latiguillos de repuesto el mismo día, también en fin de semana.",
                       "Spare hoses the same day, weekends included."),
        ("Jefe de turno", "Shift manager"),
        date(2026, 8, 19), Horizon.NOW, Function.PRODUCTION, 4, Certainty.CONFIRMED, 7,
        "junior_two", 2, ("De guardia los domingos.", "On call on Sundays."),
    ),
    NeedMade(
        "Hüttenbach", ("Informe de huella de carbono por pedido, desde 2027.",
                       "A carbon report for each order, from 2027 on."),
        ("Cuestionario a proveedores", "Suppliers' questionnaire"),
        date(2026, 9, 2), Horizon.FUTURE, Function.QUALITY, 2, Certainty.STATED, None, "senior",
    ),
    NeedMade(
        "Ebrosa", ("Formar al relevo: en dos años se jubila medio taller.",
                   "Train the next ones: half the workshop retires within two years."),
        ("Comida con el director de planta", "Lunch with the plant director"),
        date(2026, 6, 16), Horizon.FUTURE, Function.PEOPLE, 3, Certainty.INFERRED, 5, "junior_one",
        4, ("Herramienta de corte, un grupo por trimestre.",
            "Cutting tools, one group a quarter."),
    ),
    NeedMade(
        "Ebrosa", ("Entrega en 24 horas de correas dentadas.",
                   "Timing belts delivered within 24 hours."),
        ("Queja de febrero", "Complaint in February"),
        date(2026, 2, 11), Horizon.NOW, Function.LOGISTICS, 4, Certainty.CONFIRMED, 8, "senior",
        closed=Closed.MET,
    ),
    NeedMade(
        "Ferretería Tajuña", ("Reponer en el día lo que se vende en el mostrador.",
                              "Restock the same day what is sold at the counter."),
        ("El dueño, en la tienda", "The owner, in the shop"),
        date(2026, 9, 10), Horizon.NOW, Function.PURCHASING, 4, Certainty.STATED, 6, "sales",
    ),
)  # fmt: skip
SALES = (
    SaleMade(
        "Valdoria", ("Mantenimiento por vibraciones en la línea 3",
                     "Maintenance by vibration on line 3"),
        "LUB", 96_000, ("0.4", "0.8"), Ansoff.PENETRATION, "senior", date(2026, 12, 15),
        ((date(2026, 5, 20), ""), (date(2026, 6, 24), "qualified"), (date(2026, 9, 9), "offered"),
         (date(2026, 10, 14), "negotiating")),
        need=0,
    ),
    SaleMade(
        "Valdoria", ("Protección laboral para las tres plantas",
                     "Personal protection for the three plants"),
        "EPI", 140_000, ("0.3", "0.7"), Ansoff.PRODUCT, "junior_one", date(2027, 3, 31),
        ((date(2026, 7, 6), ""), (date(2026, 9, 21), "qualified")),
        need=1,
    ),
    SaleMade(
        "Valdoria", ("Depósito de rodamientos en planta", "Bearings in stock on site"),
        "ROD", 180_000, (), Ansoff.PENETRATION, "senior", date(2026, 11, 20),
        ((date(2026, 4, 13), ""), (date(2026, 8, 3), "negotiating"), (date(2026, 10, 5), "agreed")),
        need=2,
    ),
    SaleMade(
        "Hüttenbach", ("Servicio de latiguillos en dos horas", "Hoses within two hours"),
        "MAN", 64_000, ("0.5",), Ansoff.PRODUCT, "junior_two", date(2027, 1, 29),
        ((date(2026, 8, 24), ""), (date(2026, 10, 2), "offered")),
        need=3,
        chance=("0.35", ("Su taller prensa una parte por su cuenta.",
                         "Their own workshop crimps a part itself.")),
    ),
    SaleMade(
        "Hüttenbach", ("Hidráulica de la prensa nueva", "Hydraulics of the new press"),
        "HID", 210_000, ("0.2", "0.6"), Ansoff.DIVERSIFICATION, "senior", date(2026, 10, 30),
        ((date(2026, 3, 9), ""), (date(2026, 5, 18), "offered")),
    ),
    SaleMade(
        "Ebrosa", ("Herramienta de corte con formación", "Cutting tools with training"),
        "COT", 52_000, (), Ansoff.PENETRATION, "junior_one", date(2027, 2, 26),
        ((date(2026, 6, 22), ""),),
        need=5,
    ),
    SaleMade(
        "Ebrosa", ("Correas con entrega en 24 horas", "Belts within 24 hours"),
        "COR", 75_000, (), Ansoff.PENETRATION, "senior", date(2026, 6, 30),
        ((date(2026, 2, 16), ""), (date(2026, 4, 20), "agreed")),
        need=6,
        end=(date(2026, 5, 4), "won",
             ("Pedido abierto de un año.", "A framework order of a year.")),
    ),
    SaleMade(
        "Ebrosa", ("Abrasivos del taller central", "Abrasives of the central workshop"),
        "ABR", 38_000, (), Ansoff.PRODUCT, "junior_one", date(2026, 7, 15),
        ((date(2026, 1, 19), ""), (date(2026, 3, 23), "offered")),
        end=(date(2026, 7, 8), "competitor",
             ("Suministros Brañuela, con un 8 % menos.", "Suministros Brañuela, at 8% less.")),
    ),
    SaleMade(
        "Ferretería Tajuña", ("Expositor de herramienta manual", "A display of hand tools"),
        "HER", 9_000, ("0.6",), Ansoff.PRODUCT, "sales", date(2027, 1, 15),
        ((date(2026, 9, 14), ""), (date(2026, 10, 6), "qualified")),
        need=7,
    ),
)  # fmt: skip
_KNOWN = date(2026, 9, 15)
_RIVALS = ("Suministros Brañuela", "Técnicas Arlanza", "Nordwerk Ibérica")
_BLOCKED = ("Contrato marco con otro hasta 2027", "Framework contract with another until 2027")
_SOURCES = (
    (WalletSource.DISCLOSED, Confidence.HIGH),
    (WalletSource.MARKET, Confidence.MEDIUM),
    (WalletSource.DRIVERS, Confidence.LOW),
)
_WHITE_SPACE = {
    "Valdoria": "senior", "Hüttenbach": "senior", "Ebrosa": "senior",
    "Ferretería Tajuña": "sales", "Papelera Henares": "sales",
    "Talleres Mecánicos Larrañaga": "sales",
}  # fmt: skip
_NOTHING_SOLD = 4_000  # the wallet of a family of which nothing is sold, to begin with


def load(made: Company, language: str) -> None:
    """Take them into the data folder, as on their own days; a second time changes nothing."""
    which = ("es", "en").index(language)
    _solutions(which)
    needs = _needs(made, which)
    for name, key in _WHITE_SPACE.items():
        _white_space(_customer(made, name), _actor(key), which)
    _sales(made, which, needs)


def _solutions(which: int) -> None:
    for each in SOLUTIONS:
        if not Solution.objects.filter(name=each.names[which]).exists():
            services.add_solution(
                _actor("director"),
                name=each.names[which],
                families=[BY_KEY[key].names[which] for key in each.families],
                description=each.description[which],
            )


def _needs(made: Company, which: int) -> list[Need]:
    found = []
    for each in NEEDS:
        customer, text = _customer(made, each.account), each.text[which]
        need = Need.objects.filter(customer=customer, text=text).first()
        found.append(need or _need(customer, each, which))
    return found


@transaction.atomic
def _need(customer: Customer, each: NeedMade, which: int) -> Need:
    owner = _actor(each.owner)
    with on(each.day):
        need = services.add_need(
            owner, customer_id=customer.pk, text=each.text[which], source=each.source[which],
            said_on=each.day, horizon=each.horizon, function=each.function, urgency=each.urgency,
            certainty=each.certainty, fit=each.fit, owner_id=owner.user_id,
        )  # fmt: skip
        if each.solution is not None:
            solution = Solution.objects.get(name=SOLUTIONS[each.solution].names[which])
            services.link_solution(
                owner, need_id=need.pk, solution_id=solution.pk, tailoring=each.tailoring[which]
            )
        if each.closed is not None:
            services.close_need(owner, need_id=need.pk, reason=each.closed)
    return need


@transaction.atomic
def _white_space(customer: Customer, actor: Actor, which: int) -> None:
    """Of most cells of an account, what its people know: wallets, competitors, what is blocked."""
    if WalletEntry.objects.filter(customer=customer).exists():
        return
    with on(_KNOWN):
        for at, cell in enumerate(grid(actor, customer.pk).cells):
            unit: dict[str, Any] = {"customer_id": cell.unit.id, "family": cell.family}
            sold = cell.figures.sales
            if at % 4 != 3:
                source, confidence = _SOURCES[at % len(_SOURCES)]
                wallet = sold * (13 + at % 9) / 10 if sold > 0 else _NOTHING_SOLD + 1_000 * (at % 7)
                services.enter_wallet(
                    actor, **unit, source=source, confidence=confidence, day=_KNOWN,
                    amount=Decimal(round(wallet / 1000) * 1000),
                )  # fmt: skip
            said = _said(at, sold > 0, which)
            if said:
                services.say_cell(actor, **unit, **said)


def _said(at: int, is_sold: bool, which: int) -> dict[str, Any]:
    rival = _RIVALS[at % len(_RIVALS)]
    if is_sold:
        share = Decimal(15 + at % 4 * 5) / 100
        return {"rival": rival, "rival_share": share} if at % 3 == 0 else {}
    if at % 5 == 0:
        return {"state": CellState.NOT_APPLICABLE}
    if at % 10 == 1:
        return {"state": CellState.BLOCKED, "reason": _BLOCKED[which]}
    share = Decimal(50 + at % 3 * 10) / 100
    return {"rival": rival, "rival_share": share} if at % 2 == 0 else {}


def _sales(made: Company, which: int, needs: list[Need]) -> None:
    for each in SALES:
        customer, title = _customer(made, each.account), each.title[which]
        if not Opportunity.objects.filter(customer=customer, title=title).exists():
            _sale(customer, each, which, needs)


@transaction.atomic
def _sale(customer: Customer, each: SaleMade, which: int, needs: list[Need]) -> None:
    owner, family = _actor(each.owner), BY_KEY[each.family].names[which]
    (first, _stage), *later = each.steps
    ramp = [Decimal(part) for part in each.ramp]
    with on(first):
        row = services.add_opportunity(
            owner, customer_id=customer.pk, title=each.title[which], value=Decimal(each.value),
            closes_on=each.closes_on, ansoff=each.ansoff, ramp=ramp,
            owner_id=owner.user_id, cells=[(customer.pk, family)],
            needs=[] if each.need is None else [needs[each.need].pk],
        )  # fmt: skip
    for day, stage in later:
        with on(day):
            seen = revision_of(row)
            services.move_opportunity(owner, opportunity_id=row.pk, stage=stage, seen=seen)
    if each.chance is not None:
        chance, reason = each.chance
        services.change_opportunity(
            owner,
            opportunity_id=row.pk,
            probability=Decimal(chance),
            probability_reason=reason[which],
        )
    if each.end is not None:
        day, how, note = each.end
        with on(day):
            if how == "won":
                services.win_opportunity(owner, opportunity_id=row.pk, note=note[which])
            else:
                services.lose_opportunity(
                    owner, opportunity_id=row.pk, reason=LossReason(how), note=note[which]
                )


def _customer(made: Company, name: str) -> Customer:
    is_group = any(group.name == name for group in made.groups)
    return Customer.objects.get(code=made.account(name) if is_group else made.called(name))


def _actor(key: str) -> Actor:
    return actor_for(Person.objects.get(email=member(key).email))
