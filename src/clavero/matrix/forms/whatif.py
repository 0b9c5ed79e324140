"""What a reader asks of a what-if; all of it stands in the address, so that nothing is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clavero.core.collation import place_of
from clavero.matrix.models import SCENARIO_NAME_LENGTH
from clavero.matrix.rules.factors import HEAVIEST, Axis
from clavero.matrix.rules.position import STAGES, Mode
from clavero.matrix.rules.settings import Settings
from clavero.matrix.rules.whatif import Place, WhatIf, refilled, weights_of, within
from clavero.matrix.selectors import MatrixRow
from clavero.matrix.words import STAGE_NAMES, Name
from clavero.ui.forms import RevisedForm
from clavero.ui.numbers import MeasureField

PLACE = "place"  # in the address, once an account: its number, position and potential
WAS = "was"  # the weights that the page showed, to know which of them the reader moved
BACK = "back"
SCENARIO = "scenario"
_PLACE = re.compile(r"([0-9]{1,18})_(-?[0-9.]{1,8})_([0-9.]{1,8})")
_MOST_PLACES = 200


class WhatIfForm(forms.Form):
    """Weights as they shall be, and one account more to put elsewhere."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        settings: Settings,
        names: Mapping[str, Name],
        rows: Sequence[MatrixRow],
    ) -> None:
        super().__init__(data or None)
        self._settings = settings
        self._is_placed = False
        self.mode = settings.base.mode
        for axis in Axis:
            if axis is Axis.POSITION and self.mode is Mode.STAGE:
                continue  # a stage has no weights
            for key, weight in weights_of(settings, axis).items():
                self.fields[_weight(axis, key)] = MeasureField(
                    label=str(names[key]),
                    min_value=0,
                    max_value=HEAVIEST,
                    tells_limits=False,  # below them all, in a sentence
                    required=False,
                    initial=weight,
                    widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
                )
        placed = [row for row in rows if row.reading.point is not None]
        accounts = sorted(placed, key=lambda row: place_of(row.card.title) or "")
        self.fields["account"] = forms.ChoiceField(
            label=_("Account"),
            choices=[("", _("choose one")), *((str(r.card.id), r.card.title) for r in accounts)],
            required=False,
        )
        self.fields["potential"] = _score(_("Its potential"), 0, 10)
        self.fields["position"] = _position(self.mode)

    def weights(self, axis: Axis) -> list[BoundField]:
        """The fields of an axis's weights."""
        prefix = _weight(axis, "")
        return [self[name] for name in self.fields if name.startswith(prefix)]

    def place(self) -> list[BoundField]:
        """The fields that put an account elsewhere; empty again when they have done so."""
        if self._is_placed:
            self.data = {}
        return [self["account"], self["potential"], self["position"]]

    def asked(self, codes: Mapping[int, str]) -> WhatIf:
        """What is asked, with weights that fill 100; ``codes`` are the accounts' by number. What
        cannot be read is told beside its field and left out."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        weights = {axis: self._weights(axis, given) for axis in Axis}
        places = dict(self._places(codes))
        account = codes.get(int(given.get("account") or 0))
        position, potential = given.get("position"), given.get("potential")
        if account is not None and potential is not None and position not in {None, ""}:
            places[account] = within(self.mode, (float(position), potential))
            self._is_placed = True
        return WhatIf(weights[Axis.POTENTIAL], weights[Axis.POSITION], places)

    def _weights(self, axis: Axis, given: Mapping[str, Any]) -> dict[str, float]:
        now = weights_of(self._settings, axis)
        asked = {key: value for key in now if (value := given.get(_weight(axis, key))) is not None}
        found = refilled(self._was(axis, now), asked) if asked else now
        same = all(abs(found[key] - weight) < 0.005 for key, weight in now.items())
        return {} if same else found

    def _was(self, axis: Axis, now: Mapping[str, float]) -> dict[str, float]:
        written = str(self.data.get(f"{WAS}_{axis}", "")).split("_")
        try:
            before = [float(part) for part in written]
        except ValueError:
            return dict(now)
        fits = len(before) == len(now) and all(0 <= each <= 100 for each in before)
        return dict(zip(now, before, strict=True)) if fits else dict(now)

    def _places(self, codes: Mapping[int, str]) -> Iterator[tuple[str, Place]]:
        asked = self.data.getlist(PLACE) if isinstance(self.data, QueryDict) else []
        back = self.data.get(BACK)
        for text in asked[:_MOST_PLACES]:
            found = _PLACE.fullmatch(text)
            if found is None or found[1] == back:
                continue
            code = codes.get(int(found[1]))
            try:
                place = float(found[2]), float(found[3])
            except ValueError:
                continue
            if code is not None:
                yield code, within(self.mode, place)


def query_of(what_if: WhatIf, ids: Mapping[str, int], scenario: int | None = None) -> str:
    """A what-if as an address has it."""
    query = QueryDict(mutable=True)
    for axis, weights in ((Axis.POTENTIAL, what_if.potential), (Axis.POSITION, what_if.position)):
        for key, weight in weights.items():
            query[_weight(axis, key)] = f"{weight:g}"
    query.setlist(PLACE, places_of(what_if, ids))
    if scenario is not None:
        query[SCENARIO] = str(scenario)
    return query.urlencode()


def places_of(what_if: WhatIf, ids: Mapping[str, int]) -> list[str]:
    """Each account put elsewhere, as the address has it; ``ids`` are the numbers by code."""
    return [
        f"{ids[code]}_{position:g}_{potential:g}"
        for code, (position, potential) in what_if.places.items()
        if code in ids
    ]


def shown_weights(settings: Settings, what_if: WhatIf) -> dict[str, float]:
    """The weights that the fields show, by their names."""
    shown: dict[str, float] = {}
    for axis, weights in ((Axis.POTENTIAL, what_if.potential), (Axis.POSITION, what_if.position)):
        for key, weight in {**weights_of(settings, axis), **weights}.items():
            shown[_weight(axis, key)] = weight
    return shown


def was_fields(settings: Settings, what_if: WhatIf) -> list[tuple[str, str]]:
    """The weights shown, to be carried along unseen."""
    found = []
    for axis, weights in ((Axis.POTENTIAL, what_if.potential), (Axis.POSITION, what_if.position)):
        shown = {**weights_of(settings, axis), **weights}
        found.append((f"{WAS}_{axis}", "_".join(f"{each:g}" for each in shown.values())))
    return found


def _weight(axis: Axis, key: str) -> str:
    return f"w_{axis}_{key}"


def _score(label: Any, low: float, high: float) -> MeasureField:
    return MeasureField(
        label=label,
        min_value=low,
        max_value=high,
        required=False,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )


def _position(mode: Mode) -> forms.Field:
    label = _("Our position in it")
    match mode:
        case Mode.DIFFERENCE:
            return _score(label, -10, 10)
        case Mode.RATIO:
            return _score(label, 0.01, 100)
        case Mode.STAGE:
            named = [(str(2.0 * at + 1), STAGE_NAMES[stage]) for at, stage in enumerate(STAGES)]
            return forms.ChoiceField(
                label=label, choices=[("", _("choose one")), *named], required=False
            )
    return _score(label, 0, 10)


class SaveForm(forms.Form):
    """The name of a what-if."""

    name = forms.CharField(label=_("Name"), max_length=SCENARIO_NAME_LENGTH)
    is_shared = forms.BooleanField(
        label=_("Share it with everybody who sees the matrix"), required=False
    )


class ScenarioForm(RevisedForm, SaveForm):
    """Another name for a scenario, or other readers."""
