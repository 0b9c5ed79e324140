"""What somebody says of one account, factor by factor."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.matrix.models import SOURCE_NAMES
from clavero.matrix.rules.evidence import Source
from clavero.matrix.rules.forecast import Forecast
from clavero.matrix.rules.position import Stage
from clavero.matrix.rules.scores import (
    FRACTIONS,
    LONGEST_COMPETITOR,
    STAGE,
    Criteria,
    Subject,
)
from clavero.matrix.rules.version import Version
from clavero.matrix.services import Rated, fit_ratings, unfit_day, unfit_ratings, unreasoned
from clavero.matrix.words import FORECAST_CHOICES, STAGE_NAMES
from clavero.ui.forms import DayInput, RevisedForm, add_refusal
from clavero.ui.numbers import as_python_writes

HUNDRED = Decimal(100)
_MOST_DIGITS = 15


class RatingsField(forms.CharField):
    """One number, or those of several raters with semicolons between them."""

    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "size": 8})
    default_error_messages = {"not_numbers": _("Write a number, or several with ; between them.")}

    def __init__(self, *, is_percent: bool, **options: Any) -> None:
        super().__init__(required=False, max_length=200, **options)
        self._scale = HUNDRED if is_percent else Decimal(1)

    def clean(self, value: Any) -> tuple[Decimal, ...]:
        """The ratings, as fractions where the field is of percents."""
        parts = [part for part in str(super().clean(value)).split(";") if part.strip(" %")]
        try:
            return tuple(self._number(part) for part in parts)
        except InvalidOperation as error:
            raise forms.ValidationError(
                self.error_messages["not_numbers"], code="not_numbers"
            ) from error

    def _number(self, text: str) -> Decimal:
        number = Decimal(as_python_writes(text.strip().removesuffix("%")))
        if not number.is_finite() or number.adjusted() > _MOST_DIGITS:
            raise InvalidOperation
        return round(number / self._scale, 6).normalize() + 0


class ScoringForm(RevisedForm):
    """New values beside those of today; what stays empty stays as it is."""

    day = forms.DateField(label=_("Said on"), widget=DayInput)
    source = forms.ChoiceField(
        label=_("Said by"), choices=[(each.value, SOURCE_NAMES[each]) for each in Source]
    )
    forecast = forms.ChoiceField(label=_("It speaks of"), choices=FORECAST_CHOICES, required=False)
    us_stage = forms.ChoiceField(
        label=_("Stage of the relationship"),
        choices=[
            ("", _("as it is")),
            *((str(at), STAGE_NAMES[stage]) for at, stage in enumerate(Stage, start=1)),
        ],
        required=False,
    )
    competitor = forms.CharField(
        label=_("Competitor"),
        max_length=LONGEST_COMPETITOR,
        required=False,
        help_text=_("Whom the competitor's scores are about; empty for the best one."),
    )
    reason = forms.CharField(
        label=_("Evidence"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=2000,
        help_text=_("What it rests on. A value put in place of the ledger's needs it."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        version: Version,
        names: Mapping[str, Any],
        criteria: Criteria,
        derived: Collection[str] = (),
        competitors: Sequence[str] = (),
        seen: int = 0,
        suggested: Mapping[str, Any] | None = None,
    ) -> None:
        today = timezone.localdate()
        initial = {"day": today, "source": Source.ESTIMATE, "seen": str(seen)}
        super().__init__(data, initial=initial | dict(suggested or {}))
        self._criteria, self._derived = criteria, derived
        self._potential = list(version.potential.weights)
        self._position = list(version.position.weights)
        for key in (*self._potential, *self._position):
            self._add(Subject.US, key, names)
        for key in self._position:
            self._add(Subject.COMPETITOR, key, names)
        self.competitors = [name for name in competitors if name]
        if self.competitors:
            self.fields["competitor"].widget.attrs["list"] = "competitors"

    def _add(self, subject: Subject, key: str, names: Mapping[str, Any]) -> None:
        field = RatingsField(label=names[key], is_percent=key in FRACTIONS)
        self.fields[f"{subject}_{key}"] = field

    def potential(self) -> list[tuple[str, BoundField]]:
        """The fields of the factors of potential, by factor."""
        return [(key, self[f"us_{key}"]) for key in self._potential]

    def position(self) -> list[tuple[str, BoundField, BoundField]]:
        """The fields of the criteria of position: ours and the competitor's."""
        return [(key, self[f"us_{key}"], self[f"competitor_{key}"]) for key in self._position]

    def clean(self) -> dict[str, Any]:
        """What the service takes. Beside what cannot be read, all that it would refuse is marked
        at once."""
        given = dict(super().clean() or {})
        stage = given.pop("us_stage", "")
        rated = list(self._rated(given))
        if stage:
            rated.append(Rated(STAGE, (Decimal(stage),)))
        which = given.pop("forecast", "")
        if self.errors:
            self._mark_the_rest(given, rated, is_ahead=bool(which))
        if source := given.get("source"):
            given["source"] = Source(source)
        return {**given, "forecast": Forecast(which) if which else None, "rated": rated}

    def _mark_the_rest(
        self, given: Mapping[str, Any], rated: Sequence[Rated], *, is_ahead: bool
    ) -> None:
        refused = list(unfit_ratings(rated, self._criteria))
        if day := given.get("day"):
            refused += unfit_day(day)
        if not (is_ahead or given.get("reason", "").strip()):
            refused += unreasoned(fit_ratings(rated, refused), self._derived)
        for each in refused:
            add_refusal(self, each)

    def _rated(self, given: dict[str, Any]) -> Iterable[Rated]:
        pairs = [(Subject.US, key) for key in (*self._potential, *self._position)]
        pairs += [(Subject.COMPETITOR, key) for key in self._position]
        for subject, key in pairs:
            ratings = given.pop(f"{subject}_{key}", ())
            if ratings:
                yield Rated(key, ratings, subject)
