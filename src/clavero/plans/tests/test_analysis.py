"""The analysis tools, by their rules and on their page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast
from clavero.plans.models import Plan
from clavero.plans.rules.analysis import gaps, pestel, presence, pressure, swot
from clavero.plans.rules.catalogue import BY_KEY
from clavero.plans.services import add_item, link_item
from clavero.plans.testing import SYSTEM, make_action
from clavero.plans.words.catalogue import told_fields
from clavero.portfolio.models import Customer
from clavero.ui.testing import words

factor = st.fixed_dictionaries(
    {
        "group": st.sampled_from(["legal", "social"]),
        "impact": st.integers(-5, 5).map(str),
        "probability": st.integers(0, 100).map(lambda each: str(Decimal(each) / 100)),
    }
)


@given(st.lists(factor, max_size=6))
def test_a_group_scores_between_its_factors(rows: list[dict[str, str]]) -> None:
    for group, score in pestel(rows).items():
        own = [Decimal(row["impact"]) for row in rows if row["group"] == group]
        assert score is None or min(own) - Decimal("1e-9") <= score <= max(own) + Decimal("1e-9")


def test_what_nobody_said_is_not_zero() -> None:
    assert pressure([]) is None
    assert pressure([{"strength": "2"}, {"strength": "5"}]) == Decimal("3.5")
    said = presence([{"phase": "search", "presence": "1"}, {"phase": "search", "presence": "3"}])
    assert (said["search"], said["need"]) == (3, None)


def test_the_heaviest_and_the_widest_gap_come_first() -> None:
    found = swot(
        {
            1: {"part": "threat", "impact": "2", "strength": "2"},
            2: {"part": "threat", "impact": "5", "strength": "3"},
        }
    )
    assert [each.number for each in found["threat"]] == [2, 1]
    short = gaps({
        1: {"weight": "60", "us": "8", "best": "6"}, 2: {"weight": "40", "us": "5", "best": "7"},
    })  # fmt: skip
    assert [(each.number, each.gap) for each in short] == [
        (2, Decimal("-0.8")),
        (1, Decimal("1.2")),
    ]


@pytest.mark.django_db
def test_the_page_says_what_nothing_answers(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan
) -> None:
    def add(kind: str, text: str, **fields: Any) -> int:
        row = add_item(SYSTEM, customer_id=customer.pk, kind=kind, text=text, fields=fields)
        return row.pk

    weak = add("swot", "Many small lines", part="weakness", impact=4, strength=3)
    add("swot", "A second line", part="opportunity", impact=5, strength=2)
    add("csf", "Delivery", weight=60, us=5, best=7)
    action = make_action(customer)
    link_item(SYSTEM, item_id=weak, kind="action", target_id=action.pk)
    told = words(as_person(cast.senior).get(reverse("plans:analysis", args=[customer.pk])))
    assert "Many small lines priority 12 Opportunities" in told
    assert "A second line priority 10 · nothing answers it" in told
    assert "Many small lines × A second line" in told
    assert "The weights are 60 together, not 100." in told
    assert "-1.20 Delivery" in told.replace("−", "-")


def test_how_likely_is_said_of_what_comes_from_outside() -> None:
    names = {
        part: str(told_fields(BY_KEY["swot"], {"part": part, "strength": "3"})[-1][0])
        for part in ("strength", "threat")
    }
    assert names == {"strength": "Strength", "threat": "Probability"}
