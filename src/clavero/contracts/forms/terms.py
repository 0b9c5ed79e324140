"""Each type of term as people write it, prices, and money written against terms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.contracts.models import CODE_LENGTH, NOTE_LENGTH
from clavero.contracts.rules.budgets import EntryKind
from clavero.contracts.rules.reading import read_tiers
from clavero.contracts.rules.terms import Basis, TermKind
from clavero.contracts.words import BASIS_NAMES, ENTRY_NAMES, FIELD_NAMES
from clavero.ui.forms import DayInput
from clavero.ui.numbers import AmountField, CountField

_HUNDRED = Decimal(100)
_MOST_DAYS = 365
_MOST_CASES = 1_000_000
UNIT_LENGTH = 40


class PercentField(AmountField):
    """A share, written as a percentage."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 100, **options})

    def clean(self, value: Any) -> Decimal | None:
        """The share."""
        found = super().clean(value)
        return None if found is None else found / _HUNDRED


class _Days(forms.Form):
    start = forms.DateField(
        label=FIELD_NAMES["start"],
        required=False,
        widget=DayInput,
        help_text=_("Without days it stands as long as the contract."),
    )
    end = forms.DateField(label=FIELD_NAMES["end"], required=False, widget=DayInput)


class _About(_Days):
    product = forms.CharField(
        label=_("Code of the product"), required=False, max_length=CODE_LENGTH
    )
    family = forms.CharField(label=_("Product family"), required=False, max_length=CODE_LENGTH)


def _unit() -> forms.CharField:
    return forms.CharField(
        label=_("Unit"), required=False, max_length=UNIT_LENGTH,
        help_text=_("Of a quantity, as the sales file writes it: lines of other units do not "
                    "count. Empty for any."),
    )  # fmt: skip


class PriceForm(_About):
    """One net price."""

    price = AmountField(label=_("Net price of a unit"), min_value=0, decimal_places=6)
    unit = forms.CharField(
        label=_("Unit"), required=False, max_length=UNIT_LENGTH, help_text=_("Empty for any.")
    )
    field_order = ("product", "family", "price", "unit")


class RebateForm(_About):
    """A rebate by tiers."""

    basis = forms.TypedChoiceField(
        label=_("Counted"),
        coerce=Basis,
        choices=[(each.value, BASIS_NAMES[each]) for each in Basis],
    )
    tiers = forms.CharField(
        label=_("Tiers"),
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "50000: 2 %\n100000: 3 %"}),
        help_text=_(
            "One a line: from how much on, a colon, and the share. Tiers of growth begin at a "
            "percentage; of a quantity, money a unit is given."
        ),
    )
    is_retroactive = forms.BooleanField(
        label=_("On all of it, once a tier is reached"),
        required=False,
        initial=True,
        help_text=_("Otherwise each share is on what lies within its tier."),
    )
    base = AmountField(label=_("Turnover on which growth is counted"), required=False, min_value=0)
    unit = _unit()
    field_order = ("basis", "tiers", "is_retroactive", "base", "unit")

    def clean_tiers(self) -> list[tuple[Decimal, Decimal]]:
        """The tiers as they were meant."""
        found = read_tiers(self.cleaned_data["tiers"])
        if found is None:
            raise forms.ValidationError(_("Write each line as 50000: 2 %."))
        return found


class BudgetForm(_Days):
    """Bonus or promotion money."""

    name = forms.CharField(
        label=_("What the money is for"), required=False, max_length=NOTE_LENGTH,
        help_text=_("Such as “Bonus” or “Promotions”. Budgets of different names stand side by "
                    "side."),
    )  # fmt: skip
    amount = AmountField(label=_("Budget"), min_value=0)
    field_order = ("name", "amount")


class MinimumForm(_About):
    """What the customer undertakes to buy."""

    amount = AmountField(label=_("At least"), min_value=0)
    is_quantity = forms.BooleanField(
        label=_("It is a quantity"),
        required=False,
        help_text=_("Otherwise it is money, in the contract's currency."),
    )
    unit = _unit()
    field_order = ("amount", "is_quantity", "unit")


class DeliveryForm(_Days):
    """The days around the one promised."""

    days_early = CountField(
        label=_("Days early that are in time"), min_value=0, max_value=_MOST_DAYS, initial=1
    )
    days_late = CountField(
        label=_("Days late that are in time"), min_value=0, max_value=_MOST_DAYS, initial=0
    )
    in_full = PercentField(
        label=_("In full from so much of the quantity ordered, %"), initial=_HUNDRED,
        help_text=_("Known of the lines whose sales file says how much was ordered."),
    )  # fmt: skip
    target = PercentField(label=_("Lines in time, %"), initial=_HUNDRED)
    field_order = ("days_early", "days_late", "in_full", "target")


