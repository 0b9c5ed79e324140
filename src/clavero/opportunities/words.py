"""What needs, cells, stages and opportunities are called, and how their changes are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from clavero.core.faults import Fault
from clavero.core.revisions import Words
from clavero.core.tables import RowFault
from clavero.identity.selectors import names_of
from clavero.opportunities.rules.closing import LossReason
from clavero.opportunities.rules.grid import CellState
from clavero.opportunities.rules.needs import Certainty, Closed, Horizon
from clavero.opportunities.rules.pipeline import Ansoff, Outcome
from clavero.opportunities.rules.reading import GridFault
from clavero.opportunities.rules.stages import Stage, StageFault
from clavero.opportunities.rules.wallet import Confidence, WalletSource
from clavero.relationships.words import FUNCTION_NAMES as FUNCTION_NAMES
from clavero.ui import formats
from clavero.ui.brought import ROW_FAULTS

Name = str | Promise

HORIZON_NAMES: dict[str, Name] = {
    Horizon.NOW: pgettext_lazy("a need", "Now"),
    Horizon.FUTURE: pgettext_lazy("a need", "In the future"),
}
CERTAINTY_NAMES: dict[str, Name] = {
    Certainty.STATED: pgettext_lazy("a need", "Stated"),
    Certainty.INFERRED: pgettext_lazy("a need", "Inferred"),
    Certainty.CONFIRMED: pgettext_lazy("a need", "Confirmed"),
}
CERTAINTY_TONES: dict[str, str] = {Certainty.CONFIRMED: "good", Certainty.INFERRED: "warn"}
URGENCY_NAMES: dict[int, Name] = {
    1: _("1 – can wait"),
    2: _("2 – low"),
    3: _("3 – medium"),
    4: _("4 – high"),
    5: _("5 – at once"),
}
CLOSED_NAMES: dict[str, Name] = {
    Closed.MET: _("We have met it"),
    Closed.MET_BY_OTHERS: _("Somebody else has met it"),
    Closed.GONE: _("The customer no longer needs it"),
    Closed.NOT_OURS: _("It is nothing that we want to offer"),
    Closed.MISTAKE: _("It was entered by mistake"),
}
STATE_NAMES: dict[str, Name] = {
    CellState.SOLD: pgettext_lazy("a cell", "Sold"),
    CellState.OPEN: pgettext_lazy("a cell", "Open"),
    CellState.COMPETITOR: pgettext_lazy("a cell", "Competitor"),
    CellState.BLOCKED: pgettext_lazy("a cell", "Blocked"),
    CellState.NOT_APPLICABLE: _("Not applicable"),
}
STATE_ICONS: dict[str, str] = {
    CellState.SOLD: "circle-check",
    CellState.OPEN: "circle-dashed",
    CellState.COMPETITOR: "swords",
    CellState.BLOCKED: "lock",
    CellState.NOT_APPLICABLE: "minus",
}
STATE_TONES: dict[str, str] = {
    CellState.SOLD: "good",
    CellState.OPEN: "accent",
    CellState.COMPETITOR: "warn",
    CellState.BLOCKED: "bad",
    CellState.NOT_APPLICABLE: "plain",
}
SOURCE_NAMES: dict[str, Name] = {
    WalletSource.DISCLOSED: _("The customer said so"),
    WalletSource.MARKET: _("Tenders or market data"),
    WalletSource.DRIVERS: _("Estimated from what it makes or uses"),
    WalletSource.RANK: _("From our rank among its suppliers"),
}
CONFIDENCE_NAMES: dict[str, Name] = {
    Confidence.HIGH: pgettext_lazy("confidence", "High"),
    Confidence.MEDIUM: pgettext_lazy("confidence", "Medium"),
    Confidence.LOW: pgettext_lazy("confidence", "Low"),
}
ANSOFF_NAMES: dict[str, Name] = {
    Ansoff.PENETRATION: _("Penetration: what it buys, where it buys"),
    Ansoff.PRODUCT: _("New product: where it buys already"),
    Ansoff.UNIT: _("New unit: what it buys elsewhere"),
    Ansoff.DIVERSIFICATION: _("Diversification: new product, new unit"),
}
ANSOFF_SHORT: dict[str, Name] = {
    Ansoff.PENETRATION: _("Penetration"),
    Ansoff.PRODUCT: _("New product"),
    Ansoff.UNIT: _("New unit"),
    Ansoff.DIVERSIFICATION: _("Diversification"),
}
STAGE_NAMES: dict[str, Name] = {
    "identified": _("Identified"),
    "qualified": _("Qualified"),
    "offered": pgettext_lazy("an opportunity", "Offered"),
    "negotiating": _("In negotiation"),
    "agreed": _("Agreed by word"),
}
OUTCOME_NAMES: dict[str, Name] = {
    Outcome.WON: pgettext_lazy("an opportunity", "Won"),
    Outcome.LOST: pgettext_lazy("an opportunity", "Lost"),
}
OUTCOME_TONES: dict[str, str] = {Outcome.WON: "good", Outcome.LOST: "bad"}
LOSS_NAMES: dict[str, Name] = {
    LossReason.PRICE: _("Price"),
    LossReason.COMPETITOR: _("It went to a competitor"),
    LossReason.SERVICE: _("Service or deadlines"),
    LossReason.PRODUCT: _("What we offer does not fit"),
    LossReason.POSTPONED: _("The customer has put it off"),
    LossReason.NO_BUDGET: _("The customer has no budget"),
    LossReason.NO_NEED: _("The customer no longer needs it"),
    LossReason.OTHER: _("Another reason"),
}
FAULT_NAMES: Mapping[str, Name] = {
    **ROW_FAULTS,
    RowFault.UNKNOWN_ACCOUNT: _("you see no such account."),
    GridFault.UNKNOWN_FAMILY: _("the ledger has no such product family."),
    GridFault.UNKNOWN_STATE: _("it is not open, competitor, blocked or not_applicable."),
    GridFault.UNKNOWN_SOURCE: _("it is not disclosed, market, drivers or rank."),
    GridFault.UNKNOWN_CONFIDENCE: _("it is not high, medium or low."),
    GridFault.NO_REASON: _("a blocked cell says why."),
    GridFault.NO_RIVAL: _("a share without a competitor is nobody's."),
    GridFault.NOT_A_RANK: _("a rank is from 1 to how many suppliers there are."),
    GridFault.RIVAL_MISSING: _("say which competitor has it, or “unknown” if nobody knows."),
    GridFault.NEWER: _("something newer is known of this cell."),
    GridFault.SAYS_NOTHING: _("the row says nothing of the cell."),
}


def stage_name(key: str, name: str = "") -> Name:
    """What a stage is called: as somebody wrote it, or in Clavero's words."""
    return name or STAGE_NAMES.get(key, key)


