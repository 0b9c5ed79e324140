"""What the pages of investments say in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.money import Money
from clavero.investment.models import Funding
from clavero.investment.rules.choosing import Shadow
from clavero.investment.rules.kinds import Aim, Gate, Why
from clavero.investment.rules.stages import Target
from clavero.investment.selectors import CaseRow, GatePicture, LevelRow, RoundPicture
from clavero.investment.words import METRIC_NAMES, WHY_NAMES
from clavero.ui import formats


def whole(amount: Decimal, currency: str) -> str:
    """An amount without cents."""
    return formats.money(Money(amount, currency), places=0)


def choice_in_words(picture: RoundPicture, currency: str) -> Iterator[str]:
    """What the choice is worth, what it spends and what is left."""
    choice, asked = picture.choice, picture.asked
    if choice is None or asked is None:
        yield _("The director has not set a budget yet.")
        return
    if not choice.is_possible and not choice.is_optimal:
        yield none_found()
        return
    if not choice.is_possible:
        yield _("What must be funded breaks a limit or a bond: there is no choice.")
        return
    count = len(choice.chosen)
    yield ngettext(
        "%(count)s account in the choice: %(value)s of net present value for %(spent)s.",
        "%(count)s accounts in the choice: %(value)s of net present value for %(spent)s.",
        count,
    ) % {
        "count": formats.number(count),
        "value": whole(choice.value, currency),
        "spent": whole(choice.spent, currency),
    }
    left = asked.limits.budget - choice.spent
    if left > 0:
        yield _("%(left)s of the budget are left over: nothing that fits brings more.") % {
            "left": whole(left, currency)
        }
    if picture.needs_draws:
        yield _(
            "The terms choose by the draws, which are missing or out of date: until somebody draws,"
            " this is the most on average."
        )
    elif not choice.is_optimal and picture.terms is not None and picture.terms.aim == Aim.SAFE:
        yield _("A better one is not ruled out.")
    elif not choice.is_optimal:
        yield _("The time was not enough to be sure that nothing is better.")


def none_found() -> str:
    """Of a choice that was looked for without an end."""
    return _("No choice was found, and it is not sure that there is none.")


def why_in_words(level: LevelRow, names: dict[str, str]) -> str:
    """Why a level is in the choice or not; other accounts are named to those who see them."""
    if level.why is None:
        return ""
    other = names.get(level.because_of)
    if other and level.why is Why.EXCLUDED:
        return _("%(other)s is chosen, which excludes it.") % {"other": other}
    if other and level.why is Why.LACKS_OTHER:
        return _("It needs %(other)s, which is not chosen.") % {"other": other}
    return str(WHY_NAMES[level.why])


def record_in_words(row: CaseRow) -> str:
    """By how much a proposer's forecasts are shrunk, and why; nothing where they are not."""
    record = row.record
    if row.funding is not None or record.factor == 1 or record.ratio is None:
        return ""
    return ngettext(
        "Forecasts of %(name)s came true by %(ratio)s over %(count)s year, so that this one counts"
        " for %(factor)s.",
        "Forecasts of %(name)s came true by %(ratio)s over %(count)s years, so that this one"
        " counts for %(factor)s.",
        record.years,
    ) % {
        "name": row.case.proposer_name,
        "ratio": formats.percent(record.ratio, places=0),
        "count": formats.number(record.years),
        "factor": formats.percent(record.factor, places=0),
    }


def shadow_in_words(here: Shadow, more: Shadow | None, currency: str) -> str:
    """What a little more budget would bring."""
    if more is None or more.value <= here.value or more.budget <= here.budget:
        return _("A little more budget would bring nothing more.")
    gain, added = more.value - here.value, more.budget - here.budget
    return _("%(added)s more would bring %(gain)s more: %(each)s for each one added.") % {
        "added": whole(added, currency),
        "gain": whole(gain, currency),
        "each": formats.number(gain / added, places=2),
    }


