"""Files of a case: looked at by content, kept apart, handed out to be saved alone."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clavero.care.services import add_file
from clavero.care.testing import PDF, SYSTEM, make_complaint
from clavero.core.errors import Refusal
from clavero.core.files.kinds import MOST_BYTES, Kind, kind_of
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer

pytestmark = pytest.mark.django_db


def office(*parts: str) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, Kind.PDF), (b"\x89PNG\r\n\x1a\n..", Kind.PNG), (b"\xff\xd8\xff\xe0", Kind.JPEG),
        ("Avería, 3 palés".encode(), Kind.TEXT), (office("xl/workbook.xml"), Kind.XLSX),
        (office("word/document.xml"), Kind.DOCX), (b"MZ\x90\x00\x03", None), (b"MZ this", None),
        (office("word/document.xml", "word/vbaProject.bin"), None), (b"PK\x03\x04broken", None),
        (b"  <!DOCTYPE html><script>", None), (b"<svg onload=x>", None), (b"#!/bin/sh", None),
        (b"\x7fELF\x02\x01", None), (b"", None),
        ("Reclamación: faltan 3 palés".encode("cp1252"), Kind.TEXT),
        ("Reclamación: faltan 3 palés".encode("utf-16"), Kind.TEXT),
        ("<svg onload=x> ñ".encode("cp1252"), None), ("#!/bin/sh".encode("utf-16"), None),
        (b"\xca\xfe\xba\xbeabc", None), (b"\xff\xfe\x00", None),
    ],
)  # fmt: skip
def test_what_a_file_is(content: bytes, kind: Kind | None) -> None:
    assert kind_of(content) is kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"MZ\x90\x00", "file_kind"),
        (b"a" * (MOST_BYTES + 1), "file_too_large"),
    ],
)
def test_what_is_not_taken(mine: Customer, settings: Any, content: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        add_file(SYSTEM, complaint_id=make_complaint(mine).pk, name="a.pdf", content=content)
    assert refused.value.code == code
    assert not Path(settings.ATTACHMENTS_HOME).exists()


def test_brought_and_saved(mine: Customer, cast: Cast, client: Client, settings: Any) -> None:
    one = make_complaint(mine)
    client.force_login(cast.senior)
    sent = SimpleUploadedFile("../foto.html", PDF)
    page = reverse("care:complaint", args=[one.pk])
    assert client.post(page, {"decision": "file", "content": sent}).status_code == 302
    row = one.files.get()
    assert (row.name, row.kind) == ("foto.pdf", "pdf")
    answer = client.get(reverse("care:file", args=[one.pk, row.pk]))
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="foto.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    (Path(settings.ATTACHMENTS_HOME) / row.file).write_bytes(b"MZ")
    assert client.get(reverse("care:file", args=[one.pk, row.pk])).status_code == 404
    client.force_login(cast.sales)
    assert client.get(reverse("care:file", args=[one.pk, row.pk])).status_code == 404


def test_nobody_executes_it(mine: Customer, actors: SimpleNamespace, settings: Any) -> None:
    key = make_complaint(mine).pk
    add_file(actors.senior, complaint_id=key, name="x.exe", content=b"just words")
    (kept,) = Path(settings.ATTACHMENTS_HOME).iterdir()
    assert (kept.stat().st_mode & 0o777, kept.suffix) == (0o600, "")
