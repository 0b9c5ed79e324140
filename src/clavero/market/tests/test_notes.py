"""Notes of the market: works · refuses · an outsider is blind · audited · two at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.period import Period
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.market.models import Note
from clavero.market.rules import About, Effect
from clavero.market.selectors import (
    account_notes,
    note_at_account,
    note_rows,
    note_seen,
    sectors,
)
from clavero.market.services import add_note, change_note, withdraw_note
from clavero.market.testing import make_note
from clavero.portfolio.models import Customer
from clavero.portfolio.services import edit_customer
from clavero.portfolio.testing import SYSTEM, cover, make_customer, make_group
from clavero.work.selectors import account_due, due_of_all

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], Any]
SEEN = date(2026, 3, 2)


@pytest.fixture
def mine(cast: Cast) -> Customer:
    """A customer of the senior's, of the food sector."""
    customer = make_customer("C1")
    edit_customer(SYSTEM, customer_id=customer.pk, sector="Food")
    cover(cast.senior, customer)
    return customer


def test_an_account_has_its_own_notes_its_sectors_and_the_markets(
    mine: Customer, actors: SimpleNamespace
) -> None:
    other = make_customer("C2")
    own = make_note(mine, "It builds a plant", effect=Effect.OPPORTUNITY)
    of_food = make_note(text="Sugar tax", sector=" food ", effect=Effect.THREAT)
    make_note(text="Steel is dear", sector="Metal")
    of_all = make_note(text="Rates fall")
    make_note(other, "It moves")
    found = account_notes(actors.senior, mine.pk)
    assert [row.id for row in found.own] == [own.pk]
    assert [row.id for row in found.of_sector] == [of_food.pk]
    assert [row.id for row in found.of_market] == [of_all.pk]
    assert [row.about for row in (*found.own, *found.of_sector, *found.of_market)] == [
        About.ACCOUNT, About.SECTOR, About.EVERYBODY,
    ]  # fmt: skip
    assert sectors() == ["Food", "Metal"]


def test_only_who_sees_an_account_reads_its_notes(mine: Customer, actors: SimpleNamespace) -> None:
    note = make_note(mine, "It builds a plant")
    sector = make_note(text="Sugar tax", sector="Food")
    for reader in (actors.director, actors.executive, actors.senior):
        assert {row.id for row in note_rows(reader)} == {note.pk, sector.pk}
    assert [row.id for row in note_rows(actors.junior_two)] == [sector.pk]
    assert note_rows(actors.logistics) == note_rows(actors.hr) == []
    with pytest.raises(Note.DoesNotExist):
        note_seen(actors.sales, note.pk)
    with pytest.raises(Note.DoesNotExist):
        change_note(actors.sales, note_id=note.pk, text="Nothing")
    with pytest.raises(Customer.DoesNotExist):
        add_note(actors.sales, customer_id=mine.pk, text="x", source="y", seen_on=SEEN)
    with pytest.raises(Forbidden):
        add_note(actors.executive, text="x", source="y", seen_on=SEEN)


def test_a_note_says_what_whence_and_when(
    mine: Customer, actors: SimpleNamespace, refuses: Refuses
) -> None:
    good = {"text": "x", "source": "y", "seen_on": SEEN}
    for code, wrong in (
        ("text_missing", {"text": " "}),
        ("source_missing", {"source": ""}),
        ("in_the_future", {"seen_on": timezone.localdate() + timedelta(days=1)}),
        ("backwards", {"until": SEEN - timedelta(days=1)}),
        ("no_address", {"address": "javascript:alert(1)"}),
        ("about_both", {"customer_id": mine.pk, "sector": "Food"}),
        ("too_long", {"source": "s" * 201}),
    ):
        with refuses(code):
            add_note(actors.senior, **{**good, **wrong})
    assert not Note.objects.exists()


def test_it_is_put_right_and_withdrawn_for_a_reason(
    mine: Customer, actors: SimpleNamespace, refuses: Refuses
) -> None:
    note = make_note(mine, "It builds a plant")
    change_note(actors.senior, note_id=note.pk, text="It builds two plants", sector="Metal")
    with refuses("withdrawn_because_missing"):
        withdraw_note(actors.senior, note_id=note.pk, because=" ")
    withdraw_note(actors.senior, note_id=note.pk, because="It was a rumour")
    assert [entry.verb for entry in history(note)] == [
        "note.withdrawn", "note.changed", "note.added",
    ]  # fmt: skip
    assert history(mine)[0].verb == "note.added"
    note.refresh_from_db()
    assert (note.text, note.sector) == ("It builds two plants", "")
    assert account_notes(actors.senior, mine.pk).count == 0
    (row,) = note_rows(actors.senior, is_open=False)
    assert row.withdrawn_because == "It was a rumour"
    with refuses("note_withdrawn"):
        change_note(actors.senior, note_id=note.pk, text="It builds one")


def test_two_people_do_not_write_over_one_another(mine: Customer, actors: SimpleNamespace) -> None:
    note = make_note(mine)
    seen = revision_of(note)
    change_note(actors.senior, note_id=note.pk, seen=seen, text="Steel rises")
    with pytest.raises(ChangedMeanwhile):
        change_note(actors.director, note_id=note.pk, seen=seen, text="Steel falls")
    change_note(actors.director, note_id=note.pk, seen=seen, source="Cinco Días")
    note.refresh_from_db()
    assert (note.text, note.source) == ("Steel rises", "Cinco Días")


def test_a_note_of_another_sector_is_not_one_of_the_account(
    mine: Customer, actors: SimpleNamespace
) -> None:
    metal, food = make_note(sector="Metal"), make_note(sector="Food")
    assert note_at_account(actors.senior, food.pk, mine.pk).id == food.pk
    with pytest.raises(Note.DoesNotExist):
        note_at_account(actors.senior, metal.pk, mine.pk)


def test_a_group_is_in_the_sectors_of_its_units(mine: Customer, actors: SimpleNamespace) -> None:
    group = make_group("Ega", mine, code="G")
    note = make_note(text="Sugar tax", sector="Food")
    assert [row.id for row in account_notes(actors.director, group.pk).of_sector] == [note.pk]
    assert note_at_account(actors.director, note.pk, group.pk).id == note.pk


def test_the_day_to_look_again_falls_due_until_somebody_does(
    mine: Customer, actors: SimpleNamespace
) -> None:
    today = timezone.localdate()
    note = make_note(mine, "It builds a plant", seen_on=today - timedelta(40),
                     until=today - timedelta(3))  # fmt: skip
    make_note(text="Steel rises", seen_on=today, until=today)  # of no account
    (late,) = account_due(actors.senior, mine.pk, None, ahead=timedelta(30)).late
    assert (late.text, late.url) == (
        "Look again at the market note: It builds a plant",
        f"/market/{note.pk}/",
    )
    period = Period.inclusive(today - timedelta(9), today)
    assert [each.text for each in due_of_all(actors.senior, period, owner_ids=None)] == [late.text]
    assert due_of_all(actors.sales, period, owner_ids=None) == []
    change_note(SYSTEM, note_id=note.pk, until=today + timedelta(60))
    found = account_due(actors.senior, mine.pk, None, ahead=timedelta(30))
    assert (found.late, found.coming) == ([], [])
