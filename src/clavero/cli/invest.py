"""``clavero invest``: which of a file's candidates to fund within a budget, exactly."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any

import typer

from clavero.cli.answers import (
    REFUSED,
    Column,
    Format,
    say,
    write_csv,
    write_figures,
    write_json,
    write_table,
)
from clavero.cli.brought import tell_bad_rows
from clavero.cli.imports import must_be_there
from clavero.cli.reading import FormatAsked
from clavero.cli.words import _
from clavero.core.errors import Refusal
from clavero.core.money import plain, round_for_display
from clavero.core.tables import MOST_BYTES, RefusedRow
from clavero.investment.rules.choosing import choose
from clavero.investment.rules.files import COLUMNS, read_options
from clavero.investment.rules.flows import HIGHEST_RATE
from clavero.investment.rules.options import (
    Bonds,
    Choice,
    Limits,
    Option,
    Reasoned,
    names_of,
    reasons,
)
from clavero.investment.words import BAD_ROW_NAMES, WHY_NAMES
from clavero.ui import formats
from clavero.ui.brought import read_table

_CANDIDATES = (
    "account", "level", "outlay", "npv", "index", "return", "payback", "chosen", "why",
)  # fmt: skip
_PLACES = 4

File = Annotated[
    Path,
    typer.Argument(
        metavar=_("FILE"), help=_("CSV with the columns account,level,outlay,cf1,cf2,cf3.")
    ),
]
Budget = Annotated[
    str, typer.Option("--budget", metavar=_("AMOUNT"), help=_("What there is to spend."))
]
Rate = Annotated[
    str,
    typer.Option(
        "--rate", metavar=_("FRACTION"), help=_("The discount rate of a year, 0.10 for 10%.")
    ),
]


def invest(
    file: File, budget: Budget, rate: Rate = "0.10", output: FormatAsked = Format.TABLE
) -> None:
    """Choose the candidates that bring most over three years within the budget."""
    limits, discount = _limits(budget), _discount(rate)
    must_be_there(file)
    with file.open("rb") as opened:
        found = read_table(opened.read(MOST_BYTES + 1), read_options, COLUMNS)
    if not found.options and not found.refused:
        raise Refusal(
            _("The file has no candidates: there is nothing to choose from."),
            code="no_candidates",
            hint=_("Write a candidate and a level in each line below the first."),
        )
    with _solver_is_not_heard():
        choice = choose(found.options, discount, limits)
    told = reasons(found.options, choice, limits, Bonds(), discount)
    if output is Format.JSON:
        write_json(_as_data(choice, told, discount, found.refused))
    elif output is Format.CSV:
        write_csv(_CANDIDATES, (_row(each, discount) for each in told))
    else:
        _show(choice, told, discount)
    tell_bad_rows(found.refused, BAD_ROW_NAMES)
    if found.refused and not found.options:
        raise typer.Exit(REFUSED)


# -- what is asked for ---------------------------------------------------------------------------


def _limits(budget: str) -> Limits:
    amount = _number(budget)
    if amount is None or amount < 0:
        raise Refusal(
            _("“%(text)s” is no budget."),
            code="not_a_budget",
            hint=_("Write an amount of nothing or more, such as --budget 150000."),
            text=budget,
        )
    return Limits(amount)


def _discount(rate: str) -> Decimal:
    found = _number(rate)
    if found is None or not 0 <= found <= HIGHEST_RATE:
        raise Refusal(
            _("“%(text)s” is no discount rate."),
            code="not_a_rate",
            hint=_("Write a fraction from 0 to 1, such as --rate 0.10."),
            text=rate,
        )
    return found


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


@contextmanager
def _solver_is_not_heard() -> Iterator[None]:
    """HiGHS writes remarks of its own to the process's standard output, in the midst of ours."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


# -- for programs --------------------------------------------------------------------------------


def _as_data(
    choice: Choice, told: list[Reasoned], rate: Decimal, refused: list[RefusedRow]
) -> dict[str, Any]:
    names = names_of(each.option for each in told)
    return {
        "chosen": [names[each.key] for each in choice.chosen],
        "npv": _money(choice.value),
        "spent": _money(choice.spent),
        "optimal": choice.is_optimal,
        "npv_by_candidate": {
            names[each.option.key]: _money(each.option.flows.npv(rate)) for each in told
        },
        "candidates": [_row(each, rate) for each in told],
        "refused": len(refused),
        "refused_rows": [
            {
                "line": bad.line,
                "column": bad.column,
                "value": bad.value,
                "reason": bad.reason.value,
            }
            for bad in refused
        ],
    }


def _row(told: Reasoned, rate: Decimal) -> dict[str, Any]:
    option, flows = told.option, told.option.flows
    return {
        "account": option.account,
        "level": option.level,
        "outlay": _money(option.outlay),
        "npv": _money(flows.npv(rate)),
        "index": _figure(flows.index(rate)),
        "return": _figure(flows.simple_return),
        "payback": _figure(flows.payback(rate)),
        "chosen": told.why in {"chosen", "must"},
        "why": told.why.value,
    }


def _money(value: Decimal) -> str:
    """As a text, so that programs lose nothing of it."""
    return plain(round_for_display(value, _PLACES))


def _figure(value: Decimal | None) -> float | None:
    return None if value is None else float(plain(round_for_display(value, _PLACES)))


# -- for people ----------------------------------------------------------------------------------


def _show(choice: Choice, told: list[Reasoned], rate: Decimal) -> None:
    write_figures(
        [
            (str(_("Net present value")), _amount(choice.value)),
            (str(_("Spent")), _amount(choice.spent)),
            (str(_("Chosen")), formats.number(len(choice.chosen))),
        ]
    )
    columns = [
        Column(str(_("Account"))),
        Column(str(_("Level"))),
        *(
            Column(str(name), is_figure=True)
            for name in (_("Outlay"), _("Net present value"), _("Index"), _("Return in 3 years"),
                         _("Payback, years"))
        ),
        Column(str(_("Why"))),
    ]  # fmt: skip
    chosen = {each.key for each in choice.chosen}
    in_order = sorted(told, key=lambda each: each.option.key not in chosen)
    write_table("", columns, (_shown(each, rate) for each in in_order))
    if not choice.is_optimal:
        say(str(_("The time was not enough to be sure that nothing is better.")))


def _shown(told: Reasoned, rate: Decimal) -> tuple[str, ...]:
    option: Option = told.option
    flows = option.flows
    index, gain, payback = flows.index(rate), flows.simple_return, flows.payback(rate)
    return (
        option.account,
        option.level,
        _amount(option.outlay),
        _amount(flows.npv(rate)),
        formats.NOTHING if index is None else formats.number(index, places=2),
        formats.NOTHING if gain is None else formats.percent(gain),
        formats.NOTHING if payback is None else formats.number(payback, places=1),
        str(WHY_NAMES[told.why]),
    )


def _amount(value: Decimal) -> str:
    return formats.number(value, places=2)
