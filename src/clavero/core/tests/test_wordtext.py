"""What a Word file says, and files that are meant to do harm."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from docx import Document

from clavero.core.files.wordtext import CannotRead, Unread, word_text

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def packed(inside: str | bytes, name: str = "word/document.xml") -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, inside)
    return kept.getvalue()


def body(inside: str) -> bytes:
    return packed(f"<w:document {W}><w:body>{inside}</w:body></w:document>")


def test_paragraphs_and_tables_in_their_order() -> None:
    document, kept = Document(), BytesIO()
    document.add_heading("Acuerdo")
    document.add_paragraph("Pago a 30 días").add_run().add_break()
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "BOX", "1,25 €\nneto"
    inner = table.rows[0].cells[1].add_table(1, 1)
    inner.rows[0].cells[0].text = "desde 100"
    document.add_paragraph("Fin")
    document.save(kept)
    told = word_text(kept.getvalue()).splitlines()
    assert [each for each in told if each] == [
        "Acuerdo", "Pago a 30 días", "BOX | 1,25 € neto", "desde 100", "Fin",
    ]  # fmt: skip


def test_what_was_struck_out_is_not_said() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>".format
    told = body(
        f"<w:sdt><w:sdtContent><w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>{run('Days: ')}"
        f"<w:del><w:r><w:delText>30</w:delText></w:r></w:del><w:ins>{run('45')}</w:ins>"
        f"<w:moveFrom>{run('gone')}</w:moveFrom></w:p></w:sdtContent></w:sdt>"
    )
    assert word_text(told) == "Days: 45"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"no archive", Unread.DAMAGED),
        (packed("<w/>", "word/other.xml"), Unread.DAMAGED),
        (packed("<open>"), Unread.DAMAGED),
        (packed(""), Unread.DAMAGED),
        (packed("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"), Unread.DAMAGED),
        (packed("<?xml version='1.0' encoding='utf-16'?><x/>".encode("utf-16")), Unread.DAMAGED),
        (packed(b" " * 20_000_000), Unread.TOO_LONG),
        (body("<w:p/>" * 500_001), Unread.TOO_LONG),
        (body("<w:tbl>" * 300 + "</w:tbl>" * 300), Unread.TOO_LONG),
        (body(f"<w:p><w:r><w:t>{'x' * 400_001}</w:t></w:r></w:p>"), Unread.TOO_LONG),
    ],
)  # fmt: skip
def test_what_is_damaged_or_comes_to_too_much_is_not_read(content: bytes, why: Unread) -> None:
    with pytest.raises(CannotRead) as told:
        word_text(content)
    assert told.value.why is why


def test_a_damaged_archive_is_not_read() -> None:
    whole = bytearray(body("<w:p/>" * 1000))
    whole[60:70] = b"\xff" * 10
    with pytest.raises(CannotRead):
        word_text(bytes(whole))
