"""What is said of commercial plans."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from clavero.commercial.rules.account_reading import AccountFault
from clavero.commercial.rules.programmes import (
    Programme,
    ProgrammeFault,
    ProgrammeKind,
)
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
    AccountFault.FAMILY_OF_MONTH: gettext_lazy(
        "a row is of a month, or of a year and a family: a month has no families."
    ),
    AccountFault.MARGIN_OF_MONTH: gettext_lazy("a month has no margin of its own."),
    AccountFault.NOT_A_MONTH: gettext_lazy("it is not a month such as 2027-03."),
    AccountFault.OTHER_YEAR: gettext_lazy("the month lies in another year."),
    AccountFault.SAID_TWICE: gettext_lazy("the file says this of the account twice."),
    AccountFault.NO_PLAN: gettext_lazy("the account has no plan yet: begin one first."),
    AccountFault.NOT_IN_DETAIL: gettext_lazy(
        "it is not one of the 18 months of the detailed plan, and stays as it is."
    ),
    AccountFault.YEARS_OF_OLD: gettext_lazy(
        "its targets are of years that begin with another month: look at them on its page first."
    ),
    TargetFault.NOT_A_YEAR: gettext_lazy("the company has no year of this name."),
}
PROGRAMME_KIND_NAMES: Mapping[ProgrammeKind, Sentence] = {
    ProgrammeKind.CONSUMER: gettext_lazy("Consumer programme"),
    ProgrammeKind.SHOPPER: gettext_lazy("Shopper programme"),
}
PROGRAMME_FAULT_SENTENCES: Mapping[ProgrammeFault, Sentence] = {
    ProgrammeFault.NO_NAME: gettext_lazy("Say what the programme is called."),
    ProgrammeFault.TWICE: gettext_lazy("Another programme of the plan has this name."),
    ProgrammeFault.NO_AIM: gettext_lazy("Say what it is to reach."),
    ProgrammeFault.NO_FAMILY: gettext_lazy("Choose the product families that it is for."),
    ProgrammeFault.UNKNOWN_FAMILY: gettext_lazy("Nothing of such a family was sold or planned."),
    ProgrammeFault.ENDS_BEFORE: gettext_lazy("It ends before it begins."),
    ProgrammeFault.AMOUNT: gettext_lazy("This is an amount in cents, not below zero."),
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
        "planned": formats.money_short(Money(each.planned, currency)),
        "wanted": formats.money_short(Money(each.wanted, currency)),
        "gap": formats.money_short(Money(abs(each.gap), currency)),
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


def months_in_words(programme: Programme) -> str:
    """From when to when a programme goes."""
    if programme.first == programme.last:
        return formats.month(programme.first)
    return pgettext("months", "%(first)s to %(last)s") % {
        "first": formats.month(programme.first), "last": formats.month(programme.last)
    }  # fmt: skip
