"""A person reports to somebody else."""

from __future__ import annotations

import pytest

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.identity import selectors
from clavero.identity.doors import actor_for
from clavero.identity.services import move_in_chart
from clavero.identity.testing import Cast


def test_the_team_follows_and_it_is_audited(cast: Cast) -> None:
    move_in_chart(
        actor_for(cast.administrator), person_id=cast.sales.pk, reports_to_id=cast.senior.pk
    )
    juniors = {cast.junior_one.pk, cast.junior_two.pk}
    assert actor_for(cast.senior).team == juniors | {cast.sales.pk}
    entry = history(cast.sales).get()
    assert entry.before == {"reports_to_id": cast.director.pk}
    assert entry.after == {"reports_to_id": cast.senior.pk}


def test_a_person_may_stand_at_the_top(cast: Cast) -> None:
    move_in_chart(actor_for(cast.administrator), person_id=cast.hr.pk, reports_to_id=None)
    chart = selectors.organisation_chart(actor_for(cast.administrator))
    assert {place.person for place in chart} == {cast.executive, cast.hr}


@pytest.mark.parametrize("superior", ["director", "senior", "junior_one"])
def test_nobody_reports_to_themselves_or_below(cast: Cast, superior: str) -> None:
    with pytest.raises(Refusal) as refused:
        move_in_chart(
            actor_for(cast.administrator),
            person_id=cast.director.pk,
            reports_to_id=getattr(cast, superior).pk,
        )
    assert refused.value.code == "circle"
    assert cast.director.name in str(refused.value)
    cast.director.refresh_from_db()
    assert cast.director.reports_to == cast.executive


def test_only_administrators_move(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        move_in_chart(actor_for(cast.director), person_id=cast.sales.pk, reports_to_id=None)


def test_the_page_moves(cast: Cast, as_person: AsPerson) -> None:
    address = f"/people/{cast.sales.pk}/superior/"
    as_person(cast.administrator).post(address, {"reports_to_id": cast.senior.pk})
    cast.sales.refresh_from_db()
    assert cast.sales.reports_to == cast.senior


def test_the_page_offers_only_whom_one_could_report_to(cast: Cast, as_person: AsPerson) -> None:
    page = as_person(cast.administrator).get(f"/people/{cast.senior.pk}/")
    offered = {value for value, _ in page.context["superior_form"].fields["reports_to_id"].choices}
    assert str(cast.director.pk) in map(str, offered)
    below = {cast.senior.pk, cast.junior_one.pk, cast.junior_two.pk}
    assert not {str(pk) for pk in below} & set(map(str, offered))


def test_everybody_reads_the_chart_and_only_administrators_edit(
    cast: Cast, as_person: AsPerson
) -> None:
    for member, person in cast:
        page = as_person(person).get("/people/chart/").content.decode()
        assert cast.junior_two.name in page
        assert (f"/people/{cast.junior_two.pk}/" in page) == (member == "administrator")


def test_whoever_left_is_seen_by_administrators_only_and_stays_in_the_team(
    cast: Cast, as_person: AsPerson
) -> None:
    cast.junior_two.is_active = False
    cast.junior_two.save()
    assert cast.junior_two.name not in as_person(cast.hr).get("/people/chart/").content.decode()
    page = as_person(cast.administrator).get("/people/chart/").content.decode()
    assert cast.junior_two.name in page
    assert cast.junior_two.pk in actor_for(cast.senior).team
