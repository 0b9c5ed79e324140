"""Fields for numbers, whose limits stand beside them and in what refuses, as the reader writes.

Django's own fields tell a limit as Python has it: 30.00, with a point in Spanish too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from clavero.ui import formats

Limit = Decimal | float | int | None


class _Within(forms.IntegerField):
    """What the number fields have in common. ``tells_limits`` is whether they stand beside the
    field: of one that is told them by its label, or whose limits nobody meets, they do not."""

    def __init__(
        self,
        *,
        min_value: Limit = None,
        max_value: Limit = None,
        tells_limits: bool = True,
        help_text: Any = "",
        **options: Any,
    ) -> None:
        low, high = _exact(min_value), _exact(max_value)
        if tells_limits and (high is not None or low):
            help_text = _told_lazily(help_text, low, high)
        super().__init__(help_text=help_text, **options)
        # For the browser, which asks by them, and stops before anything is sent.
        self.min_value, self.max_value = min_value, max_value  # type: ignore[assignment]
        self.widget.attrs.update(self.widget_attrs(self.widget))
        if low is not None or high is not None:
            self.validators.append(_between(low, high))


class CountField(_Within):
    """A whole number."""


class MeasureField(_Within, forms.FloatField):
    """A number that the browser's own field writes, of which the last digit does not matter."""


class ExactField(_Within, forms.DecimalField):
    """A number that the browser's own field writes, to the digit."""


class AmountField(_Within, forms.DecimalField):
    """A number as the reader writes it: 1,234.5 in English, 1.234,5 in Spanish."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_digits": 18, "decimal_places": 2, **options})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as its parent
        """The number meant."""
        return super().to_python(as_python_writes(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """The number in the reader's writing."""
        return formats.typed(value) if isinstance(value, Decimal) else value


def as_python_writes(text: str) -> str:
    """A number in the reader's writing, in that of Python.

    Whether it is one is not looked at.
    """
    style = formats.writing()
    group, point = re.escape(style.group), re.escape(style.decimal)
    text = re.sub(r"\s", "", text).replace(formats.MINUS, "-")
    # Only whole groups of three are groups: in Spanish 1.234 is a thousand and 41.5 is not.
    if re.fullmatch(rf"[-+]?\d{{1,3}}({group}\d{{3}})+({point}\d*)?", text):
        text = text.replace(style.group, "")
    return text.replace(style.decimal, ".")


def _exact(limit: Limit) -> Decimal | None:
    return None if limit is None else Decimal(str(limit))


def _between(low: Decimal | None, high: Decimal | None) -> Callable[[Any], None]:
    def check(value: Any) -> None:
        is_below = low is not None and value < low
        if is_below or (high is not None and value > high):
            code = "min_value" if is_below else "max_value"
            raise ValidationError(_refusal(low, high), code=code)

    return check


def _refusal(low: Decimal | None, high: Decimal | None) -> str:
    if low is None and high is not None:
        return _("Write %(high)s or less.") % {"high": formats.number(high)}
    if high is None and low is not None:
        return _("Write %(low)s or more.") % {"low": formats.number(low)}
    return _("Write a number from %(low)s to %(high)s.") % _places(low, high)


def _told(before: Any, low: Decimal | None, high: Decimal | None) -> str:
    """The limits after what is said of the field."""
    if low is None and high is not None:
        told = _("%(high)s or less.") % {"high": formats.number(high)}
    elif high is None and low is not None:
        told = _("%(low)s or more.") % {"low": formats.number(low)}
    else:
        told = _("From %(low)s to %(high)s.") % _places(low, high)
    return f"{before} {told}".strip()


_told_lazily = lazy(_told, str)


def _places(low: Decimal | None, high: Decimal | None) -> dict[str, str]:
    return {"low": formats.number(low or Decimal(0)), "high": formats.number(high or Decimal(0))}
