"""The plans of the key accounts, as the company's people have written them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from clavero.core.revisions import revision_of
from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.matrix.rules.evidence import Source
from clavero.matrix.rules.quadrants import Strategy
from clavero.opportunities.rules.needs import Certainty, Function, Horizon
from clavero.opportunities.rules.pipeline import Ansoff
from clavero.opportunities.services import add_need
from clavero.plans import services
from clavero.plans.models import Plan, PlanItem, ResourceRequest
from clavero.plans.rules.kinds import ActionState, ObjectiveKind, RequestKind, RequestState
from clavero.plans.rules.reviewing import Answer
from clavero.plans.rules.templates import Template
from clavero.plans.selectors import (
    Live,
    latest_templates,
    plan_picture,
    position_criteria,
    review_seen,
)
from clavero.portfolio.models import Customer
from demo import market, sharing, targeting
from demo.company import Company
from demo.people import KEY_ACCOUNT_MEMBERS, member

Said = tuple[str, str]  # es, en
PLANT: Said = ("Dirección de planta", "Plant management")
MAINTENANCE: Said = ("Jefatura de mantenimiento", "Head of maintenance")


@dataclass(frozen=True, slots=True)
class Written:
    """A row of a plan: its kind, what it says and the fields of its kind, in both languages where
    people write them."""

    kind: str
    text: Said
    fields: Mapping[str, str | Said] = field(default_factory=dict)
    source: Said = ("", "")
    is_shared: bool = False


ROWS = (
    Written("summary", ("Un técnico a tiempo parcial y stock en su planta",
                        "A part-time technician and stock on their site"), {"part": "ask"}),
    Written("summary", ("Pasar de proveedor de repuestos a socio de mantenimiento",
                        "From supplier of spares to partner in maintenance"), {"part": "prize"}),
    Written("summary", ("Que el grupo centralice las compras sin nosotros",
                        "That the group buys centrally without us"), {"part": "risk"}),
    Written("fact", ("Nos compra porque servimos en 24 horas", "It buys as we deliver in 24 h"),
            {"about": "reason"}, ("Reunión con compras", "Meeting with purchasing")),
    Written("fact", ("Acuerdo marco hasta fin de año", "Framework agreement until year's end"),
            {"about": "contract"}),
    Written("aim", ("Cero paradas no planificadas en 2028", "No unplanned stop in 2028"),
            {"level": "objective", "horizon": "2028", "who": PLANT},
            ("Memoria anual", "Annual report"), is_shared=True),
    Written("aim", ("Menos proveedores, más responsables", "Fewer suppliers, who answer for more"),
            {"level": "strategy"}, ("Memoria anual", "Annual report")),
    Written("aim", ("Ser la planta más fiable del sector", "To be the most reliable plant of all"),
            {"level": "vision"}, ("Memoria anual", "Annual report")),
    Written("market", ("Ampliación de la segunda línea", "Its second line is being extended"),
            {"about": "opportunity"}, ("Prensa local", "Local press")),
    Written("pestel", ("Norma nueva de eficiencia de bombas", "New rule on what pumps may use"),
            {"group": "legal", "impact": "3", "probability": "0.8"}, ("BOE", "Official gazette")),
    Written("force", ("Compra a dos proveedores y nos compara cada año",
                      "It buys from two suppliers and compares us each year"),
            {"force": "suppliers", "strength": "3"}),
    Written("fear", ("Quedarse parados en campaña", "To stand still in the season"),
            {"who": PLANT, "reassurance": ("Stock en su almacén", "Stock in its store")}),
    Written("threat", ("La central de compras del grupo homologa a otro",
                       "The group's purchasing approves somebody else"),
            {"probability": "3", "impact": "4"}),
    Written("activity", ("El mantenimiento se lleva un sexto de sus costes",
                         "Maintenance takes a sixth of its costs"),
            {"activity": "operations", "cost_share": "0.16", "effect": "cost", "worth": "60000"}),
    Written("activity", ("Tiene 380.000 € en repuestos que apenas se mueven",
                         "It holds €380,000 in spare parts that hardly move"),
            {"activity": "inbound", "cost_share": "0.08", "effect": "capital", "worth": "25000"}),
    Written("activity", ("La energía de las bombas nadie la mide",
                         "Nobody meters what the pumps use"),
            {"activity": "infrastructure", "cost_share": "0.05", "effect": "none"}),
    Written("phase", ("Entramos cuando ya está la especificación",
                      "We come in once the specification stands"),
            {"phase": "proposals", "situation": "modified", "presence": "2", "days": "30"}),
    Written("phase", ("Una ingeniería escribe la especificación sin nosotros",
                      "An engineering office writes the specification without us"),
            {"phase": "specification", "situation": "modified", "presence": "0", "days": "45"}),
    Written("phase", ("Los pedidos de repuestos llegan por el portal",
                      "Orders of spares come by the portal"),
            {"phase": "routine", "situation": "straight", "presence": "3", "days": "1"}),
    Written("swot", ("Conocemos cada equipo de su planta", "We know each machine of its plant"),
            {"part": "strength", "impact": "4", "strength": "4"}),
    Written("swot", ("Facturas con muchas líneas pequeñas", "Invoices with many small lines"),
            {"part": "weakness", "impact": "3", "strength": "3"}),
    Written("swot", ("La segunda línea aún no tiene proveedor", "The second line has none yet"),
            {"part": "opportunity", "impact": "5", "strength": "3"}),
    Written("swot", ("El grupo habla con un distribuidor de toda Europa",
                     "The group is talking to a distributor of all Europe"),
            {"part": "threat", "impact": "4", "strength": "2"}),
    Written("csf", ("Plazo de entrega", "Time of delivery"),
            {"weight": "50", "us": "8", "best": "6", "competitor": "Suministros Arga"}),
    Written("csf", ("Asistencia técnica", "Technical help"),
            {"weight": "30", "us": "6", "best": "7", "competitor": "Hidrotec Levante"}),
    Written("csf", ("Precio del conjunto", "Price of the whole"),
            {"weight": "20", "us": "5", "best": "6", "competitor": "Suministros Arga"}),
    Written("risk", ("Pierden el contrato con su mayor cliente", "They lose their best customer"),
            {"probability": "2", "impact": "5", "chance": "0.1", "contribution": "90000",
             "months": "12", "contingency": ("Contratos por planta", "Contracts by plant")}),
    Written("governance", ("Revisión conjunta con dirección de planta",
                           "Joint review with the plant's management"),
            {"about": "review", "rhythm": ("Trimestral", "Every quarter")}, is_shared=True),
)  # fmt: skip
"""What the plan of the first key account says; that of the second is half as long."""

NEXT_STEPS: tuple[tuple[Said, int, int], ...] = (
    (("Inventario de repuestos críticos", "Inventory of critical spares"), -40, -6),
    (("Propuesta de stock en planta", "Proposal of stock on site"), -10, 20),
    (("Prueba con la línea 1", "Trial with line 1"), 21, 110),
    (("Firmar el acuerdo de servicio", "Sign the service agreement"), 111, 140),
)
"""What, and from when to when in days from today; each after the one before."""


def load(made: Company, language: str) -> None:
    """Take them into the data folder; a second time changes nothing."""
    which = ("es", "en").index(language)
    for number, name in enumerate(list(KEY_ACCOUNT_MEMBERS)[:2]):
        customer = Customer.objects.get(code=made.account(name))
        if Plan.objects.filter(customer=customer).exists():
            continue
        senior, junior = _actor("senior"), _actor(KEY_ACCOUNT_MEMBERS[name])
        _write(customer, senior, junior, which, ROWS if number == 0 else ROWS[::2])
        targeting.of_account(senior, customer, number, which)
        if number == 0:
            _decided(customer, senior, which)
            sharing.load(customer, senior, junior, language)
            _reviewed(customer, senior, which)
            _propose_scores(customer, senior)
    _ask_for_more(which)


def _write(
    customer: Customer, senior: Actor, junior: Actor, which: int, rows: tuple[Written, ...]
) -> None:
    today = timezone.localdate()
    services.start_plan(senior, customer_id=customer.pk)
    for number, row in enumerate(rows):
        services.add_item(
            junior if number % 3 else senior,
            customer_id=customer.pk,
            kind=row.kind,
            text=row.text[which],
            fields={
                name: said if isinstance(said, str) else said[which]
                for name, said in row.fields.items()
            },
            source=row.source[which],
            dated=today - timedelta(days=30 + 9 * number) if row.source[which] else None,
            is_shared=row.is_shared,
        )
    market.into_plan(senior, customer)
    confirmed = _needs(customer, senior, junior, which)
    live = plan_picture(senior, customer.pk).live
    _forecast(customer, senior, which, live)
    in_a_year = today + timedelta(days=365)
    sales = live.sales or Decimal(1_000)
    add = services.add_objective
    grow = add(
        senior, customer_id=customer.pk, kind=ObjectiveKind.ECONOMIC, kpi="net-sales",
        text=("Crecer un 8 %", "Grow by 8 %")[which], until=in_a_year, baseline=sales,
        target=(sales * Decimal("1.08")).quantize(Decimal(1)),
    )  # fmt: skip
    add(
        junior, customer_id=customer.pk, kind=ObjectiveKind.RELATIONSHIP, kpi="promoters",
        text=("Que nos recomienden", "That they recommend us")[which], until=in_a_year,
        target=Decimal(60),
    )  # fmt: skip
    add(
        junior, customer_id=customer.pk, kind=ObjectiveKind.LEARNING,
        text=("Conocer a la nueva dirección de planta", "Know the plant's new management")[which],
        until=in_a_year,
    )  # fmt: skip
    stock = services.add_initiative(
        senior, customer_id=customer.pk, kind=Ansoff.PENETRATION, objective_id=grow.pk,
        text=("Stock en su planta", "Stock on their site")[which],
        sales=(sales * Decimal("0.06")).quantize(Decimal(1)), probability=Decimal("0.7"),
        ramp=[Decimal("0.3"), Decimal("0.8"), Decimal(1)], investment=Decimal(6_000),
        customer_value=(sales * Decimal("0.012")).quantize(Decimal(1)),
        customer_investment=Decimal(2_000), customer_kpi=("Paradas", "Stops")[which],
        customer_owner=MAINTENANCE[which], is_shared=True,
    )  # fmt: skip
    services.add_initiative(
        senior, customer_id=customer.pk, kind=Ansoff.PENETRATION, objective_id=grow.pk,
        text=("Un solo pedido al mes por planta", "One order a month for each plant")[which],
        sales=(sales * Decimal("0.01")).quantize(Decimal(1)), probability=Decimal("0.9"),
        customer_value=(sales * Decimal("0.004")).quantize(Decimal(1)),
        customer_kpi=("Horas de compras", "Hours of purchasing")[which],
        customer_owner=("Jefatura de compras", "Head of purchasing")[which], is_shared=True,
    )  # fmt: skip
    services.request_resources(
        senior, customer_id=customer.pk, kind=RequestKind.HOURS, initiative_id=stock.pk,
        text=("Un técnico dos días por semana", "A technician two days a week")[which],
        amount=Decimal(18_000), hours=Decimal(700), needed_on=today + timedelta(days=60),
        why=("Para la prueba con la línea 1", "For the trial with line 1")[which],
    )  # fmt: skip
    _actions(customer, junior, which, grow.pk, stock.pk)
    services.link_need(
        senior, customer_id=customer.pk, need_id=confirmed, kind="initiative", target_id=stock.pk
    )


def _needs(customer: Customer, senior: Actor, junior: Actor, which: int) -> int:
    """What they have heard for the plan, beside the needs that were known before; the one that the
    customer has confirmed."""
    today = timezone.localdate()
    confirmed = add_need(
        senior, customer_id=customer.pk, horizon=Horizon.NOW, function=Function.MAINTENANCE,
        text=("Repuestos críticos en menos de 4 horas", "Critical spares within 4 hours")[which],
        source=("Jefe de mantenimiento", "Head of maintenance")[which], urgency=5, fit=9,
        said_on=today - timedelta(days=40), certainty=Certainty.CONFIRMED, is_shared=True,
        owner_id=senior.user_id,
    )  # fmt: skip
    add_need(
        junior, customer_id=customer.pk, horizon=Horizon.NOW, function=Function.PURCHASING,
        text=("Un solo pedido al mes por planta", "One order a month for each plant")[which],
        source=("Reunión con compras", "Meeting with purchasing")[which], urgency=3,
        said_on=today - timedelta(days=49), certainty=Certainty.STATED, is_shared=True,
        owner_id=junior.user_id,
    )  # fmt: skip
    add_need(
        junior, customer_id=customer.pk, horizon=Horizon.FUTURE, function=Function.MAINTENANCE,
        text=("Medir el consumo de cada bomba", "To meter what each pump uses")[which],
        source=("Conclusión de la visita", "Concluded from the visit")[which], urgency=2,
        said_on=today - timedelta(days=58), certainty=Certainty.INFERRED, owner_id=junior.user_id,
    )  # fmt: skip
    return confirmed.pk


def _forecast(customer: Customer, senior: Actor, which: int, live: Live) -> None:
    margin = live.years[0].margin.value if live.years else None
    percent = Decimal("0.001")
    services.set_forecast(
        senior, customer_id=customer.pk, base=(live.sales or Decimal(1_000)).quantize(Decimal(1)),
        growth_low=Decimal("-0.02"), growth_base=Decimal("0.03"), growth_high=Decimal("0.06"),
        gross_margin=(margin or Decimal("0.25")).quantize(percent),
        cost_to_serve=max(Decimal(0), live.cost_to_serve or Decimal("0.05")).quantize(percent),
        kam_cost=Decimal(24_000), our_rate=Decimal("0.09"), their_rate=Decimal("0.1"),
        retention=Decimal("0.92"),
        note=("Según el presupuesto del año", "By the budget of the year")[which],
    )  # fmt: skip


def _actions(
    customer: Customer, junior: Actor, which: int, objective_id: int, initiative_id: int
) -> None:
    today = timezone.localdate()
    before: list[int] = []
    for text, start, end in NEXT_STEPS:
        action = services.add_action(
            junior, customer_id=customer.pk, text=text[which], objective_id=objective_id,
            initiative_id=initiative_id, start=today + timedelta(days=start),
            end=today + timedelta(days=end), after=before, is_milestone=end - start < 30,
        )  # fmt: skip
        if end < 0:
            services.move_action(junior, action_id=action.pk, state=ActionState.DONE)
        before = [action.pk]
    for text, days in (
        (("Llamar a la nueva jefa de compras", "Call the new head of purchasing"), -5),
        (("Enviar el resumen de entregas", "Send the summary of deliveries"), 6),
    ):
        services.add_action(
            junior, customer_id=customer.pk, text=text[which], objective_id=objective_id,
            start=today + timedelta(days=days - 10), end=today + timedelta(days=days),
        )  # fmt: skip
    for text, days in (
        (
            ("Señalar los repuestos críticos de la línea 1", "Say which spares line 1 cannot lack"),
            9,
        ),
        (("Abrir el almacén a nuestro técnico", "Open the store to our technician"), 40),
    ):
        services.add_action(
            junior, customer_id=customer.pk, text=text[which], initiative_id=initiative_id,
            start=today, end=today + timedelta(days=days), is_shared=True,
            customer_owner=MAINTENANCE[which],
        )  # fmt: skip


def _decided(customer: Customer, senior: Actor, which: int) -> None:
    """The executive grants a part of what is asked for, and the director approves the plan."""
    request = ResourceRequest.objects.get(plan__customer=customer)
    services.decide_request(
        _actor("executive"), request_id=request.pk, state=RequestState.CUT,
        granted=Decimal(12_000), seen=revision_of(request),
        reason=("Primero un día por semana", "One day a week to begin with")[which],
    )  # fmt: skip
    services.submit_plan(senior, customer_id=customer.pk)
    plan = Plan.objects.get(customer=customer)
    services.approve_plan(
        _actor("director"), customer_id=customer.pk, seen=revision_of(plan),
        note=("Vigilar la segunda línea", "Watch the second line")[which],
    )  # fmt: skip


def _reviewed(customer: Customer, senior: Actor, which: int) -> None:
    review = services.open_review(
        senior, customer_id=customer.pk, agenda=("Segunda línea", "The second line")[which]
    )
    for point in review_seen(senior, review.pk).points:
        services.answer_point(senior, point_id=point.pk, answer=Answer.CONFIRMED)
    services.write_review(
        senior, review_id=review.pk, agenda=review.agenda, seen=revision_of(review),
        notes=("Con Iker y el jefe de planta", "With Iker and the head of the plant")[which],
        decisions=("Seguir con la prueba", "Go on with the trial")[which],
    )  # fmt: skip
    services.close_review(senior, review_id=review.pk)


def _propose_scores(customer: Customer, senior: Actor) -> None:
    """What the first factors say of the first criteria of the matrix; the director has not decided
    yet."""
    factors = PlanItem.objects.filter(plan__customer=customer, kind="csf").order_by("pk")
    pairs = zip(factors, position_criteria(), strict=False)
    services.propose_scores(
        senior, customer_id=customer.pk, source=Source.CUSTOMER, said_on=timezone.localdate(),
        criteria={factor.pk: criterion for factor, criterion in pairs},
    )  # fmt: skip


def _ask_for_more(which: int) -> None:
    """Since then the plans of accounts to invest in ask for more actions."""
    latest = latest_templates()
    if latest.version is not None:
        return
    before = latest.settings.of(Strategy.INVEST)
    prompt = {
        "es": "¿Qué paso da el cliente este mes?",
        "en": "What does the customer do this month?",
    }
    services.adopt_template(
        _actor("director"), strategy=Strategy.INVEST, valid_from=timezone.localdate(), seen=None,
        template=Template(before.sections, {"actions": 5}, {"actions": prompt}),
        reason=("Los planes se quedaban en tres acciones", "Plans ended at three actions")[which],
    )  # fmt: skip


def _actor(key: str) -> Actor:
    return actor_for(Person.objects.get(email=member(key).email))
