"""A token is made by the person for whom it speaks, and its secret is shown once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import serializers
from django.utils import timezone

from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.doors import actor_for
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.rest.models import NAME_LENGTH, Token
from clavero.rest.rules import State, digest_of
from clavero.rest.selectors import tokens
from clavero.rest.services import create_token


def test_it_is_made_and_opens(cast: Cast) -> None:
    made = create_token(actor_for(cast.sales), name=" Dashboard ")
    assert made.token.owner == cast.sales
    assert made.token.name == "Dashboard"
    assert made.token.state is State.OPEN
    assert made.secret.startswith(made.token.prefix)
    assert create_token(actor_for(cast.sales), name="Dashboard").secret != made.secret


def test_its_secret_can_never_be_read_again(cast: Cast) -> None:
    made = create_token(actor_for(cast.sales), name="Dashboard")
    kept = serializers.serialize("json", Token.objects.all())
    told = str([(entry.before, entry.after) for entry in history(made.token)])
    assert made.secret not in kept + told + repr(made)
    assert made.token.digest == digest_of(made.secret)
    assert made.token.digest not in told


def test_it_is_audited(cast: Cast) -> None:
    made = create_token(actor_for(cast.sales), name="Dashboard")
    entry = history(made.token).get()
    assert (entry.verb, entry.by_id) == ("token.created", cast.sales.pk)
    assert entry.after == {"name": "Dashboard", "prefix": made.token.prefix, "last_day": None}


def test_others_do_not_see_it(cast: Cast) -> None:
    create_token(actor_for(cast.sales), name="Dashboard")
    assert tokens(actor_for(cast.sales)).count() == 1
    assert not tokens(actor_for(cast.administrator)).exists()


@pytest.mark.parametrize(
    ("name", "code"), [(" ", "no_name"), ("x" * (NAME_LENGTH + 1), "too_long")]
)
def test_it_needs_a_name_of_some_length(cast: Cast, name: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        create_token(actor_for(cast.sales), name=name)
    assert (refused.value.code, refused.value.field) == (code, "name")


def test_its_last_day_is_not_over(cast: Cast) -> None:
    today = timezone.localdate()
    create_token(actor_for(cast.sales), name="Until tonight", last_day=today)
    with pytest.raises(Refusal) as refused:
        create_token(actor_for(cast.sales), name="Over", last_day=today - timedelta(days=1))
    assert (refused.value.code, refused.value.field) == ("last_day_over", "last_day")


def test_the_system_has_none(db: None) -> None:
    with pytest.raises(Forbidden):
        create_token(Actor.system(), name="Dashboard")
    assert not Token.objects.exists()
