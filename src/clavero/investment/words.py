"""What investments are called, on the pages, in a shell and in the history."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clavero.investment.rules.kinds import (
    Aim,
    FlowFault,
    Gate,
    OptionFault,
    PairKind,
    Stage,
    Why,
)
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
FLOW_FAULTS: Mapping[str, Name] = {
    FlowFault.OUTLAY: _("An outlay is more than nothing."),
    FlowFault.ORDER: _("Low is at most likely, and likely at most high, in each year."),
    FlowFault.YEARS: _("Each of the three years needs its figures."),
}
