"""The list of documents is narrowed down and sorted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import make_customer
from clavero.reports.models import Document
from clavero.reports.rules import Form, Kind
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
HOME = "reports:home"


@pytest.fixture
def many(customer: Customer) -> Customer:
    """Documents of two accounts and of all, the oldest first."""
    other = make_customer("Z9", "Zumos Íbero")
    told: list[dict[str, Any]] = [
        {"kind": Kind.REVIEW, "form": Form.PPTX, "customer": customer, "months": 3},
        {"kind": Kind.ACCOUNT, "form": Form.PDF, "customer": other},
        {"kind": Kind.PORTFOLIO, "form": Form.XLSX, "codes": None},
    ]
    for at, each in enumerate(told):
        row = Document.objects.create(language="es", by_name="Nuria", **each)
        ordered = timezone.now() - timedelta(days=20 * (len(told) - at))
        Document.objects.filter(pk=row.pk).update(ordered_at=ordered)
    return other


def kinds(answer: Any) -> list[str]:
    return [row.record.kind for row in answer.context["listing"].table.rows]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [Kind.PORTFOLIO, Kind.ACCOUNT, Kind.REVIEW]),
        ({"form": "pptx"}, [Kind.REVIEW]),
        ({"kind": "account"}, [Kind.ACCOUNT]),
        ({"search": "zumos"}, [Kind.ACCOUNT]),
        ({"ordered": "30"}, [Kind.PORTFOLIO]),
        ({"language": "en"}, []),
        ({"sort": "customer"}, [Kind.REVIEW, Kind.ACCOUNT, Kind.PORTFOLIO]),
        ({"sort": "form"}, [Kind.ACCOUNT, Kind.REVIEW, Kind.PORTFOLIO]),
    ],
)
def test_narrowed_down_and_sorted(
    cast: Cast, as_person: AsPerson, many: Customer, asked: dict[str, str], found: list[Kind]
) -> None:
    assert kinds(as_person(cast.director).get(reverse(HOME), asked)) == found


def test_by_account_and_said_in_words(cast: Cast, as_person: AsPerson, many: Customer) -> None:
    answer = as_person(cast.director).get(reverse(HOME), {"customer": many.pk})
    assert kinds(answer) == [Kind.ACCOUNT]
    assert "about Zumos Íbero" in words(answer)
    names = dict(answer.context["listing"].filters.form.fields["customer"].choices)
    assert set(names.values()) >= {"Customer 1", "Zumos Íbero"}


def test_nobody_is_offered_an_account_whose_documents_they_do_not_see(
    cast: Cast, as_person: AsPerson, many: Customer
) -> None:
    answer = as_person(cast.senior).get(reverse(HOME))
    assert kinds(answer) == []
    assert "Zumos" not in answer.content.decode()
