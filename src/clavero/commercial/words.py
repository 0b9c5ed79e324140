"""What is said of commercial plans."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clavero.commercial.rules.reading import TargetFault
from clavero.commercial.rules.reconciling import Check, Finding
from clavero.commercial.rules.rollup import By
from clavero.commercial.rules.targets import Fault, VersionState
from clavero.core.errors import Sentence
from clavero.core.money import Money
from clavero.ui import formats
from clavero.ui.brought import ROW_FAULTS

STATE_NAMES: Mapping[str, Sentence] = {
    VersionState.DRAFT: gettext_lazy("Draft"),
    VersionState.SUBMITTED: gettext_lazy("Waits for approval"),
    VersionState.APPROVED: gettext_lazy("Approved"),
}
STATE_TONES: Mapping[str, str] = {
    VersionState.DRAFT: "plain",
    VersionState.SUBMITTED: "warn",
    VersionState.APPROVED: "good",
}
BY_NAMES: Mapping[By, Sentence] = {
    By.YEAR: gettext_lazy("Year"),
    By.FAMILY: gettext_lazy("Product family"),
    By.MANAGER: gettext_lazy("Manager"),
    By.TEAM: gettext_lazy("Team"),
    By.GROUP: gettext_lazy("Group of accounts"),
    By.ACCOUNT: gettext_lazy("Account"),
}
FAULT_SENTENCES: Mapping[Fault, Sentence] = {
    Fault.NEGATIVE: gettext_lazy("The sales of %(family)s in %(year)s are below zero."),
    Fault.TOO_LARGE: gettext_lazy("The target of %(family)s in %(year)s is too large."),
    Fault.CENTS: gettext_lazy("The target of %(family)s in %(year)s has parts of a cent."),
    Fault.MARGIN_ABOVE_SALES: gettext_lazy(
        "The margin of %(family)s in %(year)s is above its sales."
    ),
}
ROW_FAULT_NAMES: Mapping[str, Sentence] = {
    **ROW_FAULTS,
    TargetFault.UNKNOWN_FAMILY: gettext_lazy("nothing of such a family was sold or planned."),
    TargetFault.TWICE: gettext_lazy("the file has this year and family twice."),
    TargetFault.MARGIN_ABOVE_SALES: gettext_lazy("the margin is above the sales."),
    TargetFault.NOT_A_YEAR: gettext_lazy("the company has no year of this name."),
}


def month_name(number: int) -> str:
    """The name of a month inside a sentence."""
    return str(MONTHS[number])


def finding_in_words(each: Finding, currency: str) -> str:
    """What does not add up, by how much, and what to do."""
    places = {
        "year": each.name,
        "first": formats.month(each.first),
        "last": formats.month(each.last),
        "planned": formats.money(Money(each.planned, currency)),
        "wanted": formats.money(Money(each.wanted, currency)),
        "gap": formats.money(Money(abs(each.gap), currency)),
    }
    if each.check is Check.NO_MONTHS:
        return _(
            "%(year)s has a target, and not all of its months from %(first)s to %(last)s: "
            "take over the proposal, or write them."
        ) % places  # fmt: skip
    if each.check is Check.NO_YEAR:
        return _(
            "The months from %(first)s to %(last)s have targets, and %(year)s has none: write "
            "its targets by family."
        ) % places  # fmt: skip
    if each.check is Check.WHOLE_YEAR:
        told = (
            _("The months of %(year)s sum to %(planned)s, %(gap)s more than its target %(wanted)s.")
            if each.gap > 0
            else _(
                "The months of %(year)s sum to %(planned)s, %(gap)s less than its target "
                "%(wanted)s."
            )
        )
    else:
        told = (
            _(
                "From %(first)s to %(last)s the months sum to %(planned)s, %(gap)s more than the "
                "part of %(year)s that falls on them, %(wanted)s."
            )
            if each.gap > 0
            else _(
                "From %(first)s to %(last)s the months sum to %(planned)s, %(gap)s less than the "
                "part of %(year)s that falls on them, %(wanted)s."
            )
        )
    return told % places
