"""Which criterion of the matrix each factor of success stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.matrix.rules.evidence import Source
from clavero.matrix.words import SOURCE_NAMES
from clavero.ui.forms import DayInput

FACTOR = "factor_"


class ProposeForm(forms.Form):
    """A criterion beside each factor, and who has said it when."""

    source = forms.TypedChoiceField(
        label=_("Said by"),
        coerce=Source,
        choices=[(each.value, SOURCE_NAMES[each]) for each in Source],
        initial=Source.ESTIMATE.value,
        help_text=_("A position rests on what the customer says; ours is a first guess."),
    )
    said_on = forms.DateField(label=_("Said on"), widget=DayInput)

    def __init__(
        self,
        *given: Any,
        factors: Sequence[tuple[int, str]],
        criteria: Mapping[str, Any],
        known: Mapping[int, str],
        **named: Any,
    ) -> None:
        super().__init__(*given, **named)
        self.fields["said_on"].initial = timezone.localdate()
        for number, text in factors:
            self.fields[f"{FACTOR}{number}"] = forms.ChoiceField(
                label=text,
                required=False,
                choices=[("", _("none of the matrix")), *criteria.items()],
                initial=known.get(number, ""),
            )

    def clean(self) -> dict[str, Any]:
        """The criteria by factor."""
        given = dict(super().clean() or {})
        chosen = {name: given.pop(name) for name in list(given) if name.startswith(FACTOR)}
        given["criteria"] = {
            int(name.removeprefix(FACTOR)): value for name, value in chosen.items() if value
        }
        return given


def ids_sent(texts: Iterable[str]) -> list[int]:
    """The numbers among what was sent."""
    return [int(text) for text in texts if re.fullmatch(r"[0-9]{1,18}", text)]
