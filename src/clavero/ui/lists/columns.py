"""The columns of a list, one class for each kind of figure.

They are django-tables2 columns: ``linkify``, ``accessor``, ``orderable``… are its own arguments.
Each kind knows how to write itself on the page, how to stand in a spreadsheet and how to say
its order in a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import django_tables2 as tables
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from clavero.core.estimates import Estimate
from clavero.core.money import Money as Amount
from clavero.ui import formats, html
from clavero.ui.formats import Kind

Label = str | Promise


class Column(tables.Column):  # type: ignore[misc]
    """Text. ``is_title`` marks the column that names the row: on a phone it heads the card."""

    css = ""
    upwards: Label = _("from A to Z")
    downwards: Label = _("from Z to A")

    def __init__(self, label: Label, *, is_title: bool = False, **options: Any) -> None:
        super().__init__(label, **options)
        self.css_of_cell = f"{self.css} list-title".strip() if is_title else self.css

    def direction(self, is_descending: bool) -> str:
        """How an order goes, in words."""
        return str(self.downwards if is_descending else self.upwards)

    def cell(self, value: Any, currency: str) -> Any:
        """What a spreadsheet gets: text, an exact number, a date, or nothing."""
        return None if value is None else str(value)

    def head(self, currency: str) -> str:
        """The column's name in a file."""
        return str(self.verbose_name)

    def number_format(self, currency: str) -> str | None:
        """How a spreadsheet writes it, in its own format language."""
        return None


class Text(Column):
    """Names and other words."""


class Prose(Text):
    """What somebody wrote: whole sentences, for which a column keeps some room."""

    css = "sentences"


class Number(Column):
    """A count or an index. ``places`` are its decimals; without them, those it has."""

    css = "numeric"
    upwards = _("from low to high")
    downwards = _("from high to low")

    def __init__(self, label: Label, *, places: int | None = None, **options: Any) -> None:
        options.setdefault("initial_sort_descending", True)
        super().__init__(label, **options)
        self.places = places

    def render(self, value: Any) -> SafeString | str:
        """The number in the reader's writing."""
        if isinstance(value, Estimate):
            return html.estimate(value, Kind.NUMBER, places=self.places)
        return formats.number(value, places=self.places)

    def cell(self, value: Any, currency: str) -> Any:
        """The exact number."""
        return value.value if isinstance(value, Estimate) else value

    def number_format(self, currency: str) -> str | None:
        """As many decimals as the list shows; without any said, as many as there are."""
        if self.places is None:
            return None
        return f"#,##0.{'0' * self.places}" if self.places else "#,##0"


class Money(Number):
    """An amount: ``Money``, or a Decimal in the list's currency (or in ``currency``)."""

    def __init__(
        self, label: Label, *, currency: str = "", places: int | None = 0, **options: Any
    ) -> None:
        super().__init__(label, places=places, **options)
        self.currency = currency
        if places is None or places >= 2:
            self.css_of_cell = f"{self.css_of_cell} to-the-cent"

    def render(self, value: Any, table: Any) -> SafeString | str:  # type: ignore[override]
        """The amount in the reader's writing."""
        currency = self.currency or table.currency
        if isinstance(value, Estimate):
            return html.estimate(value, Kind.MONEY, currency=currency, places=self.places)
        amount = value if isinstance(value, Amount) else Amount(Decimal(value), currency)
        return formats.money(amount, places=self.places)

    def cell(self, value: Any, currency: str) -> Any:
        """The amount to the cent: what was computed has digits that say nothing."""
        amount = value.amount if isinstance(value, Amount) else super().cell(value, currency)
        places = max(2, self.places or 0)
        if not isinstance(amount, Decimal):
            return amount
        return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)

    def head(self, currency: str) -> str:
        """The column's name with the currency, since a CSV cell cannot carry it."""
        return f"{self.verbose_name} ({self.currency or currency})"

    def number_format(self, currency: str) -> str | None:
        """Two decimals and the currency's code."""
        return f'#,##0.00 "{self.currency or currency}"'


class Percent(Number):
    """A fraction, shown as a percentage; an Estimate shows why it is missing."""

    def __init__(self, label: Label, *, places: int = 1, **options: Any) -> None:
        super().__init__(label, places=places, **options)

    def render(self, value: Any) -> SafeString | str:
        """The percentage in the reader's writing."""
        if isinstance(value, Estimate):
            return html.estimate(value, places=self.places)
        return formats.percent(value, places=self.places or 0)

    def cell(self, value: Any, currency: str) -> Any:
        """The fraction, to a ten-thousandth of a percent: more digits say nothing."""
        fraction = super().cell(value, currency)
        return round(fraction, 6) if isinstance(fraction, Decimal) else fraction

    def number_format(self, currency: str) -> str | None:
        """The spreadsheet's own percentage."""
        return "0.0%"


class Growth(Percent):
    """An Estimate of growth: arrow, sign and word."""

    def render(self, value: Any) -> SafeString | str:
        """The growth, told without needing its colour."""
        return html.growth(value)


class Day(Column):
    """A date."""

    css = "numeric of-day"
    upwards = _("the oldest first")
    downwards = _("the newest first")

    def __init__(self, label: Label, **options: Any) -> None:
        options.setdefault("initial_sort_descending", True)
        super().__init__(label, **options)

    def render(self, value: date) -> str:
        """The day in the reader's writing."""
        return formats.day(value)

    def cell(self, value: Any, currency: str) -> Any:
        """The date."""
        return value

    def number_format(self, currency: str) -> str | None:
        """Year, month, day."""
        return "yyyy-mm-dd"


class Moment(Day):
    """A day with its hour."""

    css = "moment"

    def render(self, value: datetime) -> str:  # type: ignore[override]
        """The moment in the reader's writing."""
        return formats.moment(value)


class Steps(Column):
    """What can be done about a row: the table's ``steps_of`` gives each step's words and address.
    The table calls it ``steps``."""

    css = "row-actions"

    def __init__(self) -> None:
        super().__init__(_("Change"), orderable=False, empty_values=())

    def render(self, table: Any, record: Any, bound_row: Any) -> SafeString:
        """A button for each, which says to the ear to which row it belongs."""
        name = bound_row.get_cell(0)
        links = format_html_join(
            "",
            '<a class="btn btn-sm" href="{}" aria-label="{}: {}">{}</a>',
            ((url, label, name, label) for label, url in table.steps_of(record)),
        )
        return format_html('<div class="btn-list">{}</div>', links) if links else links


class Badge(Column):
    """A word from a short list. ``names`` translates the values, ``tones`` colours them."""

    def __init__(
        self,
        label: Label,
        *,
        names: Mapping[Any, Label] | None = None,
        tones: Mapping[Any, str] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.names = names or {}
        self.tones = tones or {}

    def render(self, value: Any) -> SafeString:
        """The word, set off."""
        return format_html(
            '<span class="pill pill-{}">{}</span>',
            self.tones.get(value, "plain"),
            self.names.get(value, value),
        )

    def cell(self, value: Any, currency: str) -> Any:
        """The word."""
        return None if value is None else str(self.names.get(value, value))


class Word(Badge):
    """A word from a short list, not set off."""

    def render(self, value: Any) -> SafeString:
        """The word."""
        return format_html("{}", self.names.get(value, value))
