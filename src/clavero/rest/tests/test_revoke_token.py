"""A token is revoked by its owner, at once and for good."""

from __future__ import annotations

import pytest

from clavero.core.audit import history
from clavero.core.errors import Refusal
from clavero.identity.doors import actor_for
from clavero.identity.testing import Cast
from clavero.rest.models import Token
from clavero.rest.rules import State
from clavero.rest.services import create_token, revoke_token, use_token


def test_it_opens_nothing_any_more(cast: Cast) -> None:
    sales = actor_for(cast.sales)
    made, other = (create_token(sales, name=name) for name in ("Dashboard", "Spreadsheet"))
    revoked = revoke_token(sales, token_id=made.token.pk)
    assert revoked.state is State.REVOKED
    assert use_token(made.secret) is None
    assert use_token(other.secret) == cast.sales


def test_it_is_audited(cast: Cast) -> None:
    sales = actor_for(cast.sales)
    made = create_token(sales, name="Dashboard")
    revoke_token(sales, token_id=made.token.pk)
    latest = history(made.token)[0]
    assert (latest.verb, latest.by_id) == ("token.revoked", cast.sales.pk)
    assert latest.after["name"] == "Dashboard"


def test_once_is_enough(cast: Cast) -> None:
    sales = actor_for(cast.sales)
    made = create_token(sales, name="Dashboard")
    when = revoke_token(sales, token_id=made.token.pk).revoked_at
    with pytest.raises(Refusal) as refused:
        revoke_token(sales, token_id=made.token.pk)
    assert refused.value.code == "already_revoked"
    assert Token.objects.get().revoked_at == when


def test_anybody_elses_does_not_exist(cast: Cast) -> None:
    made = create_token(actor_for(cast.sales), name="Dashboard")
    for stranger in (cast.director, cast.administrator):
        with pytest.raises(Token.DoesNotExist):
            revoke_token(actor_for(stranger), token_id=made.token.pk)
    assert use_token(made.secret) == cast.sales
