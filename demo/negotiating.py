"""What the company negotiates: with one key account in its second round, with another it has agreed
and made the contract."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils import timezone

from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.negotiations import services
from clavero.negotiations.models import Negotiation
from clavero.negotiations.rules.points import PointKind
from clavero.portfolio.models import Customer
from demo.clock import on
from demo.company import Company
from demo.people import member

Said = tuple[str, str]  # es, en
P = PointKind


class Issue(NamedTuple):
    """A point: target, limit, what they ask and how much it weighs; what they and we put in each
    round."""

    kind: PointKind
    name: Said
    target: str
    limit: str
    asked: str
    weight: int
    put: tuple[tuple[str, str], ...]
    more: dict[str, Any] = {}


GOING_ON = (
    Issue(P.REBATE, ("Rápel sobre ventas", "Rebate on turnover"), "2", "3.5", "5", 9,
          (("5", "2"), ("4", "2.5")), {"our_value": Decimal(42_000)}),
    Issue(P.PAYMENT, ("Días de pago", "Payment days"), "45", "60", "90", 7,
          (("90", "45"), ("60", "45")), {"our_value": Decimal(1_150)}),
    Issue(P.VOLUME, ("Volumen mínimo al año", "Minimum volume a year"), "5200000", "4500000",
          "4000000", 8, (("4000000", "5200000"), ("4800000", "5000000"))),
    Issue(P.ON_TIME, ("Entregas a tiempo", "Deliveries in time"), "93", "96", "98", 6,
          (("98", "95"), ("95", "95"))),
    Issue(P.NUMBER, ("Horas de formación al año", "Hours of training a year"), "16", "40", "60", 3,
          (("60", "16"), ("", "")), {"unit": "h", "is_more_better": False,
                                     "our_value": Decimal(85), "their_value": Decimal(140)}),
)  # fmt: skip
AGREED = (
    Issue(P.PAYMENT, ("Días de pago", "Payment days"), "30", "45", "60", 6,
          (("60", "30"), ("40", "40"))),
    Issue(P.REBATE, ("Rápel sobre ventas", "Rebate on turnover"), "1", "2", "3", 8,
          (("3", "1"), ("1.5", "1.5"))),
    Issue(P.ON_TIME, ("Entregas a tiempo", "Deliveries in time"), "92", "96", "97", 7,
          (("97", "92"), ("95", "95"))),
    Issue(P.VALUE, ("Valor del acuerdo", "Value of the agreement"), "3800000", "3000000", "", 5,
          (("", "3800000"), ("3600000", "3600000"))),
)  # fmt: skip
_WORDS: dict[str, Said] = {
    "packing": ("Embalaje retornable", "Returnable packaging"),
    "packing_target": ("Lo recogen vacío en cada entrega", "They return it with each delivery"),
    "packing_asked": ("Lo recogemos nosotros", "We collect it"),
    "packing_agreed": ("Ellos lo devuelven cada mes", "They return it every month"),
    "their": (
        "Parar menos la línea por falta de piezas, y un precio que puedan defender ante su grupo.",
        "Fewer stops of their line for want of parts, and a price to defend within their group.",
    ),
    "our": (
        "Tres años de volumen para llenar la segunda línea; cobrar antes.",
        "Three years of volume to fill the second line; to be paid sooner.",
    ),
    "our_best": (
        "Seguir con el acuerdo actual un año más y ofrecer la capacidad a Ebrosa.",
        "Go on with the present agreement for a year and offer the capacity to Ebrosa.",
    ),
    "their_best": (
        "Repartir el volumen con un segundo proveedor, con seis meses de homologación.",
        "Share the volume with a second supplier, after six months of approval.",
    ),
    "there": (
        "Su jefa de compras y el de mantenimiento; por nosotros, la sénior y su júnior.",
        "Their heads of purchasing and maintenance; for us the senior and her junior.",
    ),
    "note": (
        "Piden rápel desde el primer euro. El volumen depende de que la segunda planta entre.",
        "They ask for the rebate from the first euro. Volume depends on their second plant.",
    ),
    "agreed_note": ("Cerrado en su planta.", "Closed at their plant."),
}
_TITLES: tuple[Said, Said] = (
    ("Acuerdo de suministro a tres años", "Supply agreement of three years"),
    ("Acuerdo anual de repuestos", "Yearly agreement on spare parts"),
)
_CONCESSIONS: tuple[tuple[Said, int, int, Said, bool], ...] = (
    (
        ("Almacén en consigna en su planta", "Consignment stock at their plant"),
        18_000,
        55_000,
        ("60 días de pago como máximo", "60 days of payment at the most"),
        True,
    ),
    (
        ("Camión propio cada lunes", "A lorry of their own each Monday"),
        31_000,
        12_000,
        ("Volumen mínimo de 5 millones", "A minimum volume of 5 million"),
        False,
    ),
)
_DRAFTS: tuple[Said, Said] = (
    (
        "Acuerdo anual de repuestos\n\n1. Objeto: repuestos para todas sus plantas.\n"
        "2. Pago: 30 días desde la factura.\n3. Rápel: 1 % sobre las ventas del año.\n"
        "4. Entregas: el 95 % de las líneas a tiempo.\n5. Duración: un año, prorrogable.",
        "Yearly agreement on spare parts\n\n1. Scope: spare parts for all their plants.\n"
        "2. Payment: 30 days from the invoice.\n3. Rebate: 1% of the year's sales.\n"
        "4. Deliveries: 95% of the lines in time.\n5. Term: one year, renewable.",
    ),
    (
        "Acuerdo anual de repuestos\n\n1. Objeto: repuestos para todas sus plantas.\n"
        "2. Pago: 40 días desde la factura.\n3. Rápel: 1,5 % sobre las ventas del año.\n"
        "4. Entregas: el 95 % de las líneas a tiempo.\n5. Duración: un año, prorrogable.\n"
        "6. Embalaje: el cliente lo devuelve cada mes.",
        "Yearly agreement on spare parts\n\n1. Scope: spare parts for all their plants.\n"
        "2. Payment: 40 days from the invoice.\n3. Rebate: 1.5% of the year's sales.\n"
        "4. Deliveries: 95% of the lines in time.\n5. Term: one year, renewable.\n"
        "6. Packaging: the customer returns it every month.",
    ),
)
_RETURNED: Said = ("Faltan los plazos de la última ronda.", "The last round's days are missing.")


def load(made: Company, language: str) -> None:
    """Negotiate, each on its own day; a second time changes nothing."""
    if Negotiation.objects.exists():
        return
    which = ("es", "en").index(language)
    _go_on(made, which)
    _agree(made, which)


def _go_on(made: Company, which: int) -> None:
    senior, today = _actor("senior"), timezone.localdate()
    with on(today - timedelta(days=48)):
        one = services.add_negotiation(
            senior, customer_id=_account(made, "Valdoria"), title=_TITLES[0][which],
            currency=ledger.reporting_currency(), ends_on=today + timedelta(days=24),
            their_interests=_WORDS["their"][which], our_interests=_WORDS["our"][which],
            our_alternative=_WORDS["our_best"][which],
            their_alternative=_WORDS["their_best"][which],
            starts=date(today.year + 1, 1, 1), ends=date(today.year + 3, 12, 31),
        )  # fmt: skip
        points = _points(senior, one, GOING_ON, which)
        concessions = [
            services.add_concession(
                senior, negotiation_id=one.pk, text=text[which], cost=Decimal(cost),
                worth=Decimal(worth), wanted=wanted[which],
            )
            for text, cost, worth, wanted, _is_given in _CONCESSIONS
        ]  # fmt: skip
    for number, ago in enumerate((30, 9)):
        with on(today - timedelta(days=ago)):
            services.add_round(
                senior, negotiation_id=one.pk, on=timezone.localdate(),
                put=_put(points, GOING_ON, number), present=_WORDS["there"][which],
                note=_WORDS["note"][which] if number == 0 else "",
                next_on=today + timedelta(days=6),
            )  # fmt: skip
    with on(today - timedelta(days=9)):
        for found, (*_told, is_given) in zip(concessions, _CONCESSIONS, strict=True):
            if is_given:
                day = timezone.localdate()
                services.change_concession(senior, concession_id=found.pk, given_on=day)


def _agree(made: Company, which: int) -> None:
    senior, today = _actor("senior"), timezone.localdate()
    start = date(today.year + 1, 1, 1)
    with on(today - timedelta(days=90)):
        one = services.add_negotiation(
            senior, customer_id=_account(made, "Hüttenbach"), title=_TITLES[1][which],
            currency=ledger.reporting_currency(), ends_on=today - timedelta(days=20),
            starts=start, ends=date(start.year, 12, 31),
        )  # fmt: skip
        points = _points(senior, one, AGREED, which)
        packing = services.add_point(
            senior, negotiation_id=one.pk, kind=P.WORDS, name=_WORDS["packing"][which], weight=4,
            target=_WORDS["packing_target"][which], asked=_WORDS["packing_asked"][which],
        )  # fmt: skip
    for number, ago in enumerate((60, 35)):
        with on(today - timedelta(days=ago)):
            services.add_round(
                senior, negotiation_id=one.pk, on=timezone.localdate(),
                put=_put(points, AGREED, number), present=_WORDS["there"][which],
                note=_WORDS["agreed_note"][which] if number else "",
            )  # fmt: skip
    with on(today - timedelta(days=30)):
        agreed: dict[int, str] = {
            point: issue.put[-1][0] for point, issue in zip(points, AGREED, strict=True)
        }
        agreed[packing.pk] = _WORDS["packing_agreed"][which]
        services.agree(senior, negotiation_id=one.pk, agreed=agreed)
        services.make_contract(
            senior, negotiation_id=one.pk, title=one.title, reference=f"AR-{start.year}",
            start=start, end=date(start.year, 12, 31), currency=one.currency, notice_days=60,
            renews_months=12, value=Decimal(AGREED[3].put[-1][0]),
            scope=f"{_WORDS['packing'][which]}: {_WORDS['packing_agreed'][which]}",
        )  # fmt: skip
    _sign(senior, one, today, which)


def _sign(senior: Actor, one: Negotiation, today: date, which: int) -> None:
    director = _actor("director")
    with on(today - timedelta(days=29)):
        paper = services.add_document(
            senior, negotiation_id=one.pk, title=one.title, text=_DRAFTS[0][which]
        )
        people = [director.user_id] if director.user_id is not None else []
        services.ask_approval(senior, document_id=paper.pk, people=people)
    with on(today - timedelta(days=28)):
        services.give_back(director, document_id=paper.pk, reason=_RETURNED[which])
        services.add_version(senior, document_id=paper.pk, text=_DRAFTS[1][which])
    with on(today - timedelta(days=27)):
        services.approve(director, document_id=paper.pk)
        services.send(
            senior, document_id=paper.pk, sent_to="Anke Brandt, Hüttenbach",
            expected_on=today - timedelta(days=13),
        )  # fmt: skip
    with on(today - timedelta(days=18)):
        content = (f"AR-{today.year + 1}.pdf", _pdf(_DRAFTS[1][which]))
        services.sign_by_both(senior, document_id=paper.pk, content=content)


def _points(senior: Actor, one: Negotiation, issues: tuple[Issue, ...], which: int) -> list[int]:
    return [
        services.add_point(
            senior, negotiation_id=one.pk, kind=each.kind, name=each.name[which],
            target=each.target, limit=each.limit, asked=each.asked, weight=each.weight,
            **each.more,
        ).pk
        for each in issues
    ]  # fmt: skip


def _put(points: list[int], issues: tuple[Issue, ...], number: int) -> dict[int, dict[str, str]]:
    """What both put in a round; where it is the same, it is agreed."""
    found = {}
    for point, issue in zip(points, issues, strict=True):
        theirs, ours = issue.put[number]
        agreed = ours if theirs == ours else ""
        found[point] = {"theirs": theirs, "ours": ours, "agreed": agreed}
    return found


def _pdf(text: str) -> bytes:
    """The text on one page, as a signed document stands for."""
    lines = [
        each.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        for each in text.splitlines()
    ]
    drawn = "".join(f"({line}) Tj T*\n" for line in lines)
    stream = f"BT /F1 12 Tf 18 TL 60 770 Td\n{drawn}ET".encode("cp1252", "replace")
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        font,
    ]
    content, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(parts) + 1, table, len(parts) + 1, len(content))
    )


def _account(made: Company, name: str) -> int:
    return Customer.objects.get(code=made.account(name)).pk


def _actor(key: str) -> Actor:
    return actor_for(Person.objects.get(email=member(key).email))
