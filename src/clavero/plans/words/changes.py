"""How the changes of plans are told, in their history and when two people collide."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.kpis.words import NAMES as KPI_NAMES
from clavero.opportunities.words import FIELD_NAMES as NEED_FIELDS
from clavero.opportunities.words import value_in_words
from clavero.plans.rules.catalogue import KINDS, Shape
from clavero.plans.words.catalogue import FIELD_LABELS, KIND_NAMES, Name, option_name
from clavero.plans.words.retention import ITEM_NAMES
from clavero.plans.words.states import (
    ACTION_STATE_NAMES,
    ANSOFF_NAMES,
    INITIATIVE_STATE_NAMES,
    OBJECTIVE_KIND_NAMES,
    REQUEST_KIND_NAMES,
    REQUEST_STATE_NAMES,
)
from clavero.ui import formats

CHANGE_NAMES: dict[str, Name] = {
    "plan.started": _("its plan is begun"),
    "plan.followed": _("the plan of a record merged into it comes along"),
    "plan.came_back": _("its plan comes back as the merge is undone"),
    "plan.submitted": _("its plan is handed in for approval"),
    "plan.approved": _("its plan is approved"),
    "plan.returned": _("its plan is given back"),
    "plan.reviewed": _("its plan is reviewed"),
    "plan.request_decided": _("means for its plan are decided on"),
}
"""What is told in the history of a customer."""
PLAN_CHANGES: dict[str, Name] = {
    "plan.started": _("Begun"),
    "plan.changed": _("Years changed"),
    "plan.row_added": _("Row added"),
    "plan.row_changed": _("Row changed"),
    "plan.row_confirmed": _("Row still holds"),
    "plan.row_retired": _("Row taken out"),
    "plan.need_added": _("Need written down"),
    "plan.need_changed": _("Need changed"),
    "plan.need_closed": _("Need closed"),
    "plan.need_reopened": _("Need open again"),
    "plan.scores_proposed": _("Scores proposed to the matrix"),
    "plan.scores_accepted": _("Scores taken into the matrix"),
    "plan.scores_refused": _("Scores not taken into the matrix"),
    "plan.template_taken": _("Newer template taken"),
    "plan.linked": _("Rows linked"),
    "plan.unlinked": _("Link taken away"),
    "plan.action_moved": _("Action moved on"),
    "plan.value_signed": _("Value signed by the customer"),
    "plan.request_decided": _("Means decided on"),
    "plan.forecast_set": _("Forecast changed"),
    "plan.retention_said": _("Retention scorecard changed"),
    "plan.retention_calibrated": _("Retention by what the company has lost"),
    "plan.submitted": _("Handed in for approval"),
    "plan.approved": pgettext_lazy("plan", "Approved"),
    "plan.returned": _("Given back"),
    "plan.review_opened": _("Review opened"),
    "plan.reviewed": _("Reviewed"),
}
FIELD_NAMES: dict[str, Name] = {
    "plan_text": _("Row"),
    "plan_note": _("Remark"),
    "plan_number": _("Version"),
    "plan_amount": _("Amount"),
    "plan_count": pgettext_lazy("scores", "How many"),
    "plan_state": _("State"),
}
OF_ROW = "row_"
"""What the fields of a row are called in the history of its plan."""
OF_NEEDS = "need_"
"""What the fields of a need are called beside those that all rows have."""
OF_RETENTION = "retention_"
"""What the items of the retention scorecard are called."""
ROW_FIELDS: dict[str, Name] = {
    "text": _("What"),
    "owner_id": _("Whose it is"),
    "is_shared": _("Shared with the customer"),
    "evidence": _("Evidence"),
    "source": _("Source"),
    "dated": _("Date of the source"),
    "kind": _("Kind"),
    "kpi": _("KPI"),
    "baseline": _("Baseline"),
    "target": _("Target"),
    "since": _("From"),
    "until": _("Until"),
    "objective_id": _("Objective"),
    "initiative_id": _("Initiative"),
    "goes_with": _("Goes with"),
    "is_milestone": _("Milestone"),
    "start": _("From"),
    "end": _("Until"),
    "customer_owner": _("Who there"),
    "budget": _("Budget"),
    "state": _("State"),
    "after": _("After"),
    "description": _("Description"),
    "sales": _("Our sales a year"),
    "customer_value": _("Worth to the customer a year"),
    "alternative": _("What the next best alternative costs more"),
    "differentiation": _("What ours does better"),
    "switching": _("What changing over takes"),
    "customer_kpi": _("What it moves there"),
    "investment": _("Our investment"),
    "customer_investment": _("The customer's investment"),
    "probability": _("Probability"),
    "ramp": _("Start, year by year"),
    "validated_value": _("Value that the customer has signed"),
    "validated_by": _("Who has signed it"),
    "validated_on": _("Signed on"),
    "amount": _("Amount"),
    "hours": _("Hours"),
    "needed_on": _("Needed on"),
    "why": _("What for"),
    "granted": _("Granted"),
    "reason": _("Reason"),
    "decided_by_name": _("Decided by"),
    "decided_at": _("Decided on"),
    "base": _("Sales to begin with"),
    "growth_low": _("Growth, low"),
    "growth_base": _("Growth, base"),
    "growth_high": _("Growth, high"),
    "gross_margin": _("Gross margin"),
    "cost_to_serve": _("Cost to serve"),
    "kam_cost": _("Managing the account"),
    "our_rate": _("Our rate"),
    "their_rate": _("The customer's rate"),
    "retention": _("Retention"),
    "note": _("Note"),
    "agenda": _("Agenda"),
    "notes": _("Notes"),
    "decisions": _("Decisions"),
    "years": _("Years"),
    **{f"x_{key}": label for key, label in FIELD_LABELS.items()},
    "x_strength": _("How strong or how likely it is, 1 to 5"),
    **{
        f"{OF_NEEDS}{key}": NEED_FIELDS[key]
        for key in ("horizon", "certainty", "urgency", "function", "fit")
    },
    f"{OF_NEEDS}solutions": _("What we offer for it"),
    **{f"{OF_RETENTION}{item.value}": name for item, name in ITEM_NAMES.items()},
}
_MONTH = re.compile(r"(0[1-9]|1[0-2])/[0-9]{4}")
_DAYS = {
    "dated", "since", "until", "start", "end", "needed_on", "validated_on", "decided_at",
}  # fmt: skip
_FLAGS = {"is_shared", "is_milestone"}
_RATES = {
    "probability", "growth_low", "growth_base", "growth_high", "gross_margin", "cost_to_serve",
    "our_rate", "their_rate", "retention",
}  # fmt: skip
_NAMED: tuple[dict[str, Name], ...] = (
    KIND_NAMES,
    OBJECTIVE_KIND_NAMES, ANSOFF_NAMES, REQUEST_KIND_NAMES, ACTION_STATE_NAMES,
    INITIATIVE_STATE_NAMES, REQUEST_STATE_NAMES,
)  # fmt: skip


def row_value(field: str, value: Any) -> Name:
    """A kept value of a row, in words."""
    if value in (None, "", []):
        return ""
    if field in _FLAGS:
        return _("yes") if value else _("no")
    if field in _DAYS:
        return formats.day(date.fromisoformat(str(value)[:10]))
    if field.startswith("x_"):
        return _of_kind(field[2:], str(value))
    if field == "ramp":
        return ", ".join(formats.percent(Decimal(str(each)), places=0) for each in value)
    if field.startswith(OF_NEEDS):
        name = field.removeprefix(OF_NEEDS)
        return value_in_words(name, {name: value})
    if field == "kpi":
        return KPI_NAMES.get(value, str(value))
    if field in {"kind", "state"}:
        return next((names[value] for names in _NAMED if value in names), str(value))
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if field in _RATES:
        return formats.percent(Decimal(str(value)))
    return _number(value)


def shown_month(text: str) -> str:
    """What a row says; of a target of a month, which versions keep as figures, the month's name.

    >>> shown_month("01/2027"), shown_month("Fewer stops")
    ('Jan 2027', 'Fewer stops')
    """
    if not _MONTH.fullmatch(text):
        return text
    first = date(int(text[3:]), int(text[:2]), 1)
    return f"{formats.short_month(first)} {first.year}"


_NUMBERS = {
    field.key: {each.scale for kind in KINDS for each in kind.fields if each.key == field.key}
    for kind in KINDS
    for field in kind.fields
    if field.shape is Shape.NUMBER
}
"""The numbers of rows with the scales by which people write them."""


def _of_kind(key: str, text: str) -> Name:
    if key not in _NUMBERS:
        return option_name(key, text)
    # What is a level here and a part there is a part where it has decimals.
    is_part = _NUMBERS[key] == {100} or (100 in _NUMBERS[key] and "." in text)
    return formats.percent(Decimal(text)) if is_part else _number(text)


def _number(value: Any) -> str:
    try:
        return formats.number(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def plan_value(field: str, value: Any) -> Name:
    """What the history of a plan keeps, in words."""
    if value in (None, ""):
        return ""
    return VALUE_WORDS[field](value) if field in VALUE_WORDS else str(value)


VALUE_WORDS: dict[str, Callable[[Any], Name]] = {
    "plan_number": lambda value: str(value),
    "plan_amount": _number,
    "plan_count": _number,
    "plan_state": lambda value: REQUEST_STATE_NAMES.get(value, value),
}
