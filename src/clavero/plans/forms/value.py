"""Initiatives, requests for means, and the drivers of the forecast."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clavero.opportunities.rules.pipeline import Ansoff
from clavero.plans.forms.rows import owner_field, shared_field, source_fields
from clavero.plans.forms.work import Choices, one_of
from clavero.plans.models import Forecast, Initiative, ResourceRequest
from clavero.plans.models._parts import NAME_LENGTH, NOTE_LENGTH, TEXT_LENGTH
from clavero.plans.rules.kinds import InitiativeState, RequestKind, RequestState
from clavero.plans.rules.value import VALUE_PARTS, value_of_parts
from clavero.plans.words import (
    ANSOFF_NAMES,
    INITIATIVE_STATE_NAMES,
    REQUEST_KIND_NAMES,
    REQUEST_STATE_NAMES,
)
from clavero.ui import formats
from clavero.ui.forms import DayInput, RevisedForm
from clavero.ui.numbers import AmountField, as_python_writes

_HUNDRED = Decimal(100)


class PercentField(AmountField):
    """A fraction, written as people do: 12 for 12 %."""

    def clean(self, value: Any) -> Any:
        """As a fraction."""
        read = super().clean(value)
        return None if read is None else read / _HUNDRED


class RampField(forms.CharField):
    """The start of an initiative, year by year, in percent of full speed: 30, 70, 100."""

    def clean(self, value: Any) -> Any:
        """As fractions."""
        text = str(super().clean(value) or "")
        # Commas may be decimal signs; what stands between years is a space, a stop or a slash.
        parts = [part for part in re.split(r"[\s;/]+", text.replace(", ", " ")) if part]
        try:
            return [Decimal(as_python_writes(part.rstrip("%,"))) / _HUNDRED for part in parts]
        except InvalidOperation as unreadable:
            raise ValidationError(_("Write percentages, such as 30 70 100.")) from unreadable


class AnswersField(forms.RegexField):
    """The rows and needs that something new answers, carried along unseen."""

    def __init__(self, **options: Any) -> None:
        super().__init__(r"^((row|need):[0-9]{1,18} ?)*$", max_length=400, **options)

    def clean(self, value: Any) -> Any:
        """One by one."""
        return str(super().clean(value) or "").split()


def percent(value: Decimal | None) -> Decimal | None:
    """A fraction as people write it."""
    return None if value is None else (value * _HUNDRED).normalize() + 0


class InitiativeForm(RevisedForm):
    """What it is, what it is worth to whom, and how far it is."""

    text = forms.CharField(label=_("What it is"), max_length=TEXT_LENGTH)
    kind = forms.TypedChoiceField(
        label=_("Where it grows"),
        coerce=Ansoff,
        choices=[(each.value, ANSOFF_NAMES[each]) for each in Ansoff],
    )
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    customer_value = AmountField(
        label=_("Worth to the customer a year"),
        required=False,
        max_digits=18,
        help_text=_(
            "What the next best alternative costs, more than ours, and what ours does better, "
            "less what changing over takes. Said below part by part, it is their sum."
        ),
    )
    alternative = AmountField(
        label=_("What the next best alternative costs more, a year"), required=False, max_digits=18
    )
    differentiation = AmountField(
        label=_("What ours does better, a year"), required=False, max_digits=18
    )
    switching = AmountField(
        label=_("What changing over takes, a year"), required=False, max_digits=18
    )
    customer_kpi = forms.CharField(
        label=_("What it moves there"), required=False, max_length=NAME_LENGTH
    )
    customer_investment = AmountField(
        label=_("What the customer puts in"), required=False, max_digits=18
    )
    sales = AmountField(label=_("Our sales a year, at full speed"), required=False, max_digits=18)
    investment = AmountField(
        label=_("What we put in"),
        required=False,
        max_digits=18,
        help_text=_("Beside the means that are asked for: those cost by themselves."),
    )
    probability = PercentField(label=_("Probability (%)"), required=False, max_digits=5)
    ramp = RampField(
        label=_("Start, year by year, in percent of full speed"),
        required=False,
        max_length=60,
        help_text=_("Such as 30 70 100. Empty: at full speed from the first year on."),
    )
    customer_owner = forms.CharField(
        label=_("Who is responsible at the customer's"), required=False, max_length=NAME_LENGTH
    )

    def __init__(
        self, *given: Any, people: Choices, objectives: Choices, is_new: bool, **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self.fields |= {
            **source_fields(),
            "owner_id": owner_field(people),
            "objective_id": one_of(_("For which objective"), objectives),
            "is_shared": shared_field(),
        }
        if is_new:
            self.fields["answers"] = AnswersField(required=False, widget=forms.HiddenInput)
        else:
            self.fields["state"] = forms.TypedChoiceField(
                label=_("How far it is"),
                coerce=InitiativeState,
                choices=[(each.value, INITIATIVE_STATE_NAMES[each]) for each in InitiativeState],
            )

    def clean(self) -> dict[str, Any]:
        """What is put in is nothing where nobody says otherwise, and what it is worth to the
        customer is the sum of its parts where these are said."""
        given = super().clean() or {}
        summed = value_of_parts(*(given.get(name) for name in VALUE_PARTS))
        if summed is not None and not {*VALUE_PARTS, "customer_value"} & self.errors.keys():
            said, stood = given.get("customer_value"), self.initial.get("customer_value")
            if said not in (None, stood, summed):
                self.add_error(
                    "customer_value",
                    _("Its parts are %(sum)s together: leave this empty, or the parts.")
                    % {"sum": formats.number(summed)},
                )
            given["customer_value"] = summed
        for name in ("investment", "customer_investment"):
            if given.get(name) is None:
                given[name] = Decimal(0)
        return given

    def shown(self, field: str, value: Any) -> tuple[str, Any]:
        """Percentages are written larger than they are kept."""
        if field == "probability":
            return field, percent(value)
        return (field, written_ramp(value)) if field == "ramp" and value else (field, value)


def written_ramp(ramp: Sequence[Any]) -> str:
    """The start of an initiative, as its field has it."""
    return " ".join(formats.number((Decimal(each) * _HUNDRED).normalize() + 0) for each in ramp)


def initiative_initial(row: Initiative) -> dict[str, Any]:
    """What the fields start with."""
    names = (
        "text", "kind", "description", "customer_value", *VALUE_PARTS, "evidence", "source",
        "dated", "customer_kpi", "customer_investment", "sales", "investment", "customer_owner",
        "owner_id", "objective_id", "is_shared", "state",
    )  # fmt: skip
    found = {name: _plain(getattr(row, name)) for name in names}
    return {**found, "probability": percent(row.probability), "ramp": written_ramp(row.ramp)}


def _plain(value: Any) -> Any:
    return value.normalize() + 0 if isinstance(value, Decimal) else value


class SignForm(RevisedForm):
    """What the customer has signed."""

    value = AmountField(label=_("Value a year that the customer has signed"), max_digits=18)
    by = forms.CharField(label=_("Who has signed it"), max_length=NAME_LENGTH)
    on = forms.DateField(label=_("On"), widget=DayInput)


class RequestForm(RevisedForm):
    """What is asked for, how much of it, by when and what for."""

    text = forms.CharField(label=_("What is needed"), max_length=TEXT_LENGTH)
    kind = forms.TypedChoiceField(
        label=_("Kind"),
        coerce=RequestKind,
        choices=[(each.value, REQUEST_KIND_NAMES[each]) for each in RequestKind],
    )
    amount = AmountField(
        label=_("What it takes in money"),
        max_digits=18,
        help_text=_("Of hours, what they cost."),
    )
    hours = AmountField(label=_("Hours"), required=False, max_digits=12)
    needed_on = forms.DateField(label=_("Needed on"), widget=DayInput)
    why = forms.CharField(
        label=_("What for"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *given: Any, initiatives: Choices, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields |= {
            "initiative_id": one_of(_("Part of which initiative"), initiatives),
            **source_fields(),
        }


def request_initial(row: ResourceRequest) -> dict[str, Any]:
    """What the fields start with."""
    names = (
        "text", "kind", "amount", "hours", "needed_on", "why", "initiative_id", "evidence",
        "source", "dated",
    )  # fmt: skip
    return {name: _plain(getattr(row, name)) for name in names}


class DecisionForm(RevisedForm):
    """What an executive says."""

    state = forms.TypedChoiceField(
        label=_("Decision"),
        coerce=RequestState,
        choices=[
            (each.value, REQUEST_STATE_NAMES[each])
            for each in (RequestState.APPROVED, RequestState.CUT, RequestState.REFUSED)
        ],
        widget=forms.RadioSelect,
    )
    granted = AmountField(label=_("How much, where it is a part"), required=False, max_digits=18)
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where it is cut or refused."),
    )


_RATES = (
    "growth_low", "growth_base", "growth_high", "gross_margin", "cost_to_serve", "our_rate",
    "their_rate", "retention",
)  # fmt: skip


class ForecastForm(RevisedForm):
    """The drivers of the forecast, prefilled from what is known."""

    base = AmountField(label=_("Net sales of a year to begin with"), max_digits=18)
    growth_low = PercentField(label=_("Growth a year, low (%)"), max_digits=7)
    growth_base = PercentField(label=_("Growth a year, base (%)"), max_digits=7)
    growth_high = PercentField(label=_("Growth a year, high (%)"), max_digits=7)
    gross_margin = PercentField(label=_("Gross margin (%)"), max_digits=7)
    cost_to_serve = PercentField(label=_("Cost to serve, in percent of sales"), max_digits=7)
    kam_cost = AmountField(label=_("Managing the account, a year"), max_digits=18)
    our_rate = PercentField(label=_("Our rate of discount (%)"), max_digits=7)
    their_rate = PercentField(label=_("The customer's rate of discount (%)"), max_digits=7)
    retention = PercentField(
        label=_("Retention a year (%)"),
        max_digits=7,
        help_text=_("The part of such accounts that stays for a year, by its scorecard."),
    )
    note = forms.CharField(
        label=_("Why these"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def shown(self, field: str, value: Any) -> tuple[str, Any]:
        """Percentages are written larger than they are kept."""
        return field, percent(value) if field in _RATES else value


def forecast_initial(row: Forecast) -> dict[str, Any]:
    """What the fields start with."""
    return {
        "base": _plain(row.base),
        "kam_cost": _plain(row.kam_cost),
        "note": row.note,
        **{name: percent(getattr(row, name)) for name in _RATES},
    }
