"""Two people at once: nobody writes over what somebody else wrote meanwhile without knowing it.

The audit is the memory (``docs/decisions/0010-two-people-at-once.md``). A form carries the number
of the last entry about the thing it shows, its *revision*; the service gives it back, locks the
row, and asks :func:`reconcile` what has been written since.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Max, Model, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clavero.core.audit import as_kept, history
from clavero.core.errors import Refusal, Sentence
from clavero.core.models import AuditEntry
from clavero.core.money import plain

CHANGED_MEANWHILE = "changed_meanwhile"


@dataclass(frozen=True, slots=True)
class Words:
    """How a domain says what its audit keeps: fields by their names, and values among those
    that were kept with them."""

    names: Mapping[str, Sentence]
    value: Callable[[str, Mapping[str, Any]], Sentence]
    moment: Callable[[datetime], str]


@dataclass(frozen=True, slots=True)
class Written:
    """Who has written a field since a revision, from what to what and when, in words; a value that
    was not there or is gone is empty. ``mine`` is what the reader wants, ``None`` where they left
    the field alone."""

    field: str
    by: str
    moment: str
    before: str
    after: str
    mine: str | None


class ChangedMeanwhile(Refusal):
    """Somebody else has written the same fields since the reader's revision.

    ``told`` says of each field who wrote what. ``kept`` are the fields that the reader left alone
    and that now stand otherwise, with their values of today, so that a form given back does not
    bring the old ones along; ``told_of_kept`` says them. ``written`` are both, part by part, for a
    page that shows them in a table. With ``revision`` it can be sent again, knowingly.
    """

    def __init__(
        self,
        told: Mapping[str, str],
        *,
        revision: int,
        kept: Mapping[str, Any] | None = None,
        told_of_kept: Sequence[str] = (),
        written: Sequence[Written] = (),
    ) -> None:
        self.told = dict(told)
        self.told_of_kept = tuple(told_of_kept)
        self.kept = dict(kept or {})
        self.written = tuple(written)
        self.revision = revision
        super().__init__(
            gettext_lazy("This was changed while you were looking at it. %(changes)s"),
            code=CHANGED_MEANWHILE,
            hint=gettext_lazy("Compare, and send yours again if it should hold."),
            changes=self._changes(),
        )

    def told_without(self, fields: Collection[str]) -> str:
        """The refusal, without the changes of ``fields``, which are told beside them."""
        return self._told(self._changes(fields))

    def told_alone(self) -> str:
        """Whose changes stand and what to do, without the changes, which are told in a table."""
        names = list(dict.fromkeys(each.by for each in self.written))
        if not names:
            return self._told("")
        stands = ngettext(
            "What %(names)s has written meanwhile stands; what you have typed is still here, and "
            "not kept yet.",
            "What %(names)s have written meanwhile stands; what you have typed is still here, and "
            "not kept yet.",
            len(names),
        ) % {"names": ", ".join(names)}
        return f"{stands} {self.hint}"

    def _told(self, changes: str) -> str:
        rest = {"changes": changes}
        return " ".join(f"{str(self.message) % rest} {self.hint}".split())

    def _changes(self, without: Collection[str] = ()) -> str:
        told = [sentence for field, sentence in self.told.items() if field not in without]
        return " ".join(dict.fromkeys([*told, *self.told_of_kept]))


def refuse_other_target(merged: Model, target: Model, *, seen: int | None) -> None:
    """What was merged is taken apart from the one that the reader saw it merged into, if any."""
    if seen in {None, target.pk}:
        return
    raise Refusal(
        gettext_lazy("Somebody has merged %(name)s into %(target)s meanwhile."),
        code=CHANGED_MEANWHILE,
        hint=gettext_lazy("Look at its record again."),
        name=str(merged),
        target=str(target),
    )


def revision_of(subject: Model) -> int:
    """The number of the last entry about ``subject``, 0 where there is none.

    Only the key is looked at, so that it can be asked *before* the values are read: what is
    written between the two is then told, never lost.
    """
    found: int | None = history(subject).aggregate(last=Max("pk"))["last"]
    return found or 0


def latest_revision() -> int:
    """The number of the last entry about anything, for a page of many things that are changed
    together: of each it is later than what the page shows."""
    found: int | None = AuditEntry.objects.aggregate(last=Max("pk"))["last"]
    return found or 0


def revision_beside(model: type[Model], key: str = "pk") -> Subquery:
    """The same of each row of a query, read in the very statement that reads its values:
    ``rows.annotate(revision=revision_beside(Contact))``; ``key`` is what holds the number of the
    thing where a row is about something else."""
    entries = AuditEntry.objects.filter(
        subject_type=model._meta.label, subject_id=Cast(OuterRef(key), CharField())
    )
    return Subquery(entries.order_by("-pk").values("pk")[:1])


def revisions_of(model: type[Model], keys: Iterable[str]) -> dict[str, int]:
    """The revisions of several of a kind, by their keys as text, where they have any."""
    entries = AuditEntry.objects.filter(subject_type=model._meta.label, subject_id__in=list(keys))
    counted = entries.order_by().values("subject_id").annotate(last=Max("pk"))
    return dict(counted.values_list("subject_id", "last"))


def changes_since(subject: Model, seen: int) -> list[AuditEntry]:
    """What was written about ``subject`` after the revision ``seen``, oldest first."""
    return list(history(subject).filter(pk__gt=seen).order_by("pk"))


def reconcile(
    subject: Model,
    *,
    seen: int,
    now: Mapping[str, Any],
    asked: Mapping[str, Any],
    words: Words,
    knew_it: bool = True,
) -> frozenset[str]:
    """The fields that stay as they are, because somebody else wrote them and the reader did not.

    Raises :class:`ChangedMeanwhile` when both wrote a field, and not the same. ``now`` and
    ``asked`` are the values of the row and of the form; the row must be locked. A revision of
    something else, and ``knew_it=False``, mean that the reader did not see what is there.
    """
    entries, saw_it = _entries_since(subject, seen)
    knew_it = knew_it and saw_it
    standing, wanted = _comparable(now), _comparable(asked)
    told: dict[str, str] = {}
    stay: dict[str, str] = {}
    written: list[Written] = []
    for field, value in wanted.items():
        touching = [entry for entry in entries if _writes(entry, field, saw_it=knew_it)]
        if not touching or value == standing[field]:
            continue
        found = (touching[0].before or {}).get(field)
        if knew_it and standing[field] == found:
            continue
        is_mine = not (knew_it and value == found)
        mine = str(words.value(field, asked) or "") if is_mine else None
        written.append(_written(field, touching, words, mine))
        (told if is_mine else stay)[field] = _say(written[-1])
    if told:
        raise ChangedMeanwhile(
            told,
            revision=entries[-1].pk,
            kept={field: now[field] for field in stay},
            told_of_kept=list(stay.values()),
            written=written,
        )
    return frozenset(stay)


def _entries_since(subject: Model, seen: int) -> tuple[list[AuditEntry], bool]:
    """The entries after ``seen``, oldest first, and whether ``seen`` is one of the subject's."""
    if not seen:
        return changes_since(subject, 0), True
    entries = changes_since(subject, seen - 1)
    if entries and entries[0].pk == seen:
        return entries[1:], True
    return changes_since(subject, 0), False


