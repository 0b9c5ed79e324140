"""What whoever takes an account over gets to read of all the rooms."""

from __future__ import annotations

import pytest
from django.utils import timezone

from clavero.care.testing import make_complaint
from clavero.contracts.testing import make_contract
from clavero.identity.testing import Cast, actor_for
from clavero.interactions.testing import ago, make_interaction
from clavero.opportunities.testing import make_need, make_opportunity
from clavero.plans.testing import make_objective, make_plan
from clavero.portfolio.testing import cover, make_customer
from clavero.work.selectors import pack_seen
from clavero.work.services import open_pack

pytestmark = pytest.mark.django_db


def test_each_room_tells_what_it_knows(cast: Cast) -> None:
    today = timezone.localdate()
    account, other = make_customer("C1"), make_customer("C2")
    cover(cast.senior, account)
    cover(cast.junior_one, account, role="member")
    for customer, name in ((account, ""), (other, " of another")):
        make_complaint(customer, f"Pallets came open{name}")
        make_contract(customer, f"Framework{name}", start=today, end=today)
        make_interaction(customer, starts_at=ago(days=3), subject=f"Prices{name}")
        make_need(customer, text=f"Fewer stops{name}")
        make_opportunity(customer, title=f"Line 4{name}")
        make_plan(customer)
        make_objective(customer, f"Grow{name}")
    pack = open_pack(
        actor_for(cast.director), customer_id=account.pk, giver_id=cast.senior.pk,
        receiver_id=cast.junior_one.pk,
    )  # fmt: skip
    sections = pack_seen(actor_for(cast.junior_one), pack.pk).sections
    told = {each.key: [line.text for line in each.lines] for each in sections}
    for key, text in (
        ("complaints_open", "Pallets came open"), ("contracts", "Framework"),
        ("interactions", "Prices"), ("needs", "Fewer stops"), ("opportunities", "Line 4"),
        ("plan", "Grow"),
    ):  # fmt: skip
        (line,) = told[key]
        assert text in line
        assert "of another" not in line
    links = [line.url for each in sections for line in each.lines if each.key in {"plan", "needs"}]
    assert all(links)
