"""What interactions are called, and how their changes are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from clavero.core.revisions import Words
from clavero.identity.rules import Actor
from clavero.identity.selectors import names_of
from clavero.interactions.models import Interaction
from clavero.interactions.rules.copying import Reason
from clavero.interactions.rules.kinds import Kind, Origin, State
from clavero.profitability.rules.work import WorkKind
from clavero.relationships.selectors import contacts
from clavero.ui import formats

Name = str | Promise

KIND_NAMES: dict[str, Name] = {
    Kind.MEETING: _("Meeting"),
    Kind.CALL: _("Call"),
    Kind.VISIT: _("Visit"),
    Kind.EMAIL: _("E-mail"),
}
KIND_ICONS: dict[str, str] = {
    Kind.MEETING: "users",
    Kind.CALL: "phone",
    Kind.VISIT: "map-pin",
    Kind.EMAIL: "mail",
}
STATE_NAMES: dict[str, Name] = {
    State.PLANNED: pgettext_lazy("an interaction", "Planned"),
    State.DONE: pgettext_lazy("an interaction", "Held"),
    State.CANCELLED: pgettext_lazy("an interaction", "Called off"),
}
STATES_SHOWN: dict[str, Name] = {
    State.PLANNED: STATE_NAMES[State.PLANNED],
    State.DONE: pgettext_lazy("an interaction", "Held; of e-mails, sent or received"),
    State.CANCELLED: STATE_NAMES[State.CANCELLED],
}
"""What may be chosen among meetings and mails."""
_OF_MAILS: dict[bool | None, Name] = {
    True: pgettext_lazy("an e-mail", "Sent"),
    False: pgettext_lazy("an e-mail", "Received"),
    None: pgettext_lazy("an e-mail", "Sent or received"),
}


def state_in_words(row: Interaction) -> Name:
    """How far one is: a mail was not held, but sent by us or received."""
    if row.kind == Kind.EMAIL and row.state == State.DONE:
        return _OF_MAILS[row.is_from_us]
    return STATE_NAMES[row.state]


STATE_TONES: dict[str, str] = {State.PLANNED: "plain", State.CANCELLED: "warn"}
ACTIVITY_NAMES: dict[str, Name] = {
    WorkKind.RELATIONSHIP: _("Relationship"),
    WorkKind.IMPLEMENTATION: _("Implementation"),
    WorkKind.KNOWLEDGE: _("Knowing the customer"),
    WorkKind.SELLING: _("Selling"),
}
ORIGIN_NAMES: dict[str, Name] = {
    Origin.WRITTEN: _("written down by hand"),
    Origin.CALENDAR: _("from a calendar file"),
    Origin.MAIL: _("from a mail file"),
    Origin.MAILBOX: _("from the mailbox"),
}
REASON_NAMES: dict[str, Name] = {
    Reason.NO_ACCOUNT: _("no account's address is among its recipients"),
    Reason.STRANGER: _("its sender is neither ours nor a contact of the account"),
    Reason.AUTOMATIC: _("a machine wrote it"),
    Reason.UNREADABLE: _("it cannot be read"),
    Reason.TOO_MANY: _("it is one complaint more than are taken in an hour or a day"),
}
CHANGE_NAMES: dict[str, Name] = {
    "interaction.recorded": _("written down"),
    "interaction.changed": _("changed"),
    "interaction.moved": _("put right, as its calendar says"),
    "interaction.people": _("who took part, changed"),
    "interaction.ended": _("held, called off or planned again"),
    "interaction.decided": _("a decision"),
    "interaction.decision_withdrawn": _("a decision withdrawn"),
    "interaction.step": _("a next step"),
    "interaction.removed": _("removed"),
}
FIELD_NAMES: dict[str, Name] = {
    "kind": pgettext_lazy("of an interaction", "Kind"),
    "state": pgettext_lazy("of an interaction", "State"),
    "starts_at": _("When"),
    "minutes": _("Minutes it took"),
    "subject": _("What about"),
    "place": pgettext_lazy("of an interaction", "Where"),
    "activity": _("Type of activity"),
    "is_restricted": _("Minutes for the account team alone"),
    "people": _("Of ours"),
    "decision": _("Decision"),
    "step": _("Next step"),
}


def minutes_in_words(minutes: int) -> str:
    """A length: 45 min, 1 h 30 min.

    >>> minutes_in_words(90).replace("\\u00a0", " ")
    '1 h 30 min'
    """
    hours, rest = divmod(minutes, 60)
    parts = [f"{formats.number(hours)}\u00a0h"] if hours else []
    parts += [f"{rest}\u00a0min"] if rest or not hours else []
    return " ".join(parts)


def days_in_words(days: int) -> str:
    """How many days: 1 day, 12 days."""
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": formats.number(days)}


def _named(names: Mapping[Any, Name]) -> Callable[[Any], Name]:
    return lambda value: names.get(value, str(value))


def _moment(value: Any) -> Name:
    return formats.moment(value if isinstance(value, datetime) else datetime.fromisoformat(value))


def _people(value: Any) -> Name:
    return ", ".join(names_of(value).values())


def _contacts(value: Any) -> Name:
    """Of those who see the interaction, who see the account's contacts as well."""
    there = contacts(Actor.system()).filter(pk__in=value).exclude(name="")
    return ", ".join(there.order_by("name", "pk").values_list("name", flat=True))


_VALUES: dict[str, Callable[[Any], Name]] = {
    "kind": _named(KIND_NAMES),
    "state": _named(STATE_NAMES),
    "activity": _named(ACTIVITY_NAMES),
    "starts_at": _moment,
    "minutes": minutes_in_words,
    "people": _people,
    "contacts": _contacts,
    "is_restricted": lambda value: _("yes") if value else _("no"),
}


def value_in_words(field: str, values: Mapping[str, Any]) -> Name:
    """A value that an entry keeps, as people read it; empty where it has none."""
    value = values.get(field)
    if value in (None, "", []):
        return ""
    if field == "state" and value == State.DONE and values.get("kind") == Kind.EMAIL:
        return _OF_MAILS[values.get("is_from_us")]
    reads = _VALUES.get(field)
    return str(value) if reads is None else reads(value)


HISTORY = Words(FIELD_NAMES, value_in_words, formats.moment)
"""How a history is told: that minutes were written, not what."""
OUTSIDE = Words(
    {field: name for field, name in FIELD_NAMES.items() if field != "decision"},
    value_in_words,
    formats.moment,
)
"""The same for who may not read the minutes: that something was decided, not what."""
WORDS = Words(
    {**FIELD_NAMES, "text": pgettext_lazy("of a meeting", "Minutes"), "contacts": _("With whom")},
    value_in_words,
    formats.moment,
)
"""How a collision of two people's changes is told."""
