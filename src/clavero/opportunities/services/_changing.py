"""What the services of this domain have in common: limits, owners, and changes without silent
overwriting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from clavero.core import writing
from clavero.core.errors import Forbidden, Refusal
from clavero.core.writing import as_told, refuse_empty, tidy
from clavero.identity.rules import Actor, Verb
from clavero.identity.selectors import people
from clavero.opportunities.words import WORDS
from clavero.portfolio.selectors import sees_account

__all__ = ["as_told", "changed", "refuse_blind_owner", "refuse_empty", "require", "tidy"]


def require(actor: Actor, verb: Verb) -> None:
    """Raise :class:`Forbidden` for who may not."""
    if not actor.may(verb):
        raise Forbidden(verb)


def refuse_blind_owner(owner_id: int | None, customer_id: int) -> None:
    """Refuse an owner who would not see what is theirs."""
    if owner_id is None:
        return
    person = people(Actor.system()).filter(is_active=True).get(pk=owner_id)
    if not sees_account(person, customer_id, Verb.TEND_OPPORTUNITIES):
        raise Refusal(
            _("%(name)s does not see this account, so it would be out of their sight."),
            code="owner_blind",
            field="owner_id",
            hint=_("Let them look after the account first, or choose somebody who sees it."),
            name=person.name,
        )


def changed(
    actor: Actor, row: Model, given: Mapping[str, Any], *, seen: int, verb: str
) -> dict[str, Any]:
    """Write ``given`` into a locked row and keep it as ``verb``; what really changed."""
    return writing.changed(actor, row, given, seen=seen, verb=verb, words=WORDS)
