"""The customer's link: it writes a complaint, tells nothing, and cannot be flooded."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clavero.care.forms import GuestForm
from clavero.care.jobs import escalate_at_night
from clavero.care.links import stamp_of, token_of
from clavero.care.models import Complaint, Knock
from clavero.care.rules.entering import A_DAY, AN_HOUR
from clavero.care.services import complain, forget_people, shut_door
from clavero.care.testing import MONDAY, PDF, SYSTEM, make_door, token
from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Refusal
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.work.models import Task

MEGABYTE = 1024 * 1024
pytestmark = pytest.mark.django_db


# Where chance may write anything.
_TOKENS = r"""(value|action)="[^"]*"|hx-headers='[^']*'"""


def write(client: Client, told: str, **given: Any) -> Any:
    sent = {"text": "Palé roto", "from_name": "Marta", "stamp": stamp_of(told), **given}
    return client.post(reverse("complain:form", args=[told]), sent)


def test_a_customer_complains(mine: Customer, cast: Cast, client: Client) -> None:
    door = make_door(mine, language="es")
    page = client.get(reverse("complain:form", args=[token(door)]))
    assert page.headers["Content-Language"] == "es"
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    without_tokens = re.sub(_TOKENS, "", page.content.decode())
    assert mine.code not in without_tokens
    files = [SimpleUploadedFile("foto.png", b"\x89PNG\r\n\x1a\n"), SimpleUploadedFile("a.pdf", PDF)]
    assert write(client, token(door), attached=files).status_code == 302
    one = Complaint.objects.get()
    assert (one.customer, one.channel, one.owner_id) == (mine, "link", cast.senior.pk)
    assert (one.by_name, one.files.count()) == ("customer: Marta", 2)


def test_it_says_the_same_of_all_that_was_not_kept(
    mine: Customer, cast: Cast, client: Client
) -> None:
    """Be the link used too often, taken back, or made up: nobody is thanked for what is lost, and
    the account's lead hears of what was held back from a customer."""
    door, shut = make_door(mine), make_door(mine)
    shut_door(SYSTEM, customer_id=mine.pk, door_id=shut.pk)
    for _each in range(AN_HOUR):
        assert write(client, token(door)).status_code == 302
    pages = set()
    for told in (token(door), token(door), token(shut), token_of("not-there", "en"), "en~made.up"):
        answer = write(client, told)
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")
        page = answer.content.decode()
        assert "nobody has it" in page
        assert "Palé roto" in page, "nothing that was written is lost"
        pages.add(re.sub(r"<[^>]*>", "", page).strip())
        assert client.get(reverse("complain:form", args=[told])).status_code == 200
    assert len(pages) == 1
    assert Complaint.objects.count() == AN_HOUR
    assert Task.objects.get().owner_id == cast.senior.pk


def test_what_is_too_much_is_not_read(mine: Customer, client: Client) -> None:
    class Unread(SimpleUploadedFile):
        def read(self, size: int = -1) -> bytes:
            raise AssertionError("it is refused by its number alone")

    field = GuestForm().fields["attached"]
    with pytest.raises(ValidationError, match="3 files"):
        field.clean([Unread(f"{each}.pdf", PDF) for each in range(4)])
    told = token(make_door(mine))
    answer = client.post(reverse("complain:form", args=[told]), CONTENT_LENGTH=str(100 * MEGABYTE))
    assert answer.status_code == 413
    assert "30 MB" in answer.content.decode()


def test_programs_are_held_back(mine: Customer, client: Client) -> None:
    told = token(make_door(mine))
    answer = write(client, told, not_for_people="http://spam.example")
    assert answer.status_code == 429, "nobody is thanked for what is not kept, be it a trap"
    page = answer.content.decode()
    assert ("nobody has it" in page, "Palé roto" in page) == (True, True)
    assert "spam.example" not in page, "sent once more, it is taken"
    assert write(client, told, stamp="").status_code == 422
    assert write(client, told, stamp=stamp_of("en~other")).status_code == 422
    virus = SimpleUploadedFile("invoice.pdf", b"MZ\x90\x00\x03")
    assert write(client, told, attached=virus).status_code == 422
    assert not Complaint.objects.exists()
    networks = [*["192.0.2.0/24"] * (AN_HOUR + 2), *[f"198.51.{n}.0/24" for n in range(A_DAY)]]
    for network in networks:
        with suppress(Refusal):
            complain(told, network=network, text="Late", from_name="x")
        assert Complaint.objects.count() <= AN_HOUR or network != "192.0.2.0/24"
    assert Complaint.objects.count() == A_DAY


def test_nobody_takes_a_customer_for_one_of_ours(
    mine: Customer, cast: Cast, client: Client, as_person: AsPerson
) -> None:
    """Whatever name they type: history and words say that it is a customer's, in the language of
    whoever leads the account."""
    cast.senior.language = "es"
    cast.senior.save()
    name = cast.director.name
    write(client, token(make_door(mine)), from_name=name, from_email="m@x.example")
    one = Complaint.objects.get()
    assert {each.by_name for each in one.words.all()} == {f"cliente: {name}"}
    assert set(history(one).values_list("by_name", flat=True)) == {f"cliente: {name}"}
    page = as_person(cast.senior).get(reverse("care:complaint", args=[one.pk]))
    assert f"cliente: {name}" in page.content.decode()
    forget_people(["m@x.example"])
    assert not history(one).filter(by_name__contains=name).exists()
    assert not one.words.filter(by_name__contains=name).exists()


def test_of_who_used_a_link_the_hour_is_kept_for_a_day(
    mine: Customer, client: Client, clock: Any
) -> None:
    clock.after(minutes=17, seconds=9)
    write(client, token(make_door(mine)))
    assert Knock.objects.get().at == MONDAY
    clock.after(days=1)
    escalate_at_night(clock.now.date())
    assert not Knock.objects.exists(), "though nobody uses the link again"
