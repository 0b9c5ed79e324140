"""Where the states begin, as the director writes it."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.silence.rules.settings import Settings
from clavero.silence.selectors import InForce
from clavero.silence.words import SETTING_NAMES
from clavero.ui.numbers import AmountField, CountField
from clavero.ui.versions import AdoptForm

HUNDRED = Decimal(100)
SHARES = ("watch", "at_risk", "lost", "defects")


def _share(name: str, help_text: Any = "") -> AmountField:
    return AmountField(label=SETTING_NAMES[name], help_text=help_text)


def _named(name: str) -> Any:
    return SETTING_NAMES[name]


def _yes_or_no(name: str, help_text: Any = "") -> forms.BooleanField:
    return forms.BooleanField(label=_named(name), required=False, help_text=help_text)


class SettingsForm(AdoptForm):
    """Chances in per cent, gaps and standard deviations as numbers."""

    watch = _share("watch", _("In per cent: how likely a silence this long is in its rhythm."))
    at_risk = _share("at_risk", _("In per cent."))
    lost = _share("lost", _("In per cent."))
    usual_gaps = AmountField(
        label=SETTING_NAMES["usual_gaps"], help_text=_("Median gaps of silence, 1 or more.")
    )
    recent_gaps = CountField(
        label=_named("recent_gaps"),
        help_text=_("Nobody buys for years as in the beginning."),
    )
    defects = _share(
        "defects", _("In per cent; from it follows the chance that a customer still buys.")
    )
    workdays_only = _yes_or_no("workdays_only")
    same_season = _yes_or_no(
        "same_season",
        _("Who was silent as long around the same day of an earlier year is only watched."),
    )
    slack = AmountField(label=SETTING_NAMES["slack"])
    alarm = AmountField(label=SETTING_NAMES["alarm"])

    def settings(self) -> Settings:
        """What the form says. Raises :class:`Faulty` with all that is wrong."""
        given = self.cleaned_data
        plain = {each.name: given[each.name] for each in fields(Settings)}
        for name, value in plain.items():
            if not isinstance(value, bool | int):
                plain[name] = float(value / HUNDRED if name in SHARES else value)
        return Settings(**plain)


def initial_of(before: InForce) -> dict[str, Any]:
    """What the form begins with."""
    today = timezone.localdate()
    earliest = today if before.version is None else max(today, before.version.valid_from)
    return {**shown(before.settings), "valid_from": earliest, "seen": before.number or ""}


def shown(settings: Settings) -> dict[str, Any]:
    """Settings as people read them: shares in per cent."""
    found: dict[str, Any] = {}
    for name, value in settings.to_plain().items():
        if isinstance(value, bool | int):
            found[name] = value
            continue
        exact = Decimal(str(value)) * (HUNDRED if name in SHARES else 1)
        found[name] = exact.normalize() + 0
    return found
