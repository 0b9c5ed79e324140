"""From rows to ledger lines: amounts, kinds, codes, currencies, and the rows refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.utils.translation import gettext, override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clavero.core.errors import Refusal
from clavero.ledger import ingest
from clavero.ledger.ingest import LABELS, REFUSED_COLUMNS, as_downloaded
from clavero.ledger.rules import Refused
from clavero.ledger.store import CERTAIN, LINE
from clavero.ledger.tests.sales_files import (
    HEADER,
    ROWS,
    a_file,
    column,
    inspected,
    lines,
    refused,
    rows_of,
    staged,
    written,
)

RATES = pa.table(
    {
        "currency": ["USD", "USD", "GBP"],
        "day": pa.array([date(2024, 3, 25), date(2024, 3, 26), date(2024, 3, 25)]),
        "rate": pa.array(
            [Decimal("0.923456789"), Decimal("0.9"), Decimal("1.17")], pa.decimal128(18, 9)
        ),
    }
)


def of(
    tmp_path: Path, header: Sequence[str], rows: Sequence[Sequence[str]], **how: Any
) -> ingest.Staged:
    """Rows staged from a CSV file with commas."""
    return staged(a_file(tmp_path, written(rows, header, delimiter=",")), **how)


BASE = ("document", "date", "customer")
FIRST = ("F1", "2024-03-25", "C1")


# -- a line ----------------------------------------------------------------------------------------


def test_every_field_arrives(tmp_path: Path) -> None:
    given = {
        "document": "F1", "line": "2", "kind": "Abono", "date": "2024-03-25", "customer": "C1",
        "customer_name": "Muñoz", "tax_number": "B1", "product": "007", "product_name": "Tornillo",
        "family": "Tornillería", "quantity": "-3", "net_amount": "-10.5", "unit_price": "3.5",
        "currency": "EUR", "cost": "-7.25", "list_price": "4", "discount": "12.5 %",
        "promised_date": "2024-03-20", "delivered_date": "2024-03-22", "due_date": "2024-05-25",
        "paid_date": "2024-05-30", "sales_person": "Ana", "channel": "Web", "country": "ES",
        "unit": "kg", "ordered_quantity": "4.5",
    }  # fmt: skip
    (line,) = lines(of(tmp_path, [*given], [[*given.values()]]))
    assert line == {
        "import_id": "test", "line_no": 2, "document": "F1", "line": "2", "kind": "credit_note",
        "date": date(2024, 3, 25), "month": "2024-03", "customer": "C1", "customer_name": "Muñoz",
        "tax_number": "B1", "product": "007", "product_name": "Tornillo", "family": "Tornillería",
        "quantity": Decimal(-3), "amount": Decimal("-10.5"), "currency": "EUR", "rate": Decimal(1),
        "net_amount": Decimal("-10.5"), "cost": Decimal("-7.25"), "list_price": Decimal(4),
        "discount": Decimal("12.5"), "promised_date": date(2024, 3, 20),
        "delivered_date": date(2024, 3, 22), "due_date": date(2024, 5, 25),
        "paid_date": date(2024, 5, 30), "sales_person": "Ana", "channel": "Web", "country": "ES",
        "unit": "kg", "ordered_quantity": Decimal("4.5"),
    }  # fmt: skip


def test_lines_are_written_by_month_as_the_ledger_keeps_them(tmp_path: Path) -> None:
    done = staged(a_file(tmp_path, written()))
    files = sorted(done.kept_folder.rglob("*.parquet"))
    assert [file.parent.name for file in files] == ["month=2024-03", "month=2024-04"]
    for file in files:
        schema = pq.read_schema(file)
        assert schema.names == CERTAIN.names
        assert all(schema.field(name).type == LINE.field(name).type for name in schema.names)


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [
        ("2", "10.25", "20.50"),
        ("-12", "4.65", "-55.80"),
        ("2.5", "10.25", "25.625"),
        ("3", "0.123456", "0.370368"),
        ("1000", "0.01234567", "12.34567"),
        ("0.333333", "0.3", "0.1"),
        ("1.5", "0.0000001", "0"),
        ("1000000", "0.0000025", "2.5"),
        ("1000000", "2.5e-06", "2.5"),
        ("10000000", "1E-07", "1"),
        ("0", "99.99", "0"),
        ("999999", "999999", "999998000001"),
    ],
)
def test_an_amount_is_quantity_times_price_exactly(
    tmp_path: Path, quantity: str, price: str, amount: str
) -> None:
    rows = [(*FIRST, quantity, price), (*FIRST, "1.5", "2.25")]
    done = of(tmp_path, (*BASE, "quantity", "unit_price"), rows)
    assert column(done, "amount")[0] == Decimal(amount)


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    pairs=st.lists(
        st.tuples(st.decimals(-(10**5), 10**5, places=3), st.decimals(-(10**5), 10**5, places=8)),
        min_size=1,
        max_size=60,
    )
)
def test_the_engine_multiplies_as_decimals_do(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[Decimal, Decimal]]
) -> None:
    rows = [(*FIRST, f"{quantity}", f"{price:f}") for quantity, price in pairs]
    rows.append((*FIRST, "1.5", "2.25"))
    done = of(tmp_path_factory.mktemp("pairs"), (*BASE, "quantity", "unit_price"), rows)
    micro = Decimal("0.000001")
    assert column(done, "amount")[:-1] == [
        (quantity * price).quantize(micro, ROUND_HALF_UP) for quantity, price in pairs
    ]


def test_a_given_amount_wins_and_a_missing_one_is_computed(tmp_path: Path) -> None:
    rows = [(*FIRST, "2", "10.25", "19.99"), (*FIRST, "2", "10.25", ""), (*FIRST, "", "", "")]
    done = of(tmp_path, (*BASE, "quantity", "unit_price", "net_amount"), rows)
    assert column(done, "amount") == [Decimal("19.99"), Decimal("20.50")]
    assert refused(done) == [(4, "net_amount", "", "no_amount")]


@pytest.mark.parametrize(
    ("kinds", "amounts", "found"),
    [
        (None, ["5", "-5", "0"], ["invoice", "credit_note", "invoice"]),
        (
            ["Factura", "Abono", "Rectificativa"],
            ["5", "5", "-5"],
            ["invoice", *["credit_note"] * 2],
        ),
        (["Factura", "", "N/A"], ["-5", "-5", "5"], ["invoice", "credit_note", "invoice"]),
        (["Factura", "Abono", "Z9"], ["5", "-5", "-5"], ["invoice", *["credit_note"] * 2]),
    ],
)
def test_kinds(
    tmp_path: Path, kinds: list[str] | None, amounts: list[str], found: list[str]
) -> None:
    header = [*BASE, "net_amount", *(["kind"] if kinds else [])]
    rows = [[*FIRST, amount, *([kinds[at]] if kinds else [])] for at, amount in enumerate(amounts)]
    done = of(tmp_path, header, rows, mapping={"kind": "kind"} if kinds else {})
    assert column(done, "kind") == found


def test_credit_notes_written_without_minus_are_told_and_can_be_taken_off(tmp_path: Path) -> None:
    header = (*BASE, "kind", "quantity", "net_amount", "cost")
    rows = [(*FIRST, "Factura", "2", "20.5", "12"), (*FIRST, "Abono", "1", "10.5", "6")]
    done = of(tmp_path, header, rows)
    assert done.positive_credit_notes == 1
    assert done.net_total == {"EUR": Decimal(31)}
    taken = of(tmp_path, header, rows, credit_notes="negative")
    assert taken.positive_credit_notes == 0
    assert taken.net_total == {"EUR": Decimal(10)}
    assert [(line["quantity"], line["cost"]) for line in lines(taken)] == [(2, 12), (-1, -6)]


@pytest.mark.parametrize(
    ("codes", "read"),
    [
        (["17850.0", "13047.0", ""], ["17850", "13047", None]),
        (["17850.0", "13047"], ["17850", "13047"]),
        (["17850.0", "A12", "A.0"], ["17850", "A12", "A.0"]),
        (["17850,0", "13047,0", "WEB"], ["17850", "13047", "WEB"]),
        (["17850.0", "17850", "17851.0"], ["17850", "17850", "17851"]),
        (["17850.0", "17850,0"], ["17850", "17850"]),
        (["100,0", "100,5"], ["100,0", "100,5"]),
        (["100.0", "100.1"], ["100.0", "100.1"]),
        (["007", "07 "], ["007", "07"]),
        (["NaN", "n/a", "-", "NULL", " "], [None] * 5),
        (["NA", "0"], ["NA", "0"]),
    ],
)
def test_codes(tmp_path: Path, codes: list[str], read: list[str | None]) -> None:
    rows = [(*FIRST[:2], code, "5") for code in codes]
    done = of(tmp_path, (*BASE, "net_amount"), rows)
    assert column(done, "customer") == read
    assert done.unattributed == read.count(None)


def test_texts_are_trimmed(tmp_path: Path) -> None:
    rows = [(" F1 ", " 2024-03-25 ", "\u00a0C1", "  ", " 5 "), (*FIRST, "X ", "5")]
    done = of(tmp_path, (*BASE, "customer_name", "net_amount"), rows)
    assert column(done, "document") == ["F1", "F1"]
    assert column(done, "customer") == ["C1", "C1"]
    assert column(done, "customer_name") == [None, "X"]


def test_what_the_report_counts(tmp_path: Path) -> None:
    rows = [
        ("F1", "2024-03-25", "C1", "2", "5.5"),
        ("F2", "2024-04-25", "", "1", "0"),
        ("F3", "2024-02-25", "C2", "1", "-3.5"),
        ("C4", "2024-03-01", "C2", "-1", "3.5"),
        ("F5", "x", "C2", "-1", "3.5"),
    ]
    done = of(tmp_path, (*BASE, "quantity", "unit_price"), rows)
    assert (done.read, done.kept, done.refused) == (5, 4, 1)
    assert done.refused_by_reason == {"not_a_date": 1}
    assert (done.unattributed, done.zero_price, done.negative_price) == (1, 1, 1)
    free = of(tmp_path, (*BASE, "quantity", "net_amount"), [("F1", "2024-03-25", "C1", "0", "0")])
    assert free.zero_price == 1
    assert done.without_cost == 4
    assert done.net_total == {"EUR": Decimal(4)}
    assert (done.first, done.last) == (date(2024, 2, 25), date(2024, 4, 25))


def test_lines_whose_cost_is_empty_are_counted_and_a_cost_of_zero_is_one(tmp_path: Path) -> None:
    rows = [
        ("F1", "2024-03-25", "C1", "10", "6"),
        ("F2", "2024-03-25", "C1", "10", ""),
        ("F3", "2024-04-25", "C1", "10", "0"),
    ]
    assert of(tmp_path, (*BASE, "net_amount", "cost"), rows).without_cost == 1


# -- currencies ------------------------------------------------------------------------------------


def test_other_currencies_at_the_rate_of_their_day(tmp_path: Path) -> None:
    rows = [
        (*FIRST, "100.01", "USD"),
        (*FIRST, "100", "€"),
        (*FIRST, "100", ""),
        ("F1", "2024-03-27", "C1", "100", "usd"),
        (*FIRST, "100", "Ptas"),
    ]
    done = of(tmp_path, (*BASE, "net_amount", "currency"), rows, rates=RATES)
    assert [(line["currency"], line["rate"], line["net_amount"]) for line in lines(done)] == [
        ("USD", Decimal("0.923456789"), Decimal("92.354913")),
        ("EUR", 1, 100),
        ("EUR", 1, 100),
    ]
    assert refused(done) == [
        (5, "currency", "usd", "no_rate"),
        (6, "currency", "Ptas", "not_a_currency"),
    ]


def test_a_currency_chosen_for_lines_that_do_not_say_theirs(tmp_path: Path) -> None:
    rows = [(*FIRST, "100", ""), (*FIRST, "1", "EUR")]
    path = a_file(tmp_path, written(rows, (*BASE, "net_amount", "currency"), delimiter=","))
    assert column(staged(path), "currency") == ["EUR", "EUR"]
    chosen = ingest.stage(
        inspected(path, currency="GBP"),
        tmp_path / "chosen",
        import_id="t",
        rates=RATES,
        reporting_currency="EUR",
    )
    assert column(chosen, "currency") == ["GBP", "EUR"]
    assert column(chosen, "net_amount") == [117, 1]
    assert chosen.net_total == {"EUR": 1, "GBP": 100}


def test_without_rates_every_foreign_row_is_refused(tmp_path: Path) -> None:
    rows = [(*FIRST, "100", "USD"), (*FIRST, "1", "EUR")]
    done = of(tmp_path, (*BASE, "net_amount", "currency"), rows)
    assert done.refused_by_reason == {"no_rate": 1}


# -- refused rows ----------------------------------------------------------------------------------

WRONG = {
    Refused.NO_DOCUMENT: (("", "25/03/2024", "C1", "X", "1", "1,5"), "Factura", ""),
    Refused.NO_DATE: (("F1", "N/A", "C1", "X", "1", "1,5"), "Fecha", "N/A"),
    Refused.NOT_A_DATE: (("F1", "soon", "C1", "X", "1", "1,5"), "Fecha", "soon"),
    Refused.IMPOSSIBLE_DATE: (("F1", "31/02/2024", "C1", "X", "1", "1,5"), "Fecha", "31/02/2024"),
    Refused.NO_CENTURY: (("F1", "25/03/24", "C1", "X", "1", "1,5"), "Fecha", "25/03/24"),
    Refused.BEFORE_1970: (("F1", "31/12/1969", "C1", "X", "1", "1,5"), "Fecha", "31/12/1969"),
    Refused.IN_THE_FUTURE: (("F1", "03/06/2025", "C1", "X", "1", "1,5"), "Fecha", "03/06/2025"),
    Refused.NOT_A_NUMBER: (("F1", "25/03/2024", "C1", "X", "1", "1,5,0"), "Importe neto", "1,5,0"),
    Refused.NUMBER_TOO_LARGE: (
        ("F1", "25/03/2024", "C1", "X", "1", "1" * 13),
        "Importe neto",
        "1" * 13,
    ),
    Refused.NO_AMOUNT: (("F1", "25/03/2024", "C1", "X", "1", "-"), "Importe neto", "-"),
    Refused.MISSING_FIELDS: (("F1", "25/03/2024", "C1"), "", ""),
    Refused.EXTRA_FIELDS: (
        ("F1", "25/03/2024", "C1", "X", "1", "1,5", "more", "and more"),
        "",
        "more;and more",
    ),
}


@pytest.mark.parametrize("reason", WRONG)
def test_a_wrong_row_is_refused_with_its_reason(tmp_path: Path, reason: Refused) -> None:
    row, name, value = WRONG[reason]
    done = staged(a_file(tmp_path, written([*ROWS, row, *ROWS])))
    assert refused(done) == [(5, name, value, reason.value)]
    assert done.kept == 6
    assert (done.read, done.refused) == (7, 1)
    (told,) = done.first_refused
    assert str(told.label) == str(LABELS[reason])
    (again,) = rows_of(done)
    assert list(again) == [*HEADER, *REFUSED_COLUMNS]
    assert [again[name] for name in HEADER[:3]] == list(row[:3])
    assert [again[name] for name in REFUSED_COLUMNS] == ["5", name, value, str(LABELS[reason])]


def test_every_reason_has_words() -> None:
    assert set(LABELS) == set(Refused)
    assert set(WRONG) | {
        Refused.NO_RATE,
        Refused.LOST_DECIMALS,
        Refused.NEGATIVE_ORDER,
        Refused.NOT_A_CURRENCY,
        Refused.UNREADABLE_TEXT,
    } == set(Refused)


def test_nothing_is_invoiced_after_tomorrow_although_it_may_be_due_in_years(tmp_path: Path) -> None:
    """It is 1 June 2025, and elsewhere the day after."""
    header = (*BASE, "net_amount", "due_date")
    days = ("2025-06-01", "2025-06-02", "2025-06-03", "2026-05-05")
    rows = [(FIRST[0], day, *FIRST[2:], "5.5", "2030-01-01") for day in days]
    done = of(tmp_path, header, rows)
    assert refused(done) == [
        (4, "date", "2025-06-03", "in_the_future"),
        (5, "date", "2026-05-05", "in_the_future"),
    ]
    assert done.last == date(2025, 6, 2)


def test_an_optional_value_that_cannot_be_read_refuses_its_row_too(tmp_path: Path) -> None:
    header = (*BASE, "net_amount", "cost", "due_date")
    rows = [(*FIRST, "5.5", "1.5", "2024-05-01")] * 3
    rows += [(*FIRST, "5.5", "x", "2024-05-01"), (*FIRST, "5.5", "", "later")]
    assert refused(of(tmp_path, header, rows)) == [
        (5, "cost", "x", "not_a_number"),
        (6, "due_date", "later", "not_a_date"),
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_an_editor_does(tmp_path: Path, line_end: str) -> None:
    note = f"one{line_end}two{line_end}three"
    rows = [
        ("F1", "25/03/2024", "C1", note, "1", "1,5"),
        ("F2", "wrong", "C1", note, "1", "1,5"),
        ("F3", "25/03/2024", "C1"),
        ("F4", "25/03/2024", "C1", note, "1", "wrong"),
    ]
    content = f"Listado{line_end}" + written(rows, line_end=line_end)
    content = content.replace("F4;", f"{line_end}{line_end}F4;")
    done = staged(a_file(tmp_path, content))
    assert [row.line for row in done.first_refused] == [6, 9, 12]
    assert lines(done)[0]["line_no"] == 2


def test_refused_rows_are_corrected_and_imported_as_they_are(tmp_path: Path) -> None:
    rows = [*ROWS, *(row for row, _name, _value in WRONG.values())]
    done = staged(a_file(tmp_path, written(rows)))
    assert done.refused_file is not None
    mended = (
        done.refused_file.read_text(encoding="utf-8-sig")
        .replace("31/02/2024", "28/02/2024")
        .replace("1,5,0", "1,50")
    )
    again = staged(a_file(tmp_path, mended, "again.csv"), folder=tmp_path / "again", dates="dmy")
    assert again.kept == 2
    assert again.refused == done.refused - 2
    assert refused(again)[0][3] == "no_document"


def test_the_headings_of_refused_rows_are_in_the_language_of_whoever_reads(tmp_path: Path) -> None:
    path = a_file(tmp_path, written([*ROWS, ("F9", "soon", "C1", "X", "1", "1,5")]))
    with override("es"):
        file = staged(path).refused_file
        assert file is not None
        own = [gettext(name) for name in REFUSED_COLUMNS]
    assert own != list(REFUSED_COLUMNS)
    assert ";".join(own) in file.read_text("utf-8-sig")
    assert ";".join(REFUSED_COLUMNS) in b"".join(as_downloaded(file)).decode()


def test_refused_rows_of_a_workbook_can_be_imported_too(tmp_path: Path) -> None:
    table = pa.table(
        {**dict(zip(HEADER, zip(*ROWS, strict=True), strict=True)), "Coste": [1.5, 2.25, 0.5]}
    )
    table = table.set_column(0, "Factura", pa.array(["F1", None, "F3"]))
    pq.write_table(table, tmp_path / "sales.parquet")
    done = staged(tmp_path / "sales.parquet")
    assert refused(done) == [(2, "Factura", "", "no_document")]
    assert done.refused_file is not None
    text = done.refused_file.read_text(encoding="utf-8-sig").replace("\n;26", "\nF2;26")
    again = staged(a_file(tmp_path, text, "again.csv"), folder=tmp_path / "again")
    assert [(line["document"], line["cost"]) for line in lines(again)] == [("F2", Decimal("2.25"))]


def test_blank_rows_are_no_rows(tmp_path: Path) -> None:
    text = written().replace("F2;", "\n;;;;;\n   ;;;;;\nF2;") + "\n\n;;;;;\n"
    done = staged(a_file(tmp_path, text))
    assert (done.read, done.kept, done.refused) == (3, 3, 0)
    assert done.refused_file is None


def test_a_row_with_something_elsewhere_only_is_told(tmp_path: Path) -> None:
    rows = [*[(*row, "") for row in ROWS], ("", "", "", "", "", "", "Suman y siguen")]
    done = staged(a_file(tmp_path, written(rows, (*HEADER, "Notas"))))
    assert refused(done) == [(5, "Factura", "", "no_document")]


def test_a_file_of_wrong_rows_alone_keeps_nothing(tmp_path: Path) -> None:
    done = staged(a_file(tmp_path, written([("", *row[1:]) for row in ROWS])))
    assert (done.read, done.kept, done.refused) == (3, 0, 3)
    assert done.net_total == {}
    assert done.kept_folder.is_dir()


def test_more_refused_rows_than_are_told_at_once(tmp_path: Path) -> None:
    rows = [*ROWS, *[("", "25/03/2024", "C1", "X", "1", "1,5")] * 450, *[("F", "x")] * 50]
    done = staged(a_file(tmp_path, written(rows)))
    assert done.refused_by_reason == {"no_document": 450, "missing_fields": 50}
    assert len(done.first_refused) == 100
    assert len(rows_of(done)) == 500


# -- what only the last rows show ------------------------------------------------------------------


def many(row: Sequence[str], times: int = 10_500) -> list[Sequence[str]]:
    """More rows than the sample has."""
    return [row] * times


def test_decimals_that_come_late_are_read(tmp_path: Path) -> None:
    rows = [*many((*FIRST, "7")), (*FIRST, "12,50"), (*FIRST, "1.234")]
    done = staged(a_file(tmp_path, written(rows, (*BASE, "net_amount"))))
    assert done.refused == 0
    assert column(done, "amount")[-2:] == [Decimal("12.5"), 1234]


def test_an_ambiguous_number_that_comes_late_is_asked_about(tmp_path: Path) -> None:
    rows = [*many((*FIRST, "7")), (*FIRST, "1,234")]
    with pytest.raises(Refusal) as refusal:
        staged(a_file(tmp_path, written(rows, (*BASE, "net_amount"))))
    assert refusal.value.code == "ambiguous_numbers"


def test_a_code_that_comes_late_keeps_the_others_as_they_are(tmp_path: Path) -> None:
    late = "100.5"
    rows = [*many(("F1", "2024-03-25", "17850.0", "7")), ("F1", "2024-03-25", late, "7")]
    done = staged(a_file(tmp_path, written(rows, (*BASE, "net_amount"))))
    assert column(done, "customer")[-2:] == ["17850.0", late]


def test_damage_that_comes_late_refuses_the_file(tmp_path: Path) -> None:
    rows = [*many((*FIRST, "7,5"), 11_000), *many((*FIRST, "2,024,994"), 1_500)]
    with pytest.raises(Refusal) as refusal:
        staged(a_file(tmp_path, written(rows, (*BASE, "net_amount"))))
    assert refusal.value.code == "damaged_numbers"


def test_another_order_that_comes_late_refuses_the_file(tmp_path: Path) -> None:
    rows = [
        *many(("F1", "25/03/2024", "C1", "7"), 11_000),
        *many(("F1", "03/25/2024", "C1", "7"), 1_500),
    ]
    with pytest.raises(Refusal) as refusal:
        staged(a_file(tmp_path, written(rows, (*BASE, "net_amount"))))
    assert refusal.value.code == "contradictory_dates"


# -- preview and progress --------------------------------------------------------------------------


def test_a_preview_is_what_would_happen(tmp_path: Path) -> None:
    path = a_file(tmp_path, written([*ROWS, ("", "25/03/2024", "C1", "X", "1", "1,5")]))
    before = set(tmp_path.rglob("*"))
    shown = ingest.preview(inspected(path), 2)
    left_behind = {each for each in set(tmp_path.rglob("*")) - before if each.is_file()}
    done = staged(path)
    assert not left_behind
    assert [line["document"] for line in shown.lines] == ["F1", "F2"]
    assert [row.reason for row in shown.refused_rows] == ["no_document"]
    for name in ("read", "kept", "refused_by_reason", "net_total", "first", "last"):
        assert getattr(shown.staged, name) == getattr(done, name)


def test_progress_goes_to_the_end(tmp_path: Path) -> None:
    shares: list[float] = []
    path = a_file(tmp_path, written(many(ROWS[0])))
    ingest.stage(
        inspected(path), tmp_path / "done", import_id="t", rates=None, reporting_currency="EUR",
        on_progress=shares.append,
    )  # fmt: skip
    assert shares == sorted(shares)
    assert shares[-1] == 1


@pytest.mark.parametrize(
    ("usual", "amount", "is_refused"),
    [
        ("{n},234.567", "2,024,994", True),
        ("{n}.234,50", "-2.024.994 €", True),
        ("{n},234.567", "2,024,994.00", False),
        ("{n},234.567", "2,024", False),
        ("{n}", "2,024,994", False),
    ],
)
def test_an_amount_that_lost_its_decimal_sign_is_refused(
    tmp_path: Path, usual: str, amount: str, is_refused: bool
) -> None:
    amounts = [usual.format(n=n % 9 + 1) for n in range(200)]
    rows = [(f"F{n}", "2024-01-15", "C1", each) for n, each in enumerate([*amounts, amount])]
    header = ("document", "date", "customer", "net_amount")
    done = staged(a_file(tmp_path, written(rows, header)), currency="EUR")
    found = [(each[2], each[3]) for each in refused(done)]
    assert found == ([(amount, "lost_decimals")] if is_refused else [])


def test_an_amount_below_a_million_that_lost_its_decimal_sign_is_refused_too(
    tmp_path: Path,
) -> None:
    amounts = [f"{n % 9 + 1},234.567" for n in range(200)] + ["2,024,994", "524,994"]
    rows = [(f"F{n}", "2024-01-15", "C1", each) for n, each in enumerate(amounts)]
    done = staged(a_file(tmp_path, written(rows, ("document", "date", "customer", "net_amount"))))
    assert [each[2:] for each in refused(done)] == [
        ("2,024,994", "lost_decimals"),
        ("524,994", "lost_decimals"),
    ]


def test_whole_amounts_that_come_late_but_often_are_taken(tmp_path: Path) -> None:
    amounts = ["1,234.50"] * 5_100 + ["2,024,994"] * 300
    rows = [(f"F{n}", "2024-01-15", "C1", each) for n, each in enumerate(amounts)]
    header = ("document", "date", "customer", "net_amount")
    assert staged(a_file(tmp_path, written(rows, header))).refused == 0


def test_an_underscore_makes_no_number(tmp_path: Path) -> None:
    done = of(tmp_path, (*BASE, "net_amount"), [(*FIRST, "1_000"), (*FIRST, "2.50")])
    assert [row.reason for row in done.first_refused] == ["not_a_number"]


def test_the_last_line_may_end_with_the_file_and_line_ends_inside_still_count(
    tmp_path: Path,
) -> None:
    text = 'document,date,customer,net_amount\nF1,2024-01-02,"C\n1",1\nF2,2024-01-02,C2,x\n'
    for content in (text, text.removesuffix("\n")):
        done = staged(a_file(tmp_path, content))
        assert [line for line, *_rest in refused(done)] == [4]


def test_a_long_cell_of_a_broken_row_is_refused_alone(tmp_path: Path) -> None:
    text = "document,date,customer,net_amount\nF1,2024-01-02,C1,1\n"
    done = staged(a_file(tmp_path, f"{text}F2,2024-01-02,{'x' * 200_000},1,surplus\n"))
    assert (done.kept, done.refused_by_reason) == (1, {"extra_fields": 1})


def test_of_parquet_columns_of_one_name_none_is_read(tmp_path: Path) -> None:
    columns = [["F1"], ["2024-01-02"], ["C1"], [10.5], ["x"], ["y"]]
    names = ["document", "date", "customer", "net_amount", "note", "note"]
    path = tmp_path / "sales.parquet"
    pq.write_table(pa.table([pa.array(each) for each in columns], names=names), path)
    assert column(staged(path), "amount") == [Decimal("10.5")]


# -- a currency beside the amount ------------------------------------------------------------------


@pytest.mark.parametrize("amount", ["5 USD", "USD 5", "US$5", "5 usd", "$5"])
def test_an_amount_counts_in_the_currency_beside_it(tmp_path: Path, amount: str) -> None:
    rows = [(*FIRST, amount, "USD")]
    done = of(tmp_path, (*BASE, "net_amount", "currency"), rows, rates=RATES)
    assert done.net_total == {"USD": 5}
    if amount != "$5":
        done = of(tmp_path, (*BASE, "net_amount"), [(*FIRST, amount)], rates=RATES)
        assert done.net_total == {"USD": 5}


@pytest.mark.parametrize(
    ("amounts", "how"),
    [
        (["$1.50", "2.50 €"], {}),
        (["1.50 USD", "2.50 EUR"], {}),
        (["1.50 USD"], {"currency": "EUR"}),
        (["1.50 $"], {"currency": "EUR"}),
        (["1.50"] * 10_500 + ["2.50 USD"], {}),
        (["1.50 €"] * 10_500 + ["2.50 $"], {}),
    ],
)
def test_an_amount_never_counts_in_another_currency(
    tmp_path: Path, amounts: list[str], how: dict[str, str]
) -> None:
    rows = [(*FIRST, amount) for amount in amounts]
    with pytest.raises(Refusal) as refusal:
        of(tmp_path, (*BASE, "net_amount"), rows, rates=RATES, **how)
    assert refusal.value.code == "contradictory_currencies"


@pytest.mark.parametrize(
    ("amount", "own"), [("1.50 USD", "EUR"), ("£1.50", ""), ("$1.50", "EUR"), ("1 CHF", "USD")]
)
def test_an_amount_does_not_contradict_its_row(tmp_path: Path, amount: str, own: str) -> None:
    rows = [(*FIRST, "1", "EUR"), (*FIRST, amount, own)]
    with pytest.raises(Refusal) as refusal:
        of(tmp_path, (*BASE, "net_amount", "currency"), rows, rates=RATES)
    assert refusal.value.code == "contradictory_currencies"
    assert (refusal.value.params["line"], refusal.value.params["text"]) == (3, amount)


def test_what_is_no_currency_refuses_its_row_alone(tmp_path: Path) -> None:
    done = of(tmp_path, (*BASE, "net_amount"), [(*FIRST, "1.50"), (*FIRST, "3 pcs")])
    assert (done.kept, done.refused) == (1, 1)
