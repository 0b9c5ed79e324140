"""What the costs of staged lines in other currencies tell of their own currency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from clavero.ledger.engine.connection import literal, shared


@dataclass(frozen=True, slots=True)
class CostsAbroad:
    """Lines with a cost that are not in the reporting currency.

    The margins are shares of net sales, with the cost taken in the ``line``'s currency, taken in
    the ``reporting`` one, and of the lines in that one (``home``); ``None`` without net sales.
    """

    lines: int
    currencies: Sequence[str]
    line: Decimal | None
    reporting: Decimal | None
    home: Decimal | None


def costs_abroad(kept: Path, reporting_currency: str) -> CostsAbroad | None:
    """Of lines staged with their costs as written; ``None`` where there are no such lines."""
    ours = f"currency = {literal(reporting_currency)}"
    with shared() as connection:
        found = connection.execute(
            f"""
            SELECT count(*) FILTER (NOT {ours}),
                list_sort(list_distinct(list(currency) FILTER (NOT {ours}))),
                {_margin("cost * rate::DOUBLE", f"NOT {ours}")},
                {_margin("cost", f"NOT {ours}")},
                {_margin("cost", ours)}
            FROM read_parquet({literal(kept / "*/*.parquet")}, hive_partitioning = false)
            WHERE cost <> 0
            """
        ).fetchone()
    if found is None or not found[0]:
        return None
    lines, currencies, *margins = found
    return CostsAbroad(lines, currencies, *map(_share, margins))


def _margin(cost: str, which: str) -> str:
    net = f"sum(net_amount::DOUBLE) FILTER ({which})"
    return f"CASE WHEN {net} > 0 THEN 1 - sum({cost}) FILTER ({which}) / {net} END"


def _share(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.4f}")


class Compared(NamedTuple):
    """How many times the amounts of lines are what else is known of them, at the median; ``None``
    where no line says."""

    cost: float | None
    list_price: float | None


def compared(kept: Path, reporting_currency: str) -> Compared:
    """Of staged lines; costs only of those in the reporting currency."""
    if not any(kept.rglob("*.parquet")):
        return Compared(None, None)
    with shared() as connection:
        found = connection.execute(
            f"""
            SELECT median(abs(amount::DOUBLE) / nullif(abs(cost::DOUBLE), 0))
                    FILTER (currency = {literal(reporting_currency)}),
                median(abs(amount::DOUBLE) / nullif(abs(quantity::DOUBLE * list_price::DOUBLE), 0))
            FROM read_parquet({literal(kept / "*/*.parquet")}, hive_partitioning = false)
            """
        ).fetchone()
    return Compared(*(found or (None, None)))
