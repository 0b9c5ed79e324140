"""The mailbox that mails are copied to: read once each, changed in nothing, and nobody guesses an
address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils import timezone

from clavero.config.mailbox import mailbox_server
from clavero.conftest import AsPerson
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.testing import Cast
from clavero.interactions.jobs import by_the_hour
from clavero.interactions.models import Interaction, Mailbox, Unread
from clavero.interactions.rules.copying import Reason, accounts_in
from clavero.interactions.selectors import copy_to, mailbox_seen
from clavero.interactions.services import read_mailbox
from clavero.interactions.tests.post_office import Office, post_office
from clavero.interactions.tests.test_reading import a_mail
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import SYSTEM, make_customer, make_group, make_one
from clavero.relationships.testing import make_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings: Any, tmp_path: Path) -> Iterator[Office]:
    password = tmp_path / "password"
    password.write_text("right\n")
    with post_office() as office:
        where = f"imap://kam@127.0.0.1:{office.port}/Copied"
        settings.MAILBOX = mailbox_server(where, "kam@us.example", str(password))
        yield office


@pytest.fixture
def address(office: Office, mine: Customer) -> str:
    make_contact(mine, "Marta Gil", email="marta@x.example")
    return copy_to(mine.pk)


def mail(address: str, **headers: str) -> bytes:
    return a_mail(**{"Cc": f"Copy <{address}>", **headers}).as_bytes()


def test_what_is_copied_in_stands_at_its_account(
    office: Office, address: str, mine: Customer, cast: Cast
) -> None:
    office.post(mail(address, To=cast.senior.email))
    found = read_mailbox(SYSTEM)
    assert (found.taken, found.there, found.is_all) == (1, 0, True)
    made = Interaction.objects.get()
    assert (made.customer_id, made.origin, made.subject) == (mine.pk, "mailbox", "Año nuevo")
    assert [each.name for each in made.contacts.all()] == ["Marta Gil"]
    assert list(made.people.all()) == [cast.senior]
    # It is opened to read, and looked at without marking anything.
    assert [each for each in office.asked if each.startswith("EXAMINE")] == ['EXAMINE "Copied"']
    assert not any(word in " ".join(office.asked) for word in ("STORE", "COPY", "MOVE", "EXPUNGE"))
    assert all("BODY.PEEK" in each for each in office.asked if "FETCH" in each)


def test_again_changes_nothing_and_numbers_may_begin_anew(office: Office, address: str) -> None:
    office.post(mail(address))
    read_mailbox(SYSTEM)
    asked = len(office.asked)
    assert read_mailbox(SYSTEM).taken == 0
    assert not any("FETCH" in each for each in office.asked[asked:])
    office.validity = 8
    found = read_mailbox(SYSTEM)
    assert (found.taken, found.there, Interaction.objects.count()) == (0, 1, 1)


def test_what_is_left_is_told_and_lies_there(
    office: Office, address: str, mine: Customer, actors: SimpleNamespace, as_person: AsPerson,
    cast: Cast,
) -> None:  # fmt: skip
    guessed = address.replace(address.partition("-")[2][:4], "0000")
    office.post(mail("kam@us.example", Subject="To the mailbox itself"))
    office.post(mail(guessed, Subject="Guessed"))
    office.post(mail(address, From="who@else.example"))
    office.post(mail(address, Precedence="bulk"))
    office.post(mail(address, **{"Auto-Submitted": "auto-replied"}))
    office.post(mail(address, From="Us <kam+x@us.example>"))
    office.post(b"")
    office.post(mail(address, **{"Message-ID": "<good@x>"}) + b"x" * 3_000_000)
    found = read_mailbox(SYSTEM)
    assert (found.taken, dict(found.left)) == (1, {
        Reason.NO_ACCOUNT: 2, Reason.STRANGER: 1, Reason.AUTOMATIC: 3, Reason.UNREADABLE: 1,
    })  # fmt: skip
    assert Interaction.objects.get().uid == "<good@x>"
    assert len(office.mails) == 8
    assert Unread.objects.count() == 7
    read_mailbox(SYSTEM)
    assert len(mailbox_seen(actors.director).left) == 7
    for outsider in (actors.senior, actors.executive, actors.administrator, actors.logistics):
        with pytest.raises(Forbidden):
            mailbox_seen(outsider)
    page = as_person(cast.director).get(reverse("interactions:mailbox")).content.decode()
    assert "Guessed" in page
    page = as_person(cast.senior).get(reverse("interactions:account", args=[mine.pk]))
    assert address in page.content.decode()


def test_a_little_at_a_time_and_nothing_is_lost(office: Office, address: str) -> None:
    for number in range(5):
        office.post(mail(address, **{"Message-ID": f"<{number}@x>"}))
    assert not read_mailbox(SYSTEM, most=2).is_all
    assert read_mailbox(SYSTEM, seconds=0).taken == 0
    assert read_mailbox(SYSTEM).taken == 3
    assert Mailbox.objects.get().last_uid == 5


def test_an_address_of_a_merged_account_leads_on(
    office: Office, address: str, mine: Customer
) -> None:
    target = make_customer("C2")
    make_one(mine, target)
    office.post(mail(address))
    read_mailbox(SYSTEM)
    assert Interaction.objects.get().customer_id == target.pk


def test_a_group_takes_in_what_people_of_its_units_write(
    office: Office, address: str, mine: Customer
) -> None:
    group = make_group("Group", mine, code="G")
    make_contact(make_customer("C9"), "Elsewhere", email="else@x.example")
    office.post(mail(copy_to(group.pk)))
    office.post(mail(copy_to(group.pk), From="else@x.example", **{"Message-ID": "<9@x>"}))
    found = read_mailbox(SYSTEM)
    assert (found.taken, dict(found.left)) == (1, {Reason.STRANGER: 1})
    made = Interaction.objects.get()
    assert made.customer_id == group.pk
    assert [each.name for each in made.contacts.all()] == ["Marta Gil"]


def test_a_mail_to_the_addresses_of_two_accounts_stands_at_both(
    office: Office, address: str, mine: Customer, cast: Cast
) -> None:
    other, merged = make_customer("C2"), make_customer("C3")
    make_one(merged, other)
    to = [address, copy_to(other.pk), copy_to(merged.pk), address]  # two of them are one account
    office.post(mail(", ".join(f"<{each}>" for each in to).strip("<>"), From=cast.senior.email))
    found = read_mailbox(SYSTEM)
    assert (found.taken, found.there, dict(found.left)) == (2, 0, {})
    made = Interaction.objects.order_by("customer")
    assert [(each.customer_id, each.uid) for each in made] == [
        (mine.pk, "<1@x.example>"), (other.pk, "<1@x.example>"),
    ]  # fmt: skip
    office.validity = 8
    found = read_mailbox(SYSTEM)
    assert (found.taken, found.there, Interaction.objects.count()) == (0, 2, 2)


def test_where_its_sender_is_a_stranger_a_mail_is_left_and_stands_at_the_other(
    office: Office, address: str, mine: Customer
) -> None:
    other = make_customer("C2")
    office.post(mail(f"{address}>, Copy <{copy_to(other.pk)}", From="marta@x.example"))
    found = read_mailbox(SYSTEM)
    assert (found.taken, dict(found.left)) == (1, {Reason.STRANGER: 1})
    assert Interaction.objects.get().customer_id == mine.pk
    assert Unread.objects.get().reason == Reason.STRANGER


def test_a_mail_of_a_merged_record_is_not_taken_again(
    office: Office, address: str, mine: Customer
) -> None:
    office.post(mail(address))
    read_mailbox(SYSTEM)
    make_one(mine, make_customer("C2"))
    office.validity = 8
    found = read_mailbox(SYSTEM)
    assert (found.taken, found.there, Interaction.objects.count()) == (0, 1, 1)


def test_what_is_refused(office: Office, settings: Any, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("secret word")
    where = f"imap://kam@127.0.0.1:{office.port}"
    settings.MAILBOX = mailbox_server(where, "kam@us.example", str(wrong))
    with pytest.raises(Refusal) as told:
        read_mailbox(SYSTEM)
    assert told.value.code == "mailbox_closed"
    assert "secret word" not in str(told.value)
    settings.MAILBOX = None
    nothing = by_the_hour(timezone.localdate())
    assert nothing is not None
    assert nothing.code == "no_mailbox"
    assert copy_to(1) == ""
    for given in (
        ("pop://x@y", "kam@us.example"), ("imap://x:word@y", "kam@us.example"),
        ("imap://host", "kam@us.example"), ("imap://x@y", "kam+a@us.example"),
    ):  # fmt: skip
        with pytest.raises(ImproperlyConfigured):
            mailbox_server(*given, str(wrong))
    with pytest.raises(ImproperlyConfigured):
        mailbox_server("imaps://x@y", "kam@us.example", str(tmp_path / "none"))


def test_no_address_leads_to_another_account(office: Office, settings: Any) -> None:
    one, other = copy_to(1), copy_to(2)
    mixed = one.replace("+1-", "+2-")
    own, secret = settings.MAILBOX.address, settings.SECRET_KEY
    assert [accounts_in([each], own, secret) for each in (one, other, mixed)] == [[1], [2], []]
    assert accounts_in([one.replace("us.example", "else.example")], own, secret) == []
