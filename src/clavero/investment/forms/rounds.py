"""A round, its terms, and what binds its accounts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clavero.investment.models import Terms
from clavero.investment.rules.flows import RATE, YEARS
from clavero.investment.rules.kinds import Aim, PairKind, Shape
from clavero.investment.words import AIM_NAMES, PAIR_NAMES, SHAPE_NAMES
from clavero.ui.forms import RevisedForm
from clavero.ui.numbers import AmountField, CountField

_PERCENT = Decimal(100)


class RoundForm(forms.Form):
    """A new round."""

    name = forms.CharField(label=_("Name of the round"), max_length=100)


class TermsForm(RevisedForm):
    """What there is to spend, and by what it counts; rates are written in per cent."""

    budget = AmountField(label=_("Budget"), min_value=0)
    rate = AmountField(label=_("Discount rate of a year, %"), min_value=0, max_value=100)
    cash_1 = AmountField(
        label=_("What year 1 may take"),
        required=False,
        min_value=0,
        help_text=_(
            "Of years in which an account takes money rather than brings it. Empty: no limit."
        ),
    )
    cash_2 = AmountField(label=_("What year 2 may take"), required=False, min_value=0)
    cash_3 = AmountField(label=_("What year 3 may take"), required=False, min_value=0)
    hours = AmountField(
        label=_("Hours of key account managers"),
        required=False,
        min_value=0,
        decimal_places=1,
        max_digits=9,
    )
    accounts = CountField(label=_("Accounts at most"), required=False, min_value=1, max_value=1000)
    aim = forms.TypedChoiceField(
        label=_("Chosen by"),
        choices=[(each.value, AIM_NAMES[each]) for each in Aim],
        coerce=Aim,
        help_text=_("The second and third are read from the draws."),
    )
    most_loss = AmountField(label=_("Probability of a loss at most, %"), min_value=0, max_value=100)
    caution = AmountField(label=_("Weight of the worst cases, %"), min_value=0, max_value=100)
    shape = forms.TypedChoiceField(
        label=_("Between low and high"),
        choices=[(each.value, SHAPE_NAMES[each]) for each in Shape],
        coerce=Shape,
    )
    reason = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )

    def as_asked(self) -> dict[str, Any]:
        """What the service takes."""
        given = dict(self.cleaned_data)
        for name in ("rate", "most_loss", "caution"):
            given[name] = given[name] / _PERCENT
        given["cash"] = tuple(given.pop(f"cash_{year}") for year in range(1, YEARS + 1))
        return given


def terms_initial(terms: Terms | None) -> dict[str, Any]:
    """What the fields start with."""
    if terms is None:
        return {
            "rate": RATE * _PERCENT,
            "aim": Aim.MEAN,
            "shape": Shape.PERT,
            "most_loss": Decimal(10),
            "caution": Decimal(50),
            "seen": 0,
        }
    return {
        **{name: getattr(terms, name) for name in (
            "budget", "cash_1", "cash_2", "cash_3", "hours", "accounts", "aim", "shape",
        )},
        **{name: _short(getattr(terms, name) * _PERCENT)
           for name in ("rate", "most_loss", "caution")},
        "seen": terms.pk,
    }  # fmt: skip


def _short(value: Decimal) -> Decimal:
    return value.normalize() + 0


class BindForm(forms.Form):
    """What binds two accounts."""

    first = forms.TypedChoiceField(label=_("Account"), coerce=int)
    kind = forms.TypedChoiceField(
        label=_("Bond"),
        choices=[(each.value, PAIR_NAMES[each]) for each in PairKind],
        coerce=PairKind,
    )
    second = forms.TypedChoiceField(label=_("The other account"), coerce=int)
    reason = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *given: Any, accounts: Sequence[tuple[int, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        for name in ("first", "second"):
            field: Any = self.fields[name]
            field.choices = list(accounts)
