"""Small workbooks that would fill the memory are refused while there is plenty of it."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from clavero.core.errors import Refusal
from clavero.ledger.ingest import sheet_source, workbook
from clavero.ledger.tests.sales_files import HEADER, a_file, inspected, staged

ALLOWED = 400  # megabytes above what a process has anyway
READ = """
import resource, sys
from pathlib import Path
import django
django.setup()
from clavero.core.errors import Refusal
from clavero.ledger import ingest
size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
resource.setrlimit(resource.RLIMIT_AS, (size + (int(sys.argv[1]) << 20),) * 2)
for path in sys.argv[2:]:
    try:
        ingest.inspect(Path(path), name="book.xlsx")
        code = "read"
    except Refusal as refusal:
        code = refusal.code
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(code, (after - before) >> 10, flush=True)
"""
XML = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEADS = "".join(f"<c t='str'><v>{name}</v></c>" for name in HEADER)
ROW = "".join(f"<c t='str'><v>{text}</v></c>" for text in ("F1", "2024-03-25", "C1", "X", "1", "2"))
Parts = dict[str, bytes | Iterator[bytes]]


def sheet(inside: str = "") -> bytes:
    rows = f"<row>{HEADS}</row><row>{ROW}</row>{inside}"
    return f"<worksheet xmlns='{XML}'><sheetData>{rows}</sheetData></worksheet>".encode()


def book(name: str = "worksheets/sheet1.xml", **parts: bytes) -> Parts:
    """The parts of a workbook whose one sheet is called ``name``."""
    texts = f"<sst xmlns='{XML}'><si><t>a</t></si></sst>".encode()
    sheets = "<sheets><sheet name='Ventas' sheetId='1' r:id='rId1'/></sheets>"
    return {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": (
            f"<Relationships xmlns='{PACKAGE}'><Relationship Id='rId1' "
            f"Type='{RELATIONS}/officeDocument' Target='xl/workbook.xml'/></Relationships>".encode()
        ),
        "xl/workbook.xml": (
            f"<workbook xmlns='{XML}' xmlns:r='{RELATIONS}'>{sheets}</workbook>".encode()
        ),
        "xl/_rels/workbook.xml.rels": (
            f"<Relationships xmlns='{PACKAGE}'><Relationship Id='rId1' "
            f"Type='{RELATIONS}/worksheet' Target='{name}'/></Relationships>".encode()
        ),
        "xl/sharedStrings.xml": parts.get("texts", texts),
        f"xl/{name}": parts.get("sheet", sheet()),
    }


def packed(path: Path, parts: Parts) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            with archive.open(name, "w", force_zip64=True) as part:
                for block in (content,) if isinstance(content, bytes) else content:
                    part.write(block)
    return path


def around(inside: bytes, times: int, after: bytes = b"") -> Iterator[bytes]:
    """A sheet with something many times in it."""
    start, end = sheet("|").split(b"|")
    yield start
    for _each in range(100):
        yield inside * (times // 100)
    yield after * times + end


def far(corner: str = "XFD1048576", quote: str = "'") -> str:
    return f"<row r={quote}9{quote}><c r={quote}{corner}{quote}><v>1</v></c></row>"


def names() -> Iterator[bytes]:
    start, end = sheet("|").split(b"|")
    yield start
    for at in range(0, 1_000_000, 10_000):
        yield b"".join(b"<n%d/>" % number for number in range(at, at + 10_000))
    yield end


def disguised() -> bytes:
    """UTF-16 to a reader that believes its mark: a text. To one that does not: a far cell."""
    inside = sheet(far()) + b" " * (len(sheet(far())) % 2)
    start, end = "<worksheet>".encode("utf-16-le"), "</worksheet>".encode("utf-16-le")
    return b"\xff\xfe" + start + inside + end


def prefixed() -> bytes:
    rows = "<x:row><x:c r='XFD1048576'><x:v>1</x:v></x:c></x:row>"
    body = f"<x:sheetData>{rows}</x:sheetData>"
    return f"<x:worksheet xmlns:x='{XML}'>{body}</x:worksheet>".encode()


def copies() -> Parts:
    texts = b"<sst><si><t>" + b"x" * 1_000_000 + b"</t></si><si><t>a</t></si></sst>"
    return book(texts=texts, sheet=sheet("<row>" + "<c t='s'><v>0</v></c>" * 5_000 + "</row>"))


def laughs() -> bytes:
    entities = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    doctype = f"<!DOCTYPE worksheet [<!ENTITY a0 'ha'>{entities}]>"
    return doctype.encode() + sheet("<row><c t='str'><v>&a9;</v></c></row>")


BOMBS: dict[str, tuple[Callable[[], Parts], str]] = {
    "a far cell": (lambda: book(sheet=sheet(far(quote='"'))), "workbook_too_large"),
    "in single quotes": (lambda: book(sheet=sheet(far())), "workbook_too_large"),
    "in another part": (
        lambda: book("worksheets/ventas.xml", sheet=sheet(far())), "workbook_too_large"
    ),
    "in a part that is no XML by its name": (
        lambda: book("worksheets/picture.png", sheet=sheet(far())), "workbook_too_large"
    ),
    "in a part by another case": (
        lambda: {
            name.replace("worksheets/", "WorkSheets\\"): content
            for name, content in book(sheet=sheet(far())).items()
        },
        "workbook_too_large",
    ),
    "under a prefix": (lambda: book(sheet=prefixed()), "workbook_too_large"),
    "in another encoding": (lambda: book(sheet=disguised()), "damaged_workbook"),
    "behind what is no XML": (
        lambda: book("worksheets/a.png", sheet=b"GIF" + sheet(far())), "damaged_workbook"
    ),
    "beyond any sheet": (lambda: book(sheet=sheet(far("ZZZ9999999"))), "damaged_workbook"),
    "in a row without number": (
        lambda: book(sheet=sheet("<row r='4294967290'><c><v>1</v></c></row>")), "damaged_workbook"
    ),
    "a row that is no number": (lambda: book(sheet=sheet("<row r='x'/>")), "damaged_workbook"),
    "a false count of texts": (
        lambda: book(texts=b"<sst uniqueCount='4000000000'><si><t>a</t></si></sst>"),
        "damaged_workbook",
    ),
    "one text in many cells": (copies, "workbook_takes_too_much"),
    "entities": (lambda: book(sheet=laughs()), "damaged_workbook"),
    "elements within each other": (
        lambda: {**book(), "xl/styles.xml": around(b"<a>", 2_000_000, b"</a>")}, "damaged_workbook"
    ),
    "a name for each element": (lambda: {**book(), "xl/a.xml": names()}, "damaged_workbook"),
    "an endless value": (
        lambda: {**book(), "docProps/app.xml": (
            b"<a b='" if at == 0 else b"x" * 1_000_000 for at in range(60)
        )},
        "damaged_workbook",
    ),
    "blanks": (
        lambda: {**book(), "docProps/app.xml": (b" " * 1_000_000 for _each in range(400))},
        "expands_too_much",
    ),
}  # fmt: skip


def test_bombs_are_refused_with_little_memory(tmp_path: Path) -> None:
    """One process meets them all, and may not grow beyond its limit for any."""
    paths = [
        packed(tmp_path / f"{number}.xlsx", made())
        for number, (made, _code) in enumerate(BOMBS.values())
    ]
    assert max(path.stat().st_size for path in paths) < 6_000_000
    said = subprocess.run(
        [sys.executable, "-c", READ, str(ALLOWED), *map(str, paths)],
        env={**os.environ, "CLAVERO_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    found = [line.split() for line in said.stdout.splitlines()]
    codes = dict(zip(BOMBS, (code for code, _grown in found), strict=False))
    assert codes == {name: code for name, (_made, code) in BOMBS.items()}, said.stderr[-2000:]
    assert max(int(grown) for _code, grown in found) < ALLOWED


def test_a_part_that_lies_about_its_size_is_read_to_its_end(tmp_path: Path) -> None:
    path = packed(tmp_path / "book.xlsx", book(sheet=sheet(far())))
    content = bytearray(path.read_bytes())
    entry = content.rindex(b"PK\x01\x02")  # of the last part, the sheet
    assert b"sheet1.xml" in content[entry : entry + 80]
    content[entry + 24 : entry + 28] = struct.pack("<L", 10)
    path.write_bytes(content)
    with pytest.raises(Refusal) as refusal:
        inspected(path)
    assert refusal.value.code in {"workbook_too_large", "damaged_workbook"}


@pytest.mark.parametrize("other", ["XL/worksheets/SHEET1.xml", "other/sharedStrings.xml"])
def test_a_part_that_is_there_twice_is_refused(tmp_path: Path, other: str) -> None:
    path = packed(tmp_path / "book.xlsx", {**book(), other: sheet()})
    with pytest.raises(Refusal) as refusal:
        inspected(path)
    assert refusal.value.code == "damaged_workbook"


def test_a_list_of_millions_of_members_is_not_read(tmp_path: Path) -> None:
    entries = (b"PK\x01\x02" + bytes(24) + b"\x01" + bytes(17) + b"a") * 370_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, len(entries), 0, 0)
    path = a_file(tmp_path, b"PK\x03\x04" + entries + end, "many.zip")
    with pytest.raises(Refusal) as refusal:
        inspected(path)
    assert refusal.value.code == "damaged_archive"


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<row>" + "<c r='A3'><v>1</v></c>" * 3_000 + "</row>", "workbook_too_large"),
        ("<row r='3000'><c><v>1</v></c></row>", "workbook_too_large"),
        ("<row r='3000'><c r='A3000' s='1'/></row>", ""),
        ("<row r='3'>" + "<c r='AMJ3' s='1'/>" * 3_000 + "</row>", ""),
    ],
)
def test_cells_count_where_they_have_a_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: str, code: str
) -> None:
    monkeypatch.setattr(sheet_source, "MOST_CELLS", 2_000)
    path = packed(tmp_path / "book.xlsx", book(sheet=sheet(inside)))
    if not code:
        assert staged(path).kept == 1
        return
    with pytest.raises(Refusal) as refusal:
        inspected(path)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "part",
    [
        (
            "xl/styles.xml",
            b"<styleSheet><numFmts>"
            + b"<numFmt numFmtId='7' formatCode='0'/>" * 9_000
            + b"</numFmts></styleSheet>",
        ),
        ("xl/sharedStrings.xml", b"<sst>" + b"<si><t>a</t></si>" * 40_000 + b"</sst>"),
    ],
)
def test_what_is_kept_beside_the_cells_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: tuple[str, bytes]
) -> None:
    path = packed(tmp_path / "book.xlsx", {**book(), part[0]: part[1]})
    assert staged(path).kept == 1
    monkeypatch.setattr(workbook, "_MOST_MEMORY", 2_000_000)
    workbook._cells_of.cache_clear()
    with pytest.raises(Refusal) as refusal:
        inspected(path)
    assert refusal.value.code == "workbook_takes_too_much"


def test_long_texts_that_few_cells_refer_to_are_read(tmp_path: Path) -> None:
    """As many references as a bomb has, but to the short ones."""
    parts = copies()
    content = parts["xl/worksheets/sheet1.xml"]
    assert isinstance(content, bytes)
    short = content.replace(b"<v>0</v>", b"<v>1</v>").replace(b"<v>1</v>", b"<v>0</v>", 1)
    path = packed(tmp_path / "book.xlsx", {**parts, "xl/worksheets/sheet1.xml": short})
    assert workbook.cells_of(path, sheet_source.MOST_CELLS) == 15_000


def test_what_is_beside_the_sheets_of_an_honest_workbook_is_no_hindrance(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a/" * 200 + "b.txt", "deep")
    beside = {
        "xl/media/image1.png": b"\x89PNG\r\n\x1a\n" + os.urandom(50_000),
        "xl/embeddings/a.zip": inner.getvalue(),
        "xl/drawings/vmlDrawing1.vml": b"<xml><br><v:shape></xml>",
    }
    assert staged(packed(tmp_path / "book.xlsx", {**book(), **beside})).kept == 1


def test_sheets_that_are_large_together_are_held_one_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [HEADER, *((f"F{n}", date(2024, 3, 25), "C1", "X", 1, n) for n in range(1, 101))]
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, kept in (
        ("Enero", rows),
        ("Otra", [("a", "b")] * 90),
        ("Febrero", [HEADER, *((f"G{n}", *row[1:]) for n, row in enumerate(rows[1:50]))]),
    ):
        page = made.create_sheet(name)
        for row in kept:
            page.append(row)
    made.save(tmp_path / "book.xlsx")
    monkeypatch.setattr(sheet_source, "MOST_CELLS", 700)
    assert inspected(tmp_path / "book.xlsx").details["sheet"].value == "Enero, Febrero"
    assert staged(tmp_path / "book.xlsx").kept == 149
