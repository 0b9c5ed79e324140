"""How the company plans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from clavero.commercial.models import CommercialSettings
from clavero.ui.forms import RevisedForm


def _months() -> list[tuple[int, Any]]:
    return list(MONTHS.items())


class SettingsForm(RevisedForm):
    """With which month the year begins, and whether there are shops."""

    first_month = forms.TypedChoiceField(
        label=_("The commercial year begins in"),
        coerce=int,
        choices=_months,
        help_text=_(
            "A year that begins in another month than January is named after both that it touches:"
            " 2026/27. What was written of other years stays, and counts again when somebody has "
            "looked at it and kept it."
        ),
    )
    sells_through_shops = forms.BooleanField(
        label=_("The company sells through shops"),
        required=False,
        help_text=_(
            "Then its plan has consumer and shopper programmes, and each account its part in them."
        ),
    )


def initial_of(settings: CommercialSettings, seen: int) -> dict[str, Any]:
    """What the form begins with."""
    return {
        "first_month": settings.first_month,
        "sells_through_shops": settings.sells_through_shops,
        "seen": seen,
    }
