"""What an executive decides, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clavero.investment.rules.flows import YEARS
from clavero.investment.rules.kinds import Gate
from clavero.investment.rules.stages import METRICS, MOST_AT_FIRST, More
from clavero.investment.services import Staging
from clavero.investment.words import VERDICT_NAMES, Name
from clavero.ui.forms import DayInput, RevisedForm
from clavero.ui.numbers import AmountField

_PERCENT = Decimal(100)
_LEVEL = "level:"
_MOST_MORE = Decimal(200)  # per cent
_HALF_OF_SCALE = {"customers_share": Decimal(50), "quality": Decimal(5)}
_OF_GATE = ("sales", "customers_share", "quality")


class ReasonForm(RevisedForm):
    """Why something is decided."""

    reason = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )


class MetricsForm(ReasonForm):
    """The metrics of a gate; shares are written in per cent."""

    sales = AmountField(label=_("Sales of twelve months"), required=False, min_value=0)
    customers_share = AmountField(
        label=_("Share in the customer, %"), required=False, min_value=0, max_value=100
    )
    quality = AmountField(
        label=_("Quality of the relationship, 0 to 10"),
        required=False,
        min_value=0,
        max_value=10,
        tells_limits=False,
    )

    def metrics(self) -> dict[str, Decimal]:
        """Those that were filled in."""
        given = self.cleaned_data
        share = given.get("customers_share")
        found = {
            "sales": given.get("sales"),
            "share": None if share is None else share / _PERCENT,
            "quality": given.get("quality"),
        }
        return {name: value for name in METRICS if (value := found[name]) is not None}


def metrics_initial(known: dict[str, Decimal]) -> dict[str, Decimal]:
    """What the fields start with."""
    found = {name: value for name, value in known.items() if name in {"sales", "quality"}}
    if "share" in known:
        found["customers_share"] = known["share"] * _PERCENT
    return {name: round(value, 2).normalize() + 0 for name, value in found.items()}


class AskedBackForm(ReasonForm):
    """Where something in it can hardly be meant that is asked back, before anything is kept."""

    meant = forms.BooleanField(
        label=_("It is meant so"),
        required=False,
        help_text=_("Put the targets right, or say that they are meant so."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if not self.is_bound:
            del self.fields["meant"]

    def odd(self) -> Mapping[str, str]:
        """Of each field that can hardly be meant, why."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """What can hardly be meant is told where it was written."""
        given = super().clean() or {}
        if given.pop("meant", False):
            return given  # whatever it is
        found = self.odd()
        if not found:
            del self.fields["meant"]
        for name, told in found.items():
            self.add_error(name, told)
        return given


class TargetsForm(AskedBackForm, MetricsForm):
    """What a gate asks for. ``odd_targets`` says of which it can hardly be meant, and why, by the
    metric's name."""

    def __init__(
        self,
        *given: Any,
        odd_targets: Callable[[Mapping[str, Decimal]], Mapping[str, str]] = lambda _asked: {},
        **named: Any,
    ) -> None:
        super().__init__(*given, **named)
        self._odd_targets = odd_targets

    def odd(self) -> Mapping[str, str]:
        """Far less than there is, or many times as much."""
        found = self._odd_targets(self.metrics())
        fields = zip(METRICS, _OF_GATE, strict=True)
        return {field: found[metric] for metric, field in fields if metric in found}


def tell_today(form: MetricsForm, today: Mapping[str, str]) -> None:
    """Beside each metric what is measured of it today."""
    for name, metric in zip(_OF_GATE, METRICS, strict=True):
        told = today.get(metric)
        form.fields[name].help_text = (
            _("Today nobody has measured it.")
            if told is None
            else _("Today it is %(measured)s.") % {"measured": told}
        )


def level_key(name: str) -> str:
    """A level as the form has it: that nothing is invested is an answer, too."""
    return f"{_LEVEL}{name}"


