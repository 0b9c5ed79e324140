"""Files that cannot be trusted: each gets its own clear refusal, and nothing is written."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest

from clavero.core.errors import Refusal
from clavero.ledger import telling
from clavero.ledger.ingest import opening, sheet_source
from clavero.ledger.tests.sales_files import (
    HEADER,
    ROWS,
    a_file,
    inspected,
    refused,
    staged,
    written,
)

HTML = b"\xef\xbb\xbf \n<!DOCTYPE html>\n<html><body><table><tr><td>F1</td></tr></table></html>"


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


PLAIN = written().encode()
FILES: dict[str, tuple[bytes, str]] = {
    "no bytes": (b"", "empty"),
    "only blanks": (b" \r\n \n", "empty"),
    "only a mark": (b"\xef\xbb\xbf", "empty"),
    "header only": (written([]).encode(), "no_lines"),
    "header and blank lines": (written([]).encode() + b"\n\n", "no_lines"),
    "no header": (written(header=None).encode(), "no_header"),
    "one column": (b"Factura\nF1\nF2\n", "not_a_table"),
    "prose": (b"Dear all,\nfind the sales attached.\nRegards\n", "not_a_table"),
    "web page": (HTML, "html"),
    "web page in UTF-16": (HTML.decode("utf-8-sig").encode("utf-16"), "html"),
    "PDF": (b"%PDF-1.7\n1 0 obj", "binary"),
    "XML": (b'<?xml version="1.0"?><Workbook/>', "binary"),
    "JSON": (b'[{"document": "F1"}]', "binary"),
    "noise": (bytes(range(256)) * 40, "binary"),
    "zeros inside": (PLAIN.replace(b"C2", b"C\x00"), "binary"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_workbook"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + b"\0" * 60, "other_archive"),
    "cut inside a quote": (written().encode()[:-30] + b'\n"F9;25/03/2024;C1', "unclosed_quote"),
    "ends inside a quote": (PLAIN + b'F9;25/03/2024;C1;"Gomez;1;2,50\n', "unclosed_quote"),
    "odd bytes for UTF-16": (b"\xff\xfe" + written().encode("utf-16-le")[:-1], "damaged_text"),
    "cut GZ": (gzip.compress(PLAIN)[:-12], "truncated_archive"),
    "broken GZ": (gzip.compress(PLAIN)[:-8] + b"\xff" * 8, "damaged_archive"),
    "empty GZ": (gzip.compress(b""), "empty"),
    "workbook in a GZ": (gzip.compress(b"PK\x03\x04rest"), "nested_archive"),
    "GZ in a ZIP": (zipped(a=gzip.compress(PLAIN)), "nested_archive"),
    "cut ZIP": (zipped(a=PLAIN)[:-30], "damaged_archive"),
    "empty ZIP": (zipped(), "empty_archive"),
    "two files in a ZIP": (zipped(a=PLAIN, b=PLAIN), "several_members"),
    "broken workbook": (zipped(xl__workbook_xml=b"").replace(b"_xml", b".xml"), "damaged_workbook"),
    "cut Parquet": (b"PAR1" + b"\x15\x04" * 40, "damaged_parquet"),
}


@pytest.mark.parametrize(("content", "code"), FILES.values(), ids=FILES.keys())
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = a_file(tmp_path, content)
    with pytest.raises(Refusal) as refusal:
        staged(path)
    assert refusal.value.code == code
    assert str(refusal.value)
    assert not (tmp_path / "staged" / "kept").exists()


def test_a_refusal_says_where_and_what_to_do(tmp_path: Path) -> None:
    path = a_file(tmp_path, PLAIN + b'F9;25/03/2024;C1;"Gomez;1;2,50\nF10;x\n')
    with pytest.raises(Refusal) as refusal:
        staged(path)
    assert "line 5" in str(refusal.value)
    assert "Export it again" in str(refusal.value)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    for path in (tmp_path, tmp_path / "absent", fifo):
        with pytest.raises(Refusal) as refusal:
            inspected(path)
        assert refusal.value.code == "not_a_file"


def test_a_bomb_is_refused_while_it_goes_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_HARMLESS", 1 << 20)
    rows = written().encode() + b"F1;25/03/2024;C1;X;1;1,00\n" * 400_000
    for content in (gzip.compress(rows), zipped(a=rows)):
        with pytest.raises(Refusal) as refusal:
            inspected(a_file(tmp_path, content))
        assert refusal.value.code == "expands_too_much"


def test_a_line_without_end_is_refused_before_it_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        file.write(PLAIN)
        file.seek(2 << 30)  # a hole: two gigabytes that take no room
        file.write(b"x")
    with pytest.raises(Refusal) as refusal:
        inspected(path)
    assert refusal.value.code in {"line_too_long", "binary"}
    path.write_bytes(PLAIN + b"x" * (9 << 20))
    with pytest.raises(Refusal) as refusal:
        inspected(path)
    assert refusal.value.code == "line_too_long"


def test_a_quote_that_opens_early_is_refused_with_its_line(tmp_path: Path) -> None:
    many = "".join(f"F{n};25/03/2024;C1;X;1;1,00\n" for n in range(120_000))
    path = a_file(tmp_path, written() + 'F9;25/03/2024;C1;"Gomez;1;2,50\n' + many)
    with pytest.raises(Refusal) as refusal:
        staged(path)
    assert refusal.value.code == "unclosed_quote"
    assert refusal.value.params["line"] == 5


def test_rows_swallowed_between_two_lone_quotes_are_noticed(tmp_path: Path) -> None:
    text = written() + (
        'F5;25/03/2024;C1;"5 inch;1;2,50\nF6;25/03/2024;C1;X;1;2,50\nF7;25/03/2024;C1;3" y;1;2,50\n'
    )
    with pytest.raises(Refusal) as refusal:
        staged(a_file(tmp_path, text))
    assert refusal.value.code == "unclosed_quote"
    assert refusal.value.params["line"] == 5


def test_a_text_of_several_lines_is_no_damage(tmp_path: Path) -> None:
    rows = [*ROWS, ("F4", "02/04/2024", "C1", "Calle; 3\nMadrid", "1", "5,00")]
    assert staged(a_file(tmp_path, written(rows))).kept == 4


def test_a_workbook_that_would_fill_the_memory_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active["AMJ5000"] = 1
    book.save(tmp_path / "far.xlsx")
    monkeypatch.setattr(sheet_source, "MOST_CELLS", 1_000_000)
    with pytest.raises(Refusal) as refusal:
        inspected(tmp_path / "far.xlsx")
    assert refusal.value.code == "workbook_too_large"


def test_numbers_whose_decimal_sign_was_replaced_are_refused(tmp_path: Path) -> None:
    rows = [("F1", "25/03/2024", "C1", "2,024,994"), ("F2", "25/03/2024", "C1", "12,50")]
    path = a_file(tmp_path, written(rows, ("Factura", "Fecha", "Cliente", "Importe")))
    with pytest.raises(Refusal) as refusal:
        staged(path)
    assert refusal.value.code == "damaged_numbers"
    assert "2,024,994" in str(refusal.value)
    assert "12,50" in str(refusal.value)


def test_amounts_a_power_of_ten_from_quantity_times_price_are_refused(tmp_path: Path) -> None:
    header = ("Factura", "Fecha", "Cliente", "Cantidad", "Precio", "Importe")
    good = [("F1", "25/03/2024", "C1", "2", "10.25", "20.50")] * 8
    shifted = [("F2", "25/03/2024", "C1", "3", "2.024", "6072")] * 2
    with pytest.raises(Refusal) as refusal:
        staged(a_file(tmp_path, written(good + shifted, header)))
    assert refusal.value.code == "damaged_numbers"
    assert "20%" in str(refusal.value)


AMOUNTS = ("document", "date", "customer", "net_amount")


def amounts(values: Iterable[str]) -> str:
    """A file of sales with these amounts."""
    return written([(f"F{n}", "2024-01-15", "C1", each) for n, each in enumerate(values)], AMOUNTS)


@pytest.mark.parametrize(
    ("kept", "lost", "share"),
    [
        ("6,402.807", "8,669,718", 0.5),
        ("6,402.807", "8,669,718", 0.05),
        ("6,402.807", "8,669,718", 0.95),
        ("2.903,717", "5.353.834", 0.3),
        ("642.807", "669,718", 0.4),
        ("0.807", "669,718", 0.1),
        ("-6,402.807 €", "(8,669,718)", 0.2),
    ],
)
def test_amounts_that_lost_their_decimal_sign_are_refused_whatever_their_share(
    tmp_path: Path, kept: str, lost: str, share: float
) -> None:
    path = a_file(tmp_path, amounts(lost if n < 200 * share else kept for n in range(200)))
    with pytest.raises(Refusal) as refusal:
        staged(path)
    if kept == "642.807":  # either sign may be the decimal one
        assert refusal.value.code == "ambiguous_numbers"
        return
    assert refusal.value.code == "damaged_numbers"
    assert kept in str(refusal.value)
    assert lost in str(refusal.value)
    assert f"{share * 100:.0f}%" in str(refusal.value)


@pytest.mark.parametrize(
    ("usual", "other", "why"),
    [
        ("1,229.98", "8,669,718", "two decimals never look like thousands"),
        ("1229.981", "8669718", "whole numbers are written without thousands"),
        ("1,229.981", "4,718", "no larger than the others"),
        ("1,229.981", "718", "whole numbers among them"),
        ("1,229.981", "8,669,718.000", "with their decimals"),
        ("1.2", "8,669,718", "as many decimals as it takes"),
    ],
)
def test_whole_amounts_among_others_are_no_damage(
    tmp_path: Path, usual: str, other: str, why: str
) -> None:
    path = a_file(tmp_path, amounts([usual] * 100 + [other] * 20))
    assert staged(path).kept == 120, why


def test_a_currency_without_decimals_beside_one_with_three_is_no_damage(tmp_path: Path) -> None:
    header = (*AMOUNTS, "currency")
    rows = [("F1", "2024-01-15", "C1", "1,229.981", "EUR")] * 50
    rows += [("F2", "2024-01-15", "C1", "8,669,718", "CLP")] * 50
    done = staged(a_file(tmp_path, written(rows, header)))
    assert set(done.refused_by_reason) == {"no_rate"}


def test_lost_decimal_signs_that_come_late_refuse_the_file(tmp_path: Path) -> None:
    path = a_file(tmp_path, amounts(["6,402.807"] * 5_500 + ["8,669,718", "669,718"] * 300))
    with pytest.raises(Refusal) as refusal:
        staged(path)
    assert refusal.value.code == "damaged_numbers"
    assert "10%" in str(refusal.value)


@pytest.mark.parametrize(("field", "worth"), [("cost", "1,710.25"), ("list_price", "2512.5")])
def test_amounts_hundreds_of_times_what_the_goods_cost_are_refused(
    tmp_path: Path, field: str, worth: str
) -> None:
    header = (*AMOUNTS, "quantity", field)
    sold = ("F1", "2024-01-15", "C1")
    rows = [(*sold, amount, "1", worth) for amount in ["2,024,994", "812,050"] * 20]
    with pytest.raises(Refusal) as refusal:
        staged(a_file(tmp_path, written(rows, header)), decimal="point")
    assert refusal.value.code == "damaged_numbers"
    assert f"“{field}”" in str(refusal.value)
    rows = [(*row[:5], "1,710,250") for row in rows]
    path = a_file(tmp_path, written(rows, header))
    assert staged(path, folder=tmp_path / "again", decimal="point").kept == 40


@pytest.mark.parametrize(
    "others", [[], ["0"] * 3, ["850"], ["-850"], ["6,402.807"], ["6,402.807"] * 2, ["12"] * 15]
)
def test_where_nearly_all_amounts_have_thousands_alone_it_is_asked(
    tmp_path: Path, others: list[str]
) -> None:
    path = a_file(tmp_path, amounts(["2,024,994", "812,050"] * 100 + others))
    with pytest.raises(Refusal) as refusal:
        staged(path)
    assert refusal.value.code == "doubtful_thousands"
    assert "2,024,994" in str(refusal.value)
    assert "--decimal point" in str(refusal.value)
    assert staged(path, decimal="point").kept == 200 + len(others)
    points = a_file(tmp_path, amounts(["2.024.994", "812.050"] * 100), "points.csv")
    with pytest.raises(Refusal) as refusal:
        staged(points)
    assert "--decimal comma" in str(refusal.value)


def test_whole_amounts_of_every_size_and_of_currencies_without_decimals_are_not_asked_about(
    tmp_path: Path,
) -> None:
    mixed = a_file(tmp_path, amounts(["2,024,994", "12,050", "950"] * 20), "mixed.csv")
    assert staged(mixed).kept == 60
    pesos = a_file(tmp_path, amounts(["2,024,994", "812,050"] * 20), "pesos.csv")
    assert inspected(pesos, currency="CLP").questions == ()


def test_amounts_that_all_have_thousands_and_no_decimals_are_told_with_their_total(
    tmp_path: Path,
) -> None:
    path = a_file(tmp_path, amounts(["2,024,994", "812,050"] * 20))
    whole = staged(path, decimal="point")
    said = telling.of_thousands(inspected(path, decimal="point"), whole.net_total)
    assert "2,024,994" in said
    assert "They add up to €56,740,880.00." in said
    whole = a_file(tmp_path, amounts(["2,024,994", "812,050", "950"] * 20), "whole.csv")
    assert telling.of_thousands(inspected(whole), {}) == ""


@pytest.mark.parametrize(
    ("prices", "why"),
    [
        (["10.25"] * 9 + ["1025"], "a price per hundred units here and there"),
        (["10.25", "3.4", "7", "0.5", "2", "9", "1", "4", "1025", "0.1025"], "another price"),
    ],
)
def test_other_disagreements_are_no_damage(tmp_path: Path, prices: list[str], why: str) -> None:
    header = ("Factura", "Fecha", "Cliente", "Cantidad", "Precio", "Importe")
    rows = [(f"F{n}", "25/03/2024", "C1", "2", price, "20.50") for n, price in enumerate(prices)]
    assert staged(a_file(tmp_path, written(rows, header))).kept == 10, why


@pytest.mark.parametrize("lost", ["########", "0", "00:00", "pending"])
def test_a_file_that_lost_its_dates_is_refused(tmp_path: Path, lost: str) -> None:
    rows = [(f"F{n}", lost, "C1", "X", "1", "1,50") for n in range(5)]
    with pytest.raises(Refusal) as refusal:
        staged(a_file(tmp_path, written(rows)))
    assert refusal.value.code == "no_dates"
    assert lost in str(refusal.value)


def test_a_file_of_two_date_orders_is_refused(tmp_path: Path) -> None:
    days = ["25/03/2024"] * 5 + ["03/25/2024"] * 5
    rows = [(f"F{n}", day, "C1", "X", "1", "1,50") for n, day in enumerate(days)]
    with pytest.raises(Refusal) as refusal:
        staged(a_file(tmp_path, written(rows)))
    assert refusal.value.code == "contradictory_dates"


def test_one_wrong_row_is_not_a_damaged_file(tmp_path: Path) -> None:
    rows = [*ROWS] * 10 + [("F9", "03/25/2024", "C1", "X", "1", "12,5,0")]
    done = staged(a_file(tmp_path, written(rows)))
    assert done.kept == 30
    assert refused(done) == [(32, "Fecha", "03/25/2024", "impossible_date")]
