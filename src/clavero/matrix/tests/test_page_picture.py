"""The picture on the page of the matrix: in every mode, filtered, as its reader wants it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.matrix.charts import spots
from clavero.matrix.charts.boxes import BANDS
from clavero.matrix.rules.position import Mode
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.rules.settings import Settings, parse_settings
from clavero.matrix.rules.version import Version
from clavero.matrix.services import adopt_settings, hold_review, import_scores
from clavero.matrix.testing import HEADER, SYSTEM, hold, score
from clavero.matrix.tests.worked import ACCOUNTS
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_group
from clavero.ui import formats
from clavero.ui.testing import notices, words

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]
DAY = date(2026, 3, 1)
MATRIX = reverse("matrix:matrix")


def bring(*rows: str) -> None:
    import_scores(SYSTEM, content="\n".join([f"{HEADER},forecast,competitor", *rows]).encode())


@pytest.fixture
def scored() -> None:
    """The four accounts of the worked numbers with their best competitor, and a plan for Beta."""
    for account, inputs in ACCOUNTS.items():
        ours = {**inputs.potential, **inputs.us}
        bring(*(f"{account},{what},{value},us,customer,{DAY},," for what, value in ours.items()))
        theirs = inputs.competitors["Rival"]
        bring(
            *(
                f"{account},{what},{value},competitor,customer,{DAY},,Rival"
                for what, value in theirs.items()
            )
        )
    bring(f"Beta,relationship,9,us,estimate,{DAY},planned,")


def adopt(**version: Any) -> None:
    settings = Settings(base=Version(**version))
    adopt_settings(
        SYSTEM, settings=settings, valid_from=timezone.localdate(), reason="Tried", seen=None
    )


def drawn(client: Client, query: str = "") -> dict[str, Any]:
    """The specification of the picture on the page."""
    html = client.get(f"{MATRIX}{query}").content.decode()
    found = re.search(r'<template id="chart-matrix-data">(.*?)</template>', html, re.DOTALL)
    assert found is not None
    spec: dict[str, Any] = json.loads(found[1])["spec"]
    return spec


def rows(client: Client, query: str = "") -> Mapping[str, Any]:
    return {row["label"]: row for row in drawn(client, query)["data"]["values"]}


PLACES = {
    Mode.ABSOLUTE: {"Alfa": 7.30, "Beta": 4.60, "Gama": 7.25, "Delta": 4.60},
    Mode.DIFFERENCE: {"Alfa": 1.25, "Beta": -2.10, "Gama": 1.30, "Delta": -1.40},
    Mode.RATIO: {"Alfa": 1.2066, "Beta": 0.6866, "Gama": 1.2185, "Delta": 0.7667},
}


@pytest.mark.usefixtures("scored")
@pytest.mark.parametrize("mode", PLACES)
def test_the_worked_numbers_are_drawn_in_each_mode(
    as_person: AsPerson, cast: Cast, mode: Mode
) -> None:
    if mode is not Version().mode:
        adopt(mode=mode)
    client = as_person(cast.director)
    found = rows(client)
    assert {name: row["x"] for name, row in found.items()} == pytest.approx(PLACES[mode], abs=5e-5)
    assert {name: row["strategy"] for name, row in found.items()} == {
        "Alfa": "Invest",
        "Beta": "Invest selectively",
        "Gama": "Maintain",
        "Delta": "Manage for cash",
    }
    assert client.get(f"{MATRIX}?chart=matrix&as=svg").content.startswith(b"<svg")


@pytest.mark.usefixtures("scored")
def test_stages_are_drawn_in_their_boxes_and_named_in_the_table(
    as_person: AsPerson, cast: Cast
) -> None:
    adopt(mode=Mode.STAGE)
    bring(f"Alfa,stage,5,us,customer,{DAY},,", f"Beta,stage,2,us,customer,{DAY},,")
    client = as_person(cast.director)
    found = rows(client)
    assert {name: row["strategy"] for name, row in found.items()} == {
        "Alfa": "Invest",
        "Beta": "Invest selectively",
    }
    assert "Alfa 8.40 Integrated Invest" in words(client.get(MATRIX))
    assert client.get(f"{MATRIX}?chart=matrix&as=svg").content.startswith(b"<svg")


@pytest.mark.usefixtures("scored")
def test_our_part_is_our_share_of_the_spend_of_three_years(as_person: AsPerson, cast: Cast) -> None:
    bring(f"Omega,volume,100,us,customer,{DAY},,", f"Omega,fit,5,us,customer,{DAY},,")
    bring(f"Omega,growth,0,us,customer,{DAY},,", f"Omega,profitability,0.1,us,customer,{DAY},,")
    bring(*(f"Omega,{each},5,us,customer,{DAY},," for each in ("quality", "service", "price")))
    bring(*(f"Omega,{each},5,us,customer,{DAY},," for each in ("innovation", "relationship")))
    found = rows(as_person(cast.director))
    # 4,000 growing by 12%: 4,480 + 5,017.6 + 5,619.712, of which 35% are ours.
    assert found["Alfa"]["spend"] == pytest.approx(15_117.312)
    assert found["Alfa"]["part"] == pytest.approx(5_291.0592)
    assert found["Alfa"]["ours"] == 0.35
    assert (found["Omega"]["ours"], found["Omega"]["part"]) == (None, None)
    assert found["Omega"]["part_told"] == "not known"
    # Areas are to each other as the spends are.
    for at, band in enumerate(found["Alfa"]["radii"]):
        ratio = (found["Beta"]["radii"][at] / band) ** 2
        assert ratio == pytest.approx(found["Beta"]["spend"] / found["Alfa"]["spend"], rel=0.02)


def test_the_official_strategy_is_told_beside_where_the_scores_lie(
    as_person: AsPerson, cast: Cast
) -> None:
    hold(DAY - timedelta(days=400), {"A": Strategy.INVEST, "B": Strategy.MAINTAIN})
    each = ("quality", "service", "price", "innovation", "relationship")
    bring(*(f"A,{what},4.8,us,customer,{DAY},," for what in each))
    client = as_person(cast.director)
    row = rows(client)["A"]
    assert (row["strategy"], row["today"]) == ("Invest", "Invest selectively")
    assert any(name.endswith("(Invest)") for name in row["names"])
    told = words(client.get(MATRIX))
    assert "Invest: 1; Maintain: 1. Of these, 1 is borderline." in told
    assert "today's scores: Invest selectively" in told


def test_past_reviews_are_drawn_when_asked_for_and_only_in_their_own_mode(
    as_person: AsPerson, cast: Cast
) -> None:
    hold(DAY - timedelta(days=700), {"A": Strategy.HARVEST})
    hold(DAY - timedelta(days=300), {"A": Strategy.INVEST})
    client = as_person(cast.director)
    assert "Show past reviews" in words(client.get(MATRIX))
    assert past(drawn(client)) == []
    assert past(drawn(client, "?trail=1")) == [(1.0, 0.0), (9.0, 10.0), (9.0, 10.0)]
    assert "Hide past reviews" in words(client.get(f"{MATRIX}?trail=1"))
    adopt(mode=Mode.STAGE)
    bring(f"A,stage,4,us,customer,{DAY},,")
    hold_review(SYSTEM, day=timezone.localdate())
    assert past(drawn(client, "?trail=1")) == [(7.0, 10.0), (7.0, 10.0)]


def test_the_way_along_past_reviews_runs_through_no_name_that_has_another_place(
    as_person: AsPerson, cast: Cast
) -> None:
    first = DAY - timedelta(days=300)
    for day, strategy in ((first, Strategy.INVEST), (DAY, Strategy.SELECTIVE)):
        score("A", strategy, day)
        bring(f"A,fit,0,us,customer,{day},,")
        if day is first:
            hold_review(SYSTEM, day=day)
    client = as_person(cast.director)
    level = ("left", 0)
    [row] = drawn(client)["data"]["values"]
    assert level in set(zip(row["aligns"], row["dy"], strict=True))
    spec = drawn(client, "?trail=1")
    assert past(spec) == [(9.0, 8.5), (1.0, 8.5)]
    [row] = spec["data"]["values"]
    assert all(row["names"])
    assert level not in set(zip(row["aligns"], row["dy"], strict=True))


def past(spec: dict[str, Any]) -> list[tuple[float, float]]:
    points = [value for layer in spec["layer"] for value in layer.get("data", {}).get("values", [])]
    return [(point["x"], point["y"]) for point in points if "order" in point]


def test_reviews_that_have_no_place_on_the_axis_are_told(as_person: AsPerson, cast: Cast) -> None:
    hold(DAY - timedelta(days=700), {"A": Strategy.HARVEST})
    hold(DAY - timedelta(days=300), {"A": Strategy.INVEST})
    client = as_person(cast.director)
    assert "not drawn" not in words(client.get(f"{MATRIX}?trail=1"))
    adopt(mode=Mode.STAGE)
    bring(f"A,stage,4,us,customer,{DAY},,")
    told = words(client.get(f"{MATRIX}?trail=1"))
    assert past(drawn(client, "?trail=1")) == []
    assert "2 of 2 past reviews are not drawn (31 Mar 2024, 5 May 2025): they read" in told
    assert "not drawn" not in words(client.get(MATRIX))
    hold_review(SYSTEM, day=timezone.localdate())
    assert "2 of 3 past reviews are not drawn" in words(client.get(f"{MATRIX}?trail=1"))


# -- all accounts are counted, and each says of itself what it is ----------------------------------


def counted(text: str) -> int:
    """The sum of the figures of a headline: “Invest: 14; Maintain: 3. Of these, …”."""
    return sum(map(int, re.findall(r": (\d+)", text.partition(". ")[0])))


@pytest.mark.usefixtures("scored")
@pytest.mark.parametrize("mode", list(Mode))
def test_the_headline_counts_every_account(as_person: AsPerson, cast: Cast, mode: Mode) -> None:
    bring(f"Omega,volume,100,us,customer,{DAY},,")
    each = ("quality", "service", "price", "innovation", "relationship")
    measures = ("volume,900", "growth,0", "share,0.2", "profitability,0.1", "fit,5")
    bring(*(f"Alone,{what},5,us,customer,{DAY},," for what in each))
    bring(*(f"Alone,{said},us,customer,{DAY},," for said in measures))
    if mode is not Version().mode:
        adopt(mode=mode)
    if mode is Mode.STAGE:
        bring(f"Alfa,stage,5,us,customer,{DAY},,")
    client = as_person(cast.director)
    told = drawn(client)["description"]
    assert counted(told) == 6
    assert "no place, too little is known: 1" in told
    page = words(client.get(MATRIX))
    assert "1 account has no place yet: less than 70% of the weight is known." in page
    if mode in {Mode.DIFFERENCE, Mode.RATIO}:
        assert "no place, no competitor is scored: 1" in told
        assert "1 account has no place yet: no competitor has been scored there" in page
    elif mode is Mode.STAGE:
        assert "no place, no stage is known: 4" in told
        assert "4 accounts have no place yet: nobody has said at which stage" in page


@pytest.mark.usefixtures("scored")
def test_each_account_is_read_once_in_the_readers_writing(as_person: AsPerson, cast: Cast) -> None:
    client = as_person(cast.director)
    answer = client.get(f"{MATRIX}?chart=matrix&as=svg", HTTP_ACCEPT_LANGUAGE="en")
    drawing = answer.content.decode()
    root = drawing.partition(">")[0]
    assert 'role="graphics-document"' in root
    assert 'lang="en"' in root
    assert 'aria-label="Account analysis matrix. Invest: 1; Invest selectively: 1;' in root
    spoken = etree.fromstring(answer.content).xpath(
        "*//@aria-label[not(ancestor::*[@aria-hidden='true'])]"
    )
    assert [each.partition(":")[0] for each in spoken] == ["Alfa", "Beta", "Gama", "Delta"]
    assert spoken[0] == (
        "Alfa: Invest. Potential 8.40; position 7.30; spend of three years, in thousands: "
        "15,117; our part of it: 5,291 (35%)"
    )
    kinds = etree.fromstring(answer.content).xpath(
        "*//@aria-roledescription[not(ancestor::*[@aria-hidden='true'])]"
    )
    assert set(kinds) == {"account"}


@pytest.mark.usefixtures("scored", "led")
def test_a_picture_to_take_along_says_of_what_it_is(as_person: AsPerson, cast: Cast) -> None:
    client = as_person(cast.director)
    today = formats.day(timezone.localdate(), language="en")
    for query, told in (
        ("?", ["Account analysis matrix", "4 accounts"]),
        ("?sector=Food&", ["Account analysis matrix of the sector “Food”", "2 of 4 accounts"]),
    ):
        drawing = client.get(f"{MATRIX}{query}chart=matrix&as=svg").content.decode()
        lines = re.findall(r">([^<>]+)</t(?:ext|span)>", drawing)
        for text in told:
            assert any(text in line for line in lines)
        root = unescape(drawing.partition(">")[0])
        assert f"{told[1]} · {today} · Clavero's own settings" in root
        assert any("Invest: 1; Invest selectively: 1" in line for line in lines)


def test_the_key_breaks_its_lines_where_the_plane_ends(as_person: AsPerson, cast: Cast) -> None:
    hold(DAY, {"A": Strategy.INVEST})
    layers = drawn(as_person(cast.director))["layer"]
    [key] = [
        layer["data"]["values"] for layer in layers
        if "kind" in layer.get("data", {}).get("values", [{}])[0]
    ]  # fmt: skip
    narrow, middle, wide = (len(each) for each in key[0]["lines"])
    assert narrow >= middle >= wide == 1
    for at in range(3):
        places = {(entry["parts"][at], entry["tops"][at]) for entry in key}
        assert len(places) == len(key), "no two entries stand in one place"


# -- filters --------------------------------------------------------------------------------------


@pytest.fixture
def led(cast: Cast) -> None:
    """Alfa and Gama are led, Gama by its group's coverage; sectors and segments differ."""
    cover(cast.senior, Customer.objects.get(code="Alfa"))
    cover(cast.junior_one, make_group("Group", Customer.objects.get(code="Gama"), code="G"))
    Customer.objects.filter(code__in=["Alfa", "Beta"]).update(sector="Food", segment="Large")
    Customer.objects.filter(code="Gama").update(sector="Paper", segment="Small")


