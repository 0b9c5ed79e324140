"""Putting customers in order: their record, their groups, who looks after them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Sentence
from clavero.identity.rules import Actor
from clavero.identity.selectors import people
from clavero.portfolio.models import (
    CODE_LENGTH,
    COUNTRY_LENGTH,
    COVERAGE_ROLE_NAMES,
    KIND_LENGTH,
    NAME_LENGTH,
    TAX_NUMBER_LENGTH,
    TREE_NAMES,
    Customer,
)
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import customer_records
from clavero.portfolio.visibility import ROLES_THAT_SEE_SALES
from clavero.ui.forms import DayInput, RevisedForm
from clavero.ui.numbers import AmountField

TREE_CHOICES = [(tree.value, TREE_NAMES[tree]) for tree in Tree]


MOST_PROPOSED = 5
HUNDRED = Decimal(100)


class RecordField(forms.CharField):
    """A record, by its code or its name: nobody scrolls through a list of 50,000."""

    nothing: Sentence
    several: Sentence

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("Its code or its name."))
        super().__init__(max_length=NAME_LENGTH, **options)
        self.actor: Actor | None = None

    def known(self, actor: Actor) -> QuerySet[Any]:
        """The records that ``actor`` may name."""
        raise NotImplementedError

    def clean(self, value: Any) -> Any:
        """The record of that code or name; an error where there is none, or several."""
        asked = super().clean(value)
        if not asked:
            return None
        if self.actor is None:
            raise TypeError("the field of a record needs to know who is asking")
        known = self.known(self.actor)
        for condition in ({"code": asked}, {"name__iexact": asked}, {"name__icontains": asked}):
            found = list(known.filter(**condition)[: MOST_PROPOSED + 1])
            if len(found) == 1:
                return found[0]
            if found:
                proposed = ", ".join(f"{each.code} ({each})" for each in found[:MOST_PROPOSED])
                raise forms.ValidationError(
                    str(self.several),
                    code="several_records",
                    params={"asked": asked, "proposed": proposed},
                )
        raise forms.ValidationError(
            str(self.nothing), code="no_such_record", params={"asked": asked}
        )


class CustomerField(RecordField):
    """A customer, by its code or its name."""

    nothing = _("There is no customer or group with the code or the name “%(asked)s”.")
    several = _("Several customers are called “%(asked)s”. Write a code, such as %(proposed)s.")

    def known(self, actor: Actor) -> QuerySet[Customer]:
        """The records that ``actor`` keeps in order."""
        return customer_records(actor)


class ActingForm(forms.Form):
    """A form whose choices depend on who is asking."""

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, RecordField):
                field.actor = actor
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = people(actor).filter(is_active=True, role__in=ROLES_THAT_SEE_SALES)


class RecordForm(RevisedForm):
    """What a customer's record says of it."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    tax_number = forms.CharField(
        label=_("Tax number"), max_length=TAX_NUMBER_LENGTH, required=False
    )
    country = forms.CharField(label=_("Country"), max_length=COUNTRY_LENGTH, required=False)
    sector = forms.CharField(
        label=_("Sector"),
        max_length=KIND_LENGTH,
        required=False,
        help_text=_("What it lives from: each sector may have its own criteria in the matrix."),
    )
    segment = forms.CharField(label=_("Segment"), max_length=KIND_LENGTH, required=False)


class LinkForm(ActingForm):
    """The group a customer goes into."""

    parent = CustomerField(label=_("Group"))
    tree = forms.ChoiceField(label=_("Tree"), choices=TREE_CHOICES)


class MergeForm(ActingForm):
    """The customer that another one turned out to be."""

    target = CustomerField(label=_("It is the same customer as"))


class NewGroupForm(forms.Form):
    """A customer group made by hand."""

    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        help_text=_("The name people use for the whole group."),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=CODE_LENGTH,
        required=False,
        help_text=_("Leave it empty to get the next free one."),
    )


class LastDayField(forms.DateField):
    """The last day of something, as people say it; cleaned, it is the first day without."""

    widget = DayInput

    def clean(self, value: Any) -> date | None:
        """The day after the one written."""
        last: date | None = super().clean(value)
        if last is None:
            return None
        if last == date.max:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return last + timedelta(days=1)


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no [] at run time
    """A person who works here and sees the customers they look after."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=None, empty_label=_("Choose a person"), **options)


class AssignForm(ActingForm):
    """Who looks after a customer, as what, from when."""

    person = PersonField(label=_("Person"))
    role = forms.ChoiceField(
        label=_("As"), choices=[(role.value, COVERAGE_ROLE_NAMES[role]) for role in CoverageRole]
    )
    start = forms.DateField(label=_("From"), widget=DayInput)
    end = LastDayField(
        label=_("Last day"), required=False, help_text=_("Leave it empty if it is not known.")
    )


class EndForm(RevisedForm):
    """The last day on which somebody looks after a customer."""

    on = LastDayField(label=_("Last day"))


class TransferForm(ActingForm, RevisedForm):
    """Who takes over, and when."""

    person = PersonField(label=_("Hand over to"))
    on = forms.DateField(label=_("First day of the new person"), widget=DayInput)


class FiguresForm(RevisedForm):
    """The company's yearly figures."""

    valid_from = forms.DateField(
        label=_("Valid from"),
        widget=DayInput,
        help_text=_("Until the next figures. Those of the same day are corrected."),
    )
    ebit = AmountField(
        label=_("EBIT of twelve months"),
        help_text=_("Earnings before interest and taxes; negative if the company loses money."),
    )
    overhead = AmountField(
        label=_("Overhead of twelve months"),
        required=False,
        help_text=_("Costs that no single customer causes."),
    )
    cash = AmountField(label=_("Cash available"), min_value=0, required=False)
    avoidable_percent = AmountField(
        label=_("Part of the overhead that would go with lost sales, %"),
        min_value=0,
        max_value=100,
        max_digits=5,
        required=False,
        help_text=_("0 if the overhead would stay whole."),
    )

    def shown(self, field: str, value: Any) -> tuple[str, Any]:
        """The avoidable share is a percentage here."""
        if field == "avoidable_share":
            return "avoidable_percent", None if value is None else value * HUNDRED
        return field, value