def stage_called(stage: Stage | None, key: str) -> Name:
    """The same of a stage that may be of an earlier version."""
    return stage_name(key, "" if stage is None else stage.name)


def fault_in_words(fault: Fault) -> str:
    """Why stages cannot be used, and what to do."""
    if fault.code == StageFault.HOW_MANY:
        return gettext("An opportunity goes through 2 to %(most)s stages.") % {
            "most": formats.number(int(fault.limit or 0))
        }
    if fault.code == StageFault.NO_NAME:
        return gettext("Every stage needs a name with a letter in it.")
    if fault.code == StageFault.TWICE:
        return gettext("Two stages have the same name.")
    if fault.code == StageFault.NOT_A_CHANCE:
        return gettext("The probability of “%(name)s” lies between 0% and 100%, without both.") % {
            "name": stage_name(fault.on, "" if fault.on in STAGE_NAMES else fault.on)
        }
    if fault.code == StageFault.FALLING:
        return gettext("An opportunity that moves on is not less likely: let probabilities rise.")
    return gettext("These stages cannot be read.")


# -- histories -------------------------------------------------------------------------------------

CHANGE_NAMES: dict[str, Name] = {
    "need.added": _("Written down"),
    "need.changed": _("Changed"),
    "need.closed": pgettext_lazy("a need", "Closed"),
    "need.reopened": pgettext_lazy("a need", "Opened again"),
    "need.solution_linked": _("A solution is linked"),
    "need.solution_unlinked": _("A solution is no longer linked"),
    "solution.added": _("Added"),
    "solution.changed": _("Changed"),
    "solution.retired": _("No longer offered"),
    "solution.offered_again": _("Offered again"),
    "cell.said": _("Said of the cell"),
    "wallet.entered": _("Wallet entered"),
    "wallet.withdrawn": _("Wallet withdrawn"),
    "opportunity.added": _("Written down"),
    "opportunity.changed": _("Changed"),
    "opportunity.moved": _("Moved to another stage"),
    "opportunity.won": pgettext_lazy("an opportunity", "Won"),
    "opportunity.lost": pgettext_lazy("an opportunity", "Lost"),
    "opportunity.reopened": pgettext_lazy("an opportunity", "Opened again"),
}
CUSTOMER_CHANGES: dict[str, Name] = {
    "need.added": _("a need is written down"),
    "need.closed": _("a need is closed"),
    "need.reopened": _("a need is open again"),
    "opportunity.added": _("an opportunity is written down"),
    "opportunity.won": _("an opportunity is won"),
    "opportunity.lost": _("an opportunity is lost"),
    "opportunity.reopened": _("an opportunity is open again"),
}
"""What is told in the history of a customer."""
CUSTOMER_FIELDS: dict[str, Name] = {
    "need_text": pgettext_lazy("a need", "Need"),
    "need_closed": _("Why it is closed"),
    "opportunity_title": _("Opportunity"),
    "opportunity_why": _("Why it was lost"),
}
FIELD_NAMES: dict[str, Name] = {
    "name": _("Name"),
    "families": _("Product families"),
    "description": _("What it is"),
    "text": pgettext_lazy("a need", "Need"),
    "title": _("Title"),
    "horizon": pgettext_lazy("a need", "When"),
    "function": _("Function affected"),
    "urgency": _("Urgency"),
    "fit": _("Our fit"),
    "certainty": _("How it is known"),
    "evidence": _("Evidence"),
    "source": _("Source"),
    "said_on": _("Known on"),
    "owner_id": _("Owner"),
    "is_shared": _("Shared with the customer"),
    "solution": _("Solution"),
    "tailoring": _("How it is tailored"),
    "closed_reason": _("Why it is closed"),
    "closed_note": _("Note"),
    "family": _("Family"),
    "state": _("State"),
    "reason": _("Why"),
    "rival": _("Best competitor"),
    "rival_share": _("Share of the best competitor"),
    "amount": _("Wallet"),
    "rank": _("Our rank"),
    "suppliers": _("Suppliers used"),
    "confidence": _("Confidence"),
    "stage": pgettext_lazy("an opportunity", "Stage"),
    "ansoff": _("Kind of sale"),
    "value": _("Value a year"),
    "probability": _("Probability"),
    "probability_reason": _("Why this probability"),
    "ramp": _("Part in the first years"),
    "starts_on": _("First sales"),
    "closes_on": _("Decision expected"),
    "needs": _("Needs that it meets"),
    "cells": _("Cells that it fills"),
    "outcome_on": _("Decided on"),
    "outcome_reason": _("Why it was lost"),
    "outcome_note": _("Note on the end"),
    "note": _("Note"),
}


