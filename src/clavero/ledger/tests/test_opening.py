"""Any file an ERP may write opens to the same rows: encoding, delimiter, line end, wrapping."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clavero.core.errors import Refusal
from clavero.ledger.ingest import opening, sheet_source, text
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

NAMES = [row[3] for row in ROWS]
AMOUNTS = [Decimal("1234.5"), Decimal("-12.25"), Decimal("0.75")]
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252")
SPANISH = [
    ("F1", "25/03/2024", "C1", "Muñoz e Hijos, S.L.", "2", "1.234,50"),
    ("F2", "26/03/2024", "C2", "Peña y Açaí Nº 3", "-1", "-12,25"),
    ("F3", "01/04/2024", "", "Añover Ácido Línea", "10", "0,75"),
]


def must_read(path: Path, names: list[str] | None = None, **choices: Any) -> None:
    done = staged(path, **choices)
    assert refused(done) == []
    assert column(done, "customer_name") == (names or NAMES)
    assert column(done, "amount") == AMOUNTS
    assert column(done, "customer") == ["C1", "C2", None]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [";", "\t", "|", ",", "^", "~"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = a_file(tmp_path, written(delimiter=delimiter).encode(encoding))
    must_read(path)
    found = inspected(path).details
    assert found["encoding"].value.startswith(encoding.removesuffix("-sig")[:5])
    assert str(found["encoding"].evidence)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp850"])
def test_encodings_of_one_byte_are_told_by_their_words(tmp_path: Path, encoding: str) -> None:
    path = a_file(tmp_path, written(SPANISH).encode(encoding))
    must_read(path, [row[3] for row in SPANISH])
    found = inspected(path).details["encoding"]
    assert str(found.evidence) == (
        "It is not UTF-8. Of Windows-1252, Latin-1 and the DOS encoding CP850, "
        f"{found.value} makes most sense of its words, as in “Cód”."
    )


@pytest.mark.parametrize(
    ("word", "encoding"),
    [
        (word, encoding)
        for word in ("España", "CAMIÓN", "Île", "Größe", "Núm.")
        for encoding in ("cp1252", "cp850")
    ]
    + [("1\u00a0234,5 €", "cp1252")],
)
def test_one_word_tells_the_encoding(tmp_path: Path, word: str, encoding: str) -> None:
    coded = word.encode(encoding)
    opened = opening.recognise(a_file(tmp_path, b"a;b\n1;" + coded + b"\n"))
    assert text.survey(opened).encoding.value == encoding


def test_a_chosen_encoding_is_taken(tmp_path: Path) -> None:
    path = a_file(tmp_path, written().encode("cp1252"))
    assert inspected(path, encoding="cp1252").details["encoding"].value == "cp1252"
    with pytest.raises(Refusal) as refusal:
        inspected(path, encoding="utf-8")
    assert refusal.value.code == "damaged_text"
    with pytest.raises(Refusal) as refusal:
        inspected(path, encoding="klingon")
    assert refusal.value.code == "unknown_encoding"


def test_a_few_letters_lost_cost_only_their_rows(tmp_path: Path) -> None:
    rows = [*ROWS] * 20
    content = written(rows).encode() + b"F9;02/04/2024;C9;Mu\xf1oz;1;1,00\n"
    done = staged(a_file(tmp_path, content))
    assert done.kept == 60
    assert refused(done) == [(62, "Razón social", "Mu\ufffdoz", "unreadable_text")]


def test_letters_lost_before_are_nobody_s_fault(tmp_path: Path) -> None:
    rows = [("F1", "25/03/2024", "C1", "Mu\ufffdoz", "1", "1,00")]
    assert staged(a_file(tmp_path, written(rows))).kept == 1


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("ending", ["", "line", "\x1a", "blank"])
def test_line_ends(tmp_path: Path, line_end: str, ending: str) -> None:
    content = written(line_end=line_end).removesuffix(line_end)
    content += {"line": line_end, "\x1a": line_end + "\x1a", "blank": line_end * 3}.get(ending, "")
    path = a_file(tmp_path, content)
    must_read(path)
    expected = {"\n": "lf", "\r\n": "crlf", "\r": "cr"}[line_end]
    assert inspected(path).details["line_end"].value == expected


@pytest.mark.parametrize(
    ("quote", "quoting"),
    [('"', csv.QUOTE_ALL), ('"', csv.QUOTE_MINIMAL), ("'", csv.QUOTE_ALL)],
)
def test_quotes(tmp_path: Path, quote: str, quoting: int) -> None:
    must_read(a_file(tmp_path, written(delimiter=",", quoting=quoting, quote=quote)))


def test_a_quote_inside_a_text(tmp_path: Path) -> None:
    rows = [("F1", "25/03/2024", "C1", 'Pipe 5" ; long', "1", "1,00")]
    done = staged(a_file(tmp_path, written(rows)))
    assert column(done, "customer_name") == ['Pipe 5" ; long']
    escaped = written().replace("Muñoz e Hijos, S.L.", '"Muñoz \\"e\\" Hijos; S.L."')
    done = staged(a_file(tmp_path, escaped), folder=tmp_path / "escaped")
    assert column(done, "customer_name")[0] == 'Muñoz "e" Hijos; S.L.'


@pytest.mark.parametrize(
    "above",
    [
        "sep=;\n",
        "Listado de ventas\n\n",
        "Listado de ventas;;;;;\nEmpresa: X, S.A.;;;;;\n;;;;;\n",
        "Desde 01/01/2024 hasta 31/12/2024\nPágina 1\nUsuario: ana\nFiltro: todo\n",
    ],
)
def test_lines_above_the_header(tmp_path: Path, above: str) -> None:
    path = a_file(tmp_path, above + written())
    must_read(path)
    assert inspected(path).details["header"].value == str(above.count("\n") + 1)


def test_rows_that_end_with_a_delimiter(tmp_path: Path) -> None:
    head, *rows = written().splitlines()
    must_read(a_file(tmp_path, "\n".join([head, *(f"{row};" for row in rows)])))
    must_read(a_file(tmp_path, "\n".join([f"{head};", *rows]), "header.csv"))
    must_read(
        a_file(tmp_path, "\n".join(f"{row};" for row in [head, *rows]), "both.csv"),
    )


def test_empty_and_repeated_column_names(tmp_path: Path) -> None:
    header = (*HEADER[:5], "", "Importe neto", "Importe neto")
    rows = [(*row[:5], "x", row[5], "9,99") for row in ROWS]
    found = inspected(a_file(tmp_path, written(rows, header)))
    assert [each.name for each in found.columns][5:] == [
        "Column 6",
        "Importe neto",
        "Importe neto (2)",
    ]


def test_an_unusual_delimiter_may_be_chosen(tmp_path: Path) -> None:
    path = a_file(tmp_path, written(delimiter="!"))
    with pytest.raises(Refusal) as refusal:
        inspected(path)
    assert refusal.value.code == "not_a_table"
    must_read(path, delimiter="!")


# -- wrappings -----------------------------------------------------------------------------------


def zipped(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_packed_files(tmp_path: Path) -> None:
    for name, content in {
        "a.csv.gz": gzip.compress(written().encode()),
        "two.gz": gzip.compress(written()[:50].encode()) + gzip.compress(written()[50:].encode()),
        "a.zip": zipped(ventas=written(), **{"__MACOSX/ventas": "x"}),
    }.items():
        path = a_file(tmp_path, content, name)
        done = staged(path, folder=tmp_path / "done" / name)
        assert column(done, "amount") == AMOUNTS, name


def test_a_file_of_an_archive_is_chosen_by_name(tmp_path: Path) -> None:
    path = a_file(tmp_path, zipped(enero=written(), febrero=written(ROWS[:1])))
    assert staged(path, member="febrero").kept == 1
    found = inspected(path, member="febrero").details["member"]
    assert (found.value, found.options) == ("febrero", ("enero", "febrero"))
    with pytest.raises(Refusal) as refusal:
        inspected(path, member="marzo")
    assert refusal.value.code == "unknown_member"
    assert "enero" in str(refusal.value)


def test_an_archive_writes_nothing_anywhere(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    path = a_file(inside, zipped(**{"../../escaped.csv": written()}))
    staged(path)
    assert not (tmp_path.parent / "escaped.csv").exists()
    assert not list(tmp_path.rglob("escaped*"))


# -- workbooks -----------------------------------------------------------------------------------


def workbook(path: Path, **sheets: list[tuple[Any, ...]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


TYPED = [
    HEADER,
    ("F1", date(2024, 3, 25), "C1", NAMES[0], 2, 1234.5),
    ("F2", datetime(2024, 3, 26, 10, 30), "C2", NAMES[1], -1, -12.25),  # noqa: DTZ001 - as Excel
    ("F3", date(2024, 4, 1), None, NAMES[2], 10, 0.1 + 0.65),
]


def test_a_workbook_with_several_sheets(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "book.xlsx",
        Portada=[("Ventas 2024",), ("Empresa", "X")],
        Clientes=[("Código", "Nombre"), ("C1", "Muñoz")],
        Líneas=[("Listado",), (), *TYPED],
    )
    must_read(path)
    found = inspected(path)
    assert found.details["sheet"].value == "Líneas"
    assert "Clientes" in str(found.details["sheet"].evidence)
    assert found.details["header"].value == "3"
    assert column(staged(path), "date") == [date(2024, 3, 25), date(2024, 3, 26), date(2024, 4, 1)]


def test_a_sheet_is_chosen_by_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx", Enero=TYPED, Febrero=TYPED[:2])
    assert staged(path, sheet="Febrero").kept == 1
    with pytest.raises(Refusal) as refusal:
        inspected(path, sheet="Marzo")
    assert refusal.value.code == "unknown_sheet"


@pytest.mark.parametrize("has_cover", [False, True])
def test_a_hidden_sheet_is_not_read_and_that_is_said(tmp_path: Path, has_cover: bool) -> None:
    cover = {"Portada": [("Ventas 2024",), ("Empresa", "X")]} if has_cover else {}
    months = {"Enero": TYPED, "Febrero": [HEADER, ("F4", date(2024, 5, 2), "C1", "A", 1, 7)]}
    hidden = {"Oculta": [HEADER, ("F5", date(2024, 6, 2), "C1", "A", 1, 8)]}
    path = workbook(tmp_path / "book.xlsx", **cover, **months, **hidden)
    book = openpyxl.load_workbook(path)
    book["Oculta"].sheet_state = "hidden"
    book.save(path)
    found = inspected(path).details["sheet"]
    assert found.value == "Enero, Febrero"
    said = "Not read: Portada, Oculta." if has_cover else "Hidden, and so not read: Oculta."
    assert said in str(found.evidence)


def test_sheets_with_the_same_columns_are_read_as_one_file(tmp_path: Path) -> None:
    turned = [tuple(reversed(row)) for row in (HEADER, ("F4", date(2024, 5, 2), "C1", "A", 1, 7))]
    path = workbook(
        tmp_path / "book.xlsx",
        Portada=[("Ventas 2024",), ("Empresa", "X")],
        Enero=[*TYPED, ("F9", "??", "C1", "A", 1, 5), ("Fuente: ERP",)],
        Febrero=[("Listado",), (), *turned, tuple(reversed(("F8", "??", "C1", "A", 1, 6)))],
        Marzo=[HEADER],
    )
    found = inspected(path)
    assert found.details["sheet"].value == "Enero, Febrero"
    assert "Portada, Marzo" in str(found.details["sheet"].evidence)
    done = staged(path)
    assert (done.kept, column(done, "document")[-1]) == (4, "F4")
    at = [(row.sheet, row.line) for row in done.first_refused if row.value == "??"]
    assert at == [("Enero", 5), ("Febrero", 5)]
    assert [row["refused_line"] for row in rows_of(done)][-1] == "5 (Febrero)"
    assert staged(path, sheet="Febrero").kept == 1


def test_sheets_of_lines_with_other_columns_are_asked_about(tmp_path: Path) -> None:
    other = [(*HEADER, "Coste"), *((*row, 1) for row in TYPED[1:])]
    path = workbook(tmp_path / "book.xlsx", Portada=[("X",)], Enero=TYPED, Febrero=other)
    with pytest.raises(Refusal) as refusal:
        inspected(path)
    assert refusal.value.code == "ambiguous_sheets"
    assert refusal.value.params["options"] == ("Enero", "Febrero")
    assert "--sheet" in str(refusal.value)


def test_a_sheet_that_repeats_another_is_not_added_to_it(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx", Año=[*TYPED, ("F4", *TYPED[1][1:])], Marzo=TYPED[:2])
    with pytest.raises(Refusal) as refusal:
        inspected(path)
    assert refusal.value.code == "overlapping_sheets"
    assert staged(path, sheet="Año").kept == 4


def test_sheets_too_large_to_be_held_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_source, "MOST_CELLS", 30)
    path = workbook(tmp_path / "book.xlsx", Enero=TYPED, Febrero=[HEADER, ("F7", *TYPED[1][1:])])
    assert staged(path).kept == 4


def test_texts_among_the_numbers_of_a_sheet(tmp_path: Path) -> None:
    rows = [
        HEADER,
        ("F1", "25/03/2024", 101, "A", "2", "1.234,50"),
        ("F2", date(2024, 3, 26), "0102", "B", 3, 12.5),
        ("F3", date(2024, 3, 26), 103, "C", 3, "x"),
    ]
    done = staged(workbook(tmp_path / "mixed.xlsx", Hoja1=rows))
    assert column(done, "amount") == [Decimal("1234.5"), Decimal("12.5")]
    assert column(done, "customer") == ["101", "0102"]
    assert refused(done) == [(4, "Importe neto", "x", "not_a_number")]


# -- Parquet -------------------------------------------------------------------------------------


def test_parquet(tmp_path: Path) -> None:
    table = pa.table(
        {
            "document": ["F1", "F2", "F3"],
            "date": pa.array([date(2024, 3, 25), date(2024, 3, 26), date(2024, 4, 1)]),
            "customer": pa.array(["C1", "C2", None]).dictionary_encode(),
            "customer_name": NAMES,
            "quantity": pa.array([2, -1, 10], pa.int32()),
            "net_amount": pa.array(AMOUNTS, pa.decimal128(12, 2)),
            "cost": pa.array([1000.1, None, float("nan")], pa.float64()),
            "delivered_date": pa.array([datetime(2024, 4, 1, 9), None, None]),  # noqa: DTZ001
            "tags": pa.array([["a"], [], None]),
        }
    )
    pq.write_table(table, tmp_path / "sales.parquet")
    must_read(tmp_path / "sales.parquet")
    done = staged(tmp_path / "sales.parquet")
    assert column(done, "cost") == [Decimal("1000.1"), None, None]
    assert column(done, "delivered_date") == [date(2024, 4, 1), None, None]
    assert lines(done)[0]["line_no"] == 2


def test_parquet_with_texts(tmp_path: Path) -> None:
    table = pa.table(dict(zip(HEADER, zip(*ROWS, strict=True), strict=True)))
    pq.write_table(table, tmp_path / "texts.parquet")
    must_read(tmp_path / "texts.parquet")


# -- any of these together -----------------------------------------------------------------------

LETTERS = st.text(
    st.characters(codec="cp1252", exclude_categories=("Cc", "Zs", "Zl", "Zp")), max_size=12
)
WORDS = LETTERS.map(lambda word: f"x{word}x") | st.just('"two" words, ; | and a\r\nline')


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, list[tuple[str, ...]]]:
    """A file in a random dialect, and its rows."""
    words = draw(st.lists(st.tuples(WORDS, WORDS), min_size=2, max_size=8))
    rows = [
        (f"F{number}", "2024-03-25", f"C{number}", one, other, "1")
        for number, (one, other) in enumerate(words)
    ]
    content = written(
        rows,
        ("Documento", "Fecha", "Cliente", "Nombre cliente", "Descripción", "Importe"),
        delimiter=draw(st.sampled_from(";,\t|")),
        line_end=draw(st.sampled_from(["\n", "\r\n", "\r"])),
        quoting=draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])),
    )
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    return content.encode(encoding), rows


@pytest.fixture
def paths(tmp_path: Path) -> Iterator[Path]:
    """Names for files that differ."""
    return (tmp_path / f"{number}.csv" for number in range(10**6))


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(made=files())
def test_rows_written_in_any_dialect_are_read_back(
    paths: Iterator[Path], made: tuple[bytes, list[tuple[str, ...]]]
) -> None:
    content, rows = made
    path = next(paths)
    path.write_bytes(content)
    done = staged(path, folder=path.with_suffix(".done"))
    found = [
        (each["document"], each["customer_name"], each["product_name"]) for each in lines(done)
    ]
    assert found == [(row[0], row[3], row[4]) for row in rows]


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_damaged_archive_of_any_method_is_refused(tmp_path: Path, method: int) -> None:
    path = tmp_path / "sales.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("sales.csv", "".join(f"F{n},2024-01-01,C{n},{n}\n" for n in range(9_000)))
    whole = bytearray(path.read_bytes())
    whole[200:400] = bytes(200)
    path.write_bytes(whole)
    with pytest.raises(Refusal) as refused:
        inspected(path)
    assert refused.value.code == "damaged_archive"
