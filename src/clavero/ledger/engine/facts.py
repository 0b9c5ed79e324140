"""What the monthly figures are: sales lines added up by customer and month, as Ibis expressions.

Every figure can be added to that of other lines of the same customer (sums, first and last days,
days as bits), so a new file's figures stand beside the old ones and nothing is computed again.
That is why an order is a document *of one customer in one month*: see
``docs/domain/measures.md``.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Sequence
from enum import StrEnum
from functools import cache
from hashlib import sha256
from typing import Any, TypeAlias

import ibis

from clavero.ledger import store
from clavero.ledger.store.footers import Filled

Table: TypeAlias = Any  # an Ibis table expression; Ibis has no types of its own to check
Value: TypeAlias = Any  # an Ibis column or scalar

MONEY = "decimal(38, 6)"

_PERHAPS = Filled()  # any line may say any of the optional columns or not


class Facts(StrEnum):
    """The two tables of the cube."""

    MONTHLY = "monthly"  # customer × month
    FAMILIES = "families"  # customer × month × product family


COLUMNS: dict[Facts, dict[str, str]] = {
    Facts.MONTHLY: {
        "customer": "string",
        "month": "date",
        "lines": "int64",
        "net_sales": MONEY,
        "gross": MONEY,
        "gross_with_cost": MONEY,
        "net_sales_with_cost": MONEY,
        "contribution": MONEY,
        "credit_notes": MONEY,
        "orders": "int64",
        "purchase_days": "int64",
        "first_purchase": "date",
        "last_purchase": "date",
        "first_day": "date",
        "last_day": "date",
        "zero_price_lines": "int64",
        "negative_price_lines": "int64",
        "customer_name": "string",
        "tax_number": "string",
        "country": "string",
        "customer_name_on": "date",
        "tax_number_on": "date",
        "country_on": "date",
    },
    Facts.FAMILIES: {
        "customer": "string",
        "month": "date",
        "family": "string",
        "net_sales": MONEY,
        "purchase_days": "int64",
    },
}


TEXTS = ("customer_name", "tax_number", "country")
"""What lines say of their customer: the monthly figures keep the last of it."""

SAID_ON = {name: f"{name}_on" for name in TEXTS}
"""The last day on which lines say each of the texts, by which the latest of several months or
files is told: later lines may say nothing."""

MEANING = 1
"""Counted up when a column comes to mean something else: what was kept is then made again."""

FORMAT = f"{MEANING}-{sha256(repr(COLUMNS).encode()).hexdigest()[:12]}"
"""What kept figures are bound to: they serve only while columns and meaning are these."""


@ibis.udf.agg.builtin
def bit_or(value: int) -> int:
    """Every engine's own: Ibis 12 knows how to ask DuckDB for it, but not Spark."""
    raise NotImplementedError


@ibis.udf.agg.builtin
def max_by(value: str, day: datetime.date) -> str:
    """Every engine's own, too: Ibis sorts for it instead."""
    raise NotImplementedError


def monthly(
    lines: Table,
    earlier: Table | None = None,
    filled: Filled = _PERHAPS,
    *,
    several_months: bool = False,
) -> Table:
    """Customer × month, of the lines of *one* month, or of ``several_months``.

    Orders whose document ``earlier`` lines of the month hold already are not counted. ``gross``
    is Σ|net amount|, the weight by which cost is known; ``purchase_days`` has bit ``d - 1`` set
    when the customer was invoiced on day ``d``. Texts that are ``filled`` in no line are not
    looked for; of those in every line, the last day is that of the lines, and a cost in every
    line tells none from the others.
    """
    lines, earlier, keys = _apart(lines, earlier, several_months=several_months)
    unsaid, said = filled.unsaid, filled.said
    invoiced = lines.kind == "invoice"
    figures = lines.group_by(keys).aggregate(
        month=_month(lines),
        lines=lines.count(),
        **money(lines, said),
        credit_notes=_where(lines.kind == "credit_note", lines.net_amount).sum(),
        purchase_days=bit_or(_where(invoiced, _day_bit(lines))),
        first_purchase=_where(invoiced, lines.date).min(),
        last_purchase=_where(invoiced, lines.date).max(),
        first_day=lines.date.min(),
        last_day=lines.date.max(),
        zero_price_lines=_where(lines.net_amount == 0, lines.date).count(),
        negative_price_lines=_where(_has_negative_price(lines), lines.date).count(),
        **{
            name: ibis.null("string")
            if name in unsaid
            else _latest(lines, lines[name], always=name in said)
            for name in TEXTS
        },
        **{
            day: ibis.null("date")
            if name in unsaid
            # Asked for as ``last_day`` is, it is computed once.
            else _where(None if name in said else lines[name].notnull(), lines.date).max()
            for name, day in SAID_ON.items()
        },
    )
    orders = _orders(lines, earlier, keys)
    same = [figures[key].identical_to(orders[key]) for key in keys]
    counted = figures.left_join(orders, same).select(figures, orders=orders.orders.fill_null(0))
    return counted.select(*COLUMNS[Facts.MONTHLY]).cast(COLUMNS[Facts.MONTHLY])