@pytest.mark.usefixtures("scored", "led")
def test_list_and_picture_are_filtered_together_and_say_so(as_person: AsPerson, cast: Cast) -> None:
    client = as_person(cast.director)
    senior, junior = cast.senior.pk, cast.junior_one.pk
    for query, names, told in (
        (f"?manager={senior}", {"Alfa"}, f"led by {cast.senior.name}"),
        (f"?manager={junior}", {"Gama"}, f"led by {cast.junior_one.name}"),
        ("?manager=nobody", {"Beta", "Delta"}, "led by nobody"),
        ("?sector=Food", {"Alfa", "Beta"}, "of the sector “Food”"),
        ("?segment=Small", {"Gama"}, "of the segment “Small”"),
        ("?sector=Food&strategy=invest", {"Alfa"}, "with the strategy “Invest”"),
    ):
        assert rows(client, query).keys() == names
        text = words(client.get(f"{MATRIX}{query}"))
        assert f"{len(names)} of 4 accounts" in text
        assert f"Account analysis matrix {told}" in text or told in text


@pytest.mark.usefixtures("scored", "led")
def test_the_picture_comes_along_when_only_the_list_is_asked_for(
    as_person: AsPerson, cast: Cast
) -> None:
    headers = {"HX-Request": "true", "HX-Target": "list-matrix-matrix-results"}
    html = as_person(cast.director).get(f"{MATRIX}?sector=Paper", headers=headers).content.decode()
    assert 'id="matrix-picture"' in html
    assert 'hx-swap-oob="true"' in html
    found = re.search(r'<template id="chart-matrix-data">(.*?)</template>', html, re.DOTALL)
    assert found is not None
    assert [row["label"] for row in json.loads(found[1])["spec"]["data"]["values"]] == ["Gama"]
    assert "<script" not in html


