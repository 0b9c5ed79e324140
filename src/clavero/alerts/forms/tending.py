"""What people do with one alert."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clavero.alerts.rules.closing import Reason
from clavero.alerts.words import REASON_NAMES
from clavero.ui.forms import DayInput, RevisedForm


class AssignForm(RevisedForm):
    """Whose an alert is from now on."""

    person_id = forms.TypedChoiceField(
        label=_("Whose it is"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person_id"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("nobody")), *people]

    def shown(self, field: str, value: Any) -> tuple[str, Any]:
        """The service's name of the person is another."""
        return ("person_id", value) if field == "assignee_id" else (field, value)


class SnoozeForm(RevisedForm):
    """Until when an alert is put off."""

    until = forms.DateField(
        label=_("Put it off until"),
        help_text=_("It comes back on that day, or before if it gets worse."),
        widget=DayInput,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].widget.attrs["min"] = today.isoformat()

    def shown(self, field: str, value: Any) -> tuple[str, Any]:
        """The service's name of the day is another."""
        return ("until", value) if field == "snoozed_until" else (field, value)


class CloseForm(RevisedForm):
    """Why there is nothing more to do."""

    reason = forms.TypedChoiceField(
        label=_("Why"),
        coerce=Reason,
        choices=[(each.value, REASON_NAMES[each]) for each in Reason],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1000,
        help_text=_("What was done, or what the reason is; it stays in the history."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReopenForm(RevisedForm):
    """Somebody should look at it after all."""
