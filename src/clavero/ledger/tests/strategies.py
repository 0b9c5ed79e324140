"""Sales lines as real files hold them, for property tests: everything that can be odd is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from clavero.core.period import Period
from clavero.ledger.measures import Line, Measure, Window
from clavero.ledger.testing import Row

FIRST, LAST = date(2023, 11, 20), date(2024, 3, 10)
CUSTOMERS = ["A", "B", "C", "D"]
PRODUCTS = ["P", "Q", "R"]

_amounts = st.one_of(
    st.just(Decimal(0)),
    st.decimals(-900, 900, places=2),
    st.decimals(-9, 9, places=6),
)
rows = st.builds(
    Row,
    document=st.sampled_from(["F1", "F2", "F3", "F4"]),
    customer=st.sampled_from([None, *CUSTOMERS]),
    date=st.dates(FIRST, LAST),
    net_amount=_amounts,
    cost=st.none() | _amounts,
    kind=st.sampled_from(["invoice", "invoice", "credit_note"]),
    family=st.sampled_from([None, "Belts", "Bearings"]),
    quantity=st.none() | st.decimals(-5, 5, places=1),
    currency=st.sampled_from(["EUR", "USD"]),
    rate=st.sampled_from([Decimal(1), Decimal("0.9")]),
    customer_name=st.sampled_from([None, "Aurora", "Boreal"]),
    product=st.sampled_from([None, *PRODUCTS]),
    unit=st.sampled_from([None, "pc", "pc", "m"]),
    list_price=st.none() | st.decimals(0, 900, places=2),
    promised_date=st.none() | st.dates(FIRST, LAST),
    delivered_date=st.none() | st.dates(FIRST, LAST),
    due_date=st.none() | st.dates(FIRST, LAST),
    paid_date=st.none() | st.dates(FIRST, LAST),
    ordered_quantity=st.none() | st.decimals(0, 5, places=1),
)
days = st.dates(FIRST, LAST)
any_periods = st.tuples(days, days).map(lambda ends: Period.inclusive(min(ends), max(ends)))
month_periods = st.sampled_from(
    [Period.parse(text) for text in ("2023-12", "2024-01", "2024")]
    + [Period(date(2023, 12, 1), date(2024, 3, 1))]
)
rollups = st.dictionaries(
    st.sampled_from(CUSTOMERS), st.sampled_from([*CUSTOMERS, "a group"]), max_size=3
)


def as_lines(records: Iterable[Mapping[str, Any]]) -> list[Line]:
    """What the measures' references take, from whole ledger lines."""
    fields = Line.__slots__
    return [Line(**{name: record[name] for name in fields}) for record in records]


def expected(
    measures: Sequence[Measure],
    lines: Sequence[Line],
    period: Period,
    before: Period | None,
    rollup: Mapping[str, str],
) -> dict[str | None, dict[str, Any]]:
    """The references' answers by account."""
    windows = {Window.PERIOD: period, Window.BEFORE: before}
    accounts = {_account(line, rollup) for line in lines if line.date in period}
    answers: dict[str | None, dict[str, Any]] = {}
    for account in accounts:
        own = [line for line in lines if _account(line, rollup) == account]
        answers[account] = {}
        for measure in measures:
            window = windows[measure.window]
            seen = [line for line in own if window and line.date in window]
            answers[account][measure.key] = measure.reference(seen) if window else None
    return answers


def _account(line: Line, rollup: Mapping[str, str]) -> str | None:
    return rollup.get(line.customer, line.customer) if line.customer else None
