"""A contract, and what came of a finding."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from clavero.contracts.models import NOTE_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from clavero.contracts.rules.findings import Verdict
from clavero.contracts.words import FIELD_NAMES, VERDICT_NAMES
from clavero.ui.forms import DayInput, RevisedForm
from clavero.ui.numbers import AmountField, CountField

_MOST_DAYS, _MOST_MONTHS = 3650, 120


class ContractForm(RevisedForm):
    """What was agreed, with whom, and for how long."""

    title = forms.CharField(label=FIELD_NAMES["title"], max_length=TITLE_LENGTH)
    reference = forms.CharField(label=FIELD_NAMES["reference"], required=False, max_length=60)
    start = forms.DateField(label=FIELD_NAMES["start"], widget=DayInput)
    end = forms.DateField(label=FIELD_NAMES["end"], widget=DayInput)
    notice_days = CountField(
        label=FIELD_NAMES["notice_days"],
        min_value=0,
        max_value=_MOST_DAYS,
        help_text=_("How long before the last day notice must be given; 0 for none."),
    )
    renews_months = CountField(
        label=FIELD_NAMES["renews_months"],
        min_value=0,
        max_value=_MOST_MONTHS,
        help_text=_(
            "0 if it does not renew itself. Otherwise it runs on for as long where nobody has "
            "decided on its renewal by its last day."
        ),
    )
    value = AmountField(label=FIELD_NAMES["value"], required=False, min_value=0)
    currency = forms.CharField(label=FIELD_NAMES["currency"], max_length=3)
    parties = forms.CharField(
        label=FIELD_NAMES["parties"],
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Who signs, on both sides."),
    )
    scope = forms.CharField(
        label=FIELD_NAMES["scope"],
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecisionForm(RevisedForm):
    """What came of a finding."""

    verdict = forms.TypedChoiceField(
        label=FIELD_NAMES["verdict"],
        coerce=Verdict,
        choices=[(each.value, VERDICT_NAMES[each]) for each in Verdict],
    )
    note = forms.CharField(label=FIELD_NAMES["note"], required=False, max_length=NOTE_LENGTH)
