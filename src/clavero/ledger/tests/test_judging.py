"""Rows that need no computing go past the engine: what it would have said must be the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clavero.ledger.engine.judging import Judges
from clavero.ledger.engine.staging_sql import Recipe
from clavero.ledger.ingest.notation.numbers import Decimals
from clavero.ledger.ingest.source import CODED
from clavero.ledger.ingest.stream import pattern_of

SCHEMA = pa.schema(
    {
        "line_no": pa.int64(), "problem": pa.string(), "document": pa.string(),
        "date": pa.date32(), "customer": CODED, "kind": CODED, "currency": CODED,
        "net_amount_text": pa.string(), "cost_text": pa.string(),
        "ordered_quantity_text": pa.string(),
    }
)  # fmt: skip

plain = st.one_of(
    st.decimals(-(10**9), 10**9, places=2), st.decimals(-(10**8), 10**8, places=6)
).map(lambda number: f"{number:f}")
odd = st.sampled_from(
    [
        "1e3",
        "+5",
        ".5",
        "5.",
        "-0",
        "1,234.50",
        "1_000",
        "1.1234567",
        "9" * 13,
        "x",
        "€ 5",
        "nan",
        "inf",
        "-Infinity",
        "1e400",
        "1e-10",
        "5e-9",
        "5e-8",
        "0x10",
        "9999999.999999",
        "10000000.000001",
        "0.0000001",
        "123456789012.123456",
        "1.0000001",
    ]
)
texts = st.one_of(plain, st.integers(-999, 999).map(str), odd)


def recipe(decimals: Decimals = Decimals.POINT, *, ours: str = "EUR") -> Recipe:
    pattern = pattern_of(decimals)
    return Recipe(
        import_id="i1",
        fields=frozenset(
            {
                "document",
                "date",
                "customer",
                "kind",
                "currency",
                "net_amount",
                "cost",
                "ordered_quantity",
            }
        ),
        numbers={"net_amount": pattern, "cost": pattern, "ordered_quantity": pattern},
        default_currency=ours,
        reporting_currency="EUR",
    )


def table(*rows: dict[str, object]) -> pa.Table:
    usual = {"document": "F1", "date": date(2024, 3, 1), "customer": "C1", "kind": None,
             "currency": "EUR", "cost_text": None, "ordered_quantity_text": None}  # fmt: skip
    filled = [{**usual, **row, "line_no": number} for number, row in enumerate(rows, start=2)]
    return pa.Table.from_pylist(filled, SCHEMA)


def by_the_engine(judges: Judges) -> Judges:
    judges._may_be_plain = False
    return judges


def said(judges: Judges, rows: pa.Table) -> tuple[list[object], list[object]]:
    with judges:
        kept, others = judges.judge(rows)
    return kept.to_pylist(), others.to_pylist()


@settings(deadline=None)
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "net_amount_text": texts,
                "cost_text": st.one_of(st.none(), texts),
                "ordered_quantity_text": st.one_of(st.none(), texts),
                "kind": st.sampled_from([None, "invoice", "credit_note"]),
                "currency": st.sampled_from(["EUR", "EUR", None]),
            }
        ),
        min_size=1,
        max_size=5,
    ),
    decimals=st.sampled_from(Decimals),
)
def test_plain_rows_are_judged_as_the_engine_judges_them(
    rows: list[dict[str, object]], decimals: Decimals
) -> None:
    if decimals is Decimals.COMMA:
        swapped = str.maketrans(".,", ",.")
        rows = [
            {
                name: str(v).translate(swapped) if "text" in name and v else v
                for name, v in r.items()
            }
            for r in rows
        ]
    given_rows = table(*rows)
    wanted = recipe(decimals)
    assert said(Judges(wanted, None), given_rows) == said(
        by_the_engine(Judges(wanted, None)), given_rows
    )


def test_plain_rows_do_not_ask_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Judges, "_engine", lambda _self: pytest.fail("asked"))
    lines, others = said(
        Judges(recipe(), None), table({"net_amount_text": "-12.5", "cost_text": "7"})
    )
    assert not others
    assert isinstance(lines[0], dict)
    assert lines[0]["net_amount"] == Decimal("-12.5")
    assert lines[0]["cost"] == Decimal(7)
    assert lines[0]["kind"] == "credit_note"


@pytest.mark.parametrize(
    "row",
    [
        {"currency": "USD"}, {"date": None}, {"document": None}, {"ordered_quantity_text": "-1"},
    ],
)  # fmt: skip
def test_whatever_needs_a_verdict_gets_one(row: dict[str, object]) -> None:
    lines, others = said(
        Judges(recipe(), None), table({"net_amount_text": "1"}, {"net_amount_text": "2", **row})
    )
    assert (len(lines), len(others)) == (1, 1)


def test_a_file_without_currencies_of_another_currency_is_not_plain() -> None:
    lines, others = said(
        Judges(recipe(ours="USD"), None), table({"net_amount_text": "1", "currency": None})
    )
    assert not lines
    assert others == [{"line_no": 2, "verdict": "no_rate.currency"}]
