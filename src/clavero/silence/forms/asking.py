"""As of which day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.ui.forms import DayInput


class DayForm(forms.Form):
    """The day; today unless asked otherwise, and where what was asked is none."""

    on = forms.DateField(label=_("As of"), required=False, widget=DayInput)
    period_is_wrong = False

    def __init__(self, data: Any, *, carried: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(data if data.get("on") else None, initial={"on": timezone.localdate()})
        self.carried = carried

    @property
    def day(self) -> date | None:
        """The day asked for, ``None`` for today. Of days to come nothing is known."""
        if not self.is_bound or not self.is_valid():
            return None
        found: date | None = self.cleaned_data["on"]
        return None if found is None else min(found, timezone.localdate())
