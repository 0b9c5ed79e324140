"""What an account is held to, one row a KPI."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from clavero.kpis.forms.entering import scale
from clavero.kpis.rules.framework import Framework, Item
from clavero.kpis.rules.kpi import Kpi, Level
from clavero.kpis.selectors import Catalogue
from clavero.kpis.words import DIRECTION_NAMES, ENTERED_IN, Name, name_of
from clavero.ui.numbers import AmountField
from clavero.ui.versions import AdoptForm

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A KPI with its four fields."""

    name: Name
    asked: Name
    unit: Name
    target: BoundField
    tolerance: BoundField
    weight: BoundField
    owner: BoundField


class TargetsForm(AdoptForm):
    """A KPI with a target is watched; the weights of these are 100 together."""

    def __init__(
        self,
        *given: Any,
        known: Catalogue,
        people: Sequence[tuple[int, str]],
        **named: Any,
    ) -> None:
        """``people`` are those who may answer for a KPI."""
        super().__init__(*given, **named)
        answering = [("", _("Who leads it")), *people]
        self._names = known.names
        self._kpis = [kpi for kpi in known.kpis if Level.ACCOUNT in kpi.levels]
        answers = _("Who answers for it")
        for kpi in self._kpis:
            name = name_of(kpi, known.names)
            for part, label, places in (
                ("target", _("Target"), 18), ("tolerance", _("Tolerance"), 18),
                ("weight", _("Weight"), 7),
            ):  # fmt: skip
                self.fields[f"{part}-{kpi.key}"] = AmountField(
                    label=f"{name}: {label}", required=False, max_digits=places
                )
            self.fields[f"owner-{kpi.key}"] = forms.TypedChoiceField(
                label=f"{name}: {answers}", required=False, choices=answering,
                coerce=int, empty_value=None,
            )  # fmt: skip

    def rows(self) -> Iterator[TargetRow]:
        """The rows, in the order of the catalogue."""
        for kpi in self._kpis:
            yield TargetRow(
                name_of(kpi, self._names),
                DIRECTION_NAMES[kpi.direction],
                ENTERED_IN[kpi.unit],
                *(self[f"{part}-{kpi.key}"] for part in ("target", "tolerance", "weight", "owner")),
            )

    def framework(self) -> Framework:
        """What was asked for."""
        return Framework(tuple(self._items()))

    def _items(self) -> Iterator[Item]:
        for kpi in self._kpis:
            target = self._given("target", kpi)
            if target is not None:
                tolerance = self._given("tolerance", kpi) or _ZERO
                weight = self.cleaned_data.get(f"weight-{kpi.key}") or _ZERO
                owner: int | None = self.cleaned_data.get(f"owner-{kpi.key}")
                yield Item(kpi.key, target, tolerance, weight, owner)

    def _given(self, part: str, kpi: Kpi) -> Decimal | None:
        value: Decimal | None = self.cleaned_data.get(f"{part}-{kpi.key}")
        return None if value is None else value / scale(kpi.unit)


def targets_initial(framework: Framework, known: Catalogue) -> dict[str, Any]:
    """What the fields start with."""
    found: dict[str, Any] = {}
    for item in framework.items:
        kpi = known.by_key.get(item.key)
        if kpi is not None:
            by = scale(kpi.unit)
            found[f"target-{item.key}"] = (item.target * by).normalize() + 0
            found[f"tolerance-{item.key}"] = (item.tolerance * by).normalize() + 0
            found[f"weight-{item.key}"] = item.weight
            found[f"owner-{item.key}"] = item.owner_id or ""
    return found
