"""What the playbook's values are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clavero.core.faults import Fault
from clavero.matrix.words import STRATEGY_NAMES
from clavero.playbook.rules.deciding import State
from clavero.playbook.rules.plays import Kind, PlayFault
from clavero.ui import formats

Name = str | Promise

KIND_NAMES: Mapping[str, Name] = {
    Kind.OBJECTIVE: _("Objective"),
    Kind.TARGET: _("Target"),
    Kind.TASK: _("Task that comes again"),
    Kind.REVIEW: _("Review of the account"),
}
STATE_NAMES: Mapping[str, Name] = {
    State.OPEN: _("To decide"),
    State.ACCEPTED: _("Accepted"),
    State.EDITED: _("Accepted, changed"),
    State.DROPPED: _("Dropped"),
    State.SUPERSEDED: _("No longer proposed"),
}
STATE_TONES: Mapping[str, str] = {
    State.OPEN: "warn",
    State.ACCEPTED: "good",
    State.EDITED: "good",
}
FAULT_SENTENCES: Mapping[str, Name] = {
    PlayFault.SHARE_OUTSIDE: _("%(on)s: a share of time lies between 0% and 100%."),
    PlayFault.SHARE_REVERSED: _("%(on)s: its share of time goes from the smaller to the larger."),
    PlayFault.SHARES_TOO_LARGE: _(
        "The least shares of time of the four strategies sum to %(given)s, which is more than all."
    ),
    PlayFault.SHARES_TOO_SMALL: _(
        "The largest shares of time of the four strategies sum to %(given)s, which leaves time "
        "that nobody may use."
    ),
    PlayFault.RHYTHM_OUTSIDE: _("%(on)s: what comes again does so after 1 to 24 months."),
    PlayFault.NOTHING_TO_DO: _("%(on)s: write at least one activity."),
}
CHANGE_NAMES: dict[str, Name] = {
    "customer.proposed_to": _("the playbook has proposed to it"),
    "customer.proposal_decided": _("a proposal is decided"),
    "customer.proposals_accepted": _("proposals are accepted"),
    "playbook.adopted": _("playbook changed"),
}
FIELD_NAMES: dict[str, Name] = {
    "proposals": _("Proposals"),
    "state": _("State"),
    "text": _("Text"),
    "due": _("Due"),
}


def state_named(value: str) -> Name:
    """A kept state, in words."""
    return STATE_NAMES[value]


def day_named(value: str) -> Name:
    """A kept day, in words."""
    return formats.day(date.fromisoformat(value))


VALUE_WORDS: dict[str, Callable[[Any], Name]] = {"state": state_named, "due": day_named}


def fault_in_words(fault: Fault) -> str:
    """Why a playbook cannot be used, in a sentence."""
    given = "" if fault.given is None else formats.percent(Decimal(str(fault.given)), places=0)
    return str(FAULT_SENTENCES[fault.code]) % {
        "on": STRATEGY_NAMES.get(fault.on, ""),
        "given": given,
    }
