"""An account to invest in of which one person is known is told beside its strategy."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.portfolio.selectors import structure
from clavero.portfolio.testing import cover, make_customer, make_group
from clavero.relationships.selectors import contacts_there
from clavero.relationships.testing import make_contact
from clavero.ui.testing import words


@pytest.mark.django_db
def test_it_hangs_on_one_person(cast: Cast, as_person: AsPerson) -> None:
    one, two, member = (make_customer(code) for code in ("ONE", "TWO", "MEMBER"))
    group = make_group("Group", member, code="G")
    for each in (one, two, group):
        cover(cast.senior, each)
    hold(date(2026, 2, 1), dict.fromkeys(("ONE", "TWO"), Strategy.INVEST))
    page, sentence = reverse("playbook:conduct"), "One person at most is known of 1 account"
    client = as_person(cast.director)
    assert contacts_there(["ONE"], structure()) is None
    assert "One person" not in words(client.get(page)), "nobody keeps any contacts"
    yesterday = timezone.localdate() - timedelta(days=1)
    make_contact(one, "Marta Gil")
    make_contact(one, "Luis Rey", left_on=yesterday)
    make_contact(two, "Eva Sol")
    make_contact(two, "Juan Mar")
    make_contact(member, "Inés Paz")
    assert contacts_there(["ONE", "TWO", "G"], structure()) == {"ONE": 1, "TWO": 2, "G": 1}
    assert sentence in words(client.get(page))