def _day(value: Any) -> Name:
    return formats.day(value if isinstance(value, date) else date.fromisoformat(value))


def _percent(value: Any) -> Name:
    return formats.percent(Decimal(value))


def _number(value: Any) -> Name:
    return formats.number(Decimal(value))


def _texts(value: Sequence[str]) -> Name:
    return ", ".join(value)


def _named(names: Mapping[Any, Name]) -> Callable[[Any], Name]:
    return lambda value: names.get(value, str(value))


_VALUES: dict[str, Callable[[Any], Name]] = {
    "horizon": _named(HORIZON_NAMES),
    "function": _named(FUNCTION_NAMES),
    "urgency": _named(URGENCY_NAMES),
    "certainty": _named(CERTAINTY_NAMES),
    "closed_reason": _named(CLOSED_NAMES),
    "said_on": _day,
    "is_shared": lambda value: _("yes") if value else _("no"),
    "families": _texts,
    "state": _named(STATE_NAMES),
    "rival_share": _percent,
    "amount": _number,
    "rank": _number,
    "confidence": _named(CONFIDENCE_NAMES),
    "stage": stage_name,
    "ansoff": _named(ANSOFF_SHORT),
    "value": _number,
    "probability": _percent,
    "ramp": lambda value: " / ".join(formats.percent(Decimal(each), places=0) for each in value),
    "starts_on": _day,
    "closes_on": _day,
    "needs": _texts,
    "cells": _texts,
    "outcome_on": _day,
    "outcome_reason": _named(LOSS_NAMES),
}


CUSTOMER_VALUES: dict[str, Callable[[Any], Name]] = {
    "need_closed": _VALUES["closed_reason"],
    "opportunity_why": _VALUES["outcome_reason"],
}


def value_in_words(
    field: str, values: Mapping[str, Any], people: Mapping[int, str] | None = None
) -> Name:
    """A value that an entry keeps, as people read it; empty where it has none. ``people`` are the
    names of those that it may be, looked up without them."""
    value = values.get(field)
    if value in (None, "", []):
        return ""
    if field == "owner_id":
        return (names_of([value]) if people is None else people).get(value, str(value))
    if field == "source":
        return SOURCE_NAMES.get(value, str(value))
    reads = _VALUES.get(field)
    return str(value) if reads is None else reads(value)


WORDS = Words(FIELD_NAMES, value_in_words, formats.moment)
"""How a collision of two people's changes is told."""
