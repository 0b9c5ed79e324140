"""Who of the company's customers has fallen silent, what its people say of it, and on which days
nothing is expected."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.portfolio.models import Customer
from clavero.silence import services
from clavero.silence.models import KnownStop, Verdict
from clavero.silence.rules.kinds import LossReason, StopKind
from demo.clock import on
from demo.company import Company
from demo.people import member

Texts = tuple[str, str]  # in Spanish and English


class Confirmed(NamedTuple):
    """A loss that somebody confirms."""

    account: str
    by: str
    day: date
    reason: LossReason
    competitor: str
    note: Texts


class Refuted(NamedTuple):
    """A loss that somebody refutes."""

    account: str
    by: str
    day: date
    until: date
    note: Texts


class StopMade(NamedTuple):
    """Days on which nothing is expected; of all customers without ``account``."""

    account: str
    kind: StopKind
    first: date
    last: date
    every_year: bool
    note: Texts


CONFIRMED = (
    Confirmed(
        "Cárnicas Montalbán e Hijos", "sales", date(2026, 7, 6), LossReason.COMPETITOR,
        "Suministros Brañuela", (
            "Compra ahora a quien le deja un depósito en su planta.",
            "It now buys from a supplier who keeps stock in its plant.",
        )),
    Confirmed(
        "Envases Fabregat", "director", date(2026, 7, 20), LossReason.CLOSED, "", (
            "Ha cerrado la planta y liquida.",
            "It has closed its plant and is being wound up.",
        )),
    Confirmed(
        "Talleres Mecánicos Villanúa", "director", date(2026, 9, 7), LossReason.PRICE, "", (
            "Pide un 12 % menos en rodamientos; no llegamos.",
            "It asks for 12% less on bearings, which we cannot give.",
        )),
)  # fmt: skip
REFUTED = (
    Refuted(
        "Piensos Pisuerga", "director", date(2026, 9, 14), date(2027, 1, 18), (
            "Traslada la fábrica; vuelve a pedir cuando arranque la línea nueva.",
            "It is moving its factory, and will order when the new line starts.",
        )),
)  # fmt: skip
STOPS = (
    StopMade("", StopKind.HOLIDAY, date(2022, 12, 24), date(2023, 1, 6), True, (
        "Cerrado por Navidad.", "Closed for Christmas.")),
    StopMade("Estación Invernal Jauregui", StopKind.SEASON, date(2023, 3, 1), date(2023, 10, 31),
             True, ("Solo abre con nieve.", "It opens with snow only.")),
    StopMade("Astilleros Sagastizábal", StopKind.FRAMEWORK, date(2026, 5, 1), date(2027, 4, 30),
             False, ("Pedido abierto para el buque 214: se entrega desde noviembre.",
                     "Framework order for ship 214, delivered from November on.")),
)  # fmt: skip


def load(made: Company, language: str) -> None:
    """Take them into the data folder, as on their own days; a second time changes nothing."""
    which = ("es", "en").index(language)
    for stop in STOPS:
        customer = _customer(made, stop.account)
        if not KnownStop.objects.filter(customer=customer, first=stop.first).exists():
            services.record_stop(
                _actor("director"),
                customer_id=None if customer is None else customer.pk,
                kind=stop.kind,
                first=stop.first,
                last=stop.last,
                every_year=stop.every_year,
                note=stop.note[which],
            )
    for loss in CONFIRMED:
        customer = _customer(made, loss.account)
        if customer is None or Verdict.objects.filter(customer=customer).exists():
            continue
        with on(loss.day):
            services.confirm_loss(
                _actor(loss.by),
                customer_id=customer.pk,
                reason=loss.reason,
                competitor=loss.competitor,
                note=loss.note[which],
            )
    for refuted in REFUTED:
        customer = _customer(made, refuted.account)
        if customer is None or Verdict.objects.filter(customer=customer).exists():
            continue
        with on(refuted.day):
            services.refute_loss(
                _actor(refuted.by),
                customer_id=customer.pk,
                until=refuted.until,
                note=refuted.note[which],
            )


def _customer(made: Company, name: str) -> Customer | None:
    return Customer.objects.get(code=made.called(name)) if name else None


def _actor(key: str) -> Actor:
    return actor_for(Person.objects.get(email=member(key).email))
