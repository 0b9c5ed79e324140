"""What was sold of each product: the engine says what the references say of the same lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.ledger import selectors
from clavero.ledger.measures import BY_PRODUCT, Line, Unit, Window
from clavero.ledger.models import Product
from clavero.ledger.services import merge_products, unmerge_product
from clavero.ledger.store import Store
from clavero.ledger.testing import EVERYTHING, SYSTEM, Row, ledger_of, lines_of
from clavero.ledger.tests.strategies import (
    CUSTOMERS,
    PRODUCTS,
    any_periods,
    as_lines,
    month_periods,
    rows,
)

pytestmark = pytest.mark.django_db

YEAR = Period.parse("2024")
NINE_PLACES = Decimal("1e-9")
# Each product into another or into none; what would close a circle is left out. The first letters
# go first: nobody may merge into what has itself been merged.
merges = st.lists(st.tuples(st.sampled_from(PRODUCTS), st.sampled_from(PRODUCTS)), max_size=2).map(
    lambda pairs: {source: target for source, target in sorted(pairs) if source < target}
)


@given(
    files=st.lists(st.lists(rows, min_size=1, max_size=8), min_size=1, max_size=2),
    period=month_periods | any_periods,
    before=st.none() | any_periods,
    merged=merges,
    seen=st.none() | st.frozensets(st.sampled_from(CUSTOMERS)),
)
@example(
    files=[
        [
            Row("F1", product="P", unit="pc", quantity=Decimal(2)),
            Row("F1", product="Q", unit="pc", quantity=Decimal(3), line="2"),
            Row("F2", product="P", unit="m", quantity=None, customer=None),
        ]
    ],
    period=YEAR,
    before=None,
    merged={"P": "Q", "Q": "R"},
    seen=frozenset({"C1"}),
)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_engine_says_what_the_references_say(
    tmp_path_factory: pytest.TempPathFactory,
    settings: Any,
    files: list[list[Row]],
    period: Period,
    before: Period | None,
    merged: dict[str, str],
    seen: frozenset[str] | None,
) -> None:
    settings.LEDGER_HOME = tmp_path_factory.mktemp("ledger")
    for product in Product.objects.filter(merged_into__isnull=False):
        unmerge_product(SYSTEM, product_id=product.pk)
    for file in files:
        ledger_of(file)
    known = set(Product.objects.values_list("code", flat=True))
    merged = {one: into for one, into in merged.items() if {one, into} <= known}
    for one, into in merged.items():
        merge(one, into)
    records = lines_of(Store(settings.LEDGER_HOME))
    lines = [line for line in as_lines(records) if seen is None or line.customer in seen]

    found = selectors.by_product(Scope(seen), period, before=before).to_pylist()

    answers = {answer.pop("product"): answer for answer in found}
    assert_same(answers, expected(lines, period, before, merged))
    assert sum(answer["net_sales"] for answer in answers.values()) == sum(
        line.net_amount for line in lines if line.date in period
    )


def expected(
    lines: Sequence[Line], period: Period, before: Period | None, merged: Mapping[str, str]
) -> dict[str | None, dict[str, Any]]:
    """The references' answers by product."""
    windows = {Window.PERIOD: period, Window.BEFORE: before}
    by_product: dict[str | None, list[Line]] = {}
    for line in lines:
        product = line.product
        while product in merged:
            product = merged[product]
        by_product.setdefault(product, []).append(line)
    answers: dict[str | None, dict[str, Any]] = {}
    for product, own in by_product.items():
        seen = {
            window: [line for line in own if days and line.date in days]
            for window, days in windows.items()
        }
        if any(seen.values()):
            answers[product] = {
                each.key: each.reference(seen[each.window]) if windows[each.window] else None
                for each in BY_PRODUCT
            }
    return answers


def assert_same(
    answers: Mapping[str | None, Mapping[str, Any]], wanted: Mapping[str | None, Mapping[str, Any]]
) -> None:
    assert answers.keys() == wanted.keys()
    for product, values in wanted.items():
        assert answers[product].keys() == values.keys()
        for measure in BY_PRODUCT:
            answer, reference = answers[product][measure.key], values[measure.key]
            if measure.unit == Unit.FRACTION and None not in (answer, reference):
                assert abs(answer - reference) <= NINE_PLACES, (product, measure.key)
            else:
                assert answer == reference, (product, measure.key)


