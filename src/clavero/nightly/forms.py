"""When nights come due, as it is entered."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.ui.forms import RevisedForm, ZoneField


class TimeInput(forms.TimeInput):
    """The browser's own clock, which speaks 24 hours whatever the reader's language."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class ScheduleForm(RevisedForm):
    """A time and whose clock it is by."""

    at = forms.TimeField(
        label=pgettext_lazy("of the clock", "Time"),
        widget=TimeInput,
        help_text=_("When nobody works and the machine is on: a night missed is made up later."),
    )
    time_zone = ZoneField(required=False)
