"""What the company's people have read and heard of the markets of their customers."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.market.models import Note
from clavero.market.rules import Effect
from clavero.market.services import add_note
from clavero.plans.services import add_item
from clavero.portfolio.models import Customer
from demo import scores
from demo.clock import on
from demo.company import Company
from demo.people import KEY_ACCOUNT_MEMBERS, member

Said = tuple[str, str]  # es, en


class Written(NamedTuple):
    """A note: who wrote it, how many days ago, of which business, or of the whole market."""

    by: str
    ago: int
    business: str
    text: Said
    effect: Effect
    source: Said
    detail: Said = ("", "")
    for_days: int | None = None


NOTES = (
    Written("director", 40, "", ("La energía industrial baja por segundo trimestre",
                                 "Energy for industry is cheaper for the second quarter"),
            Effect.OPPORTUNITY, ("Boletín de la patronal", "Bulletin of the employers"),
            ("Los clientes que aplazaron inversiones vuelven a pedir ofertas.",
             "Customers who had put off investments ask for offers again.")),
    Written("director", 430, "", ("Faltan técnicos de mantenimiento en todo el país",
                                  "There are too few maintenance technicians everywhere"),
            Effect.OPPORTUNITY, ("Encuesta de la cámara", "Survey of the chamber")),
    Written("senior", 25, "food", ("Nueva norma de higiene para bombas y juntas",
                                   "New rule on hygiene of pumps and seals"),
            Effect.OPPORTUNITY, ("Boletín Oficial", "Official gazette"),
            ("Obliga a cambiar juntas en dos años; tenemos la gama certificada.",
             "Seals must be replaced within two years; our range is certified."), 400),
    Written("senior", 60, "metal", ("Dos fundiciones paran un turno por falta de pedidos",
                                    "Two foundries stop a shift for lack of orders"),
            Effect.THREAT, ("Prensa local", "Local press")),
    Written("senior", 90, "machines", ("Los fabricantes traen a casa el montaje de armarios",
                                       "Makers bring the wiring of cabinets home"),
            Effect.WATCH, ("Feria de Bilbao", "Fair of Bilbao")),
    Written("junior_one", 12, "resale", ("Un mayorista alemán abre almacén en Zaragoza",
                                         "A German wholesaler opens a warehouse in Zaragoza"),
            Effect.THREAT, ("Anuncio en su web", "Announced on its site"),
            ("Entrega en el día en todo el valle del Ebro.",
             "Delivers the same day in the whole Ebro valley.")),
)  # fmt: skip
OF_THE_LARGEST = Written(
    "senior", 8, "", ("Busca terreno para una tercera planta",
                      "It looks for land for a third plant"),
    Effect.OPPORTUNITY, ("El alcalde, en la prensa", "The mayor, in the press"),
)  # fmt: skip


def load(made: Company, language: str) -> None:
    """Write them down, each as on its own day; a second time changes nothing."""
    if Note.objects.exists():
        return
    which = ("es", "en").index(language)
    largest = Customer.objects.get(code=made.account(next(iter(KEY_ACCOUNT_MEMBERS))))
    for each in (*NOTES, OF_THE_LARGEST):
        day = timezone.localdate() - timedelta(days=each.ago)
        with on(day):
            add_note(
                _actor(each.by),
                customer_id=largest.pk if each is OF_THE_LARGEST else None,
                sector=scores.SECTORS[each.business][which] if each.business else "",
                text=each.text[which],
                effect=each.effect,
                source=each.source[which],
                detail=each.detail[which],
                seen_on=day,
                until=None if each.for_days is None else day + timedelta(days=each.for_days),
            )


def into_plan(senior: Actor, customer: Customer) -> None:
    """What was noted of the account itself is an opportunity of its plan."""
    for note in Note.objects.filter(customer=customer):
        add_item(
            senior,
            customer_id=customer.pk,
            kind="market",
            text=note.text,
            fields={"about": "opportunity"},
            source=note.source,
            dated=note.seen_on,
            note_id=note.pk,
        )


def _actor(key: str) -> Actor:
    return actor_for(Person.objects.get(email=member(key).email))
