"""What the director says when a review is held, and when one is withdrawn."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from clavero.ui.forms import DayInput


class ReviewForm(forms.Form):
    """The day of the meeting and what it decided."""

    day = forms.DateField(
        label=_("Day"),
        widget=DayInput,
        help_text=_("What was said until this day counts, and what it places stays."),
    )
    note = forms.CharField(
        label=_("What was decided, and who was there"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=5000,
    )


class WithdrawForm(forms.Form):
    """Why a review is withdrawn."""

    reason = forms.CharField(
        label=_("Why it is withdrawn"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        help_text=_("The review stays to be read with this reason, and counts no more."),
    )
