"""The options that say how to read a file: the same for every command that reads one."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.functional import lazy

from clavero.cli.words import _
from clavero.core.errors import Refusal


class DateOrder(StrEnum):
    """How dates are written."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class DecimalSign(StrEnum):
    """What separates decimals."""

    COMMA = "comma"
    POINT = "point"


class CreditNotes(StrEnum):
    """How the amounts of credit notes are written."""

    AS_WRITTEN = "as_written"
    NEGATIVE = "negative"


class CostCurrency(StrEnum):
    """In which currency costs are."""

    LINE = "line"
    REPORTING = "reporting"


def _of_fields() -> str:
    from clavero.ledger.services import Field  # for who asks for help alone

    told = _("The file's column SOURCE holds FIELD; once for each column. Without FIELD: left out.")
    return f"{told} FIELD: {', '.join(Field)}."


File = Annotated[
    Path,
    typer.Argument(
        metavar=_("FILE"), help=_("The sales file: CSV, XLSX or Parquet, plain, .gz or .zip.")
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar=_("SOURCE=FIELD"),
        help=lazy(_of_fields, str)(),
    ),
]
Currency = Annotated[
    str | None,
    typer.Option(
        "--currency", metavar=_("CODE"), help=_("The currency of amounts that do not say theirs.")
    ),
]
Dates = Annotated[
    DateOrder | None,
    typer.Option("--dates", help=_("The order of day and month, where the file does not tell.")),
]
Decimals = Annotated[
    DecimalSign | None,
    typer.Option("--decimal", help=_("The decimal sign, where the file does not tell.")),
]
Credits = Annotated[
    CreditNotes | None,
    typer.Option(
        "--credit-notes",
        help=_("negative: credit notes are written without minus; take them off."),
    ),
]
Costs = Annotated[
    CostCurrency | None,
    typer.Option(
        "--cost-currency",
        help=_("Whether costs are in the currency of their line or in the reporting one."),
    ),
]
Sheet = Annotated[
    str | None, typer.Option("--sheet", metavar=_("NAME"), help=_("The sheet of a workbook."))
]
Member = Annotated[
    str | None, typer.Option("--member", metavar=_("NAME"), help=_("The file inside an archive."))
]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", metavar=_("NAME"), help=_("The encoding, such as utf-8 or cp850.")),
]
Delimiter = Annotated[
    str | None, typer.Option("--delimiter", metavar=_("SIGN"), help=_("What separates columns."))
]


def choices_of(columns: Sequence[str] | None, **others: str | None) -> dict[str, Any]:
    """The choices as the ledger takes them: only what was said.

    >>> choices_of(["Ship-to=customer", "a=b=cost"], dates="dmy", sheet=None)
    {'mapping': {'Ship-to': 'customer', 'a=b': 'cost'}, 'dates': 'dmy'}
    """
    mapping = dict(_mapped(each) for each in columns or ())
    said = {name: str(value) for name, value in others.items() if value is not None}
    return {"mapping": mapping, **said} if mapping else said


def _mapped(text: str) -> tuple[str, str]:
    column, sign, field = text.rpartition("=")
    if not sign or not column:
        raise Refusal(
            _("“%(text)s” maps nothing."),
            code="not_a_mapping",
            hint=_("Write --map “column=field”, such as --map “Ship-to=customer”."),
            text=text,
        )
    return column.strip(), field.strip()
