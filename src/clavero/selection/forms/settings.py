"""By what key accounts are selected, as the director writes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.faults import Fault, Faulty
from clavero.matrix.rules.factors import MOST, FactorFault
from clavero.selection.rules.settings import MOST_QUESTIONS, Settings, criteria_of
from clavero.selection.selectors import InForce
from clavero.selection.words import criterion_names, question_names
from clavero.ui.numbers import AmountField
from clavero.ui.versions import ApprovedForm, NamedRow, WeightedForm

QUESTION_LENGTH = 200


class SettingsForm(ApprovedForm):
    """Capacity, who approved it, and from when it holds."""

    hours_available = AmountField(
        label=_("Hours a year for key accounts"),
        required=False,
        min_value=Decimal(0),
        help_text=_("What all key account managers together have for their accounts."),
    )
    hours_per_account = AmountField(
        label=_("Hours a year for one key account"),
        required=False,
        min_value=Decimal(0),
        help_text=_("On average. Both together say how many key accounts there can be."),
    )


class CriterionForm(WeightedForm):
    """A criterion that people score from 0 to 10."""


class QuestionForm(NamedRow):
    """A question that rules a customer out when the answer is no."""

    name = forms.CharField(label=_("Question"), required=False, max_length=QUESTION_LENGTH)


CriteriaFormSet = formset_factory(
    CriterionForm, extra=0, min_num=MOST, max_num=MOST, absolute_max=MOST
)
QuestionsFormSet = formset_factory(
    QuestionForm,
    extra=0,
    min_num=MOST_QUESTIONS,
    max_num=MOST_QUESTIONS,
    absolute_max=MOST_QUESTIONS,
)


def rules_of(before: InForce) -> dict[str, Any]:
    """What :class:`SettingsForm` begins with."""
    settings, today = before.settings, timezone.localdate()
    return {
        "hours_available": settings.hours_available,
        "hours_per_account": settings.hours_per_account,
        "valid_from": today,
        "approved_on": today,
        "seen": before.number or "",
    }


def criteria_rows(settings: Settings) -> list[dict[str, Any]]:
    """What the rows of criteria begin with, and empty ones up to the most."""
    names = criterion_names(settings)
    rows = [
        {"key": key, "name": str(names[key]), "weight": Decimal(str(weight)).normalize() + 0}
        for key, weight in settings.criteria.weights.items()
    ]
    return [*rows, *({} for _empty in range(MOST - len(rows)))]


def question_rows(settings: Settings) -> list[dict[str, Any]]:
    """What the rows of questions begin with, and empty ones up to the most."""
    names = question_names(settings)
    rows = [{"key": key, "name": str(names[key])} for key in settings.questions]
    return [*rows, *({} for _empty in range(MOST_QUESTIONS - len(rows)))]


def settings_from(
    before: Settings,
    rules: Mapping[str, Any],
    criteria: Iterable[CriterionForm],
    questions: Iterable[QuestionForm],
) -> Settings:
    """The settings that the forms describe. Raises :class:`Faulty` with all that is wrong."""
    written = [form for form in criteria if not form.is_empty]
    asked = [form for form in questions if form.cleaned_data.get("name")]
    faults: list[Fault] = []
    try:
        weighed = criteria_of(_weights(written))
    except Faulty as faulty:
        faults += faulty.faults
        weighed = before.criteria
    try:
        settings = Settings(
            criteria=weighed,
            questions=tuple(form.key_of() for form in asked),
            names=_own_names(written, criterion_names(before), before.names),
            asked=_own_names(asked, question_names(before), before.asked),
            hours_available=rules["hours_available"],
            hours_per_account=rules["hours_per_account"],
        )
    except Faulty as faulty:
        faults += faulty.faults
    if faults:
        raise Faulty(faults)
    return settings


def _weights(written: Iterable[CriterionForm]) -> dict[str, float]:
    weights: dict[str, float] = {}
    faults = []
    for form in written:
        key, weight = form.key_of(), form.cleaned_data.get("weight")
        if key in weights:
            faults.append(Fault(FactorFault.TWICE, form.cleaned_data.get("name") or key))
        weights[key] = 0.0 if weight is None else float(weight)
    if faults:
        raise Faulty(faults)
    return weights


def _own_names(
    forms_: Iterable[CriterionForm | QuestionForm],
    known: Mapping[str, Any],
    before: Mapping[str, str],
) -> dict[str, str]:
    """What the company calls its own way: Clavero's names follow the reader's language."""
    names = {form.key_of(): form.cleaned_data.get("name") or "" for form in forms_}
    own = {key: name for key, name in names.items() if name and name != str(known.get(key, ""))}
    return {**{key: name for key, name in before.items() if key in names}, **own}
