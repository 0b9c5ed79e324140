"""What the values of alerts are called, on the pages and in documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from clavero.alerts.rules.closing import Reason, Snooze
from clavero.alerts.rules.raising import CALM, News, State
from clavero.alerts.rules.signals import Severity
from clavero.alerts.rules.webhooks import Outcome
from clavero.alerts.sentences import KINDS
from clavero.ui import formats

Name = str | Promise

SEVERITY_NAMES: dict[int, Name] = {
    Severity.URGENT: _("Urgent"),
    Severity.WARNING: _("Warning"),
    Severity.NOTICE: _("Notice"),
}
SEVERITY_TONES: dict[int, str] = {
    Severity.URGENT: "bad",
    Severity.WARNING: "warn",
    Severity.NOTICE: "accent",
}
SEVERITY_ICONS: dict[int, str] = {
    Severity.URGENT: "alert-octagon",
    Severity.WARNING: "alert-triangle",
    Severity.NOTICE: "info-circle",
}
STATE_NAMES: dict[str, Name] = {
    State.OPEN: pgettext_lazy("alert", "Open"),
    State.SNOOZED: pgettext_lazy("alert", "Put off"),
    State.CLOSED: pgettext_lazy("alert", "Closed"),
    State.RESOLVED: _("Over by itself"),
}
STATE_TONES: dict[str, str] = {State.OPEN: "warn", State.SNOOZED: "plain"}
NEWS_NAMES: dict[str, Name] = {
    News.RAISED: _("new"),
    News.RETURNED: _("back again"),
    News.WORSE: _("got worse"),
    News.WOKEN: _("no longer put off"),
    News.RESOLVED: _("over by itself"),
}
REASON_NAMES: dict[str, Name] = {
    Reason.HANDLED: _("It has been dealt with"),
    Reason.KNOWN: _("It was known and expected"),
    Reason.NO_CHANGE: _("It was no real change"),
    Reason.OTHER: _("Another reason"),
}
SNOOZE_NAMES: dict[str, Name] = {
    Snooze.WEEK: _("1 week"),
    Snooze.MONTH: _("1 month"),
}

OUTCOME_NAMES: dict[str, Name] = {
    Outcome.NOT_ALLOWED: _("the address is none that messages go to"),
    Outcome.PRIVATE: _("its name leads into a network that is not public"),
    Outcome.NO_HOST: _("nothing on the internet has this name"),
    Outcome.REFUSED: _("nothing listens at this address"),
    Outcome.CERTIFICATE: _("its certificate is not valid"),
    Outcome.TIMED_OUT: _("no answer within five seconds"),
    Outcome.NO_ANSWER: _("the connection broke off"),
    # As they were kept before they had words.
    "gaierror": _("nothing on the internet has this name"),
    "ConnectionRefusedError": _("nothing listens at this address"),
    "SSLCertVerificationError": _("its certificate is not valid"),
    "TimeoutError": _("no answer within five seconds"),
}

# -- histories -----------------------------------------------------------------------------------

ALERT_CHANGES: dict[str, Name] = {
    "alert.raised": _("Raised"),
    "alert.returned": _("Back again"),
    "alert.worse": _("Got worse"),
    "alert.woken": _("No longer put off"),
    "alert.resolved": _("Over by itself"),
    "alert.assigned": _("Given to somebody"),
    "alert.snoozed": pgettext_lazy("alert", "Put off"),
    "alert.closed": pgettext_lazy("alert", "Closed"),
    "alert.reopened": _("Opened again"),
}
ALERT_FIELDS: dict[str, Name] = {
    "state": _("State"),
    "severity": _("Severity"),
    "assignee_id": _("Whose it is"),
    "snoozed_until": _("Put off until"),
    "reason": _("Reason"),
    "note": _("Note"),
}
CHANGE_NAMES: dict[str, Name] = {
    "customer.alert_raised": _("an alert is raised"),
    "customer.alert_returned": _("an alert is back again"),
    "customer.alert_resolved": _("an alert is over by itself"),
    "customer.alert_assigned": _("an alert is given to somebody"),
    "customer.alert_snoozed": _("an alert is put off"),
    "customer.alert_closed": _("an alert is closed"),
    "customer.alert_reopened": _("an alert is opened again"),
}
FIELD_NAMES: dict[str, Name] = {
    "alert": _("Alert"),
    "alert_until": _("Put off until"),
    "alert_reason": _("Closed because"),
    "alert_note": _("Note on the alert"),
}


def kind_name(kind: str) -> Name:
    """What a kind of alert is called; by its key where its source is no longer there."""
    found = KINDS.get(kind)
    return kind if found is None else found.name


def sentence(kind: str, parameters: Mapping[str, Any]) -> str:
    """Why somebody should look, in the reader's language."""
    found = KINDS.get(kind)
    return kind if found is None else found.sentence(parameters)


def outcome_in_words(outcome: str) -> Name:
    """What became of an attempt to tell another program."""
    if outcome.isdigit():
        return gettext("answered with %(status)s") % {"status": outcome}
    return OUTCOME_NAMES.get(outcome, outcome)


def gone_in_words(gone_since: date | None) -> str:
    """That what an alert tells of is no longer so, and what follows from that."""
    if gone_since is None:
        return ""
    told = gettext(
        "This has no longer been so since %(since)s. If it stays that way, the alert is over on "
        "%(over)s."
    )
    over = CALM.over_on(gone_since)
    return told % {"since": formats.day(gone_since), "over": formats.day(over)}


def evidence(kind: str, parameters: Mapping[str, Any]) -> list[tuple[Name, str]]:
    """The figures behind the sentence."""
    found = KINDS.get(kind)
    return [] if found is None else found.evidence(parameters)


def day_named(value: Any) -> Name:
    """A kept day, in words."""
    return formats.day(value if isinstance(value, date) else date.fromisoformat(value))


VALUE_WORDS: dict[str, Callable[[Any], Name]] = {
    "alert": lambda told: sentence(told["kind"], told["parameters"]),
    "alert_until": day_named,
    "alert_reason": REASON_NAMES.__getitem__,
}
ALERT_VALUES: dict[str, Callable[[Any], Name]] = {
    "state": STATE_NAMES.__getitem__,
    "severity": SEVERITY_NAMES.__getitem__,
    "snoozed_until": day_named,
    "reason": REASON_NAMES.__getitem__,
}
