"""A handover as a file: what it tells, and to whom alone."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document as Word

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover
from clavero.relationships.rules.judging import Kind as Judged
from clavero.relationships.testing import make_contact, make_judgement, make_tie
from clavero.reports.models import Document
from clavero.reports.rules import Form, Kind
from clavero.reports.selectors import documents, file_of
from clavero.reports.services import make_document, order_document
from clavero.work.services import open_pack, tick_section
from clavero.work.testing import SYSTEM, make_task

pytestmark = pytest.mark.django_db


def test_a_handover_is_taken_along_by_who_may_read_it(
    actors: SimpleNamespace, customer: Customer, cast: Cast, as_person: AsPerson
) -> None:
    told = {"customer_id": customer.pk, "language": "en", "form": Form.DOCX}
    early = order_document(actors.senior, kind=Kind.HANDOVER, **told)
    make_document(actors.senior, document_id=early.pk)
    assert Document.objects.get(pk=early.pk).failure
    contact = make_contact(customer, "Marta Gil", title="Head of buying")
    make_tie(contact, cast.senior, strength=2)
    make_judgement(contact, Judged.INFLUENCE, 9)
    make_task(customer, "Send the offer", owner=cast.senior)
    cover(cast.junior_one, customer, role="member")
    pack = open_pack(
        SYSTEM, customer_id=customer.pk, giver_id=cast.senior.pk, receiver_id=cast.junior_one.pk
    )
    tick_section(actors.senior, pack_id=pack.pk, key="tasks", is_done=True)
    row = order_document(actors.senior, kind=Kind.HANDOVER, **told)
    make_document(actors.senior, document_id=row.pk)
    words = Word(io.BytesIO(file_of(actors.senior, row.pk).content))
    text = "\n".join(each.text for each in words.element.body.iter() if each.text)
    for said in (
        "Send the offer",
        f"known by {cast.senior.name}, at best 2 of 3",
        "influence 9 of 10",
        f"gone through by {cast.senior.name}",
    ):
        assert said in text, said
    assert not documents(actors.executive).filter(pk=row.pk).exists()
    assert not documents(actors.junior_one).filter(pk=row.pk).exists()
    senior: Client = as_person(cast.senior)
    address = f"{reverse('reports:account', args=[customer.pk])}?kind=handover"
    assert address in senior.get(reverse("work:pack", args=[pack.pk])).content.decode()
    assert '<option value="handover" selected>' in senior.get(address).content.decode()
