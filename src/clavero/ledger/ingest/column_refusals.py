"""Why a whole file is refused for its columns and their values: one sentence each.

``docs/domain/reading-a-sales-file.md`` lists the codes; a test keeps that list complete.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.ledger.engine.costs import CostsAbroad
from clavero.ledger.ingest.refusals import listed
from clavero.ledger.rules import Field


def unknown_column(name: str, names: Iterable[str]) -> Refusal:
    """A mapping for a column that is not there."""
    return Refusal(
        _("The file has no column “%(name)s”; it has: %(names)s."),
        code="unknown_column",
        field="mapping",
        name=name,
        names=listed(names),
    )


def unknown_field(column: str, name: str) -> Refusal:
    """A mapping to a field that does not exist."""
    return Refusal(
        _("“%(column)s” cannot be mapped to “%(name)s”, which is no field. There are: %(fields)s."),
        code="unknown_field",
        field="mapping",
        column=column,
        name=name,
        fields=listed(field.value for field in Field),
    )


def field_twice(field: Field, names: Iterable[str]) -> Refusal:
    """Two columns mapped to one field."""
    return Refusal(
        _("The field %(name)s has two columns: %(names)s."),
        code="field_twice",
        field="mapping",
        hint=_("Map one of them, and leave the other out."),
        name=field.value,
        names=listed(names),
    )


def missing_columns(fields: Iterable[Field], names: Iterable[str]) -> Refusal:
    """No column for something every sales line has."""
    return Refusal(
        _("No column was found for: %(fields)s. The file has: %(names)s."),
        code="missing_columns",
        field="mapping",
        hint=_("Say which column it is; from a shell with --map “column=field”."),
        fields=listed(field.value for field in fields),
        names=listed(names),
    )


def unknown_choice(name: str, value: object, options: Iterable[str]) -> Refusal:
    """A choice that is none of its options."""
    return Refusal(
        _("“%(value)s” is not an option of %(name)s; there are: %(options)s."),
        code="unknown_choice",
        field=name,
        name=name,
        value=str(value),
        options=listed(options),
    )


def unknown_currency(code: str) -> Refusal:
    """Not an ISO code."""
    return Refusal(
        _("“%(currency)s” is not the code of a currency."),
        code="unknown_currency",
        field="currency",
        hint=_("Write three capital letters, as EUR."),
        currency=code,
    )


def unknown_delimiter(text: str) -> Refusal:
    """Not one character."""
    return Refusal(
        _("“%(text)s” cannot separate columns."),
        code="unknown_delimiter",
        field="delimiter",
        hint=_("Choose one character, as ; or ,"),
        text=text,
    )


# -- how it writes numbers and dates ---------------------------------------------------------------


def ambiguous_dates(column: str, example: str) -> Refusal:
    """03/04/2024 throughout."""
    return Refusal(
        _(
            "The dates of “%(column)s”, as %(example)s, can be read with the day first or with "
            "the month first, and no row says which."
        ),
        code="ambiguous_dates",
        field="dates",
        hint=_("Say which it is: dmy (day first) or mdy (month first); from a shell with --dates."),
        column=column,
        example=example,
    )


def ambiguous_years(column: str, example: str) -> Refusal:
    """24-03-15 throughout."""
    return Refusal(
        _(
            "The dates of “%(column)s”, as %(example)s, can be read with the year first or with "
            "the year last, and no row says which."
        ),
        code="ambiguous_years",
        field="dates",
        hint=_(
            "Say which it is: ymd (year first), dmy (day first) or mdy (month first); from a shell "
            "with --dates."
        ),
        column=column,
        example=example,
    )


def ambiguous_numbers(column: str, example: str) -> Refusal:
    """1,234 throughout."""
    return Refusal(
        _(
            "The numbers of “%(column)s”, as %(example)s, can be read with decimals or with "
            "thousands, and no row says which."
        ),
        code="ambiguous_numbers",
        field="decimal",
        hint=_("Say which sign separates decimals: comma or point; from a shell with --decimal."),
        column=column,
        example=example,
    )


def doubtful_thousands(column: str, example: str, decimals: str) -> Refusal:
    """2,024,994 throughout."""
    return Refusal(
        _(
            "Nearly every amount of “%(column)s” is a thousand or more without decimals, as "
            "%(example)s: they are whole, or have lost their decimal sign."
        ),
        code="doubtful_thousands",
        field="decimal",
        hint=_(
            "Export the file again if they have lost it. If they are whole, say which sign "
            "separates decimals: here %(decimals)s; from a shell with --decimal %(decimals)s."
        ),
        column=column,
        example=example,
        decimals=decimals,
    )


def ambiguous_currency(column: str, example: str) -> Refusal:
    """$1.50, and nothing says whose dollars or pesos."""
    return Refusal(
        _(
            "The amounts of “%(column)s”, as %(example)s, are in dollars or pesos, and nothing "
            "says of which country."
        ),
        code="ambiguous_currency",
        field="currency",
        hint=_("Say which currency it is, as USD or MXN; from a shell with --currency."),
        column=column,
        example=example,
    )


def contradictory_currencies(column: str, line: int | str, text: str, currency: str) -> Refusal:
    """1.50 USD among euros."""
    return Refusal(
        _(
            "In row %(line)s “%(column)s” says %(text)s, but that amount would count in "
            "%(currency)s."
        ),
        code="contradictory_currencies",
        hint=_(
            "Say the currency of the whole file (from a shell with --currency); where it has "
            "several, import each apart or add a column with the currency of each row."
        ),
        column=column,
        line=line,
        text=text,
        currency=currency,
    )


def ambiguous_costs(column: str, currency: str, found: CostsAbroad) -> Refusal:
    """Lines in other currencies with costs of no currency, in a ledger that reports in
    ``currency``. ``readings`` are the margins that each answer would make of these lines."""
    margins = {"line": found.line, "reporting": found.reporting, "home": found.home}
    shares = {
        name: f"{share:.0%}".rstrip("%") for name, share in margins.items() if share is not None
    }
    message = _COSTS_COMPARED
    if "home" not in shares:
        message = _COSTS_WEIGHED
    if not {"line", "reporting"} <= shares.keys():
        message = _COSTS
    return Refusal(
        message,
        code="ambiguous_costs",
        field="cost_currency",
        hint=_(
            "Say which it is: line (of the line) or reporting (that of the totals); from a shell "
            "with --cost-currency."
        ),
        column=column,
        currency=currency,
        currencies=listed(found.currencies),
        count=found.lines,
        options=("line", "reporting"),
        readings={name: margins[name] for name in ("line", "reporting")},
        **shares,
    )


_COSTS = _(
    "Lines in %(currencies)s (%(count)s) have a cost in “%(column)s”, and nothing says whether it "
    "is in the currency of the line or in %(currency)s."
)
_COSTS_WEIGHED = _(
    "Lines in %(currencies)s (%(count)s) have a cost in “%(column)s”, and nothing says whether it "
    "is in the currency of the line, which leaves them a margin of %(line)s%%, or in "
    "%(currency)s, which leaves them %(reporting)s%%."
)
_COSTS_COMPARED = _(
    "Lines in %(currencies)s (%(count)s) have a cost in “%(column)s”, and nothing says whether it "
    "is in the currency of the line, which leaves them a margin of %(line)s%%, or in "
    "%(currency)s, which leaves them %(reporting)s%%. The lines in %(currency)s have a margin of "
    "%(home)s%%."
)


def contradictory_dates(column: str, one: str, other: str) -> Refusal:
    """Day first here, month first there."""
    return Refusal(
        _(
            "In “%(column)s” some dates have the day first and others the month first, as "
            "%(one)s and %(other)s: the rest cannot be trusted."
        ),
        code="contradictory_dates",
        hint=_("Two exports may have been put together. Import them apart."),
        column=column,
        one=one,
        other=other,
    )


def damaged_numbers(column: str, one: str, other: str) -> Refusal:
    """A sign that is decimal here and thousands there."""
    return Refusal(
        _(
            "The numbers of “%(column)s” are damaged: %(one)s beside %(other)s. The same sign "
            "cannot separate decimals and thousands."
        ),
        code="damaged_numbers",
        hint=_(
            "Replacing every point by a comma, or the other way round, does this and cannot be "
            "undone. Export the file again and do not edit it."
        ),
        column=column,
        one=one,
        other=other,
    )


def misplaced_decimals(column: str, share: int, line: int | str) -> Refusal:
    """Amounts ten, a hundred… times quantity times price."""
    return Refusal(
        _(
            "The amounts of “%(column)s” are damaged: in %(share)s%% of the rows, for the first "
            "time in row %(line)s, they differ from quantity times price by a power of ten."
        ),
        code="damaged_numbers",
        hint=_(
            "The decimal sign may have been lost. Export the file again; or, if the price is "
            "meant per hundred or thousand units, leave its column out."
        ),
        column=column,
        share=share,
        line=line,
    )


def lost_decimals(column: str, share: int, one: str, other: str) -> Refusal:
    """2,024,994 beside 2,024.994."""
    return Refusal(
        _(
            "The numbers of “%(column)s” are damaged: %(share)s%% of those seen are without "
            "decimals and about a thousand times as large as the others, as %(other)s beside "
            "%(one)s. They have lost their decimal sign."
        ),
        code="damaged_numbers",
        hint=_(
            "Export the file again. If those numbers are right, write them with as many decimals "
            "as the others."
        ),
        column=column,
        share=share,
        one=one,
        other=other,
    )


def dwarfing_numbers(column: str, example: str, other: str, times: str) -> Refusal:
    """3,254,257 beside a cost of 2,010.55, throughout."""
    return Refusal(
        _(
            "The numbers of “%(column)s” are damaged: none has decimals, as %(example)s, and half "
            "of them are %(times)s times “%(other)s” or more. They have lost their decimal sign."
        ),
        code="damaged_numbers",
        hint=_("Export the file again and do not edit it."),
        column=column,
        example=example,
        other=other,
        times=times,
    )


def no_dates(column: str, example: str) -> Refusal:
    """Not one date in the date column."""
    return Refusal(
        _("No row has a date in “%(column)s”; it says for example “%(example)s”."),
        code="no_dates",
        hint=_(
            "A column too narrow in a spreadsheet saves ##### instead of dates. Export the file "
            "again, or say which column has the dates."
        ),
        column=column,
        example=example,
    )