@pytest.mark.usefixtures("scored", "led")
def test_a_manager_is_offered_what_tells_their_own_accounts_apart(
    as_person: AsPerson, cast: Cast
) -> None:
    html = as_person(cast.junior_one).get(MATRIX).content.decode()
    assert 'name="strategy"' in html
    for name in ("manager", "sector", "segment"):
        assert f'name="{name}"' not in html
    assert cast.senior.name not in html


# -- the reader's own side -------------------------------------------------------------------------


@pytest.mark.usefixtures("scored")
def test_the_side_of_a_high_position_is_the_readers_and_sticks(
    as_person: AsPerson, cast: Cast
) -> None:
    client = as_person(cast.director)
    assert "High position on the left" in words(client.get(MATRIX))
    answer = client.post(reverse("matrix:look"), {"high": "left", "next": f"{MATRIX}?trail=1"})
    assert (answer.status_code, answer["Location"]) == (302, f"{MATRIX}?trail=1")
    assert "High position on the right" in words(client.get(MATRIX))
    scales = [
        layer["encoding"]["x"]["scale"]["reverse"]
        for layer in drawn(client)["layer"]
        if "scale" in layer.get("encoding", {}).get("x", {})
    ]
    assert scales
    assert all(scales)
    assert client.post(reverse("matrix:look"), {"high": "up"}).status_code == 400


