"""Who asks to be forgotten is in no table any more, and is given all that is kept before."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from clavero.care.models import Attachment, Complaint
from clavero.care.services import Mailed, add_file, complain, complain_by_mail, erase_file
from clavero.care.testing import PDF, make_complaint, make_door, token
from clavero.conftest import AsPerson
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast, actor_for
from clavero.interactions.rules.kinds import Kind, Origin
from clavero.interactions.services import remove_interaction
from clavero.interactions.testing import ago, make_interaction
from clavero.plans.models import Plan
from clavero.plans.testing import make_plan
from clavero.portfolio.testing import cover, make_customer
from clavero.relationships.models import Contact
from clavero.relationships.selectors import left_of, person_as_data
from clavero.relationships.services import erase_contact
from clavero.relationships.testing import make_contact
from clavero.sharing.models import Answer, Share
from clavero.sharing.selectors import page_of
from clavero.sharing.services import comment
from clavero.sharing.testing import make_guest, make_share, make_shared_plan
from clavero.ui.testing import notices, words

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
        customer, contact, subject=f"Review with {NAME}", text=f"Join: {EMAIL}",
        origin=Origin.CALENDAR,
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


@pytest.fixture
def sent(known: Contact, settings: Any, tmp_path: Path) -> list[Attachment]:
    """What they attached by their link and to a mail, and what ours attached to their cases and to
    one of somebody else in which they are named."""
    settings.ATTACHMENTS_HOME = tmp_path / "files"
    customer = known.customer
    by_link = complain(
        token(make_door(customer)), network="", files=[("zubiri-badge.pdf", PDF)],
        text="Pallets came wet", from_name=NAME, from_email=EMAIL,
    )  # fmt: skip
    complain_by_mail(
        customer_id=customer.pk,
        mail=Mailed("<5@forgotten.example>", "Torn", "Torn", EMAIL, NAME, (), timezone.now(),
                    files=[("me.pdf", PDF + b"%")]),
    )  # fmt: skip
    add_file(SYSTEM, complaint_id=by_link.pk, name="inspection.pdf", content=PDF + b"%%")
    other = make_complaint(customer, "Seals", detail=f"{NAME.upper()} was there when it came")
    add_file(SYSTEM, complaint_id=other.pk, name="dock.pdf", content=PDF + b"%%%")
    add_file(
        SYSTEM, complaint_id=make_complaint(customer, "Labels").pk, name="label.pdf", content=PDF
    )  # fmt: skip
    return list(Attachment.objects.all())


def on_disk(tmp_path: Path) -> int:
    return len(list((tmp_path / "files").iterdir()))


def test_the_files_that_they_sent_are_handed_over(
    known: Contact, sent: list[Attachment], cast: Cast, as_person: AsPerson
) -> None:
    told = person_as_data(SYSTEM, known.pk)
    files = [file["name"] for each in told["complaints"] for file in each["files"]]
    assert sorted(files) == ["me.pdf", "zubiri-badge.pdf"]
    assert [each["files"] for each in told["complaints_naming_them"]] == [1]
    address = reverse("relationships:export", args=[known.pk])
    answer = as_person(cast.senior).post(address)
    assert answer["Content-Type"] == "application/zip"
    with ZipFile(BytesIO(answer.content)) as archive:
        assert sorted(archive.namelist()) == [
            "1-me.pdf", "2-zubiri-badge.pdf", f"contact-{known.pk}.json",
        ] or sorted(archive.namelist()) == [
            "1-zubiri-badge.pdf", "2-me.pdf", f"contact-{known.pk}.json",
        ]  # fmt: skip
        assert archive.read(archive.namelist()[1]).startswith(PDF)


def test_the_files_that_they_sent_go_and_others_are_told(
    known: Contact,
    sent: list[Attachment],
    cast: Cast,
    as_person: AsPerson,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    assert on_disk(tmp_path) == 5
    senior = as_person(cast.senior)
    address = reverse("relationships:erase", args=[known.pk])
    asked = words(senior.get(address))
    assert "File “inspection.pdf” of the complaint “Pallets came wet”" in asked
    assert "File “dock.pdf” of the complaint “Seals”" in asked
    for not_told in ("label.pdf", "me.pdf"):
        assert not_told not in asked
    with django_capture_on_commit_callbacks(execute=True):
        answer = senior.post(address, follow=True)
    assert any("dock.pdf" in each for each in notices(answer))
    assert on_disk(tmp_path) == 3
    assert Attachment.objects.count() == 5, "that they were there stays"
    gone = Attachment.objects.exclude(erased_at=None)
    assert {(each.name, each.size, each.digest) for each in gone} == {("", 0, "")}
    assert "zubiri-badge" not in everything()
    for each in gone:
        page = reverse("care:complaint", args=[each.complaint_id])
        assert "A file that was erased on" in words(senior.get(page))
        file = reverse("care:file", args=[each.complaint_id, each.pk])
        assert senior.get(file).status_code == 404


def test_what_others_attached_is_erased_by_hand(
    known: Contact,
    sent: list[Attachment],
    cast: Cast,
    as_person: AsPerson,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    (file,) = [each for each in sent if each.name == "dock.pdf"]
    page = reverse("care:erase_file", args=[file.complaint_id, file.pk])
    assert as_person(cast.executive).get(page).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        assert as_person(cast.senior).post(page).status_code == 302
    assert "dock.pdf" not in everything()
    assert on_disk(tmp_path) == 4
    assert as_person(cast.senior).post(page).status_code == 404
    assert [each.what for each in left_of(actor_for(cast.senior), known.pk)] == [
        "File “inspection.pdf” of the complaint “Pallets came wet”"
    ]
    with pytest.raises(Complaint.DoesNotExist):
        erase_file(actor_for(cast.sales), complaint_id=file.complaint_id, file_id=file.pk)
