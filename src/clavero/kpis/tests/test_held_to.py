"""What an account is held to follows what its manager said of its strategy's targets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from clavero.core.estimates import Missing
from clavero.identity.testing import Cast
from clavero.kpis.rules.framework import Item
from clavero.kpis.rules.kpi import Level
from clavero.kpis.rules.parts import Parts, read
from clavero.kpis.selectors import catalogue
from clavero.kpis.selectors.frameworks import frameworks
from clavero.kpis.testing import SYSTEM
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.playbook.models import Proposal
from clavero.playbook.rules.defaults import DEFAULT
from clavero.playbook.rules.guides import Direction, Kpi, Unit
from clavero.playbook.rules.proposals import Kind, Proposed
from clavero.playbook.services import accept_proposal, drop_proposal, edit_proposal
from clavero.portfolio.selectors import structure
from clavero.portfolio.testing import cover, make_customer

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture(autouse=True)
def account(cast: Cast) -> None:
    cover(cast.senior, make_customer("A"))
    hold(date(2026, 3, 2), {"A": Strategy.INVEST})


def held() -> dict[str, Item]:
    found = frameworks(SYSTEM, ["A"], timezone.localdate(), catalogue(), structure())
    return dict(found["A"].framework.by_key) if found else {}


def proposals() -> dict[str, Proposal]:
    return {each.key: each for each in Proposal.objects.filter(kind=Kind.KPI)}


def test_what_nobody_has_spoken_of_yet_goes_on_holding(actors: SimpleNamespace) -> None:
    everything = held()
    assert len(everything) == 4
    growth = proposals()["sales-growth"]
    edit_proposal(
        actors.senior,
        proposal_id=growth.pk,
        content=Proposed(
            Kpi("sales-growth", Direction.AT_LEAST, D(2), Unit.PERCENT), date(2027, 6, 1)
        ),
        reason="A hard year",
    )
    after = held()
    assert after.keys() == everything.keys()
    assert (everything["sales-growth"].target, after["sales-growth"].target) == (
        D("0.1"),
        D("0.02"),
    )
    accept_proposal(actors.senior, proposal_id=proposals()["contact-coverage"].pk)
    assert held().keys() == everything.keys()


@pytest.mark.parametrize("strategy", Strategy)
def test_whatever_a_strategy_asks_of_an_account_is_watched(strategy: Strategy) -> None:
    """Known or not: what is not measured is missing on the board, and never left out of it."""
    asked = {each.key for each in DEFAULT.guides[strategy].kpis}
    for is_served in (True, False):
        answering = replace(catalogue(), is_served=is_served).answering
        assert asked <= {each.playbook for each in answering}
        assert len({each.key for each in answering}) == len(answering)


def test_retention_of_an_account_is_what_it_still_buys() -> None:
    """Retention of a manager counts accounts; the playbook asks one account for its sales."""
    hold(date(2026, 4, 2), {"A": Strategy.MAINTAIN})
    item = held()["sales-kept"]
    assert (item.target, item.weight) == (D("0.95"), D(20))
    assert Level.ACCOUNT in catalogue().by_key["sales-kept"].levels


@pytest.mark.parametrize(
    ("now", "before", "kept", "missing"),
    [
        (95, 100, "0.95", None),
        (130, 100, "1.3", None),
        (0, 100, "0", None),
        (50, 0, None, Missing.NOTHING_BEFORE),
        (50, -10, None, Missing.BASE_NOT_POSITIVE),
        (50, None, None, Missing.NOT_REACHED),
    ],
)
def test_sales_kept(now: int, before: int | None, kept: str | None, missing: Missing) -> None:
    parts = Parts(net_sales=D(now), net_sales_before=None if before is None else D(before))
    found = read("sales-kept", 1, parts)
    assert (found.value, found.reason) == (None if kept is None else D(kept), missing)


def test_what_was_dropped_is_no_target_and_the_others_share_its_weight(
    actors: SimpleNamespace,
) -> None:
    drop_proposal(
        actors.senior, proposal_id=proposals()["sales-growth"].pk, reason="It cannot grow"
    )
    assert "sales-growth" not in held()
    assert sum(item.weight for item in held().values()) == 100
    for key, each in proposals().items():
        if key != "sales-growth":
            drop_proposal(actors.senior, proposal_id=each.pk, reason="Another year")
    assert held() == {}, "the playbook's own do not come back"
