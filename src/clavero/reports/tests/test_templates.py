"""The company's templates: brought, checked, kept in versions, and used or not."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import SimpleNamespace
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pptx import Presentation

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.identity.testing import Cast
from clavero.reports.models import Template
from clavero.reports.rendering.decks.house import example
from clavero.reports.rendering.inspecting import inspect
from clavero.reports.rendering.words import example as example_text
from clavero.reports.rules import TemplateKind
from clavero.reports.selectors import template_in_use, template_of, templates
from clavero.reports.services import bring_template, drop_template, use_template
from clavero.reports.testing import make_template
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]
SLIDES, TEXT = TemplateKind.SLIDES, TemplateKind.TEXT


def written(*paragraphs: str) -> bytes:
    """A text with these paragraphs."""
    opened = docx.Document()
    for each in paragraphs:
        opened.add_paragraph(each)
    file = io.BytesIO()
    opened.save(file)
    return file.getvalue()


def slides_without(name: str) -> bytes:
    """The example without the placeholders of a name."""
    deck = Presentation(io.BytesIO(example("en")))
    for layout in deck.slide_layouts:
        for shape in [each for each in layout.placeholders if each.name == name]:
            shape._element.getparent().remove(shape._element)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


# -- works -----------------------------------------------------------------------------------------


def test_documents_are_made_with_the_latest_and_the_earlier_ones_are_kept(
    actors: SimpleNamespace,
) -> None:
    assert template_in_use(SLIDES) is None
    first = make_template("Uno.pptx", actors.administrator)
    second = bring_template(actors.administrator, content=example("en"), name="C:\\dos.pptx")
    text = bring_template(actors.administrator, content=written("{{ cuerpo }}"), name="a.docx")
    assert template_in_use(SLIDES) == second.content
    assert template_in_use(TEXT) == text.content
    rows = list(templates(actors.administrator))
    assert [(each.name, each.is_used) for each in rows] == [
        ("a.docx", True),
        ("dos.pptx", True),
        ("Uno.pptx", False),
    ]
    assert template_of(actors.administrator, first.pk).content == first.content


def test_an_earlier_version_is_used_again_and_the_house_s_own_design_too(
    actors: SimpleNamespace,
) -> None:
    first, second = make_template("Uno.pptx"), make_template("Dos.pptx")
    use_template(actors.administrator, template_id=first.pk, seen=second.pk)
    used = Template.objects.get(kind=SLIDES.value, is_used=True)
    assert used.pk == first.pk
    drop_template(actors.administrator, kind=SLIDES, seen=first.pk)
    assert template_in_use(SLIDES) is None
    drop_template(actors.administrator, kind=SLIDES, seen=None)
    assert Template.objects.count() == 2


def test_names_that_nobody_fills_are_kept_to_be_told(actors: SimpleNamespace) -> None:
    content = written("{{ titel }}", "{{ body }}")
    row = bring_template(actors.administrator, content=content, name="a.docx")
    assert row.unknown == [["", "titel"]]


# -- refuses ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"name;sales\n", "other"),
        (written("{{ title }}"), "places_missing"),
        (slides_without("body"), "places_missing"),
        (written("{% for x in y %}", "{{ body }}"), "not_plain"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_changes(
    actors: SimpleNamespace, refuses: Refuses, content: bytes, code: str
) -> None:
    used = make_template()
    with refuses(code):
        bring_template(actors.administrator, content=content, name="a")
    assert [each.pk for each in Template.objects.filter(is_used=True)] == [used.pk]


def test_what_somebody_else_has_changed_meanwhile_is_told(
    actors: SimpleNamespace, refuses: Refuses
) -> None:
    first, second = make_template("Uno.pptx"), make_template("Dos.pptx")
    with refuses("changed_meanwhile"):
        use_template(actors.administrator, template_id=first.pk, seen=first.pk)
    with refuses("changed_meanwhile"):
        drop_template(actors.administrator, kind=SLIDES, seen=None)
    assert template_in_use(SLIDES) == second.content


# -- an outsider is blind --------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["director", "senior", "executive"])
def test_whoever_does_not_bring_them_sees_none(actors: SimpleNamespace, who: str) -> None:
    row, actor = make_template(), getattr(actors, who)
    with pytest.raises(Forbidden):
        templates(actor)
    with pytest.raises(Forbidden):
        template_of(actor, row.pk)
    with pytest.raises(Forbidden):
        bring_template(actor, content=example(), name="a.pptx")
    with pytest.raises(Forbidden):
        use_template(actor, template_id=row.pk, seen=row.pk)
    with pytest.raises(Forbidden):
        drop_template(actor, kind=SLIDES, seen=row.pk)


# -- audited ---------------------------------------------------------------------------------------


def test_who_has_brought_and_used_it_is_written_down(actors: SimpleNamespace) -> None:
    row = make_template("Uno.pptx", actors.administrator)
    drop_template(actors.administrator, kind=SLIDES, seen=row.pk)
    use_template(actors.administrator, template_id=row.pk, seen=None)
    entries = list(history(row).order_by("pk"))
    assert [entry.verb for entry in entries] == [
        "template.brought",
        "template.dropped",
        "template.used",
    ]
    assert {entry.by_name for entry in entries} == {actors.administrator.name}
    assert entries[0].after == {"kind": "pptx", "name": "Uno.pptx", "digest": row.digest}


# -- the page --------------------------------------------------------------------------------------


def sent(browser: Any, content: bytes, name: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return browser.post(reverse("reports:templates"), {"content": file}, follow=True)


def test_the_page_says_what_documents_are_made_with(as_person: AsPerson, cast: Cast) -> None:
    browser = as_person(cast.administrator)
    told = words(browser.get(reverse("reports:templates")))
    assert told.count("Documents are made in Clavero's own design.") == 2
    page = sent(browser, written("{{ titel }}", "{{ body }}"), "Carta.docx")
    assert "Documents are made with “Carta.docx” from now on." in words(page)
    assert "Nobody fills “{{ titel }}”: it stays empty." in words(page)


def test_the_page_says_what_a_template_lacks(as_person: AsPerson, cast: Cast) -> None:
    browser = as_person(cast.administrator)
    page = sent(browser, slides_without("body"), "a.pptx")
    assert page.status_code == 422
    assert (
        "The template lacks what is needed: the placeholder “body” in the layout “content”."
        in words(page)
    )
    page = sent(browser, written("Hola"), "a.docx")
    assert "“{{ body }}” alone in a paragraph of the text" in words(page)
    assert sent(browser, b"", "a.docx").status_code == 422


@pytest.mark.parametrize("kind", TemplateKind)
def test_the_example_can_be_brought_as_it_is(
    as_person: AsPerson, cast: Cast, kind: TemplateKind
) -> None:
    browser = as_person(cast.administrator)
    answer = browser.get(reverse("reports:template_example", args=[kind.value]))
    assert f'.{kind.value}"' in answer["Content-Disposition"]
    assert inspect(answer.content)[0] is kind
    assert "from now on" in words(sent(browser, answer.content, f"a.{kind.value}"))
    assert browser.get(reverse("reports:template_example", args=["xlsx"])).status_code == 404


def test_a_version_is_downloaded_as_it_was_brought_and_used_again_after_asking(
    as_person: AsPerson, cast: Cast
) -> None:
    first, second = make_template("Uno.pptx"), make_template("Dos.pptx")
    browser = as_person(cast.administrator)
    answer = browser.get(reverse("reports:template_file", args=[first.pk]))
    assert answer.content == first.content
    assert 'filename="Uno.pptx"' in answer["Content-Disposition"]
    here = reverse("reports:use_template", args=[first.pk])
    assert "Make documents with “Uno.pptx” from now on?" in words(browser.get(here))
    page = browser.post(here, {"seen": second.pk}, follow=True)
    assert "Documents are made with “Uno.pptx” from now on." in words(page)
    plain = reverse("reports:plain_template", args=["pptx"])
    assert f'name="seen" value="{first.pk}"' in browser.get(plain).content.decode()
    assert browser.post(plain, {"seen": second.pk}).status_code == 422
    page = browser.post(plain, {"seen": first.pk}, follow=True)
    assert "Documents are made in Clavero's own design from now on." in words(page)
    assert browser.get(reverse("reports:use_template", args=[10**6])).status_code == 404


def test_the_example_text_is_in_the_reader_s_language() -> None:
    assert (
        "Página "
        in docx.Document(io.BytesIO(example_text("es", "Página {page} de {pages}")))
        .sections[0]
        .footer.paragraphs[0]
        .text
    )