# -- the portfolio as a whole ----------------------------------------------------------------------


def test_factors_that_tell_nobody_apart_are_told(as_person: AsPerson, cast: Cast) -> None:
    hold(DAY, {"A": Strategy.INVEST, "B": Strategy.INVEST})
    told = words(as_person(cast.director).get(MATRIX))
    assert (
        "All 2 accounts are in one quadrant, “Invest”: the factors do not tell them apart" in told
    )
    for code in "AB":
        cover(cast.senior, Customer.objects.get(code=code))
    assert "are in one quadrant" not in words(as_person(cast.senior).get(MATRIX))
    hold(DAY + timedelta(days=1), {"C": Strategy.HARVEST})
    assert "are in one quadrant" not in words(as_person(cast.director).get(MATRIX))


def test_the_smaller_of_two_on_one_place_is_drawn_in_front(as_person: AsPerson, cast: Cast) -> None:
    for code, volume in (("A", 300), ("B", 4000), ("C", 900)):
        score(code, Strategy.INVEST, DAY)
        bring(f"{code},volume,{volume},us,customer,{timezone.localdate()},,")
    values = drawn(as_person(cast.director))["data"]["values"]
    assert [row["label"] for row in values] == ["B", "C", "A"]


def test_the_cut_of_potential_strikes_through_no_name_that_has_another_place(
    as_person: AsPerson, cast: Cast
) -> None:
    score("On the line", Strategy.INVEST, DAY)
    bring(f"On the line,fit,0,us,customer,{timezone.localdate()},,")
    client = as_person(cast.director)
    [row] = drawn(client)["data"]["values"]
    potential = row["y"]
    adopt_settings(
        SYSTEM, settings=Settings(base=Version(potential_cut=potential)),
        valid_from=timezone.localdate(), reason="On the line", seen=None,
    )  # fmt: skip
    [row] = drawn(client)["data"]["values"]
    assert all(row["names"])
    assert all(abs(dy) > 8 for dy in row["dy"])


