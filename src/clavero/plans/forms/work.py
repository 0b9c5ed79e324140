"""Objectives and actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.kpis.rules.kpi import Kpi, Unit
from clavero.plans.forms.rows import owner_field, shared_field, source_fields
from clavero.plans.models import Action, Objective
from clavero.plans.models._parts import NAME_LENGTH, TEXT_LENGTH
from clavero.plans.rules.kinds import ObjectiveKind
from clavero.plans.rules.timeline import YEARS
from clavero.plans.words import OBJECTIVE_KIND_NAMES
from clavero.ui.forms import DayInput, RevisedForm
from clavero.ui.numbers import AmountField

Choices = Sequence[tuple[Any, Any]]


def scale_of(kpi: Kpi | None) -> int:
    """By how much people write a value of a KPI larger than it is kept."""
    return 100 if kpi is not None and kpi.unit in {Unit.RATE, Unit.POINTS} else 1


class ObjectiveForm(RevisedForm):
    """What is to be reached, measured by what, from where to where, until when."""

    text = forms.CharField(label=_("What is to be reached"), max_length=TEXT_LENGTH)
    kind = forms.TypedChoiceField(
        label=_("About"),
        coerce=ObjectiveKind,
        choices=[(each.value, OBJECTIVE_KIND_NAMES[each]) for each in ObjectiveKind],
    )
    kpi = forms.ChoiceField(
        label=_("Measured by"),
        required=False,
        help_text=_("It then measures itself, without anybody entering how far it is."),
    )
    baseline = AmountField(
        label=_("Baseline"),
        required=False,
        max_digits=18,
        help_text=_("Empty: as it is measured today. Percentages as 95."),
    )
    target = AmountField(label=_("Target"), required=False, max_digits=18)
    until = forms.DateField(label=_("By when"), required=False, widget=DayInput)

    def __init__(
        self,
        *given: Any,
        people: Choices,
        kpis: Choices,
        known: Mapping[str, Kpi],
        **named: Any,
    ) -> None:
        super().__init__(*given, **named)
        field: Any = self.fields["kpi"]
        field.choices = [("", _("nothing yet")), *kpis]
        self._known = known
        self.fields |= {
            **source_fields(),
            "owner_id": owner_field(people),
            "is_shared": shared_field(),
        }

    def clean(self) -> dict[str, Any]:
        """Percentages as fractions."""
        given = super().clean() or {}
        scale = scale_of(self._known.get(given.get("kpi", "")))
        for name in ("baseline", "target"):
            if given.get(name) is not None:
                given[name] = given[name] / scale
        return given

    def shown(self, field: str, value: Any) -> tuple[str, Any]:
        """Percentages are written larger than they are kept."""
        if field in {"baseline", "target"} and isinstance(value, Decimal):
            chosen = self.cleaned_data.get("kpi", "")
            return field, value * scale_of(self._known.get(chosen))
        return field, value


def objective_initial(row: Objective, known: Mapping[str, Kpi]) -> dict[str, Any]:
    """What the fields start with."""
    scale = scale_of(known.get(row.kpi))

    def written(value: Decimal | None) -> Decimal | None:
        return None if value is None else (value * scale).normalize() + 0

    return {
        "text": row.text,
        "kind": row.kind,
        "kpi": row.kpi,
        "baseline": written(row.baseline),
        "target": written(row.target),
        "until": row.until,
        "evidence": row.evidence,
        "source": row.source,
        "dated": row.dated,
        "owner_id": row.owner_id,
        "is_shared": row.is_shared,
    }


class QuickActionForm(forms.Form):
    """A next step: what, and until when."""

    text = forms.CharField(label=_("What is to be done"), max_length=TEXT_LENGTH)
    end = forms.DateField(label=_("Until"), widget=DayInput)
    objective_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    initiative_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    is_milestone = forms.BooleanField(required=False, widget=forms.HiddenInput)


class ActionForm(RevisedForm):
    """All of an action."""

    text = forms.CharField(label=_("What is to be done"), max_length=TEXT_LENGTH)
    start = forms.DateField(label=_("From"), widget=DayInput)
    end = forms.DateField(label=_("Until, this day included"), widget=DayInput)
    is_milestone = forms.BooleanField(
        label=_("It is a milestone"),
        required=False,
        help_text=_("A day to be kept rather than work that lasts."),
    )
    budget = AmountField(label=_("Budget"), required=False, max_digits=18)
    customer_owner = forms.CharField(
        label=_("Who does it at the customer's"), required=False, max_length=NAME_LENGTH
    )

    field_order = ("text", "start", "end", "owner_id", "objective_id", "initiative_id", "after")

    def __init__(
        self,
        *given: Any,
        people: Choices,
        objectives: Choices,
        initiatives: Choices,
        others: Choices,
        **named: Any,
    ) -> None:
        super().__init__(*given, **named)
        self.fields |= {
            "owner_id": owner_field(people),
            "objective_id": one_of(_("For which objective"), objectives),
            "initiative_id": one_of(_("Part of which initiative"), initiatives),
            **source_fields(),
            "is_shared": shared_field(),
        }
        if others:
            self.fields["after"] = forms.TypedMultipleChoiceField(
                label=_("Only after"),
                required=False,
                coerce=int,
                choices=others,
                widget=forms.CheckboxSelectMultiple,
            )
        self.order_fields(self.field_order)


def one_of(label: Any, choices: Choices) -> forms.TypedChoiceField:
    """One of the standing rows of a plan, or none."""
    return forms.TypedChoiceField(
        label=label,
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", pgettext_lazy("part of a plan", "none")), *choices],
    )


def action_initial(row: Action, after: Sequence[int]) -> dict[str, Any]:
    """What the fields start with."""
    names = (
        "text", "start", "end", "is_milestone", "budget", "customer_owner", "owner_id",
        "objective_id", "initiative_id", "evidence", "source", "dated", "is_shared",
    )  # fmt: skip
    return {**{name: getattr(row, name) for name in names}, "after": list(after)}


class YearsForm(RevisedForm):
    """How many years a plan looks ahead."""

    years = forms.TypedChoiceField(
        label=_("Years"), coerce=int, choices=[(each, str(each)) for each in YEARS]
    )
