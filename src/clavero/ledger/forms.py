"""The forms of importing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clavero.ledger.ingest import Finding, Inspection
from clavero.ledger.ingest.notation.dates import Order
from clavero.ledger.ingest.notation.numbers import Decimals
from clavero.ledger.rules import DATES, NUMBERS, Field
from clavero.ledger.uploads import LIMIT
from clavero.ui.forms import DropZone, RevisedForm

COLUMN, FOUND = "column:", "found:"
"""What stands before a column's name in the name of its select, and before what was recognised."""

LAYOUT = ("member", "sheet", "encoding", "delimiter")
"""Choices that give the file other columns. ``shown:`` stands before what they were."""
SHOWN = "shown:"

RATES_LIMIT = 50_000_000
"""Bytes. Every rate since 1999 takes one fiftieth of it."""

Label = str | Promise
Options = list[tuple[str, Label]]

DATES_AS: Options = [
    ("dmy", _("Day, month, year")),
    ("mdy", _("Month, day, year")),
    ("ymd", _("Year, month, day")),
]
DATES_FOUND: Options = [
    ("year_first", _("Year, month, day")),
    ("compact", _("Year, month, day without signs between")),
    ("named", _("Months by their names")),
    ("serial", _("Days as spreadsheets count them")),
]
"""How a column's dates may be written beside the orders that can be chosen."""
DECIMALS_AS: Options = [("comma", _("Comma: 1.234,50")), ("point", _("Point: 1,234.50"))]
DELIMITERS: Options = [
    (",", _("Comma")),
    (";", _("Semicolon")),
    ("\t", _("Tab")),
    ("|", _("Vertical bar")),
    ("^", _("Caret")),
    ("~", _("Tilde")),
]
DELIMITERS_FOUND: Options = [
    ("comma", _("Comma")),
    ("semicolon", _("Semicolon")),
    ("tab", _("Tab")),
    ("vertical bar", _("Vertical bar")),
]
"""The same, by the names that the inspection gives them."""
ENCODINGS: Options = [
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1252", _("Windows (CP1252)")),
    ("latin-1", _("Latin 1 (ISO 8859-1)")),
    ("cp850", _("DOS (CP850)")),
]


def not_larger_than(limit: int, file: UploadedFile[Any]) -> UploadedFile[Any]:
    """The file, or an error that says both sizes."""
    if file.size and file.size > limit:
        raise ValidationError(
            _("The file has %(size)s; up to %(limit)s can be brought here."),
            code="too_large",
            params={"size": filesizeformat(file.size), "limit": filesizeformat(limit)},
        )
    return file


class UploadForm(forms.Form):
    """A sales file."""

    file = forms.FileField(
        label=_("Sales file"),
        widget=DropZone(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.parquet,.gz,.zip"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Export it again and look that it has rows."),
        },
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Not larger than what is kept."""
        return not_larger_than(LIMIT, self.cleaned_data["file"])


class RatesForm(forms.Form):
    """A table of exchange rates."""

    file = forms.FileField(
        label=_("Table of exchange rates"),
        widget=DropZone(attrs={"accept": ".csv,.gz,.zip"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty."),
        },
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Not larger than any table of rates."""
        return not_larger_than(RATES_LIMIT, self.cleaned_data["file"])


class CurrencyForm(RevisedForm):
    """The currency of every total."""

    currency = forms.CharField(label=_("Reporting currency"), max_length=3)

    def shown(self, field: str, value: Any) -> tuple[str, Any]:
        """The setting is called by its full name elsewhere."""
        return "currency" if field == "reporting_currency" else field, value


