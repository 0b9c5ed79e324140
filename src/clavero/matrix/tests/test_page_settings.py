"""Versions of the matrix, as the director writes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.matrix.models import MatrixPlacement, MatrixVersion
from clavero.matrix.rules.factors import Direction
from clavero.matrix.rules.position import Mode
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.selectors import latest_settings, matrix_rows, settings_on
from clavero.matrix.services import import_scores
from clavero.matrix.testing import HEADER, hold, score
from clavero.matrix.tests.worked import ACCOUNTS, O_2_2
from clavero.portfolio.models import Customer
from clavero.portfolio.services import edit_customer
from clavero.portfolio.testing import make_customer
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]
SYSTEM = Actor.system()
ADDRESS = "matrix:change_settings"


@pytest.fixture
def director(as_person: AsPerson, cast: Cast) -> Client:
    return as_person(cast.director)


def shown(client: Client, address: str) -> dict[str, str]:
    """What the page's forms would send, unchanged."""
    return sent_by(client.get(address).context)


def sent_by(context: Any) -> dict[str, str]:
    """What the forms of a page would send."""
    sent: dict[str, str] = {}
    for each in ("form", "potential", "position"):
        form = context.get(each)
        if form is None:
            continue
        forms = getattr(form, "forms", [form])
        if hasattr(form, "management_form"):
            forms = [form.management_form, *forms]
        for one in forms:
            for field in one:
                value = field.value()
                sent[field.html_name] = "" if value is None else str(value)
    return sent


def adopt(client: Client, *, sector: str = "", **changes: str) -> Any:
    address = reverse(ADDRESS)
    if sector:
        address = f"{reverse('matrix:change_sector')}?sector={sector}"
    return client.post(
        address, {**shown(client, address), "reason": "The yearly meeting", **changes}
    )


def test_a_new_version_holds_from_its_day_and_tells_why(director: Client) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = adopt(director, potential_cut="6", valid_from=tomorrow.isoformat())
    assert answer.status_code == 302
    assert settings_on(timezone.localdate()).version is None
    held = settings_on(tomorrow)
    assert held.settings.base.potential_cut == 6
    told = words(director.get(reverse("matrix:version", args=[held.number])))
    assert "The yearly meeting" in told
    assert "Potential is high from 6 points" in told


def test_one_point_and_one_review_are_told_as_one(director: Client) -> None:
    adopt(director, margin="1", sigma="1", reviews="2")
    told = words(director.get(reverse("matrix:settings")))
    assert "when a score is across by 1 point, or stays across for 2 reviews." in told
    assert "A score has an error of 1 point, from which" in told
    adopt(director, reviews="1")
    told = words(director.get(reverse("matrix:settings")))
    assert "A strategy changes at the first review that sees a score across." in told


def test_weights_move_and_the_scores_follow(director: Client) -> None:
    score("A", Strategy.INVEST, date(2026, 3, 1))
    adopt(director, **{"potential-0-weight": "30", "potential-1-weight": "15"})
    weights = latest_settings().settings.base.potential.weights
    assert (weights["volume"], weights["growth"]) == (30, 15)
    [row] = matrix_rows(SYSTEM, as_of=timezone.localdate())
    assert row.reading.potential.contributions[0].effective == 30


@pytest.mark.parametrize(
    ("mode", "place"), [("difference", 4), ("ratio", 5), ("absolute", 2)]
)  # the column of O-2.2
def test_each_mode_gives_its_worked_position(director: Client, mode: str, place: int) -> None:
    rows = [HEADER]
    for account, inputs in ACCOUNTS.items():
        said = [*inputs.potential.items(), *inputs.us.items()]
        rows += [f"{account},{key},{value},us,customer,2026-03-01" for key, value in said]
        rows += [
            f"{account},{key},{value},competitor,customer,2026-03-01"
            for key, value in inputs.competitors["Rival"].items()
        ]
    import_scores(SYSTEM, content="\n".join(rows).encode())
    if mode != "absolute":
        assert adopt(director, mode=mode).status_code == 302
    assert latest_settings().settings.base.mode is Mode(mode)
    for row in matrix_rows(SYSTEM, as_of=timezone.localdate()):
        wanted = O_2_2[row.card.code][place]
        assert row.reading.position.value == pytest.approx(wanted, abs=5e-5)
    found = {row.card.code: row.strategy for row in matrix_rows(SYSTEM, as_of=timezone.localdate())}
    assert found == {
        "Alfa": Strategy.INVEST,
        "Beta": Strategy.SELECTIVE,
        "Gama": Strategy.MAINTAIN,
        "Delta": Strategy.HARVEST,
    }


