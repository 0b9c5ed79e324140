"""Values that people write into a row: tidied, checked, and written without silent overwriting."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import CharField, DecimalField, Model, TextField
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import Who, record
from clavero.core.errors import Refusal, Sentence
from clavero.core.money import plain
from clavero.core.revisions import Words, reconcile
from clavero.core.writable import kept


def tidy(model: type[Model], given: Mapping[str, Any]) -> dict[str, Any]:
    """The values without spaces around their texts, whose lines end alike and which every file can
    hold; a text that is too long and a number that is too large are refused."""
    found = {
        field: plain_lines(value) if isinstance(value, str) else value
        for field, value in given.items()
    }
    fields = {each.name: each for each in model._meta.concrete_fields}
    for name, value in found.items():
        field = fields.get(name)
        if isinstance(field, DecimalField) and isinstance(value, Decimal | int):
            refuse_too_large(field, Decimal(value))
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


def plain_lines(text: str) -> str:
    """A text without spaces around it, with its lines as the database has them: a browser sends
    other ends of lines than it was given, and what is copied from slides has characters that no
    file of ours can hold.

    >>> plain_lines(" one\\r\\ntwo\\x0bthree\\r\\n")
    'one\\ntwo three'
    """
    return kept(text).replace("\r\n", "\n").replace("\r", "\n").strip()


def refuse_too_large(field: DecimalField[Any, Any], value: Decimal) -> None:
    """Refuse a number with more digits than the database keeps."""
    places = field.decimal_places
    most = Decimal(10) ** (field.max_digits - places)
    if not value.is_finite() or abs(value) >= most or abs(round(value, places)) >= most:
        raise Refusal(
            _("This number is too large."),
            code="too_large",
            field=field.name,
            hint=_("Write it with at most %(most)s digits before the decimals."),
            most=field.max_digits - places,
        )


def refuse_empty(given: Mapping[str, Any], field: str, sentence: Sentence) -> None:
    """Refuse a text that says nothing."""
    if field in given and not given[field]:
        raise Refusal(sentence, code=f"{field}_missing", field=field)


def changed(
    who: Who, row: Model, given: Mapping[str, Any], *, seen: int, verb: str, words: Words
) -> dict[str, Any]:
    """Write ``given`` into a locked row and keep it as ``verb``; what really changed.

    Raises ``core.revisions.ChangedMeanwhile`` where somebody else wrote the same since ``seen``.
    """
    now = {field: getattr(row, field) for field in given}
    given = {
        field: now[field] if _reads_alike(value, now[field]) else value
        for field, value in given.items()
    }
    stay = reconcile(row, seen=seen, now=now, asked=given, words=words)
    after = {
        field: value for field, value in given.items() if field not in stay and value != now[field]
    }
    if not after:
        return {}
    for field, value in after.items():
        setattr(row, field, value)
    row.save(update_fields=list(after))
    before = {field: now[field] for field in after}
    record(who, verb, row, before=as_told(before), after=as_told(after))
    return after


def as_told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as an entry keeps them."""
    return {
        field: plain(value) if isinstance(value, Decimal) else value
        for field, value in values.items()
    }


def _reads_alike(one: Any, other: Any) -> bool:
    """Whether two texts differ in the ends of their lines alone."""
    texts = isinstance(one, str) and isinstance(other, str)
    return texts and plain_lines(one) == plain_lines(other)
