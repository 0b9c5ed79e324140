"""The preview of a file as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.forms import Select
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clavero.core.errors import Refusal
from clavero.core.money import Money
from clavero.core.period import Period
from clavero.ledger import telling
from clavero.ledger.forms import COLUMN, FOUND
from clavero.ledger.ingest import LABELS, Column, Inspection, Question, RefusedRow, Staged
from clavero.ledger.rules import Field, Kind, Refused
from clavero.ledger.telling import Remark
from clavero.ledger.words import FIELD_GROUPS, FIELD_NAMES, KIND_NAMES
from clavero.ui import formats
from clavero.ui.parts import Tile

Text = str | Promise

SAMPLES = 3
"""Refused rows shown for each reason."""

BY_HAND = "*"
"""What was recognised in a column that somebody decided: nothing, so that it stays decided."""


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """A column of the file, and the select that says what it is."""

    name: str
    examples: Sequence[str]
    select: SafeString
    found_name: str
    found: str
    why: str
    is_used: bool


@dataclass(frozen=True, slots=True)
class Option:
    """A possible answer, and what it would make of the example."""

    value: str
    label: Text
    meaning: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about the file."""

    name: str
    title: Text
    text: str
    options: Sequence[Option]


@dataclass(frozen=True, slots=True)
class Stop:
    """Why the file cannot be imported as it is, and what to do."""

    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the lines shown."""

    text: str
    css: str = ""


@dataclass(frozen=True, slots=True)
class RefusedShown:
    """A reason, how many rows it concerns, and the first of them."""

    label: Text
    count: int
    samples: Sequence[RefusedRow]


# -- columns ---------------------------------------------------------------------------------------

_FIELD_OPTIONS: list[tuple[Text, Any]] = [
    ("", gettext_lazy("Not imported")),
    *((group, [(field.value, FIELD_NAMES[field]) for field in fields])
      for group, fields in FIELD_GROUPS),
]  # fmt: skip


def columns_shown(
    inspection: Inspection, sent: Mapping[str, str], *, is_refused: bool = False
) -> list[ColumnShown]:
    """The file's columns. ``sent`` remembers, from one preview to the next, what was recognised;
    and what was chosen, where it ``is_refused``."""
    by_hand = inspection.choices.mapping
    chosen = sent if is_refused else {}
    return [_column(column, sent, chosen, column.name in by_hand) for column in inspection.columns]


def _column(
    column: Column, sent: Mapping[str, str], chosen: Mapping[str, str], is_by_hand: bool
) -> ColumnShown:
    name = f"{COLUMN}{column.name}"
    value = chosen.get(name, column.field.value if column.field else "")
    label = _("Meaning of the column %(name)s") % {"name": column.name}
    select = Select(choices=_FIELD_OPTIONS).render(
        name, value, {"aria-label": label, "id": f"column-{column.position}"}
    )
    return ColumnShown(
        name=column.name,
        examples=column.examples,
        select=select,
        found_name=f"{FOUND}{column.name}",
        found=sent.get(f"{FOUND}{column.name}", BY_HAND if is_by_hand else value),
        why=_why(column),
        is_used=column.field is not None,
    )


def _why(column: Column) -> str:
    parts = [column.evidence, column.notation.evidence if column.notation else None]
    return " ".join(str(part) for part in parts if part)


# -- questions -------------------------------------------------------------------------------------

_TITLES: dict[str, Text] = {
    "dates": gettext_lazy("Which comes first in its dates, the day or the month?"),
    "ambiguous_years": gettext_lazy("Does the year come first in its dates, or last?"),
    "decimal": gettext_lazy("Which sign separates its decimals?"),
    "doubtful_thousands": gettext_lazy("Are its amounts whole numbers?"),
    "currency": gettext_lazy("In which currency are its amounts?"),
    "cost_currency": gettext_lazy("In which currency are the costs of these lines?"),
    "sheet": gettext_lazy("Which sheet has the sales lines?"),
    "member": gettext_lazy("Which file of the archive has the sales lines?"),
}
_ANSWERS: dict[str, Text] = {
    "dmy": gettext_lazy("The day comes first"),
    "mdy": gettext_lazy("The month comes first"),
    "ymd": gettext_lazy("The year comes first"),
    "comma": gettext_lazy("The comma separates decimals"),
    "point": gettext_lazy("The point separates decimals"),
    "line": gettext_lazy("In the currency of the line"),
    "reporting": gettext_lazy("In the reporting currency"),
}


def questions_shown(inspection: Inspection) -> list[Asked]:
    """What only a person can answer, with what each answer would mean."""
    return [
        Asked(
            name=question.choice,
            title=_TITLES.get(question.code) or _TITLES.get(question.choice, ""),
            text=str(question.text),
            options=[
                Option(value, _ANSWERS.get(value, value), _meaning(question, reading))
                for value, reading in question.readings.items()
            ],
        )
        for question in inspection.questions
    ]


def question_of(refusal: Refusal) -> Asked | None:
    """The question behind a file that could not be opened, or not be read to its end, where it
    has one."""
    options: Sequence[str] = refusal.params.get("options", ())
    if not refusal.field or not options:
        return None
    margins: Mapping[str, Decimal | None] = refusal.params.get("readings", {})
    said = refusal.filled(refusal.message)
    text = said if margins else f"{said} {refusal.filled(refusal.hint)}"
    return Asked(
        name=refusal.field,
        title=_TITLES.get(refusal.field, ""),
        text=text,
        options=[
            Option(each, _ANSWERS.get(each, each), _margin(margins.get(each))) for each in options
        ],
    )


def _margin(share: Decimal | None) -> str:
    if share is None:
        return ""
    return _("Their margin would be %(share)s") % {"share": formats.percent(share)}


def stops_of(refusals: Sequence[Refusal]) -> list[Stop]:
    """Refusals as the page shows them: fields have their names here, where a shell has keys."""
    return [Stop(_reason(refusal), refusal.filled(refusal.hint or "")) for refusal in refusals]


def _reason(refusal: Refusal) -> str:
    if refusal.code != "field_twice":
        return refusal.filled(refusal.message)
    name = FIELD_NAMES[Field(refusal.params["name"])]
    return _("“%(name)s” has two columns: %(names)s.") % {**refusal.params, "name": name}


def _meaning(question: Question, reading: str) -> str:
    """``03/04/2024`` is 3 April 2024."""
    if not reading:
        return _("%(example)s would be no date") % {"example": question.example}
    if question.choice == "currency":
        return ""
    if question.choice == "dates":
        value = formats.day(date.fromisoformat(reading))
    else:
        number = Decimal(reading)
        # 2,238 as 2.238, or as 2,238.00: the zeros tell thousands from decimals.
        value = formats.number(number, places=2 if number == number.to_integral() else None)
    return _("%(example)s would be %(value)s") % {"example": question.example, "value": value}


# -- what would happen -----------------------------------------------------------------------------


def tiles_of(staged: Staged, already_there: int) -> list[Tile]:
    """The preview's figures."""
    new = staged.kept - already_there
    tiles = [
        Tile(_("Rows in the file"), formats.number(staged.read)),
        Tile(_("New lines"), formats.number(new), note=_there(already_there)),
        Tile(_("Refused rows"), formats.number(staged.refused)),
    ]
    for currency, amount in sorted(staged.net_total.items()):
        tiles.append(Tile(_("Net total"), formats.money(Money(amount, currency))))
    return tiles


