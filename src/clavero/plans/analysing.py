"""The analysis of a plan, as its page writes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.plans.models import Initiative, PlanItem, PlanLink
from clavero.plans.rules import analysis
from clavero.plans.rules.catalogue import FORCES, SWOT
from clavero.plans.rules.tows import Pair, tows
from clavero.plans.selectors import PlanPicture
from clavero.plans.tools import initiative_address, row_address
from clavero.plans.words import SWOT_NAMES, Name, option_name
from clavero.ui import formats


@dataclass(frozen=True, slots=True)
class SwotRow:
    """A row of SWOT; one that nothing answers is loose."""

    item: PlanItem
    weight: str
    is_answered: bool


@dataclass(frozen=True, slots=True)
class ShownPair:
    """What meets what, the initiatives that answer both, and where one is made."""

    inside: PlanItem
    outside: PlanItem
    answers: Sequence[Initiative]
    make: str


@dataclass(frozen=True, slots=True)
class Around:
    """A part of its surroundings or a force of its market: how it weighs, the rows that say so,
    and where one more is written."""

    name: Name
    figure: str
    items: Sequence[PlanItem]
    add: str


@dataclass(frozen=True, slots=True)
class ShownAnalysis:
    """What the tools say."""

    swot: Sequence[tuple[Name, Sequence[SwotRow]]]
    tows: Sequence[tuple[Name, Name, Sequence[ShownPair]]]
    surroundings: Sequence[Around]
    forces: Sequence[Around]
    pressure: str
    gaps: Sequence[tuple[PlanItem, str, str]]
    weights: str
    is_hundred: bool
    presence: Sequence[tuple[Name, str]]


_HUNDRED = Decimal(100)


def analysed(picture: PlanPicture) -> ShownAnalysis:
    """The analysis of a plan with its links."""
    items = {each.pk: each for each in picture.items}
    answered = _answered(picture.links)

    def of(kind: str) -> dict[int, Mapping[str, str]]:
        return {pk: each.data for pk, each in items.items() if each.kind == kind}

    def row(each: analysis.Ranked) -> SwotRow:
        weight = formats.number(each.weight)
        return SwotRow(items[each.number], weight, each.number in answered)

    initiatives = {each.pk: each for each in picture.initiatives}
    customer_id = picture.customer.pk
    back = reverse("plans:analysis", args=[customer_id])

    def pair(each: Pair) -> ShownPair:
        one, two = items[each.inside], items[each.outside]
        rows = f"row:{one.pk} row:{two.pk}"
        return ShownPair(
            one,
            two,
            [initiatives[number] for number in each.initiatives],
            initiative_address(customer_id, back, answers=rows),
        )

    swot = analysis.swot(of("swot"))
    factors = of("csf")
    together = analysis.weights(list(factors.values()))
    scores = analysis.pestel(list(of("pestel").values()))
    forces = of("force")
    pressure = analysis.pressure(list(forces.values()))

    def around(kind: str, field: str, option: str, figure: Decimal | None) -> Around:
        own = [items[pk] for pk, data in of(kind).items() if data[field] == option]
        # Rows without a probability have no score: that is said, not left as a dash.
        unscored = figure is None and own and kind == "pestel"
        return Around(
            option_name(field, option),
            _("no probability said") if unscored else _figure(figure),
            own,
            row_address(customer_id, kind, back, **{field: option}),
        )

    return ShownAnalysis(
        swot=[
            (SWOT_NAMES[part], [row(each) for each in swot[part]]) for part in SWOT
        ],
        tows=[
            (
                option_name("part", inside),
                option_name("part", outside),
                [pair(each) for each in pairs],
            )
            for (inside, outside), pairs in tows(of("swot"), picture.answers).items()
        ],
        surroundings=[
            around("pestel", "group", group, score) for group, score in scores.items()
        ],
        forces=[
            around(
                "force", "force", force,
                analysis.pressure([each for each in forces.values() if each["force"] == force]),
            )
            for force in FORCES
        ],
        pressure=_figure(pressure),
        gaps=[
            (items[each.number], formats.signed(each.gap, formats.number(abs(each.gap), places=2)),
             "bad" if each.gap < 0 else "good")
            for each in analysis.gaps(factors)
        ],
        weights=formats.number(together),
        is_hundred=not factors or together == _HUNDRED,
        presence=[
            (option_name("phase", phase), _figure(level, places=0))
            for phase, level in analysis.presence(list(of("phase").values())).items()
        ],
    )  # fmt: skip


def _answered(links: Sequence[PlanLink]) -> set[int]:
    return {
        each.item_id
        for each in links
        if each.item_id and (each.action_id is not None or each.initiative_id is not None)
    }


def _figure(value: Decimal | None, places: int = 1) -> str:
    return formats.NOTHING if value is None else formats.number(value, places=places)