class PaymentForm(_Days):
    """Until when invoices are paid."""

    days = CountField(label=_("Days from the invoice"), min_value=0, max_value=_MOST_DAYS)
    yearly = PercentField(label=_("What a year of delay costs, %"), initial=Decimal(0))
    field_order = ("days", "yearly")


class ServiceForm(_Days):
    """A level of service in words."""

    name = forms.CharField(label=_("What is promised"), max_length=NOTE_LENGTH)
    target = PercentField(label=_("Kept in so many cases, %"), initial=_HUNDRED)
    field_order = ("name", "target")


class IndexationForm(_Days):
    """How prices follow an index."""

    base = AmountField(label=_("Level of the index at the start"), min_value=0, decimal_places=4)
    floor = PercentField(label=_("Least change, %"), required=False, min_value=-100)
    cap = PercentField(label=_("Most change, %"), required=False)
    field_order = ("base", "floor", "cap")


TERM_FORMS: dict[TermKind, type[forms.Form]] = {
    TermKind.PRICE: PriceForm,
    TermKind.REBATE: RebateForm,
    TermKind.BUDGET: BudgetForm,
    TermKind.MINIMUM: MinimumForm,
    TermKind.EXCLUSIVITY: _About,
    TermKind.DELIVERY: DeliveryForm,
    TermKind.PAYMENT: PaymentForm,
    TermKind.SERVICE: ServiceForm,
    TermKind.INDEXATION: IndexationForm,
}


class LevelForm(forms.Form):
    """From when on an index stands at a level."""

    day = forms.DateField(label=_("Stands from"), widget=DayInput)
    value = AmountField(
        label=pgettext_lazy("of an index", "Level"), min_value=0, decimal_places=6,
        tells_limits=False,
    )  # fmt: skip


class MeasurementForm(forms.Form):
    """In how many of all cases a service was kept."""

    day = forms.DateField(
        label=_("Measured until"), widget=DayInput,
        help_text=_("The last day of what was looked at: a month, a quarter or a single visit."),
    )  # fmt: skip
    cases = CountField(label=_("Cases looked at"), min_value=1, max_value=_MOST_CASES,
                       tells_limits=False)  # fmt: skip
    kept = CountField(label=_("Of them kept"), min_value=0, max_value=_MOST_CASES,
                      tells_limits=False)  # fmt: skip
    note = forms.CharField(label=FIELD_NAMES["note"], required=False, max_length=NOTE_LENGTH)


class EndPriceForm(forms.Form):
    """Until when a price holds, or that it was never agreed; ``until`` is the day shown."""

    until = forms.DateField(widget=forms.HiddenInput, required=False)
    last = forms.DateField(
        label=FIELD_NAMES["end"], required=False, widget=DayInput,
        help_text=_("For days after it agree another price."),
    )  # fmt: skip
    is_withdrawn = forms.BooleanField(
        label=_("It was never agreed: withdraw it"), required=False,
        help_text=_("Nothing is held against it any more; the history keeps that it stood."),
    )  # fmt: skip


class ClosingForm(forms.Form):
    """Until when a rebate is closed."""

    last = forms.DateField(label=FIELD_NAMES["end"], widget=DayInput)


class EntryForm(forms.Form):
    """Money against a budget or a rebate; ``seen`` is the last that was shown."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    kind = forms.TypedChoiceField(
        label=_("What it is"),
        coerce=EntryKind,
        choices=[(each.value, ENTRY_NAMES[each]) for each in EntryKind],
    )
    amount = AmountField(label=FIELD_NAMES["amount"], decimal_places=3)
    on = forms.DateField(label=_("Day"), widget=DayInput)
    document = forms.CharField(
        label=FIELD_NAMES["document"], required=False, max_length=CODE_LENGTH
    )
    note = forms.CharField(label=FIELD_NAMES["note"], required=False, max_length=NOTE_LENGTH)

    def __init__(self, *given: Any, kind: TermKind, **more: Any) -> None:
        super().__init__(*given, **more)
        if kind is TermKind.REBATE:  # what it earns is counted from the sales
            self.fields["kind"].choices = [  # type: ignore[attr-defined]
                (EntryKind.PAYMENT.value, ENTRY_NAMES[EntryKind.PAYMENT])
            ]
