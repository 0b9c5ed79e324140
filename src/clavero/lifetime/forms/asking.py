"""Which model, over how many years, and what money costs until it comes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from clavero.lifetime.rules.asking import HORIZONS, USUAL, USUAL_DISCOUNT, Asked
from clavero.lifetime.rules.models import NAMES, Kind
from clavero.ui.numbers import ExactField

_YEARS = ngettext_lazy("%(count)s year", "%(count)s years", "count")


class LifetimeForm(forms.Form):
    """What is shown. ``carried`` are other parameters of the page that stay as they are."""

    model = forms.ChoiceField(
        label=_("Model"), required=False, choices=[(kind.value, NAMES[kind]) for kind in Kind]
    )
    years = forms.TypedChoiceField(label=_("Value within"), required=False, coerce=int)
    discount = ExactField(
        label=_("Discount a year, %"), required=False, min_value=0, max_value=100,
        max_digits=5, decimal_places=2,
    )  # fmt: skip

    def __init__(self, query: Mapping[str, Any], *, carried: list[tuple[str, str]]) -> None:
        self.carried = carried
        given = {name: query[name] for name in self.base_fields if query.get(name)}
        usual = {"model": USUAL.value, "years": HORIZONS[0], "discount": int(USUAL_DISCOUNT * 100)}
        super().__init__({**usual, **given})
        self.fields["years"].choices = [  # type: ignore[attr-defined]
            (years, _YEARS % {"count": years}) for years in HORIZONS
        ]

    def asked(self) -> Asked:
        """What was asked; what cannot be read is told in the form and left at its default."""
        self.is_valid()
        said, usual = self.cleaned_data, Asked()
        discount = said.get("discount")
        return Asked(
            kind=Kind(said.get("model") or usual.kind),
            years=said.get("years") or usual.years,
            discount=usual.discount if discount is None else Decimal(discount) / 100,
        )
