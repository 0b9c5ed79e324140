"""What somebody says when ordering a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from clavero.reports.rendering.inspecting import LARGEST
from clavero.reports.rules import FORMS, MONTHS, Form, Kind
from clavero.reports.words import FORM_NAMES, KIND_NAMES, MONTHS_NAMES
from clavero.ui.forms import DropZone, TableForm


def _form(kind: Kind | None = None) -> forms.TypedChoiceField:
    told = Form if kind is None else FORMS[kind]
    return forms.TypedChoiceField(
        label=_("File"),
        coerce=Form,
        choices=[(each.value, FORM_NAMES[each]) for each in told],
        initial=Form.PDF.value,
    )


def _language() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


def kinds_of_account(*, has_plan: bool, has_pack: bool) -> list[Kind]:
    """The documents about an account; those of a plan or of a handover where there is one."""
    without = set() if has_pack else {Kind.HANDOVER}
    if not has_plan:
        without |= {Kind.PLAN, *(each for each in Kind if each.is_for_customer)}
    return [each for each in Kind if each.is_of_account and each not in without]


class AccountForm(forms.Form):
    """A document about one account; of a plan or a handover only where there is one."""

    kind = forms.TypedChoiceField(label=_("Document"), coerce=Kind)
    months = forms.TypedChoiceField(
        label=_("Period of a review"),
        coerce=int,
        choices=[(each, MONTHS_NAMES[each]) for each in MONTHS],
        required=False,
        empty_value=None,
    )
    form = _form()
    language = _language()

    def __init__(self, *given: Any, kinds: Sequence[Kind], **named: Any) -> None:
        super().__init__(*given, **named)
        kind: Any = self.fields["kind"]
        kind.choices = [(each.value, KIND_NAMES[each]) for each in kinds]


class PortfolioForm(forms.Form):
    """The report of all accounts that one sees."""

    form = _form(Kind.PORTFOLIO)
    language = _language()


class WhichForm(forms.Form):
    """Of which account a document is wanted."""

    account = forms.TypedChoiceField(label=_("Account"), coerce=int)

    def __init__(self, *given: Any, accounts: Sequence[tuple[int, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        account: Any = self.fields["account"]
        account.choices = accounts


class TemplateForm(TableForm):
    """The company's template for slides or texts; the file says which."""

    content = forms.FileField(
        label=_("Template (.pptx or .docx, up to 10 MB)"),
        widget=DropZone(attrs={"accept": ".pptx,.docx"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty."),
        },
    )

    def clean_content(self) -> bytes:
        """The file's bytes, as far as any template goes and one more."""
        file: Any = self.cleaned_data["content"]
        read: bytes = file.read(LARGEST + 1)
        return read
