"""Reviews, approvals and the comparison of versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clavero.plans.models._parts import NOTE_LENGTH
from clavero.plans.rules.reviewing import Answer
from clavero.plans.words.reviewing import ANSWER_NAMES
from clavero.ui.forms import DayInput, RevisedForm


def _lines(label: Any, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": rows}),
        **options,
    )


class OpenReviewForm(forms.Form):
    """A review begins."""

    agenda = _lines(_("Agenda"), help_text=_("What else is to be talked about."))


class MeetingForm(RevisedForm):
    """What was talked about and decided."""

    agenda = _lines(_("Agenda"))
    notes = _lines(_("Notes"), rows=5)
    decisions = _lines(_("Decisions"))


class AnswerForm(forms.Form):
    """What is said to a point."""

    answer = forms.TypedChoiceField(
        label=_("Answer"),
        coerce=Answer,
        choices=[(each.value, ANSWER_NAMES[each]) for each in Answer],
    )
    note = forms.CharField(label=_("Remark, or what is to be done"), required=False, max_length=300)
    until = forms.DateField(label=_("Until, for an action"), required=False, widget=DayInput)


class ApprovalForm(RevisedForm):
    """It holds, or it is given back."""

    note = _lines(_("Remark"), help_text=_("Needed where it is given back."))


class CompareForm(forms.Form):
    """Which two are compared."""

    before = forms.ChoiceField(label=_("From"))
    after = forms.ChoiceField(label=_("To"))

    def __init__(self, *given: Any, choices: Sequence[tuple[str, Any]], **named: Any) -> None:
        super().__init__(*given, **named)
        for name in ("before", "after"):
            field: Any = self.fields[name]
            field.choices = choices