def say(field: str, entries: Sequence[AuditEntry], words: Words) -> str:
    """Who wrote a field in ``entries``, from what to what and when, in a sentence."""
    return _say(_written(field, entries, words, None))


def _written(field: str, entries: Sequence[AuditEntry], words: Words, mine: str | None) -> Written:
    last = entries[-1]
    return Written(
        field=str(words.names[field]),
        by=last.by_name,
        moment=words.moment(last.at),
        before=str(words.value(field, entries[0].before or {}) or ""),
        after=str(words.value(field, last.after or {}) or ""),
        mine=mine,
    )


def _say(written: Written) -> str:
    if written.before and written.after:
        told = _("%(by)s changed “%(field)s” from “%(before)s” to “%(after)s” (%(moment)s).")
    elif written.after:
        told = _("%(by)s wrote “%(after)s” under “%(field)s” (%(moment)s).")
    elif written.before:
        told = _("%(by)s emptied “%(field)s”, which was “%(before)s” (%(moment)s).")
    else:
        told = _("%(by)s changed “%(field)s” (%(moment)s).")
    return told % asdict(written)


def _writes(entry: AuditEntry, field: str, *, saw_it: bool) -> bool:
    """Whether an entry gave a field another value. One that tells how the thing came into being,
    or only mentions the field, did not, unless the reader knew nothing of the thing."""
    before, after = entry.before, entry.after or {}
    if before is None:
        return field in after and not saw_it
    return bool(before.get(field) != after.get(field))


def _comparable(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the audit keeps them."""
    kept: dict[str, Any] = as_kept(
        {
            field: plain(value) if isinstance(value, Decimal) else value
            for field, value in values.items()
        }
    )
    return kept
