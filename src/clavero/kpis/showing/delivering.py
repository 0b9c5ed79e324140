"""By which window deliveries are counted, to stand beside the number."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.contracts.rules.terms import DeliveryWindow
from clavero.contracts.selectors import Conventions
from clavero.ui import formats

_MOST = 3


def conventions_in_words(found: Conventions | None, key: str = "on-time-in-full") -> list[str]:
    """The windows of an account, the first of them, as far as a KPI is counted by them; of several
    accounts, that each has its own."""
    if found is None:
        return [_("each account by the delivery window agreed with it")]
    told = [*_own(found, key)]
    if found.has_common and not told:
        return [_common(key)]
    if found.has_common:
        told.append(_("otherwise %(window)s") % {"window": _common(key)})
    return told


def _common(key: str) -> str:
    if key == "in-full":
        return _("in full: all that was ordered")
    if key == "on-time-in-full":
        return _("by the common window: the promised day or the day before, all that was ordered")
    return _("by the common window: the promised day or the day before")


def _own(found: Conventions, key: str) -> Iterator[str]:
    needs_days = found.has_common or len(found.own) > 1
    sentence = _(
        "by the window agreed: from %(early)s before the promised day to %(late)s after it, in "
        "full from %(full)s of the quantity ordered"
    )
    if key == "in-full":
        sentence = _("as agreed, in full from %(full)s of the quantity ordered")
    elif key != "on-time-in-full":
        sentence = _(
            "by the window agreed: from %(early)s before the promised day to %(late)s after it"
        )
    for each in found.own[:_MOST]:
        told = sentence % {
            "early": _days(each.days_early), "late": _days(each.days_late),
            "full": formats.percent(each.in_full),
        }  # fmt: skip
        yield f"{told} ({_of_days(each)})" if needs_days else told
    if (more := len(found.own) - _MOST) > 0:
        told = ngettext("and by %(count)s more", "and by %(count)s more", more)
        yield told % {"count": formats.number(more)}


def _days(count: int) -> str:
    told = ngettext("%(count)s day", "%(count)s days", count)
    return told % {"count": formats.number(count)}


def _of_days(window: DeliveryWindow) -> str:
    return formats.period_in_words(window.valid)
