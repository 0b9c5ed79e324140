"""What each kind of alert says, made from its parameters in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clavero.matrix.words import STRATEGY_NAMES
from clavero.ui import formats

Parameters = Mapping[str, Any]
Name = str | Promise
Figures = list[tuple[Name, str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of alert: its name, why somebody should look, and the figures behind it."""

    name: Name
    sentence: Callable[[Parameters], str]
    evidence: Callable[[Parameters], Figures]


def _day(parameters: Parameters, name: str = "day") -> str:
    return formats.day(date.fromisoformat(parameters[name]))


def _moved(of: Parameters) -> str:
    told = gettext("The review of %(day)s has changed its strategy from “%(before)s” to “%(now)s”.")
    return told % {
        "day": _day(of),
        "before": STRATEGY_NAMES[of["before"]],
        "now": STRATEGY_NAMES[of["now"]],
    }


def _moved_figures(of: Parameters) -> Figures:
    return [
        (_("Strategy before"), str(STRATEGY_NAMES[of["before"]])),
        (_("Strategy now"), str(STRATEGY_NAMES[of["now"]])),
        (_("Review"), _day(of)),
    ]


def _overdue(of: Parameters) -> str:
    told = ngettext(
        "No review of the matrix has looked at it since %(day)s, more than %(count)s month ago.",
        "No review of the matrix has looked at it since %(day)s, more than %(count)s months ago.",
        of["months"],
    )
    return told % {"day": _day(of), "count": formats.number(of["months"])}


def _overdue_figures(of: Parameters) -> Figures:
    return [
        (_("Last review"), _day(of)),
        (_("Strategy of then"), str(STRATEGY_NAMES[of["now"]])),
    ]


def _handover(of: Parameters) -> str:
    told = gettext(
        "%(receiver)s should have taken it over by %(day)s and has not accepted the handover yet."
    )
    return told % {"receiver": of["receiver"], "day": _day(of)}


def _handover_figures(of: Parameters) -> Figures:
    return [
        (_("Comes from"), of["giver"] or gettext("nobody")),
        (_("Goes to"), of["receiver"]),
        (_("Changes hands on"), _day(of)),
        (_("Lines of the checklist that are done"), formats.number(of["done"])),
    ]


KINDS: dict[str, Kind] = {
    "matrix.moved": Kind(_("Another strategy"), _moved, _moved_figures),
    "matrix.overdue": Kind(_("Review overdue"), _overdue, _overdue_figures),
    "selection.handover": Kind(_("Handover overdue"), _handover, _handover_figures),
}
