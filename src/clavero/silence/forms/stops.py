"""Days on which nothing is expected."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from clavero.silence.models import NOTE_LENGTH
from clavero.silence.rules.kinds import StopKind
from clavero.silence.words import STOP_NAMES
from clavero.ui.forms import DayInput


class StopForm(forms.Form):
    """From when to when, why, and whether every year."""

    kind = forms.TypedChoiceField(
        label=_("Reason of the stop"),
        choices=[(each.value, STOP_NAMES[each]) for each in StopKind],
        coerce=StopKind,
        help_text=_("While a framework order or a contract runs, nobody counts as lost."),
    )
    first = forms.DateField(label=_("First day"), widget=DayInput)
    last = forms.DateField(
        label=_("Last day included"),
        widget=DayInput,
        help_text=_("The days between are taken out of silences and gaps, in the past too."),
    )
    every_year = forms.BooleanField(label=_("Every year"), required=False)
    note = forms.CharField(label=_("What is known"), required=False, max_length=NOTE_LENGTH)
