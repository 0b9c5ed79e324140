"""What people do on the pages of contacts and of who knows whom."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast
from clavero.matrix.rules.position import Stage
from clavero.portfolio.models import Customer
from clavero.relationships.models import Contact, Judgement, StageWord, Tie
from clavero.relationships.rules.judging import Kind
from clavero.relationships.rules.people import Function
from clavero.relationships.rules.sides import Side
from clavero.relationships.services import say_stage
from clavero.relationships.testing import SYSTEM, make_contact, make_judgement, make_tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def senior(cast: Cast, as_person: AsPerson) -> Client:
    return as_person(cast.senior)


@pytest.fixture
def executive(cast: Cast, as_person: AsPerson) -> Client:
    return as_person(cast.executive)


def at(name: str, *args: Any) -> str:
    return reverse(f"relationships:{name}", args=args)


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_contact_is_written_down_changed_and_judged(
    senior: Client, mine: Customer, cast: Cast
) -> None:
    given = {"name": "Marta Gil", "function": "purchasing", "party": "customer", "title": "Head"}
    page = senior.post(at("new", mine.pk), given, follow=True)
    assert "The contact is written down." in words(page)
    contact = Contact.objects.get()
    form = senior.get(at("change", contact.pk)).context["form"]
    again = {name: value for name, value in form.initial.items() if value is not None}
    assert senior.post(at("change", contact.pk), {**again, "phone": "600"}).status_code == 302
    judged = {"decision": "attitude", "value": "-1", "source": "Said so at the fair"}
    page = words(senior.post(at("contact", contact.pk), judged, follow=True))
    assert "−1 – would rather have somebody else" in page
    assert "Said so at the fair" in page
    tied = {
        "decision": "tie", "person_id": cast.senior.pk, "ours": "kam", "value": "2",
        "source": "Weekly calls", "interval_days": "30",
    }  # fmt: skip
    page = words(senior.post(at("contact", contact.pk), tied, follow=True))
    assert "2 – they answer and tell us things" in page
    assert Judgement.objects.count() == 2
    page = words(senior.get(at("account", mine.pk)))
    assert "1 contact is known." in page
    assert "−1 ▼" in page


def test_an_incomplete_judgement_comes_back(senior: Client, mine: Customer) -> None:
    contact = make_contact(mine)
    page = senior.post(at("contact", contact.pk), {"decision": "influence", "value": "8"})
    assert page.status_code == 422
    assert not Judgement.objects.exists()
    odd = senior.post(at("contact", contact.pk), {"decision": "nothing"})
    assert odd.status_code == 422


def test_the_executive_reads_facts_alone(executive: Client, mine: Customer, cast: Cast) -> None:
    contact = make_contact(mine)
    judgement = make_judgement(contact, Kind.INFLUENCE, 9, source="A secret")
    tie = make_tie(contact, cast.senior, source="Another secret")
    for address in (at("account", mine.pk), at("contact", contact.pk), at("matrix", mine.pk)):
        page = executive.get(address)
        assert page.status_code == 200
        assert "secret" not in words(page)
    assert executive.post(at("withdraw", judgement.pk)).status_code == 403
    assert executive.get(at("tie", tie.pk)).status_code == 403


def test_how_strong_a_link_is_stays_with_the_team(
    senior: Client, executive: Client, mine: Customer, cast: Cast
) -> None:
    make_tie(make_contact(mine, function=Function.PRODUCTION), cast.senior, strength=1)
    say_stage(SYSTEM, customer_id=mine.pk, side=Side.OURS, stage=Stage.INTERDEPENDENT, source="x")
    page = at("matrix", mine.pk)
    assert "1 of the 2 asked for" in words(senior.get(page))
    read = words(executive.get(page))
    assert "less than is asked for" not in read, "of 2 asked for, that would be 1"
    assert "of the 2 asked for" not in read


def test_a_judgement_is_withdrawn(senior: Client, mine: Customer) -> None:
    judgement = make_judgement(make_contact(mine))
    page = senior.post(at("withdraw", judgement.pk), follow=True)
    assert "It is withdrawn." in words(page)
    assert not Judgement.objects.exists()
    assert senior.post(at("withdraw", judgement.pk)).status_code == 404


def test_a_link_is_changed_judged_and_ended(senior: Client, mine: Customer, cast: Cast) -> None:
    tie = make_tie(make_contact(mine), cast.senior)
    form = senior.get(at("tie", tie.pk)).context["change"]
    given = {name: value for name, value in form.initial.items() if value is not None}
    change = {**given, "decision": "change", "interval_days": "15"}
    assert senior.post(at("tie", tie.pk), change).status_code == 302
    judge = {"decision": "judge", "value": "3", "source": "They call first"}
    assert senior.post(at("tie", tie.pk), judge).status_code == 302
    assert senior.post(at("tie", tie.pk), {"decision": "end"}).status_code == 302
    tie.refresh_from_db()
    assert (tie.interval_days, tie.ended_on) == (15, timezone.localdate())
    assert "This link has ended." in words(senior.get(at("tie", tie.pk)))


def test_a_person_is_exported_and_erased(senior: Client, mine: Customer) -> None:
    contact = make_contact(mine, title="CFO", email="m@x.example")
    told = senior.post(at("export", contact.pk))
    assert json.loads(told.content)["email"] == "m@x.example"
    assert "attachment" in told["Content-Disposition"]
    assert "Erase what is known of Marta Gil Soler?" in words(senior.get(at("erase", contact.pk)))
    page = words(senior.post(at("erase", contact.pk), follow=True))
    assert "CFO: unknown" in page
    assert "Marta" not in page


def test_duplicates_are_merged_and_taken_apart(senior: Client, mine: Customer) -> None:
    one, other = make_contact(mine, "Marta Gil"), make_contact(mine, "Gil, Marta")
    assert "1 pair may be the same person" in words(senior.get(at("account", mine.pk)))
    page = words(senior.get(at("duplicates", mine.pk)))
    assert "They have the same name." in page
    given = {"decision": "merge", "kept": one.pk, "other": other.pk}
    assert senior.post(at("duplicates", mine.pk), given).status_code == 302
    assert "This record has been merged" in words(senior.get(at("contact", other.pk)))
    senior.post(at("unmerge", other.pk))
    odd = senior.post(at("unmerge", other.pk), follow=True)
    assert "has not been merged" in words(odd)
    senior.post(at("duplicates", mine.pk), {**given, "decision": "apart"})
    assert "No two contacts look like" in words(senior.get(at("duplicates", mine.pk)))
    assert senior.post(at("duplicates", mine.pk), {"decision": "merge"}).status_code == 422


def test_a_file_is_brought(senior: Client, mine: Customer) -> None:
    file = SimpleUploadedFile("c.csv", b"name,function\nMarta,IT\nLuis,Magic\n")
    page = words(senior.post(at("load", mine.pk), {"content": file}))
    assert "1 contact is written down. 1 row was refused." in page
    assert "there is no such function." in page
    card = SimpleUploadedFile("c.vcf", b"BEGIN:VCARD\nVERSION:3.0\nFN:Ana Vera\nEND:VCARD\n")
    assert senior.post(at("load", mine.pk), {"content": card}).status_code == 302
    assert senior.post(at("load", mine.pk), {}).status_code == 422
    assert set(Contact.objects.values_list("name", flat=True)) == {"Marta", "Ana Vera"}


def test_contacts_are_filtered_and_taken_along(senior: Client, mine: Customer) -> None:
    make_contact(mine, "Marta", email="m@x.example")
    make_contact(mine, "Luis", function="it")
    page = words(senior.get(at("contacts") + "?function=it"))
    assert "Luis" in page
    assert "Marta" not in page
    content = senior.get(at("contacts") + "?export=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(content)))
    assert {row["Contact"]: row["E-mail"] for row in rows} == {"Marta": "m@x.example", "Luis": ""}
    assert "attitude" not in content.lower()


def test_the_matrix_is_read_and_the_stage_said(senior: Client, mine: Customer, cast: Cast) -> None:
    make_tie(make_contact(mine), cast.senior, strength=2)
    page = words(senior.get(at("matrix", mine.pk)))
    assert "Say how far the relationship is" in page
    given = {
        "side": "ours", "stage": "cooperative", "source": "Review",
        "said_on": timezone.localdate().isoformat(),
    }  # fmt: skip
    assert senior.post(at("matrix", mine.pk), {**given, "source": ""}).status_code == 422
    assert senior.post(at("matrix", mine.pk), given).status_code == 302
    assert StageWord.objects.get().stage == "cooperative"
    page = words(senior.get(at("matrix", mine.pk)))
    assert "2 of 3" in page
    assert "Nobody of ours knows anybody in Production." in page
    assert "If somebody leaves" in page


def test_the_pages_of_an_account_are_linked_from_its_page(senior: Client, mine: Customer) -> None:
    assert Tie.objects.count() == 0
    page = senior.get(reverse("portfolio:customer", args=[mine.pk])).content.decode()
    for name in ("account", "matrix"):
        assert at(name, mine.pk) in page
