"""A negotiation, its points and its concessions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from clavero.negotiations.models import (
    CODE_LENGTH,
    NAME_LENGTH,
    SAID_LENGTH,
    TEXT_LENGTH,
    TITLE_LENGTH,
    UNIT_LENGTH,
)
from clavero.negotiations.rules.points import (
    IN_WORDS,
    MOST_WEIGHT,
    PERCENT,
    TIERED,
    WHOLE,
    WITH_SUBJECT,
    PointKind,
)
from clavero.negotiations.words import (
    CONCESSION_NAMES,
    FIELD_NAMES,
    POINT_NAMES,
    unit_of,
)
from clavero.ui.forms import DayInput, RevisedForm
from clavero.ui.numbers import AmountField, CountField

Choices = Sequence[tuple[Any, Any]]
_MOST_DAYS = 3650
_TIERS = "50000: 2 %\n100000: 3 %"
_MAY_BE_BELOW_ZERO = frozenset({PointKind.NUMBER, PointKind.FLOOR})


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _number_or_none(value: str) -> int | None:
    return int(value) if value else None


def _text(label: Any, rows: int = 3, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=TEXT_LENGTH, widget=_area(rows), help_text=help_text
    )


class NegotiationForm(RevisedForm):
    """What is negotiated, and what is known before."""

    title = forms.CharField(
        label=FIELD_NAMES["title"],
        max_length=TITLE_LENGTH,
        help_text=_("Such as: supply agreement of next year."),
    )
    ends_on = forms.DateField(label=FIELD_NAMES["ends_on"], required=False, widget=DayInput)
    owner_id = forms.TypedChoiceField(
        label=FIELD_NAMES["owner_id"], coerce=_number_or_none, empty_value=None, required=False
    )
    their_interests = _text(
        FIELD_NAMES["their_interests"], help_text=_("What they need, behind what they ask.")
    )
    our_interests = _text(FIELD_NAMES["our_interests"])
    our_alternative = _text(
        FIELD_NAMES["our_alternative"],
        rows=2,
        help_text=_("What we do if it comes to nothing. For the account team alone."),
    )
    their_alternative = _text(
        FIELD_NAMES["their_alternative"],
        rows=2,
        help_text=_("What they would do, as far as we know. For the account team alone."),
    )
    starts = forms.DateField(
        label=FIELD_NAMES["starts"],
        required=False,
        widget=DayInput,
        help_text=_("Of the contract, if it comes to one."),
    )
    ends = forms.DateField(label=FIELD_NAMES["ends"], required=False, widget=DayInput)
    currency = forms.CharField(label=FIELD_NAMES["currency"], max_length=3)

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner_id"].choices = [  # type: ignore[attr-defined]
            ("", pgettext_lazy("a person", "nobody")),
            *people,
        ]


def value_field(kind: PointKind, label: Any, currency: str, unit: str = "") -> forms.Field:
    """A field for what is said of a point of that kind."""
    if kind in IN_WORDS:
        attrs: dict[str, Any] = {"rows": 2}
        if kind in TIERED:
            is_growth = kind is PointKind.GROWTH
            attrs["placeholder"] = "5 %: 1 %\n10 %: 2 %" if is_growth else _TIERS
        return forms.CharField(
            label=label,
            required=False,
            max_length=SAID_LENGTH,
            widget=forms.Textarea(attrs=attrs),
        )
    of = unit or unit_of(kind, currency)
    named = f"{label} ({of})" if of else label
    if kind in WHOLE:
        return CountField(
            label=named, required=False, min_value=0, max_value=_MOST_DAYS, tells_limits=False
        )
    return AmountField(
        label=named,
        required=False,
        decimal_places=6 if kind is PointKind.PRICE else 4,
        **({} if kind in _MAY_BE_BELOW_ZERO else {"min_value": 0}),
        **({"max_value": 100} if kind in PERCENT else {}),
        tells_limits=False,
    )


class PointForm(RevisedForm):
    """A point at issue of a kind."""

    name = forms.CharField(label=POINT_NAMES["name"], max_length=NAME_LENGTH)
    unit = forms.CharField(
        label=POINT_NAMES["unit"],
        required=False,
        max_length=UNIT_LENGTH,
        help_text=_("In what it is counted, such as hours or pallets."),
    )
    is_more_better = forms.TypedChoiceField(
        label=POINT_NAMES["is_more_better"],
        coerce=lambda value: value == "True",
        choices=[
            ("True", pgettext_lazy("better for us", "more of it")),
            ("False", pgettext_lazy("better for us", "less of it")),
        ],
    )
    product = forms.CharField(label=POINT_NAMES["product"], required=False, max_length=CODE_LENGTH)
    family = forms.CharField(label=POINT_NAMES["family"], required=False, max_length=CODE_LENGTH)
    base = AmountField(
        label=POINT_NAMES["base"],
        error_messages={"required": _("Say on which turnover growth is counted.")},
        min_value=0,
        tells_limits=False,
        help_text=_("Tiers begin at so much more than it: each line as 5 %: 2 %."),
    )
    target = forms.Field()
    limit = forms.Field()
    asked = forms.Field()
    weight = CountField(
        label=POINT_NAMES["weight"],
        min_value=1,
        max_value=MOST_WEIGHT,
        initial=5,
        help_text=_("How much it matters to us, beside the other points."),
    )
    our_value = AmountField(
        label=POINT_NAMES["our_value"],
        required=False,
        min_value=0,
        tells_limits=False,
        help_text=_("In money, if it is known. For the account team alone."),
    )
    their_value = AmountField(
        label=POINT_NAMES["their_value"], required=False, min_value=0, tells_limits=False
    )

    def __init__(self, *args: Any, kind: PointKind, currency: str, unit: str = "", **options: Any):
        super().__init__(*args, **options)
        helps = {
            "target": gettext("What we aim at. For the account team alone."),
            "limit": gettext("What we accept at the worst. For the account team alone."),
        }
        for field in ("target", "limit", "asked"):
            made = value_field(kind, POINT_NAMES[field], currency, unit)
            made.help_text = helps.get(field, "")
            self.fields[field] = made
        if kind is not PointKind.NUMBER:
            del self.fields["is_more_better"]
        if kind not in {PointKind.NUMBER, PointKind.QUANTITY}:
            del self.fields["unit"]
        if kind is not PointKind.GROWTH:
            del self.fields["base"]
        if kind not in WITH_SUBJECT:
            del self.fields["product"], self.fields["family"]
        if kind in IN_WORDS or kind is PointKind.VALUE:
            del self.fields["our_value"], self.fields["their_value"]
        self.order_fields(
            [
                "name",
                "unit",
                "is_more_better",
                "product",
                "family",
                "base",
                "target",
                "limit",
                "asked",
            ]
        )


class ConcessionForm(RevisedForm):
    """What we could give."""

    text = forms.CharField(label=CONCESSION_NAMES["text"], max_length=SAID_LENGTH)
    cost = AmountField(
        label=CONCESSION_NAMES["cost"],
        required=False,
        min_value=0,
        tells_limits=False,
        help_text=_("In money. For the account team alone, as what it is worth to them."),
    )
    worth = AmountField(
        label=CONCESSION_NAMES["worth"], required=False, min_value=0, tells_limits=False
    )
    wanted = forms.CharField(
        label=CONCESSION_NAMES["wanted"],
        required=False,
        max_length=SAID_LENGTH,
        help_text=_("Nothing is given for nothing."),
    )
    given_on = forms.DateField(
        label=CONCESSION_NAMES["given_on"],
        required=False,
        widget=DayInput,
        help_text=_("Empty while it was not given."),
    )
