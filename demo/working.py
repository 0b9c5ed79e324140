"""What the account teams have to do, who works with them from other departments, how much one
person can look after, and an account that changes hands."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.portfolio import services as portfolio
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.work import services
from clavero.work.models import Pack, Task
from clavero.work.rules import Origin, State
from clavero.work.rules.load import Limits
from clavero.work.rules.repeating import Unit
from clavero.work.rules.team import Function
from clavero.work.selectors import latest_limits
from demo.clock import on
from demo.company import Company
from demo.people import member
from demo.relating import units_of

Texts = tuple[str, str]  # in Spanish and English


class Given(NamedTuple):
    """A task: whose, given by whom how many days ago, due in so many days (less than 0: it was),
    and done so many days ago. Of its checklist so many points are ticked."""

    account: str  # none where it is empty
    unit: int
    by: str
    to: str
    ago: int
    due: int | None
    text: Texts
    done: int | None = None
    is_dropped: bool = False
    every: tuple[int, Unit] | None = None
    points: tuple[Texts, ...] = ()
    ticked: int = 0
    detail: Texts = ("", "")


class Helped(NamedTuple):
    """Somebody's part of their time for an account; with a function, from their own department."""

    account: str
    who: str
    share: str | None
    function: Function | None = None
    since: date = date(2026, 1, 7)


TASKS = (
    Given("Valdoria", 0, "senior", "junior_one", 20, -3,
          ("Actualizar el inventario del almacén de repuestos",
           "Bring the stock list of the spare parts up to date"),
          points=(("Contar los rodamientos de la línea 2", "Count the bearings of line 2"),
                  ("Comparar con lo facturado en doce meses", "Compare with twelve months' sales"),
                  ("Proponer mínimos a mantenimiento", "Propose minimum stocks to maintenance")),
          ticked=2),
    Given("Valdoria", 0, "senior", "senior", 9, 0,
          ("Llamar a finanzas por el límite de crédito", "Call finance about the credit limit")),
    Given("Valdoria", 0, "senior", "junior_one", 6, 5,
          ("Preparar los datos de servicio para la visita a la dirección",
           "Prepare the service figures for the visit to their management"),
          points=(("Entregas a tiempo por planta", "Deliveries on time by plant"),
                  ("Quejas del trimestre", "Complaints of the quarter"),
                  ("Ahorros conseguidos", "Savings achieved")), ticked=1,
          detail=("Una página por planta; la dirección no lee más.",
                  "One page a plant: their management reads no more.")),
    Given("Valdoria", 0, "senior", "senior", 70, -40,
          ("Revisar el plan de la cuenta con el equipo",
           "Go through the account plan with the team"),
          done=38, every=(1, Unit.MONTH)),
    Given("Valdoria", 1, "junior_one", "junior_one", 40, -12,
          ("Confirmar los muelles con su logística", "Confirm the docks with their logistics"),
          done=5, every=(2, Unit.WEEK)),
    Given("Valdoria", 0, "senior", "logistics", 15, 9,
          ("Ruta fija de los martes para las tres plantas",
           "A fixed route on Tuesdays for the three plants")),
    Given("Valdoria", 0, "senior", "senior", 50, -30,
          ("Enviar el acuerdo marco revisado", "Send the frame agreement as revised"), done=33),
    Given("Hüttenbach", 0, "senior", "junior_two", 25, -6,
          ("Comparar nuestros latiguillos con los de Nordwerk",
           "Compare our hoses with those of Nordwerk")),
    Given("Hüttenbach", 1, "junior_two", "junior_two", 14, 3,
          ("Leer el contador de la prensa 1", "Read the counter of press 1"),
          every=(1, Unit.WEEK)),
    Given("Hüttenbach", 0, "senior", "senior", 10, 18,
          ("Traducir al alemán la propuesta de servicio", "Have the service offer put into German"),
          points=(("Encargar la traducción", "Order the translation"),
                  ("Que la revise técnica", "Have it read by technical service")), ticked=1),
    Given("Hüttenbach", 0, "senior", "senior", 60, -20,
          ("Invitar a compras a la feria", "Invite purchasing to the fair"), done=25,
          is_dropped=True),
    Given("Ebrosa", 0, "senior", "junior_one", 12, -1,
          ("Pedir el calendario de obras del próximo año", "Ask for next year's works calendar")),
    Given("Ebrosa", 0, "senior", "junior_one", 8, 24,
          ("Presentar a Leonor en las tres obras", "Introduce Leonor at the three sites")),
    Given("Talleres Mecánicos Zubiaga", 0, "sales", "sales", 30, -2,
          ("Llevar muestras de juntas", "Bring samples of seals")),
    Given("", 0, "senior", "junior_two", 5, 11,
          ("Terminar el curso de negociación", "Finish the course on negotiating")),
    Given("", 0, "director", "senior", 4, 6,
          ("Reparto de cuentas del próximo año", "Who has which accounts next year"),
          detail=("Con la carga de cada persona delante.", "With everybody's load at hand.")),
    Given("", 0, "senior", "senior", 3, None,
          ("Ordenar las plantillas de oferta", "Tidy up the templates of offers")),
)  # fmt: skip

