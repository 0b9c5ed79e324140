"""Scores entered by hand: the worked numbers as a person types them, and what is sent back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client
from django.urls import reverse

from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.ledger.testing import Row, ledger_of
from clavero.matrix.models import AccountScore, MatrixPlacement
from clavero.matrix.rules.evidence import Source
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.selectors import MatrixRow, matrix_rows
from clavero.matrix.services import (
    Rated,
    hold_review,
    import_scores,
    score_account,
    withdraw_score,
)
from clavero.matrix.testing import say
from clavero.matrix.tests.worked import ACCOUNTS, CRITERIA, FACTORS, O_2_1, O_2_2
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer, make_one
from clavero.profitability.testing import bring, set_rates
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]
SYSTEM = Actor.system()
TODAY = date(2026, 3, 31)
PERCENT = {"growth", "share", "profitability"}
EXPECTED = {
    "Alfa": Strategy.INVEST,
    "Beta": Strategy.SELECTIVE,
    "Gama": Strategy.MAINTAIN,
    "Delta": Strategy.HARVEST,
}


def typed(values: Mapping[str, float], subject: str = "us") -> dict[str, str]:
    """As a person writes it: percents, not fractions."""
    return {
        f"{subject}_{key}": f"{value * 100:g}" if key in PERCENT else f"{value:g}"
        for key, value in values.items()
    }


def enter(client: Client, code: str, language: str = "en", **given: str) -> Any:
    asked = {"day": "2026-03-01", "source": "customer", "forecast": "", **given}
    address = reverse("matrix:score", args=[Customer.objects.get(code=code).pk])
    return client.post(address, asked, HTTP_ACCEPT_LANGUAGE=language)


def rows() -> dict[str, MatrixRow]:
    return {row.card.code: row for row in matrix_rows(SYSTEM, as_of=TODAY, with_later=True)}


@pytest.fixture
def director(as_person: AsPerson, cast: Cast) -> Client:
    for code in ACCOUNTS:
        make_customer(code, code)
    return as_person(cast.director)


def test_the_worked_numbers_as_they_are_typed(director: Client) -> None:
    """O-2.1, O-2.2 and O-2.4."""
    for code, inputs in ACCOUNTS.items():
        rival = inputs.competitors["Rival"]
        given = {
            **typed(inputs.potential),  # type: ignore[arg-type]
            **typed(inputs.us),  # type: ignore[arg-type]
            **typed(rival, "competitor"),  # type: ignore[arg-type]
        }
        assert enter(director, code, competitor="Rival", **given).status_code == 302
    found = rows()
    for code, row in found.items():
        ours, theirs = row.reading.position.ours, row.reading.position.theirs
        assert row.reading.potential.value == pytest.approx(O_2_1[code][1], abs=5e-5)
        assert ours is not None
        assert theirs is not None
        assert ours.value == pytest.approx(O_2_2[code][2])
        assert theirs.value == pytest.approx(O_2_2[code][3])
        assert row.reading.position.best == "Rival"
        assert row.strategy is EXPECTED[code]
    chances = found["Beta"].reading.chances
    assert chances is not None
    assert round(chances[Strategy.SELECTIVE], 3) == 0.690
    assert round(chances[Strategy.INVEST], 3) == 0.308


def test_what_is_missing_is_left_out(director: Client) -> None:
    """O-2.3: Beta without its fit of objectives."""
    potential = {key: value for key, value in O_2_1["Beta"][0].items() if key != "fit"}
    enter(director, "Beta", **typed(potential))
    axis = rows()["Beta"].reading.potential
    assert axis.value == pytest.approx(7.4262, abs=5e-5)
    assert axis.coverage == 85


def test_forecasts_are_typed_too(director: Client) -> None:
    """O-2.5."""
    for code in ("Beta", "Gama"):
        inputs = ACCOUNTS[code]
        enter(director, code, **typed(inputs.potential), **typed(inputs.us))  # type: ignore[arg-type]
    ahead = {
        "Beta": ("planned", (3200, 0.08, 0.35, 0.15, 8)),
        "Gama": ("inertial", (2100, 0.0, 0.72, 0.10, 3)),
    }
    for code, (which, values) in ahead.items():
        said = typed(dict(zip(FACTORS, values, strict=True)))
        enter(director, code, forecast=which, source="estimate", **said)
    planned, inertial = rows()["Beta"].planned, rows()["Gama"].inertial
    assert planned is not None
    assert inertial is not None
    assert planned.then.potential.value == pytest.approx(7.3771, abs=5e-5)
    assert inertial.then.potential.value == pytest.approx(4.1658, abs=5e-5)


def test_numbers_are_read_as_the_reader_writes_them(director: Client) -> None:
    enter(director, "Alfa", language="es", us_volume="2.500,5", us_growth="7,5 %", us_fit="6,5")
    said = {each.criterion: f"{each.value:f}" for each in AccountScore.objects.all()}
    assert said == {"volume": "2500.500000", "growth": "0.075000", "fit": "6.500000"}


def test_of_several_raters_the_median_counts(director: Client) -> None:
    enter(director, "Alfa", us_fit="5; 8; 6")
    [score] = AccountScore.objects.all()
    assert (score.value, score.ratings) == (6, ["5", "8", "6"])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"us_fit": "2; 8"}, "The raters are 6 points apart."),
        ({"us_volume": "500; 5000"}, "The raters are 7.7 points apart."),
        ({"us_growth": "0; 15"}, "The raters are 7.5 points apart."),
        ({"us_fit": "11"}, "This criterion goes from 0 to 10."),
        ({"us_share": "130"}, "This criterion goes from 0% to 100%."),
        ({"us_fit": "seven"}, "Write a number, or several with ; between them."),
        ({"us_fit": "1e99"}, "Write a number, or several with ; between them."),
        ({"us_fit": "NaN"}, "Write a number, or several with ; between them."),
        ({"us_fit": "7", "day": "2999-01-01"}, "Nobody has said it yet: the day is to come."),
        ({}, "There is no score to keep."),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_kept(
    director: Client, given: dict[str, str], told: str
) -> None:
    answer = enter(director, "Alfa", **given)
    assert answer.status_code == 422
    assert told in words(answer)
    assert not AccountScore.objects.exists()


def test_what_was_typed_comes_back_with_the_error(director: Client) -> None:
    answer = enter(director, "Alfa", us_fit="2; 8", us_volume="2500")
    assert 'value="2; 8"' in answer.content.decode()
    assert 'value="2500"' in answer.content.decode()


def test_a_competitor_is_named_and_each_keeps_its_own_scores(director: Client) -> None:
    five = dict.fromkeys(CRITERIA, 5.0)
    enter(director, "Alfa", **typed(five))
    enter(
        director, "Alfa", competitor="Strong", **typed(dict.fromkeys(CRITERIA, 8.0), "competitor")
    )
    enter(director, "Alfa", competitor="Weak", **typed(dict.fromkeys(CRITERIA, 2.0), "competitor"))
    position = rows()["Alfa"].reading.position
    assert position.best == "Strong"
    assert position.theirs is not None
    assert position.theirs.value == 8


def test_the_same_again_adds_nothing(director: Client) -> None:
    enter(director, "Alfa", us_fit="7")
    enter(director, "Alfa", us_fit="7")
    assert AccountScore.objects.count() == 1
    enter(director, "Alfa", us_fit="8")
    assert rows()["Alfa"].inputs.us["fit"] == 8


@pytest.fixture
def sold(settings: Any, tmp_path: Any) -> None:
    settings.LEDGER_HOME = tmp_path / "ledger"
    ledger_of(
        [
            Row(f"F{month}", customer="Alfa", date=date(2025, month, 28), net_amount=100_000,  # type: ignore[arg-type]
                cost=80_000)  # type: ignore[arg-type]
            for month in range(1, 13)
        ]
    )  # fmt: skip


@pytest.mark.usefixtures("sold")
def test_the_ledger_fills_what_it_knows_and_is_overridden_with_a_reason(director: Client) -> None:
    enter(director, "Alfa", us_volume="4000")
    row = rows()["Alfa"]
    assert row.inputs.potential["share"] == pytest.approx(0.3)
    assert row.inputs.potential["profitability"] == pytest.approx(0.2)
    answer = enter(director, "Alfa", us_profitability="12")
    assert answer.status_code == 422
    assert "The ledger knows this already. To put your value in its place" in words(answer)
    enter(director, "Alfa", us_profitability="12", reason="Freight is not in the cost")
    assert rows()["Alfa"].inputs.potential["profitability"] == pytest.approx(0.12)
    customer = Customer.objects.get(code="Alfa")
    told = words(director.get(reverse("matrix:why", args=[customer.pk])))
    assert "the ledger says 20.0%" in told or "the ledger says 20%" in told
    assert "Freight is not in the cost" in told


def test_a_manager_scores_their_own_and_finds_no_other(as_person: AsPerson, cast: Cast) -> None:
    mine, other = make_customer("MINE"), make_customer("OTHER")
    cover(cast.junior_one, mine)
    client = as_person(cast.junior_one)
    assert enter(client, "MINE", us_fit="7").status_code == 302
    assert enter(client, "OTHER", us_fit="7").status_code == 404
    assert AccountScore.objects.get().customer == mine
    assert not other.scores.exists()


@pytest.mark.usefixtures("sold")
def test_what_serving_costs_is_taken_off_the_profitability(director: Client) -> None:
    enter(director, "Alfa", us_volume="4000")
    set_rates(visit=60)
    bring(*(f"Alfa,visit,2025-{month:02d}-10,100" for month in range(1, 13)))
    row = rows()["Alfa"]
    derived = row.derived["profitability"]
    assert derived.is_served
    assert derived.value < 0.2
    customer = Customer.objects.get(code="Alfa")
    told = words(director.get(reverse("matrix:why", args=[customer.pk])))
    assert "after serving, a contribution of" in told


@pytest.mark.usefixtures("sold")
def test_what_the_ledger_says_leads_to_its_records(director: Client) -> None:
    enter(director, "Alfa", us_volume="4000")
    customer = Customer.objects.get(code="Alfa")
    shown = reverse("matrix:why", args=[customer.pk])

    def records() -> list[str]:
        page = director.get(shown).content.decode()
        return re.findall(r'<a href="(/[^"]*\?period=[^"]*)">', page)

    share, margin = sorted(records(), key=lambda each: "2025.." in each)
    assert "100,000.00" in words(director.get(share))
    assert words(director.get(margin)).count("100,000.00") >= 1
    set_rates(visit=60)
    bring("Alfa,visit,2025-02-10,100")
    (waterfall,) = [each for each in records() if "/profitability/" in each]
    assert director.get(waterfall).status_code == 200
    assert "Net sales" in words(director.get(waterfall))


def test_a_word_that_does_not_count_is_said_to(director: Client) -> None:
    def told(**given: str) -> str:
        return words(director.get(enter(director, "Alfa", **given).url))

    assert "goes before it" not in told(us_fit="6.5")
    page = told(us_fit="5.5", us_quality="8", source="estimate")
    assert "2 scores are kept." in page
    assert page.count("stays at 6.5: the customer, 1 Mar 2026, goes before it.") == 1
    assert "goes before it" not in told(us_fit="7")


def test_nobody_has_said_anything_before_there_was_anybody(director: Client) -> None:
    answer = enter(director, "Alfa", us_fit="6.5", day="0001-05-01")
    assert answer.status_code == 422
    assert "Nobody can have said it so long ago." in words(answer)
    assert not AccountScore.objects.exists()


def test_raters_who_differ_by_money_are_measured_on_the_scale(director: Client) -> None:
    assert enter(director, "Alfa", us_volume="2000; 2500").status_code == 302
    assert AccountScore.objects.get().value == 2250


# -- two people at once ----------------------------------------------------------------------------


def opened(client: Client, code: str) -> str:
    """What the form has seen when it was opened."""
    address = reverse("matrix:score", args=[Customer.objects.get(code=code).pk])
    return str(client.get(address).context["form"]["seen"].value())


def test_what_another_said_meanwhile_is_told_and_then_overtaken_knowingly(
    director: Client, as_person: AsPerson, cast: Cast
) -> None:
    cover(cast.senior, Customer.objects.get(code="Alfa"))
    senior = as_person(cast.senior)
    seen = opened(senior, "Alfa")
    enter(director, "Alfa", us_quality="6", us_service="5")
    answer = enter(senior, "Alfa", us_quality="3", us_price="4", seen=seen)
    assert answer.status_code == 422
    told = words(answer)
    assert f"{cast.director.name} gave “Product and quality” 6" in told
    assert "Service" not in told.split("Compare, and send")[0].split("This was changed")[-1]
    assert rows()["Alfa"].inputs.us == {"quality": 6, "service": 5}
    knowing = str(answer.context["form"]["seen"].value())
    assert enter(senior, "Alfa", us_quality="3", us_price="4", seen=knowing).status_code == 302
    assert rows()["Alfa"].inputs.us == {"quality": 3, "service": 5, "price": 4}


def test_what_another_said_of_something_else_is_no_matter(
    director: Client, as_person: AsPerson, cast: Cast
) -> None:
    cover(cast.senior, Customer.objects.get(code="Alfa"))
    senior = as_person(cast.senior)
    seen = opened(senior, "Alfa")
    enter(director, "Alfa", us_quality="6", competitor="Rival", competitor_quality="9")
    given = {"us_quality": "6", "competitor": "Other", "competitor_quality": "2"}
    assert enter(senior, "Alfa", **given, seen=seen).status_code == 302


def test_at_the_same_instant_one_is_told_of_the_other(
    transactional_db: None, cast: Cast, at_once: Any
) -> None:
    customer = make_customer("Alfa", "Alfa")

    def give(person: Person, value: int) -> Callable[[], int]:
        actor = actor_for(person)
        return lambda: score_account(
            actor,
            customer_id=customer.pk,
            day=TODAY,
            source=Source.ESTIMATE,
            rated=[Rated("fit", (Decimal(value),))],
            seen=0,
        )

    cover(cast.senior, customer)
    ended = at_once(give(cast.director, 3), give(cast.senior, 8))
    assert sorted(type(each).__name__ for each in ended) == ["ChangedMeanwhile", "int"]


# -- what was said, and taking it back -------------------------------------------------------------


@pytest.mark.usefixtures("sold")
def test_a_score_withdrawn_gives_way_to_what_was_there_before(director: Client, cast: Cast) -> None:
    customer = Customer.objects.get(code="Alfa")
    ours = typed(dict.fromkeys(CRITERIA, 6.0))
    enter(director, "Alfa", us_volume="4000", us_growth="5", us_fit="4", **ours)
    enter(director, "Alfa", us_fit="9", us_profitability="12", reason="Freight is not in the cost")
    hold_review(SYSTEM, day=TODAY)
    placed = MatrixPlacement.objects.get().potential
    for criterion in ("fit", "profitability"):
        score = AccountScore.objects.filter(criterion=criterion).latest("pk")
        address = reverse("matrix:withdraw", args=[score.pk])
        assert "Withdraw" in words(director.get(address))
        assert director.post(address).status_code == 302
        assert director.post(address).status_code == 404, "it was withdrawn already"
    inputs = rows()["Alfa"].inputs
    assert inputs.us["fit"] == 4
    assert inputs.potential["profitability"] == pytest.approx(0.2), "the ledger's again"
    assert MatrixPlacement.objects.get().potential == placed, "what a review placed stays"
    told = words(director.get(reverse("matrix:said", args=[customer.pk])))
    assert f"withdrawn by {cast.director.name}" in told
    assert "Freight is not in the cost" in told
    entry = history(customer).latest("pk")
    assert (entry.by_name, entry.verb) == (cast.director.name, "customer.score_withdrawn")


def test_a_withdrawn_score_can_be_given_again_but_its_file_does_not_bring_it_back(
    director: Client,
) -> None:
    content = b"account,criterion,value,subject,source,date\nAlfa,fit,7,us,estimate,2026-03-01\n"
    import_scores(SYSTEM, content=content)
    withdraw_score(SYSTEM, score_id=AccountScore.objects.get().pk)
    assert import_scores(SYSTEM, content=content).already_there == 1
    assert rows() == {}
    enter(director, "Alfa", source="estimate", us_fit="7")
    assert rows()["Alfa"].inputs.us["fit"] == 7


def test_who_reads_alone_sees_what_was_said_and_withdraws_nothing(
    as_person: AsPerson, cast: Cast
) -> None:
    score = say(make_customer("Alfa", "Alfa"))
    executive = as_person(cast.executive)
    page = executive.get(reverse("matrix:said", args=[score.customer_id]))
    assert "Fit of objectives" in words(page)
    assert "Withdraw" not in words(page)
    with pytest.raises(Forbidden):
        withdraw_score(actor_for(cast.executive), score_id=score.pk)
    with pytest.raises(ObjectDoesNotExist):
        withdraw_score(actor_for(cast.senior), score_id=score.pk)


def test_scores_of_a_merged_record_are_told_and_withdrawn_with_the_others(
    as_person: AsPerson, cast: Cast
) -> None:
    twin, customer = make_customer("TWIN", "Twin"), make_customer("Alfa", "Alfa")
    score = say(twin)
    make_one(twin, customer)
    cover(cast.senior, customer)
    senior = as_person(cast.senior)
    assert "Fit of objectives" in words(senior.get(reverse("matrix:said", args=[customer.pk])))
    assert senior.post(reverse("matrix:withdraw", args=[score.pk])).status_code == 302


def test_a_competitor_that_was_scored_once_is_found_again(director: Client) -> None:
    enter(director, "Alfa", competitor="Otro Suministro", competitor_quality="7")
    customer = Customer.objects.get(code="Alfa")
    told = words(director.get(reverse("matrix:said", args=[customer.pk])))
    assert "Product and quality of Otro Suministro" in told


# -- what a score means ----------------------------------------------------------------------------


def test_all_that_is_wrong_is_marked_at_once(director: Client) -> None:
    given = {
        "us_fit": "abc",
        "us_quality": "-3",
        "us_share": "140",
        "us_service": "12",
        "us_price": "2; 9",
        "competitor_price": "11",
        "day": "2999-01-01",
    }
    answer = enter(director, "Alfa", **given)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(given)
    # The same without what cannot be read, which is told by the service.
    answer = enter(director, "Alfa", **{**given, "us_fit": "7"})
    assert set(answer.context["form"].errors) == set(given) - {"us_fit"}
    assert not AccountScore.objects.exists()


@pytest.mark.usefixtures("sold")
def test_a_reason_that_is_missing_is_marked_with_the_rest(director: Client) -> None:
    enter(director, "Alfa", us_volume="4000")
    given = {"us_share": "40", "us_profitability": "12"}
    for more in ({}, {"us_fit": "abc"}, {"us_fit": "11"}):
        answer = enter(director, "Alfa", **given, **more)
        assert set(answer.context["form"].errors) == {*given, *more}
    answer = enter(director, "Alfa", us_share="140", us_profitability="12")
    [only] = answer.context["form"].errors["us_share"]
    assert only == "This criterion goes from 0% to 100%."


def test_each_score_of_people_has_its_anchors(director: Client) -> None:
    address = reverse("matrix:score", args=[Customer.objects.get(code="Alfa").pk])
    told = words(director.get(address))
    assert "10: joint goals are signed" in told
    assert told.count("10: the best it knows") == 1
