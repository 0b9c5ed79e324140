"""For whom a secret speaks, and when it does not any more."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from clavero.identity.doors import actor_for
from clavero.identity.services import deactivate, reactivate
from clavero.identity.testing import Cast
from clavero.rest.models import Token
from clavero.rest.rules import State, state_of
from clavero.rest.services import NewToken, create_token, use_token

DAY = date(2025, 3, 31)
A_DAY = timedelta(days=1)
THEN = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.fixture
def made(cast: Cast) -> NewToken:
    return create_token(actor_for(cast.sales), name="Dashboard", last_day=timezone.localdate())


@pytest.mark.parametrize(
    ("revoked_at", "last_day", "today", "state"),
    [
        (None, None, DAY, State.OPEN),
        (None, DAY, DAY, State.OPEN),
        (None, DAY, DAY + A_DAY, State.EXPIRED),
        (THEN, None, DAY, State.REVOKED),
        (THEN, DAY, DAY + A_DAY, State.REVOKED),
    ],
)
def test_how_long_it_opens(
    revoked_at: datetime | None, last_day: date | None, today: date, state: State
) -> None:
    assert state_of(revoked_at=revoked_at, last_day=last_day, today=today) is state


def test_it_speaks_for_its_owner(cast: Cast, made: NewToken) -> None:
    assert use_token(made.secret) == cast.sales


def test_an_expired_one_opens_nothing(made: NewToken) -> None:
    Token.objects.update(last_day=timezone.localdate() - A_DAY)
    assert use_token(made.secret) is None
    assert Token.objects.get().last_used_at is None


def test_what_is_kept_or_shown_of_a_secret_opens_nothing(made: NewToken) -> None:
    for text in ("", "clv_", made.token.prefix, made.token.digest, made.secret.upper(), "ñ\x00"):
        assert use_token(text) is None


def test_a_person_without_access_has_no_open_tokens(cast: Cast, made: NewToken) -> None:
    administrator = actor_for(cast.administrator)
    deactivate(administrator, person_id=cast.sales.pk)
    assert use_token(made.secret) is None
    reactivate(administrator, person_id=cast.sales.pk)
    assert use_token(made.secret) == cast.sales


def test_its_use_is_noted_and_not_at_every_request(made: NewToken) -> None:
    use_token(made.secret)
    first = Token.objects.get().last_used_at
    assert first is not None
    use_token(made.secret)
    assert Token.objects.get().last_used_at == first
    Token.objects.update(last_used_at=first - timedelta(hours=1))
    use_token(made.secret)
    again = Token.objects.get().last_used_at
    assert again is not None
    assert again >= first