def test_the_stage_of_the_relationship_may_stand_for_the_position(director: Client) -> None:
    score("A", Strategy.INVEST, date(2026, 3, 1))
    adopt(director, mode="stage", losing="1")
    [row] = matrix_rows(SYSTEM, as_of=timezone.localdate())
    assert row.strategy is None
    customer = Customer.objects.get(code="A")
    address = reverse("matrix:score", args=[customer.pk])
    said = {"day": "2026-03-02", "us_stage": "5"}
    director.post(address, {**said, "source": "estimate"})
    director.post(address, {**said, "source": "customer", "us_stage": "4"})
    [row] = matrix_rows(SYSTEM, as_of=timezone.localdate())
    assert row.reading.position.value == 7  # interdependent: as far as both see it
    told = words(director.get(reverse("matrix:why", args=[customer.pk])))
    assert "the relationship is at the stage “Interdependent”" in told


def test_a_version_by_which_accounts_lose_their_place_asks_first(director: Client) -> None:
    day = date(2026, 3, 1)
    score("B", Strategy.HARVEST, day)
    score("A", Strategy.MAINTAIN, day)
    score("C", Strategy.INVEST, day)
    answer = adopt(director, mode="stage")
    assert answer.status_code == 422
    assert latest_settings().version is None
    told = words(answer)
    assert "Nothing is adopted yet: 3 accounts would lose their places." in told
    assert "No account has a stage of the relationship: 3 accounts would lose their places" in told
    assert told.index("of each on the page where it is scored. C , A , B") > 0, "not by code"
    first = Customer.objects.get(code="C")
    assert f'href="{reverse("matrix:score", args=[first.pk])}"' in answer.content.decode()
    again = sent_by(answer.context)
    assert director.post(reverse(ADDRESS), again).status_code == 302
    assert latest_settings().settings.base.mode is Mode.STAGE


def test_of_more_that_lose_their_place_than_was_told_it_asks_again(director: Client) -> None:
    day = date(2026, 3, 1)
    score("A", Strategy.INVEST, day)
    asked = sent_by(adopt(director, mode="stage").context)
    score("B", Strategy.INVEST, day)
    answer = director.post(reverse(ADDRESS), asked)
    assert "Nothing is adopted yet: 2 accounts would lose their places." in words(answer)
    bring = {"us_stage": "4", "day": "2026-03-02", "source": "estimate"}
    customer = Customer.objects.get(code="A")
    director.post(reverse("matrix:score", args=[customer.pk]), bring)
    told = words(adopt(director, mode="stage"))
    assert "1 account would lose its place: nobody has said at which stage" in told
    assert "No account has a stage" not in told


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"mode": "difference"}, "1 account would lose its place: no competitor has been scored"),
        (
            {"position-0-weight": "50", "position-0-name": "New", "position-0-meaning": "another",
             "position-1-weight": "20", "position-2-weight": "10", "position-3-weight": "10",
             "position-4-weight": "10"},
            "1 account would lose its place: of the weights less than 70% would be known.",
        ),
    ],
)  # fmt: skip
def test_every_way_of_losing_a_place_is_told(
    director: Client, changes: dict[str, str], why: str
) -> None:
    score("A", Strategy.INVEST, date(2026, 3, 1))
    edit_customer(SYSTEM, customer_id=Customer.objects.get().pk, sector="Food")
    assert why in words(adopt(director, **changes))
    if "mode" not in changes:
        assert why in words(adopt(director, sector="Food", **changes))
    assert latest_settings().version is None