def metric_in_words(name: str, value: Decimal | None, currency: str) -> str:
    """A metric of a gate, in its unit."""
    if value is None:
        return formats.NOTHING
    if name == "share":
        return formats.percent(value)
    return whole(value, currency) if name == "sales" else formats.number(value, places=1)


def gate_in_words(picture: GatePicture, currency: str) -> Iterator[str]:
    """Metric by metric: what a gate asks for beside what is measured today, or was when somebody
    decided."""
    for name, target in picture.targets.items():
        told = (
            _waiting(target) if picture.funding.gate == Gate.WAITING else _of_decided_gate(target)
        )
        yield told % {
            "metric": METRIC_NAMES[name],
            "asked": metric_in_words(name, target.asked, currency),
            "measured": metric_in_words(name, target.measured, currency),
        }


def _waiting(target: Target) -> str:
    if target.asked is None:
        return _("%(metric)s: no target was set; %(measured)s today.")
    if target.measured is None:
        return _("%(metric)s: %(asked)s is asked; nobody has measured it yet.")
    if target.is_low:
        return _(
            "%(metric)s: %(asked)s is asked; %(measured)s today, far more, so that doing nothing "
            "would pass the gate."
        )
    if target.is_met:
        return _("%(metric)s: %(asked)s is asked; %(measured)s today, which meets it.")
    return _("%(metric)s: %(asked)s is asked; %(measured)s today.")


def _of_decided_gate(target: Target) -> str:
    if target.asked is None:
        return _("%(metric)s: no target was set; %(measured)s was measured.")
    if target.measured is None:
        return _("%(metric)s: %(asked)s was asked; nobody had measured it.")
    if target.is_met:
        return _("%(metric)s: %(asked)s was asked, %(measured)s was measured: met.")
    return _("%(metric)s: %(asked)s was asked, %(measured)s was measured: missed.")


def today_in_words(measured: Mapping[str, Decimal], currency: str) -> str:
    """What is measured of an account today, where anything is."""
    told = [
        _("%(metric)s: %(measured)s today.")
        % {"metric": METRIC_NAMES[name], "measured": metric_in_words(name, value, currency)}
        for name, value in measured.items()
    ]
    return " ".join(told) or _("Nothing of it is measured yet.")


def targets_to_mend(
    funding: Funding, measured: Mapping[str, Decimal], currency: str
) -> Iterator[str]:
    """What to look at in what a gate was told to ask for: that it asks for nothing, or for far less
    than there is today."""
    if not funding.level or funding.gate_on is None:
        return
    if not funding.asked:
        yield _("Its gate on %(day)s asks for nothing yet: set its targets on the case's page.") % {
            "day": formats.day(funding.gate_on)
        }
    asked = {name: Decimal(value) for name, value in funding.asked.items()}
    yield from odd_targets(asked, measured, currency).values()


def odd_targets(
    asked: Mapping[str, Decimal], measured: Mapping[str, Decimal], currency: str
) -> dict[str, str]:
    """Of each target that can hardly be meant, why: far less than there is today, or many times
    as much."""
    found = {}
    for name, value in asked.items():
        target = Target(value, measured.get(name))
        if not target.is_low and not target.is_high:
            continue
        told = (
            _(
                "%(metric)s: %(asked)s is asked; %(measured)s today, far more, so that doing "
                "nothing would pass the gate."
            )
            if target.is_low
            else _(
                "%(metric)s: %(asked)s is asked; %(measured)s today. That is more than three "
                "times as much."
            )
        )
        found[name] = told % {
            "metric": METRIC_NAMES[name],
            "asked": metric_in_words(name, target.asked, currency),
            "measured": metric_in_words(name, target.measured, currency),
        }
    return found


def whole_sentence(text: str) -> str:
    """What somebody wrote as a reason, with its full stop."""
    said = text.strip()
    return said if not said or said[-1] in ".!?…" else f"{said}."
