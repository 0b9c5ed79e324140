"""Months of few lines are asked for several at a time, with the answers of each by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from clavero.ledger.engine import cube, parallel
from clavero.ledger.engine.facts import COLUMNS, Facts
from clavero.ledger.store import Store
from clavero.ledger.testing import Row, ledger_of
from clavero.ledger.tests.strategies import rows

# What a customer is called is the last that was said: on each day lines say one thing.
lines = rows.map(
    lambda row: replace(row, customer_name=row.customer_name and f"Named on {row.date}")
)


JANUARY, FEBRUARY = date(2024, 1, 5), date(2024, 2, 5)


@pytest.mark.django_db
@example(
    files=[
        [Row("F1", date=JANUARY), Row("F2", date=FEBRUARY)],
        [Row("F1", date=JANUARY, line="2"), Row("F1", date=FEBRUARY)],  # an order in February
    ],
    few=20,
)
@given(files=st.lists(st.lists(lines, min_size=1, max_size=8), max_size=2), few=st.integers(2, 9))
@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_figures_of_months_made_together_are_those_of_each_by_itself(
    tmp_path_factory: pytest.TempPathFactory, settings: Any, files: list[list[Row]], few: int
) -> None:
    def brought(lines_together: int) -> tuple[list[int], list[list[Any]]]:
        settings.LEDGER_HOME = tmp_path_factory.mktemp("ledger")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(parallel, "_FEW", lines_together)
            # Under a name of its own each is brought in, and not copied from the other.
            imports = [ledger_of(file, name=f"{lines_together}.csv") for file in files]
        return [each.repeated for each in imports], _figures(Store(settings.LEDGER_HOME))

    assert brought(few) == brought(0)


def _figures(store: Store) -> list[list[Any]]:
    """The rows of every segment of each month and table."""
    found = []
    for _name, month in sorted(cube.published(store).months.items()):
        for table in Facts:
            for path in cube.paths(store, table, month.segments):
                segment = pq.read_table(path)
                assert segment.column_names == list(COLUMNS[table])
                found.append(sorted((list(row.items()) for row in segment.to_pylist()), key=str))
    return found


def test_a_portion_holds_few_lines_or_one_item(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_FEW", 10)
    sizes = [3, 7, 1, 12, 0, 5, 5, 10]
    portions = parallel.portions(sizes, lambda size: size)
    assert portions == [[3, 7], [1], [12], [0, 5, 5], [10]]
    assert parallel.portions([], len) == []
