"""In which currency the costs of a file are: asked where it matters, and only there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clavero.conftest import AsPerson
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.ledger.ingest import Staged
from clavero.ledger.models import Import, SourceMapping
from clavero.ledger.services import load_rates, preview_file, save_mapping, set_reporting_currency
from clavero.ledger.tests.pages import bring, fields_of
from clavero.ledger.tests.sales_files import a_file, column, refused, staged, written

DAY = "2024-03-25"
HEADER = ("document", "date", "customer", "net_amount", "currency", "cost", "list_price")
EURO_LINE = ("F1", DAY, "C1", "1000", "EUR", "700", "1100")
DOLLAR_LINE = ("F2", DAY, "C2", "1000", "USD", "700", "1100")
RATES = pa.table(
    {
        "currency": ["USD", "VND"],
        "day": pa.array([date(2024, 3, 25)] * 2),
        "rate": pa.array([Decimal("0.9"), Decimal("0.00003647970816")], pa.decimal128(20, 14)),
    }
)
SIX = Decimal("1e-6")


def of(
    folder: Path, *rows: Sequence[str], header: Sequence[str] = HEADER, **choices: Any
) -> Staged:
    path = a_file(folder, written(rows, header, delimiter=","))
    return staged(path, rates=RATES, **choices)


def test_a_line_in_another_currency_makes_it_a_question(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        of(tmp_path, EURO_LINE, DOLLAR_LINE)
    told = refusal.value
    assert (told.code, told.field) == ("ambiguous_costs", "cost_currency")
    assert told.params["options"] == ("line", "reporting")
    assert told.params["readings"] == {"line": Decimal("0.3"), "reporting": Decimal("0.2222")}
    assert "Lines in USD (1) have a cost in “cost”" in str(told)
    assert "a margin of 30%, or in EUR, which leaves them 22%" in str(told)
    assert "The lines in EUR have a margin of 30%." in str(told)
    assert "--cost-currency" in str(told)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([EURO_LINE], "all in the reporting currency"),
        ([EURO_LINE, (*DOLLAR_LINE[:5], "", "1100")], "no cost in the other"),
        ([EURO_LINE, (*DOLLAR_LINE[:5], "0", "1100")], "nothing in any currency"),
        ([EURO_LINE, ("F3", DAY, "C1", "1", "GBP", "1", "")], "refused for want of a rate"),
    ],
)
def test_nothing_is_asked_where_it_makes_no_difference(
    tmp_path: Path, rows: list[Sequence[str]], why: str
) -> None:
    assert of(tmp_path, *rows).kept >= 1, why


def test_without_a_column_of_costs_nothing_is_asked(tmp_path: Path) -> None:
    assert of(tmp_path, DOLLAR_LINE[:5], header=HEADER[:5]).kept == 1


def test_a_line_at_the_end_of_a_long_file_counts_as_well(tmp_path: Path) -> None:
    rows = [(f"F{number}", *EURO_LINE[1:]) for number in range(6_000)]
    with pytest.raises(Refusal) as refusal:
        of(tmp_path, *rows, DOLLAR_LINE)
    assert refusal.value.code == "ambiguous_costs"


def test_a_file_in_one_other_currency_is_asked_about_too(tmp_path: Path) -> None:
    header = [name for name in HEADER if name != "currency"]
    row = [text for name, text in zip(HEADER, DOLLAR_LINE, strict=True) if name != "currency"]
    with pytest.raises(Refusal) as refusal:
        of(tmp_path, row, header=header, currency="USD")
    assert refusal.value.code == "ambiguous_costs"
    assert "The lines in EUR" not in str(refusal.value)


def test_lines_without_net_sales_have_no_margin_to_show(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        of(tmp_path, ("F2", DAY, "C2", "-1000", "USD", "-700", ""))
    assert refusal.value.params["readings"] == {"line": None, "reporting": None}
    assert "margin" not in str(refusal.value)


def test_the_cost_is_converted_or_taken_as_it_is(tmp_path: Path) -> None:
    done = of(tmp_path, EURO_LINE, DOLLAR_LINE, cost_currency="line")
    assert column(done, "cost") == [Decimal(700), Decimal(630)]
    done = of(tmp_path, EURO_LINE, DOLLAR_LINE, cost_currency="reporting")
    assert column(done, "cost") == [Decimal(700), Decimal(700)]
    # Like the amount, these stay in the line's currency.
    assert column(done, "list_price") == [Decimal(1100), Decimal(1100)]


def test_a_credit_note_takes_its_cost_off_in_either_currency(tmp_path: Path) -> None:
    header = (*HEADER, "kind")
    note = (*DOLLAR_LINE, "credit note")
    how = {"header": header, "credit_notes": "negative"}
    assert column(of(tmp_path, note, cost_currency="line", **how), "cost") == [Decimal(-630)]
    assert column(of(tmp_path, note, cost_currency="reporting", **how), "cost") == [Decimal(-700)]


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["EUR", "USD", "VND"]),
            st.none() | st.decimals("-1e9", "1e9", places=6),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_cost_is_converted_as_an_amount_is(
    tmp_path: Path, costs: list[tuple[str, Decimal | None]]
) -> None:
    rates = {"EUR": Decimal(1), "USD": Decimal("0.9"), "VND": Decimal("0.00003647970816")}
    rows = [
        (f"F{number}", DAY, "C1", "1", code, "" if cost is None else f"{cost:f}", "")
        for number, (code, cost) in enumerate(costs)
    ]
    done = of(tmp_path, *rows, cost_currency="line", decimal="point")
    assert column(done, "cost") == [
        None if cost is None else (cost * rates[code]).quantize(SIX, ROUND_HALF_UP)
        for code, cost in costs
    ]


def test_a_cost_too_large_to_be_converted_is_refused(tmp_path: Path) -> None:
    rates = RATES.set_column(2, "rate", pa.array([Decimal(2)] * 2, pa.decimal128(20, 14)))
    row = (*DOLLAR_LINE[:5], "900000000000", "")
    path = a_file(tmp_path, written([row], HEADER, delimiter=","))
    done = staged(path, rates=rates, cost_currency="line")
    assert refused(done) == [(2, "cost", "900000000000", "number_too_large")]


def test_an_answer_is_one_of_the_two(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        of(tmp_path, EURO_LINE, cost_currency="USD")
    assert refusal.value.code == "unknown_choice"


# -- for a person ----------------------------------------------------------------------------------

SALES = written([EURO_LINE, DOLLAR_LINE], HEADER, delimiter=",").encode()
SYSTEM = Actor.system()


@pytest.fixture
def dollars(db: None, tmp_path: Path) -> None:
    set_reporting_currency(SYSTEM, currency="EUR")
    load_rates(SYSTEM, path=a_file(tmp_path, f"Date,USD\n{DAY},1.25\n", "rates.csv"))


@pytest.fixture
def browser(cast: Cast, as_person: AsPerson) -> Client:
    return as_person(cast.administrator)


def test_the_answer_is_remembered_for_the_source(tmp_path: Path, dollars: None) -> None:
    path = a_file(tmp_path, SALES)
    answered = preview_file(SYSTEM, path=path, name="a.csv", choices={"cost_currency": "line"})
    save_mapping(
        SYSTEM,
        source="the shop",
        fingerprint=answered.inspection.fingerprint,
        choices=answered.inspection.choices,
    )
    again = preview_file(SYSTEM, path=path, name="b.csv")
    assert again.saved == "the shop"
    assert again.outcome is not None
    assert [line["cost"] for line in again.outcome.lines] == [Decimal(700), Decimal(560)]


def test_the_page_asks_with_the_margin_of_each_answer(browser: Client, dollars: None) -> None:
    address = bring(browser, SALES)
    asked = browser.get(address)
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "In which currency are the costs of these lines?" in page
    assert "Their margin would be 30.0%" in page
    assert "Their margin would be 12.5%" in page
    assert "Import</button>" not in page

    answered = browser.post(address, {**fields_of(asked), "cost_currency": "line"})
    assert "2 lines would be imported" in answered.content.decode()
    assert fields_of(answered)["cost_currency"] == "line"
    sent = {**fields_of(answered), "source": "the shop"}
    assert browser.post(f"{address}import/", sent).status_code == 302
    row = Import.objects.get()
    assert (row.status, row.kept) == ("done", 2)
    assert SourceMapping.objects.get().choices["cost_currency"] == "line"


def test_a_file_in_the_reporting_currency_is_not_asked_about(
    browser: Client, dollars: None
) -> None:
    only = written([EURO_LINE], HEADER, delimiter=",").encode()
    page = browser.get(bring(browser, only)).content.decode()
    assert "1 line would be imported" in page
    assert "In which currency are the costs" not in page
