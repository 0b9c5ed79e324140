"""Why a customer is in its state, step by step, for whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clavero.core.period import Period
from clavero.silence.lists import state_pill
from clavero.silence.rules.kinds import Spare
from clavero.silence.rules.states import State
from clavero.silence.selectors import AccountSilence
from clavero.silence.words import (
    SPARE_NAMES,
    STATE_NAMES,
    Name,
    against_usual,
    days_in_words,
    one_place,
    percent,
)
from clavero.ui import formats
from clavero.ui.parts import Explanation, Input


@dataclass(frozen=True, slots=True)
class FamilyShown:
    """A family's line."""

    name: str
    state: SafeString
    silence: str
    compared: str
    chance: str
    last_purchase: date
    spare: Name


@dataclass(frozen=True, slots=True)
class AheadShown:
    """When a state begins."""

    state: SafeString
    after: str
    day: str
    is_past: bool


def families_in_words(found: AccountSilence) -> list[FamilyShown]:
    """A line each, those gone silent first."""
    return [
        FamilyShown(
            name=family.name,
            state=state_pill(family.state),
            silence=days_in_words(family.silent),
            compared=against_usual(family.silent, family.usual, family.gaps),
            chance=percent(family.chance),
            last_purchase=family.last_purchase,
            spare="" if family.spare is None else SPARE_NAMES[family.spare],
        )
        for family in found.families
    ]


def ahead_in_words(found: AccountSilence) -> list[AheadShown]:
    """When each worse state begins if nothing is bought."""
    return [
        AheadShown(
            state=state_pill(step.state),
            after=days_in_words(step.silence),
            day=formats.day(step.day) if step.day else _("in more than four years"),
            is_past=step.day is not None and step.day <= found.as_of,
        )
        for step in found.ahead
    ]


def silence_explained(found: AccountSilence) -> Explanation:
    """The figures behind the state."""
    settings = found.settings.settings
    inputs = [
        Input(_("Days silent"), formats.number(found.silent)),
        Input(_("Usual gap (median)"), days_in_words(found.usual) if found.usual else "—"),
        Input(_("Gaps that count"), formats.number(len(found.recent))),
        Input(_("Sum of the gaps"), days_in_words(sum(found.recent))),
        Input(_("Regularity k of all customers"), formats.number(one_place(found.k))),
        Input(_("Rhythms it is compared with"), formats.number(found.base)),
        Input(_("Chance of such a silence"), percent(found.chance)),
        Input(_("Share that leaves at each gap"), percent(settings.defects)),
        Input(_("Chance that it still buys"), percent(found.alive)),
        Input(_("State by the silence alone"), STATE_NAMES[State(found.judged).key]),
    ]
    seasonal = [family.name for family in found.families if family.spare is Spare.SEASON]
    if seasonal:
        inputs.append(
            Input(
                _("Families that are only watched, as silent around these days of an earlier year"),
                ", ".join(seasonal),
            )
        )
    return Explanation(
        sentence=_(
            "How likely it is that a customer with its rhythm does not buy for so long, and that "
            "it still buys."
        ),
        formula=_(
            "S = I(B ÷ (B + days silent); A, k) with A = a + k × gaps and B = b + sum of the gaps; "
            "P = (1 − p) S ÷ (p + (1 − p) S)"
        ),
        inputs=inputs,
        period=Period.inclusive(found.first_purchase, found.as_of),
        source=_("gaps by a Gamma distribution, with what the base knows"),
    )
