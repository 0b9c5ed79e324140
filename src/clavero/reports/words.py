"""What documents, files and states are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.reports.rules import Form, Kind, State

Name = str | Promise

KIND_NAMES: dict[str, Name] = {
    Kind.ACCOUNT: _("Account brief"),
    Kind.PLAN: _("Customer plan"),
    Kind.REVIEW: _("Business review"),
    Kind.HANDOVER: _("Handover pack"),
    Kind.SHARED_PLAN: _("Joint plan"),
    Kind.SHARED_REVIEW: _("Joint review"),
    Kind.PORTFOLIO: _("Portfolio report"),
}
KIND_READINGS: dict[str, Name] = {
    Kind.ACCOUNT: _("One page before a meeting: sales, KPIs, strategy, people, what comes next."),
    Kind.PLAN: _("The whole plan with its sixteen sections, the empty ones too."),
    Kind.REVIEW: _("What a period brought: sales, objectives, actions, initiatives, next steps."),
    Kind.HANDOVER: _(
        "For whoever takes the account over: who knows whom, open tasks, complaints, promises."
    ),
    Kind.SHARED_PLAN: _(
        "For the customer: of the approved plan, only what is marked for them. Nothing we judge."
    ),
    Kind.SHARED_REVIEW: _(
        "For the meeting with the customer: what was done together, and what comes next."
    ),
    Kind.PORTFOLIO: _("For the board: concentration, matrix, KPIs, silence and plans of all."),
}
FORM_NAMES: dict[str, Name] = {
    Form.PDF: _("PDF, to read and to print"),
    Form.PPTX: _("Slides for PowerPoint (PPTX)"),
    Form.DOCX: _("Text for Word (DOCX)"),
    Form.XLSX: _("Tables for Excel (XLSX)"),
}
FORM_SHORT: dict[str, str] = {each.value: each.value.upper() for each in Form}
TIMES: dict[str, Name] = {
    "7": _("the last 7 days"),
    "30": _("the last 30 days"),
}
"""When a document was ordered: they are kept for 90 days."""
STATE_NAMES: dict[str, Name] = {
    State.WAITING: pgettext_lazy("document", "Waits its turn"),
    State.READING: _("Figures are read"),
    State.DRAWING: _("Pages are drawn"),
    State.DONE: pgettext_lazy("document", "Ready"),
    State.FAILED: pgettext_lazy("document", "Could not be made"),
}
STATE_TONES: dict[str, str] = {
    State.WAITING: "plain",
    State.READING: "accent",
    State.DRAWING: "accent",
    State.DONE: "good",
    State.FAILED: "bad",
}
MONTHS_NAMES: dict[int, Name] = {
    3: _("The last 3 full months"),
    6: _("The last 6 full months"),
    12: _("The last 12 full months"),
}