def test_who_loses_nothing_is_not_asked(director: Client) -> None:
    make_customer("NEW")  # without a place before, too
    score("A", Strategy.INVEST, date(2026, 3, 1))
    assert adopt(director, potential_cut="6").status_code == 302


def test_what_a_share_says_is_a_setting_in_words(director: Client) -> None:
    adopt(director, direction="captured")
    share = next(each for each in latest_settings().settings.base.potential if each.key == "share")
    assert share.direction is Direction.CAPTURED
    assert "what we have won already counts" in words(director.get(reverse("matrix:settings")))


def test_a_table_and_a_factor_of_one_s_own(director: Client) -> None:
    bands = ("0..250 = 0..3 Low", "250..1000 = 4..6 Medium", "1000..5000 = 7..10 High")
    answer = adopt(
        director,
        **{
            "potential-0-kind": "table",
            "potential-0-bands": "; ".join(bands),
            "potential-4-weight": "10",
            "potential-5-name": "Reference value",
            "potential-5-weight": "5",
            "potential-5-kind": "direct",
        },
    )
    assert answer.status_code == 302
    settings = latest_settings().settings
    assert settings.names == {"reference-value": "Reference value"}
    volume = settings.base.potential.factors[0]
    assert volume.scale.score(3000) == 8.5
    told = words(director.get(reverse("matrix:settings")))
    assert "Reference value" in told
    assert "Medium from 250 to 1,000: 4 to 6 points" in told
    again = shown(director, reverse(ADDRESS))
    assert again["potential-0-bands"].startswith("0..250 = 0..3 Low; 250..1000")


def test_a_sector_has_criteria_of_its_own(director: Client) -> None:
    for code in ("FOOD", "STEEL"):
        make_customer(code)
        score(code, Strategy.INVEST, date(2026, 3, 1))
    food = Customer.objects.get(code="FOOD")
    edit_customer(SYSTEM, customer_id=food.pk, sector="Food")
    answer = adopt(
        director,
        sector="Food",
        **{"position-0-weight": "5", "position-5-name": "Cold chain", "position-5-weight": "20"},
    )
    assert answer.status_code == 302
    rows = {row.card.code: row for row in matrix_rows(SYSTEM, as_of=timezone.localdate())}
    assert "cold-chain" in rows["FOOD"].version.position.weights
    assert "cold-chain" not in rows["STEEL"].version.position.weights
    assert "Our position in the sector Food" in words(director.get(reverse("matrix:settings")))
    director.post(
        reverse("matrix:score", args=[food.pk]),
        {"day": "2026-03-02", "source": "customer", "us_cold-chain": "3"},
    )
    row = next(r for r in matrix_rows(SYSTEM, as_of=timezone.localdate()) if r.card.code == "FOOD")
    assert row.reading.position.value == pytest.approx(0.8 * 9 + 0.2 * 3)
    assert latest_settings().settings.potentials == {}, "what stays as it is stays everybody's"


