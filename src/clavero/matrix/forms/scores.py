"""What people say of accounts, as they bring it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clavero.core.tables import MOST_BYTES
from clavero.ui.forms import DropZone


class ScoresForm(forms.Form):
    """A file of scores; its content is what is read of it."""

    content = forms.FileField(
        label=_("File of scores"),
        widget=DropZone(attrs={"accept": ".csv,.txt"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty."),
        },
    )

    def clean_content(self) -> bytes:
        """The file's bytes, as far as any table of scores goes."""
        file: Any = self.cleaned_data["content"]
        read: bytes = file.read(MOST_BYTES + 1)
        return read
