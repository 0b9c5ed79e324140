"""How far a renewal is."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from clavero.contracts.models import NOTE_LENGTH, TITLE_LENGTH
from clavero.contracts.rules.renewing import RenewalStage
from clavero.contracts.words import FIELD_NAMES, RENEWAL_NAMES
from clavero.ui.forms import DayInput, RevisedForm
from clavero.ui.numbers import AmountField

_CHOICES = [(each.value, RENEWAL_NAMES[each]) for each in RenewalStage]
_OPEN = [(each.value, RENEWAL_NAMES[each]) for each in RenewalStage if each.is_open]


class _Renewing(RevisedForm):
    """``until`` is the last day of the contract that somebody looked at."""

    until = forms.DateField(required=False, widget=forms.HiddenInput)


class RenewalForm(_Renewing):
    """What is wanted, expected and agreed, and what comes next."""

    stage = forms.TypedChoiceField(
        label=FIELD_NAMES["stage"], coerce=RenewalStage, choices=_CHOICES
    )
    target = AmountField(label=FIELD_NAMES["target"], required=False, min_value=0)
    forecast = AmountField(label=FIELD_NAMES["forecast"], required=False, min_value=0)
    final = AmountField(
        label=FIELD_NAMES["final"], required=False, min_value=0,
        help_text=_("Once it is renewed: what the contract is worth from then on."),
    )  # fmt: skip
    new_end = forms.DateField(
        label=_("Runs on until"), required=False, widget=DayInput,
        help_text=_("Once it is renewed. The terms keep their days: add those of the new time."),
    )  # fmt: skip
    step = forms.CharField(label=FIELD_NAMES["step"], required=False, max_length=TITLE_LENGTH)
    step_on = forms.DateField(label=FIELD_NAMES["step_on"], required=False, widget=DayInput)
    note = forms.CharField(label=FIELD_NAMES["note"], required=False, max_length=NOTE_LENGTH)


class MoveRenewalForm(_Renewing):
    """Into another stage, from the board: deciding is for the page of the renewal."""

    stage = forms.TypedChoiceField(label=FIELD_NAMES["stage"], coerce=RenewalStage, choices=_OPEN)


class UndoForm(_Renewing):
    """Why what was renewed was not."""

    reason = forms.CharField(
        label=FIELD_NAMES["reason"], max_length=NOTE_LENGTH,
        help_text=_(
            "The contract ends on its earlier day again, and its renewal goes on. One that ran on "
            "by itself has ended then."
        ),
    )  # fmt: skip