def merge(source: str, target: str) -> None:
    merge_products(
        SYSTEM,
        source_id=Product.objects.get(code=source).pk,
        target_id=Product.objects.get(code=target).pk,
    )


def sold(period: Period = YEAR, before: Period | None = None) -> dict[str | None, dict[str, Any]]:
    found = selectors.by_product(EVERYTHING, period, before=before).to_pylist()
    return {answer["product"]: answer for answer in found}


def test_the_worked_number() -> None:
    """``docs/domain/products.md``."""
    ledger_of(
        [
            Row("F1", product="BOLT", quantity=Decimal(10), unit="pc", net_amount=Decimal(50),
                cost=Decimal(30)),
            Row("F1", product="BOLT-OLD", quantity=Decimal(4), unit="pc", net_amount=Decimal(30)),
            Row("F2", product="BOLT", kind="credit_note", quantity=Decimal(-1), unit="pc",
                net_amount=Decimal(-5), cost=Decimal(-3), date=date(2024, 2, 1)),
            Row("F3", product="OIL", quantity=Decimal(2), unit="l", net_amount=Decimal(25)),
            Row("F4", product="OIL", quantity=Decimal(1), unit="can", net_amount=Decimal(20)),
            Row("F0", product="BELT", net_amount=Decimal(40), date=date(2023, 5, 5)),
        ]
    )  # fmt: skip
    merge("BOLT-OLD", "BOLT")
    found = sold(before=YEAR.year_earlier())
    assert list(found) == ["BOLT", "OIL", "BELT"]
    assert found["BOLT"] == {
        "product": "BOLT",
        "net_sales": Decimal(75),
        "contribution": Decimal(18),
        "net_sales_with_cost": Decimal(45),
        "cost_known_share": Decimal("0.647058824"),
        "quantity": Decimal(13),
        "quantity_unit": "pc",
        "orders": 1,
        "first_purchase": date(2024, 1, 15),
        "last_purchase": date(2024, 1, 15),
        "net_sales_before": Decimal(0),
    }
    assert (found["OIL"]["quantity"], found["OIL"]["quantity_unit"]) == (None, None)
    assert found["OIL"]["contribution"] is None
    assert (found["BELT"]["net_sales"], found["BELT"]["net_sales_before"]) == (0, 40)


def test_taken_apart_each_has_its_own_again() -> None:
    ledger_of([Row("F1", product="P"), Row("F2", product="Q")])
    merge("P", "Q")
    assert sold()["Q"]["net_sales"] == 200
    unmerge_product(SYSTEM, product_id=Product.objects.get(code="P").pk)
    assert {product: answer["net_sales"] for product, answer in sold().items()} == {
        "P": 100,
        "Q": 100,
    }


def test_a_scope_sees_its_customers_alone_and_an_empty_ledger_answers_with_nothing() -> None:
    assert selectors.by_product(EVERYTHING, YEAR).num_rows == 0
    ledger_of([Row("F1", product="P"), Row("F2", product="P", customer="C2")])
    (row,) = selectors.by_product(Scope(frozenset({"C2"})), YEAR).to_pylist()
    assert (row["net_sales"], row["net_sales_before"]) == (100, None)
    assert selectors.by_product(Scope(frozenset()), YEAR).num_rows == 0


def test_only_the_months_in_which_they_bought_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger_of([Row("F1", product="P"), Row("F2", customer="C2", date=date(2024, 7, 1))])
    ledger_of([Row("F3", product="P", date=date(2024, 9, 1))])
    read: list[str] = []
    monkeypatch.setattr(
        "clavero.ledger.engine.products.by_product",
        lambda store, files, *rest: read.extend(files),
    )
    selectors.by_product(Scope(frozenset({"C1"})), YEAR, before=YEAR.year_earlier())
    assert [path.split("/")[0] for path in read] == ["month=2024-01", "month=2024-09"]
