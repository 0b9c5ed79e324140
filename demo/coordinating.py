"""What the company's account team asks of its departments, and how far each request is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from typing import NamedTuple
from unittest.mock import patch

from django.utils import timezone

from clavero.coordination import services
from clavero.coordination.models import Department, ProcessVersion
from clavero.coordination.rules.raci import Part, Party, PartyKind
from clavero.coordination.rules.requests import Urgency
from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Actor, Role
from clavero.portfolio.models import Customer
from clavero.work.models import Task
from clavero.work.rules import Origin, State
from clavero.work.services import finish_task
from demo.clock import worked_on
from demo.company import Company
from demo.people import member

Said = tuple[str, str]  # es, en
_BEGAN = 60  # days ago
DEPARTMENTS: tuple[Said, ...] = (("Logística", "Logistics"), ("Atención técnica", "Support"))
D, S = PartyKind.DEPARTMENT, PartyKind.ROLE
PROCESSES: tuple[tuple[Said, tuple[tuple[Part, PartyKind, str], ...], tuple[Said, ...]], ...] = (
    (("Entrega especial", "Special delivery"),
     ((Part.BOTH, D, "0"), (Part.CONSULTED, S, Role.JUNIOR), (Part.INFORMED, S, Role.SENIOR)),
     (("cantidad", "quantity"), ("dirección", "address"), ("quién recibe", "who receives it"))),
    (("Campaña con el cliente", "Campaign with the customer"),
     ((Part.ACCOUNTABLE, S, Role.SENIOR), (Part.RESPONSIBLE, S, Role.JUNIOR),
      (Part.CONSULTED, D, "0"), (Part.INFORMED, D, "1")), ()),
    (("Documentación técnica", "Technical documents"),
     ((Part.BOTH, D, "1"), (Part.INFORMED, S, Role.JUNIOR)),
     (("producto y lote", "product and batch"),)),
    (("Abono", "Credit note"),
     ((Part.ACCOUNTABLE, S, Role.DIRECTOR), (Part.RESPONSIBLE, S, Role.SENIOR),
      (Part.CONSULTED, D, "0")), ()),
)  # fmt: skip


class Asked(NamedTuple):
    """A request: of which account, by whom, of which department, how many days ago, what was
    promised for how many days later, and what was done after how many hours."""

    account: str
    by: str
    department: int
    ago: int
    text: Said
    promise: Said = ("", "")
    ahead: int | None = None
    urgency: Urgency = Urgency.NORMAL
    process: int | None = None
    detail: Said = ("", "")
    steps: tuple[tuple[float, str, Said], ...] = ()


_NOTHING: Said = ("", "")
REQUESTS = (
    Asked("Valdoria", "junior_one", 0, 45, ("Entrega del sábado para la parada",
                                            "Saturday delivery for the stop"),
          ("Estará allí el sábado a las 8", "It will be there on Saturday at 8"), 3,
          Urgency.HIGH, 0,
          ("40 rodamientos, puerta 3, los recibe mantenimiento.",
           "40 bearings, gate 3, maintenance receives them."),
          ((1, "accept", _NOTHING), (9, "deliver", _NOTHING), (26, "confirm", _NOTHING))),
    Asked("Valdoria", "senior", 0, 24, ("Recoger los palés devueltos",
                                        "Collect the returned pallets"),
          ("Los recogemos esta semana", "We collect them this week"), 2, Urgency.NORMAL, None,
          _NOTHING, ((3, "accept", _NOTHING), (120, "deliver", _NOTHING),
                     (140, "confirm", ("Llegó tarde.", "It came late.")))),
    Asked("Hüttenbach", "junior_two", 0, 6, ("Embalaje reforzado para el próximo envío",
                                            "Stronger packaging for the next delivery"),
          ("El próximo llega entero", "The next one arrives whole"), 4, Urgency.HIGH, None,
          _NOTHING, ((2, "accept", _NOTHING),)),
    Asked("Ebrosa", "senior", 0, 2, ("Enviar las 40 válvulas que faltan",
                                      "Send the 40 missing valves"),
          ("Salen mañana", "They leave tomorrow"), 1, Urgency.CRITICAL, None, _NOTHING, ()),
    Asked("Valdoria", "junior_one", 1, 3, ("Ficha técnica del lote correcto",
                                           "Data sheet of the right batch"),
          _NOTHING, None, Urgency.NORMAL, 2, ("Rodamiento 6204, lote 118.",
                                              "Bearing 6204, batch 118."),
          ((4, "question", ("¿En qué idioma?", "In which language?")),)),
    Asked("Hüttenbach", "junior_two", 1, 5, ("Formación de montaje en su planta",
                                            "Assembly training at their plant"),
          _NOTHING, None, Urgency.LOW, None, _NOTHING,
          ((5, "accept", _NOTHING),
           (28, "deliver", ("Fecha acordada con ellos.", "Day agreed with them.")))),
    Asked("Ebrosa", "senior", 0, 9, ("Camión propio cada lunes",
                                      "A lorry of their own each Monday"),
          _NOTHING, None, Urgency.LOW, None, _NOTHING,
          ((20, "refuse", ("No hay volumen para un camión propio.",
                           "There is no volume for a lorry of their own.")),)),
    Asked("Valdoria", "junior_one", 0, 0, ("Adelantar el pedido de juntas",
                                            "Bring the seals forward"),
          ("Lo tendrán dos días antes", "They get it two days earlier"), 6, Urgency.NORMAL, None,
          _NOTHING, ()),
)  # fmt: skip
_OF_ASKER = {"confirm", "give_back", "inform"}
_STEPS: dict[str, Callable[..., object]] = {
    "accept": services.accept,
    "deliver": services.deliver,
    "question": services.question,
    "refuse": services.refuse,
    "confirm": services.confirm,
}


def load(made: Company, language: str) -> None:
    """Found the departments and ask them, each at its own hour; a second time changes nothing."""
    if Department.objects.exists():
        return
    which, director = ("es", "en").index(language), _actor("director")
    colleague = Person.objects.get(email=member("logistics").email)
    with _at(_moment(_BEGAN)):
        departments = [
            services.set_department(
                director, name=name[which], member_ids=[colleague.pk], lead_id=colleague.pk
            )
            for name in DEPARTMENTS
        ]
        services.set_level(
            director, department_id=departments[0].pk, valid_from=timezone.localdate(),
            minutes={Urgency.LOW: [540, 2700], Urgency.NORMAL: [240, 1620],
                     Urgency.HIGH: [120, 960], Urgency.CRITICAL: [60, 240]},
        )  # fmt: skip
        versions = [
            services.set_process(
                director,
                name=name[which],
                valid_from=timezone.localdate(),
                checklist=[point[which] for point in checklist],
                parties=[
                    Party(part, kind, str(departments[int(key)].pk) if kind is D else str(key))
                    for part, kind, key in parties
                ],
            )
            for name, parties, checklist in PROCESSES
        ]
    for each in REQUESTS:
        _ask(made, each, which, departments, versions)
    _read_what_was_told()


def _ask(
    made: Company,
    each: Asked,
    which: int,
    departments: list[Department],
    versions: list[ProcessVersion],
) -> None:
    start = min(_moment(each.ago), timezone.now() - timedelta(minutes=20))
    customer = Customer.objects.get(code=made.account(each.account))
    asker, colleague = _actor(each.by), _actor("logistics")
    with _at(start):
        day = timezone.localdate()
        one = services.ask_department(
            asker, customer_id=customer.pk, department_id=departments[each.department].pk,
            text=each.text[which], promise=each.promise[which], urgency=each.urgency,
            promised_on=None if each.ahead is None else day + timedelta(days=each.ahead),
            process_id=None if each.process is None else versions[each.process].pk,
            detail=each.detail[which],
        )  # fmt: skip
    for after, step, text in each.steps:
        with _at(start + timedelta(hours=after)):
            actor = asker if step in _OF_ASKER else colleague
            _STEPS[step](actor, request_id=one.pk, text=text[which])


def _read_what_was_told() -> None:
    """Those who were informed have read it on its day, where that has come."""
    today = timezone.localdate()
    found = Task.objects.filter(
        origin=Origin.REQUEST.value, state=State.OPEN.value, due__lt=today, owner__isnull=False
    )
    for task in found.select_related("owner").order_by("pk"):
        assert task.owner is not None
        with _at(_moment((today - task.due).days if task.due else 0)):
            finish_task(actor_for(task.owner), task_id=task.pk)


def _moment(ago: int) -> datetime:
    day = timezone.localdate() - timedelta(days=ago)
    if ago:
        day = worked_on(day)
    return datetime.combine(day, time(9, 30), timezone.get_current_timezone())


@contextmanager
def _at(moment: datetime) -> Iterator[None]:
    with patch.object(timezone, "now", lambda: moment):
        yield


def _actor(key: str) -> Actor:
    return actor_for(Person.objects.get(email=member(key).email))
