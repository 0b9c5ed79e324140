"""Whatever is asked of the API, it answers in JSON, and every no has the same shape."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest
from django.http import Http404, HttpRequest
from django.test import Client
from django.urls import path
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from clavero.core.errors import Forbidden, Refusal
from clavero.identity.doors import actor_for
from clavero.identity.testing import Cast, sign_in
from clavero.rest.api import make_api, urls_of
from clavero.rest.bearer import actor_of
from clavero.rest.models import Token
from clavero.rest.pagination import Paged, Window, page_of
from clavero.rest.problems import CONTENT_TYPE
from clavero.rest.services import create_token, revoke_token

pytestmark = pytest.mark.urls(__name__)

SHAPE = {"status", "code", "sentence", "hint", "field"}


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Names(Paged):
    rows: list[str]


router = Router()


@router.get("me", url_name="me")
def me(request: HttpRequest) -> dict[str, str]:
    return {"name": actor_of(request).name}


@router.get("colours", url_name="colours")
def colours(request: HttpRequest, colour: Colour, shade: int = Query(1, ge=1, le=9)) -> str:
    return colour


@router.get("tokens", response=Names, url_name="tokens")
def names(request: HttpRequest, window: Query[Window]) -> dict[str, Any]:
    page = page_of(request, window, Token.objects.order_by("id"))
    return {"count": page.count, "next": page.next, "rows": [each.name for each in page.rows]}


@router.get("no/{kind}", url_name="no")
def no(request: HttpRequest, kind: str) -> None:
    match kind:
        case "refused":
            raise Refusal(
                _("“%(name)s” is taken."), code="taken", field="name",
                hint=_("Choose another name."), name="50 %",
            )  # fmt: skip
        case "forbidden":
            raise Forbidden("not this role")
        case "missing":
            raise Token.DoesNotExist
        case _:
            raise Http404


urlpatterns = [path("api/", urls_of(make_api(router)))]


@pytest.fixture
def program(cast: Cast) -> Client:
    """A program with a token of the seller's."""
    made = create_token(actor_for(cast.sales), name="Dashboard")
    return Client(headers={"authorization": f"Bearer {made.secret}"})


def is_problem(answer: Any, status: int, code: str, field: str | None = None) -> bool:
    told = answer.json()
    return (
        (answer.status_code, answer["Content-Type"], set(told)) == (status, CONTENT_TYPE, SHAPE)
        and (told["status"], told["code"], told["field"]) == (status, code, field)
        and told["sentence"]
        and "%" not in told["sentence"].replace("50 %", "")
    )


def test_a_token_speaks_for_its_owner(cast: Cast, program: Client) -> None:
    answer = program.get("/api/me")
    assert (answer.status_code, answer.json()) == (200, {"name": cast.sales.name})


def test_without_a_token_nobody_is_known(cast: Cast) -> None:
    for client in (
        Client(),
        sign_in(Client(), cast.director),
        Client(headers={"authorization": "Bearer clv_made_up"}),
        Client(headers={"authorization": "Basic c2FsZXM6cGFzcw=="}),
        Client(headers={"authorization": "Bearer"}),
    ):
        answer = client.get("/api/me")
        assert is_problem(answer, 401, "not_signed_in")
        assert answer["WWW-Authenticate"] == "Bearer"


def test_a_revoked_token_is_refused_at_once(cast: Cast) -> None:
    made = create_token(actor_for(cast.sales), name="Dashboard")
    program = Client(headers={"authorization": f"Bearer {made.secret}"})
    assert program.get("/api/me").status_code == 200
    revoke_token(actor_for(cast.sales), token_id=made.token.pk)
    assert is_problem(program.get("/api/me"), 401, "not_signed_in")


def test_a_refusal_is_told_with_its_hint_and_field(program: Client) -> None:
    answer = program.get("/api/no/refused")
    assert is_problem(answer, 422, "taken", field="name")
    assert answer.json()["sentence"] == "“50 %” is taken."
    assert answer.json()["hint"] == "Choose another name."


def test_what_the_role_may_not(program: Client) -> None:
    assert is_problem(program.get("/api/no/forbidden"), 403, "forbidden")


@pytest.mark.parametrize("address", ["no/missing", "no/where", "nothing/here", ""])
def test_what_is_not_there(program: Client, address: str) -> None:
    assert is_problem(program.get(f"/api/{address}"), 404, "not_found")


def test_a_method_that_the_address_does_not_take(program: Client) -> None:
    assert is_problem(program.delete("/api/me"), 405, "method_not_allowed")
    assert is_problem(program.post("/api/openapi.json"), 405, "method_not_allowed")


@pytest.mark.parametrize(
    ("query", "field", "hint"),
    [
        ("", "colour", "This parameter is needed."),
        ("colour=green", "colour", "Use one of 'red' or 'blue'."),
        ("colour=red&shade=dark", "shade", "Use a whole number."),
        ("colour=red&shade=0", "shade", "Use 1 or more."),
        ("colour=red&shade=10", "shade", "Use 9 or less."),
    ],
)
def test_a_parameter_that_cannot_be_read(
    program: Client, query: str, field: str, hint: str
) -> None:
    answer = program.get(f"/api/colours?{query}")
    assert is_problem(answer, 422, "invalid_parameter", field=field)
    assert answer.json()["hint"] == hint


@pytest.mark.parametrize(
    ("language", "hint"),
    [
        ("en", "Use one of 'red' or 'blue'."),
        ("es", "Usar uno de estos valores: 'red' o 'blue'."),
    ],
)
def test_the_values_to_use_are_joined_in_the_readers_language(
    program: Client, language: str, hint: str
) -> None:
    headers = {"accept-language": language}
    assert program.get("/api/colours?colour=green", headers=headers).json()["hint"] == hint


def test_a_list_is_read_in_parts(cast: Cast, program: Client) -> None:
    for name in "bcde":
        create_token(actor_for(cast.sales), name=name)
    address, read = "/api/tokens?limit=2", []
    while address:
        part = program.get(address).json()
        assert part["count"] == 5
        read.append(part["rows"])
        address = part["next"]
    assert read == [["Dashboard", "b"], ["c", "d"], ["e"]]


def test_the_next_part_keeps_what_else_was_asked(program: Client, cast: Cast) -> None:
    create_token(actor_for(cast.sales), name="b")
    part = program.get("/api/tokens?limit=1&period=2024").json()
    assert part["next"] == "http://testserver/api/tokens?limit=1&period=2024&offset=1"
    beyond = program.get("/api/tokens?offset=9").json()
    assert beyond == {"count": 2, "next": None, "rows": []}


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "offset=-1", "limit=all"])
def test_a_window_has_its_limits(program: Client, query: str) -> None:
    field = query.partition("=")[0]
    assert is_problem(program.get(f"/api/tokens?{query}"), 422, "invalid_parameter", field=field)


def test_the_description_is_open_and_says_how_to_sign_in() -> None:
    described = Client().get("/api/openapi.json").json()
    assert "/api/me" in described["paths"]
    (scheme,) = described["components"]["securitySchemes"].values()
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")


def test_accents_stand_as_they_are(cast: Cast, program: Client) -> None:
    assert cast.sales.name in program.get("/api/me").content.decode()
    spanish = program.get("/api/no/refused", headers={"accept-language": "es"})
    assert "“50 %”" in spanish.content.decode() or "«50 %»" in spanish.content.decode()
