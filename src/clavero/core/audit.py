"""Who changed what, when, from what to what.

Services call :func:`record` inside their transaction, so that a change without its entry, or
an entry without its change, cannot exist.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet

from clavero.core.guests import bare_name
from clavero.core.models import AuditEntry

_LOOKED_AT = 50

on_recorded: list[Callable[[str], None]] = []
"""Called with the verb of each change, inside its transaction: whoever has something to do after it
waits for the commit."""


class Who(Protocol):
    """What the audit needs to know of an actor."""

    @property
    def user_id(self) -> int | None: ...

    @property
    def name(self) -> str: ...


def record(
    who: Who,
    verb: str,
    subject: Model,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Keep one change to ``subject``. Call it inside the service's transaction."""
    _tell(verb)
    return AuditEntry.objects.create(
        by_id=who.user_id,
        by_name=who.name,
        verb=verb,
        subject_type=subject._meta.label,
        subject_id=str(subject.pk),
        before=as_kept(before),
        after=as_kept(after),
    )


def record_many(
    who: Who,
    verb: str,
    changes: Iterable[tuple[Model, Mapping[str, Any] | None, Mapping[str, Any] | None]],
) -> None:
    """Keep the same verb on many subjects at once: (subject, before, after) each."""
    _tell(verb)
    AuditEntry.objects.bulk_create(
        AuditEntry(
            by_id=who.user_id,
            by_name=who.name,
            verb=verb,
            subject_type=subject._meta.label,
            subject_id=str(subject.pk),
            before=as_kept(before),
            after=as_kept(after),
        )
        for subject, before, after in changes
    )


def _tell(verb: str) -> None:
    for hook in on_recorded:
        hook(verb)


def history(subject: Model) -> QuerySet[AuditEntry]:
    """The changes of one object, newest first."""
    return AuditEntry.objects.filter(subject_type=subject._meta.label, subject_id=str(subject.pk))


def forget(model: type[Model], keys: Iterable[int]) -> None:
    """Empty what is kept of some objects, for people who ask to be forgotten: who changed them and
    when stays, what they were does not."""
    entries = AuditEntry.objects.filter(
        subject_type=model._meta.label, subject_id__in=[str(key) for key in keys]
    )
    entries.update(before=None, after=None)


def leave_out(entries: QuerySet[AuditEntry], words: Collection[str]) -> None:
    """Take words such as a person's name and address out of what some entries keep and of who did
    it, for people who ask to be forgotten: all else of them stays."""
    if not words:
        return
    for entry in entries:
        was = (entry.by_name, entry.before, entry.after)
        if entry.by_id is None and {entry.by_name, bare_name(entry.by_name)} & set(words):
            entry.by_name = ""
        entry.before = without(entry.before, words)
        entry.after = without(entry.after, words)
        if was != (entry.by_name, entry.before, entry.after):
            entry.save(update_fields=["by_name", "before", "after"])


def without(kept: Any, words: Collection[str]) -> Any:
    """Values as an entry keeps them, or a text, without some words in whatever letters.

    >>> without({"to": "Marta Gil <marta@x.example>", "of": 3}, ["marta@x.example", "Marta Gil"])
    {'to': '… <…>', 'of': 3}
    """
    if isinstance(kept, str):
        longest_first = sorted(filter(None, words), key=len, reverse=True)
        if not longest_first:
            return kept
        either = "|".join(re.escape(word) for word in longest_first)
        return re.sub(rf"(?<!\w)(?:{either})(?!\w)", "…", kept, flags=re.IGNORECASE)
    if isinstance(kept, list):
        return [without(each, words) for each in kept]
    if isinstance(kept, dict):
        return {name: without(value, words) for name, value in kept.items()}
    return kept


def stamp() -> tuple[int, ...]:
    """What is new after every audited change. One query.

    The last entries, not the last one alone: a change that began earlier may end later.
    """
    return tuple(AuditEntry.objects.order_by("-pk").values_list("pk", flat=True)[:_LOOKED_AT])


def stamp_of(model: type[Model]) -> tuple[int, ...]:
    """The same of the objects of a model alone."""
    entries = AuditEntry.objects.filter(subject_type=model._meta.label).order_by("-pk")
    return tuple(entries.values_list("pk", flat=True)[:_LOOKED_AT])


def as_kept(values: Mapping[str, Any] | None) -> Any:
    """Values as an entry holds them: what JSON has."""
    if values is None:
        return None
    return json.loads(json.dumps(dict(values), cls=DjangoJSONEncoder))
