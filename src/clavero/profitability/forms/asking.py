"""Which period of profitability, and which customers count as one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clavero.portfolio.forms.picture import COMPARE_NAMES, TREE_CHOICES, CustomerForm
from clavero.portfolio.rules.grouping import Tree


class ProfitForm(CustomerForm):
    """The period and the tree; what the portfolio compares with is kept for the way back."""

    field_order = ("period", "first", "last", "tree")

    compare = forms.ChoiceField(
        required=False, choices=list(COMPARE_NAMES.items()), widget=forms.HiddenInput
    )
    tree = forms.ChoiceField(
        label=_("Count as one"), required=False, choices=list(TREE_CHOICES.items())
    )

    def _unless_asked(self) -> dict[str, Any]:
        return {**super()._unless_asked(), "tree": Tree.LEGAL}


class AccountProfitForm(ProfitForm):
    """The period of one account; the tree is kept as it was in the list."""

    tree = forms.ChoiceField(
        required=False, choices=list(TREE_CHOICES.items()), widget=forms.HiddenInput
    )
