"""The people of an account, kept in the process until something is said of anybody.

The pages of a large account are opened far more often than its people change. What was read is
shown again as long as the audit has no newer entry of what it is made of: one query instead of
five, and what was computed of it stays with it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import Lock

from django.utils import timezone

from clavero.core.models import AuditEntry
from clavero.portfolio.selectors import Account
from clavero.portfolio.selectors.kept import Kept
from clavero.relationships.hooks import MET_IN
from clavero.relationships.selectors.known import People, people_at

ACCOUNTS_KEPT = 12
_LOOKED_AT, _LASTING = 50, timedelta(minutes=5)
"""A change that began earlier may end later: as many entries are looked at again, and all of so
long before."""
_MOST_NEW = 400
_MADE_OF = ("relationships.", "identity.Person")


Entries = Mapping[int, tuple[str, datetime]]
"""Of entries of the audit, what each is about and when it was."""


@dataclass(slots=True)
class _Read:
    """The people of an account as they were read, and the last entries of the audit before it."""

    people: People | None = None
    entries: frozenset[int] = frozenset()
    lock: Lock = field(default_factory=Lock, repr=False)

    def now(self, codes: Collection[str], on: date | None) -> People:
        with self.lock:
            people, entries = self.people, self.entries
        found = _entries(min(entries)) if people is not None and entries else None
        if people is not None and found is not None:
            new = [
                key
                for key, (subject, _at) in found.items()
                if key not in entries and _tells(subject)
            ]
            if not new:
                self._keep(people, found)
                return people
        if found is None:
            found = _last_entries()
        people = people_at(codes, on=on)
        self._keep(people, found)
        return people

    def _keep(self, people: People, found: Entries) -> None:
        """Keep them with the entries to look at again; none where too many may still end."""
        lately = timezone.now() - _LASTING
        last = sorted(found)[-_LOOKED_AT:]
        kept = frozenset(last).union(key for key, (_what, at) in found.items() if at >= lately)
        with self.lock:
            self.people, self.entries = people, kept if len(found) < _MOST_NEW else frozenset()


_PEOPLE: Kept[_Read] = Kept(limit=ACCOUNTS_KEPT, weigh=lambda read: 1)


def people_of(account: Account, *, on: date | None = None) -> People:
    """The people of an account as they are now, for a page: a service that is about to change them
    asks :func:`people_at`. A query, or five."""
    key = (account.codes, account.shape.version, on)
    return _PEOPLE.get(key, _Read).now(account.codes, on)


def _entries(since: int) -> Entries | None:
    """The entries of the audit from one on; ``None`` where there are too many."""
    found = AuditEntry.objects.filter(pk__gte=since).order_by("pk")
    rows = found.values_list("pk", "subject_type", "at")[:_MOST_NEW]
    told = {key: (subject, at) for key, subject, at in rows}
    return told if len(told) < _MOST_NEW else None


def _last_entries() -> Entries:
    """The last ones: all of the last minutes, or as many as make keeping senseless."""
    lately = timezone.now() - _LASTING
    rows = AuditEntry.objects.order_by("-pk").values_list("pk", "subject_type", "at")[:_MOST_NEW]
    told = {key: (subject, at) for key, subject, at in rows}
    if len(told) == _MOST_NEW and min(at for _subject, at in told.values()) >= lately:
        return told
    kept = sorted(told)[-_LOOKED_AT:]
    return {key: each for key, each in told.items() if key in kept or each[1] >= lately}


def _tells(subject: str) -> bool:
    return subject.startswith(_MADE_OF) or subject in MET_IN
