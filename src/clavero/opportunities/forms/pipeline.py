"""An opportunity, its stage and its end, as people write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.opportunities.forms.grid import HUNDRED, ShareField, in_percent
from clavero.opportunities.forms.needs import Choices, OwnerField
from clavero.opportunities.models import NAME_LENGTH, TEXT_LENGTH
from clavero.opportunities.rules.closing import LossReason
from clavero.opportunities.rules.pipeline import LONGEST_RAMP, Ansoff
from clavero.opportunities.words import ANSOFF_NAMES, LOSS_NAMES
from clavero.ui import formats
from clavero.ui.forms import DayInput, RevisedForm
from clavero.ui.numbers import AmountField, as_python_writes


class RampField(forms.CharField):
    """The parts of the first years, in per cent: 30 / 70 / 100."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "max_length": 60, **options})

    def clean(self, value: Any) -> list[Decimal]:
        """The fractions."""
        text = super().clean(value)
        parts = [part for part in re.split(r"[/;\s]+", text.replace("%", " ")) if part]
        try:
            read = [Decimal(as_python_writes(part)) / HUNDRED for part in parts]
        except ArithmeticError:
            read = [Decimal(-1)]
        if len(read) > LONGEST_RAMP or any(not 0 <= each <= 1 for each in read):
            raise forms.ValidationError(
                _("Write five parts at most, each from 0 to 100, such as 30 / 70 / 100."),
                code="no_ramp",
            )
        return read


def ramp_written(ramp: Sequence[Any]) -> str:
    """A ramp as the field shows it."""
    parts = (in_percent(Decimal(each)) for each in ramp)
    return " / ".join(formats.number(each) for each in parts if each is not None)


class OpportunityForm(RevisedForm):
    """A sale that may come."""

    title = forms.CharField(label=_("What would be sold"), max_length=NAME_LENGTH)
    value = AmountField(
        label=_("Value a year"),
        min_value=Decimal("0.01"),
        help_text=_("Net sales in twelve months, once it is fully there."),
    )
    is_sure = forms.BooleanField(
        label=_("It is meant so"), required=False, widget=forms.HiddenInput
    )
    ramp = RampField(
        label=_("Part in the first years"),
        help_text=_("In per cent, such as 30 / 70 / 100; empty, all from the beginning."),
    )
    closes_on = forms.DateField(label=_("Decision expected"), widget=DayInput)
    starts_on = forms.DateField(label=_("First sales"), required=False, widget=DayInput)
    ansoff = forms.TypedChoiceField(
        label=_("Kind of sale"),
        required=False,
        coerce=Ansoff,
        empty_value=None,
        choices=[
            ("", _("as the sales ledger says")),
            *((each.value, ANSOFF_NAMES[each]) for each in Ansoff),
        ],
        help_text=_("By the cells that it fills, and what the account buys today."),
    )
    stage = forms.ChoiceField(label=pgettext_lazy("an opportunity", "Stage"), required=False)
    probability = ShareField(
        label=_("Probability"),
        help_text=_("In per cent; empty, the usual one of its stage or kind."),
    )
    probability_reason = forms.CharField(
        label=_("Why this probability"), required=False, max_length=NAME_LENGTH
    )
    owner_id = OwnerField()
    needs = forms.TypedMultipleChoiceField(
        label=_("Needs that it meets"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    cells = forms.MultipleChoiceField(
        label=_("Cells that it fills"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        people: Choices,
        needs: Choices,
        cells: Choices,
        stages: Choices = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["owner_id"].offer(people)  # type: ignore[attr-defined]
        offered: dict[str, Choices] = {"needs": needs, "cells": cells, "stage": stages}
        for name, choices in offered.items():
            if choices:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def add_error(self, field: str | None, error: Any) -> None:
        """What is asked back is answered where it is asked."""
        super().add_error(field, error)
        if field == "is_sure":
            self.fields["is_sure"].widget = forms.CheckboxInput()

    def clean_cells(self) -> list[tuple[int, str]]:
        """Units and families."""
        return [cell_of(each) for each in self.cleaned_data["cells"]]

    def shown(self, field: str, value: Any) -> tuple[str, Any]:
        """Shares stand in per cent."""
        if field == "probability":
            return field, in_percent(value)
        return field, ramp_written(value) if field == "ramp" and value else value


def cell_key(unit_id: int, family: str) -> str:
    """A cell as a form sends it."""
    return f"{unit_id}|{family}"


def cell_of(key: str) -> tuple[int, str]:
    """What :func:`cell_key` wrote."""
    unit, _bar, family = key.partition("|")
    return int(unit), family


class MoveForm(RevisedForm):
    """Into which stage."""

    stage = forms.ChoiceField(label=pgettext_lazy("an opportunity", "Stage"))

    def __init__(self, *args: Any, stages: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["stage"].choices = stages  # type: ignore[attr-defined]


class WonForm(forms.Form):
    """The customer has bought."""

    on = forms.DateField(label=_("Decided on"), widget=DayInput)
    note = forms.CharField(label=_("Note"), required=False, max_length=TEXT_LENGTH)


class LostForm(forms.Form):
    """The customer has not bought."""

    reason = forms.TypedChoiceField(
        label=_("Why it was lost"),
        coerce=LossReason,
        choices=[
            ("", pgettext_lazy("a reason", "choose one")),  # nobody would believe the first one
            *((each.value, LOSS_NAMES[each]) for each in LossReason),
        ],
    )
    on = forms.DateField(label=_("Decided on"), widget=DayInput)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=TEXT_LENGTH,
        help_text=_("To which competitor, or what happened."),
    )


class StageRow(forms.Form):
    """A stage: its name, and its probability where it has one of its own."""

    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    name = forms.CharField(label=pgettext_lazy("a stage", "Name"), required=False, max_length=40)
    probability = ShareField(label=_("Probability in per cent"), tells_limits=False)
