"""The page of one's own tokens: made, shown once, revoked after asking."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.identity.doors import actor_for
from clavero.identity.testing import Cast
from clavero.rest.models import Token
from clavero.rest.services import create_token, use_token

PAGE = "/profile/tokens/"
SECRET = re.compile(r'value="(clv_[\w-]+)"')


def test_a_token_is_made_and_its_secret_shown_once(cast: Cast, as_person: AsPerson) -> None:
    browser = as_person(cast.sales)
    assert "You have no tokens" in browser.get(PAGE).content.decode()
    page = browser.post(PAGE, {"name": "Dashboard", "last_day": ""})
    (secret,) = SECRET.findall(page.content.decode())
    assert "no-store" in page["Cache-Control"]
    assert use_token(secret) == cast.sales
    listed = browser.get(PAGE).content.decode()
    assert "Dashboard" in listed
    assert secret not in listed
    assert Token.objects.get().digest not in listed


def test_what_is_wrong_is_told_beside_its_field(cast: Cast, as_person: AsPerson) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    page = as_person(cast.sales).post(PAGE, {"name": "Over", "last_day": yesterday.isoformat()})
    assert page.status_code == 422
    assert "The last day is over." in page.content.decode()
    assert not Token.objects.exists()


def test_revoking_asks_first(cast: Cast, as_person: AsPerson) -> None:
    made = create_token(actor_for(cast.sales), name="Dashboard")
    browser, address = as_person(cast.sales), f"{PAGE}{made.token.pk}/revoke/"
    assert "Dashboard" in browser.get(address).content.decode()
    assert use_token(made.secret) == cast.sales
    page = browser.post(address, follow=True).content.decode()
    assert use_token(made.secret) is None
    assert "opens nothing any more" in page
    assert address not in page


def test_others_find_neither_the_token_nor_its_page(cast: Cast, as_person: AsPerson) -> None:
    made = create_token(actor_for(cast.sales), name="Dashboard")
    browser, address = as_person(cast.administrator), f"{PAGE}{made.token.pk}/revoke/"
    assert "Dashboard" not in browser.get(PAGE).content.decode()
    assert browser.get(address).status_code == 404
    assert browser.post(address).status_code == 404
    assert use_token(made.secret) == cast.sales


def test_the_profile_leads_to_it(cast: Cast, as_person: AsPerson) -> None:
    assert f'href="{PAGE}"' in as_person(cast.logistics).get("/profile/").content.decode()


def test_nobody_signs_in_first() -> None:
    assert Client().get(PAGE).headers["Location"].startswith("/accounts/login/")
