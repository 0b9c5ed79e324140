"""How shared plans are told, to guests and to managers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.plans.rules.catalogue import Section
from clavero.sharing.rules.entering import ShareState, Visit
from clavero.sharing.rules.news import News
from clavero.ui import formats

Name = str | Promise

SECTION_HEADINGS: dict[Section, Name] = {
    Section.PROFILE: _("What we know of you"),
    Section.AIMS: _("Where you want to go"),
    Section.ENVIRONMENT: _("Your market"),
    Section.NEEDS: _("What you need"),
    Section.OBJECTIVES: _("What we want to reach together"),
    Section.INITIATIVES: _("Initiatives for both of us"),
    Section.ACTIONS: _("Who does what until when"),
    Section.GOVERNANCE: _("How we work together"),
}
"""The sections in words for the customer: those of the plan are for us."""
FIELD_NAMES: dict[str, Name] = {
    "horizon": _("Until when"),
    "who": _("Whose"),
    "need_function": _("Function that has it"),
    "need_solutions": _("What we offer for it"),
    "rhythm": _("How often"),
    "until": _("Until"),
    "owner_id": _("On our side"),
    "customer_owner": _("On your side"),
    "customer_value": _("Worth to you a year"),
    "customer_kpi": _("What it moves"),
    "customer_investment": _("What you put in"),
}
MARKS: dict[tuple[str, str], Name] = {
    ("level", "vision"): _("Vision"),
    ("level", "mission"): _("Mission"),
    ("level", "strategy"): _("Strategy"),
    ("level", "objective"): pgettext_lazy("of the customer", "Objective"),
    ("need_horizon", "now"): _("Now"),
    ("need_horizon", "future"): _("In the future"),
    ("about", "review"): _("Joint review"),
    ("about", "escalation"): _("Escalation"),
    ("about", "scorecard"): _("Scorecard"),
}
STATE_NAMES: dict[str, Name] = {
    ShareState.OPEN: pgettext_lazy("link", "In force"),
    ShareState.EXPIRED: pgettext_lazy("link", "Expired"),
    ShareState.REVOKED: pgettext_lazy("link", "Taken back"),
}
STATE_TONES: dict[str, str] = {
    ShareState.OPEN: "good", ShareState.EXPIRED: "warn", ShareState.REVOKED: "plain",
}  # fmt: skip
VISIT_NAMES: dict[str, Name] = {
    Visit.CODE_ASKED: _("A code was mailed"),
    Visit.CODE_HELD_BACK: _("No further code was mailed: too many were asked for"),
    Visit.CODE_WRONG: _("A wrong or old code was tried"),
    Visit.CAME_IN: _("Came in with the code"),
    Visit.READ: _("Read the plan"),
    Visit.WROTE: _("Commented, signed or ticked"),
    Visit.LEFT: pgettext_lazy("a visit", "Left"),
    Visit.OPENED_AFTER: _("Opened the link after its end: nothing was shown"),
    Visit.ENDED: _("Ended the link themselves"),
    Visit.ASKED_AFTER: _("Asked for a code after the link's end: none was mailed"),
}
NEWS_NAMES: dict[str, Name] = {
    News.COMMENTED: _("Comment"),
    News.SIGNED: _("Value signed"),
    News.DONE: _("Action done"),
    News.NOT_DONE: _("Action not done after all"),
}
NEWS_ICONS: dict[str, str] = {
    News.COMMENTED: "message", News.SIGNED: "signature", News.DONE: "circle-check",
    News.NOT_DONE: "arrow-back-up",
}  # fmt: skip
CHANGE_NAMES: dict[str, Name] = {
    "share.given": _("its plan is shared"),
    "share.revoked": _("a link to its plan is taken back"),
    "share.ended": _("somebody there has ended their link to its plan"),
    "share.signed": _("somebody there has signed a value"),
    "share.commented": _("somebody there has commented on its plan"),
    "share.ticked": _("somebody there has ticked an action"),
}
BY_GUESTS = ("share.signed", "share.commented", "share.ticked", "share.ended")
CHANGE_FIELDS: dict[str, Name] = {
    "share_name": _("With"),
    "share_email": _("E-mail"),
    "share_until": _("Until"),
    "share_row": _("Row"),
    "share_amount": _("Amount"),
}
CHANGE_VALUES: dict[str, Callable[[Any], Name]] = {
    "share_amount": lambda value: formats.number(Decimal(str(value))),
}
