"""*Lifetime value of a customer*: the same figures as in the list, explained, and who sees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clavero.identity.models import Person
from clavero.identity.testing import Cast, actor_for
from clavero.ledger.testing import Row, ledger_of
from clavero.lifetime.rules.asking import Asked
from clavero.lifetime.rules.models import Kind
from clavero.lifetime.selectors import account_lifetime, lifetime_picture
from clavero.lifetime.tests.company import MADE_UP, company
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import SYSTEM, cover, make_customer, make_group, make_one
from clavero.ui.testing import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
AsPerson = Callable[[Person], Client]


def pk_of(code: str) -> int:
    return Customer.objects.get(code=code).pk


def page(client: Client, code: str, query: str = "") -> Any:
    return client.get(f"{reverse('lifetime:customer', args=[pk_of(code)])}?{query}")


def test_it_is_the_row_of_the_list(cast: Cast) -> None:
    company()
    one, two = (Customer.objects.get(code=f"K000{number}") for number in (1, 2))
    group = make_group("The group", one, two, code="G1")
    for kind in (Kind.MBG_NBD, Kind.PARETO_NBD):
        asked = Asked(kind=kind, years=5)
        picture = lifetime_picture(SYSTEM, asked)
        assert picture is not None
        rows = {row.code: row for row in picture.rows}
        for customer in (group, Customer.objects.get(code="K0005")):
            account = account_lifetime(SYSTEM, customer.pk, asked)
            assert account is not None
            assert account.row == rows[customer.code]


def test_the_course_falls_in_silence_and_ends_at_the_score(cast: Cast) -> None:
    company()
    account = account_lifetime(SYSTEM, pk_of("K0005"), Asked())
    assert account is not None
    assert account.row is not None
    days = sorted(day for who, day, _amount in MADE_UP if who == "K0005")
    assert (account.course[0].day, account.course[0].purchases) == (days[0], 1)
    last = account.course[-1]
    assert (last.day, last.purchases) == (date(2026, 6, 30), len(days))
    assert last.alive == pytest.approx(float(account.row.alive), abs=1e-4)
    for one, following in pairwise(account.course):
        if one.purchases == following.purchases:
            assert following.alive <= one.alive


def test_the_page_explains_itself(as_person: AsPerson, cast: Cast) -> None:
    company()
    answer = page(as_person(cast.director), "K0005", "years=5")
    told = words(answer)
    assert "Lifetime value of Customer K0005" in told
    assert "It is still a customer with a probability of" in told
    assert "Weeks from the first to the last" in told
    assert "within 5 years" in told
    assert "In silence the probability falls" in told
    assert "None" not in told
    assert "chart=course" in answer.content.decode()
    listed = as_person(cast.director).get(reverse("lifetime:lifetime") + "?years=5&search=K0005")
    assert f"/lifetime/customers/{pk_of('K0005')}/?years=5" in listed.content.decode()
    assert "no cost of it is known" in words(page(as_person(cast.director), "K0004"))


def test_strangers_do_not_find_it(as_person: AsPerson, cast: Cast) -> None:
    company()
    cover(cast.senior, Customer.objects.get(code="K0005"))
    assert "Customer K0005" in words(page(as_person(cast.senior), "K0005"))
    assert page(as_person(cast.senior), "K0006").status_code == 404
    assert page(as_person(cast.junior_two), "K0005").status_code == 404
    assert page(as_person(cast.hr), "K0005").status_code == 403
    with pytest.raises(Customer.DoesNotExist):
        account_lifetime(actor_for(cast.senior), pk_of("K0006"), Asked())


def test_a_merged_record_leads_on(as_person: AsPerson, cast: Cast) -> None:
    company()
    source, target = (Customer.objects.get(code=code) for code in ("K0001", "K0002"))
    make_one(source, target)
    assert page(as_person(cast.director), "K0001").status_code == 302


def test_without_purchases_or_a_fit_it_says_so(as_person: AsPerson, cast: Cast) -> None:
    company()
    make_customer("N1", "Nothing yet")
    assert "has not bought anything yet" in words(page(as_person(cast.director), "N1"))


def test_where_nothing_is_fitted_the_reason_stands(as_person: AsPerson, cast: Cast) -> None:
    ledger_of([Row(document="F1", customer="C1", date=date(2026, 1, 3))])
    assert "at least 300 customers" in words(page(as_person(cast.director), "C1"))
