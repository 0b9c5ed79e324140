"""By which factors, weights, scales and cuts accounts are read, as the director writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.faults import Fault, Faulty
from clavero.matrix.rules.factors import Axis, Direction, Factor, FactorSet, parse_factor
from clavero.matrix.rules.position import Mode
from clavero.matrix.rules.quadrants import Stability
from clavero.matrix.rules.scales import Direct, Kind, Table
from clavero.matrix.rules.scores import FRACTIONS, Criterion
from clavero.matrix.rules.settings import Settings
from clavero.matrix.rules.version import Version
from clavero.matrix.words import (
    DIRECTION_CHOICES,
    KIND_NAMES,
    MODE_NAMES,
    factor_names,
)
from clavero.ui.forms import SeenField
from clavero.ui.numbers import AmountField, CountField, as_python_writes
from clavero.ui.versions import AdoptForm, WeightedForm

HUNDRED = Decimal(100)
ROWS = 7
_BAND = re.compile(r"^\s*(\S+)\s*\.\.\s*(\S+)\s*=\s*(\S+)\s*\.\.\s*(\S+)\s*(.*?)\s*$")


class MatrixForm(AdoptForm):
    """A version of the matrix. ``losing`` is how many accounts the person was told to lose their
    place by it."""

    losing = SeenField()

    adopting = (*AdoptForm.adopting, "losing")


class SettingsForm(MatrixForm):
    """What holds for every account."""

    mode = forms.ChoiceField(
        label=_("Our position is"),
        choices=[(mode.value, MODE_NAMES[mode]) for mode in Mode],
        help_text=_("What the horizontal axis shows."),
    )
    direction = forms.ChoiceField(
        label=_("Share in the customer"),
        choices=DIRECTION_CHOICES,
        widget=forms.RadioSelect,
        help_text=_("Captured share shows in our position already, so room left is the default."),
    )
    potential_cut = AmountField(label=_("Potential is high from"), help_text=_("0 to 10."))
    position_cut = AmountField(
        label=_("Position is high from"),
        required=False,
        help_text=_("Empty: 5 for our own score, 0 for a difference, 1 for a ratio."),
    )
    margin = AmountField(
        label=_("A strategy changes at once by"),
        min_value=Decimal(0),
        help_text=_("points across a cut; by less, after the reviews below."),
    )
    reviews = CountField(label=_("Reviews across"), min_value=1, max_value=10)
    sigma = AmountField(
        label=_("Error of a score"), min_value=Decimal(0), help_text=_("In points, 0.8 by default.")
    )

    field_order = (
        "mode", "direction", "potential_cut", "position_cut", "margin", "reviews", "sigma",
        "valid_from", "reason", "seen", "losing",
    )  # fmt: skip


class CriterionForm(WeightedForm):
    """A criterion scored from 0 to 10: its name and weight."""

    def row(self) -> dict[str, Any] | None:
        """The factor, plain, ``None`` where the row is empty."""
        if self.is_empty:
            return None
        weight = self.cleaned_data.get("weight")
        return {
            "key": self.key_of(),
            "weight": None if weight is None else float(weight),
            "scale": self.scale(),
        }

    def scale(self) -> dict[str, Any]:
        """The scale, plain."""
        return Direct().to_plain()


class FactorForm(CriterionForm):
    """A factor of potential: its name, weight and scale with thresholds."""

    kind = forms.ChoiceField(
        label=_("Scale"), choices=[(kind.value, KIND_NAMES[kind]) for kind in Kind], required=False
    )
    low = AmountField(label=_("0 points at"), required=False, decimal_places=4)
    high = AmountField(label=_("10 points at"), required=False, decimal_places=4)
    bands = forms.CharField(
        label=_("Bands"),
        required=False,
        max_length=500,
        help_text=_(
            "of a table: 0..250 = 0..3 Low; 250..1000 = 4..6 Medium; 1000..5000 = 7..10 High"
        ),
    )

    def scale(self) -> dict[str, Any]:
        """The scale, plain; percents are kept as fractions."""
        given, part = self.cleaned_data, self._part()
        kind = given.get("kind") or Kind.DIRECT
        if kind == Kind.TABLE:
            return _table(given.get("bands") or "", part)
        if kind == Kind.DIRECT:
            return {"kind": kind, "anchors": given.get("anchors") or []}
        ends = {end: given.get(end) for end in ("low", "high")}
        return {
            "kind": kind,
            **{end: None if value is None else float(value / part) for end, value in ends.items()},
        }

    def _part(self) -> Decimal:
        return HUNDRED if self.key_of() in FRACTIONS else Decimal(1)


def _table(text: str, part: Decimal) -> dict[str, Any]:
    """Bands as they are written, plain. What cannot be read becomes no bands, which is refused; a
    hole or an overlap, a threshold too many, which is refused too."""
    thresholds: list[float] = []
    bands: list[dict[str, Any]] = []
    for each in filter(str.strip, text.split(";")):
        found = _BAND.match(each)
        try:
            low, high, start, end = (
                Decimal(as_python_writes(number))
                for number in (found.groups()[:4] if found else ())
            )
        except (InvalidOperation, ValueError):
            return {"kind": Kind.TABLE, "thresholds": [], "bands": []}
        if [float(low / part)] != thresholds[-1:]:
            thresholds.append(float(low / part))
        thresholds.append(float(high / part))
        name = found[5] if found else ""
        bands.append({"start": float(start), "end": float(end), "name": name})
    return {"kind": Kind.TABLE, "thresholds": thresholds, "bands": bands}


CriteriaFormSet = formset_factory(
    CriterionForm, extra=0, min_num=ROWS, max_num=ROWS, absolute_max=ROWS
)
FactorsFormSet = formset_factory(FactorForm, extra=0, min_num=ROWS, max_num=ROWS, absolute_max=ROWS)


# -- from settings to forms ------------------------------------------------------------------------


def rules_of(settings: Settings) -> dict[str, Any]:
    """What :class:`SettingsForm` begins with."""
    base = settings.base
    return {
        "mode": base.mode.value,
        "direction": _direction(settings).value,
        "potential_cut": _exact(base.potential_cut),
        "position_cut": None if base.position_cut is None else _exact(base.position_cut),
        "margin": _exact(base.stability.margin),
        "reviews": base.stability.reviews,
        "sigma": _exact(base.sigma),
        "valid_from": timezone.localdate(),
    }


def rows_of(factors: FactorSet, names: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the rows of a set of factors begin with, and empty ones up to the most."""
    rows = [_row_of(each, names) for each in factors]
    return [*rows, *({} for _empty in range(ROWS - len(rows)))]


