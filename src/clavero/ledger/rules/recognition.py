"""Finding the fields behind a file's column names, in Spanish and English.

A name is taken apart into words, each word stands for a concept ("cod", "code" and "código" are
one), and a field is known by the concepts that its usual names are made of. So ``CodCliente``,
``Customer code`` and ``cliente_id`` all say *customer, code*.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from clavero.ledger.rules.fields import Content, Field
from clavero.ledger.rules.words import fold

# concept → the words that stand for it; the concept's own name is one of them
_CONCEPTS: dict[str, str] = {
    "account": "account cuenta acct",
    "accounting": "accounting contable posting contabilizacion",
    "amount": "amount importe imp valor value monto dollars euros",
    "base": "base",
    "channel": "channel canal",
    "code": "code codigo cod id ident identificador clave key",
    "company": "company empresa",
    "cost": "cost coste costo costes costos cogs",
    "country": "country pais",
    "currency": "currency moneda divisa curr",
    "customer": "customer customers cliente clientes client clients cust clte cli cte comprador"
    " buyer debtor deudor",
    "date": "date fecha fec fch f dt",
    "delivery": "delivery delivered entrega entregado entregada envio shipment shipped ship",
    "description": "description descripcion descrip detalle detail concepto texto text"
    " denominacion",
    "discount": "discount descuento dto dcto disc bonificacion",
    "distribution": "distribution distribucion",
    "document": "document documento doc comprobante voucher ticket folio",
    "due": "due vencimiento vencimientos vto vcto venc",
    "emission": "emission emision issue issued emitida",
    "family": "family familia fam category categoria grupo group gama seccion subfamily subfamilia",
    "fiscal": "fiscal",
    "freight": "freight portes transporte transport flete insurance seguro shipping",
    "gross": "gross bruto bruta",
    "identification": "identification identificacion",
    "invoice": "invoice invoices inv factura facturas fact fac fra bill billing facturada"
    " facturadas facturado invoiced facturacion",
    "kind": "kind type tipo clase class",
    "legal": "social",
    "line": "line linea lineas lin posicion position pos renglon partida",
    "list": "list lista tarifa catalogo catalogue catalog",
    "measure": "measure medida uom um udm",
    "name": "name nombre nom",
    "net": "net neto neta",
    "number": "number numero num no nro nr n nbr",
    "order": "order pedido ped",
    "ordered": "ordered pedida pedidas",
    "payment": "payment paid pago pagado pagada cobro cobrado cobrada collection collected",
    "person": "person persona",
    "place": "postal zip cp ciudad city poblacion provincia province region zona zone direccion"
    " address telefono phone email",
    "price": "price precio prec pr pvp",
    "product": "product producto productos article articulo articulos art item items prod material",
    "promised": "promised prometida prometido prevista previsto comprometida comprometido"
    " compromiso solicitada solicitadas requested scheduled expected confirmada confirmed planned"
    " planificada",
    "quantity": "quantity qty cantidad cant ctd unidades units uds unids piezas pieces",
    "real": "real actual efectiva",
    "reason": "razon",
    "recorded": "recorded registrada registro grabacion",
    "reference": "reference referencia ref",
    "sale": "sale sales venta ventas revenue turnover ingreso ingresos",
    "seller": "seller comercial vendedor vendedora representante rep representative agente agent"
    " salesperson salesman delegado",
    "serial": "serie series",
    "sku": "sku",
    "sold": "sold",
    "party": "party",
    "stock": "stock",
    "subtotal": "subtotal",
    "supplier": "supplier vendor proveedor",
    "tax": "tax impuesto impuestos iva",
    "taxable": "taxable imponible",
    "taxid": "nif cif vat rfc cuit nit ruc rut dni",
    "total": "total",
    "unit": "unit unidad unitario unitaria ud",
    "waybill": "waybill albaran alb",
    "without": "without sin excl excluding ex",
    "with": "with con incl including inc",
}
_FILLER = frozenset(
    {
        "de", "del", "la", "el", "los", "las", "a", "al", "y", "en", "por",
        "to", "of", "the", "and", "in", "per", "eur", "usd", "gbp",
    }
)  # fmt: skip

_WORDS: dict[str, str] = {
    word: concept for concept, words in _CONCEPTS.items() for word in words.split()
}

# field → the ways of naming it, the best first: "concept concept …", with how sure each is
_NAMES: dict[Field, dict[str, float]] = {
    Field.DOCUMENT: {
        "document": 1.0, "document number": 1.0, "invoice number": 1.0, "invoice": 0.98,
        "invoice code": 0.98, "document code": 0.96, "document invoice": 0.96,
        "document invoice number": 1.0, "document sale": 0.9, "invoice serial number": 0.9,
        "waybill": 0.7, "waybill number": 0.7, "code waybill": 0.7, "document waybill": 0.7,
        "order number": 0.6, "order": 0.55, "order code": 0.55, "document reference": 0.6,
    },
    Field.LINE: {
        "line": 1.0, "line number": 1.0, "document line": 1.0, "invoice line": 1.0,
        "line code": 0.9, "invoice line number": 1.0, "document line number": 1.0,
        "line waybill": 0.9, "line number waybill": 0.9,
        "line order": 0.8,
    },
    Field.KIND: {
        "kind": 0.9, "document kind": 1.0, "invoice kind": 1.0,
    },
    Field.DATE: {
        "date invoice": 1.0, "date": 0.97, "date document": 0.98, "date emission": 0.97,
        "date emission invoice": 1.0, "date sale": 0.95, "accounting date": 0.8,
        "date waybill": 0.75, "date order": 0.7,
    },
    Field.CUSTOMER: {
        "code customer": 1.0, "customer number": 1.0, "customer": 0.92, "account customer": 0.9,
        "account": 0.6, "account code": 0.7, "account number": 0.65, "party sold": 0.9,
    },
    Field.CUSTOMER_NAME: {
        "customer name": 1.0, "legal reason": 0.98, "customer legal reason": 1.0,
        "customer description": 0.9, "company name": 0.85, "company": 0.6, "name": 0.75,
        "fiscal name": 0.9, "customer": 0.55, "account name": 0.85,
    },
    Field.TAX_NUMBER: {
        "taxid": 1.0, "number taxid": 1.0, "number tax": 0.95, "code tax": 0.95,
        "customer taxid": 1.0, "code taxid": 0.95, "fiscal identification": 0.9,
        "code fiscal identification": 0.9, "code fiscal": 0.85,
        "fiscal identification number": 0.9,
    },
    Field.PRODUCT: {
        "code product": 1.0, "number product": 1.0, "product reference": 1.0, "sku": 1.0,
        "code stock": 1.0, "reference": 0.8, "product": 0.9, "product sku": 1.0,
        "code reference": 0.7,
    },
    Field.PRODUCT_NAME: {
        "name product": 1.0, "description product": 1.0, "description": 0.9, "product": 0.5,
        "description line": 0.8, "description name product": 1.0,
    },
    Field.FAMILY: {
        "family": 1.0, "family product": 1.0, "line product": 0.8, "code family": 0.7,
        "family name": 0.9, "description family": 0.9, "family name product": 0.9,
    },
    Field.QUANTITY: {
        "quantity": 1.0, "invoice quantity": 1.0, "product quantity": 0.95, "line quantity": 0.95,
        "line product quantity": 0.95, "quantity sale": 0.9,
        "delivery quantity": 0.6, "order quantity": 0.5, "ordered quantity": 0.5,
    },
    Field.ORDERED_QUANTITY: {
        "ordered quantity": 1.0, "order quantity": 0.96, "line ordered quantity": 1.0,
        "ordered product quantity": 1.0, "ordered unit": 0.8, "promised quantity": 0.75,
        "ordered": 0.6,
    },
    Field.NET_AMOUNT: {
        "amount net": 1.0, "base taxable": 1.0, "amount tax without": 0.98, "net sale": 0.97,
        "net total": 0.95, "amount line net": 1.0, "line total": 0.93, "amount line": 0.95,
        "amount": 0.9, "amount base": 0.95, "net": 0.88, "tax total without": 0.95,
        "line product amount": 0.9, "subtotal": 0.8, "base": 0.75, "amount sale": 0.9,
        "sale": 0.7, "amount total": 0.6,
        "total": 0.5, "amount invoice": 0.7, "invoice total": 0.4, "line net": 0.85,
        "line net total": 0.95, "amount product": 0.7, "product total": 0.85,
    },
    Field.UNIT_PRICE: {
        "price unit": 1.0, "price": 0.95, "price sale": 0.95, "net price": 0.85,
        "net price unit": 0.95, "price product": 0.85,
    },
    Field.CURRENCY: {
        "currency": 1.0, "code currency": 1.0, "currency document": 0.95, "currency invoice": 0.95,
    },
    Field.COST: {
        "cost": 1.0, "cost line": 1.0, "cost total": 0.97, "amount cost": 0.97, "cost sale": 0.9,
        "cost line total": 1.0,
    },
    Field.LIST_PRICE: {
        "list price": 1.0, "list": 0.85, "gross price": 0.85, "list price unit": 1.0,
    },
    Field.DISCOUNT: {
        "discount": 1.0, "discount line": 1.0, "amount discount": 0.9, "discount total": 0.8,
    },
    Field.PROMISED_DATE: {
        "date promised": 1.0, "date delivery promised": 1.0, "delivery promised": 0.95,
        "promised": 0.85,
    },
    Field.DELIVERED_DATE: {
        "date delivery": 1.0, "date delivery real": 1.0, "customer date delivery": 0.97,
        "delivery": 0.7, "delivery real": 0.9, "date delivery recorded": 0.7,
        "customer delivery": 0.7,
    },
    Field.DUE_DATE: {
        "date due": 1.0, "due": 0.9, "date due payment": 1.0, "date due invoice": 1.0,
    },
    Field.PAID_DATE: {
        "date payment": 1.0, "date payment real": 1.0, "payment": 0.6, "date invoice payment": 0.9,
    },
    Field.SALES_PERSON: {
        "seller": 1.0, "person sale": 1.0, "name seller": 1.0, "code seller": 0.9,
        "sale seller": 1.0,
    },
    Field.CHANNEL: {
        "channel": 1.0, "channel sale": 1.0, "channel distribution": 1.0,
    },
    Field.COUNTRY: {
        "country": 1.0, "country customer": 1.0, "code country": 0.95, "country delivery": 0.7,
        "country name": 0.9,
    },
    Field.UNIT: {
        "unit": 0.95, "measure unit": 1.0, "measure": 0.95, "sale unit": 0.8,
    },
}  # fmt: skip
_KNOWN: dict[frozenset[str], dict[Field, float]] = {}
for _field, _spellings in _NAMES.items():
    for _spelling, _score in _spellings.items():
        _KNOWN.setdefault(frozenset(_spelling.split()), {})[_field] = _score

# A further word that speaks of something else: "supplier", "freight", "with tax".
_ELSEWHERE = frozenset(
    {
        "account", "company", "cost", "customer", "date", "delivery", "discount", "family",
        "freight", "kind", "order", "ordered", "payment", "place", "price", "product", "seller",
        "supplier", "tax", "unit", "with",
    }
)  # fmt: skip
_LEAST = 0.45


@dataclass(frozen=True, slots=True)
class Profile:
    """What a column's values look like, as shares of the values seen that are not empty.

    ``seen`` is how many there were, ``distinct`` how many different ones.
    """

    seen: int = 0
    distinct: int = 0
    numbers: float = 0.0
    dates: float = 0.0
    kinds: float = 0.0
    currencies: float = 0.0
    wordy: float = 0.0


@dataclass(frozen=True, slots=True)
class Guess:
    """A field for the column at ``position``; ``confidence`` from 0 to 1."""

    position: int
    field: Field
    confidence: float
    by_content: bool = False


def recognise_fields(
    names: Sequence[str], profiles: Sequence[Profile], taken: Collection[Field] = ()
) -> list[Guess]:
    """The likeliest field of each column: every field once, every column once.

    Columns that look like nothing known are left out, and so are fields that are ``taken``.
    Values count beside names: a "Type" whose values name no kind of document is not the kind.

    >>> guesses = recognise_fields(["InvoiceNo", "Fecha"], [Profile(), Profile()])
    >>> [guess.field.value for guess in guesses]
    ['document', 'date']
    """
    offers = sorted(
        (
            (-confidence, position, field)
            for position, (name, profile) in enumerate(zip(names, profiles, strict=True))
            for field, confidence in _offers(name, profile)
            if confidence >= _LEAST
        ),
        key=lambda offer: offer[:2],
    )
    chosen: dict[int, Guess] = {}
    taken = set(taken)
    for negative, position, field in offers:
        if position not in chosen and field not in taken:
            chosen[position] = Guess(position, field, round(-negative, 3))
            taken.add(field)
    _must_have_sold(names, chosen, taken)
    if Field.DATE not in taken and (only := _only_dates(profiles, chosen)) is not None:
        chosen[only] = Guess(only, Field.DATE, 0.5, by_content=True)
    return [chosen[position] for position in sorted(chosen)]


def _must_have_sold(
    names: Sequence[str], chosen: dict[int, Guess], taken: Collection[Field]
) -> None:
    """In a file of orders, where no column says what was sold, what was ordered is the quantity."""
    ordered = next((each for each in chosen.values() if each.field is Field.ORDERED_QUANTITY), None)
    if ordered is None or Field.QUANTITY in taken:
        return
    known = _by_name(concepts(names[ordered.position])).get(Field.QUANTITY, 0.0)
    if known >= _LEAST:
        chosen[ordered.position] = Guess(ordered.position, Field.QUANTITY, known)


def concepts(name: str) -> frozenset[str]:
    """What the words of a column's name stand for.

    >>> sorted(concepts("Cód. Cliente")), sorted(concepts("codcliente"))
    (['code', 'customer'], ['code', 'customer'])
    """
    found: set[str] = set()
    for word in fold(name).split():
        for part in _apart(word):
            if part not in _FILLER:
                found.add(_WORDS.get(part, part))
    return frozenset(found)


def recognised(names: Sequence[str]) -> int:
    """How many of ``names`` are known names of a field: how much a row looks like a header."""
    return sum(1 for name in names if _KNOWN.get(concepts(name)))


def _offers(name: str, profile: Profile) -> Iterator[tuple[Field, float]]:
    said = concepts(name)
    for field, confidence in _by_name(said).items():
        yield field, confidence * _fit(field, profile)


def _by_name(said: frozenset[str]) -> dict[Field, float]:
    if exact := _KNOWN.get(said):
        return exact
    found: dict[Field, float] = {}
    for known, fields in _KNOWN.items():
        if not known or not known < said:
            continue
        rest = said - known
        share = len(known) / len(said)
        strangers = sum(1 for word in rest if word in _ELSEWHERE)
        for field, score in fields.items():
            confidence = score * (0.45 + 0.45 * share) * 0.6**strangers
            found[field] = max(found.get(field, 0.0), confidence)
    return found


def _fit(field: Field, profile: Profile) -> float:
    """How well the values suit the field: 1 suits, 0 excludes. An empty column excludes nothing."""
    if not profile.seen:
        return 0.9
    match Content.of(field):
        case Content.DATE if field is Field.DATE:
            return 1.0 if profile.dates > 0.5 else 0.55  # lost dates are told, not overlooked
        case Content.DATE:
            return 1.0 if profile.dates > 0.3 else 0.0
        case Content.NUMBER:
            return 1.0 if profile.numbers > 0.5 else 0.5
        case Content.KIND:
            return 1.0 if profile.kinds > 0.5 else 0.3
        case Content.CURRENCY:
            return 1.0 if profile.currencies > 0.5 else 0.3
    if field is Field.LINE:
        return 1.0 if profile.numbers > 0.5 else 0.4
    if field is Field.CUSTOMER:
        return 1.0 - 0.35 * profile.wordy
    if field in {Field.CUSTOMER_NAME, Field.PRODUCT_NAME, Field.UNIT}:
        return 1.0 - 0.6 * profile.numbers
    return 1.0


def _only_dates(profiles: Sequence[Profile], chosen: dict[int, Guess]) -> int | None:
    dated = [
        position
        for position, profile in enumerate(profiles)
        if profile.dates > 0.95 and profile.numbers < 0.5 and position not in chosen
    ]
    return dated[0] if len(dated) == 1 else None


@cache
def _apart(word: str) -> tuple[str, ...]:
    """The known words that a word is made of: ``codcliente`` is ``cod`` and ``cliente``."""
    if word in _WORDS or word in _FILLER:
        return (word,)
    for cut in range(len(word) - 2, 2, -1):
        head, tail = word[:cut], word[cut:]
        if head not in _WORDS:
            continue
        rest = _apart(tail)
        if all(part in _WORDS or part in _FILLER for part in rest):
            return (head, *rest)
    return (word,)
