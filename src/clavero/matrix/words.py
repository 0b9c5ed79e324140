"""What the matrix's values are called, on the pages and in documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clavero.core.faults import Fault
from clavero.core.money import round_for_display
from clavero.core.tables import RowFault
from clavero.matrix.models import SOURCE_NAMES as SOURCE_NAMES
from clavero.matrix.rules.factors import FIT, POSITION, Direction, Factor, FactorFault
from clavero.matrix.rules.forecast import Forecast
from clavero.matrix.rules.position import Mode, Stage
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.rules.scales import Direct, Kind, ScaleFault
from clavero.matrix.rules.scores import Criterion, ScoreFault
from clavero.matrix.rules.settings import Settings
from clavero.matrix.rules.version import VersionFault
from clavero.ui import formats
from clavero.ui.brought import ROW_FAULTS

Name = str | Promise

STRATEGY_NAMES: dict[str, Name] = {
    Strategy.INVEST: _("Invest"),
    Strategy.SELECTIVE: _("Invest selectively"),
    Strategy.MAINTAIN: _("Maintain"),
    Strategy.HARVEST: _("Manage for cash"),
}
CRITERION_NAMES: dict[str, Name] = {
    Criterion.VOLUME: _("Volume of business"),
    Criterion.GROWTH: _("Growth"),
    Criterion.SHARE: _("Share in the customer"),
    Criterion.PROFITABILITY: _("Profitability"),
    Criterion.FIT: _("Fit of objectives"),
    Criterion.QUALITY: _("Product and quality"),
    Criterion.SERVICE: _("Service"),
    Criterion.PRICE: _("Price and terms"),
    Criterion.INNOVATION: _("Innovation"),
    Criterion.RELATIONSHIP: _("Relationship and trust"),
}
CRITERION_NOTES: dict[str, Name] = {
    Criterion.VOLUME: _("what it spends a year with any supplier, in thousands"),
    Criterion.GROWTH: _("of that spend, a year"),
    Criterion.PROFITABILITY: _("contribution on net sales"),
}
ANCHOR_NAMES: dict[str, Name] = {
    "conflicting": _("its objectives and ours are in conflict"),
    "neutral": _("neutral"),
    "compatible": _("compatible"),
    "shared_priorities": _("priorities are shared"),
    "joint_goals_signed": _("joint goals are signed"),
}
SUPPLIER_ANCHORS: Name = _(
    "0: the customer would not accept it; 3: it complains; 5: it gets what it asks for; 8: it gets "
    "more than it asks for; 10: the best it knows."
)
OTHER_ANCHORS: Name = _(
    "0: nothing speaks for it; 5: as with our customers on average; 10: it could not be better."
)
"""What a score of 0 to 10 means, for whoever gives one."""
FORECAST_CHOICES: list[tuple[str, Name]] = [
    ("", _("today")),
    (Forecast.INERTIAL.value, _("three years on, without investment")),
    (Forecast.PLANNED.value, _("three years on, with the plan carried out")),
]
STAGE_NAMES: dict[str, Name] = {
    Stage.EXPLORATORY: _("Exploratory"),
    Stage.BASIC: _("Basic"),
    Stage.COOPERATIVE: _("Cooperative"),
    Stage.INTERDEPENDENT: _("Interdependent"),
    Stage.INTEGRATED: _("Integrated"),
}
MODE_NAMES: dict[str, Name] = {
    Mode.ABSOLUTE: _("Our own score, 0 to 10"),
    Mode.DIFFERENCE: _("Our score less the best competitor's"),
    Mode.RATIO: _("Our score over the best competitor's"),
    Mode.STAGE: _("The stage of the relationship"),
}
DIRECTION_SENTENCES: dict[str, Name] = {
    Direction.HEADROOM: _("ours; what is left to win counts"),
    Direction.CAPTURED: _("ours; what we have won already counts"),
}
DIRECTION_CHOICES: list[tuple[str, Name]] = [
    (Direction.HEADROOM.value, _("What is left to win counts: a small share of ours is potential")),
    (Direction.CAPTURED.value, _("What we have won counts: a large share of ours is proved value")),
]
KIND_NAMES: dict[str, Name] = {
    Kind.LINEAR: _("Even between two values"),
    Kind.LOG: _("By doublings, for sizes"),
    Kind.TABLE: _("Bands"),
    Kind.DIRECT: _("Scored 0 to 10 by people"),
}
FAULT_SENTENCES: dict[str, Name] = {
    FactorFault.TOO_FEW: _("An axis needs %(limit)s factors or more, not %(given)s."),
    FactorFault.TOO_MANY: _("An axis has at most %(limit)s factors, not %(given)s."),
    FactorFault.TWICE: _("“%(on)s” stands twice: each factor counts once, on one axis."),
    FactorFault.NAMELESS: _("A factor has a weight but no name."),
    FactorFault.RESERVED: _("“%(on)s” has a meaning of its own; choose another name."),
    FactorFault.WEIGHT_NOT_POSITIVE: _("“%(on)s” needs a weight above zero."),
    FactorFault.WEIGHT_TOO_LARGE: _(
        "“%(on)s” weighs %(given)s: above %(limit)s, one factor decides alone."
    ),
    FactorFault.WEIGHTS_NOT_FULL: _("The weights of an axis sum to %(limit)s; here to %(given)s."),
    ScaleFault.NOT_A_NUMBER: _("“%(on)s”: its scale needs both values as numbers."),
    ScaleFault.EQUAL_THRESHOLDS: _("“%(on)s”: 0 and 10 points cannot be at the same value."),
    ScaleFault.NOT_POSITIVE: _(
        "“%(on)s”: a scale by doublings has no zero; write values above it."
    ),
    ScaleFault.NO_BANDS: _(
        "“%(on)s”: its bands cannot be read. Write them as 0..250 = 0..3 Low; 250..1000 = 4..6."
    ),
    ScaleFault.BANDS_AND_THRESHOLDS: _("“%(on)s”: each band begins where the one before ends."),
    ScaleFault.NOT_ASCENDING: _("“%(on)s”: the values of its bands must rise."),
    ScaleFault.SCORE_OUTSIDE: _("“%(on)s”: points go from 0 to 10."),
    ScaleFault.NOT_MONOTONE: _("“%(on)s”: along the bands points only rise or only fall."),
    VersionFault.CUT_OUTSIDE: _("The cut %(given)s leaves nobody on one side."),
    VersionFault.ERROR_NEGATIVE: _("The error of a score is not negative."),
}
UNITS: dict[str, Name] = {
    Criterion.VOLUME: _("thousands a year"),
    Criterion.GROWTH: _("% a year"),
    Criterion.SHARE: _("%"),
    Criterion.PROFITABILITY: _("%"),
}
STRATEGY_TONES: dict[str, str] = {Strategy.INVEST: "accent"}
BAD_ROW_NAMES: dict[str, Name] = {
    **ROW_FAULTS,
    ScoreFault.UNKNOWN_CRITERION: _(
        "it is none of volume, growth, share, profitability, fit, quality, service, price, "
        "innovation and relationship."
    ),
    ScoreFault.UNKNOWN_SUBJECT: _("it is neither us nor competitor."),
    ScoreFault.NOT_THEIRS: _("a competitor has no score of the customer's own potential."),
    ScoreFault.UNKNOWN_SOURCE: _("it is none of customer, survey and estimate."),
    RowFault.IN_THE_FUTURE: _("nobody has said it yet: the day is to come."),
    ScoreFault.UNKNOWN_FORECAST: _("it is neither inertial nor planned."),
    ScoreFault.RATERS_APART: _(
        "its raters are more than three points apart: let them talk, and keep what they agree on."
    ),
}


def factor_names(settings: Settings) -> dict[str, Name]:
    """How each factor and criterion of ``settings`` is called."""
    return {key: settings.names.get(key) or CRITERION_NAMES.get(key, key) for key in settings.keys}


def factor_note(factor: Factor) -> Name:
    """What a factor measures, where its name does not say it."""
    if factor.direction is not None:
        return DIRECTION_SENTENCES[factor.direction]
    return CRITERION_NOTES.get(factor.key, "")


def strategy_told(strategy: Strategy, *, is_borderline: bool) -> Name:
    """An official strategy, with a sign where today's scores lie elsewhere."""
    if not is_borderline:
        return STRATEGY_NAMES[strategy]
    return _("%(strategy)s (borderline)") % {"strategy": STRATEGY_NAMES[strategy]}


