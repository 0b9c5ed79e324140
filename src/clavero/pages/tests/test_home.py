from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from clavero.identity.testing import Cast, sign_in

pytestmark = pytest.mark.django_db


def test_who_sees_sales_lands_on_the_portfolio(client: Client, cast: Cast) -> None:
    for person in (cast.director, cast.senior, cast.junior_one, cast.sales, cast.executive):
        sign_in(client, person)
        assert client.get(reverse("pages:home"))["Location"] == reverse("portfolio:portfolio")


def test_the_administrator_lands_on_the_imports(client: Client, cast: Cast) -> None:
    sign_in(client, cast.administrator)
    assert client.get(reverse("pages:home"))["Location"] == reverse("ledger:imports")


def test_who_has_no_page_yet_is_told_so(client: Client, cast: Cast) -> None:
    sign_in(client, cast.logistics)
    page = client.get(reverse("pages:home"))
    assert page.status_code == 200
    assert "Organisation chart" in page.content.decode()
