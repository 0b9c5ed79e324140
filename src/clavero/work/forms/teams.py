"""Who works for an account, the limits of a load, and when to be reminded."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.ui.forms import DayInput, RevisedForm
from clavero.ui.numbers import AmountField, CountField
from clavero.ui.versions import AdoptForm
from clavero.work.hooks import Offer
from clavero.work.rules.load import Limits
from clavero.work.rules.team import MOST_DAYS_BEFORE, Function
from clavero.work.words import FUNCTION_NAMES, LIMIT_NAMES

Choices = Sequence[tuple[Any, Any]]
_HUNDRED = Decimal(100)
_MOST_ACCOUNTS = 500


class DedicateForm(RevisedForm):
    """Somebody, what they do for the account, and with how much of their time."""

    person_id = forms.TypedChoiceField(label=_("Who"), coerce=int)
    function = forms.TypedChoiceField(
        label=_("What they do for it"),
        required=False,
        coerce=Function,
        empty_value=None,
        choices=[
            ("", _("they look after it already")),
            *((each.value, FUNCTION_NAMES[each]) for each in Function),
        ],
        help_text=_("Whoever works for it from a department sees nothing of its sales by that."),
    )
    share = AmountField(
        label=_("Part of their time, in percent"),
        required=False,
        decimal_places=1,
        min_value=Decimal("0.1"),
        max_value=_HUNDRED,
    )
    start = forms.DateField(label=pgettext_lazy("a day", "From"), widget=DayInput)
    end = forms.DateField(
        label=_("Until the day before"), required=False, widget=DayInput,
        help_text=_("Empty until further notice."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person_id"].choices = people  # type: ignore[attr-defined]

    def clean_share(self) -> Decimal | None:
        """The part as a fraction."""
        share: Decimal | None = self.cleaned_data["share"]
        return None if share is None else share / _HUNDRED


class EndForm(forms.Form):
    """From when somebody no longer works for an account."""

    on = forms.DateField(label=_("First day without"), widget=DayInput)


class LimitsForm(AdoptForm):
    """How many accounts one person can look after."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in LIMIT_NAMES.items():
            self.fields[name] = CountField(
                label=label, min_value=0, max_value=_MOST_ACCOUNTS, tells_limits=False
            )
        self.order_fields([*LIMIT_NAMES, "valid_from", "reason", "seen"])

    def clean(self) -> dict[str, Any]:
        """The least is not more than the most."""
        found = super().clean() or {}
        for kind in ("key", "ordinary"):
            least, most = found.get(f"{kind}_least"), found.get(f"{kind}_most")
            if least is not None and most is not None and (least > most or most < 1):
                self.add_error(
                    f"{kind}_most", _("The most is one or more, and not below the least.")
                )
        return found

    def limits(self) -> Limits:
        """What was written."""
        return Limits(**{name: self.cleaned_data[name] for name in LIMIT_NAMES})


class RemindingForm(forms.Form):
    """When the daily message tells of a task."""

    days_before = CountField(
        label=_("Days before a task is due"),
        required=False,
        min_value=0,
        max_value=MOST_DAYS_BEFORE,
        help_text=_("Empty: the daily message says nothing of tasks."),
    )


class ClosingForm(forms.Form):
    """What becomes of what the giver holds, one field for each thing."""

    prefix = "offer"

    def __init__(self, *args: Any, offers: Sequence[Offer], **options: Any) -> None:
        super().__init__(*args, **options)
        for each in offers:
            self.fields[each.key] = forms.ChoiceField(
                label=each.text, choices=each.choices, initial=each.usual
            )

    def clean(self) -> dict[str, Any]:
        """An answer to what is no longer asked is not dropped without a word."""
        asked = {self.add_prefix(name) for name in self.fields}
        if any(name.startswith(f"{self.prefix}-") and name not in asked for name in self.data):
            raise forms.ValidationError(
                _("Some of what was shown has changed meanwhile. Look at it as it is now.")
            )
        return super().clean() or {}


class PackForm(forms.Form):
    """From whom an account goes to whom."""

    giver_id = forms.TypedChoiceField(label=_("Who hands over"), coerce=int)
    receiver_id = forms.TypedChoiceField(label=_("Who takes over"), coerce=int)

    def __init__(self, *args: Any, givers: Choices, receivers: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["giver_id"].choices = givers  # type: ignore[attr-defined]
        self.fields["receiver_id"].choices = receivers  # type: ignore[attr-defined]
