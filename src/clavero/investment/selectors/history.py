"""What has been changed about a case, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clavero.core import audit
from clavero.investment.models import Case
from clavero.investment.words import CHANGE_NAMES, FIELD_NAMES, Name, in_words

MOST_CHANGES = 30


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of a history; ``values`` are what, before and after, in words."""

    id: int
    at: datetime
    by: str
    what: Name
    values: list[tuple[Name, Name, Name]]


def changes_of_case(case: Case) -> list[Change]:
    """The latest changes, newest first. One query."""
    return [
        Change(
            entry.pk,
            entry.at,
            entry.by_name,
            CHANGE_NAMES[entry.verb],
            _told(entry.before or {}, entry.after or {}),
        )
        for entry in audit.history(case)[:MOST_CHANGES]
    ]


def _told(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[Name, Name, Name]]:
    told = [
        (name, in_words(field, before), in_words(field, after))
        for field, name in FIELD_NAMES.items()
        if field in before or field in after
    ]
    return [(what, was, now) for what, was, now in told if was or now]
