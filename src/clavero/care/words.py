"""What complaints, their causes and their clocks are called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.care.rules.cases import Cause, Channel, Severity, State, Tier
from clavero.care.rules.clock import Running
from clavero.care.rules.reading import ComplaintFault
from clavero.core.revisions import Words
from clavero.identity.selectors import names_of
from clavero.ui import formats
from clavero.ui.brought import ROW_FAULTS, none_of

Name = str | Promise

STATE_NAMES: dict[str, Name] = {
    State.RECEIVED: pgettext_lazy("a complaint", "Received"),
    State.ACKNOWLEDGED: pgettext_lazy("a complaint", "Acknowledged"),
    State.ANSWERED: pgettext_lazy("a complaint", "Answered"),
    State.WAITING: pgettext_lazy("a complaint", "Waiting for the customer"),
    State.RESOLVED: pgettext_lazy("a complaint", "Resolved"),
}
SEVERITY_NAMES: dict[str, Name] = {
    Severity.LOW: pgettext_lazy("severity", "Low"),
    Severity.NORMAL: pgettext_lazy("severity", "Normal"),
    Severity.HIGH: pgettext_lazy("severity", "High"),
    Severity.CRITICAL: pgettext_lazy("severity", "Critical"),
}
SEVERITY_GUIDES: dict[str, Name] = {
    Severity.LOW: _("Low: a nuisance"),
    Severity.NORMAL: _("Normal: it costs the customer time"),
    Severity.HIGH: _("High: it costs the customer money or sales"),
    Severity.CRITICAL: _("Critical: the customer stands still"),
}
TIER_NAMES: dict[str, Name] = {
    Tier.KEY: _("Key accounts"),
    Tier.MANAGED: _("Accounts that somebody leads"),
    Tier.OTHER: _("All other customers"),
}
CHANNEL_NAMES: dict[str, Name] = {
    Channel.PHONE: pgettext_lazy("a complaint came by", "Telephone"),
    Channel.EMAIL: pgettext_lazy("a complaint came by", "E-mail"),
    Channel.VISIT: pgettext_lazy("a complaint came by", "Visit or meeting"),
    Channel.LINK: pgettext_lazy("a complaint came by", "The customer's link"),
    Channel.OTHER: pgettext_lazy("a complaint came by", "Another way"),
}
CAUSE_NAMES: dict[str, Name] = {
    Cause.LATE: _("Delivered late"),
    Cause.SHORT: _("Delivered short"),
    Cause.DAMAGED: _("Damaged in transit"),
    Cause.QUALITY: _("Quality of the product"),
    Cause.WRONG: _("Another product than ordered"),
    Cause.INVOICE: _("Invoice or credit note"),
    Cause.PRICE: _("Price or terms"),
    Cause.INFORMATION: _("Missing or wrong information"),
    Cause.TREATMENT: _("How we treated them"),
    Cause.OTHER: pgettext_lazy("a cause", "Another"),
}
RUNNING_NAMES: dict[str, Name] = {
    Running.RUNS: pgettext_lazy("a clock", "In time"),
    Running.SOON: pgettext_lazy("a clock", "Little time left"),
    Running.LATE: pgettext_lazy("a clock", "Overdue"),
    Running.WAITS: pgettext_lazy("a clock", "Stands still"),
    Running.KEPT: pgettext_lazy("a clock", "Done in time"),
    Running.MISSED: pgettext_lazy("a clock", "Done too late"),
}
RUNNING_TONES: dict[str, str] = {
    Running.SOON: "warn",
    Running.LATE: "bad",
    Running.KEPT: "good",
    Running.MISSED: "bad",
}
RUNNING_ICONS: dict[str, str] = {
    Running.RUNS: "clock",
    Running.SOON: "alarm",
    Running.LATE: "alert-triangle",
    Running.WAITS: "player-pause",
    Running.KEPT: "check",
    Running.MISSED: "x",
}
WORD_NAMES: dict[str, Name] = {
    "received": pgettext_lazy("a complaint was", "received"),
    "acknowledge": pgettext_lazy("a complaint was", "acknowledged"),
    "answer": pgettext_lazy("a complaint was", "answered"),
    "wait": _("we wait for the customer"),
    "go_on": _("the customer has replied"),
    "resolve": pgettext_lazy("a complaint was", "resolved"),
    "reopen": pgettext_lazy("a complaint was", "reopened"),
    "satisfied": _("what the customer says of it"),
    "": pgettext_lazy("of a complaint", "note"),
}
FAULT_NAMES: Mapping[str, Name] = {
    **ROW_FAULTS,
    ComplaintFault.UNKNOWN_SEVERITY: none_of(SEVERITY_NAMES),
    ComplaintFault.UNKNOWN_CAUSE: none_of(CAUSE_NAMES),
    ComplaintFault.UNKNOWN_CHANNEL: none_of(CHANNEL_NAMES),
    ComplaintFault.NOT_A_MOMENT: _("it is not a moment such as 2026-03-31 or 2026-03-31 09:15."),
    ComplaintFault.BEFORE: _("it lies before what must have come first."),
    ComplaintFault.CAUSE_MISSING: _("a complaint that is resolved has a cause: say which."),
    ComplaintFault.NOT_YES_OR_NO: _("it is neither yes nor no."),
    ComplaintFault.NOT_AN_ADDRESS: _("it is no e-mail address."),
    ComplaintFault.NO_CURRENCY: _("it is no currency such as EUR."),
    ComplaintFault.NOT_RESOLVED: _("nobody is asked before the complaint is resolved."),
}
"""Why a row of a file is no complaint."""
CHANGE_NAMES: dict[str, Name] = {
    "complaint.added": _("complaint written down"),
    "complaint.changed": _("complaint changed"),
    "complaint.corrected": _("it is put right when the complaint came"),
    "complaint.moved": _("it is put right of which account the complaint is"),
    "complaint.assigned": _("complaint given to somebody"),
    "complaint.acknowledge": _("complaint acknowledged"),
    "complaint.answer": _("complaint answered"),
    "complaint.wait": _("complaint waits for the customer"),
    "complaint.go_on": _("complaint goes on"),
    "complaint.resolve": _("complaint resolved"),
    "complaint.reopen": _("complaint reopened"),
    "complaint.satisfied": _("asked whether they are satisfied"),
    "complaint.noted": _("note on a complaint"),
    "complaint.file_added": _("file attached to a complaint"),
    "complaint.file_erased": _("file of a complaint erased"),
    "complaint.told_soon": _("told that little time is left"),
    "complaint.told_late": _("told that the time is over"),
    "complaint.door_opened": _("link to complain made"),
    "complaint.door_shut": _("link to complain taken back"),
    "complaint.hours_chosen": _("calendar for complaints chosen"),
    "care.terms_set": _("times for complaints set"),
    "care.hours_set": _("working hours set"),
}
FIELD_NAMES: dict[str, Name] = {
    "text": _("What is wrong"),
    "complaint_text": _("What is wrong"),
    "received_at": _("When we were told"),
    "customer": _("Account"),
    "reason": _("Reason"),
    "detail": _("More about it"),
    "severity": _("Severity"),
    "cause": _("Cause"),
    "why": _("Why it happened"),
    "corrective": _("What prevents it"),
    "money": _("Money at stake"),
    "currency": _("Currency"),
    "from_name": _("Who complains"),
    "from_email": _("Their e-mail"),
    "from_phone": _("Their telephone"),
    "owner_id": _("Who has it"),
    "state": _("State"),
    "acknowledged_at": _("Acknowledged on"),
    "answered_at": _("Answered on"),
    "resolved_at": _("Resolved on"),
    "satisfied": _("Satisfied with the solution"),
    "reopened": _("Times reopened"),
    "word": _("Note"),
    "file": _("File"),
    "clock": _("Clock"),
    "complaint_link": _("Link to complain"),
    "complaint_hours": _("Calendar for complaints"),
}
CLOCK_NAMES: dict[str, Name] = {
    "answer": pgettext_lazy("a clock of a complaint", "Answer"),
    "resolve": pgettext_lazy("a clock of a complaint", "Solution"),
}
_NAMED: dict[str, Mapping[str, Name]] = {
    "severity": SEVERITY_NAMES,
    "cause": CAUSE_NAMES,
    "state": STATE_NAMES,
    "clock": CLOCK_NAMES,
}


def value_in_words(
    field: str, values: Mapping[str, Any], people: Mapping[int, str] | None = None
) -> Name:
    """A value that an entry keeps, as people read it; empty where it has none. ``people`` are the
    names of everybody, looked up without them."""
    value = values.get(field)
    if value in (None, ""):
        return ""
    if field in _NAMED:
        return _NAMED[field].get(value, str(value))
    if field.endswith("_at"):
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        return formats.moment(moment)
    if field == "satisfied":
        return _("yes") if value else _("no")
    if field == "owner_id":
        return (names_of([value]) if people is None else people).get(value, "")
    if field == "money":
        return formats.number(Decimal(value))
    return str(value)


WORDS = Words(FIELD_NAMES, value_in_words, formats.moment)
"""How a collision of two people's changes is told."""
CHANGE_VALUES = WORDS.value
