"""Who asks to be forgotten is in no table any more, and is given all that is kept before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from clavero.care.models import Complaint
from clavero.care.services import Mailed, complain_by_mail
from clavero.care.testing import make_complaint
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.interactions.rules.kinds import Kind, Origin
from clavero.interactions.services import remove_interaction
from clavero.interactions.testing import ago, make_interaction
from clavero.plans.models import Plan
from clavero.plans.testing import make_plan
from clavero.portfolio.testing import cover, make_customer
from clavero.relationships.models import Contact
from clavero.relationships.selectors import person_as_data
from clavero.relationships.services import erase_contact
from clavero.relationships.testing import make_contact
from clavero.sharing.models import Answer, Share
from clavero.sharing.selectors import page_of
from clavero.sharing.services import comment
from clavero.sharing.testing import make_guest, make_share, make_shared_plan

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
NAME, EMAIL, PHONE = "Zubiri Marta", "zubiri@forgotten.example", "600700800"
SECRETS = (NAME, EMAIL, PHONE)


@pytest.fixture(autouse=True)
def own_ledger(settings: Any, tmp_path: Path) -> None:
    """An empty ledger in a folder that goes away."""
    settings.LEDGER_HOME = tmp_path / "ledger"


@pytest.fixture
def known(cast: Cast, mailoutbox: Any) -> Contact:
    """Somebody who wrote, complained, reads a plan with us, and came to a meeting."""
    customer = make_customer("C1")
    cover(cast.senior, customer)
    contact = make_contact(customer, NAME, email=EMAIL, phone=PHONE)
    make_interaction(
        customer, contact, kind=Kind.EMAIL, subject=f"From {NAME}", text=f"Yours, {NAME}",
        origin=Origin.MAIL, uid="<1@forgotten.example>",
    )  # fmt: skip
    make_interaction(
        customer, contact, subject="Review", text=f"Join: {EMAIL}", origin=Origin.CALENDAR,
        uid="2@forgotten.example", starts_at=ago(days=3),
    )  # fmt: skip
    removed = make_interaction(
        customer, contact, subject=f"Lunch with {NAME}", origin=Origin.CALENDAR,
        uid="3@forgotten.example", starts_at=ago(days=4),
    )  # fmt: skip
    remove_interaction(SYSTEM, interaction_id=removed.pk)
    make_complaint(customer, from_name=NAME, from_email=EMAIL.upper(), from_phone=PHONE)
    complain_by_mail(
        customer_id=customer.pk,
        mail=Mailed("<4@forgotten.example>", "Late", f"Late again. {NAME}, tel. {PHONE}", EMAIL,
                    NAME, (), timezone.now()),
    )  # fmt: skip
    make_plan(customer)
    make_shared_plan(customer)
    share = make_share(customer, name=NAME, email=EMAIL)
    guest = make_guest(share, mailoutbox)
    page = page_of(share.plan_id)
    assert page is not None
    comment(guest, key=page.rows[0].key, text="We see it as well")
    return contact


def everything() -> str:
    """Every row of every table, as text."""
    told: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            told += [f"{table}: {row}" for row in cursor.fetchall()]
    return "\n".join(told).casefold()


def test_all_that_is_kept_is_handed_over(known: Contact) -> None:
    told = person_as_data(SYSTEM, known.pk)
    assert {each["what"] for each in told["complaints"]} == {"Late", "Pallets came open"}
    (share,) = told["shared_plans"]
    assert [each["text"] for each in share["answers"]] == ["We see it as well"]
    assert all(secret in json.dumps(told, default=str) for secret in SECRETS)


def test_no_table_knows_who_was_forgotten(known: Contact) -> None:
    counts = [each.objects.count() for each in (Complaint, Share, Answer, Plan)]
    assert all(secret.casefold() in everything() for secret in SECRETS)
    erase_contact(SYSTEM, contact_id=known.pk)
    left = [
        row for row in everything().splitlines() if any(each.casefold() in row for each in SECRETS)
    ]
    assert left == []
    assert counts == [each.objects.count() for each in (Complaint, Share, Answer, Plan)]
    assert Share.objects.get().revoked_at is not None, "the link opens nothing"
    assert "we see it as well" not in everything()
    assert {each.text for each in Complaint.objects.all()} == {"Late", "Pallets came open"}
