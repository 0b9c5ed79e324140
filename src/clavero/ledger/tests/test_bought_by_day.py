"""The days on which accounts bought: the expression says what the reference says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clavero.core.scope import Scope
from clavero.ledger import selectors
from clavero.ledger.measures.days import BOUGHT
from clavero.ledger.store import Store
from clavero.ledger.testing import EVERYTHING, Row, ledger_of, lines_of
from clavero.ledger.tests.strategies import CUSTOMERS, as_lines, rollups, rows

pytestmark = pytest.mark.django_db


@given(
    found=st.lists(rows, min_size=1, max_size=25),
    rollup=rollups,
    seen=st.none() | st.frozensets(st.sampled_from(CUSTOMERS)),
)
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_days_are_those_of_the_reference(
    tmp_path_factory: pytest.TempPathFactory,
    settings: Any,
    found: list[Row],
    rollup: dict[str, str],
    seen: frozenset[str] | None,
) -> None:
    settings.LEDGER_HOME = tmp_path_factory.mktemp("ledger")
    ledger_of(found)
    days: dict[tuple[str, date], list[Any]] = {}
    for line in as_lines(lines_of(Store(settings.LEDGER_HOME))):
        if line.customer is not None and (seen is None or line.customer in seen):
            account = rollup.get(line.customer, line.customer)
            days.setdefault((account, line.date), []).append(line)
    wanted = [(*key, BOUGHT.reference(own)) for key, own in sorted(days.items())]
    told = selectors.bought_by_day(Scope(seen), rollup=rollup).to_pylist()
    assert [tuple(row.values()) for row in told] == [row for row in wanted if row[-1] is not None]
    assert BOUGHT.reference(()) is None


def test_what_comes_back_on_the_same_day_was_not_bought() -> None:
    assert selectors.bought_by_day(EVERYTHING).num_rows == 0
    ledger_of(
        [
            Row("F1", customer="C1", date=date(2024, 1, 2), net_amount=Decimal(100)),
            Row("N1", customer="C1", date=date(2024, 1, 2), net_amount=Decimal(-100),
                kind="credit_note"),
            Row("F2", customer="C2", date=date(2024, 1, 2), net_amount=Decimal(40)),
            Row("F3", customer="C1", date=date(2024, 1, 2), net_amount=Decimal(10)),
            Row("F4", customer=None, date=date(2024, 1, 3), net_amount=Decimal(10)),
        ]
    )  # fmt: skip
    merged = selectors.bought_by_day(EVERYTHING, rollup={"C1": "C2"}).to_pylist()
    assert merged == [{"account": "C2", "date": date(2024, 1, 2), "bought": Decimal(50)}]
    assert str(BOUGHT.sentence).endswith(".")