def anchors_of(key: str, factor: Factor | None = None) -> Name:
    """What the scores mean that people give: wherever it is asked, the same.

    ``factor`` is that of the matrix, if ``key`` is one.
    """
    scale = None if factor is None else factor.scale
    anchors = scale.anchors if isinstance(scale, Direct) else ()
    if key == Criterion.FIT:
        anchors = anchors or FIT
    if anchors:
        told = (
            gettext("%(score)s: %(meaning)s")
            % {
                "score": formats.number(round_for_display(Decimal(str(each.score)))),
                "meaning": ANCHOR_NAMES.get(each.name, each.name),
            }
            for each in anchors
        )
        return "; ".join(told) + "."
    return SUPPLIER_ANCHORS if key in POSITION.weights else OTHER_ANCHORS


def fault_in_words(fault: Fault, names: Mapping[str, Name]) -> str:
    """Why settings cannot be used, in a sentence."""
    sentence = FAULT_SENTENCES.get(fault.code) or _("These settings cannot be read.")
    return str(sentence) % {
        "on": names.get(fault.on, fault.on),
        "given": _written(fault.given),
        "limit": _written(fault.limit),
    }


def _written(number: float | None) -> str:
    return "" if number is None else formats.number(round_for_display(Decimal(number)))


def strategy_named(value: str) -> Name:
    """A kept strategy, in words."""
    return STRATEGY_NAMES[value]


def day_named(value: str) -> Name:
    """A kept day, in words."""
    return formats.day(date.fromisoformat(value))


VALUE_WORDS: dict[str, Callable[[Any], Name]] = {
    "strategy": strategy_named,
    "review": day_named,
}
CHANGE_NAMES: dict[str, Name] = {
    "customer.scored": _("scored for the matrix"),
    "customer.score_withdrawn": _("score withdrawn from the matrix"),
    "customer.placed": _("placed in the matrix"),
    "customer.place_withdrawn": _("review of the matrix withdrawn"),
    "matrix.adopted": _("matrix changed"),
    "scenario.saved": _("scenario saved"),
    "scenario.changed": _("scenario changed"),
    "scenario.removed": _("scenario removed"),
}
FIELD_NAMES: dict[str, Name] = {
    "scores": _("Scores"),
    "strategy": _("Strategy"),
    "review": _("Review"),
    "reason": _("Why"),
}


def instead_of_ledger(count: int) -> str:
    """How many scores of a file go before what the ledger says of the same."""
    told = ngettext(
        "%(count)s of them stands in place of what the ledger says.",
        "%(count)s of them stand in place of what the ledger says.",
        count,
    )
    return told % {"count": formats.number(count)}
