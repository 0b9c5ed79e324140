"""What the services of this domain have in common: limits, owners, and changes without silent
overwriting."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Model, TextField
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal, Sentence
from clavero.core.money import plain
from clavero.core.revisions import reconcile
from clavero.identity.rules import Actor, Verb
from clavero.identity.selectors import people
from clavero.opportunities.words import WORDS
from clavero.portfolio.selectors import sees_account


def require(actor: Actor, verb: Verb) -> None:
    """Raise :class:`Forbidden` for who may not."""
    if not actor.may(verb):
        raise Forbidden(verb)


def tidy(model: type[Model], given: Mapping[str, Any]) -> dict[str, Any]:
    """The values without spaces around their texts; one that is too long is refused."""
    found = {
        field: value.strip() if isinstance(value, str) else value for field, value in given.items()
    }
    fields = {each.name: each for each in model._meta.concrete_fields}
    for name, value in found.items():
        field = fields.get(name)
        if not isinstance(field, CharField | TextField) or not isinstance(value, str):
            continue
        if field.max_length is not None and len(value) > field.max_length:
            raise Refusal(
                _("This text is too long."),
                code="too_long",
                field=name,
                hint=_("Write at most %(most)s characters."),
                most=field.max_length,
            )
    return found


def refuse_empty(given: Mapping[str, Any], field: str, sentence: Sentence) -> None:
    """Refuse a text that says nothing."""
    if field in given and not given[field]:
        raise Refusal(sentence, code=f"{field}_missing", field=field)


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
    """Write ``given`` into a locked row and keep it as ``verb``; what really changed.

    Raises ``core.revisions.ChangedMeanwhile`` where somebody else wrote the same since ``seen``.
    """
    now = {field: getattr(row, field) for field in given}
    stay = reconcile(row, seen=seen, now=now, asked=given, words=WORDS)
    after = {
        field: value for field, value in given.items() if field not in stay and value != now[field]
    }
    if not after:
        return {}
    for field, value in after.items():
        setattr(row, field, value)
    row.save(update_fields=list(after))
    before = {field: now[field] for field in after}
    record(actor, verb, row, before=as_told(before), after=as_told(after))
    return after


def as_told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as an entry keeps them."""
    return {
        field: plain(value) if isinstance(value, Decimal) else value
        for field, value in values.items()
    }
