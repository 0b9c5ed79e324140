"""Who knows whom: the worked numbers through the services, what goes with whom, and how it went."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from clavero.conftest import TodayIs
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.estimates import Estimate, Missing
from clavero.identity.testing import Cast
from clavero.matrix.rules.position import Stage
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import make_customer, make_group
from clavero.relationships.models import Contact
from clavero.relationships.rules.judging import Kind
from clavero.relationships.rules.matrix import Cell, Ours, strengths_of
from clavero.relationships.rules.people import Function
from clavero.relationships.rules.sides import Side
from clavero.relationships.selectors import account_contacts, figures_of, relationship
from clavero.relationships.sentences import (
    gap_in_words,
    leaving_in_words,
    relationship_in_words,
    stages_in_words,
)
from clavero.relationships.services import change_contact, end_tie, say_stage
from clavero.relationships.testing import SYSTEM, make_contact, make_judgement, make_tie
from clavero.relationships.tests.worked import BOW_TIE, DIAMOND, MIXED, OURS, THEIRS

pytestmark = pytest.mark.django_db
SAID = date(2026, 3, 2)


def build(customer: Customer, cast: Cast, there: dict[Cell, int]) -> None:
    """People and ties such that the matrix is ``there``: one contact in each of their functions,
    one of ours in each of our own."""
    people = [cast.senior, cast.junior_one, cast.logistics, cast.hr, cast.executive]
    ours = dict(zip(OURS, people, strict=True))
    theirs = {each: make_contact(customer, f"In {each}", function=each) for each in THEIRS}
    for (one, other), strength in there.items():
        make_tie(theirs[other], ours[one], ours=one, strength=strength)


def stage(customer: Customer, said: Stage = Stage.INTERDEPENDENT, side: Side = Side.OURS) -> None:
    say_stage(SYSTEM, customer_id=customer.pk, side=side, stage=said, source="Yearly review")


@pytest.mark.parametrize(
    ("there", "covered", "tied", "holds"),
    [
        (MIXED, "0.35", "0.875", 3),
        (DIAMOND, "0.75", "0.5556", 5),
        (BOW_TIE, "0.15", "1", 1),
    ],
)
def test_the_worked_numbers_through_the_services(
    mine: Customer, cast: Cast, actors: SimpleNamespace,
    there: dict[Cell, int], covered: str, tied: str, holds: int,
) -> None:  # fmt: skip
    build(mine, cast, there)
    stage(mine)
    found = relationship(actors.senior, mine.pk)
    assert found.shape is not None
    assert found.shape.coverage.value == Decimal(covered)
    assert found.bow_tie.value is not None
    assert round(found.bow_tie.value, 4) == Decimal(tied)
    assert (found.resilience, found.shape.target) == (holds, 3)
    cells = {
        (cell.ours, cell.theirs): cell.strength
        for _ours, row in found.rows
        for cell in row
        if cell.is_active
    }
    assert cells == there


def test_gaps_are_said_in_words(mine: Customer, cast: Cast) -> None:
    make_tie(make_contact(mine), cast.senior, strength=3)
    make_tie(make_contact(mine, "P", function=Function.PRODUCTION), cast.senior, strength=1)
    stage(mine)
    told = [gap_in_words(gap) for gap in relationship(SYSTEM, mine.pk).gaps]
    assert "Nobody of ours knows anybody in Finance." in told
    assert "Nobody of our Technical service knows anybody in their Production." in told
    assert any("1 of the 2 asked for" in each for each in told)


def test_what_goes_with_whom(mine: Customer, cast: Cast) -> None:
    build(mine, cast, MIXED)
    stage(mine)
    found = relationship(SYSTEM, mine.pk)
    nuria = next(each for each in found.leaving if each.name == cast.senior.name)
    assert {theirs for _ours, theirs in nuria.cells} == set(THEIRS[:4])
    assert nuria.left is not None
    assert (nuria.resilience, nuria.left.coverage.value) == (2, Decimal(0))
    assert leaving_in_words(nuria)[0].startswith("Without them nobody holds: Key account")
    buyer = next(each for each in found.leaving if each.name == "In purchasing")
    assert (buyer.is_ours, buyer.resilience) == (False, 2)


def test_a_second_tie_makes_somebody_dispensable(mine: Customer, cast: Cast) -> None:
    contact = make_contact(mine)
    make_tie(contact, cast.senior, strength=3)
    make_tie(contact, cast.director, strength=1)
    (nuria, *rest) = [each for each in relationship(SYSTEM, mine.pk).leaving if each.is_ours]
    assert (nuria.name, list(nuria.cells), len(nuria.weaker)) == (cast.senior.name, [], 1)
    assert rest == [], "with the second nothing goes"


def test_both_views_of_the_stage_and_the_gap(mine: Customer, actors: SimpleNamespace) -> None:
    assert relationship(actors.senior, mine.pk).stages.gap is None
    stage(mine)
    stage(mine, Stage.BASIC, Side.THEIRS)
    found = relationship(actors.senior, mine.pk)
    assert found.stages.gap == 2
    assert stages_in_words(found) == "We see 2 stages more in it than the customer does."
    word = found.stages.theirs
    assert word is not None
    assert history(word).get().verb == "stage.said"
    with pytest.raises(Customer.DoesNotExist):
        say_stage(actors.sales, customer_id=mine.pk, side=Side.OURS, stage=Stage.BASIC, source="x")
    with pytest.raises(Forbidden):
        say_stage(
            actors.executive, customer_id=mine.pk, side=Side.OURS, stage=Stage.BASIC, source="x"
        )


def test_without_a_stage_nothing_is_asked_for(mine: Customer, cast: Cast) -> None:
    make_tie(make_contact(mine), cast.senior)
    found = relationship(SYSTEM, mine.pk)
    assert (found.shape, list(found.gaps), found.resilience) == (None, [], 1)
    assert figures_of(["C1"])["C1"].coverage.reason is Missing.NOT_RECORDED


def test_how_it_went_is_told_as_it_was_known_then(
    mine: Customer, cast: Cast, today_is: TodayIs
) -> None:
    today_is(SAID)
    stage(mine, Stage.BASIC)
    contact = make_contact(mine)
    tie = make_tie(contact, cast.senior, strength=2, interval_days=365)
    today_is(date(2026, 5, 20))
    end_tie(SYSTEM, tie_id=tie.pk)
    today_is(date(2026, 7, 10))
    found = relationship(SYSTEM, mine.pk).history
    told = {
        moment.on: moment.shape and moment.shape.coverage.value
        for moment in found
        if moment.on >= date(2026, 2, 28)
    }
    assert told == {
        date(2026, 2, 28): None, date(2026, 3, 31): 1, date(2026, 4, 30): 1,
        date(2026, 5, 31): 0, date(2026, 6, 30): 0, date(2026, 7, 10): 0,
    }  # fmt: skip


def test_who_left_takes_their_links_along(mine: Customer, cast: Cast, today_is: TodayIs) -> None:
    today_is(SAID)
    contact = make_contact(mine)
    make_tie(contact, cast.senior)
    assert relationship(SYSTEM, mine.pk).resilience == 1
    today_is(SAID + timedelta(1))
    change_contact(SYSTEM, contact_id=contact.pk, left_on=SAID + timedelta(1))
    assert relationship(SYSTEM, mine.pk).resilience == 0


def test_the_figures_of_accounts_hold_their_units(mine: Customer, cast: Cast) -> None:
    group = make_group("Group", mine, code="G")
    make_customer("C2")
    contact = make_contact(mine)
    make_tie(contact, cast.senior, strength=3)
    make_judgement(contact, Kind.INFLUENCE, 10)
    make_judgement(contact, Kind.ATTITUDE, 2)
    stage(group, Stage.COOPERATIVE)
    found = figures_of(["G", "C1", "C2"])
    assert set(found) == {"G", "C1"}, "where nobody is known, nothing is told"
    for code in ("G", "C1"):
        assert found[code].coverage.value == Decimal(3) / 7
        assert found[code].resilience.value == Decimal("0.5")
        assert found[code].quality.value == 10


def test_the_strongest_of_several_fills_the_cell(mine: Customer, cast: Cast) -> None:
    contact = make_contact(mine)
    make_tie(contact, cast.senior, strength=1)
    make_tie(contact, cast.director, strength=3)
    (ours, cells), *_rest = relationship(SYSTEM, mine.pk).rows
    assert (ours, [cell.strength for cell in cells]) == (Ours.KAM, [3])
    assert len(cells[0].people) == 2
    assert strengths_of([]) == {}


def test_coverage_weighs_their_functions_and_contacts_have_a_quadrant(
    mine: Customer, cast: Cast, actors: SimpleNamespace
) -> None:
    build(mine, cast, DIAMOND)
    stage(mine)
    assert relationship(actors.senior, mine.pk).weighted == Estimate(
        None, reason=Missing.NOT_RECORDED
    )
    by_function = {each.function: each for each in account_contacts(SYSTEM, mine.pk).here}
    for function, influence in ((Function.PURCHASING, 10), (Function.PRODUCTION, 2)):
        make_judgement(Contact.objects.get(pk=by_function[function].id), Kind.INFLUENCE, influence)
    found = relationship(actors.senior, mine.pk)
    # Purchasing 3 of 3 at 10; production 1 + 2 of 2 + 3 at 2; the other three as the mean, 6:
    # logistics 1 + 2 of 2 + 3, finance 1 + 2 of 1 + 2, management 1 + 2 of 2 + 2.
    assert found.weighted is not None
    assert found.weighted.value == Decimal(30 + 6 + 18 + 18 + 18) / (30 + 10 + 30 + 18 + 24)
    told = relationship_in_words(found)
    assert "Weighed by the influence of their functions it is 80%." in told
    target = "Were all there that the stage asks for, it would be 56%: that is the target."
    assert target in told
    rows = {each.function: each.quadrant for each in account_contacts(actors.senior, mine.pk).here}
    assert (rows["purchasing"], rows["production"], rows["finance"]) == ("nurture", "support", "")
    from_outside = account_contacts(actors.executive, mine.pk).here
    assert {each.quadrant for each in from_outside} == {""}
    assert relationship(actors.executive, mine.pk).weighted is None
