"""The pages for what went wrong look like the others and need as little as they can."""

from __future__ import annotations

import logging
from io import StringIO

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils.translation import override

from clavero.config.urls import urlpatterns as product
from clavero.identity.testing import Cast, sign_in


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [*product, path("broken/", broken)]


def test_not_found(cast: Cast, client: Client) -> None:
    answer = sign_in(client, cast.senior).get("/nowhere/")
    assert answer.status_code == 404
    assert "This page does not exist" in answer.content.decode()


def test_an_expired_form(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = sign_in(client, cast.senior).post("/views/", {"name": "x"})
    assert answer.status_code == 403
    assert "The form has expired" in answer.content.decode()


@pytest.mark.urls(__name__)
def test_a_broken_page_says_so(cast: Cast) -> None:
    client = Client(raise_request_exception=False)
    answer = sign_in(client, cast.senior).get("/broken/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()


@pytest.mark.urls(__name__)
def test_a_broken_page_is_told_in_the_servers_log(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    (log,) = logging.getLogger("django.request").handlers
    told = StringIO()
    monkeypatch.setattr(log, "stream", told)
    sign_in(client, cast.senior).get("/nowhere/")
    assert told.getvalue() == ""
    client.raise_request_exception = False
    client.get("/broken/")
    assert "Internal Server Error: /broken/" in told.getvalue()
    assert "ZeroDivisionError" in told.getvalue()


def test_the_broken_page_needs_no_database(rf) -> None:  # type: ignore[no-untyped-def]
    from django.views.defaults import server_error

    # Without the "db" fixture every query fails the test.
    with override("en"):
        answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert b"Something broke on our side" in answer.content
    assert b"importmap" not in answer.content  # without the request there is no nonce for it


def test_what_is_shown_to_somebody_is_not_kept_by_the_browser(cast: Cast, client: Client) -> None:
    signed_out = client.get("/accounts/login/")
    assert "no-store" in sign_in(client, cast.senior).get("/profile/")["Cache-Control"]
    assert signed_out.status_code == 200
