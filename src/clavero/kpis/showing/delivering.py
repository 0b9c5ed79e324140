"""By which window deliveries are counted, to stand beside the number."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.contracts.rules.terms import DeliveryWindow
from clavero.contracts.selectors import Conventions
from clavero.ui import formats

OF_DELIVERIES = frozenset({"on-time", "on-time-in-full", "in-full", "case-fill"})
"""The KPIs that are counted by windows."""

_MOST = 3


def conventions_in_words(found: Conventions | None) -> list[str]:
    """The windows of an account, the first of them; of several accounts, that each has its own."""
    if found is None:
        return [_("each account by the delivery window agreed with it")]
    told = [*_own(found)]
    if found.has_common and not told:
        return [_("by the common window: the promised day or the day before, all that was ordered")]
    if found.has_common:
        told.append(_("otherwise by the common one: the promised day or the day before, all of it"))
    return told


def _own(found: Conventions) -> Iterator[str]:
    needs_days = found.has_common or len(found.own) > 1
    for each in found.own[:_MOST]:
        told = _(
            "by the window agreed: from %(early)s before the promised day to %(late)s after it, in "
            "full from %(full)s of the quantity ordered"
        ) % {
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