def days_of(first: date | None, last: date | None) -> str:
    """From the first document to the last, in words; nothing where there is none."""
    return formats.period_in_words(Period.inclusive(first, last)) if first and last else ""


def _there(already_there: int) -> str:
    if not already_there:
        return ""
    return _("%(count)s more are in the ledger already") % {"count": formats.number(already_there)}


def remarks_on(inspection: Inspection, staged: Staged, repeated: int) -> list[Remark]:
    """What deserves a look before importing, though it stands in nothing's way."""
    of_lines = telling.of_lines(staged, has_costs=Field.COST in inspection.fields)
    remarks = [*of_lines, telling.of_repeated(repeated)]
    return [remark for remark in remarks if remark.count]


def refused_shown(staged: Staged, samples: Sequence[RefusedRow]) -> list[RefusedShown]:
    """The refused rows by reason, the commonest first."""
    reasons = sorted(staged.refused_by_reason.items(), key=lambda each: -each[1])
    return [
        RefusedShown(
            label=LABELS[Refused(reason)],
            count=count,
            samples=[row for row in samples if row.reason == reason][:SAMPLES],
        )
        for reason, count in reasons
    ]


# -- the first lines -------------------------------------------------------------------------------

_LINE_COLUMNS: list[tuple[str, Text]] = [
    ("date", FIELD_NAMES[Field.DATE]),
    ("document", FIELD_NAMES[Field.DOCUMENT]),
    ("line", FIELD_NAMES[Field.LINE]),
    ("kind", FIELD_NAMES[Field.KIND]),
    ("customer", FIELD_NAMES[Field.CUSTOMER]),
    ("customer_name", FIELD_NAMES[Field.CUSTOMER_NAME]),
    ("amount", FIELD_NAMES[Field.NET_AMOUNT]),
    ("net_amount", gettext_lazy("In the reporting currency")),
    ("tax_number", FIELD_NAMES[Field.TAX_NUMBER]),
    ("product", FIELD_NAMES[Field.PRODUCT]),
    ("product_name", FIELD_NAMES[Field.PRODUCT_NAME]),
    ("family", FIELD_NAMES[Field.FAMILY]),
    ("quantity", FIELD_NAMES[Field.QUANTITY]),
    ("ordered_quantity", FIELD_NAMES[Field.ORDERED_QUANTITY]),
    ("unit", FIELD_NAMES[Field.UNIT]),
    ("cost", FIELD_NAMES[Field.COST]),
    ("list_price", FIELD_NAMES[Field.LIST_PRICE]),
    ("discount", FIELD_NAMES[Field.DISCOUNT]),
    ("promised_date", FIELD_NAMES[Field.PROMISED_DATE]),
    ("delivered_date", FIELD_NAMES[Field.DELIVERED_DATE]),
    ("due_date", FIELD_NAMES[Field.DUE_DATE]),
    ("paid_date", FIELD_NAMES[Field.PAID_DATE]),
    ("sales_person", FIELD_NAMES[Field.SALES_PERSON]),
    ("channel", FIELD_NAMES[Field.CHANNEL]),
    ("country", FIELD_NAMES[Field.COUNTRY]),
]


