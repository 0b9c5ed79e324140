"""Putting products in order."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.ledger.selectors import PRODUCT_NAME_LENGTH, Product
from clavero.portfolio.forms.records import ActingForm, RecordField
from clavero.ui.forms import RevisedForm


class ProductForm(RevisedForm):
    """A product's name."""

    name = forms.CharField(label=_("Name"), max_length=PRODUCT_NAME_LENGTH)


class ProductField(RecordField):
    """A product, by its code or its name."""

    nothing = _("There is no product with the code or the name “%(asked)s”.")
    several = _("Several products are called “%(asked)s”. Write a code, such as %(proposed)s.")

    def known(self, actor: Actor) -> QuerySet[Product]:
        """Every product."""
        return ledger.products(actor)


class MergeProductForm(ActingForm):
    """The product that another one turned out to be."""

    target = ProductField(label=_("It is the same product as"))
