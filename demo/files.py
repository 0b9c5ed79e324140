"""The files that the company's ERP would export."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from demo import people, scores, serving
from demo.company import Company
from demo.lines import NO_COST, NONE
from demo.products import LANGUAGES
from demo.rates import published
from demo.words import FUNCTIONS

_HEADERS = {
    "es": (
        "Factura", "Línea", "Tipo", "Fecha factura", "Cliente", "Razón social", "NIF", "País",
        "Artículo", "Descripción", "Familia", "Cantidad", "Cantidad pedida", "Unidad",
        "Precio tarifa", "Descuento %", "Importe neto", "Divisa", "Coste", "Fecha prometida",
        "Fecha entrega", "Vencimiento", "Fecha cobro", "Comercial", "Canal",
    ),
    "en": (
        "Invoice", "Line", "Type", "Invoice date", "Customer", "Customer name", "Tax number",
        "Country", "Item", "Description", "Family", "Quantity", "Ordered quantity", "Unit",
        "List price", "Discount %", "Net amount", "Currency", "Cost", "Promised date",
        "Delivery date", "Due date", "Payment date", "Salesperson", "Channel",
    ),
}  # fmt: skip
_KINDS = {"es": ("Factura", "Abono"), "en": ("Invoice", "Credit note")}
_CHANNELS = {
    "es": ("EDI", "Delegado", "Teléfono", "Web", "Mostrador"),
    "en": ("EDI", "Field sales", "Phone", "Web", "Counter"),
}
_UNITS = {
    "es": {"ud": "ud", "m": "m", "par": "par", "caja": "caja"},
    "en": {"ud": "pc", "m": "m", "par": "pair", "caja": "box"},
}
_ENCODINGS = {"es": "cp1252", "en": "utf-8-sig"}


@dataclass(frozen=True, slots=True)
class Files:
    """Where each file was written."""

    sales: Path
    rates: Path
    people: Path
    contacts: Path
    events: Path
    work: Path
    scores: Path


def write(company: Company, folder: Path, language: str) -> Files:
    """Write everything into ``folder``, made if absent, with texts in ``language``."""
    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is none of {', '.join(LANGUAGES)}")
    folder.mkdir(parents=True, exist_ok=True)
    names = {
        "es": ("ventas.csv", "tipos_de_cambio.csv", "personas.json", "contactos.csv",
               "eventos.csv", "trabajo.csv", "puntuaciones.csv"),
        "en": ("sales.csv", "rates.csv", "people.json", "contacts.csv", "events.csv", "work.csv",
               "scores.csv"),
    }[language]  # fmt: skip
    files = Files(*(folder / name for name in names))
    _write_table(files.sales, _sales(company, language), _ENCODINGS[language])
    _write_table(files.contacts, _contacts(company, language), _ENCODINGS[language])
    # Their columns have one name in every language.
    _write_table(files.events, serving.events(company), "utf-8")
    _write_table(files.work, serving.work(company), "utf-8")
    _write_table(files.scores, scores.scores(company), "utf-8")
    with files.rates.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(published(company.rates))
    files.people.write_text(
        json.dumps(people.as_rows(language), ensure_ascii=False, indent=2) + "\n", "utf-8"
    )
    return files


def _write_table(path: Path, rows: Iterable[tuple[str, ...]], encoding: str) -> None:
    """Semicolons and Windows line ends, as a Spanish ERP does it."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(rows)


def _contacts(company: Company, language: str) -> Iterator[tuple[str, ...]]:
    yield {
        "es": ("Cliente", "Nombre", "Función", "Correo"),
        "en": ("Customer", "Name", "Function", "E-mail"),
    }[language]
    for one in company.contacts:
        function = FUNCTIONS[one.function][LANGUAGES.index(language)]
        yield one.customer, one.name, function, one.email


# -- the sales file ------------------------------------------------------------------------------


def _sales(company: Company, language: str) -> Iterator[tuple[str, ...]]:
    lines = company.lines
    which = LANGUAGES.index(language)
    kinds = _KINDS[language]
    nobody = ("", "", "", "")
    known = [(one.code, one.name, one.tax_number, one.country) for one in company.customers]
    customers = [*known, nobody]  # position -1
    currencies = [*(one.currency for one in company.customers), "EUR"]
    sellers = [*people.seller_names(company), people.COUNTER]
    products = [(one.code, one.names[which], one.family.names[which]) for one in company.products]
    units = [_UNITS[language][one.unit] for one in company.products]
    days = _Days()
    yield _HEADERS[language]
    columns = zip(
        _documents(company), lines.line.tolist(), lines.credit.tolist(), days(lines.day),
        lines.customer.tolist(), lines.product.tolist(), lines.quantity.tolist(),
        _decimals(lines.list_price), _decimals(lines.discount * 10), _decimals(lines.amount),
        _decimals(lines.cost), days(lines.promised), days(lines.delivered), days(lines.due),
        days(lines.paid), lines.channel.tolist(), lines.ordered.tolist(), strict=True,
    )  # fmt: skip
    for (
        document, line, credit, day, customer, product, quantity, price, discount, amount, cost,
        promised, delivered, due, paid, channel, ordered,
    ) in columns:  # fmt: skip
        yield (
            document, str(line), kinds[credit], day, *customers[customer], *products[product],
            str(quantity), "" if ordered == NONE else str(ordered), units[product], price,
            discount, amount, currencies[customer], cost, promised, delivered, due, paid,
            sellers[customer], _CHANNELS[language][channel],
        )  # fmt: skip


class _Days:
    """Days as ``dd/mm/yyyy``, each written once."""

    def __init__(self) -> None:
        self.texts = {NONE: ""}

    def __call__(self, days: np.ndarray) -> list[str]:
        for day in np.unique(days).tolist():
            if day not in self.texts:
                self.texts[day] = f"{date.fromordinal(day):%d/%m/%Y}"
        return [self.texts[day] for day in days.tolist()]


def _decimals(cents: np.ndarray) -> list[str]:
    """Hundredths with a decimal comma; nothing where the figure is not known.

    >>> _decimals(np.array([123456, -5, 0, NO_COST]))
    ['1234,56', '-0,05', '0,00', '']
    """
    known, places = np.unique(cents, return_inverse=True)
    texts = [
        "" if value == NO_COST
        else f"{'-' if value < 0 else ''}{abs(value) // 100},{abs(value) % 100:02d}"
        for value in known.tolist()
    ]  # fmt: skip
    return [texts[place] for place in places.tolist()]


def _documents(company: Company) -> list[str]:
    """Invoice and credit note numbers, each series counting from one every year."""
    lines = company.lines
    counts: dict[tuple[str, int], int] = {}
    texts: list[str] = []
    last = NONE
    for document, credit, day in zip(
        lines.document.tolist(), lines.credit.tolist(), lines.day.tolist(), strict=True
    ):
        if document != last:
            series = ("AB" if credit else "FV", date.fromordinal(day).year % 100)
            counts[series] = counts.get(series, 0) + 1
            text = f"{series[0]}{series[1]}/{counts[series]:06d}"
            last = document
        texts.append(text)
    return texts
