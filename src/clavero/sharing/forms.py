"""What managers and guests write."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from clavero.sharing.models import NAME_LENGTH
from clavero.sharing.rules.entering import CODE_DIGITS, DAYS, MOST_DAYS
from clavero.ui.numbers import CountField


class ShareForm(forms.Form):
    """For whom a link is, and for how long."""

    name = forms.CharField(label=_("Who at the customer's"), max_length=NAME_LENGTH)
    email = forms.EmailField(
        label=_("Their e-mail"), help_text=_("The code that opens the link goes there.")
    )
    language = forms.ChoiceField(label=_("Their language"), choices=settings.LANGUAGES)
    days = CountField(label=_("For how many days"), min_value=1, max_value=MOST_DAYS, initial=DAYS)


class CodeForm(forms.Form):
    """The digits from the message; spaces between them are nothing."""

    code = forms.CharField(
        label=_("The code from the message"),
        max_length=2 * CODE_DIGITS,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
        ),
    )

    def clean_code(self) -> str:
        """Without what people write between digits."""
        return "".join(str(self.cleaned_data["code"]).split())


class CommentForm(forms.Form):
    """What is said about a row. Its length is the service's to refuse: a browser that knows a limit
    cuts what is pasted without a word."""

    text = forms.CharField(label=_("Your comment"), required=False, widget=forms.Textarea)


class SignForm(forms.Form):
    """The number and the version that the guest was looking at."""

    value = forms.DecimalField(max_digits=18, decimal_places=4, localize=False)
    version = forms.IntegerField(min_value=1)

    def clean_value(self) -> Decimal:
        """As it is kept."""
        return Decimal(self.cleaned_data["value"])
