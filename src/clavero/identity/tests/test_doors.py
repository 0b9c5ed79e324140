"""The actor of a request, and the guard before a view."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from clavero.core.errors import Forbidden
from clavero.identity.doors import actor_of, allowed
from clavero.identity.models import Person
from clavero.identity.rules import Role, Verb
from clavero.identity.testing import Cast


def request_of(person: Person | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = person
    return request


@allowed(Verb.IMPORT_SALES)
def guarded(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


def test_the_actor_is_who_signed_in_with_their_whole_team(cast: Cast) -> None:
    actor = actor_of(request_of(cast.director))
    assert (actor.user_id, actor.role, actor.name) == (
        cast.director.pk, Role.DIRECTOR, cast.director.name,
    )  # fmt: skip
    below = (cast.senior, cast.sales, cast.junior_one, cast.junior_two)
    assert actor.team == {person.pk for person in below}
    assert actor_of(request_of(cast.junior_one)).team == frozenset()


def test_it_costs_one_query_a_request(cast: Cast, django_assert_num_queries: Any) -> None:
    request = request_of(cast.senior)
    with django_assert_num_queries(1):
        assert actor_of(request) is actor_of(request)


def test_nobody_is_no_actor() -> None:
    with pytest.raises(Forbidden):
        actor_of(request_of(AnonymousUser()))


def test_a_view_opens_to_the_verb_and_to_nobody_else(cast: Cast) -> None:
    assert guarded(request_of(cast.director)).status_code == 200
    with pytest.raises(Forbidden):
        guarded(request_of(cast.senior))
    with pytest.raises(Forbidden):
        guarded(request_of(AnonymousUser()))