class DecideForm(TargetsForm):
    """At which level a case is funded, how the money is staged, and what the gate asks for;
    ``today`` says at each of its targets what is measured, by the metric's name."""

    level = forms.TypedChoiceField(
        label=_("Decision"),
        coerce=lambda value: value.removeprefix(_LEVEL),
        widget=forms.RadioSelect,
    )
    share = AmountField(
        label=_("Released at once, %"),
        min_value=0,
        max_value=MOST_AT_FIRST * _PERCENT,
        help_text=_("The rest waits for the gate."),
    )
    gate_on = forms.DateField(label=_("Gate on"), widget=DayInput, required=False)

    field_order = (
        "seen",
        "level",
        "reason",
        "share",
        "gate_on",
        "sales",
        "customers_share",
        "quality",
        "meant",
    )

    def __init__(
        self,
        *given: Any,
        levels: Sequence[tuple[str, Name]],
        today: Mapping[str, str] = MappingProxyType({}),
        **named: Any,
    ) -> None:
        super().__init__(*given, **named)
        tell_today(self, today)
        field: Any = self.fields["level"]
        choices = [(level_key(name), told) for name, told in levels]
        field.choices = [*choices, (level_key(""), _("Nothing is invested"))]

    def before_gate(self) -> list[forms.BoundField]:
        """The fields of the decision itself."""
        return [each for each in self.visible_fields() if each.name not in (*_OF_GATE, "meant")]

    def of_gate(self) -> list[forms.BoundField]:
        """Those of the targets of its gate."""
        return [self[name] for name in (*_OF_GATE, "meant") if name in self.fields]

    def odd(self) -> Mapping[str, str]:
        """Where nothing is invested there is no gate."""
        return super().odd() if self.cleaned_data.get("level") else {}

    def staging(self) -> Staging:
        """How it is staged."""
        given = self.cleaned_data
        return Staging(given["share"] / _PERCENT, given.get("gate_on"), self.metrics())


class ChoiceForm(AskedBackForm):
    """Why the whole choice is decided, and what its gates ask for above what is measured now.
    ``odd_gates`` says of which metric that can hardly be meant of an account, and why."""

    sales = AmountField(
        label=_("More sales at the gate, %"),
        required=False,
        tells_limits=False,
        min_value=-100,
        max_value=1000,
        initial=5,
    )
    customers_share = AmountField(
        label=_("More share in the customer at the gate, points"),
        required=False,
        tells_limits=False,
        min_value=-100,
        max_value=100,
        initial=1,
    )
    quality = AmountField(
        label=_("Better relationship at the gate, points of 10"),
        required=False,
        tells_limits=False,
        min_value=-10,
        max_value=10,
        initial=Decimal("0.5"),
        help_text=_(
            "Each gate asks for what is measured of its account today, and so much more; what "
            "nobody has measured can be said on the page of the case."
        ),
    )

    field_order = ("seen", "reason", "sales", "customers_share", "quality", "meant")

    def __init__(
        self,
        *given: Any,
        odd_gates: Callable[[More], Mapping[str, str]] = lambda _more: {},
        **named: Any,
    ) -> None:
        super().__init__(*given, **named)
        self._odd_gates = odd_gates

    def odd(self) -> Mapping[str, str]:
        """Gates that ask for less than there is, or for many times as much."""
        given = self.cleaned_data
        found: dict[str, Any] = {
            name: _("Less than today: doing nothing would pass every gate.")
            for name in _OF_GATE
            if (given.get(name) or 0) < 0
        }
        if (given.get("sales") or 0) > _MOST_MORE:
            found["sales"] = _("That is more than three times what is sold today.")
        for name, half in _HALF_OF_SCALE.items():
            if (given.get(name) or 0) >= half:
                found[name] = _("That is half of the whole scale or more, on top of today.")
        of_accounts = {} if self.errors else self._odd_gates(self.more())
        for field, metric in zip(_OF_GATE, METRICS, strict=True):
            if metric in of_accounts:
                found.setdefault(field, of_accounts[metric])
        return found

    def more(self) -> More:
        """The same, as fractions and points."""
        given = self.cleaned_data
        sales, share = given.get("sales"), given.get("customers_share")
        return More(
            None if sales is None else sales / _PERCENT,
            None if share is None else share / _PERCENT,
            given.get("quality"),
        )


class GateTargetsForm(TargetsForm):
    """What the gate of a funding asks for, beside what is measured ``today``."""

    field_order = ("seen", "sales", "customers_share", "quality", "meant", "reason")

    def __init__(self, *given: Any, today: Mapping[str, str], **named: Any) -> None:
        super().__init__(*given, **named)
        tell_today(self, today)


class GateForm(MetricsForm):
    """Whether the rest is released, by what was measured; before its day, also why so early."""

    early_because = forms.CharField(
        label=_("Why before the day of the gate"),
        error_messages={"required": _("Say why it is decided before its day.")},
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )

    verdict = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[(each.value, VERDICT_NAMES[each]) for each in (Gate.RELEASED, Gate.STOPPED)],
        coerce=Gate,
        widget=forms.RadioSelect,
    )

    field_order = (
        "seen", "sales", "customers_share", "quality", "verdict", "reason", "early_because",
    )  # fmt: skip

    def __init__(self, *given: Any, is_early: bool, **named: Any) -> None:
        super().__init__(*given, **named)
        if not is_early:
            del self.fields["early_because"]


class ActualForm(RevisedForm):
    """What a year has brought."""

    year = forms.TypedChoiceField(
        label=_("Year after the decision"),
        choices=[(year, str(year)) for year in range(1, YEARS + 1)],
        coerce=int,
    )
    value = AmountField(label=_("Contribution beyond what would have come anyway"))
    note = forms.CharField(label=_("How it is known"), required=False, max_length=300)