def test_a_sector_has_factors_scales_and_weights_of_its_own(director: Client) -> None:
    for code in ("FOOD", "STEEL"):
        make_customer(code)
        score(code, Strategy.INVEST, date(2026, 3, 1))
    food = Customer.objects.get(code="FOOD")
    edit_customer(SYSTEM, customer_id=food.pk, sector="Food")
    own = {"potential-0-weight": "40", "potential-1-weight": "5", "potential-0-high": "50000"}
    assert adopt(director, sector="Food", **own).status_code == 302
    settings = latest_settings().settings
    assert list(settings.potentials) == ["Food"]
    assert settings.sectors == {}
    rows = {row.card.code: row for row in matrix_rows(SYSTEM, as_of=timezone.localdate())}
    weights = {code: row.version.potential.weights for code, row in rows.items()}
    assert (weights["FOOD"]["volume"], weights["STEEL"]["volume"]) == (40, 20)
    volume = {code: row.reading.potential.contributions[0].score for code, row in rows.items()}
    assert volume["FOOD"] < volume["STEEL"], "the same spend is less on a longer scale"
    told = words(director.get(reverse("matrix:settings")))
    assert "Business potential in the sector Food" in told
    assert "For the sectors without factors of their own." in told
    adopt(director, direction="captured")
    turned = latest_settings().settings.potentials["Food"]
    share = next(each for each in turned if each.key == "share")
    assert share.direction is Direction.CAPTURED, "a share means the same everywhere"
    empty = {f"potential-{row}-{name}": "" for row in range(7) for name in ("name", "weight")}
    adopt(director, sector="Food", **empty)
    assert latest_settings().settings.potentials == {}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"potential-0-weight": "25"}, "The weights of an axis sum to 100; here to 105."),
        (
            {"potential-0-weight": "60", "potential-1-weight": "0"},
            "“Volume of business” weighs 60: above 50, one factor decides alone.",
        ),
        ({"potential-1-weight": "0"}, "“Growth” needs a weight above zero."),
        ({"potential-0-low": ""}, "“Volume of business”: its scale needs both values as numbers."),
        ({"potential-0-low": "0"}, "a scale by doublings has no zero"),
        ({"potential-1-high": "-5"}, "“Growth”: 0 and 10 points cannot be at the same value."),
        ({"potential-0-kind": "table"}, "its bands cannot be read"),
        *(
            (
                {"potential-0-kind": "table", "potential-0-bands": bands},
                "“Volume of business”: each band begins where the one before ends.",
            )
            for bands in ("0..5 = 0..5; 7..10 = 7..10", "0..5 = 0..5; 4..10 = 7..10")
        ),
        ({"potential_cut": "10"}, "The cut 10 leaves nobody on one side."),
        ({"valid_from": "2020-01-01"}, "A version holds from today on"),
        ({"reason": ""}, "This field is required."),
        ({}, "Nothing is different from the version before."),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_adopted(
    director: Client, changes: dict[str, str], told: str
) -> None:
    answer = adopt(director, **changes)
    assert answer.status_code == 422
    assert told in words(answer)
    assert not MatrixVersion.objects.exists()


def test_of_two_directors_the_second_is_told(director: Client) -> None:
    mine = shown(director, reverse(ADDRESS))
    adopt(director, potential_cut="6")
    mine |= {"potential_cut": "4", "reason": "Mine"}
    answer = director.post(reverse(ADDRESS), mine)
    assert answer.status_code == 422
    assert "while you were working on this one" in words(answer)
    assert 'value="4"' in answer.content.decode()
    assert latest_settings().settings.base.potential_cut == 6
    again = {**mine, "seen": str(answer.context["form"]["seen"].value())}
    assert director.post(reverse(ADDRESS), again).status_code == 302
    assert latest_settings().settings.base.potential_cut == 4


def test_who_is_overtaken_compares_and_keeps_what_the_other_changed_alone(
    director: Client,
) -> None:
    mine = {**shown(director, reverse(ADDRESS)), "reason": "Mine", "margin": "0.7"}
    mine |= {"position-0-weight": "30", "position-1-weight": "20"}
    theirs = {"potential-0-weight": "30", "potential-1-weight": "15", "margin": "2"}
    adopt(director, **theirs, potential_cut="6", reason="The board asked for it")
    adopt(director, sector="Food", **{"position-0-weight": "30", "position-1-weight": "20"})
    answer = director.post(reverse(ADDRESS), mine)
    assert answer.status_code == 422
    told = words(answer)
    assert "A strategy changes at once by 0.5 2 0.7" in told
    assert "Potential is high from 5 6 left alone: as there now" in told
    assert "Volume of business 20; 0 points" in told
    number = latest_settings().number
    assert f"What version {number} has changed meanwhile" in told
    again = sent_by(answer.context)
    assert director.post(reverse(ADDRESS), again).status_code == 302
    now = latest_settings().settings
    assert (now.base.potential_cut, now.base.stability.margin) == (6, 0.7)
    assert now.base.potential.weights["volume"] == 30, "left alone, so theirs"
    assert [*now.base.position.weights.values()][:2] == [30, 20], "mine"


