"""Tokens: made and revoked by the person for whom they speak."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import Who, record
from clavero.core.errors import Refusal
from clavero.rest.models import NAME_LENGTH, Token
from clavero.rest.rules import State, digest_of, new_secret, prefix_of
from clavero.rest.selectors import person_of, tokens

_USE_IS_NOTED_EVERY = timedelta(minutes=1)  # a program that asks often does not write as often


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token with its secret, which nobody can read again."""

    token: Token
    secret: str = field(repr=False)


@transaction.atomic
def create_token(actor: Who, *, name: str, last_day: date | None = None) -> NewToken:
    """A token that speaks for ``actor`` up to and including ``last_day``, or until revoked."""
    name = name.strip()
    if not name:
        raise Refusal(_("A token needs a name."), code="no_name", field="name")
    if len(name) > NAME_LENGTH:
        raise Refusal(_("This name is too long."), code="too_long", field="name")
    if last_day is not None and last_day < timezone.localdate():
        raise Refusal(
            _("The last day is over."),
            code="last_day_over",
            field="last_day",
            hint=_("Choose today or a later day."),
        )
    secret = new_secret()
    token = Token.objects.create(
        owner_id=person_of(actor),
        name=name,
        prefix=prefix_of(secret),
        digest=digest_of(secret),
        last_day=last_day,
    )
    record(
        actor,
        "token.created",
        token,
        after={"name": name, "prefix": token.prefix, "last_day": last_day},
    )
    return NewToken(token, secret)


@transaction.atomic
def revoke_token(actor: Who, *, token_id: int) -> Token:
    """Let a token of one's own open nothing any more, at once and for good.

    Raises ``Token.DoesNotExist`` for anybody else's.
    """
    token = tokens(actor).select_for_update().get(pk=token_id)
    if token.revoked_at is not None:
        raise Refusal(_("This token has been revoked already."), code="already_revoked")
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    record(
        actor,
        "token.revoked",
        token,
        before={"revoked_at": None},
        after={"name": token.name, "revoked_at": token.revoked_at},
    )
    return token


def use_token(secret: str) -> Any | None:
    """The person for whom ``secret`` speaks, or ``None`` where it opens nothing.

    A person without access has no open tokens. The use is noted, to the minute.
    """
    token = Token.objects.select_related("owner").filter(digest=digest_of(secret)).first()
    if token is None or token.state is not State.OPEN or not token.owner.is_active:
        return None
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at >= _USE_IS_NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
    return token.owner
