"""Until when a link counts, that it faded, when the two last met: the same on every page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast, actor_for
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import account_of
from clavero.portfolio.testing import make_group
from clavero.relationships import hooks
from clavero.relationships.models import Judgement, Tie
from clavero.relationships.rules.judging import Kind
from clavero.relationships.selectors import account_contacts, contact_seen
from clavero.relationships.selectors.handover import known_contacts
from clavero.relationships.services import import_contacts, merge_contacts
from clavero.relationships.testing import SYSTEM, make_contact, make_judgement, make_tie
from clavero.ui import formats
from clavero.work.hooks import Giver

pytestmark = pytest.mark.django_db
GIVER = Giver(0, "Somebody who knows nobody")


def words(page: object) -> str:
    return " ".join(page.content.decode().split())  # type: ignore[attr-defined]


def test_a_link_says_until_when_it_counts_and_when_they_last_met(
    mine: Customer, cast: Cast, as_person: AsPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = make_contact(mine)
    tie = make_tie(contact, cast.senior)
    end = " ".join(formats.day(Judgement.objects.get().expires_on).split())
    met = timezone.localdate() - timedelta(days=2)

    def days(ties: object, last_by: date | None) -> dict[tuple[int, int], list[date]]:
        return {(contact.pk, cast.senior.pk): [met]}

    monkeypatch.setattr(hooks, "on_days_met", [days])
    monkeypatch.setattr("clavero.relationships.selectors.known.on_days_met", [days])
    senior = as_person(cast.senior)
    for name, key in (("contact", contact.pk), ("tie", tie.pk)):
        page = words(senior.get(reverse(f"relationships:{name}", args=[key])))
        assert f"counts until {end}" in page, name
    for name, key in (("contact", contact.pk), ("ours", cast.senior.pk), ("account", mine.pk)):
        page = words(senior.get(reverse(f"relationships:{name}", args=[key])))
        assert " ".join(formats.day(met).split()) in page, name


def test_a_link_that_faded_away_says_so(mine: Customer, cast: Cast, as_person: AsPerson) -> None:
    contact = make_contact(mine)
    make_tie(contact, cast.senior, strength=1, interval_days=1)
    long_ago = timezone.localdate() - timedelta(days=60)
    Judgement.objects.update(said_on=long_ago)
    Tie.objects.update(since=long_ago)
    for name, key in (("contact", contact.pk), ("ours", cast.senior.pk)):
        page = words(as_person(cast.senior).get(reverse(f"relationships:{name}", args=[key])))
        assert "0 – faded: it is long since they were in contact" in page, name


def test_what_a_merged_record_knew_is_not_lost(mine: Customer, cast: Cast) -> None:
    kept = make_contact(mine, "Laura Hinojal", email="l@x.example")
    copy = make_contact(mine, "Hinojal, Laura", phone="+34 976 000 111", email="other@x.example")
    merge_contacts(SYSTEM, source_id=copy.pk, target_id=kept.pk)
    row = contact_seen(actor_for(cast.senior), kept.pk).row
    assert (row.phone, row.email) == ("+34 976 000 111", "l@x.example")
    (row,) = account_contacts(actor_for(cast.senior), mine.pk).here
    assert row.phone == "+34 976 000 111"


def test_a_table_takes_the_words_of_people(mine: Customer, cast: Cast) -> None:
    table = (
        "Nombre;Función;Nivel;role;party\n"
        "Uno;Compras;mando;decisor;cliente\n"
        "Dos;Compras;Dirección;Tiene el presupuesto;consultora\n"
        "Tres;Compras;Consejo o propiedad;buyer;\n"
    )
    report = import_contacts(SYSTEM, content=table.encode(), customer_id=mine.pk)
    told = [(bad.line, bad.column, bad.value) for bad in report.refused]
    rows = {row.name: row for row in account_contacts(actor_for(cast.senior), mine.pk).here}
    assert ("Uno" in rows, told) == (True, told)
    assert (rows["Uno"].level, rows["Uno"].part) == ("manager", "decider")
    assert (rows["Tres"].level, rows["Tres"].part) == ("board", "buyer")


def test_a_pack_says_who_knows_whom_as_far_as_its_reader_may_know(
    mine: Customer, cast: Cast
) -> None:
    contact = make_contact(mine, "Marta Gil", title="Buyer")
    make_contact(mine, "Luis Roca")
    make_tie(contact, cast.senior, strength=2)
    make_judgement(contact, Kind.INFLUENCE, 8)
    team, *_leaving = known_contacts(
        actor_for(cast.senior), account_of(actor_for(cast.senior), mine.pk), GIVER
    )
    told = [line.text for line in team.lines]
    assert told[0].startswith("Marta Gil, Buyer · known by ")
    assert "at best 2 of 3" in told[0]
    assert told[0].endswith("influence 8 of 10")
    assert "nobody of ours knows them" in told[1]
    outside, *_rest = known_contacts(
        actor_for(cast.executive), account_of(actor_for(cast.executive), mine.pk), GIVER
    )
    assert not any("of 3" in line.text or "influence" in line.text for line in outside.lines)
    assert any("known by" in line.text for line in outside.lines)


def test_the_pack_of_a_group_has_the_people_of_its_units(mine: Customer, cast: Cast) -> None:
    make_contact(mine, "Marta Gil")
    group = make_group("Group", mine)
    reader = actor_for(cast.director)
    found, *_rest = known_contacts(reader, account_of(reader, group.pk), GIVER)
    assert any("Marta Gil" in line.text for line in found.lines)
