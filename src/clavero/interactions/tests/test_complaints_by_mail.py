"""What a customer writes to the account's address for complaints becomes one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from clavero.care.models import Complaint, Mail, Word
from clavero.care.rules.entering import AN_HOUR
from clavero.care.selectors import address_to_complain
from clavero.care.services import (
    answer,
    assign,
    change_complaint,
    correct_received,
    move_complaint,
    resolve,
    wait,
)
from clavero.config.mailbox import mailbox_server
from clavero.conftest import AsPerson
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.interactions.models import Interaction, Unread
from clavero.interactions.rules.copying import Reason
from clavero.interactions.rules.mails import READ_WITH_FILES, files_of
from clavero.interactions.selectors import copy_to
from clavero.interactions.services import read_mailbox
from clavero.interactions.tests.post_office import Office, post_office
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import SYSTEM, cover, make_customer, make_one
from clavero.work.models import Task

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def office(settings: Any, tmp_path: Path) -> Iterator[Office]:
    password = tmp_path / "password"
    password.write_text("right\n")
    settings.ATTACHMENTS_HOME = tmp_path / "attachments"
    with post_office() as office:
        where = f"imap://kam@127.0.0.1:{office.port}/Copied"
        settings.MAILBOX = mailbox_server(where, "kam@us.example", str(password))
        yield office


@pytest.fixture
def address(office: Office, mine: Customer) -> str:
    return address_to_complain(mine.pk)


def mail(
    address: str, text: str = "Llegó abierto.", *, files: dict[str, bytes] | None = None,
    **headers: str,
) -> bytes:  # fmt: skip
    message = EmailMessage()
    told = {
        "From": "Marta Gil <marta@x.example>", "To": address, "Subject": "Palé roto",
        "Date": "Mon, 02 Mar 2026 09:00:00 +0100", "Message-ID": f"<{hash(text)}@x.example>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }  # fmt: skip
    for name, value in told.items():
        message[name] = value
    message.set_content(text)
    for name, content in (files or {}).items():
        message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


def test_a_customer_writes_and_a_case_is_open(
    office: Office, address: str, mine: Customer, cast: Cast
) -> None:
    files = {"albarán.pdf": PDF, "virus.exe": b"MZ\x90\x00"}
    office.post(mail(address, files=files))
    found = read_mailbox(SYSTEM)
    assert (found.taken, found.complaints, found.there) == (1, 1, 0)
    one = Complaint.objects.get()
    assert (one.customer, one.channel, one.owner_id) == (mine, "email", cast.senior.pk)
    assert (one.text, one.detail) == ("Palé roto", "Llegó abierto.")
    assert (one.from_name, one.from_email) == ("Marta Gil", "marta@x.example")
    assert one.received_at.isoformat() == "2026-03-02T08:00:00+00:00"
    assert [each.name for each in one.files.all()] == ["albarán.pdf"]
    assert any("virus.exe" in word.text for word in one.words.all()), "it is told, and not kept"
    assert not Interaction.objects.exists()


def test_the_same_mail_again_is_no_other_case(office: Office, address: str) -> None:
    office.post(mail(address))
    read_mailbox(SYSTEM)
    office.validity = 8
    found = read_mailbox(SYSTEM)
    assert (found.taken, found.there, Complaint.objects.count()) == (0, 1, 1)


def test_a_mail_complains_at_each_account_that_it_is_sent_to_and_stands_where_it_is_copied(
    office: Office, address: str, mine: Customer, cast: Cast
) -> None:
    other, third = make_customer("C2"), make_customer("C3")
    to = [address, address_to_complain(other.pk), copy_to(mine.pk), copy_to(third.pk)]
    office.post(mail(", ".join(to), From=cast.senior.email))
    found = read_mailbox(SYSTEM)
    assert (found.taken, found.complaints, dict(found.left)) == (3, 2, {})
    cases = Complaint.objects.order_by("customer").values_list("customer", flat=True)
    assert list(cases) == [mine.pk, other.pk]
    assert Interaction.objects.get().customer_id == third.pk


def test_an_answer_is_noted_and_what_was_waited_for_has_come(office: Office, address: str) -> None:
    office.post(mail(address, Message_ID="<first@x.example>"))
    read_mailbox(SYSTEM)
    one = Complaint.objects.get()
    wait(SYSTEM, complaint_id=one.pk, text="Which pallet?")
    office.post(
        mail(address, "The blue one", In_Reply_To="<first@x.example>", Subject="Re: Palé roto")
    )
    assert read_mailbox(SYSTEM).complaints == 1
    one.refresh_from_db()
    assert (one.state, Complaint.objects.count()) == ("received", 1)
    assert [word.text for word in one.words.all()][-1] == "The blue one"
    assert not one.waits.filter(ended_at=None).exists()


def test_an_answer_to_a_resolved_case_is_somebodys_task(
    office: Office, address: str, cast: Cast
) -> None:
    office.post(mail(address, Message_ID="<first@x.example>"))
    read_mailbox(SYSTEM)
    one = Complaint.objects.get()
    change_complaint(SYSTEM, complaint_id=one.pk, cause="late")
    resolve(SYSTEM, complaint_id=one.pk, text="Sent again")
    office.post(mail(address, "Again!", References="<other@x.example> <first@x.example>"))
    read_mailbox(SYSTEM)
    task = Task.objects.get(origin="complaint")
    assert (task.owner_id, "Palé roto" in task.text) == (cast.senior.pk, True)
    one.refresh_from_db()
    assert one.state == "resolved", "a person decides whether it was resolved"


def test_what_is_written_on_an_open_case_is_told_and_ended_by_the_next_answer(
    office: Office, address: str, mine: Customer, cast: Cast
) -> None:
    """It is read even where the case is put right meanwhile, and goes with it."""
    office.post(mail(address, Message_ID="<first@x.example>"))
    read_mailbox(SYSTEM)
    one = Complaint.objects.get()
    answer(SYSTEM, complaint_id=one.pk, text="We look into it")
    office.post(mail(address, "Our line stands still", In_Reply_To="<first@x.example>"))
    read_mailbox(SYSTEM)
    told = Task.objects.filter(origin="complaint", state="open")
    task = told.get()
    assert (task.owner_id, "Palé roto" in task.text) == (cast.senior.pk, True)
    at = one.received_at - timedelta(hours=1)
    correct_received(SYSTEM, complaint_id=one.pk, received_at=at, reason="They say so")
    assert told.get().pk == task.pk, "nothing to read is dropped"
    other = make_customer("C2")
    cover(cast.sales, other)
    move_complaint(SYSTEM, complaint_id=one.pk, customer_id=other.pk, reason="The same name")
    moved = told.get()
    assert (moved.customer_id, moved.owner_id) == (other.pk, cast.sales.pk)
    assign(SYSTEM, complaint_id=one.pk, owner_id=cast.director.pk)
    assert told.get().owner_id == cast.director.pk
    answer(SYSTEM, complaint_id=one.pk, text="A van is on its way")
    assert not told.exists()


def test_what_answers_a_case_of_another_account_now_is_noted_on_it(
    office: Office, address: str, mine: Customer
) -> None:
    """The customer answers to the address that they have, and opens no second case by it."""
    office.post(mail(address, Message_ID="<first@x.example>"))
    read_mailbox(SYSTEM)
    one, other = Complaint.objects.get(), make_customer("C2")
    move_complaint(SYSTEM, complaint_id=one.pk, customer_id=other.pk, reason="The same name")
    office.post(mail(address, "The blue one", In_Reply_To="<first@x.example>"))
    read_mailbox(SYSTEM)
    assert Complaint.objects.get().customer == other
    assert [word.text for word in one.words.all()][-1] == "The blue one"
    assert Task.objects.get(origin="complaint", state="open").customer_id == other.pk
    office.validity = 8
    assert read_mailbox(SYSTEM).there == 2


def test_nothing_is_lost_where_the_owner_is_gone(office: Office, address: str, cast: Cast) -> None:
    office.post(mail(address, Message_ID="<first@x.example>"))
    read_mailbox(SYSTEM)
    one = Complaint.objects.get()
    change_complaint(SYSTEM, complaint_id=one.pk, cause="late")
    resolve(SYSTEM, complaint_id=one.pk, text="Sent again")
    Complaint.objects.update(owner=cast.junior_two)  # who does not see the account
    office.post(mail(address, "Still broken", In_Reply_To="<first@x.example>"))
    assert read_mailbox(SYSTEM).complaints == 1
    assert [word.text for word in one.words.all()][-1] == "Still broken"
    assert Task.objects.get(origin="complaint").owner_id == cast.senior.pk


def test_a_case_is_found_after_its_record_was_merged(
    office: Office, address: str, mine: Customer
) -> None:
    office.post(mail(address, Message_ID="<first@x.example>"))
    read_mailbox(SYSTEM)
    make_one(mine, make_customer("B"))
    office.post(mail(address, "The blue one", In_Reply_To="<first@x.example>"))
    assert read_mailbox(SYSTEM).complaints == 1
    office.validity = 8
    assert read_mailbox(SYSTEM).there == 2
    assert Complaint.objects.count() == 1


def test_what_is_too_large_or_a_mail_itself_is_named() -> None:
    message = EmailMessage()
    message["From"] = "marta@x.example"
    message.set_content("See below")
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="one.pdf")
    logo = b"\x89PNG\r\n\x1a\n"
    message.add_attachment(
        logo, "image", "png", cid="<l@x>", filename="l.png", disposition="inline"
    )
    inner = EmailMessage()
    inner.set_content("Before")
    message.add_attachment(inner)
    message.add_attachment(b"0" * READ_WITH_FILES, "application", "pdf", filename="two.pdf")
    found = files_of(message.as_bytes())
    assert [name for name, _content in found.files] == ["one.pdf"]
    assert sorted(found.left_out) == ["two.pdf", "…"]


def test_what_is_told_of_a_mail_is_told_in_the_language_of_whoever_leads_the_account(
    office: Office, address: str, cast: Cast
) -> None:
    Person.objects.filter(pk=cast.senior.pk).update(language="es")
    office.post(mail(address, files={"run.exe": b"MZ\x90\x00"}))
    read_mailbox(SYSTEM)
    (note,) = Word.objects.filter(what="")
    assert note.text.startswith("No se ha guardado de lo adjunto: ")
    assert "This kind" not in note.text


def test_machines_and_floods_open_nothing(office: Office, address: str) -> None:
    # What our own messages would bring back, and two machines that answer each other.
    office.post(mail(address, "a", Auto_Submitted="auto-replied"))
    office.post(mail(address, "b", Return_Path="<>"))
    office.post(mail(address, "c", From="kam@us.example"))
    office.post(mail(address, "d", X_Loop="x.example"))
    found = read_mailbox(SYSTEM)
    assert (found.taken, found.left[Reason.AUTOMATIC]) == (0, 4)
    for number in range(AN_HOUR + 2):
        office.post(mail(address, f"Again {number}"))
    found = read_mailbox(SYSTEM)
    assert (found.taken, found.left[Reason.TOO_MANY]) == (AN_HOUR, 2)
    # About a case that is there one may write on.
    office.post(mail(address, "And this", In_Reply_To=Mail.objects.latest("pk").uid))
    assert read_mailbox(SYSTEM).taken == 1
    office.post(mail(address, "Of somebody else", From="juan@x.example"))
    assert read_mailbox(SYSTEM).taken == 1


def test_nobody_guesses_an_address(office: Office, address: str) -> None:
    office.post(mail(address.replace(address.partition("-")[2][:6], "000000")))
    office.post(mail(address.replace("+q", "+")))  # nor makes that for copies of it
    assert (read_mailbox(SYSTEM).taken, Complaint.objects.count()) == (0, 0)
    assert set(Unread.objects.values_list("reason", flat=True)) == {Reason.NO_ACCOUNT.value}


def test_the_address_stands_on_the_accounts_page(
    office: Office, address: str, mine: Customer, as_person: AsPerson, cast: Cast
) -> None:
    page = as_person(cast.senior).get(reverse("care:account", args=[mine.pk]))
    assert address in page.content.decode()
    assert (
        "kam+q"
        not in as_person(cast.executive)
        .get(reverse("care:account", args=[mine.pk]))
        .content.decode()
    ), "who handles no complaints"