class ReadingForm(forms.Form):
    """How a file is read, apart from what its columns mean.

    What is empty is read as the file says; each field tells what that is, and on what evidence.
    """

    dates = forms.ChoiceField(label=_("Dates"), required=False)
    decimal = forms.ChoiceField(label=_("Decimal sign"), required=False)
    currency = forms.CharField(
        label=_("Currency, where a line does not say it"), max_length=3, required=False
    )
    credit_notes = forms.ChoiceField(label=_("Credit notes"), required=False)
    cost_currency = forms.ChoiceField(label=_("Costs of lines in other currencies"), required=False)
    delimiter = forms.ChoiceField(label=_("Between columns"), required=False)
    encoding = forms.ChoiceField(label=_("Encoding"), required=False)
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    member = forms.ChoiceField(label=_("File in the archive"), required=False)

    def __init__(self, inspection: Inspection, currency: str, data: Mapping[str, Any]) -> None:
        """``currency`` is the reporting one. Questions that are still open are asked elsewhere."""
        super().__init__(data)
        details = inspection.details
        self._offer("dates", DATES_AS, _notation(inspection, DATES))
        self._offer("decimal", DECIMALS_AS, _notation(inspection, NUMBERS))
        self._offer("delimiter", DELIMITERS, details.get("delimiter"))
        self._offer("encoding", ENCODINGS, details.get("encoding"))
        for name in ("sheet", "member"):
            found = details.get(name)
            names = found.options if found and len(found.options) > 1 else ()
            self._offer(name, [(each, each) for each in names], found)
        self.choices_of("credit_notes").choices = [
            ("", _("As they are written")),
            ("negative", _("Take them off, though without minus sign")),
        ]
        self._offer_cost_currency(inspection, currency)
        self.fields["currency"].widget.attrs["placeholder"] = inspection.currency or currency
        for question in inspection.questions:
            self.fields.pop(question.choice, None)

    def choices_of(self, name: str) -> forms.ChoiceField:
        """The field ``name``, which offers choices."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def _offer(self, name: str, options: Options, found: Finding | None) -> None:
        if found is None or not options:
            self._carry_along(name)
            return
        names = dict([*DATES_FOUND, *DELIMITERS_FOUND, *options])
        as_found = gettext("As the file says")
        if found.value not in {"", Decimals.NONE}:
            value = names.get(found.value, found.value)
            as_found = gettext("As the file says: %(value)s") % {"value": value}
        self.choices_of(name).choices = [("", as_found), *options]
        # Escaped: it may quote the file, and help texts stand in pages as they are.
        self.fields[name].help_text = escape(str(found.evidence))

    def _offer_cost_currency(self, inspection: Inspection, currency: str) -> None:
        """Where some line may be in another currency than the reporting one."""
        said = Field.CURRENCY in inspection.fields or (inspection.currency or currency) != currency
        if Field.COST not in inspection.fields or not said:
            self._carry_along("cost_currency")
            return
        self.choices_of("cost_currency").choices = [
            ("", _("Asked where there are such lines")),
            ("line", _("In the currency of the line")),
            ("reporting", gettext("In %(currency)s") % {"currency": currency}),
        ]

    def _carry_along(self, name: str) -> None:
        """What is not offered stays as it was decided."""
        if self.data.get(name):
            self.fields[name] = forms.CharField(widget=forms.HiddenInput, required=False)
        else:
            del self.fields[name]


def _notation(inspection: Inspection, fields: tuple[Field, ...]) -> Finding | None:
    """How the columns of ``fields`` are written: the first that proves it speaks for the others."""
    mapped = [inspection.fields[field] for field in fields if field in inspection.fields]
    found = [column.notation for column in mapped if column.notation]
    sure = (each for each in found if each.value in {*Order, Decimals.COMMA, Decimals.POINT})
    return next(sure, found[0] if found else None)


def choices_in(data: QueryDict) -> dict[str, Any]:
    """What the person decided, from what the preview's form sent.

    A column that stands as it was recognised is no decision. With another sheet or delimiter the
    columns are others, and nothing was decided about those.
    """
    names = ("dates", "decimal", "currency", "credit_notes", "cost_currency", *LAYOUT)
    chosen: dict[str, Any] = {name: data[name] for name in names if data.get(name)}
    if chosen.get("currency"):
        chosen["currency"] = chosen["currency"].strip().upper()
    if not has_other_layout(data):
        chosen["mapping"] = {
            key.removeprefix(COLUMN): value
            for key, value in data.items()
            if key.startswith(COLUMN) and value != data.get(FOUND + key.removeprefix(COLUMN), "")
        }
    return chosen


def has_other_layout(data: QueryDict) -> bool:
    """Whether the columns in ``data`` belong to another reading of the file."""
    return any(data.get(name, "") != data.get(SHOWN + name, "") for name in LAYOUT)
