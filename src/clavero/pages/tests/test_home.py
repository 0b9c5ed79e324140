from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clavero.identity.testing import Cast, sign_in
from clavero.ledger.testing import Row, ledger_of

pytestmark = pytest.mark.django_db


def test_who_sees_sales_lands_on_today_once_there_are_some(
    client: Client, cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.LEDGER_HOME = tmp_path / "ledger"
    who = (cast.director, cast.senior, cast.junior_one, cast.sales, cast.executive)
    for place in ("portfolio:portfolio", "pages:today"):
        for person in who:
            sign_in(client, person)
            assert client.get(reverse("pages:home"))["Location"] == reverse(place)
        ledger_of([Row("F1")])


def test_the_administrator_lands_on_the_imports(client: Client, cast: Cast) -> None:
    sign_in(client, cast.administrator)
    assert client.get(reverse("pages:home"))["Location"] == reverse("ledger:imports")


def test_who_has_no_page_yet_is_told_so(client: Client, cast: Cast) -> None:
    sign_in(client, cast.hr)
    page = client.get(reverse("pages:home"))
    assert page.status_code == 200
    assert "Organisation chart" in page.content.decode()