def _row_of(factor: Factor, names: Mapping[str, Any]) -> dict[str, Any]:
    plain, part = factor.scale.to_plain(), HUNDRED if factor.key in FRACTIONS else Decimal(1)
    row: dict[str, Any] = {
        "key": factor.key,
        "name": str(names[factor.key]),
        "weight": _exact(factor.weight),
        "kind": plain["kind"],
    }
    for end in ("low", "high"):
        if end in plain:
            row[end] = _exact(plain[end]) * part
    if isinstance(factor.scale, Table):
        row["bands"] = _bands_in_words(factor.scale, part)
    return row


def _bands_in_words(table: Table, part: Decimal) -> str:
    ends = [_exact(each) * part for each in table.thresholds]
    return "; ".join(
        f"{low:f}..{high:f} = {_exact(band.start):f}..{_exact(band.end):f} {band.name}".strip()
        for low, high, band in zip(ends, ends[1:], table.bands, strict=False)
    )


def _exact(value: float) -> Decimal:
    return Decimal(str(value)).normalize() + 0


def _direction(settings: Settings) -> Direction:
    found = [each.direction for each in settings.base.potential if each.direction is not None]
    return found[0] if found else Direction.HEADROOM


# -- from forms to settings ------------------------------------------------------------------------


def settings_from(
    before: Settings,
    rules: Mapping[str, Any],
    potential: Iterable[CriterionForm],
    position: Iterable[CriterionForm],
) -> Settings:
    """The settings that the forms describe; sectors keep what is their own. Raises
    :class:`Faulty`."""
    direction = Direction(rules["direction"])
    factors, names = _factors(Axis.POTENTIAL, potential, before, before.base.potential, direction)
    criteria, more = _factors(Axis.POSITION, position, before, before.base.position)
    cut = rules["position_cut"]
    base = Version(
        potential=factors,
        position=criteria,
        mode=Mode(rules["mode"]),
        potential_cut=float(rules["potential_cut"]),
        position_cut=None if cut is None else float(cut),
        stability=Stability(float(rules["margin"]), rules["reviews"]),
        sigma=float(rules["sigma"]),
    )
    own = {name: _turned(each, direction) for name, each in before.potentials.items()}
    return _named(replace(before, base=base, potentials=own), {**names, **more})


