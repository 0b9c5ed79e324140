"""What people say they spent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clavero.identity.rules import Actor
from clavero.profitability.models import NOTE_LENGTH, WORK_NAMES
from clavero.profitability.rules.work import MOST_HOURS, WorkKind
from clavero.profitability.selectors.people import people_who_work
from clavero.ui.forms import DayInput
from clavero.ui.numbers import AmountField


class WorkForm(forms.Form):
    """Hours and money of a person on a day."""

    person: Any = forms.ModelChoiceField(label=_("Person"), queryset=None, empty_label=None)
    day = forms.DateField(label=_("Day"), widget=DayInput)
    kind = forms.TypedChoiceField(
        label=_("Type"),
        choices=[(kind.value, WORK_NAMES[kind]) for kind in WorkKind],
        coerce=WorkKind,
    )
    hours = AmountField(
        label=_("Hours"), required=False, min_value=0, max_value=MOST_HOURS, max_digits=5
    )
    money = AmountField(
        label=_("Money"),
        required=False,
        min_value=0,
        max_digits=14,
        help_text=_("Spent on this account: travel, samples, an event."),
    )
    note = forms.CharField(label=_("What for"), max_length=NOTE_LENGTH, required=False)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = people_who_work(actor)  # type: ignore[attr-defined]
