"""Requests told in whole sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _

from clavero.care.sentences import moment_in_words
from clavero.coordination.rules.requests import Standing, State
from clavero.coordination.selectors import RequestRow
from clavero.coordination.words import STANDING_NAMES


def due_in_words(row: RequestRow) -> str:
    """How a request stands: “deliver by tomorrow 13:00”."""
    if row.standing == Standing.WAITS:
        return _("Its clock stands still until the department is answered")
    if row.due is None:
        return str(STANDING_NAMES[row.standing])
    when = {"when": moment_in_words(row.due)}
    is_over = row.standing == Standing.LATE
    if row.state == State.ASKED:
        return (
            _("Late since %(when)s: to be accepted") if is_over else _("Accept by %(when)s")
        ) % when
    return (
        _("Late since %(when)s: to be delivered") if is_over else _("Deliver by %(when)s")
    ) % when
