"""A wave asks whom it may, sends in their language, reminds who is silent, and ends."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPException
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from clavero.core.errors import Forbidden
from clavero.core.models import AuditEntry
from clavero.core.period import Period
from clavero.identity.testing import Cast, actor_for
from clavero.loyalty.models import Invitation, Wave
from clavero.loyalty.rules.asking import Content, LeftOut, Question, language_of
from clavero.loyalty.selectors import who_is_asked
from clavero.loyalty.services import (
    close_wave,
    deliver,
    remind,
    remind_all,
    start_wave,
    write_survey,
)
from clavero.loyalty.testing import (
    SYSTEM,
    make_answer,
    make_contacts,
    make_survey,
    make_wave,
)
from clavero.loyalty.tests.conftest import Asked, Refuses
from clavero.loyalty.words import DEFAULT_TITLE, DEFAULT_WORDS
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer, put_under
from clavero.relationships.services import change_contact, erase_contact, merge_contacts
from clavero.relationships.testing import make_contact, make_tie
from clavero.work.selectors import due_of_all


@pytest.fixture
def mine(cast: Cast) -> Customer:
    customer = make_customer("C1", "Talleres Ega", country="ES")
    cover(cast.senior, customer)
    make_survey()
    return customer


def test_who_is_left_out_and_why(mine: Customer, cast: Cast) -> None:
    today = timezone.localdate()
    one, gone, lost = make_contacts(mine, 3)
    make_contact(mine, "Without address")
    make_contact(mine, "The same", email=one.email.upper())
    make_contact(mine, "", title="CFO")
    change_contact(SYSTEM, contact_id=gone.pk, left_on=today)
    erase_contact(SYSTEM, contact_id=lost.pk)
    found = who_is_asked(actor_for(cast.senior), customer_ids=[mine.pk], rests=90)
    assert [each.who.name for each in found.asked] == [one.name]
    assert sorted(each.why for each in found.left_out if each.why) == [
        LeftOut.ERASED, LeftOut.GONE, LeftOut.NO_EMAIL, LeftOut.SAME_ADDRESS, LeftOut.UNKNOWN,
    ]  # fmt: skip
    wave = make_wave(mine)
    kept = dict(wave.invitations.values_list("contact__name", "left_out"))
    assert kept == {one.name: "", "Without address": "no_email", "The same": "same_address"}
    again = who_is_asked(SYSTEM, customer_ids=[mine.pk], rests=90)
    assert (again.asked, again.left_out[0].why) == ([], LeftOut.ASKED_LATELY)
    assert who_is_asked(SYSTEM, customer_ids=[mine.pk], rests=0).asked


def test_of_a_group_all_are_asked_with_those_who_know_them(mine: Customer, cast: Cast) -> None:
    plant = make_customer("C9", "Ega Norte", country="DE")
    put_under(mine, plant)
    contact = make_contact(plant, "Jana Vogt", email="jana@ega.example")
    make_tie(contact, cast.senior)
    wave = make_wave(mine, actor=actor_for(cast.senior))
    found = wave.invitations.get()
    assert (found.customer_id, found.language, found.known_by) == (plant.pk, "en", [cast.senior.pk])
    assert wave.sender_id == cast.senior.pk


def test_messages_go_out_in_their_language_once(
    mine: Customer, cast: Cast, settings: Any, mailoutbox: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    settings.COMPANY = "Aceites Oria"
    make_contacts(mine, 1)
    make_contact(mine, "Ann Low", email="ann@ega.example", languages="English")
    with django_capture_on_commit_callbacks(execute=True):
        wave = make_wave(mine, actor=actor_for(cast.senior))
    spanish, english = mailoutbox
    assert spanish.subject == "Aceites Oria: ¿Cómo lo estamos haciendo?"
    assert english.subject == "Aceites Oria: How are we doing?"
    assert (english.to, english.reply_to) == (["ann@ega.example"], [cast.senior.email])
    assert "/answers/en~" in english.body
    assert "Aceites Oria" in english.body
    assert english.extra_headers["List-Unsubscribe"].endswith("/stop/>")
    assert not deliver(wave.invitations.first().pk)
    assert len(mailoutbox) == 2


def test_who_is_silent_is_reminded_twice_at_most(
    asked: Asked, mailoutbox: Any, django_capture_on_commit_callbacks: Any, refuses: Refuses
) -> None:
    days = timezone.now() - timedelta(days=4)
    asked.wave.invitations.update(sent_at=days)
    make_answer(asked.wave.invitations.all()[0])
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert remind(SYSTEM, wave_id=asked.wave.pk) == 6
        with refuses("nobody_to_remind"):
            remind(SYSTEM, wave_id=asked.wave.pk)
        asked.wave.invitations.update(reminded_at=days, sent_at=days)
    with refuses("nobody_to_remind"):
        remind(SYSTEM, wave_id=asked.wave.pk)
    assert len(mailoutbox) == 12
    assert mailoutbox[0].subject.startswith("Recordatorio")


def test_a_reminder_that_no_server_took_is_sent_again_and_counts_once(
    asked: Asked, monkeypatch: Any, mailoutbox: Any, django_capture_on_commit_callbacks: Any,
    refuses: Refuses,
) -> None:  # fmt: skip
    def fail(self: Any) -> int:
        raise SMTPException("down")

    asked.wave.invitations.update(sent_at=timezone.now() - timedelta(days=4))
    for _time in range(3):
        with monkeypatch.context() as broken, django_capture_on_commit_callbacks(execute=True):
            broken.setattr("django.core.mail.EmailMessage.send", fail)
            assert remind(SYSTEM, wave_id=asked.wave.pk) == 7
    with django_capture_on_commit_callbacks(execute=True):
        assert remind(SYSTEM, wave_id=asked.wave.pk) == 7
    assert {each.reminders for each in asked.wave.invitations.all()} == {1}
    assert len(mailoutbox) == 7
    assert mailoutbox[0].subject.startswith("Recordatorio")
    with refuses("nobody_to_remind"):
        remind(SYSTEM, wave_id=asked.wave.pk)


def test_what_no_server_took_is_sent_again(
    asked: Asked, monkeypatch: Any, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    def fail(self: Any) -> int:
        raise SMTPException("down")

    one = asked.wave.invitations.all()[0]
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", fail)
        assert not deliver(one.pk)
    one.refresh_from_db()
    assert (one.sent_at, one.failed_at is not None) == (None, True)
    with django_capture_on_commit_callbacks(execute=True):
        remind(SYSTEM, wave_id=asked.wave.pk)
    one.refresh_from_db()
    assert (one.sent_at is not None, one.failed_at, one.reminders) == (True, None, 0)


def test_whose_verb_it_is(asked: Asked, cast: Cast, refuses: Refuses) -> None:
    with pytest.raises(Wave.DoesNotExist):
        close_wave(actor_for(cast.logistics), wave_id=asked.wave.pk)
    for person in (cast.senior, cast.sales, cast.executive):
        with pytest.raises(Forbidden):
            remind(actor_for(person), wave_id=asked.wave.pk)
    close_wave(actor_for(cast.director), wave_id=asked.wave.pk)
    assert close_wave(SYSTEM, wave_id=asked.wave.pk).closed_at
    assert AuditEntry.objects.filter(verb="survey.wave_closed").count() == 1
    with refuses("wave_closed"):
        remind(SYSTEM, wave_id=asked.wave.pk)
    with pytest.raises(Forbidden):
        make_wave(asked.urumea, actor=actor_for(cast.sales))


def test_one_asks_only_at_ones_own_accounts(asked: Asked, cast: Cast, refuses: Refuses) -> None:
    with refuses("nobody_to_ask"):
        make_wave(asked.urumea, actor=actor_for(cast.senior))
    today = timezone.localdate()
    version = asked.wave.version_id
    for day in (today - timedelta(days=1), today + timedelta(days=181)):
        with refuses("closes_outside"):
            start_wave(
                SYSTEM, version_id=version, name="W", customer_ids=[asked.ega.pk], closes_on=day
            )


def test_a_survey_changes_by_versions(cast: Cast, refuses: Refuses) -> None:
    content = Content(DEFAULT_TITLE, {}, (Question("nps", DEFAULT_WORDS["nps"]),))
    director = actor_for(cast.director)
    first = write_survey(director, name="Short", content=content)
    again = write_survey(director, name="Short", content=content, survey_id=first.survey_id)
    assert again == first
    more = Question("csat", DEFAULT_WORDS["csat"])
    longer = Content(DEFAULT_TITLE, {}, (*content.questions, more))
    second = write_survey(director, name="Short", content=longer, survey_id=first.survey_id, seen=1)
    assert (first.number, second.number) == (1, 2)
    with refuses("changed_meanwhile"):
        write_survey(director, name="Short", content=content, survey_id=first.survey_id, seen=1)
    with refuses("name_taken"):
        write_survey(director, name="short", content=content)
    with refuses("nothing_asked"):
        write_survey(director, name="Other", content=Content(DEFAULT_TITLE, {}, ()))
    with pytest.raises(Forbidden):
        write_survey(actor_for(cast.senior), name="Other", content=content)


def test_the_language_of_people() -> None:
    assert language_of("", "MX") == "es"
    assert language_of("en-GB", "ES") == "en"
    assert Invitation._meta.get_field("language").max_length == 8


def test_two_deliveries_at_once_send_once(
    mine: Customer, mailoutbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_contacts(mine, 1)
    invitation = make_wave(mine).invitations.get()
    real = EmailMessage.send

    def send(message: EmailMessage) -> int:
        assert not deliver(invitation.pk), "another worker has the same message"
        return real(message)

    monkeypatch.setattr(EmailMessage, "send", send)
    deliver(invitation.pk)
    deliver(invitation.pk)
    assert len(mailoutbox) == 1
    long_ago = timezone.now() - timedelta(hours=1)
    Invitation.objects.update(sent_at=None, claimed_at=long_ago)  # a worker was killed over it
    deliver(invitation.pk)
    assert len(mailoutbox) == 2


def test_nobody_is_asked_again_by_another_spelling(mine: Customer) -> None:
    other = make_customer("C2", country="ES")
    make_contact(mine, "Marta Gil", email="M@x.example")
    make_contact(other, "Marta Gil", email="m@x.example")
    make_wave(mine)
    found = who_is_asked(SYSTEM, customer_ids=[other.pk], rests=90)
    assert [each.why for each in found.left_out] == [LeftOut.ASKED_LATELY]


def test_what_stands_on_a_merged_record_is_theirs(
    mine: Customer, cast: Cast, mailoutbox: Any
) -> None:
    survivor = make_contact(mine, "Marta Gil")
    copy = make_contact(mine, "M. Gil", email="m@x.example", languages="es")
    make_tie(copy, cast.senior)
    merge_contacts(SYSTEM, source_id=copy.pk, target_id=survivor.pk)
    wave = make_wave(mine)
    invitation = wave.invitations.get(left_out="")
    assert (invitation.contact_id, invitation.known_by) == (survivor.pk, [cast.senior.pk])
    deliver(invitation.pk)
    assert mailoutbox[-1].to == ["m@x.example"]
    again = who_is_asked(SYSTEM, customer_ids=[mine.pk], rests=90)
    assert [each.why for each in again.left_out] == [LeftOut.ASKED_LATELY]


def test_the_night_reminds_until_they_answer_or_it_ends(
    mine: Customer, cast: Cast, mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    _first, gone, *_rest = make_contacts(mine, 3)
    days = {"closes_on": timezone.localdate() + timedelta(days=14)}
    with django_capture_on_commit_callbacks(execute=True):
        wave = make_wave(mine, reminds=1, **days)
    make_answer(wave.invitations.order_by("pk")[0])
    change_contact(SYSTEM, contact_id=gone.pk, left_on=timezone.localdate())

    def night() -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return remind_all(SYSTEM)

    def earlier() -> None:
        """Four days pass."""
        for each in wave.invitations.all():
            for field in ("sent_at", "reminded_at"):
                moment = getattr(each, field)
                setattr(each, field, None if moment is None else moment - timedelta(days=4))
            each.save()

    assert (night(), len(mailoutbox)) == (0, 3), "not within three days"
    earlier()
    assert (night(), len(mailoutbox)) == (1, 4), "who has not answered and is still there"
    assert night() == 0
    earlier()
    assert night() == 0, "as often as was said, and no more"
    Wave.objects.update(reminds=2, closed_at=timezone.now())
    assert night() == 0, "who is not asked any more is not reminded"
    Wave.objects.update(closed_at=None, closes_on=timezone.localdate() - timedelta(days=1))
    assert night() == 0
    Wave.objects.update(closes_on=days["closes_on"])
    assert night() == 1
    entry = AuditEntry.objects.filter(verb="survey.reminded").latest("pk")
    assert (entry.by_name, entry.after) == (SYSTEM.name, {"reminded": 1})
    with pytest.raises(Forbidden):
        remind_all(actor_for(cast.director))


def test_how_often_is_said_and_links_handed_over_remind_nobody(
    mine: Customer, refuses: Refuses
) -> None:
    make_contacts(mine, 1)
    with refuses("reminds_outside"):
        make_wave(mine, reminds=3)
    assert make_wave(mine).reminds == 2
    assert make_wave(mine, is_mailed=False).reminds == 0


def test_the_last_day_of_a_survey_stands_among_what_falls_due(mine: Customer, cast: Cast) -> None:
    make_contacts(mine, 2)
    wave = make_wave(mine)
    senior, sales = actor_for(cast.senior), actor_for(cast.sales)
    period = Period.inclusive(timezone.localdate(), wave.closes_on)
    (day,) = due_of_all(senior, period, owner_ids=None)
    assert (day.day, day.text, day.is_late) == (
        wave.closes_on, "The survey “Spring” ends", False
    )  # fmt: skip
    assert due_of_all(sales, period, owner_ids=None) == []
    close_wave(SYSTEM, wave_id=wave.pk)
    (day,) = due_of_all(senior, period, owner_ids=None)
    assert day.is_done
