"""A KPI of the company's own."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from clavero.kpis.rules.custom import LONGEST_KEY, LONGEST_NAME
from clavero.kpis.rules.kpi import Direction, Unit
from clavero.kpis.words import DIRECTION_NAMES, ENTERED_IN, FIGURE_NAMES
from clavero.ui.forms import RevisedForm

_FIGURES = [("", _("none: it is entered")), *FIGURE_NAMES.items()]


class _Named(forms.Form):
    """What it is called, and where that is another name in a language."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    name_es = forms.CharField(
        label=_("Name in Spanish"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("Where it is another one."),
    )
    name_en = forms.CharField(
        label=_("Name in English"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("Where it is another one."),
    )


class NameForm(_Named, RevisedForm):
    """Its names, once it is defined."""


class OwnForm(_Named):
    """Its key and name, what it is counted in, and the figures that it is a ratio of, if any."""

    field_order = ("key",)
    key = forms.CharField(
        label=_("Key"),
        max_length=LONGEST_KEY,
        help_text=_("Small letters, digits and hyphens: files and programs name it so."),
    )
    unit = forms.TypedChoiceField(
        label=_("Unit"), choices=[(each.value, ENTERED_IN[each]) for each in Unit], coerce=Unit
    )
    direction = forms.TypedChoiceField(
        label=_("Good is"),
        choices=[(each.value, DIRECTION_NAMES[each]) for each in Direction],
        coerce=Direction,
    )
    numerator = forms.ChoiceField(label=_("This figure"), required=False, choices=_FIGURES)
    denominator = forms.ChoiceField(label=_("over this one"), required=False, choices=_FIGURES)