def test_where_the_names_stand_is_looked_for_once(
    as_person: AsPerson, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    placed = spots.placed

    def counted(bubbles: Any, **given: Any) -> Any:
        asked.append(len(bubbles))
        return placed(bubbles, **given)

    monkeypatch.setattr(spots, "placed", counted)
    score("Once", Strategy.INVEST, DAY)
    client = as_person(cast.director)
    drawn(client)
    assert asked == [1] * len(BANDS)
    drawn(client)
    assert len(asked) == len(BANDS)
    score("Twice", Strategy.HARVEST, DAY)
    drawn(client)
    assert asked[len(BANDS) :] == [2] * len(BANDS)


def test_more_to_invest_in_than_there_is_room_for_are_ranked(
    as_person: AsPerson, cast: Cast
) -> None:
    hold(DAY, {"A": Strategy.INVEST, "B": Strategy.INVEST, "C": Strategy.HARVEST})
    bring(*(f"B,{what},8,us,customer,{DAY},," for what in ("quality", "service", "price")))
    client, address = as_person(cast.director), reverse("matrix:room")
    assert "There is room" not in words(client.get(MATRIX))
    written = {"room": "1", "valid_from": str(timezone.localdate()), "reason": "Two engineers"}
    answer = client.post(address, written, follow=True)
    assert notices(answer) == ["The room to invest is written into a new version."]
    told = words(client.get(MATRIX))
    assert "There is room to invest in 1 account and 2 deserve it." in told
    assert "they rank: A; beyond the room: B." in told
    assert "Room to invest in 1 account" in told
    again = client.post(address, {**written, "room": "2"})
    assert again.status_code == 422, "somebody has adopted a version meanwhile"
    assert client.post(address, {**written, "room": "0"}).status_code == 422


def test_who_has_no_place_today_has_no_rank(as_person: AsPerson, cast: Cast) -> None:
    hold(DAY, {"A": Strategy.INVEST, "B": Strategy.INVEST, "C": Strategy.HARVEST})
    bring(f"A,fit,6,us,customer,{DAY},,")
    adopt_settings(
        SYSTEM,
        settings=Settings(base=Version(mode=Mode.STAGE), room=1),
        valid_from=timezone.localdate(), reason="Tried", seen=None,
    )  # fmt: skip
    client = as_person(cast.director)
    told = words(client.get(MATRIX))
    assert "There is room to invest in 1 account and 2 deserve it." in told
    assert "they rank" not in told
    assert "no place, the highest potential first: B, A." in told
    # There is no picture; what is missing is told all the same.
    assert "3 accounts have no place yet: nobody has said at which stage" in told
    bring(f"B,stage,5,us,customer,{DAY},,")
    told = words(client.get(MATRIX))
    assert "they rank: B; beyond the room: —." in told
    assert "no place, the highest potential first: A." in told


def test_the_room_stays_when_another_rule_is_changed(as_person: AsPerson, cast: Cast) -> None:
    settings = Settings(room=3)
    assert parse_settings(settings.to_plain()) == settings
    old = {key: value for key, value in settings.to_plain().items() if key != "room"}
    assert parse_settings(old).room is None
    assert as_person(cast.executive).get(reverse("matrix:room")).status_code == 403
