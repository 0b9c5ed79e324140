"""What people say of a cell and of its wallet."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clavero.opportunities.models import NAME_LENGTH
from clavero.opportunities.rules.grid import ENTERED, CellState
from clavero.opportunities.rules.wallet import Confidence, WalletSource
from clavero.opportunities.words import CONFIDENCE_NAMES, SOURCE_NAMES, STATE_NAMES
from clavero.ui.forms import DayInput, RevisedForm
from clavero.ui.numbers import AmountField, CountField

HUNDRED = Decimal(100)


class ShareField(AmountField):
    """A share as people write it, in per cent; what is read is the fraction."""

    def __init__(self, **options: Any) -> None:
        limits = {"min_value": Decimal(0), "max_value": HUNDRED, "max_digits": 5}
        super().__init__(**{**limits, "required": False, **options})

    def clean(self, value: Any) -> Decimal | None:
        """The fraction."""
        read: Decimal | None = super().clean(value)
        return None if read is None else read / HUNDRED


def in_percent(fraction: Decimal | None) -> Decimal | None:
    """A fraction as the field shows it."""
    return None if fraction is None else (fraction * HUNDRED).normalize() + 0


class CellForm(RevisedForm):
    """How a cell stands, beside what the ledger knows."""

    state = forms.TypedChoiceField(
        label=_("State"),
        required=False,
        coerce=CellState,
        empty_value=None,
        choices=[
            ("", _("as the sales ledger says")),
            *((each.value, STATE_NAMES[each]) for each in ENTERED),
        ],
    )
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=_("Of a blocked cell: what blocks it."),
    )
    rival = forms.CharField(label=_("Best competitor"), required=False, max_length=NAME_LENGTH)
    rival_share = ShareField(
        label=_("Share of the best competitor"), help_text=_("In per cent of the wallet.")
    )

    def shown(self, field: str, value: Any) -> tuple[str, Any]:
        """A share stands in per cent."""
        return field, in_percent(value) if field == "rival_share" else value


class WalletForm(forms.Form):
    """A word on what a unit buys of a family."""

    source = forms.TypedChoiceField(
        label=_("Source"),
        coerce=WalletSource,
        choices=[(each.value, SOURCE_NAMES[each]) for each in WalletSource],
        help_text=_("The most reliable source holds, of several the latest."),
    )
    amount = AmountField(
        label=_("Wallet of twelve months"),
        required=False,
        min_value=0,
        help_text=_("What the unit buys of the family from anybody, us included."),
    )
    rank = AmountField(
        label=_("Our rank"),
        required=False,
        min_value=1,
        max_digits=4,
        decimal_places=1,
        help_text=_("Only for the source by rank; with a tie for the first place, 1.5."),
    )
    suppliers = CountField(label=_("Suppliers used"), required=False, min_value=1, max_value=100)
    day = forms.DateField(label=_("Known on"), widget=DayInput)
    confidence = forms.TypedChoiceField(
        label=_("Confidence"),
        coerce=Confidence,
        choices=[(each.value, CONFIDENCE_NAMES[each]) for each in Confidence],
        initial=Confidence.MEDIUM.value,
    )
    note = forms.CharField(label=_("Where it is from"), required=False, max_length=NAME_LENGTH)
