"""A person asks for what is kept of them, or to be forgotten: all of it, and no count changes."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.models import AuditEntry
from clavero.identity.testing import Cast
from clavero.matrix.rules.position import Stage
from clavero.portfolio.models import Customer
from clavero.relationships.models import Contact, Judgement
from clavero.relationships.rules.judging import Kind
from clavero.relationships.rules.sides import Side
from clavero.relationships.selectors import (
    account_contacts,
    contacts_called,
    person_as_data,
    relationship,
)
from clavero.relationships.services import (
    change_contact,
    change_tie,
    erase_contact,
    merge_contacts,
    note_export,
    say_stage,
)
from clavero.relationships.testing import SYSTEM, make_contact, make_judgement, make_tie

pytestmark = pytest.mark.django_db
SECRETS = ("Marta", "Gil", "600100200", "marta@x.example", "euskera", "Afraid of us", "Lunch on")


@pytest.fixture
def known(mine: Customer, cast: Cast) -> Contact:
    """Somebody of whom much is known, also under another name."""
    boss = make_contact(mine, "Boss")
    contact = make_contact(
        mine, "Marta Gil", title="CFO", email="marta@x.example", phone="600100200",
        languages="euskera", reports_to_id=boss.pk,
    )  # fmt: skip
    copy = make_contact(mine, "M. Gil", email="marta@x.example")
    make_judgement(copy, Kind.ATTITUDE, 1, source="Afraid of us")
    merge_contacts(SYSTEM, source_id=copy.pk, target_id=contact.pk)
    make_judgement(contact, Kind.INFLUENCE, 9, source="Afraid of us")
    tie = make_tie(contact, cast.senior, strength=3, source="Lunch on Fridays")
    change_tie(SYSTEM, tie_id=tie.pk, interval_days=20)
    change_contact(SYSTEM, contact_id=contact.pk, phone="600100201")
    say_stage(SYSTEM, customer_id=mine.pk, side=Side.OURS, stage=Stage.COOPERATIVE, source="Review")
    return contact


def kept(*rows: Any) -> str:
    """All that the database keeps of contacts, as text."""
    found = [list(model.objects.values()) for model in (Contact, Judgement)]
    entries = AuditEntry.objects.filter(subject_type__startswith="relationships.")
    return str([*found, *entries.exclude(verb="stage.said").values_list("before", "after")])


def test_the_export_has_all_of_it(known: Contact, actors: SimpleNamespace) -> None:
    told = json.dumps(person_as_data(actors.senior, known.pk), ensure_ascii=False)
    for secret in SECRETS:
        assert secret in told
    note_export(actors.senior, contact_id=known.pk)
    assert history(known).filter(verb="contact.exported", by_name=actors.senior.name).exists()


def test_erasing_leaves_nothing_and_changes_no_count(
    known: Contact, mine: Customer, actors: SimpleNamespace
) -> None:
    before, shape = account_contacts(SYSTEM, mine.pk), relationship(SYSTEM, mine.pk).shape
    assert all(secret in kept() for secret in SECRETS)
    erase_contact(actors.senior, contact_id=known.pk)
    assert [secret for secret in SECRETS if secret in kept()] == []
    after = account_contacts(SYSTEM, mine.pk)
    assert len(after.here) == len(before.here)
    assert relationship(SYSTEM, mine.pk).shape == shape
    row = next(each for each in after.here if each.id == known.pk)
    assert (row.is_placeholder, row.title, row.reports_to, row.strength) == (
        True, "CFO", "Boss", 3,
    )  # fmt: skip
    assert (row.influence, row.attitude) == (None, None)
    entry = history(known).first()
    assert entry is not None
    assert (entry.verb, entry.by_name, entry.after) == (
        "contact.erased", actors.senior.name, None,
    )  # fmt: skip


def test_the_export_has_what_was_merged_in_steps(mine: Customer, actors: SimpleNamespace) -> None:
    first, second, third = (make_contact(mine, name) for name in ("Ana", "Anna", "Annie"))
    make_judgement(third, Kind.ATTITUDE, 1, source="Said at the fair")
    merge_contacts(SYSTEM, source_id=third.pk, target_id=second.pk)
    merge_contacts(SYSTEM, source_id=second.pk, target_id=first.pk)
    told = person_as_data(actors.senior, first.pk)
    assert [each["name"] for each in told["merged_records"]] == ["Anna", "Annie"]
    assert "Said at the fair" in json.dumps(told)


def test_who_takes_the_place_is_somebody_else(known: Contact, mine: Customer, refuses: Any) -> None:
    below = make_contact(mine, "Below", reports_to_id=known.pk)
    erase_contact(SYSTEM, contact_id=known.pk)
    new = change_contact(SYSTEM, contact_id=known.pk, name="Inés Roca")
    known.refresh_from_db()
    assert new.pk != known.pk
    assert (known.name, known.left_on) == ("", timezone.localdate())
    assert known.erased_on is not None
    assert (new.name, new.title, new.reports_to_id) == ("Inés Roca", "CFO", known.reports_to_id)
    told = person_as_data(SYSTEM, new.pk)
    assert (told["known_by"], told["judgements"], told["lines"]) == ([], [], [])
    below.refresh_from_db()
    assert below.reports_to_id == new.pk
    with refuses("place_left"):
        change_contact(SYSTEM, contact_id=known.pk, name="Another")


def test_not_everybody_may(known: Contact, actors: SimpleNamespace) -> None:
    for verb in (erase_contact, note_export):
        with pytest.raises(Contact.DoesNotExist):
            verb(actors.sales, contact_id=known.pk)
        with pytest.raises(Forbidden):
            verb(actors.executive, contact_id=known.pk)
    assert "Marta" in kept()


def test_a_person_is_found_by_address_or_number(known: Contact, actors: SimpleNamespace) -> None:
    found = contacts_called(actors.senior, "MARTA@x.example ")
    assert {each.today for each in found} == {known.pk}, "by its copy, too"
    assert len(found) == 2
    assert [each.id for each in contacts_called(actors.senior, str(known.pk))] == [known.pk]
    assert contacts_called(actors.sales, str(known.pk)) == []
    assert contacts_called(actors.senior, "") == []
