"""Why a playbook cannot be used, in sentences."""

from __future__ import annotations

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clavero.core.faults import Fault
from clavero.matrix.words import STRATEGY_NAMES
from clavero.playbook.rules.guides import PlaybookFault
from clavero.playbook.words.texts import ITEMS
from clavero.ui import formats

Name = str | Promise

FAULT_SENTENCES: dict[str, Name] = {
    PlaybookFault.SHARE_OUTSIDE: _(
        "“%(on)s”: a share of time goes from 0 to %(limit)s%%; here is %(given)s."
    ),
    PlaybookFault.SHARE_REVERSED: _(
        "“%(on)s”: the share of time begins at %(given)s%% and ends before, at %(limit)s%%."
    ),
    PlaybookFault.MINIMUMS_OVER: _(
        "The least that the strategies ask for is %(given)s%% of the time, and nobody has more "
        "than %(limit)s%%. Lower the least of one of them."
    ),
    PlaybookFault.MAXIMUMS_UNDER: _(
        "The most that the strategies allow is %(given)s%% of the time, which leaves a part for no "
        "account at all. Raise the most of one of them."
    ),
    PlaybookFault.NO_STAGE: _("Choose the stages of the relationship to seek, one at least."),
    PlaybookFault.MONTHS_OUTSIDE: _(
        "“%(on)s”: a rhythm goes from 1 to %(limit)s months; here are %(given)s."
    ),
    PlaybookFault.NAMELESS: _("A row has figures but no name."),
    PlaybookFault.TWICE: _("“%(on)s” stands twice: write it once."),
}


def fault_in_words(fault: Fault) -> str:
    """Why a playbook cannot be used, in a sentence."""
    sentence = FAULT_SENTENCES.get(fault.code) or _("This playbook cannot be read.")
    named = {**STRATEGY_NAMES, **ITEMS}
    return str(sentence) % {
        "on": named.get(fault.on, fault.on) or _("Review"),
        "given": _written(fault.given),
        "limit": _written(fault.limit),
    }


def _written(number: float | None) -> str:
    return "" if number is None else formats.number(round(Decimal(str(number)), 2))
