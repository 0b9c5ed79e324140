"""A small sales file to show what to ask the ERP for, written as the reader's country writes.

Its column names are not translated messages: they are names that the import recognises, and a
test imports the file in each language to keep it so.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clavero.core.money import plain


@dataclass(frozen=True, slots=True)
class Sale:
    """One line of the example. ``product`` is a row of :data:`PRODUCTS`."""

    document: str
    line: int
    day: date
    customer: str
    product: str
    quantity: int
    amount: Decimal
    cost: Decimal | None

    @property
    def is_credit_note(self) -> bool:
        """Whether the line gives money back."""
        return self.amount < 0


CUSTOMERS = {
    "C-1001": ("Talleres Aurora, S.A.", "ESA00000017"),
    "C-1002": ("Northgate Tools Ltd", "GB000000026"),
    "C-1003": ("Ferretería del Puerto, S.L.", "ESB00000035"),
}

SALES = [
    Sale("F-2401", 1, date(2025, 1, 14), "C-1001", "P-10", 40, Decimal("1180.00"), Decimal("742")),
    Sale("F-2401", 2, date(2025, 1, 14), "C-1001", "P-20", 10, Decimal("365.50"), Decimal("240.1")),
    Sale(
        "F-2402", 1, date(2025, 1, 22), "C-1002", "P-10", 120, Decimal("3420.00"), Decimal("2226")
    ),
    Sale("F-2403", 1, date(2025, 2, 3), "C-1003", "P-30", 25, Decimal("212.75"), None),
    Sale(
        "R-0007", 1, date(2025, 2, 17), "C-1001", "P-20", -2, Decimal("-73.10"), Decimal("-48.02")
    ),
    Sale(
        "F-2404", 1, date(2025, 2, 28), "C-1002", "P-20", 60, Decimal("2136.00"), Decimal("1440.6")
    ),
]


@dataclass(frozen=True, slots=True)
class Country:
    """How a spreadsheet of one language writes a file."""

    name: str
    delimiter: str
    decimal: str
    day: str
    columns: tuple[str, ...]
    invoice: str
    credit_note: str
    products: dict[str, tuple[str, str]]


ENGLISH = Country(
    name="sales-example.csv",
    delimiter=",",
    decimal=".",
    day="%Y-%m-%d",
    columns=(
        "Invoice", "Line", "Type", "Date", "Customer code", "Customer name", "Tax number",
        "Product code", "Product name", "Family", "Quantity", "Net amount", "Currency", "Cost",
    ),
    invoice="Invoice",
    credit_note="Credit note",
    products={
        "P-10": ("Ball bearing 6204", "Bearings"),
        "P-20": ("Timing belt T10", "Belts"),
        "P-30": ("Lithium grease 400 g", "Lubricants"),
    },
)  # fmt: skip
SPANISH = Country(
    name="ejemplo-de-ventas.csv",
    delimiter=";",
    decimal=",",
    day="%d/%m/%Y",
    columns=(
        "Factura", "Línea", "Tipo", "Fecha", "Código cliente", "Nombre cliente", "NIF",
        "Código artículo", "Nombre artículo", "Familia", "Cantidad", "Importe neto", "Moneda",
        "Coste",
    ),
    invoice="Factura",
    credit_note="Abono",
    products={
        "P-10": ("Rodamiento de bolas 6204", "Rodamientos"),
        "P-20": ("Correa dentada T10", "Correas"),
        "P-30": ("Grasa de litio 400 g", "Lubricantes"),
    },
)  # fmt: skip


def country(language: str) -> Country:
    """How files are written where ``language`` is spoken."""
    return SPANISH if language.startswith("es") else ENGLISH


def example_file(language: str) -> bytes:
    """The example as a CSV file in UTF-8, with the mark that makes spreadsheets read it so."""
    style = country(language)
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=style.delimiter, lineterminator="\r\n")
    writer.writerow(style.columns)
    writer.writerows(_row(sale, style) for sale in SALES)
    return text.getvalue().encode("utf-8-sig")


def _row(sale: Sale, style: Country) -> list[str]:
    customer_name, tax_number = CUSTOMERS[sale.customer]
    product_name, family = style.products[sale.product]
    return [
        sale.document,
        str(sale.line),
        style.credit_note if sale.is_credit_note else style.invoice,
        sale.day.strftime(style.day),
        sale.customer,
        customer_name,
        tax_number,
        sale.product,
        product_name,
        family,
        str(sale.quantity),
        _figure(sale.amount, style),
        "EUR",
        "" if sale.cost is None else _figure(sale.cost, style),
    ]


def _figure(amount: Decimal, style: Country) -> str:
    return plain(amount).replace(".", style.decimal)
