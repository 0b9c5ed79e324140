"""A document from its first version to both signatures."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document as WordDocument

from clavero.conftest import AsPerson
from clavero.contracts.testing import make_contract
from clavero.core.errors import Forbidden, Refusal
from clavero.core.period import Period
from clavero.identity.testing import Cast
from clavero.negotiations import services
from clavero.negotiations.models import Document, Version
from clavero.negotiations.rules.documents import State, Step
from clavero.negotiations.selectors import (
    compared_versions,
    contract_documents,
    document_seen,
    due_signatures,
)
from clavero.negotiations.testing import PDF, SYSTEM, make_document, make_negotiation
from clavero.portfolio.models import Customer
from clavero.ui.testing import words
from clavero.work.models import Task

pytestmark = pytest.mark.django_db


def test_the_way_to_both_signatures(
    mine: Customer, cast: Cast, actors: SimpleNamespace, client: Client, settings: Any
) -> None:
    made = make_document(make_negotiation(mine), by=actors.senior)
    key = {"document_id": made.pk}
    with pytest.raises(Refusal) as refused:
        services.send(actors.senior, **key, sent_to="Ana")
    assert refused.value.code == "another_state", "nobody has approved it"
    services.ask_approval(actors.senior, **key, people=[cast.director.pk, cast.executive.pk])
    assert set(Task.objects.values_list("owner", flat=True)) == {
        cast.director.pk, cast.executive.pk,
    }  # fmt: skip
    services.approve(actors.director, **key)
    with pytest.raises(Refusal) as refused:
        services.give_back(actors.executive, **key, reason="")
    assert refused.value.code == "reason_missing"
    services.give_back(actors.executive, **key, reason="45 days at most")
    services.add_version(actors.senior, **key, text="Days: 45\nEnd")
    with pytest.raises(Refusal) as refused:
        services.approve(actors.executive, **key, version=1)
    assert refused.value.code == "changed_meanwhile"
    services.approve(actors.executive, **key, version=2)
    assert Document.objects.get().state == State.DRAFT, "the director has to look again"
    services.approve(actors.director, **key)
    with pytest.raises(Forbidden):
        services.approve(actors.senior, **key)
    day = timezone.localdate() + timedelta(days=5)
    services.send(actors.senior, **key, sent_to="Ana", expected_on=day)
    period = Period.inclusive(day, day)
    for ids in (None, [mine.pk]):
        assert due_signatures(actors.senior, ids, period).rows.count() == 1
    services.sign_by_them(actors.senior, **key)
    services.unsign(actors.senior, **key, reason="It was the other one")
    found = Document.objects.get()
    assert (found.state, found.signed_on, found.sent_to) == (State.SENT, None, "Ana")
    services.sign_by_them(actors.senior, **key)
    with pytest.raises(Refusal) as refused:
        services.add_version(actors.senior, **key, text="Other")
    assert refused.value.code == "another_state", "what they have signed does not change"
    with pytest.raises(Refusal) as refused:
        services.sign_by_both(actors.senior, **key, content=("a.pdf", b"just words"))
    assert refused.value.code == "file_kind"
    client.force_login(cast.senior)
    given = {"decision": "both_sign", "content": SimpleUploadedFile("signed.pdf", PDF)}
    page = reverse("negotiations:document", args=[made.pk])
    assert client.post(page, given).status_code == 302
    signed = Document.objects.select_related("signed").get()
    assert (signed.state, signed.signed_on) == (State.SIGNED, timezone.localdate())
    assert signed.signed is not None
    address = reverse("negotiations:file", args=[made.pk, signed.signed.pk])
    assert client.get(address).content == PDF
    assert signed.signed.digest in words(client.get(page))
    (Path(settings.ATTACHMENTS_HOME) / signed.signed.file).write_bytes(b"%PDF-other")
    answer = client.get(address, follow=True)
    assert "its fingerprint differs" in words(answer)
    client.force_login(cast.sales)
    assert client.get(address).status_code == 404


def test_versions_beside_each_other(mine: Customer, actors: SimpleNamespace) -> None:
    made = make_document(make_negotiation(mine))
    assert compared_versions(SYSTEM, made.pk, None, None) is None, "one alone"
    services.add_version(SYSTEM, document_id=made.pk, content=("two.txt", b"Days: 45\r\nEnd"))
    found = compared_versions(actors.senior, made.pk, None, None)
    assert found is not None
    assert found.count == 1
    changed = found.pairs[0]
    assert [each.text for each in changed.old if each.differs] == ["30"]
    assert [each.text for each in changed.new if each.differs] == ["45"]
    with pytest.raises(Version.DoesNotExist):
        compared_versions(SYSTEM, made.pk, 1, 9)
    with pytest.raises(Document.DoesNotExist):
        document_seen(actors.sales, made.pk)


def a_word_file(*paragraphs: str) -> bytes:
    document, kept = WordDocument(), BytesIO()
    for each in paragraphs:
        document.add_paragraph(each)
    document.save(kept)
    return kept.getvalue()


def test_word_files_are_compared_by_what_they_say(
    mine: Customer, cast: Cast, as_person: AsPerson, settings: Any
) -> None:
    made = make_document(make_negotiation(mine))
    key = {"document_id": made.pk}
    for number, content in (
        (2, a_word_file("Days: 45", "End")), (3, a_word_file("Days: 60", "End")),
    ):  # fmt: skip
        services.add_version(SYSTEM, **key, content=(f"v{number}.docx", content))
    services.add_version(SYSTEM, **key, content=("scan.pdf", PDF))
    found = compared_versions(SYSTEM, made.pk, None, None)
    assert found is not None
    assert (found.old.number, found.new.number, found.count) == (2, 3, 1)
    assert [each.text for each in found.pairs[0].new if each.differs] == ["60"]
    found = compared_versions(SYSTEM, made.pk, 1, 3)
    assert found is not None
    assert found.count == 1, "a text beside a Word file"
    with pytest.raises(Version.DoesNotExist):
        compared_versions(SYSTEM, made.pk, 3, 4)
    client, page = as_person(cast.senior), reverse("negotiations:compare", args=[made.pk])
    assert "it is a PDF or a picture: version 4" in words(client.get(page))
    assert "Compare versions" in words(client.get(reverse("negotiations:document", args=[made.pk])))
    kept = Version.objects.get(number=3).file
    assert kept is not None
    (Path(settings.ATTACHMENTS_HOME) / kept.file).write_bytes(b"other")
    told = words(client.get(page))
    assert "The file of version 3 is not there any more as it was kept." in told
    assert "Both say the same" not in told


def test_a_word_file_that_cannot_be_read_says_so(
    mine: Customer, cast: Cast, as_person: AsPerson
) -> None:
    inside = BytesIO()
    with ZipFile(inside, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<open>")
    made = make_document(make_negotiation(mine))
    services.add_version(SYSTEM, document_id=made.pk, content=("x.docx", inside.getvalue()))
    answer = as_person(cast.senior).get(reverse("negotiations:compare", args=[made.pk]))
    assert answer.status_code == 200
    assert "The text of version 2 cannot be read" in words(answer)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_a_text_may_be_written_in_any_way_that_is_taken(mine: Customer, encoding: str) -> None:
    made = make_document(make_negotiation(mine))
    content = ("two.txt", "Años: 2\nPrecio en €".encode(encoding))
    services.add_version(SYSTEM, document_id=made.pk, content=content)
    assert Version.objects.latest("number").text == "Años: 2\nPrecio en €"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"content": ("a.pdf", b"MZ\x90\x00")}, "file_kind"),
        ({"content": ("a.pdf", b"")}, "file_empty"),
        ({"text": ""}, "text_or_file"),
        ({"text": "x", "content": ("a.pdf", PDF)}, "text_or_file"),
        ({"text": "Days: 30\nEnd"}, "same_version"),
        ({"text": "y", "seen": 7}, "changed_meanwhile"),
    ],
)
def test_a_version_that_is_not_taken(
    mine: Customer, settings: Any, given: dict[str, Any], code: str
) -> None:
    made = make_document(make_negotiation(mine))
    with pytest.raises(Refusal) as refused:
        services.add_version(SYSTEM, document_id=made.pk, **given)
    assert refused.value.code == code
    assert not Path(settings.ATTACHMENTS_HOME).exists()


def test_nothing_is_written_for_what_was_broken_off(mine: Customer) -> None:
    one = make_negotiation(mine)
    services.begin(SYSTEM, negotiation_id=one.pk)
    services.break_off(SYSTEM, negotiation_id=one.pk, reason="No zone")
    with pytest.raises(Refusal) as refused:
        services.add_document(SYSTEM, negotiation_id=one.pk, title="Offer", text="Days: 30")
    assert refused.value.code == "broken_off"


def test_of_a_contract(mine: Customer, actors: SimpleNamespace) -> None:
    contract = make_contract(mine)
    made = services.add_document(
        actors.senior, contract_id=contract.pk, title="Annex", content=("annex.pdf", PDF)
    )
    seen = document_seen(actors.executive, made.pk)
    assert (seen.home.title, seen.steps) == (contract.title, frozenset())
    assert Step.ASK in document_seen(actors.senior, made.pk).steps
    assert [each.title for each in contract_documents(contract.pk)] == ["Annex"]
    with pytest.raises(Forbidden):
        services.add_version(actors.executive, document_id=made.pk, text="x")


def test_what_they_do_not_sign_needs_another_version(
    mine: Customer, cast: Cast, actors: SimpleNamespace, client: Client
) -> None:
    made = make_document(make_negotiation(mine), by=actors.senior)
    key = {"document_id": made.pk}
    services.ask_approval(actors.senior, **key, people=[cast.director.pk])
    services.approve(actors.director, **key)
    services.send(actors.senior, **key, sent_to="Ana", expected_on=timezone.localdate())
    client.force_login(cast.senior)
    page = reverse("negotiations:document", args=[made.pk])
    assert client.post(page, {"decision": "they_refuse", "reason": ""}).status_code == 422
    sent = {"decision": "they_refuse", "reason": "Thirty days are too few"}
    assert client.post(page, sent).status_code == 302
    found = Document.objects.get()
    assert (found.state, found.sent_on, found.expected_on) == (State.DRAFT, None, None)
    told = words(client.get(page))
    assert "they do not sign it" in told
    assert "Thirty days are too few" in told
    with pytest.raises(Refusal) as refused:
        services.send(actors.senior, **key, sent_to="Ana")
    assert refused.value.code == "another_state"
    services.add_version(actors.senior, **key, text="Days: 60\nEnd")
    services.approve(actors.director, **key)
    services.send(actors.senior, **key, sent_to="Ana")


def test_nobody_approves_alone_what_they_ask_for(
    mine: Customer, cast: Cast, actors: SimpleNamespace
) -> None:
    made = make_document(make_negotiation(mine), by=actors.senior)
    key = {"document_id": made.pk}
    with pytest.raises(Refusal) as refused:
        services.ask_approval(actors.senior, **key, people=[cast.senior.pk])
    assert refused.value.code == "approves_alone"
    services.ask_approval(actors.senior, **key, people=[cast.senior.pk, cast.director.pk])
