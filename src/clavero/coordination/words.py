"""What requests, their states and the parts in a process are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.coordination.rules.raci import Part
from clavero.coordination.rules.requests import Move, Standing, State, Urgency

Name = str | Promise

STATE_NAMES: dict[str, Name] = {
    State.ASKED: pgettext_lazy("a request", "Asked"),
    State.ACCEPTED: pgettext_lazy("a request", "Accepted"),
    State.UNCLEAR: pgettext_lazy("a request", "Needs information"),
    State.REFUSED: pgettext_lazy("a request", "Refused"),
    State.DELIVERED: pgettext_lazy("a request", "Delivered"),
    State.CONFIRMED: pgettext_lazy("a request", "Confirmed"),
    State.WITHDRAWN: pgettext_lazy("a request", "Withdrawn"),
}
URGENCY_NAMES: dict[str, Name] = {
    Urgency.LOW: pgettext_lazy("urgency", "Low"),
    Urgency.NORMAL: pgettext_lazy("urgency", "Normal"),
    Urgency.HIGH: pgettext_lazy("urgency", "High"),
    Urgency.CRITICAL: pgettext_lazy("urgency", "Critical"),
}
STANDING_NAMES: dict[str, Name] = {
    Standing.RUNS: pgettext_lazy("a request", "In time"),
    Standing.SOON: pgettext_lazy("a request", "Little time left"),
    Standing.LATE: pgettext_lazy("a request", "Late"),
    Standing.WAITS: pgettext_lazy("a request", "Waits for who asked"),
    Standing.KEPT: pgettext_lazy("a request", "Delivered in time"),
    Standing.MISSED: pgettext_lazy("a request", "Delivered late"),
    Standing.ENDED: pgettext_lazy("a request", "Ended"),
}
STANDING_TONES: dict[str, str] = {
    Standing.SOON: "warn",
    Standing.LATE: "bad",
    Standing.KEPT: "good",
    Standing.MISSED: "bad",
}
STANDING_ICONS: dict[str, str] = {
    Standing.RUNS: "clock",
    Standing.SOON: "alarm",
    Standing.LATE: "alert-triangle",
    Standing.WAITS: "player-pause",
    Standing.KEPT: "check",
    Standing.MISSED: "x",
    Standing.ENDED: "x",
}
VERBS: dict[str, tuple[Name, str, Name]] = {
    Move.CONFIRM: (_("Confirm"), "check", _("A word with it, if you want")),
    Move.INFORM: (_("Answer the department"), "message", _("What the department needs to know")),
    Move.ACCEPT: (_("Accept"), "check", _("A word with it, if you want")),
    Move.DELIVER: (_("Deliver"), "package", _("What was done")),
    Move.QUESTION: (_("Ask for information"), "help", _("What you need to know")),
    Move.REFUSE: (pgettext_lazy("a request", "Refuse"), "ban", _("Why it cannot be done")),
    Move.GIVE_BACK: (_("Give back"), "arrow-back-up", _("What is missing")),
    Move.WITHDRAW: (pgettext_lazy("a request", "Withdraw"), "x", _("Why it is no longer wanted")),
}
"""What each step is called, its sign, and what is written with it."""
WORD_NAMES: dict[str, Name] = {
    "ask": pgettext_lazy("a request was", "asked"),
    Move.ACCEPT: pgettext_lazy("a request was", "accepted"),
    Move.DELIVER: pgettext_lazy("a request was", "delivered"),
    Move.QUESTION: _("the department needs to know more"),
    Move.REFUSE: pgettext_lazy("a request was", "refused"),
    Move.INFORM: _("the department was answered"),
    Move.CONFIRM: pgettext_lazy("a request was", "confirmed"),
    Move.GIVE_BACK: pgettext_lazy("a request was", "given back"),
    Move.WITHDRAW: pgettext_lazy("a request was", "withdrawn"),
    "assign": pgettext_lazy("a request was", "given to somebody"),
    "": pgettext_lazy("of a request", "comment"),
}
PART_NAMES: dict[str, Name] = {
    Part.RESPONSIBLE: _("R · responsible: does it"),
    Part.ACCOUNTABLE: _("A · accountable: answers for it"),
    Part.BOTH: _("R and A · does it and answers for it"),
    Part.CONSULTED: _("C · consulted before"),
    Part.INFORMED: _("I · informed after"),
}
