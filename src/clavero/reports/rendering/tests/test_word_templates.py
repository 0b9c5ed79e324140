"""The company's own letterhead: its named places are filled, and what is wrong with it is said."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest

from clavero.reports.content.model import Bullet, Bullets, Heading, Section
from clavero.reports.rendering.findings import Findings, Place
from clavero.reports.rendering.testing import LONG_NAME, document, everything
from clavero.reports.rendering.tests.opened import text, words
from clavero.reports.rendering.words import example, to_text
from clavero.reports.rendering.words.places import findings

PAGE = "Página {page} de {pages}"


def made(fill: Callable[[Any], None]) -> bytes:
    """A template as somebody writes it."""
    opened = docx.Document()
    fill(opened)
    file = io.BytesIO()
    opened.save(file)
    return file.getvalue()


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_example_lacks_nothing_in_either_language(language: str) -> None:
    assert findings(example(language, PAGE)) == Findings()
    assert words(to_text(everything(), example(language, PAGE))) == words(to_text(everything()))


def test_what_stands_around_the_body_stays_where_it_is() -> None:
    def letter(opened: Any) -> None:
        opened.sections[0].header.paragraphs[0].text = "{{ título }} — {{ difusión }}"
        opened.add_paragraph("Antes")
        opened.add_paragraph("{{ cuerpo }}")
        opened.add_paragraph("Después de {{ autor }}")

    file = to_text(document(Section("Uno", ())), made(letter))
    assert words(file) == ["Antes", "Uno", "Después de Íñigo Núñez"]
    head = text(file).sections[0].header.paragraphs[0].text
    assert head == f"{LONG_NAME} — Interno"


def test_a_name_that_word_has_parted_into_runs_is_read() -> None:
    def parted(opened: Any) -> None:
        paragraph = opened.add_paragraph()
        for part in ("{", "{ bo", "dy }", "}"):
            paragraph.add_run(part).bold = part != "}"

    assert findings(made(parted)) == Findings()
    assert words(to_text(document(Section("Uno", ())), made(parted))) == ["Uno"]


def test_a_template_without_our_styles_gets_them() -> None:
    def bare(opened: Any) -> None:
        for style in ("Heading 1", "Heading 2", "List Bullet", "List Continue", "Caption"):
            opened.styles[style].delete()
        opened.add_paragraph("{{ body }}")

    told = Section("Uno", (Heading("Dos"), Bullets((Bullet("Tres", "Nota"),))), aside="Al lado")
    opened = text(to_text(document(told), made(bare)))
    assert [each.style.name for each in opened.paragraphs] == [
        "Heading 1",
        "Caption",
        "Heading 2",
        "List Bullet",
        "List Continue",
    ]
    levels = opened.styles["Heading 2"].element.xpath("./w:pPr/w:outlineLvl")
    assert len(levels) == 1


def test_a_template_without_room_for_the_body_is_said() -> None:
    def without(opened: Any) -> None:
        opened.add_paragraph("Aquí va: {{ body }}")

    told = findings(made(without))
    assert told.missing == (Place("", "body"),)
    assert not told.is_usable


def test_names_that_nobody_fills_are_said_and_left_empty() -> None:
    def misspelt(opened: Any) -> None:
        opened.add_paragraph("{{ titel }}!")
        opened.add_paragraph("{{ body }}")

    assert findings(made(misspelt)) == Findings(unknown=(Place("", "titel"),))
    assert words(to_text(document(Section("Uno", ())), made(misspelt))) == ["!", "Uno"]


@pytest.mark.parametrize(
    "program",
    [
        "{% for x in range(9) %}x{% endfor %}",
        "{{ title.__class__.__mro__ }}",
        "{{ title | upper }}",
        "{{ cycler() }}",
        "{{ 7 * 7 }}",
        "{% broken",
        "{{ unfinished",
    ],
)
def test_a_template_asks_for_names_and_runs_no_program(program: str) -> None:
    def with_program(opened: Any) -> None:
        opened.add_paragraph(program)
        opened.add_paragraph("{{ body }}")

    assert not findings(made(with_program)).is_plain

    def in_the_head(opened: Any) -> None:
        opened.sections[0].header.paragraphs[0].text = program
        opened.add_paragraph("{{ body }}")

    assert not findings(made(in_the_head)).is_usable


def test_no_text_of_people_is_read_as_a_template() -> None:
    title = "{{ maker }} {% x %} <w:t>&"
    told = document(Section(title, ()), title=title)
    assert words(to_text(told))[0] == title
    assert words(to_text(told))[-1] == title
