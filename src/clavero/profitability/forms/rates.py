"""The entries of the rate book as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clavero.core.money import plain
from clavero.core.notation import POINT, exact
from clavero.profitability.hooks import COUNTED_IN_APP
from clavero.profitability.models import NAME_LENGTH, SOURCE_NAMES, SPANS
from clavero.profitability.rules.events import BY_LEDGER, key_of
from clavero.profitability.rules.rates import Source
from clavero.profitability.words import Name
from clavero.ui.forms import DayInput, RevisedForm
from clavero.ui.numbers import AmountField

HUNDRED = Decimal(100)


class EntryForm(RevisedForm):
    """An entry of the rate book, from a day on."""

    valid_from = forms.DateField(
        label=_("Valid from"),
        widget=DayInput,
        help_text=_(
            "The first day of a month. It holds until the next entry; the very first one holds "
            "for the time before as well."
        ),
    )


class NamedEntryForm(EntryForm):
    """An entry of something that has a name; standard ones have theirs."""

    field_order = ("name", "valid_from")

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)

    def __init__(self, *args: Any, is_standard: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_standard:
            del self.fields["name"]

    def clean_name(self) -> str:
        """A name with a letter in it."""
        name: str = self.cleaned_data["name"]
        if not key_of(name):
            raise forms.ValidationError(_("Write a name with letters."), code="no_letters")
        return name


class CapacityForm(NamedEntryForm):
    """What a capacity costs and has."""

    months = forms.TypedChoiceField(
        label=_("Cost and minutes of"), choices=list(SPANS.items()), coerce=int
    )
    cost = AmountField(
        label=_("Cost"),
        min_value=0,
        help_text=_("Salaries, rooms, vehicles, systems: all that it takes to have it."),
    )
    minutes = AmountField(
        label=_("Practical minutes"),
        min_value=0,
        max_digits=16,
        required=False,
        help_text=_("Left after breaks, training and talk, of all its people together."),
    )
    theoretical = AmountField(
        label=_("Minutes paid for"),
        min_value=0,
        max_digits=16,
        required=False,
        help_text=_("Where nobody measured the practical ones, 80% of these are taken."),
    )


class ExtrasField(forms.CharField):
    """Characteristics with their minutes, one a line: "rush 5"."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> Any:
        """Minutes by characteristic."""
        found: dict[str, Decimal] = {}
        for line in (super().clean(value) or "").splitlines():
            if not line.strip():
                continue
            name, _space, minutes = line.strip().replace("=", " ").rpartition(" ")
            key, number = key_of(name), exact(minutes.replace(",", "."), POINT)
            if not key or number is None or number < 0:
                raise forms.ValidationError(
                    _("“%(line)s” is not a characteristic and its minutes, such as rush 5."),
                    code="no_extra",
                    params={"line": line.strip()},
                )
            found[key] = number
        return found

    def prepare_value(self, value: Any) -> Any:
        """One a line, as it is written."""
        if not isinstance(value, Mapping):
            return value
        return "\n".join(f"{name} {_written(minutes)}" for name, minutes in value.items())


def _written(minutes: Any) -> str:
    return plain(minutes) if isinstance(minutes, Decimal) else str(minutes)


class ActivityForm(NamedEntryForm):
    """What an activity takes."""

    capacity = forms.ChoiceField(label=_("Capacity that it draws on"))
    source = forms.TypedChoiceField(
        label=_("Counted by"),
        coerce=Source,
    )
    base = AmountField(
        label=_("Minutes of each"),
        min_value=0,
        max_digits=12,
        help_text=_("Of one event without anything special. For visits, on the road and there."),
    )
    extras = ExtrasField(
        label=_("More minutes"),
        required=False,
        help_text=_(
            "What makes it longer, one a line: rush 5. A file says in a column of that name how "
            "often it applies."
        ),
    )
    travel = AmountField(
        label=_("Money of each"),
        min_value=0,
        max_digits=14,
        required=False,
        help_text=_("On top of the time, such as travel or freight, unless a file says it."),
    )

    def __init__(
        self, *args: Any, capacities: Mapping[str, Name], key: str = "", **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["capacity"].choices = list(capacities.items())  # type: ignore[attr-defined]
        known = {Source.LEDGER: BY_LEDGER, Source.APP: COUNTED_IN_APP}
        sources = [each for each in Source if key in known.get(each, {key})]
        if sources == [Source.FILE]:
            del self.fields["source"]
        else:
            choices = [(each.value, SOURCE_NAMES[each]) for each in sources]
            self.fields["source"].choices = choices  # type: ignore[attr-defined]


class CreditForm(EntryForm):
    """What capital costs."""

    percent = AmountField(
        label=_("Cost of capital, % a year"),
        min_value=0,
        max_value=100,
        max_digits=6,
        decimal_places=3,
        help_text=_("0 where waiting for money should not be charged."),
    )

    def shown(self, field: str, value: Any) -> tuple[str, Any]:
        """The fraction is a percentage here."""
        if field == "cost_of_capital":
            return "percent", None if value is None else value * HUNDRED
        return field, value
