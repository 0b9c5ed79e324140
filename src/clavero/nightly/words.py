"""How the night's work is said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.core.errors import Sentence
from clavero.core.refusals import told
from clavero.core.revisions import Words
from clavero.nightly.hooks import steps
from clavero.nightly.models import Work
from clavero.nightly.rules import Outcome, State
from clavero.ui import formats

STATE_NAMES: Mapping[State, Sentence] = {
    State.WAITING: pgettext_lazy("of a night's work", "Waiting for the worker"),
    State.UNDER_WAY: pgettext_lazy("of a night's work", "Under way"),
    State.CUT_SHORT: pgettext_lazy("of a night's work", "Cut short; the worker goes on with it"),
    State.DONE: pgettext_lazy("of a night's work", "Done"),
    State.FAILED: pgettext_lazy("of a night's work", "Done but for what failed"),
}
STATE_TONES = {State.DONE: "good", State.FAILED: "bad", State.CUT_SHORT: "warn"}
OUTCOME_NAMES: Mapping[str, Sentence] = {
    Outcome.DONE: pgettext_lazy("of a step", "Done"),
    Outcome.NOTHING: pgettext_lazy("of a step", "Nothing to do"),
    Outcome.FAILED: pgettext_lazy("of a step", "Failed"),
    "": pgettext_lazy("of a step", "Begun"),
}
OUTCOME_TONES: Mapping[str, str] = {Outcome.DONE: "good", Outcome.FAILED: "bad"}


def name_of(key: str) -> Sentence:
    """What a step is called; its key where no domain knows it any more."""
    return {step.key: step.label for step in steps()}.get(key, key)


def reason_of(work: Work) -> str:
    """Why a step failed or had nothing to do; empty where it was done."""
    kept = work.told or {}
    return str(kept.get("error") or told(kept))


def zone_name(name: str) -> str:
    """A time zone as people know it; the company's where none was chosen."""
    return (name or settings.TIME_ZONE).replace("_", " ")


def _said(field: str, values: Mapping[str, Any]) -> Sentence:
    value = values.get(field) or ""
    if field == "time_zone":
        return zone_name(value)
    return value.strftime("%H:%M") if isinstance(value, time) else str(value)[:5]


WORDS = Words({"at": _("time"), "time_zone": _("time zone")}, _said, formats.moment)
