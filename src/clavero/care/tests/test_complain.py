"""The customer's link: it writes a complaint, tells nothing, and cannot be flooded."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clavero.care.links import stamp_of, token_of
from clavero.care.models import Complaint
from clavero.care.rules.entering import A_DAY, AN_HOUR
from clavero.care.services import complain, shut_door
from clavero.care.testing import PDF, SYSTEM, make_door, token
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer

pytestmark = pytest.mark.django_db


def write(client: Client, told: str, **given: Any) -> Any:
    sent = {"text": "Palé roto", "from_name": "Marta", "stamp": stamp_of(told), **given}
    return client.post(reverse("complain:form", args=[told]), sent)


def test_a_customer_complains(mine: Customer, cast: Cast, client: Client) -> None:
    door = make_door(mine, language="es")
    page = client.get(reverse("complain:form", args=[token(door)]))
    assert page.headers["Content-Language"] == "es"
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    without_tokens = re.sub(r'(value|action)="[^"]*"', "", page.content.decode())
    assert mine.code not in without_tokens
    files = [SimpleUploadedFile("foto.png", b"\x89PNG\r\n\x1a\n"), SimpleUploadedFile("a.pdf", PDF)]
    assert write(client, token(door), attached=files).status_code == 302
    one = Complaint.objects.get()
    assert (one.customer, one.channel, one.owner_id) == (mine, "link", cast.senior.pk)
    assert (one.by_name, one.files.count()) == ("Marta", 2)


def test_it_says_the_same_of_what_opens_nothing(mine: Customer, client: Client) -> None:
    door = make_door(mine)
    good = write(client, token(door))
    shut_door(SYSTEM, customer_id=mine.pk, door_id=door.pk)
    for told in (token(door), token_of("not-there", "en"), "en~made.up"):
        answer = write(client, told)
        assert (answer.status_code, answer.headers["Location"].replace(told, "*")) == (
            good.status_code, good.headers["Location"].replace(token(door), "*"),
        )  # fmt: skip
        assert client.get(reverse("complain:form", args=[told])).status_code == 200
    assert Complaint.objects.count() == 1


def test_programs_are_held_back(mine: Customer, client: Client) -> None:
    told = token(make_door(mine))
    assert write(client, told, website="http://spam.example").status_code == 302
    assert write(client, told, stamp="").status_code == 422
    assert write(client, told, stamp=stamp_of("en~other")).status_code == 422
    virus = SimpleUploadedFile("invoice.pdf", b"MZ\x90\x00\x03")
    assert write(client, told, attached=virus).status_code == 422
    assert not Complaint.objects.exists()
    for _each in range(AN_HOUR + 2):
        complain(told, network="192.0.2.0/24", text="Late", from_name="x")
    assert Complaint.objects.count() == AN_HOUR
    for each in range(A_DAY):
        complain(told, network=f"198.51.{each}.0/24", text="Late", from_name="x")
    assert Complaint.objects.count() == A_DAY