def families(
    lines: Table,
    earlier: Table | None = None,
    filled: Filled = _PERHAPS,
    *,
    several_months: bool = False,
) -> Table:
    """Customer × month × product family, of the lines of *one* month, or of ``several_months``.

    ``purchase_days`` has bit ``d - 1`` set when an invoice line of day ``d`` was worth something.
    """
    lines, _earlier, keys = _apart(lines, earlier, several_months=several_months)
    sold = (lines.kind == "invoice") & (lines.net_amount > 0)
    figures = lines.group_by([*keys, "family"]).aggregate(
        month=_month(lines),
        net_sales=lines.net_amount.sum(),
        purchase_days=bit_or(_where(sold, _day_bit(lines))),
    )
    return figures.select(*COLUMNS[Facts.FAMILIES]).cast(COLUMNS[Facts.FAMILIES])


BUILD: dict[Facts, Callable[..., Table]] = {Facts.MONTHLY: monthly, Facts.FAMILIES: families}


@cache
def sql(
    facts: Facts,
    *,
    beside_earlier: bool,
    filled: Filled = _PERHAPS,
    several_months: bool = False,
) -> str:
    """DuckDB's SQL of ``facts`` over tables named ``lines`` and ``earlier``.

    Compiled once a process: Ibis takes longer to write the SQL than DuckDB to run it on a day's
    file.
    """
    schema = ibis.Schema.from_pyarrow(store.CERTAIN)  # it may name columns that it does not need
    lines = ibis.table(schema, name="lines")
    earlier = ibis.table(schema, name="earlier") if beside_earlier else None
    figures = BUILD[facts](lines, earlier, filled, several_months=several_months)
    return str(ibis.to_sql(figures, dialect="duckdb"))


def prepare() -> None:
    """Compile the SQL of a file that brings new months, before it is needed."""
    for each in Facts:
        sql(each, beside_earlier=False, filled=_PERHAPS, several_months=False)


def money(lines: Table, said: Collection[str] = ()) -> dict[str, Value]:
    """The amounts, by which contribution and margin are told."""
    size = lines.net_amount.abs()
    has_cost = None if "cost" in said else lines.cost.notnull()
    with_cost = _where(has_cost, lines.net_amount).sum()
    return {
        "net_sales": lines.net_amount.sum(),
        "gross": size.sum(),
        "gross_with_cost": _where(has_cost, size).sum(),
        "net_sales_with_cost": with_cost,
        # Of the sums: a difference on each line is wider than an amount, and adds up slower.
        "contribution": with_cost - lines.cost.sum(),
    }


def _where(chosen: Value | None, value: Value) -> Value:
    """``value`` where a line is ``chosen``, and nothing elsewhere; ``None`` chooses every line.

    Engines cut all columns anew for an aggregate with a filter: that takes a tenth longer.
    """
    return value if chosen is None else ibis.ifelse(chosen, value, ibis.null())


def _apart(
    lines: Table, earlier: Table | None, *, several_months: bool
) -> tuple[Table, Table | None, list[str]]:
    """The lines, and the columns by which those of a customer's month are told from the others."""
    if not several_months:
        return lines, earlier, ["customer"]
    apart = [each if each is None else _with_month(each) for each in (lines, earlier)]
    return apart[0], apart[1], ["customer", "line_month"]


def _with_month(lines: Table) -> Table:
    return lines.mutate(line_month=lines.date.truncate("M"))


def _month(lines: Table) -> Value:
    # Of the group, not of each line: a key more to group by would cost a fifth of the whole.
    day = lines.date.min()
    return ibis.date(day.year(), day.month(), 1)


def _day_bit(lines: Table) -> Value:
    return ibis.literal(1, type="int64") << (lines.date.day() - 1).cast("int64")


def _latest(lines: Table, said: Value, *, always: bool) -> Value:
    """What lines of the last day say, of the lines that say anything."""
    return max_by(said, lines.date, where=None if always else said.notnull())


def _has_negative_price(lines: Table) -> Value:
    quantity = lines.quantity.fill_null(1)
    return (lines.kind == "invoice") & (lines.net_amount < 0) & (quantity > 0)


def _orders(lines: Table, earlier: Table | None, keys: Sequence[str]) -> Table:
    """How many invoices each customer got that ``earlier`` lines do not hold, by ``keys``.

    Counted apart: different documents beside fifteen sums would cost as much as those.
    """
    invoices = lines.filter(lines.kind == "invoice")
    if earlier is not None:
        known = (
            earlier.filter(earlier.kind == "invoice")
            .semi_join(invoices, "document")
            .select(*keys, "document")
            .distinct()
        )
        same = [invoices[key].identical_to(known[key]) for key in keys]
        invoices = invoices.anti_join(known, [*same, invoices.document == known.document])
    return invoices.group_by(keys).aggregate(orders=invoices.document.nunique())