def test_a_sector_s_form_that_was_overtaken_compares_that_sector(director: Client) -> None:
    make_customer("A")
    Customer.objects.update(sector="Food")
    address = f"{reverse('matrix:change_sector')}?sector=Food"
    mine = {**shown(director, address), "reason": "Mine"}
    changed = {"position-0-weight": "30", "position-1-weight": "20"}
    adopt(director, sector="Food", **changed)
    adopt(director, potential_cut="6")
    answer = director.post(address, mine)
    told = words(answer)
    assert "Food: Product and quality 25 30 left alone: as there now" in told
    assert "Potential is high from 5 6 left alone: as there now" in told
    again = sent_by(answer.context)
    assert (again["position-0-weight"], again["position-1-weight"]) == ("30", "20")


def test_the_form_of_the_room_that_was_overtaken_compares_too(director: Client) -> None:
    address = reverse("matrix:room")
    mine = {**shown(director, address), "reason": "Mine", "room": "5"}
    theirs = {**shown(director, address), "reason": "The board asked for it", "room": "3"}
    assert director.post(address, theirs).status_code == 302
    adopt(director, potential_cut="6")
    answer = director.post(address, mine)
    assert answer.status_code == 422
    told = words(answer)
    assert "Accounts that there is room to invest in — 3 5" in told
    assert "Potential is high from 5 6 left alone: as there now" in told
    assert director.post(address, sent_by(answer.context)).status_code == 302
    now = latest_settings().settings
    assert (now.room, now.base.potential_cut) == (5, 6)


def test_a_past_position_never_changes(director: Client) -> None:
    hold(date(2026, 3, 1), {"A": Strategy.INVEST})
    kept = MatrixPlacement.objects.values().get()
    adopt(director, **{"potential-0-weight": "30", "potential-1-weight": "15"})
    assert MatrixPlacement.objects.values().get() == kept
    told = words(director.get(reverse("matrix:reviews")))
    assert "Invest: 1" in told
    assert "the defaults" in told


def test_another_criterion_in_the_place_of_one_does_not_take_its_scores(director: Client) -> None:
    score("A", Strategy.INVEST, date(2026, 3, 1))
    changed = {"position-2-name": "Cold chain"}
    answer = adopt(director, **changed)
    assert answer.status_code == 422
    assert "Here stood “Price and terms”. Is “Cold chain” the same" in words(answer)
    assert latest_settings().version is None
    adopt(director, **changed, **{"position-2-meaning": "another"})
    settings = latest_settings().settings
    assert [*settings.base.position.weights][2] == "cold-chain"
    [row] = matrix_rows(SYSTEM, as_of=timezone.localdate())
    assert row.reading.position.ours is not None
    assert row.reading.position.ours.coverage == 85, "nobody has scored the cold chain"


def test_the_same_criterion_under_another_name_keeps_its_scores(director: Client) -> None:
    score("A", Strategy.INVEST, date(2026, 3, 1))
    adopt(director, **{"position-2-name": "Terms", "position-2-meaning": "renamed"})
    assert latest_settings().settings.names == {"price": "Terms"}
    [row] = matrix_rows(SYSTEM, as_of=timezone.localdate())
    assert row.reading.position.ours is not None
    assert row.reading.position.ours.coverage == 100
    answer = adopt(director, **{"position-2-name": "TERMS", "position-2-weight": "15"})
    assert "Here stood" not in words(answer), "capitals are no other name"


def test_a_sector_that_replaces_a_criterion_leaves_the_others_theirs(director: Client) -> None:
    customer = make_customer("A", "A")
    Customer.objects.filter(pk=customer.pk).update(sector="Food")
    changed = {"position-2-name": "Cold chain", "position-2-meaning": "another"}
    assert adopt(director, sector="Food", **changed).status_code == 302
    settings = latest_settings().settings
    assert "cold-chain" in settings.criteria("Food").weights
    assert "price" not in settings.criteria("Food").weights
    assert "price" in settings.criteria().weights
    assert "price" not in settings.names
