"""A template as somebody brings it: what it is for, and why a file is none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from clavero.reports.rendering import inspecting
from clavero.reports.rendering.decks.house import example as slides
from clavero.reports.rendering.findings import Findings
from clavero.reports.rendering.inspecting import Fault, Unusable, inspect
from clavero.reports.rendering.words import example as text
from clavero.reports.rules import TemplateKind

PAGE = "Page {page} of {pages}"
Parts = dict[str, bytes]


def changed(content: bytes, change: Callable[[Parts], Any]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return file.getvalue()


def fault_of(content: bytes) -> Fault:
    with pytest.raises(Unusable) as refused:
        inspect(content)
    return refused.value.fault


def test_the_file_says_what_it_is_for() -> None:
    assert inspect(slides()) == (TemplateKind.SLIDES, Findings())
    assert inspect(text("es", PAGE)) == (TemplateKind.TEXT, Findings())


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.OTHER),
        (b"name;sales\n", Fault.OTHER),
        (b"\xd0\xcf\x11\xe0 old or locked", Fault.LOCKED),
        (slides()[:5000], Fault.OTHER),
        (changed(slides(), lambda parts: parts.pop("[Content_Types].xml")), Fault.OTHER),
        (changed(slides(), lambda parts: parts.pop("ppt/presentation.xml")), Fault.DAMAGED),
        (b"x" * (inspecting.LARGEST + 1), Fault.TOO_LARGE),
    ],
)
def test_a_file_that_is_no_template_is_refused(content: bytes, fault: Fault) -> None:
    assert fault_of(content) is fault


@pytest.mark.parametrize("template", [slides(), text("en", PAGE)])
def test_a_template_with_programs_is_refused(template: bytes) -> None:
    def with_programs(parts: Parts) -> None:
        types = parts["[Content_Types].xml"]
        program = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        parts["[Content_Types].xml"] = types.replace(b"</Types>", program + b"</Types>")

    assert fault_of(changed(template, with_programs)) is Fault.PROGRAMS


def test_a_template_that_fetches_from_elsewhere_is_refused() -> None:
    def leading(kind: str) -> Callable[[Parts], None]:
        link = (
            '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            f'relationships/{kind}" Target="http://elsewhere.invalid/a" TargetMode="External"/>'
        )

        def lead(parts: Parts) -> None:
            name = "word/_rels/document.xml.rels"
            parts[name] = parts[name].replace(
                b"</Relationships>", f"{link}</Relationships>".encode()
            )

        return lead

    assert fault_of(changed(text("en", PAGE), leading("attachedTemplate"))) is Fault.OUTSIDE
    assert fault_of(changed(text("en", PAGE), leading("image"))) is Fault.OUTSIDE
    assert inspect(changed(text("en", PAGE), leading("hyperlink")))[1].is_usable


@pytest.mark.parametrize("name", ["ppt/media/image1.bin", "ppt/slides/bomb.xml"])
def test_a_bomb_is_refused_before_it_goes_off(name: str) -> None:
    def swollen(parts: Parts) -> None:
        parts[name] = b" " * 101_000_000

    assert len(changed(slides(), swollen)) < inspecting.LARGEST
    assert fault_of(changed(slides(), swollen)) is Fault.TOO_LARGE


def test_no_entity_of_the_file_is_looked_up() -> None:
    def with_entity(parts: Parts) -> None:
        body = parts["word/document.xml"].split(b"?>", 1)[1]
        parts["word/document.xml"] = (
            b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
            + body.replace(b"{{ title }}", b"&x;")
        )

    assert fault_of(changed(text("en", PAGE), with_entity)) is Fault.DAMAGED
