"""What investments are called, on the pages, in a shell and in the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.core.faults import Fault
from clavero.core.revisions import Words
from clavero.investment.rules.cases import Expected
from clavero.investment.rules.flows import YEARS
from clavero.investment.rules.kinds import (
    Aim,
    DrawingState,
    FlowFault,
    Gate,
    OptionFault,
    PairKind,
    Shape,
    Stage,
    Why,
)
from clavero.ui import formats
from clavero.ui.brought import ROW_FAULTS

Name = str | Promise

BAD_ROW_NAMES: Mapping[str, Name] = {
    **ROW_FAULTS,
    OptionFault.TWICE: _("a row before has this account at this level already."),
}
WHY_NAMES: Mapping[str, Name] = {
    Why.CHOSEN: _("It is among those that bring most together."),
    Why.MUST: _("It has to be funded, by decision."),
    Why.OTHER_LEVEL: _("Another level of the account is chosen."),
    Why.NOT_WORTH: _("It brings back no more than it costs, and nobody has called it strategic."),
    Why.TOO_DEAR: _("It alone breaks a limit."),
    Why.EXCLUDED: _("Another account is chosen that excludes it."),
    Why.LACKS_OTHER: _("It needs another account that is not chosen."),
    Why.BY_DECISION: _("It is strategic and brings nothing: only a decision puts it in."),
    Why.BETTER_USE: _("The others bring more with the same money."),
}
STAGE_NAMES: Mapping[str, Name] = {
    Stage.OPEN: _("Cases are proposed and decided"),
    Stage.CLOSED: _("Closed"),
}
PAIR_NAMES: Mapping[str, Name] = {
    PairKind.EXCLUSIVE: _("only one of the two"),
    PairKind.REQUIRES: _("the first only with the second"),
}
AIM_NAMES: Mapping[str, Name] = {
    Aim.MEAN: _("Most on average"),
    Aim.SAFE: _("Most on average, with a loss at most as likely as allowed"),
    Aim.CAUTIOUS: _("Most on average, less what the worst cases lack"),
}
GATE_NAMES: Mapping[str, Name] = {
    Gate.WAITING: _("Waits for its gate"),
    Gate.RELEASED: _("Released"),
    Gate.STOPPED: _("Stopped"),
}
GATE_TONES: Mapping[str, str] = {Gate.RELEASED: "good", Gate.STOPPED: "bad"}
VERDICT_NAMES: Mapping[str, Name] = {
    Gate.RELEASED: _("Release the rest"),
    Gate.STOPPED: _("Stop: what is unspent goes back into the pool"),
}
SHAPE_NAMES: Mapping[str, Name] = {
    Shape.PERT: _("PERT: likely counts most"),
    Shape.TRIANGULAR: _("Triangular"),
}
AIM_SHORT: Mapping[str, Name] = {
    Aim.MEAN: _("Most on average"),
    Aim.SAFE: _("Few losses"),
    Aim.CAUTIOUS: _("Cautious"),
}
SHORT_WHY: Mapping[str, Name] = {
    Why.CHOSEN: pgettext_lazy("case", "In"),
    Why.MUST: _("In, by decision"),
    Why.OTHER_LEVEL: _("Other level"),
    Why.NOT_WORTH: _("Not worth it"),
    Why.TOO_DEAR: _("Breaks a limit"),
    Why.EXCLUDED: _("Excluded"),
    Why.LACKS_OTHER: _("Needs another"),
    Why.BY_DECISION: _("By decision only"),
    Why.BETTER_USE: pgettext_lazy("case", "Out"),
}
WHY_TONES: Mapping[str, str] = {Why.CHOSEN: "good", Why.MUST: "good", Why.NOT_WORTH: "bad"}
FLOW_FAULTS: Mapping[str, Name] = {
    FlowFault.OUTLAY: _("An outlay is more than nothing."),
    FlowFault.ORDER: _("Low is at most likely, and likely at most high, in each year."),
    FlowFault.YEARS: _("Each of the three years needs its figures."),
}


def money_named(value: str) -> Name:
    """A kept amount, in words."""
    return formats.number(Decimal(value), places=2 if Decimal(value) % 1 else 0)


def number_named(value: Any) -> Name:
    """A kept number, in words."""
    return formats.number(Decimal(str(value)))


def rate_named(value: str) -> Name:
    """A kept rate, in words."""
    return formats.percent(Decimal(value))


def yes_named(value: bool) -> Name:
    """Yes or no."""
    return _("yes") if value else _("no")


CHANGE_NAMES: dict[str, Name] = {
    "investment.opened": _("round of investments opened"),
    "investment.closed": _("round of investments closed"),
    "investment.terms_set": _("terms of a round set"),
    "investment.bound": _("two accounts bound"),
    "investment.unbound": _("bond of two accounts taken away"),
    "investment.draws_ordered": _("draws asked for"),
    "investment.assessed": _("draws made"),
    "investment.proposed": _("put forward for investment"),
    "investment.level_set": _("level described"),
    "investment.level_removed": _("level taken away"),
    "investment.called_strategic": _("called strategic"),
    "investment.must_set": _("taken out of the choice or put back"),
    "investment.decided": _("investment decided"),
    "investment.gate_decided": _("decided at the gate"),
    "investment.gate_targets_set": _("targets of the gate set"),
    "investment.actual_entered": _("what came of it entered"),
    "customer.investment_proposed": _("put forward for investment"),
    "customer.investment_decided": _("investment decided"),
    "customer.investment_gate": _("decided at the gate of an investment"),
}
YEARLY_NAMES: dict[str, Name] = {
    "inertial": _("Without the investment"),
    "low": _("With it, low"),
    "likely": _("With it, likely"),
    "high": _("With it, high"),
}
FIELD_NAMES: dict[str, Name] = {
    "round": _("Round"),
    "invested_budget": _("Budget"),
    "invested_rate": _("Discount rate"),
    "invested_hours": _("Hours"),
    "invested_accounts": _("Accounts at most"),
    "invested_aim": _("Chosen by"),
    "invested_pair": _("Accounts"),
    "invested_bond": _("Bond"),
    "invested_for": _("What for"),
    "invested_because": _("Reason"),
    "invested_early": _("Before its day because"),
    "invested_strategic": _("Strategic because"),
    "invested_must": _("Funded in any event"),
    "invested_level": _("Level"),
    "invested_proposed": _("The choice had"),
    "invested_outlay": _("Outlay"),
    "invested_first": _("Released at once"),
    "invested_gate": _("Gate"),
    "invested_sales": _("Sales volume"),
    "invested_share": _("Share in the customer"),
    "invested_quality": _("Quality of the relationship"),
    "invested_year": _("Year"),
    "invested_actual": _("What came of it"),
    "invested_draws": _("Draws"),
    "invested_cannibalised": _("Lost by other accounts, a year"),
    **{
        f"invested_{name}_{year}": format_lazy("{name} ({year})", name=label, year=year)
        for name, label in YEARLY_NAMES.items()
        for year in range(1, YEARS + 1)
    },
}
_AMOUNTS = ("budget", "outlay", "first", "actual", "cannibalised", "sales")
VALUE_WORDS: dict[str, Callable[[Any], Name]] = {
    **{f"invested_{name}": money_named for name in _AMOUNTS},
    **{
        f"invested_{name}_{year}": money_named
        for name in YEARLY_NAMES
        for year in range(1, YEARS + 1)
    },
    "invested_rate": rate_named,
    "invested_share": rate_named,
    "invested_quality": number_named,
    "invested_hours": number_named,
    "invested_accounts": number_named,
    "invested_year": number_named,
    "invested_draws": number_named,
    "invested_aim": AIM_NAMES.__getitem__,
    "invested_bond": PAIR_NAMES.__getitem__,
    "invested_gate": GATE_NAMES.__getitem__,
    "invested_must": yes_named,
}
METRIC_NAMES: Mapping[str, Name] = {
    name: FIELD_NAMES[f"invested_{name}"] for name in ("sales", "share", "quality")
}


def flat(expected: Expected, level: str) -> dict[str, Any]:
    """A level as the history keeps it, field by field."""
    found: dict[str, Any] = {"invested_level": level.strip()}
    for name, value in expected.to_plain().items():
        if isinstance(value, list):
            found |= {f"invested_{name}_{year}": each for year, each in enumerate(value, start=1)}
        else:
            found[f"invested_{name}"] = value
    return found


def in_words(field: str, values: Mapping[str, Any]) -> Name:
    """A kept value, in words."""
    value = values.get(field)
    if value in (None, ""):
        return ""
    reads = VALUE_WORDS.get(field)
    return str(value) if reads is None else reads(value)


LEVEL_WORDS = Words(FIELD_NAMES, in_words, formats.moment)


def fault_in_words(fault: Fault) -> str:
    """Why a level cannot be used."""
    return str(FLOW_FAULTS[FlowFault(fault.code)])


DRAWING_NAMES: dict[DrawingState, Name] = {
    DrawingState.WAITING: _("The draws wait for their turn"),
    DrawingState.DRAWING: _("Drawing what each account may bring"),
    DrawingState.CHOOSING: _("Choosing in three ways"),
    DrawingState.CHECKING: _("Looking how firm the choice is"),
}


def drawing_failure(code: str) -> Name:
    """Why draws that were asked for were not made."""
    if code == "nothing_to_draw":
        return _("The draws were not made: nothing was put forward any more.")
    return _("Something went wrong while the draws were made. Draw again.")
