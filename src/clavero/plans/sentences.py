"""What a plan says of itself: what is missing, what comes next."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clavero.plans.rules.completeness import Gate, Shortfall
from clavero.plans.rules.objectives import Lack

LACK_NAMES: dict[Lack, str | Promise] = {
    Lack.KPI: gettext_lazy("a KPI that measures it"),
    Lack.BASELINE: gettext_lazy("where it begins"),
    Lack.TARGET: gettext_lazy("a target"),
    Lack.NO_WAY: gettext_lazy("a target other than where it begins"),
    Lack.DATE: gettext_lazy("a date"),
    Lack.OWNER: gettext_lazy("somebody who answers for it"),
    Lack.ACTIONS: gettext_lazy("an action"),
}


def shortfall_in_words(each: Shortfall) -> str:
    """What keeps a plan from being good enough, in a sentence."""
    places = {"count": each.count, "of": each.of}
    if each.gate is Gate.NO_NEEDS:
        return _("No need of the customer is written down.")
    if each.gate is Gate.NEEDS_UNCONFIRMED:
        return (
            _("The customer has confirmed %(count)s of %(of)s needs; half is the least.") % places
        )
    if each.gate is Gate.SOURCES_OLD:
        told = ngettext(
            "%(count)s row rests on a source older than a year.",
            "%(count)s rows rest on sources older than a year.",
            each.count,
        )
        return told % places
    if each.gate is Gate.SOURCES_UNDATED:
        told = ngettext(
            "%(count)s row does not say of when its source is.",
            "%(count)s rows do not say of when their sources are.",
            each.count,
        )
        return told % places
    return _("No initiative is worth something to both sides yet.")
