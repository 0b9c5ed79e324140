"""The people at the company's customers, what its account teams think of them, who of ours knows
whom, and how far each relationship is."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction

from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.matrix.rules.position import Stage
from clavero.portfolio.models import Customer
from clavero.relationships import services
from clavero.relationships.models import Contact, StageWord
from clavero.relationships.rules.judging import Kind
from clavero.relationships.rules.matrix import Ours
from clavero.relationships.rules.people import Function, Level, Part, Party
from clavero.relationships.rules.sides import Side
from demo import mapping
from demo.clock import on
from demo.company import Company
from demo.people import member

Texts = tuple[str, str]  # in Spanish and English


class Place(NamedTuple):
    """What somebody of a function is at a key account."""

    title: Texts
    level: Level
    part: Part


class Met(NamedTuple):
    """Somebody of ours knows whoever has a function in a unit of an account."""

    account: str
    unit: int
    theirs: Function
    ours: str
    function: Ours
    strength: int
    source: Texts
    since: date
    last: date
    interval: int = 60


class Thought(NamedTuple):
    """What somebody of the team thinks of them."""

    account: str
    unit: int
    theirs: Function
    kind: Kind
    value: int
    source: Texts
    by: str
    day: date


class Stood(NamedTuple):
    """How far the relationship is, in whose eyes."""

    account: str
    side: Side
    stage: Stage
    source: Texts
    day: date


class Beside(NamedTuple):
    """Somebody who stands in no file: a third party, a place, the same person twice."""

    account: str
    unit: int
    name: str
    title: Texts
    function: Function
    more: dict[str, Any]


_BROUGHT = date(2025, 6, 2)
PLACES = {
    Function.MANAGEMENT: Place(
        ("Gerencia", "General manager"), Level.BOARD, Part.DECIDER),
    Function.FINANCE: Place(
        ("Dirección financiera", "Finance director"), Level.DIRECTOR, Part.ECONOMIC_BUYER),
    Function.PURCHASING: Place(
        ("Dirección de compras", "Purchasing director"), Level.DIRECTOR, Part.BUYER),
    Function.PRODUCTION: Place(
        ("Dirección de planta", "Plant director"), Level.DIRECTOR, Part.USER),
    Function.MAINTENANCE: Place(
        ("Jefatura de mantenimiento", "Head of maintenance"), Level.MANAGER, Part.TECHNICAL_BUYER),
    Function.DEVELOPMENT: Place(
        ("Ingeniería de procesos", "Process engineer"), Level.SPECIALIST, Part.INFLUENCER),
    Function.QUALITY: Place(
        ("Jefatura de calidad", "Head of quality"), Level.MANAGER, Part.INFLUENCER),
    Function.LOGISTICS: Place(
        ("Jefatura de almacén", "Head of the warehouse"), Level.MANAGER, Part.USER),
    Function.SAFETY: Place(
        ("Técnica de prevención", "Safety officer"), Level.SPECIALIST, Part.INITIATOR),
}  # fmt: skip
OF_THE_PLANT = {
    Function.MAINTENANCE, Function.QUALITY, Function.LOGISTICS, Function.DEVELOPMENT,
    Function.SAFETY,
}  # fmt: skip
"""Those who report to the plant director."""
BESIDE = (
    Beside("Valdoria", 4, "", ("CFO", "CFO"), Function.FINANCE, {"level": Level.BOARD}),
    Beside("Valdoria", 0, "Gonzalo Arbizu",
           ("Asesor de compras", "Purchasing adviser"), Function.PURCHASING,
           {"party": Party.CONSULTANT, "organisation": "Arbizu Consultores",
            "part": Part.INFLUENCER, "languages": "es, en"}),
    Beside("Valdoria", 0, "Rosario Montalvo",
           ("Gestora de repuestos", "Keeper of spare parts"), Function.MAINTENANCE,
           {"party": Party.DISTRIBUTOR, "organisation": "Suministros Moncayo",
            "part": Part.INFLUENCER, "languages": "es"}),
    Beside("Valdoria", 1, "Hinojal, Laura",
           ("Compras", "Purchasing"), Function.PURCHASING, {"phone": "+34 976 000 111"}),
    Beside("Hüttenbach", 0, "", ("Dirección técnica", "Technical director"),
           Function.DEVELOPMENT, {"level": Level.DIRECTOR}),
    Beside("Ebrosa", 0, "Marina Oteiza",
           ("Secretaría técnica", "Technical secretary"), Function.OTHER,
           {"party": Party.ASSOCIATION, "organisation": "Clúster Papelero del Ebro",
            "languages": "es, fr"}),
)  # fmt: skip
MET = (
    Met("Valdoria", 0, Function.PURCHASING, "senior", Ours.KAM, 3,
        ("Llama antes de sacar el concurso.", "Calls before the tender is out."),
        date(2025, 7, 1), date(2026, 9, 22), 30),
    Met("Valdoria", 0, Function.MANAGEMENT, "executive", Ours.MANAGEMENT, 2,
        ("Comen juntos dos veces al año.", "They have lunch twice a year."),
        date(2025, 11, 12), date(2026, 6, 18), 180),
    Met("Valdoria", 0, Function.PRODUCTION, "junior_one", Ours.TECHNICAL, 2,
        ("Le enseña la línea en cada visita.", "Shows the line at each visit."),
        date(2026, 2, 4), date(2026, 9, 10)),
    Met("Valdoria", 0, Function.PRODUCTION, "senior", Ours.KAM, 1,
        ("Presentados en la feria de marzo.", "Introduced at the fair in March."),
        date(2026, 3, 18), date(2026, 3, 18), 90),
    Met("Valdoria", 0, Function.MAINTENANCE, "junior_one", Ours.TECHNICAL, 3,
        ("Le manda las averías con foto.", "Sends breakdowns with a picture."),
        date(2025, 9, 15), date(2026, 9, 25), 30),
    Met("Valdoria", 1, Function.LOGISTICS, "logistics", Ours.LOGISTICS, 3,
        ("Cierran juntos los muelles de cada semana.", "They settle each week's docks together."),
        date(2025, 10, 6), date(2026, 9, 28), 15),
    Met("Valdoria", 1, Function.PURCHASING, "junior_one", Ours.KAM, 2,
        ("Contesta el mismo día.", "Answers the same day."),
        date(2026, 1, 20), date(2026, 9, 3)),
    Met("Hüttenbach", 0, Function.PURCHASING, "senior", Ours.KAM, 2,
        ("Reunión trimestral, siempre correcta.", "A meeting each quarter, always correct."),
        date(2025, 8, 4), date(2026, 7, 14), 90),
    Met("Hüttenbach", 1, Function.PRODUCTION, "junior_two", Ours.TECHNICAL, 2,
        ("Pide consejo con los latiguillos.", "Asks for advice about hoses."),
        date(2026, 4, 9), date(2026, 9, 17)),
    Met("Ebrosa", 0, Function.PURCHASING, "senior", Ours.KAM, 3,
        ("Veinte años de trato.", "Twenty years of dealing with each other."),
        date(2025, 7, 1), date(2026, 9, 30), 30),
    Met("Talleres Mecánicos Zubiaga", 0, Function.PURCHASING, "sales", Ours.SALES, 2,
        ("Visita mensual.", "A visit each month."),
        date(2026, 1, 12), date(2026, 9, 8), 30),
)  # fmt: skip
THOUGHTS = (
    Thought("Valdoria", 0, Function.PURCHASING, Kind.INFLUENCE, 8,
            ("Firma todo lo que pasa de 50.000 €.", "Signs whatever is above €50,000."),
            "senior", date(2026, 2, 10)),
    Thought("Valdoria", 0, Function.PURCHASING, Kind.ATTITUDE, 1,
            ("Nos pidió que volviéramos a ofertar.", "Asked us to offer again."),
            "senior", date(2026, 6, 9)),
    Thought("Valdoria", 0, Function.PURCHASING, Kind.STANDING, 2,
            ("Presenta los planes en el comité.", "Presents the plans to the committee."),
            "senior", date(2026, 2, 10)),
    Thought("Valdoria", 0, Function.MANAGEMENT, Kind.INFLUENCE, 10,
            ("Decidió el cambio de proveedor de 2024.", "Decided the change of supplier in 2024."),
            "director", date(2026, 3, 5)),
    Thought("Valdoria", 0, Function.FINANCE, Kind.INFLUENCE, 8,
            ("Paró la compra de enero por el circulante.",
             "Stopped the purchase in January over working capital."),
            "senior", date(2026, 4, 21)),
    Thought("Valdoria", 0, Function.PRODUCTION, Kind.INFLUENCE, 6,
            ("Su veto basta en piezas críticas.", "Their veto is enough for critical parts."),
            "junior_one", date(2026, 5, 12)),
    Thought("Valdoria", 0, Function.PRODUCTION, Kind.ATTITUDE, 2,
            ("Nos recomendó a la planta de Galicia.", "Recommended us to the plant in Galicia."),
            "junior_one", date(2026, 5, 12)),
    Thought("Valdoria", 0, Function.MAINTENANCE, Kind.INFLUENCE, 4,
            ("Escribe las especificaciones.", "Writes the specifications."),
            "junior_one", date(2026, 5, 12)),
    Thought("Valdoria", 0, Function.MAINTENANCE, Kind.ATTITUDE, 2,
            ("Habla de nosotros en el taller.", "Speaks of us in the workshop."),
            "junior_one", date(2026, 5, 12)),
    Thought("Hüttenbach", 0, Function.PURCHASING, Kind.INFLUENCE, 9,
            ("Decide con dos firmas, la suya y la del grupo.",
             "Decides with two signatures, their own and the group's."),
            "senior", date(2026, 3, 24)),
    Thought("Hüttenbach", 0, Function.PURCHASING, Kind.ATTITUDE, -1,
            ("Prefiere Nordwerk, lo dijo en la reunión de julio.",
             "Prefers Nordwerk, and said so at the meeting in July."),
            "senior", date(2026, 7, 14)),
    Thought("Hüttenbach", 1, Function.PRODUCTION, Kind.INFLUENCE, 5,
            ("Prueba las muestras antes que nadie.", "Tries the samples before anybody."),
            "junior_two", date(2026, 4, 9)),
    Thought("Hüttenbach", 1, Function.PRODUCTION, Kind.ATTITUDE, 1,
            ("Defendió el servicio de urgencias.", "Defended the emergency service."),
            "junior_two", date(2026, 8, 19)),
    Thought("Ebrosa", 0, Function.PURCHASING, Kind.INFLUENCE, 8,
            ("Todo pasa por su mesa.", "All of it passes over their desk."),
            "senior", date(2025, 9, 2)),
    Thought("Ebrosa", 0, Function.PURCHASING, Kind.ATTITUDE, 2,
            ("Nos avisa de cada obra.", "Tells us of each work."),
            "senior", date(2026, 1, 27)),
)  # fmt: skip
STOOD = (
    Stood("Valdoria", Side.OURS, Stage.COOPERATIVE,
          ("Revisión anual de 2025.", "Yearly review of 2025."), date(2025, 9, 30)),
    Stood("Valdoria", Side.OURS, Stage.INTERDEPENDENT,
          ("Comparten previsiones desde abril.", "They share forecasts since April."),
          date(2026, 5, 4)),
    Stood("Valdoria", Side.THEIRS, Stage.COOPERATIVE,
          ("Su encuesta a proveedores de 2026.", "Their survey of suppliers of 2026."),
          date(2026, 6, 30)),
    Stood("Hüttenbach", Side.OURS, Stage.COOPERATIVE,
          ("Revisión anual.", "Yearly review."), date(2025, 10, 14)),
    Stood("Hüttenbach", Side.THEIRS, Stage.BASIC,
          ("Nos tiene por proveedor de reserva.", "They hold us for a supplier in reserve."),
          date(2026, 7, 14)),
    Stood("Ebrosa", Side.OURS, Stage.COOPERATIVE,
          ("Revisión anual.", "Yearly review."), date(2025, 11, 3)),
    Stood("Ebrosa", Side.THEIRS, Stage.COOPERATIVE,
          ("Lo dijo la dirección en la visita de mayo.", "Their management said so in May."),
          date(2026, 5, 19)),
)  # fmt: skip


@transaction.atomic
def load(made: Company, contacts: Path, language: str) -> None:
    """Take them into the data folder, as on their own days; a second time changes nothing."""
    if StageWord.objects.exists():
        return
    which = ("es", "en").index(language)
    with on(_BROUGHT):
        services.import_contacts(_actor("director"), content=contacts.read_bytes())
        for group in made.groups:
            if group.name in {each.account for each in STOOD}:
                _places(units_of(made, group.name), which)
        for each in BESIDE:
            services.add_contact(
                _actor("senior"), customer_id=units_of(made, each.account)[each.unit].pk,
                name=each.name, title=each.title[which], function=each.function, **each.more,
            )  # fmt: skip
    for met in MET:
        with on(met.since):
            tie = services.add_tie(
                _actor(_teller(met)), contact_id=_contact(made, met).pk,
                person_id=_person(met.ours).pk, ours=met.function, strength=met.strength,
                source=met.source[which], interval_days=met.interval,
                expires_on=met.since + timedelta(days=700),
            )  # fmt: skip
        with on(met.last):
            services.change_tie(_actor(_teller(met)), tie_id=tie.pk, last_on=met.last)
    for thought in THOUGHTS:
        with on(thought.day):
            services.judge_contact(
                _actor(thought.by), contact_id=_contact(made, thought).pk, kind=thought.kind,
                value=thought.value, source=thought.source[which],
            )  # fmt: skip
    for stood in STOOD:
        with on(stood.day):
            services.say_stage(
                _actor("senior"), customer_id=units_of(made, stood.account)[0].pk, side=stood.side,
                stage=stood.stage, source=stood.source[which],
            )  # fmt: skip
    valdoria = units_of(made, "Valdoria")

    def find(unit: int, who: Function | str) -> Contact:
        there = Contact.objects.filter(customer=valdoria[unit]).exclude(name="")
        if isinstance(who, Function):
            return there.filter(function=who.value, party=Party.CUSTOMER).earliest("pk")
        return there.get(name=who)

    mapping.load(_actor("senior"), valdoria[0].pk, find, which)


def _places(units: list[Customer], which: int) -> None:
    """Titles, levels and parts of an account's people, and who reports to whom."""
    top: Contact | None = None
    for unit in units:
        people = list(Contact.objects.filter(customer=unit).order_by("pk"))
        head = next((each for each in people if each.function == Function.MANAGEMENT), None)
        top = top or head
        for each in people:
            place = PLACES[Function(each.function)]
            plant = next((one for one in people if one.function == Function.PRODUCTION), None)
            boss = top if each is head else head or top
            if plant not in {None, each} and each.function in OF_THE_PLANT:
                boss = plant
            services.change_contact(
                _actor("senior"), contact_id=each.pk, title=place.title[which], level=place.level,
                part=place.part, reports_to_id=None if boss in {each, None} else boss.pk,
            )  # fmt: skip


def _contact(made: Company, told: Met | Thought) -> Contact:
    unit = units_of(made, told.account)[told.unit]
    found = Contact.objects.filter(customer=unit, function=told.theirs.value)
    return found.exclude(name="").earliest("pk")


def units_of(made: Company, name: str) -> list[Customer]:
    """The customers of a group, the one above all of them first; another customer is its own."""
    group = next((each for each in made.groups if each.name == name), None)
    if group is None:
        return [Customer.objects.get(code=made.called(name))]
    codes = sorted({code for link in group.links for code in link})
    found = {each.code: each for each in Customer.objects.filter(code__in=codes)}
    return [found[code] for code in codes]


def _teller(met: Met) -> str:
    """Who writes it down: whoever tends the account."""
    return met.ours if met.ours in {"senior", "junior_one", "junior_two", "sales"} else "senior"


def _person(key: str) -> Person:
    return Person.objects.get(email=member(key).email)


def _actor(key: str) -> Actor:
    return actor_for(_person(key))
