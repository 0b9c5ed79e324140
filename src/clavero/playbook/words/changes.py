"""What the playbook's changes are called in the history of a customer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clavero.playbook.rules.proposals import Kind, proposed_of
from clavero.playbook.words.names import STATE_NAMES
from clavero.playbook.words.texts import proposed_in_words
from clavero.ui import formats

Name = str | Promise


def _said(values: Iterable[Mapping[str, Any]]) -> str:
    return "; ".join(
        proposed_in_words(proposed_of(Kind(each["kind"]), each["key"], each["content"]))
        for each in values
    )


def _state(value: str) -> Name:
    return STATE_NAMES.get(value) or _("Set aside")


def _day(value: str) -> str:
    return formats.day(date.fromisoformat(value))


VALUE_WORDS: dict[str, Callable[[Any], Name]] = {
    "starting_points": _said,
    "state": _state,
    "due": _day,
}
CHANGE_NAMES: dict[str, Name] = {
    "playbook.adopted": _("playbook changed"),
    "customer.proposed_to": _("the playbook has proposed to it"),
    "customer.proposals_set_aside": _("proposals of an earlier strategy are set aside"),
    "customer.proposals_over": _("objectives and targets whose year is over are set aside"),
    "customer.proposals_withdrawn": _("proposals of a withdrawn review are gone"),
    "customer.proposals_accepted": _("proposals are accepted"),
    "customer.proposal_decided": _("a proposal is decided"),
}
FIELD_NAMES: dict[str, Name] = {
    "starting_points": _("Proposals"),
    "state": _("Decision"),
    "proposals": _("Proposals"),  # how many, as the first histories have it
    "text": _("Text"),
    "due": _("Due"),
}
