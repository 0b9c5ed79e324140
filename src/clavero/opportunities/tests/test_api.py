"""Needs and opportunities for programs: each token sees what its owner sees."""

from __future__ import annotations

import pytest

from clavero.identity.doors import actor_for
from clavero.identity.testing import Cast
from clavero.opportunities.rules.needs import Closed
from clavero.opportunities.services import close_need, win_opportunity
from clavero.opportunities.testing import SYSTEM, make_need, make_opportunity
from clavero.portfolio.testing import cover, make_customer
from clavero.rest.testing import program_of

pytestmark = pytest.mark.django_db


def read(person: object, query: str) -> list[dict[str, object]]:
    answer = program_of(actor_for(person)).get(f"/api/{query}")  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.content
    return list(answer.json()["rows"])


def test_needs(cast: Cast) -> None:
    mine, other = make_customer("C1"), make_customer("C2")
    cover(cast.junior_one, mine)
    make_need(mine)
    gone = make_need(other, urgency=5)
    assert [row["account"] for row in read(cast.director, "needs")] == ["C2", "C1"]
    assert [row["account"] for row in read(cast.junior_one, "needs")] == ["C1"]
    assert read(cast.junior_two, "needs") == []
    close_need(SYSTEM, need_id=gone.pk, reason=Closed.GONE)
    (row,) = read(cast.director, "needs?closed=true")
    assert (row["account"], row["closed_reason"]) == ("C2", "gone")


def test_opportunities(cast: Cast) -> None:
    mine, other = make_customer("C1"), make_customer("C2")
    cover(cast.junior_one, mine)
    make_opportunity(mine)
    won = make_opportunity(other)
    assert len(read(cast.director, "opportunities")) == 2
    (row,) = read(cast.junior_one, "opportunities")
    assert (row["account"], row["probability"], row["value"]) == ("C1", "0.6", "1000")
    win_opportunity(SYSTEM, opportunity_id=won.pk)
    (row,) = read(cast.executive, "opportunities?ended=true")
    assert (row["account"], row["outcome"]) == ("C2", "won")
    assert read(cast.junior_one, "opportunities?ended=true") == []


@pytest.mark.parametrize("member", ["logistics", "hr", "administrator"])
@pytest.mark.parametrize("name", ["needs", "opportunities"])
def test_roles_that_have_nothing_to_do_with_sales_may_not(
    cast: Cast, member: str, name: str
) -> None:
    answer = program_of(actor_for(getattr(cast, member))).get(f"/api/{name}")
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
