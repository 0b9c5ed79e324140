"""Fixtures that every domain's tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import translation

from clavero.identity.models import Person
from clavero.identity.testing import Cast, make_cast, sign_in

AsPerson = Callable[[Person], Client]


@pytest.fixture
def cast(db: None) -> Cast:
    """The standing cast: ``cast.director``, ``cast.senior`` … (see ``identity.testing``)."""
    return make_cast()


@pytest.fixture
def as_person() -> AsPerson:
    """A browser in which somebody has signed in: ``as_person(cast.senior).get("/")``."""
    return lambda person: sign_in(Client(), person)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins in English: a page read in Spanish leaves its language behind."""
    with translation.override("en"):
        yield
