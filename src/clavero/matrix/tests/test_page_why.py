"""*Why is it here?*: what is shown adds up by hand, and what would move an account would."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html
from openpyxl import load_workbook

from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.matrix.rules.position import Mode
from clavero.matrix.rules.settings import Settings
from clavero.matrix.rules.version import Version
from clavero.matrix.selectors import matrix_rows
from clavero.matrix.services import adopt_settings, import_scores
from clavero.matrix.testing import HEADER, SYSTEM
from clavero.portfolio.models import Customer
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]
DAY = date(2026, 3, 1)
MEASURES = {"volume": 1300, "growth": 0.035, "share": 0.31, "profitability": 0.117, "fit": 4.3}
BEST = {"volume": 6000, "growth": 0.2, "share": 0, "profitability": 0.3, "fit": 10}
CRITERIA = {"quality": 3.5, "service": 3.2, "price": 5, "innovation": 4.17, "relationship": 3}


def bring(said: Mapping[str, float], *, subject: str = "us", rival: str = "") -> None:
    rows = [f"A,{what},{value},{subject},customer,{DAY},{rival}" for what, value in said.items()]
    import_scores(SYSTEM, content="\n".join([f"{HEADER},competitor", *rows]).encode())


def page(client: Client, language: str = "en") -> str:
    address = reverse("matrix:why", args=[Customer.objects.get(code="A").pk])
    return client.get(address, HTTP_ACCEPT_LANGUAGE=language).content.decode()


def sums(text: str) -> dict[str, tuple[str, list[list[str]]]]:
    """Each sum with its total and its lines' figures: score, weight and points."""
    found = {}
    for card in html.fromstring(text).xpath("//section[starts-with(@aria-labelledby, 'sum-')]"):
        name, total = card.xpath(".//h2")[0].text_content().rsplit(": ", 1)
        rows = [
            [cell.text_content().strip() for cell in row.xpath("td[@class='numeric']")][1:]
            for row in card.xpath(".//tbody/tr")
        ]
        found[name.strip()] = (total.strip(), rows)
    return found


@pytest.mark.parametrize("left_out", [(), ("relationship", "fit"), ("innovation", "volume")])
def test_points_add_up_to_their_total_as_they_are_shown(
    as_person: AsPerson, cast: Cast, left_out: tuple[str, ...]
) -> None:
    said = {key: value for key, value in {**MEASURES, **CRITERIA}.items() if key not in left_out}
    bring(said)
    bring({**CRITERIA, "price": 7.77}, subject="competitor", rival="Rival")
    found = sums(page(as_person(cast.director)))
    assert found.keys() == {"Business potential", "Our position", "Rival"}
    for total, rows in found.values():
        known = [row for row in rows if row[2] != "—"]
        assert sum(Decimal(points) for _score, _weight, points in known) == Decimal(total)
        for score, weight, points in known:
            by_hand = Decimal(score) * Decimal(weight) / 100
            assert abs(by_hand - Decimal(points)) < Decimal("0.002")


def test_two_decimals_stand_where_they_say_all(as_person: AsPerson, cast: Cast) -> None:
    bring({**MEASURES, **CRITERIA, "quality": 3, "innovation": 4})
    total, rows = sums(page(as_person(cast.director)))["Our position"]
    assert total == "3.50"
    assert [points for *_rest, points in rows] == ["0.75", "0.80", "0.75", "0.60", "0.60"]


def test_what_would_move_it_does_when_typed_as_told(as_person: AsPerson, cast: Cast) -> None:
    settings = Settings(base=Version(mode=Mode.RATIO))
    adopt_settings(
        SYSTEM, settings=settings, valid_from=timezone.localdate(), reason="Tried", seen=None
    )
    bring({**BEST, **dict.fromkeys(CRITERIA, 7), "relationship": 5})
    bring(dict.fromkeys(CRITERIA, 7.425), subject="competitor", rival="Rival")
    told = page(as_person(cast.director))
    # 6.6 against 7.425: 0.825 are missing, 4.125 of relationship, with 20 points.
    found = re.search(r"Relationship and trust at ([\d.]+) \(a score of ([\d.]+)\)", told)
    assert found is not None, words_of(told)
    assert found.groups() == ("9.13", "9.13")
    bring({"relationship": float(found[1])})
    assert "our position is 1.00 times that of Rival" in words_of(page(as_person(cast.director)))
    assert "Invest" in page(as_person(cast.director))


