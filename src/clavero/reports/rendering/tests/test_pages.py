"""Documents as PDF: all blocks, any text, one page where one is promised."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from clavero.reports.content.model import (
    Bullet,
    Bullets,
    Document,
    Fact,
    Facts,
    Paragraph,
    Picture,
    Section,
)
from clavero.reports.rendering.pages import to_pdf
from clavero.reports.rendering.pages.drawing import write_source
from clavero.reports.rendering.pages.telling import as_told
from clavero.reports.rendering.testing import (
    LONG_NAME,
    PICTURE,
    calendar,
    document,
    everything,
    table,
)
from clavero.reports.rendering.tests.anything import documents

HOSTILE = '#panic("no") $ x^2 $ *bold* _it_ `raw` <label> @ref \\ "quoted" // comment /* */ [ ] { }'


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_kind_of_block_in_both_languages(language: str) -> None:
    pages = to_pdf(everything(language))
    assert pages.count > 1
    assert pages.content.startswith(b"%PDF-")
    assert f"<rdf:li>{language}</rdf:li>".encode() in pages.content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pages.content  # it can be listened to


def test_a_text_is_never_markup() -> None:
    told = document(
        Section(
            HOSTILE,
            (
                Paragraph(HOSTILE),
                Bullets((Bullet(HOSTILE, HOSTILE, HOSTILE),)),
                Facts((Fact(HOSTILE, HOSTILE, HOSTILE),), are_large=True),
                table(2, name=HOSTILE, note=HOSTILE),
            ),
            aside=HOSTILE,
            sources=(HOSTILE,),
        ),
        title=HOSTILE,
    )
    assert to_pdf(told).count >= 1


def test_a_long_table_goes_on_over_pages() -> None:
    short, long = (document(Section("Tabla", (table(count),))) for count in (5, 120))
    assert to_pdf(long).count > to_pdf(short).count


def test_a_table_of_high_rows_begins_where_there_is_room_for_some() -> None:
    """Half a page would stay empty above eight rows of several lines that stay together."""
    told = Bullets((Bullet("Bien."),) * 24)
    high = table(8, name=f"{LONG_NAME} {LONG_NAME}")
    blocks = as_told(document(Section("Uno", (told, high))))["sections"][0]["blocks"]
    assert blocks[1]["is_short"] is False
    assert as_told(document(Section("Uno", (table(2, name="Uno"),))))["sections"][0]["blocks"][0][
        "is_short"
    ]


def test_the_profit_and_loss_of_a_plan_stays_with_its_total() -> None:
    lines = replace(table(5, name="Uno"), total=table(1, name="En total").rows[0])
    (told,) = as_told(document(Section("Uno", (lines,))))["sections"][0]["blocks"]
    assert told["is_short"]


def test_a_long_calendar_leaves_no_half_page_empty_above_it(tmp_path: Path) -> None:
    """In parts it goes on where there is room for one of them."""
    told = write_source(document(Section("Acciones", (calendar(18),))), tmp_path)
    pictures = [each for each in told["sections"][0]["blocks"] if each["kind"] == "picture"]
    assert len(pictures) == 2
    assert {each.name for each in tmp_path.glob("*.svg")} == {"picture-0.svg", "picture-1.svg"}


def test_a_page_of_one_is_one() -> None:
    bullets = Bullets(tuple(Bullet(f"{at} {LONG_NAME}", LONG_NAME) for at in range(24)))
    told = replace(document(Section("Mucho", (bullets,))), is_one_page=True)
    assert to_pdf(told).count == 1
    assert to_pdf(replace(told, is_one_page=False)).count >= 1


def test_a_word_without_end_finds_its_way() -> None:
    told = document(Section("x" * 300, (Paragraph("y" * 900), table(3, name="z" * 200))))
    assert to_pdf(told).count >= 1


def test_a_letter_that_is_not_in_our_fonts_hinders_nobody() -> None:
    pages = to_pdf(document(Section("上海", (Paragraph("日本語"),)), title="北京"))
    assert pages.count == 1
    assert b"pdfuaid" not in pages.content


def test_pictures_are_told_in_their_order() -> None:
    told = as_told(everything())
    files = [
        block["file"]
        for section in told["sections"]
        for block in section["blocks"]
        if block["kind"] == "picture"
    ]
    assert files == [f"picture-{at}.svg" for at in range(len(files))]
    assert len(files) == sum(isinstance(each, Picture) for each in everything().blocks)


@hypothesis_settings(max_examples=14)
@given(documents(), st.booleans())
def test_any_document_is_drawn(told: Document, is_one_page: bool) -> None:
    assert to_pdf(replace(told, is_one_page=is_one_page)).count >= 1


@pytest.mark.parametrize(("above", "pages"), [(25, 1), (35, 2)])
def test_a_picture_that_nearly_fits_is_made_to_fit(above: int, pages: int) -> None:
    told = Bullets((Bullet("Bien."),) * above)
    assert to_pdf(document(Section("Uno", (told, PICTURE)))).count == pages
