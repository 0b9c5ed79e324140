"""What a form sends back is written for machines: 2026 and 1107, never 2.026 or 1,107."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

import clavero

PACKAGE = Path(clavero.__file__).parent
ATTRIBUTE = re.compile(r'\s([a-z-]+)="((?:\{\{.*?\}\}|\{%.*?%\}|[^"])*)"', re.DOTALL)
PLACE = re.compile(r"\{\{\s*(.*?)\s*\}\}")
READ_BACK = {"value", "data-value", "data-all", "min", "max"}
FOR_MACHINES = ("|unlocalize", "|stringformat:'s'", '|date:"Y-m-d"')


def places() -> Iterator[tuple[str, str, str]]:
    """Each variable in an attribute of a template: the file, the attribute and the expression."""
    for path in sorted(PACKAGE.rglob("templates/**/*.html")):
        for attribute, content in ATTRIBUTE.findall(path.read_text()):
            for expression in PLACE.findall(content):
                yield str(path.relative_to(PACKAGE)), attribute, expression


def test_what_is_read_back_is_not_written_for_people() -> None:
    """A number written in the reader's way comes back as another one, or as none."""
    found = [
        f'{file}: {attribute}="{{{{ {expression} }}}}" needs |unlocalize'
        for file, attribute, expression in places()
        if (attribute in READ_BACK or re.search(r"\.pk$", expression))
        and not expression.endswith(FOR_MACHINES)
    ]
    assert found == []


def test_the_check_sees_every_kind_of_place() -> None:
    attributes = {attribute for _file, attribute, _expression in places()}
    assert {"value", "data-value", "href"} <= attributes


@pytest.mark.parametrize("language", ["es", "en"])
def test_so_written_a_number_is_the_same_in_every_language(language: str) -> None:
    with translation.override(language):
        shown = Template("{% load l10n %}{{ year|unlocalize }}").render(Context({"year": 2026}))
    assert shown == "2026"