@dataclass(frozen=True, slots=True)
class LinesShown:
    """The first lines as they would be imported: the heads of the columns that say anything."""

    heads: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]


def lines_shown(lines: Sequence[Mapping[str, Any]], currency: str) -> LinesShown:
    """``currency`` is the reporting one; amounts in it are not shown twice."""
    used = [
        (name, label)
        for name, label in _LINE_COLUMNS
        if any(line.get(name) is not None for line in lines)
        and not (name == "net_amount" and all(line["currency"] == currency for line in lines))
    ]
    rows = [[_cell(line, name, currency) for name, _label in used] for line in lines]
    heads = [Cell(str(label), _css(name)) for name, label in used]
    return LinesShown(heads, rows)


_NUMBERS = {
    "quantity", "ordered_quantity", "amount", "net_amount", "cost", "list_price", "discount",
}  # fmt: skip


def _css(name: str) -> str:
    return "numeric" if name in _NUMBERS or name.endswith("date") else ""


def _cell(line: Mapping[str, Any], name: str, currency: str) -> Cell:
    value = line.get(name)
    return Cell(_text(line, name, value, currency), _css(name))


def _text(line: Mapping[str, Any], name: str, value: Any, currency: str) -> str:
    if value is None:
        return _("no customer") if name == "customer" else formats.NOTHING
    if name == "kind":
        return str(KIND_NAMES[Kind(value)])
    if name == "amount":
        return formats.money(Money(value, line["currency"]))
    if name in {"net_amount", "cost"}:
        return formats.money(Money(value, currency))
    if isinstance(value, Decimal):
        return formats.number(value)
    return formats.day(value) if isinstance(value, date) else str(value)