TEAM = (
    Helped("Valdoria", "senior", "0.35"),
    Helped("Valdoria", "junior_one", "0.4"),
    Helped("Valdoria", "executive", "0.03"),
    Helped("Valdoria", "logistics", "0.15", Function.LOGISTICS),
    Helped("Valdoria", "administrator", None, Function.IT, date(2026, 4, 13)),
    Helped("Hüttenbach", "senior", "0.25"),
    Helped("Hüttenbach", "junior_two", "0.5"),
    Helped("Hüttenbach", "logistics", "0.1", Function.LOGISTICS),
    Helped("Ebrosa", "senior", "0.15"),
    Helped("Ebrosa", "junior_one", "0.2"),
)  # an administrator helps without a part of her time: when she is asked
LIMITS = Limits(ordinary_most=20)
REASON: Texts = (
    "Con una visita al mes, nadie ha llegado a más de veinte cuentas ordinarias.",
    "With a visit a month nobody has managed more than twenty ordinary accounts.",
)
_MOVES, _FROM, _TO = "Ebrosa", "junior_one", "junior_two"
_SIDE_BY_SIDE = 14  # days since the one who takes it over works beside who hands it over
_READ = ("account", "people")  # what she has read of it


@transaction.atomic
def load(made: Company, language: str) -> None:
    """Take it into the data folder; a second time changes nothing."""
    if Task.objects.filter(origin=Origin.HAND).exists():
        return
    which, today = ("es", "en").index(language), timezone.localdate()
    for each in TEAM:
        _helped(made, each)
    with on(date(2026, 1, 12)):
        services.adopt_limits(
            _actor("director"), limits=LIMITS, valid_from=timezone.localdate(),
            reason=REASON[which], seen=latest_limits().number,
        )  # fmt: skip
    for given in TASKS:
        _given(made, given, which, today)
    _agreed_and_done(today)
    _changes_hands(made, today)


def _helped(made: Company, one: Helped) -> None:
    with on(one.since):
        services.dedicate(
            _actor("director"), customer_id=units_of(made, one.account)[0].pk,
            person_id=_person(one.who).pk, function=one.function,
            share=None if one.share is None else Decimal(one.share), start=one.since,
        )  # fmt: skip


def _given(made: Company, one: Given, which: int, today: date) -> None:
    rhythm: dict[str, Any] = {}
    if one.every is not None:
        rhythm = {"repeat_every": one.every[0], "repeat_unit": one.every[1].value}
    giver, does = _actor(one.by), _actor(one.to)
    with on(today - timedelta(days=one.ago)):
        task = services.add_task(
            giver,
            customer_id=units_of(made, one.account)[one.unit].pk if one.account else None,
            text=one.text[which], detail=one.detail[which],
            due=None if one.due is None else today + timedelta(days=one.due),
            owner_id=_person(one.to).pk,
            origin=Origin.REQUEST if one.to == "logistics" else Origin.HAND, **rhythm,
        )  # fmt: skip
        if one.points:
            services.write_points(giver, task_id=task, texts=[each[which] for each in one.points])
    with on(today - timedelta(days=1)):
        for point in Task.objects.get(pk=task).points.all()[: one.ticked]:
            services.tick_point(does, point_id=point.pk, is_done=True)
    if one.done is not None:
        with on(today - timedelta(days=one.done)):
            if one.is_dropped:
                services.drop_task(giver, task_id=task)
            else:
                services.finish_task(does, task_id=task)


def _agreed_and_done(today: date) -> None:
    """The first of what was agreed in meetings has been done already."""
    agreed = Task.objects.filter(origin=Origin.INTERACTION, state=State.OPEN, owner__isnull=False)
    first = agreed.select_related("owner").earliest("pk")
    if first.owner is not None:
        with on(today - timedelta(days=2)):
            services.finish_task(actor_for(first.owner), task_id=first.pk)


def _changes_hands(made: Company, today: date) -> None:
    """One junior has two key accounts, the other one: hers is to be the second of his."""
    account, director = units_of(made, _MOVES)[0].pk, _actor("director")
    with on(today - timedelta(days=_SIDE_BY_SIDE)):
        portfolio.assign_coverage(
            director, customer_id=account, person_id=_person(_TO).pk, role=CoverageRole.MEMBER,
            start=timezone.localdate(),
        )  # fmt: skip
    with on(today - timedelta(days=_SIDE_BY_SIDE - 1)):
        pack: Pack = services.open_pack(
            _actor("senior"), customer_id=account, giver_id=_person(_FROM).pk,
            receiver_id=_person(_TO).pk,
        )  # fmt: skip
    with on(today - timedelta(days=3)):
        for key in _READ:
            services.tick_section(_actor(_TO), pack_id=pack.pk, key=key, is_done=True)


def _actor(key: str) -> Actor:
    return actor_for(_person(key))


def _person(key: str) -> Person:
    return Person.objects.get(email=member(key).email)
