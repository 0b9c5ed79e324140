"""A negotiation from its preparation to the contract that comes of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from clavero.contracts.models import AgreedPrice, Contract, Term
from clavero.contracts.services import add_price
from clavero.contracts.testing import make_contract
from clavero.core.errors import Forbidden, Refusal
from clavero.core.period import Period
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.negotiations import services
from clavero.negotiations.models import Negotiation, Point
from clavero.negotiations.rules.negotiating import State
from clavero.negotiations.rules.points import PointKind, Stand
from clavero.negotiations.selectors import (
    due_days,
    negotiation_rows,
    negotiation_seen,
    next_rounds,
)
from clavero.negotiations.sentences import concession_in_words, given_in_words, zone_in_words
from clavero.negotiations.testing import (
    SYSTEM,
    make_concession,
    make_negotiation,
    make_point,
    make_round,
)
from clavero.portfolio.models import Customer

pytestmark = pytest.mark.django_db


def test_from_preparation_to_the_contract(
    mine: Customer, cast: Cast, actors: SimpleNamespace
) -> None:
    one = make_negotiation(mine, by=actors.senior)
    assert (one.owner_id, one.state) == (cast.senior.pk, State.PREPARING)
    days = make_point(one)
    price = make_point(one, PointKind.PRICE, name="Boxes", product="BOX", target="1.4",
                       limit="1.25", asked="1.2")  # fmt: skip
    late = make_point(one, PointKind.LATE, name="Late", target="2", limit="0", asked="0")
    share = make_point(one, PointKind.ON_TIME, name="In time", target="90", limit="98", asked="")
    words = make_point(one, PointKind.WORDS, name="Packaging", target="", limit="", asked="Returns")
    make_round(one, {days.pk: {"theirs": "75", "ours": "30"}})
    first = negotiation_seen(actors.senior, one.pk)
    assert first.row.state == State.NEGOTIATING, "the first round begins it"
    stands = {each.point.name: each for each in first.points}
    assert stands["Payment days"].zone.stand is Stand.BEYOND
    told = zone_in_words(stands["Payment days"], "EUR")
    assert "75 days, lies beyond our limit of 60 days by 15 days" in told
    make_round(one, {
        days.pk: {"theirs": Decimal(45), "agreed": Decimal(45)},
        price.pk: {"agreed": Decimal("1.3")}, late.pk: {"agreed": Decimal(1)},
        share.pk: {"agreed": Decimal(95)}, words.pk: {"agreed": "We take it back"},
    })  # fmt: skip
    seen = negotiation_seen(actors.senior, one.pk)
    agreed = {each.point.pk: each.agreed for each in seen.points}
    services.agree(actors.senior, negotiation_id=one.pk, agreed=agreed)
    contract = services.make_contract(
        actors.senior, negotiation_id=one.pk, title=one.title, start=date(2027, 1, 1),
        end=date(2027, 12, 31), currency="EUR",
    )  # fmt: skip
    kinds = {each.kind: each.values for each in Term.objects.filter(contract=contract)}
    assert kinds["payment"] == {"days": 45, "yearly": "0"}
    assert kinds["delivery"] == {"days_early": 1, "days_late": 1, "target": "0.95"}
    assert AgreedPrice.objects.get().price == Decimal("1.3")
    with pytest.raises(Refusal) as refused:
        services.resume(actors.senior, negotiation_id=one.pk, reason="More")
    assert refused.value.code == "another_state", "what became a contract stays agreed"
    with pytest.raises(Refusal) as refused:
        services.make_contract(actors.senior, negotiation_id=one.pk, title="x", currency="EUR",
                               start=date(2027, 1, 1), end=date(2027, 1, 2))  # fmt: skip
    assert refused.value.code == "made_already"
    (row,) = negotiation_rows(actors.senior)
    assert (row.contract_id, row.rounds) == (contract.pk, 2)


def test_what_contradicts_makes_no_half_contract(mine: Customer) -> None:
    """A price that the customer has in another contract already."""
    other = make_contract(mine, start=date(2027, 1, 1), end=date(2027, 12, 31))
    add_price(SYSTEM, contract_id=other.pk, price=Decimal(2), product="BOX")
    one = make_negotiation(mine)
    days = make_point(one)
    box = make_point(one, PointKind.PRICE, name="Box", product="BOX", target="", limit="",
                     asked="")  # fmt: skip
    services.begin(SYSTEM, negotiation_id=one.pk)
    agreed = {days.pk: Decimal(45), box.pk: Decimal(3)}
    services.agree(SYSTEM, negotiation_id=one.pk, agreed=agreed)
    with pytest.raises(Refusal) as refused:
        services.make_contract(SYSTEM, negotiation_id=one.pk, title="x", currency="EUR",
                               start=date(2027, 1, 1), end=date(2027, 1, 2))  # fmt: skip
    assert refused.value.code == "same_price"
    assert Contract.objects.count() == 1
    assert Negotiation.objects.get().contract_id is None


def test_beyond_the_limit_it_says_why(mine: Customer) -> None:
    one = make_negotiation(mine)
    point = make_point(one)
    with pytest.raises(Refusal) as refused:
        services.agree(SYSTEM, negotiation_id=one.pk, agreed={point.pk: Decimal(70)})
    assert refused.value.code == "another_state", "it is still prepared"
    services.begin(SYSTEM, negotiation_id=one.pk)
    with pytest.raises(Refusal) as refused:
        services.agree(SYSTEM, negotiation_id=one.pk, agreed={})
    assert refused.value.code == "nothing_agreed"
    with pytest.raises(Refusal) as refused:
        services.agree(SYSTEM, negotiation_id=one.pk, agreed={point.pk: Decimal(70)})
    assert (refused.value.code, refused.value.field) == ("beyond_limit", "reason")
    told = {"agreed": {point.pk: Decimal(70)}, "reason": "For the volume"}
    services.agree(SYSTEM, negotiation_id=one.pk, **told)
    services.resume(SYSTEM, negotiation_id=one.pk, reason="They ask for more")
    assert Point.objects.get().agreed == ""


def test_broken_off_it_says_why_and_stays_as_it_was(mine: Customer) -> None:
    one = make_negotiation(mine, ends_on=timezone.localdate())
    with pytest.raises(Refusal) as refused:
        services.break_off(SYSTEM, negotiation_id=one.pk, reason=" ")
    assert refused.value.code == "reason_missing"
    services.break_off(SYSTEM, negotiation_id=one.pk, reason="No zone")
    with pytest.raises(Refusal) as refused:
        make_point(one)
    assert refused.value.code == "has_ended"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"target": "70"}, "target_beyond_limit"),
        ({"target": "2.5"}, "not_whole"),
        ({"limit": "many"}, "not_a_number"),
        ({"asked": "-3"}, "negative"),
        ({"weight": 11}, "weight_out_of_range"),
        ({"name": " "}, "name_missing"),
        ({"kind": PointKind.PRICE}, "no_subject"),
        ({"kind": PointKind.REBATE, "limit": "101", "target": ""}, "not_a_share"),
        ({"kind": PointKind.TIERS, "limit": "much", "target": ""}, "no_tiers"),
        (
            {"kind": PointKind.TIERS, "limit": "0: 2 %", "target": "0: 1 %\n900: 3 %", "asked": ""},
            "target_beyond_limit",
        ),
    ],
)
def test_a_point_that_cannot_be(mine: Customer, given: dict[str, object], code: str) -> None:
    one = make_negotiation(mine)
    with pytest.raises(Refusal) as refused:
        make_point(one, **given)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_concessions_that_cost_more_than_they_are_worth_say_so(mine: Customer) -> None:
    one = make_negotiation(mine)
    found = make_concession(one)
    assert "€5,000.00, more than the €3,000.00" in concession_in_words(found, "EUR")
    day = timezone.localdate()
    found = services.change_concession(SYSTEM, concession_id=found.pk, given_on=day)
    assert "it costs us €5,000.00 and is worth €3,000.00" in given_in_words([found], "EUR")
    with pytest.raises(Refusal) as refused:
        services.remove_concession(SYSTEM, concession_id=found.pk)
    assert refused.value.code == "was_given"


def test_two_people_at_once(mine: Customer, actors: SimpleNamespace) -> None:
    one = make_negotiation(mine)
    point = make_point(one)
    seen = revision_of(point)
    services.change_point(actors.senior, point_id=point.pk, seen=seen, target="20")
    with pytest.raises(ChangedMeanwhile):
        services.change_point(actors.director, point_id=point.pk, seen=seen, target="25")
    services.change_point(actors.director, point_id=point.pk, seen=seen, limit="50", target="30")
    point.refresh_from_db()
    assert (point.target, point.limit) == ("20", "50"), "what they left alone stays"
    held = make_round(one, {point.pk: {"theirs": "75"}})
    seen, day = revision_of(held), held.on
    put = {point.pk: {"theirs": "70"}}
    services.change_round(actors.senior, round_id=held.pk, on=day, put=put, seen=seen)
    other = {point.pk: {"theirs": "65"}}
    with pytest.raises(ChangedMeanwhile) as told:
        services.change_round(actors.director, round_id=held.pk, on=day, put=other, seen=seen)
    assert "from “75 days” to “70 days”" in str(told.value)
    with pytest.raises(Refusal) as refused:
        services.remove_point(SYSTEM, point_id=point.pk)
    assert refused.value.code == "was_spoken_of"


def test_limits_are_for_the_account_team_alone(mine: Customer, actors: SimpleNamespace) -> None:
    one = make_negotiation(mine)
    point = make_point(one, our_value=Decimal(7))
    make_concession(one)
    services.change_point(actors.senior, point_id=point.pk, limit="55", target="31")
    seen = negotiation_seen(actors.executive, one.pk)
    assert not seen.knows
    assert not seen.moves
    assert seen.negotiation.our_alternative == ""
    (told,) = seen.points
    assert (told.point.limit, told.point.our_value, told.zone.stand) == ("", None, Stand.UNKNOWN)
    assert told.point.target == "", "what we aim at tells as much"
    assert (seen.concessions[0].cost, seen.concessions[0].worth) == (None, None)
    values = [value for each in seen.changes for _name, *both in each.values for value in both]
    assert not {"55", "30", "31"} & set(map(str, values))
    assert "Sell it abroad" not in values
    with pytest.raises(Forbidden):
        services.begin(actors.executive, negotiation_id=one.pk)
    with pytest.raises(Negotiation.DoesNotExist):
        negotiation_seen(actors.sales, one.pk)
    with pytest.raises(Negotiation.DoesNotExist):
        services.begin(actors.sales, negotiation_id=one.pk)


def test_its_days_stand_in_the_calendar(mine: Customer, actors: SimpleNamespace) -> None:
    today = timezone.localdate()
    one = make_negotiation(mine, ends_on=today + timedelta(days=9))
    make_round(one, {}, note="First talk", next_on=today + timedelta(days=3))
    period = Period.inclusive(today, today + timedelta(days=30))
    for tell in (due_days, next_rounds):
        assert tell(actors.senior, [mine.pk], period).rows.count() == 1
        assert tell(actors.senior, None, period).rows.count() == 1
        assert tell(actors.sales, None, period).rows.count() == 0
    services.break_off(SYSTEM, negotiation_id=one.pk, reason="No zone")
    assert next_rounds(actors.senior, None, period).rows.count() == 0
