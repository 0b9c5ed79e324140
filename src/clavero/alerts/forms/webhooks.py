"""What administrators fill in about webhooks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class WebhookForm(forms.Form):
    """Another program that is to be told of alerts."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("The program it is for, such as “Chat of the sales team”."),
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("Where messages are sent, beginning with https://."),
        widget=forms.URLInput,
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("In which its sentences are, whoever has acted."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"language": get_language()})
