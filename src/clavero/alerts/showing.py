"""Alerts as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from clavero.alerts.rules.raising import News, State
from clavero.alerts.selectors import AlertRow
from clavero.alerts.words import (
    NEWS_NAMES,
    REASON_NAMES,
    SEVERITY_ICONS,
    SEVERITY_NAMES,
    SEVERITY_TONES,
    STATE_NAMES,
    STATE_TONES,
    Name,
    evidence,
    gone_in_words,
    kind_name,
    sentence,
)
from clavero.core.sentences import with_one_stop
from clavero.ui import formats

_TOGETHER = "kpis.off_target"
"""What is one line however many of them an account has."""


def shown(row: AlertRow) -> dict[str, Any]:
    """An alert with all that is said of it."""
    return {
        "row": row,
        "kind": kind_name(row.kind),
        "sentence": sentence(row.kind, row.parameters),
        "severity": SEVERITY_NAMES[row.severity],
        "tone": SEVERITY_TONES[row.severity],
        "icon": SEVERITY_ICONS[row.severity],
        "state": STATE_NAMES[row.state],
        "state_tone": STATE_TONES.get(row.state, "plain"),
        "news": "" if _is_said_by_the_state(row) else NEWS_NAMES[row.news],
        "reason": REASON_NAMES.get(row.reason, ""),
        "known": known(row),
        "gone": gone_in_words(row.gone_since) if row.is_standing else "",
    }


def known(row: AlertRow) -> list[tuple[Name, Name]]:
    """The figures behind an alert's sentence, and what has become of the alert."""
    rest: list[tuple[Name, Name]] = [
        (_("Seen last"), formats.day(row.last_seen)),
        (_("Whose it is"), row.assignee or _("nobody")),
    ]
    if row.snoozed_until:
        rest.append((_("Put off until"), formats.day(row.snoozed_until)))
    if row.reason:
        rest.append((_("Closed because"), REASON_NAMES[row.reason]))
    return [*evidence(row.kind, row.parameters), *rest]


def _is_said_by_the_state(row: AlertRow) -> bool:
    return row.news is News.RAISED or (row.news is News.RESOLVED and row.state is State.RESOLVED)


def by_account(rows: Iterable[AlertRow]) -> list[dict[str, Any]]:
    """Alerts that stand one after the other, account by account: ``lines`` of ``all`` that are told
    together, the first of which is ``alert``."""
    accounts = groupby(rows, key=lambda row: row.customer_id)
    return [_account(list(its)) for _customer, its in accounts]


def _account(rows: Sequence[AlertRow]) -> dict[str, Any]:
    lines: dict[object, list[AlertRow]] = {}
    for row in rows:  # what is told together stands where the first of it does
        key = ("together", row.assignee_id) if _is_told_together(row) else row.id
        lines.setdefault(key, []).append(row)
    return {
        "id": rows[0].customer_id,
        "name": rows[0].name,
        "lines": [_line(line) for line in lines.values()],
    }


def _is_told_together(row: AlertRow) -> bool:
    """A missed target, open and still missed."""
    return row.kind == _TOGETHER and row.state is State.OPEN and row.gone_since is None


def _line(rows: Sequence[AlertRow]) -> dict[str, Any]:
    every = [shown(row) for row in rows]
    first = every[0]
    return {
        "alert": first,
        "all": every,
        "kind": first["kind"] if len(every) == 1 else _("Targets missed"),
        "sentence": " ".join(with_one_stop(each["sentence"]) for each in every),
    }
