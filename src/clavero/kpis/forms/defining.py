"""A KPI of the company's own."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from clavero.kpis.rules.custom import LONGEST_KEY, LONGEST_NAME
from clavero.kpis.rules.kpi import Direction, Unit
from clavero.kpis.words import DIRECTION_NAMES, ENTERED_IN, FIGURE_NAMES

_FIGURES = [("", _("none: it is entered")), *FIGURE_NAMES.items()]


class OwnForm(forms.Form):
    """Its key and name, what it is counted in, and the figures that it is a ratio of, if any."""

    key = forms.CharField(
        label=_("Key"),
        max_length=LONGEST_KEY,
        help_text=_("Small letters, digits and hyphens: files and programs name it so."),
    )
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
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
