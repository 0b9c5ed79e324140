"""What a manager makes of a proposal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clavero.playbook.models import TEXT_LENGTH
from clavero.playbook.rules.deciding import State
from clavero.playbook.selectors import Shown
from clavero.ui.forms import DayInput

CHOICES = [
    (State.ACCEPTED.value, _("Accept it as it came")),
    (State.EDITED.value, _("Accept it with these changes")),
    (State.DROPPED.value, _("Drop it")),
]


class DecideForm(forms.Form):
    """Accept, change or drop; changing and dropping say why."""

    state = forms.ChoiceField(label=_("Decision"), choices=CHOICES, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    due = forms.DateField(label=_("Due"), required=False, widget=DayInput)
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        help_text=_("Needed to change it or to drop it."),
    )

    def clean_state(self) -> State:
        """The decision."""
        return State(self.cleaned_data["state"])


def decision_of(shown: Shown) -> dict[str, Any]:
    """What :class:`DecideForm` begins with."""
    state = shown.state if shown.state is not State.OPEN else State.ACCEPTED
    return {
        "state": state.value,
        "text": shown.text,
        "due": shown.proposal.due,
        "reason": shown.proposal.reason,
    }
