"""What of judgements goes out of the account team, and what does not follow from it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.estimates import Missing
from clavero.identity.testing import Cast
from clavero.matrix.rules.position import Stage
from clavero.portfolio.models import Customer
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.testing import cover, make_customer, make_group
from clavero.relationships.models import Tie, ToldOutside
from clavero.relationships.rules.judging import Kind
from clavero.relationships.rules.people import Function
from clavero.relationships.rules.sides import Side
from clavero.relationships.selectors import Relationship, figures_of, relationship
from clavero.relationships.services import erase_contact, say_stage, tell_outside
from clavero.relationships.testing import (
    SYSTEM,
    judge_again,
    make_contact,
    make_judgement,
    make_links,
    make_tie,
)

pytestmark = pytest.mark.django_db


def night(back: int = 0) -> int:
    day = timezone.localdate() - timedelta(back)
    return tell_outside(SYSTEM, day=day, found=figures_of(codes()))


def codes() -> list[str]:
    return list(Customer.objects.values_list("code", flat=True))


def covered(found: Relationship) -> Decimal | None:
    return None if found.shape is None else found.shape.coverage.value


@pytest.fixture
def told(mine: Customer, cast: Cast) -> list[Tie]:
    """Three links whose strengths hide one another, told yesterday."""
    ties = make_links(mine, cast.senior, 2, 1, 2)
    assert night(1) == 1
    return ties


def test_one_link_is_never_told(mine: Customer, cast: Cast, actors: SimpleNamespace) -> None:
    make_links(mine, cast.senior, 2)
    assert night() == 0
    found = relationship(actors.executive, mine.pk)
    assert found.is_withheld
    assert (found.shape, found.bow_tie.value, found.bow_tie.reason) == (
        None, None, Missing.TOO_FEW_LINKS,
    )  # fmt: skip
    assert (found.resilience, list(found.history)) == (0, [])
    assert covered(relationship(actors.senior, mine.pk)) == Decimal(2) / 23, "the team sees it all"


def test_three_that_hide_one_another_are_told(
    told: list[Tie], mine: Customer, actors: SimpleNamespace
) -> None:
    found, team = relationship(actors.executive, mine.pk), relationship(actors.senior, mine.pk)
    assert not found.is_withheld
    assert found.told_on == timezone.localdate() - timedelta(1)
    assert found.shape is not None
    assert covered(found) == round(Decimal(5) / 23, 6)
    assert (found.resilience, found.shape.target) == (team.resilience, 5)
    assert night() == 0, "again nothing is news"
    entry = history(ToldOutside.objects.get()).get()
    assert entry.verb == "relationship.told_outside"


def test_the_least_and_the_most_would_say_each_of_them(mine: Customer, cast: Cast) -> None:
    ties = make_links(mine, cast.senior, 3, 2, 2)
    assert night() == 0
    judge_again((ties[0], 1), (ties[1], 1), (ties[2], 1))
    assert night() == 0


def test_a_day_with_one_link_changed_tells_nothing_new(
    told: list[Tie], mine: Customer, actors: SimpleNamespace
) -> None:
    before = covered(relationship(actors.executive, mine.pk))
    judge_again((told[0], 1))
    assert night() == 0
    found = relationship(actors.executive, mine.pk)
    assert covered(found) == before
    assert [each.on for each in found.history] == [found.told_on]
    assert covered(relationship(actors.senior, mine.pk)) == Decimal(4) / 23
    judge_again((told[1], 2), (told[2], 1))
    assert night() == 1, "three are others now"
    assert covered(relationship(actors.executive, mine.pk)) == round(Decimal(4) / 23, 6)


def test_another_stage_of_the_same_links_would_tell_on_them(
    told: list[Tie], mine: Customer, actors: SimpleNamespace
) -> None:
    say_stage(
        SYSTEM, customer_id=mine.pk, side=Side.OURS, stage=Stage.INTERDEPENDENT, source="Review"
    )
    assert night() == 0
    assert relationship(actors.executive, mine.pk).told_on == timezone.localdate() - timedelta(1)


def test_a_zero_of_before_the_first_link_does_not_stand_for_it(
    mine: Customer, cast: Cast, actors: SimpleNamespace
) -> None:
    make_links(mine, cast.senior)
    make_contact(mine)
    assert night(2) == 1
    assert covered(relationship(actors.executive, mine.pk)) == 0, "nobody knows anybody: a fact"
    tie = make_tie(make_contact(mine, "The first"), cast.senior, strength=2)
    assert night(1) == 1
    assert relationship(actors.executive, mine.pk).is_withheld
    judge_again((tie, 3))
    assert night() == 0, "that nothing is told is told once"
    assert [each.figures for each in ToldOutside.objects.all()][-1] == {}


def test_a_group_does_not_tell_on_the_one_link_of_its_other_unit(
    told: list[Tie], mine: Customer, cast: Cast, actors: SimpleNamespace
) -> None:
    other = make_customer("C2")
    group = make_group("Group", mine, other, code="G")
    say_stage(SYSTEM, customer_id=group.pk, side=Side.OURS, stage=Stage.INTEGRATED, source="x")
    make_tie(
        make_contact(other, "Alone", function=Function.FINANCE), cast.senior, strength=1
    )  # fmt: skip
    night()
    assert relationship(actors.executive, group.pk).is_withheld
    assert not relationship(actors.executive, mine.pk).is_withheld


def test_what_rests_on_the_same_is_told_again_before_it_is_old(told: list[Tie]) -> None:
    later = timezone.localdate() + timedelta(31)
    assert tell_outside(SYSTEM, day=later, found=figures_of(codes())) == 1
    assert ToldOutside.objects.count() == 2


def test_how_people_stand_towards_us_is_told_of_three_at_least(
    mine: Customer, cast: Cast, actors: SimpleNamespace
) -> None:
    people = [make_contact(mine, f"Person {number}") for number in range(3)]
    for each, (influence, attitude) in zip(people, [(9, 2), (5, -1), (7, 0)], strict=True):
        assert night() == 0
        make_judgement(each, Kind.INFLUENCE, influence)
        make_judgement(each, Kind.ATTITUDE, attitude)
    assert night() == 1
    row = ToldOutside.objects.get()
    assert (row.kind, Decimal(row.figures["quality"])) == ("quality", Decimal("6.547619"))
    assert set(row.judged) == {str(each.pk) for each in people}
    erase_contact(SYSTEM, contact_id=people[0].pk)
    row.refresh_from_db()
    assert set(row.judged) == {str(each.pk) for each in people[1:]}, "forgotten here, too"


def test_where_nobody_weighs_any_more_nothing_stands(
    mine: Customer, cast: Cast, actors: SimpleNamespace
) -> None:
    today = timezone.localdate()
    for number, (influence, attitude) in enumerate([(9, 2), (5, -1), (7, 0)]):
        each = make_contact(mine, f"Person {number}")
        for kind, value in ((Kind.INFLUENCE, influence), (Kind.ATTITUDE, attitude)):
            make_judgement(each, kind, value, expires_on=today + timedelta(30))
    assert night() == 1
    for later, count in ((29, 0), (30, 1), (31, 0)):
        day = today + timedelta(later)
        assert tell_outside(SYSTEM, day=day, found=figures_of(codes(), day)) == count
    assert ToldOutside.objects.latest("day").figures == {}


def test_only_clavero_lets_anything_out(mine: Customer, actors: SimpleNamespace) -> None:
    with pytest.raises(Forbidden):
        tell_outside(actors.director, day=timezone.localdate(), found={})


def test_a_sponsor_is_of_the_team(mine: Customer, cast: Cast, actors: SimpleNamespace) -> None:
    make_links(mine, cast.senior, 2)
    cover(cast.executive, mine, role=CoverageRole.SPONSOR)
    assert covered(relationship(actors.executive, mine.pk)) == Decimal(2) / 23
    assert relationship(actors.executive.outward, mine.pk).is_withheld, "but hands nothing on"


def at(customer: Customer) -> str:
    return reverse("relationships:matrix", args=[customer.pk])


def words(page: object) -> str:
    return " ".join(page.content.decode().split())  # type: ignore[attr-defined]


def test_the_page_says_why_and_what_is_a_fact(
    mine: Customer, cast: Cast, as_person: AsPerson
) -> None:
    make_links(mine, cast.senior, 1)
    executive: Client = as_person(cast.executive)
    page = words(executive.get(at(mine)))
    assert "Too few links to be told outside the account team." in page
    assert "Nobody of ours knows anybody in Production." in page
    assert "known" in page
    for single in ("less than is asked for", "4%", "of the 3 asked for", "is the target"):
        assert single not in page
    assert "4%" in words(as_person(cast.senior).get(at(mine)))


def test_whether_a_link_still_counts_is_no_fact(
    mine: Customer, cast: Cast, actors: SimpleNamespace
) -> None:
    make_links(mine, cast.senior, 0)
    (_ours, cells), *_rest = relationship(actors.executive, mine.pk).rows
    assert [cell.is_active for cell in cells][:1] == [True], "somebody knows somebody"


def test_a_function_known_out_of_date_is_not_called_unknown(
    mine: Customer, cast: Cast, as_person: AsPerson
) -> None:
    ties = make_links(mine, cast.senior, 1, 2)
    Tie.objects.filter(pk=ties[0].pk).update(interval_days=1, since=date(2020, 1, 1))
    ties[0].judgements.update(said_on=timezone.localdate() - timedelta(40))
    page = words(as_person(cast.senior).get(at(mine)))
    assert "There are links to Purchasing, but all of them are out of date." in page
    assert "Nobody of ours knows anybody in Purchasing." not in page
    assert "(faded)" in page