def test_where_nothing_moves_it_alone_it_says_what_it_takes(
    as_person: AsPerson, cast: Cast
) -> None:
    bring({**BEST, **dict.fromkeys(CRITERIA, 10)})
    told = words_of(page(as_person(cast.director)))
    assert "What would move it No single factor alone would move it: it is 5.00 points of" in told
    assert "potential and 5.00 points of position away from the lines." in told
    assert (
        "It takes at least 3 together: Growth, Profitability, Volume of business, all at a score "
        "of 0, would make it Maintain." in told
    )


@pytest.mark.parametrize(
    ("mode", "told"),
    [(Mode.RATIO, "1.40 times that of the best competitor."),
     (Mode.DIFFERENCE, "+2.00 points from the best competitor.")],
)  # fmt: skip
def test_a_competitor_without_a_name_is_the_best_one(
    as_person: AsPerson, cast: Cast, mode: Mode, told: str
) -> None:
    adopt_settings(
        SYSTEM, settings=Settings(base=Version(mode=mode)), valid_from=timezone.localdate(),
        reason="Tried", seen=None,
    )  # fmt: skip
    bring({**MEASURES, **dict.fromkeys(CRITERIA, 7)})
    bring(dict.fromkeys(CRITERIA, 5), subject="competitor")
    assert f"our position is {told}" in words_of(page(as_person(cast.director)))


def test_a_stage_has_no_factors_to_move(as_person: AsPerson, cast: Cast) -> None:
    settings = Settings(base=Version(mode=Mode.STAGE))
    adopt_settings(
        SYSTEM, settings=settings, valid_from=timezone.localdate(), reason="Tried", seen=None
    )
    bring({**BEST, "stage": 5})
    told = words_of(page(as_person(cast.director)))
    assert "it is 5.00 points of potential away from the line." in told
    assert "A relationship that both sides see as “Cooperative” would make it" in told


def words_of(text: str) -> str:
    return " ".join(html.fromstring(text).text_content().split())


def test_a_stage_is_told_by_both_sides_with_what_would_move_it(
    as_person: AsPerson, cast: Cast
) -> None:
    bring(MEASURES | CRITERIA)
    settings = Settings(base=Version(mode=Mode.STAGE))
    today = timezone.localdate()
    adopt_settings(SYSTEM, settings=settings, valid_from=today, reason="Quick", seen=None)
    client = as_person(cast.director)
    [row] = matrix_rows(SYSTEM, as_of=today)
    assert (row.reading.position.value, row.reading.coverage) == (None, 0)
    told = words(client.get(reverse("matrix:why", args=[row.card.id])))
    assert "Our position: —" in told
    assert "As we see it — nobody has said it" in told
    rows = [f"A,stage,4,us,estimate,{DAY}", f"A,stage,3,us,customer,{DAY}"]
    report = import_scores(SYSTEM, content="\n".join([HEADER, *rows]).encode())
    assert report.kept == 2
    halves = import_scores(SYSTEM, content=f"{HEADER}\nA,stage,2.5,us,survey,{DAY}".encode())
    assert [bad.reason.value for bad in halves.refused] == ["not_a_stage"]
    [row] = matrix_rows(SYSTEM, as_of=today)
    assert row.customers_own.value == Decimal("0.5")
    told = words(client.get(reverse("matrix:why", args=[row.card.id])))
    assert "Our position: Cooperative" in told
    assert "As the customer sees it Cooperative the customer, 1 Mar 2026" in told
    assert "As we see it Interdependent our own estimate, 1 Mar 2026" in told
    assert "A relationship that both sides see as “Interdependent” would make it" in told
    book = load_workbook(BytesIO(client.get(reverse("matrix:workbook")).content))
    sides = {line[3]: line[6] for line in book["Sums"].iter_rows(values_only=True)}
    assert sides["As the customer sees it"] == "Cooperative"
