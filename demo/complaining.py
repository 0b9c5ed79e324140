"""What the company's key accounts complain about, and how soon they have an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple
from unittest.mock import patch

from django.utils import timezone

from clavero.care import services
from clavero.care.models import Complaint
from clavero.care.rules.cases import Channel, Severity
from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.portfolio.models import Customer
from demo.clock import worked_on
from demo.company import Company
from demo.people import member

Said = tuple[str, str]  # es, en


class Told(NamedTuple):
    """A complaint: of which account, how many days ago, and what was done with it after how many
    hours, step by step; with a cause where it is known."""

    account: str
    by: str
    ago: int
    text: Said
    severity: Severity
    who: str
    steps: tuple[tuple[float, str, Said], ...] = ()
    cause: str = ""
    why: Said = ("", "")
    corrective: Said = ("", "")
    money: int | None = None
    satisfied: bool | None = None
    channel: Channel = Channel.PHONE


_ANSWER: Said = ("Le llamé y le expliqué qué hacemos.", "I called and explained what we do.")
_DONE: Said = ("Resuelto y confirmado por teléfono.", "Resolved, and confirmed by telephone.")
COMPLAINTS = (
    Told("Valdoria", "junior_one", 84, ("Entrega de rodamientos dos días tarde",
                                        "Bearings delivered two days late"),
         Severity.HIGH, "Almacén de Valdoria",
         ((1.5, "answer", _ANSWER), (26, "resolve", _DONE)), "late",
         ("El transportista perdió el enlace.", "The carrier missed the connection."),
         ("Se avisa al almacén la víspera.", "The warehouse is told the day before."), 4200, True),
    Told("Valdoria", "junior_one", 21, ("Otra vez tarde: juntas para la parada de mantenimiento",
                                        "Late again: seals for the maintenance stop"),
         Severity.CRITICAL, "Jefe de mantenimiento",
         ((0.5, "acknowledge", ("Recibido.", "Received.")), (3, "answer", _ANSWER),
          (30, "resolve", _DONE)), "late",
         ("Se preparó en el almacén equivocado.", "It was picked in the wrong warehouse."),
         ("Ruta fija para este cliente.", "A fixed route for this customer."), 18500, False),
    Told("Hüttenbach", "junior_two", 12, ("Factura con el precio antiguo",
                                          "Invoice with the old price"),
         Severity.NORMAL, "Buchhaltung", ((2, "answer", _ANSWER), (8, "resolve", _DONE)), "price",
         ("La lista nueva no estaba cargada.", "The new list was not loaded."), ("", ""), 1260,
         True, Channel.EMAIL),
    Told("Ebrosa", "senior", 4, ("Faltan 40 válvulas en la última entrega",
                                 "40 valves are missing from the last delivery"),
         Severity.HIGH, "Compras de Ebrosa",
         ((1, "answer", _ANSWER),
          (2, "wait", ("Necesitamos el albarán firmado.", "We need the signed delivery note."))),
         "short", ("", ""), ("", ""), 3100),
    Told("Hüttenbach", "junior_two", 1, ("Embalaje dañado en la mitad de los palés",
                                         "Packaging damaged on half of the pallets"),
         Severity.NORMAL, "Wareneingang",
         ((1, "acknowledge", ("Recibido; pedimos fotos.", "Received; we asked for pictures.")),)),
    Told("Valdoria", "senior", 0, ("La ficha técnica no corresponde al lote",
                                   "The data sheet does not match the batch"),
         Severity.NORMAL, "Calidad de Valdoria"),
)  # fmt: skip


def load(made: Company, language: str) -> None:
    """Tell them, each at its own hour; a second time changes nothing."""
    if Complaint.objects.exists():
        return
    which = ("es", "en").index(language)
    director = _actor("director")
    since = timezone.localdate() - timedelta(days=400)
    services.set_hours(
        director, valid_from=since, zone="Europe/Madrid",
        week={**dict.fromkeys(range(4), "08:30-14:00, 15:00-18:00"), 4: "08:00-15:00"},
        country="ES", region="AR",
    )  # fmt: skip
    for each in COMPLAINTS:
        _tell(made, each, which)
    customer = Customer.objects.get(code=made.account("Valdoria"))
    services.open_door(
        _actor("senior"), customer_id=customer.pk, language="es",
        name=("Almacén y calidad", "Warehouse and quality")[which],
    )  # fmt: skip


def _tell(made: Company, each: Told, which: int) -> None:
    actor = _actor(each.by)
    day = timezone.localdate() - timedelta(days=each.ago)
    if each.ago:
        day = worked_on(day)
    start = datetime.combine(day, time(9, 15), timezone.get_current_timezone())
    start = min(start, timezone.now() - timedelta(minutes=20))
    customer = Customer.objects.get(code=made.account(each.account))
    with _at(start):
        one = services.add_complaint(
            actor, customer_id=customer.pk, text=each.text[which], severity=each.severity,
            from_name=each.who, channel=each.channel, owner_id=actor.user_id,
        )  # fmt: skip
        services.change_complaint(
            actor, complaint_id=one.pk, cause=each.cause, why=each.why[which],
            corrective=each.corrective[which],
            money=None if each.money is None else Decimal(each.money),
        )  # fmt: skip
    for after, step, text in each.steps:
        with _at(start + timedelta(hours=after)):
            _STEPS[step](actor, complaint_id=one.pk, text=text[which])
    if each.satisfied is not None:
        services.say_satisfied(actor, complaint_id=one.pk, satisfied=each.satisfied)


_STEPS: dict[str, Callable[..., object]] = {
    "acknowledge": services.acknowledge,
    "answer": services.answer,
    "wait": services.wait,
    "resolve": services.resolve,
}


@contextmanager
def _at(moment: datetime) -> Iterator[None]:
    with patch.object(timezone, "now", lambda: moment):
        yield


def _actor(key: str) -> Actor:
    return actor_for(Person.objects.get(email=member(key).email))