def with_sector(
    before: Settings,
    sector: str,
    potential: Iterable[CriterionForm],
    position: Iterable[CriterionForm],
) -> Settings:
    """The settings with a sector's own factors and criteria; of which none are given, and where
    they are everybody's, it takes everybody's. Raises :class:`Faulty`."""
    base, names = before.base, dict[str, str]()
    sets: dict[Axis, FactorSet] = {}
    of_axes = (
        (Axis.POTENTIAL, potential, before.factors(sector), _direction(before)),
        (Axis.POSITION, position, before.criteria(sector), None),
    )
    for axis, forms_, there, share in of_axes:
        rows = list(forms_)
        if any(each.row() for each in rows):
            sets[axis], more = _factors(axis, rows, before, there, share)
            names |= more
    return _named(
        replace(
            before,
            potentials=_own(before.potentials, sector, sets.get(Axis.POTENTIAL), base.potential),
            sectors=_own(before.sectors, sector, sets.get(Axis.POSITION), base.position),
        ),
        names,
    )


def _own(
    before: Mapping[str, FactorSet], sector: str, given: FactorSet | None, everybodys: FactorSet
) -> dict[str, FactorSet]:
    rest = {name: each for name, each in before.items() if name != sector}
    return rest if given is None or given == everybodys else {**rest, sector: given}


def _turned(factors: FactorSet, direction: Direction) -> FactorSet:
    """The share in the customer counts for every sector in the same direction."""
    if not any(each.direction for each in factors):
        return factors
    turned = (replace(each, direction=direction) if each.direction else each for each in factors)
    return replace(factors, factors=tuple(turned))


def _factors(
    axis: Axis,
    rows: Iterable[CriterionForm],
    before: Settings,
    there: FactorSet,
    share: Direction | None = None,
) -> tuple[FactorSet, dict[str, str]]:
    known = factor_names(before)
    factors: list[Factor] = []
    names: dict[str, str] = {}
    faults: list[Fault] = []
    for form in rows:
        plain = form.row()
        if plain is None:
            continue
        if plain["key"] == Criterion.SHARE and share is not None:
            plain["direction"] = share.value
        try:
            factor = parse_factor(plain)
        except Faulty as found:
            faults += found.faults
            continue
        factors.append(_anchored(factor, there))
        name = form.cleaned_data["name"]
        if name != str(known.get(factor.key, "")):
            names[factor.key] = name
    if faults:
        raise Faulty(faults)
    return FactorSet(axis, tuple(factors)), names


def _anchored(factor: Factor, there: FactorSet) -> Factor:
    """A score given by people keeps the anchors that it has ``there``."""
    same = [each for each in there if each.key == factor.key]
    is_direct = factor.scale.kind is Kind.DIRECT and same and same[0].scale.kind is Kind.DIRECT
    return replace(factor, scale=same[0].scale) if is_direct else factor


def _named(settings: Settings, names: Mapping[str, str]) -> Settings:
    used = settings.keys
    kept = {key: name for key, name in {**settings.names, **names}.items() if key in used}
    return replace(settings, names=kept)
