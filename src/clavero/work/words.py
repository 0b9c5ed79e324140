"""What tasks and all that falls due are called, and how their changes are told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.core.revisions import Words
from clavero.identity.selectors import names_of
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.ui import formats
from clavero.work.rules.load import Finding
from clavero.work.rules.repeating import Unit
from clavero.work.rules.tasks import DueKind, Origin, State, When
from clavero.work.rules.team import Function

Name = str | Promise

STATE_NAMES: dict[str, Name] = {
    State.OPEN: pgettext_lazy("a task", "Open"),
    State.DONE: pgettext_lazy("a task", "Done"),
    State.DROPPED: pgettext_lazy("a task", "Dropped"),
}
ORIGIN_NAMES: dict[str, Name] = {
    Origin.HAND: pgettext_lazy("a task", "Written by hand"),
    Origin.INTERACTION: pgettext_lazy("a task comes of", "A meeting or call"),
    Origin.SURVEY: pgettext_lazy("a task comes of", "A survey"),
    Origin.COMPLAINT: pgettext_lazy("a task comes of", "A complaint"),
    Origin.FINDING: pgettext_lazy("a task comes of", "News of the market"),
    Origin.CONTACT: pgettext_lazy("a task comes of", "A contact"),
    Origin.ALERT: pgettext_lazy("a task comes of", "An alert"),
    Origin.PLAN: pgettext_lazy("a task comes of", "The customer plan"),
    Origin.PLAYBOOK: pgettext_lazy("a task comes of", "The playbook"),
    Origin.OPPORTUNITY: pgettext_lazy("a task comes of", "An opportunity"),
    Origin.CONTRACT: pgettext_lazy("a task comes of", "A contract"),
    Origin.REQUEST: pgettext_lazy("a task comes of", "A request to a department"),
    Origin.HANDOVER: pgettext_lazy("a task comes of", "A handover"),
    Origin.DEVELOPMENT: pgettext_lazy("a task comes of", "A development plan"),
}
DUE_NAMES: dict[str, Name] = {
    DueKind.TASK: pgettext_lazy("falls due", "Task"),
    DueKind.ACTION: pgettext_lazy("falls due", "Action of the plan"),
    DueKind.REVIEW: pgettext_lazy("falls due", "Review"),
    DueKind.RENEWAL: pgettext_lazy("falls due", "Renewal"),
    DueKind.PROMISE: pgettext_lazy("falls due", "Promise"),
    DueKind.GATE: pgettext_lazy("falls due", "Gate of an investment"),
    DueKind.CLOSING: pgettext_lazy("falls due", "Expected close"),
    DueKind.HANDOVER: pgettext_lazy("falls due", "Handover"),
    DueKind.MEETING: pgettext_lazy("falls due", "Meeting"),
    DueKind.SURVEY: pgettext_lazy("falls due", "Survey"),
    DueKind.COMPLAINT: pgettext_lazy("falls due", "Complaint"),
    DueKind.REQUEST: pgettext_lazy("falls due", "Request"),
    DueKind.MILESTONE: pgettext_lazy("falls due", "Milestone"),
    DueKind.NEGOTIATION: pgettext_lazy("falls due", "Negotiation"),
    DueKind.SIGNATURE: pgettext_lazy("falls due", "Signature"),
}
DUE_ICONS: dict[str, str] = {
    DueKind.TASK: "checkbox",
    DueKind.ACTION: "target",
    DueKind.REVIEW: "eye",
    DueKind.RENEWAL: "refresh",
    DueKind.PROMISE: "heart-handshake",
    DueKind.GATE: "coins",
    DueKind.CLOSING: "bulb",
    DueKind.HANDOVER: "arrows-exchange",
    DueKind.MEETING: "calendar",
    DueKind.SURVEY: "message",
    DueKind.COMPLAINT: "alert-triangle",
    DueKind.REQUEST: "send",
    DueKind.MILESTONE: "flag",
    DueKind.NEGOTIATION: "messages",
    DueKind.SIGNATURE: "signature",
}
WHEN_NAMES: dict[str, Name] = {
    When.LATE: pgettext_lazy("due", "late"),
    When.TODAY: pgettext_lazy("due", "today"),
    When.WEEK: pgettext_lazy("due", "within seven days"),
    When.LATER: pgettext_lazy("due", "later"),
    When.NEVER: pgettext_lazy("due", "without a day"),
}
UNIT_NAMES: dict[str, Name] = {
    Unit.DAY: pgettext_lazy("a rhythm", "days"),
    Unit.WEEK: pgettext_lazy("a rhythm", "weeks"),
    Unit.MONTH: pgettext_lazy("a rhythm", "months"),
}
FUNCTION_NAMES: dict[str, Name] = {
    Function.LOGISTICS: _("Logistics"),
    Function.TECHNICAL: _("Technical service"),
    Function.QUALITY: pgettext_lazy("a function", "Quality"),
    Function.PRODUCTION: _("Production"),
    Function.DEVELOPMENT: _("Research and development"),
    Function.SERVICE: pgettext_lazy("a function", "Customer service"),
    Function.FINANCE: _("Finance"),
    Function.LEGAL: pgettext_lazy("a function", "Legal"),
    Function.IT: _("Information systems"),
    Function.MARKETING: _("Marketing"),
    Function.SALES: pgettext_lazy("a function", "Sales"),
    Function.OTHER: _("Another function"),
}
LIMIT_NAMES: dict[str, Name] = {
    "key_least": _("Key accounts of one person, at least"),
    "key_most": _("Key accounts of one person, at most"),
    "ordinary_least": _("Ordinary accounts of one person, at least"),
    "ordinary_most": _("Ordinary accounts of one person, at most"),
}
COVERAGE_NAMES: dict[str, Name] = {
    CoverageRole.LEAD: _("Key account manager"),
    CoverageRole.DEPUTY: _("Deputy"),
    CoverageRole.MEMBER: _("Account team member"),
    CoverageRole.SPONSOR: _("Executive sponsor"),
}
FINDING_TONES: dict[str, str] = {
    Finding.MANY_KEY: "bad",
    Finding.MANY_COMING: "warn",
    Finding.MANY_ORDINARY: "bad",
    Finding.TOGETHER: "warn",
    Finding.NO_TIME: "bad",
    Finding.UNSAID: "plain",
    Finding.LATE: "warn",
    Finding.ROOM: "plain",
}
FINDING_ICONS: dict[str, str] = {
    Finding.MANY_KEY: "alert-triangle",
    Finding.MANY_COMING: "alert-triangle",
    Finding.MANY_ORDINARY: "alert-triangle",
    Finding.TOGETHER: "alert-triangle",
    Finding.NO_TIME: "alert-triangle",
    Finding.UNSAID: "clock",
    Finding.LATE: "clock",
    Finding.ROOM: "plus",
}
FIELD_NAMES: dict[str, Name] = {
    "text": _("what is to be done"),
    "detail": _("more about it"),
    "due": _("due on"),
    "owner_id": pgettext_lazy("a task", "who does it"),
    "state": pgettext_lazy("a task", "state"),
    "done_on": pgettext_lazy("a task", "done on"),
    "repeat_every": pgettext_lazy("a task", "comes again every"),
    "repeat_unit": pgettext_lazy("a task", "counted in"),
    "repeat_on": pgettext_lazy("a task", "always on"),
    "repeat_until": pgettext_lazy("a task", "until the day"),
    "points": pgettext_lazy("a task", "points"),
}
TIME_NAMES: dict[str, Name] = {
    "person_id": pgettext_lazy("time for an account", "who"),
    "function": pgettext_lazy("time for an account", "what they do for it"),
    "share": _("part of their time"),
    "start": pgettext_lazy("time for an account", "from"),
    "end": pgettext_lazy("time for an account", "last day"),
    "withdrawn_on": pgettext_lazy("time for an account", "withdrawn on"),
}
CHANGE_NAMES: dict[str, Name] = {
    "team.dedicated": pgettext_lazy("time for an account", "Said"),
    "team.ended": pgettext_lazy("time for an account", "Ended"),
    "team.withdrawn": pgettext_lazy("time for an account", "Withdrawn"),
    "task.added": pgettext_lazy("a task", "Written down"),
    "task.changed": pgettext_lazy("a task", "Changed"),
    "task.finished": pgettext_lazy("a task", "Finished"),
    "task.dropped": pgettext_lazy("a task", "Dropped"),
    "task.reopened": pgettext_lazy("a task", "Taken up again"),
    "task.points": pgettext_lazy("a task", "Checklist written"),
    "task.ticked": pgettext_lazy("a task", "Point ticked"),
    "task.unticked": pgettext_lazy("a task", "Point not done after all"),
}


def value_in_words(field: str, values: Mapping[str, Any]) -> str | Promise:
    """A field of an entry of the audit, as people read it."""
    value = values.get(field)
    if value in (None, ""):
        return ""
    if field == "owner_id":
        return names_of([int(value)]).get(int(value), "")
    if field == "state":
        return STATE_NAMES[value]
    if field == "repeat_unit":
        return UNIT_NAMES[value]
    if field in {"due", "done_on", "repeat_until"}:
        return formats.day(date.fromisoformat(value))
    return str(value)


WORDS = Words(FIELD_NAMES, value_in_words, formats.moment)
"""How a collision of two people's changes is told."""


def _time_in_words(
    names: Mapping[int, str], field: str, values: Mapping[str, Any]
) -> str | Promise:
    value = values.get(field)
    if value in (None, ""):
        return ""
    if field == "person_id":
        return names.get(int(value), "")
    if field == "function":
        return FUNCTION_NAMES[value]
    if field == "share":
        return formats.percent(Decimal(value), places=0)
    day = date.fromisoformat(value)
    return formats.day(day - timedelta(days=1) if field == "end" else day)


def words_of_time(names: Mapping[int, str]) -> Words:
    """How it is told what was said of people's time, who have these names."""
    return Words(TIME_NAMES, partial(_time_in_words, names), formats.moment)
