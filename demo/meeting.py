"""What the account teams and their customers said to each other: held, planned, and what came of
it."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.interactions import services
from clavero.interactions.models import Interaction
from clavero.interactions.rules.kinds import Kind, State
from clavero.profitability.rules.work import WorkKind
from clavero.relationships.models import Contact
from clavero.relationships.rules.people import Function
from demo.clock import on
from demo.company import Company
from demo.people import member
from demo.relating import units_of

Texts = tuple[str, str]  # in Spanish and English


class Talk(NamedTuple):
    """One of them: so many days ago, less than 0 to come; of whose functions somebody was there."""

    account: str
    unit: int
    ago: int
    at: time
    kind: Kind
    ours: str
    theirs: tuple[Function, ...]
    subject: Texts
    minutes: int
    activity: WorkKind | None
    text: Texts = ("", "")
    decision: Texts = ("", "")
    step: Texts = ("", "")
    is_restricted: bool = False
    planned: int = 0  # so many days before it was planned


_BUY, _MAKE, _FIX = Function.PURCHASING, Function.PRODUCTION, Function.MAINTENANCE
_NINE, _TEN, _FOUR = time(9, 0), time(10, 30), time(16, 0)
_R, _I, _K, _S = (
    WorkKind.RELATIONSHIP, WorkKind.IMPLEMENTATION, WorkKind.KNOWLEDGE, WorkKind.SELLING,
)  # fmt: skip
TALKS = (
    Talk("Valdoria", 0, 82, _NINE, Kind.MEETING, "senior", (_BUY, Function.MANAGEMENT),
         ("Revisión trimestral", "Quarterly review"), 90, _R,
         ("Satisfechos con los plazos. Piden un solo interlocutor para las tres plantas.\n"
          "Finanzas no acudió.",
          "Content with delivery. They ask for one person for the three plants.\n"
          "Finance did not come."),
         ("El mismo precio de transporte para las tres plantas hasta fin de año.",
          "One price of transport for the three plants until the end of the year."),
         ("Presentar a finanzas el plan de existencias.", "Show finance the stock plan."),
         planned=20),
    Talk("Valdoria", 0, 61, _TEN, Kind.VISIT, "junior_one", (_MAKE, _FIX),
         ("Ruta por la línea 2", "A walk along line 2"), 150, _K,
         ("Dos rodamientos fuera de norma y un almacén de repuestos sin inventario.",
          "Two bearings out of standard, and a store of spares that nobody counts."),
         planned=10),
    Talk("Valdoria", 1, 47, _NINE, Kind.CALL, "junior_one", (Function.LOGISTICS,),
         ("Muelles de la semana 42", "Docks of week 42"), 15, _I),
    Talk("Valdoria", 0, 33, _FOUR, Kind.EMAIL, "senior", (_BUY,),
         ("Condiciones del acuerdo marco", "Terms of the frame agreement"), 0, None,
         ("Adjunta los cambios que pide jurídico; espera respuesta esta semana.",
          "Sends what their lawyers want changed, and expects an answer this week.")),
    Talk("Valdoria", 0, 26, _NINE, Kind.CALL, "senior", (_BUY,),
         ("Respuesta al acuerdo marco", "Answer to the frame agreement"), 30, _S,
         decision=("Firman si el rápel es trimestral.", "They sign if the rebate is quarterly."),
         step=("Enviar a la firma el rápel trimestral.", "Send the quarterly rebate to sign."),
         is_restricted=True),
    Talk("Valdoria", 0, 12, _TEN, Kind.MEETING, "senior", (Function.FINANCE, _BUY),
         ("Existencias en consigna", "Stock on consignment"), 60, _R, planned=15),
    Talk("Valdoria", 0, 12, time(10, 40), Kind.MEETING, "junior_one", (_BUY,),
         ("Existencias en consigna", "Stock on consignment"), 60, _R),
    Talk("Valdoria", 0, 4, _FOUR, Kind.CALL, "junior_one", (_FIX,),
         ("Avería de la cinta 4", "Breakdown of conveyor 4"), 15, _I),
    Talk("Valdoria", 0, -6, _TEN, Kind.VISIT, "senior", (Function.MANAGEMENT,),
         ("Plan de 2027 con la dirección", "The plan for 2027 with their management"), 120, _R),
    Talk("Hüttenbach", 0, 74, _NINE, Kind.MEETING, "senior", (_BUY,),
         ("Reunión trimestral", "Quarterly meeting"), 60, _S,
         ("Comparan con Nordwerk cada pedido.", "They compare every order with Nordwerk."),
         is_restricted=True, planned=30),
    Talk("Hüttenbach", 1, 39, _TEN, Kind.VISIT, "junior_two", (_MAKE,),
         ("Prueba de latiguillos", "Trial of hoses"), 180, _K,
         decision=("Prueba de tres meses en la prensa 1.", "A trial of three months on press 1."),
         step=("Medir el consumo de la prensa 1.", "Measure what press 1 uses."), planned=7),
    Talk("Hüttenbach", 1, 9, _FOUR, Kind.CALL, "junior_two", (_MAKE,),
         ("Primeros datos de la prueba", "First figures of the trial"), 30, _I),
    Talk("Hüttenbach", 0, 5, _NINE, Kind.MEETING, "senior", (_BUY,),
         ("Precios de 2027", "Prices of 2027"), 0, _S, planned=12),
    Talk("Ebrosa", 0, 55, _TEN, Kind.VISIT, "senior", (_BUY,),
         ("Obras del próximo año", "Works of the coming year"), 90, _K, planned=9),
    Talk("Ebrosa", 0, 18, _NINE, Kind.CALL, "senior", (_BUY,),
         ("Plazo de las correas", "Delivery of the belts"), 15, _I),
    Talk("Ebrosa", 0, -13, _NINE, Kind.MEETING, "senior", (_BUY,),
         ("Revisión de la cuenta", "Review of the account"), 60, _R),
    Talk("Talleres Mecánicos Zubiaga", 0, 21, _TEN, Kind.VISIT, "sales", (_BUY,),
         ("Visita mensual", "The visit of the month"), 45, _S),
)  # fmt: skip
NOT_SAID = {"Precios de 2027"}
"""Planned ones whose day has passed and of which nobody has said whether they were held."""


@transaction.atomic
def load(made: Company, language: str) -> None:
    """Take them into the data folder; a second time changes nothing."""
    if Interaction.objects.exists():
        return
    which, today = ("es", "en").index(language), timezone.localdate()
    for talk in TALKS:
        day = today - timedelta(days=talk.ago)
        starts = datetime.combine(day, talk.at, timezone.get_current_timezone())
        due = max(day, today) + timedelta(days=10)
        # What was held is written down the morning after; what was planned first, today.
        written = day + timedelta(days=1)
        with on(written) if written <= today and not talk.planned else nullcontext():
            _held(made, talk, which, starts, due)


def _held(made: Company, talk: Talk, which: int, starts: datetime, due: date) -> None:
    person = Person.objects.get(email=member(talk.ours).email)
    actor, unit = actor_for(person), units_of(made, talk.account)[talk.unit]
    there = Contact.objects.filter(
        customer=unit, function__in=[each.value for each in talk.theirs], merged_into=None
    )
    contacts = list(there.exclude(name="").order_by("pk").values_list("pk", flat=True))
    to_come = timezone.now() + timedelta(days=1)
    is_planned = bool(talk.planned) and starts < timezone.now()
    row = services.record_interaction(
        actor, customer_id=unit.pk, kind=talk.kind, subject=talk.subject[which],
        starts_at=to_come if is_planned else starts, contacts=contacts,
        minutes=talk.minutes or None, activity=talk.activity or "", text=talk.text[which],
        is_restricted=talk.is_restricted,
        decisions=[talk.decision[which]] if talk.decision[which] else [],
    )  # fmt: skip
    if is_planned:
        services.change_interaction(actor, interaction_id=row.pk, starts_at=starts)
        if talk.subject[0] not in NOT_SAID:
            services.end_interaction(actor, interaction_id=row.pk, state=State.DONE)
    if talk.step[which]:
        services.add_step(
            actor, interaction_id=row.pk, text=talk.step[which], owner_id=person.pk, due=due
        )
