"""What the manager says of a loss."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clavero.silence.models import NAME_LENGTH, NOTE_LENGTH
from clavero.silence.rules.kinds import LossReason
from clavero.silence.words import REASON_NAMES
from clavero.ui.forms import DayInput, RevisedForm


def _note(label: Any, *, required: bool, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
    )


class LossForm(RevisedForm):
    """It is lost: why, to whom and since when."""

    reason = forms.TypedChoiceField(
        label=_("Why it was lost"),
        choices=[
            ("", _("Please choose")),
            *((each.value, REASON_NAMES[each]) for each in LossReason),
        ],
        coerce=LossReason,
        empty_value=None,
    )
    competitor = forms.CharField(
        label=_("Competitor"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=_("Who has it now, if it went to somebody."),
    )
    lost_on = forms.DateField(
        label=_("Lost on"),
        required=False,
        widget=DayInput,
        help_text=_(
            "Dated back to its last purchase and one usual gap; write another day if you know it."
        ),
    )
    note = _note(_("What happened"), required=False)


class RefutationForm(RevisedForm):
    """It is not lost: how that is known, and until when nobody asks again."""

    note = _note(
        _("How do you know?"),
        required=True,
        help_text=_("Such as an order announced, a project that waits, or a talk."),
    )
    until = forms.DateField(
        label=_("Ask again on"),
        widget=DayInput,
        help_text=_("Until then it is only watched; a purchase ends it sooner."),
    )
