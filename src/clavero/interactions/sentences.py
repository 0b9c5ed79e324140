"""What the pages say of interactions, in sentences."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.interactions.rules.counting import DAYS
from clavero.interactions.rules.kinds import Kind
from clavero.interactions.rules.time import SELLING, Time
from clavero.interactions.selectors.seen import Figures
from clavero.interactions.words import days_in_words, minutes_in_words
from clavero.profitability.rules.work import WorkKind
from clavero.ui import formats


def account_in_words(found: Figures) -> list[str]:
    """How often one spoke with an account, when last, and what is not up to date."""
    told = [
        ngettext(
            "%(count)s meeting, visit or call in the last %(days)s days",
            "%(count)s meetings, visits and calls in the last %(days)s days",
            found.spoken,
        )
        % {"count": formats.number(found.spoken), "days": DAYS}
    ]
    if mails := found.held.get(Kind.EMAIL, 0):
        told.append(
            ngettext("%(count)s e-mail", "%(count)s e-mails", mails)
            % {"count": formats.number(mails)}
        )
    if found.last is not None:
        days = (timezone.localdate() - found.last).days
        told.append(
            _("last contact %(days)s ago") % {"days": days_in_words(days)}
            if days > 0
            else _("last contact today")
        )
    sentences = [", ".join(told) + "."]
    if found.twice:
        sentences.append(
            ngettext(
                "%(count)s was written down twice and counts once.",
                "%(count)s were written down twice and count once.",
                found.twice,
            )
            % {"count": formats.number(found.twice)}
        )
    if found.shared:
        sentences.append(
            ngettext(
                "%(count)s stands at one more unit of the group and counts once.",
                "%(count)s stand at one more unit of the group and count once.",
                found.shared,
            )
            % {"count": formats.number(found.shared)}
        )
    if found.overdue:
        sentences.append(
            ngettext(
                "%(count)s planned one is over: say whether it was held.",
                "%(count)s planned ones are over: say whether they were held.",
                found.overdue,
            )
            % {"count": formats.number(found.overdue)}
        )
    return sentences


def planned_in_words(found: Figures) -> str:
    """What is to come; nothing where nothing is planned."""
    if found.next is None:
        return ""
    return ngettext(
        "%(count)s is planned, on %(day)s", "%(count)s are planned, the next on %(day)s",
        found.planned,
    ) % {"count": formats.number(found.planned), "day": formats.day(found.next)}  # fmt: skip


def again_in_words(minutes: int) -> list[str]:
    """That what was with several units at once stands at each; nothing where nothing was."""
    if not minutes:
        return []
    told = _("%(time)s with several accounts at once stand at each of them, and count once in all.")
    return [told % {"time": minutes_in_words(minutes)}]


def time_in_words(time: Time) -> list[str]:
    """How much time there is, and how much of it is selling."""
    if not time.total:
        return []
    told = [_("%(time)s in all.") % {"time": minutes_in_words(time.total)}]
    share = time.share(WorkKind.SELLING).value
    if share is not None:
        words = {
            "share": formats.percent(share, places=0),
            "about": formats.percent(SELLING, places=0),
        }
        sentence = (
            _("Selling takes %(share)s, far more than a key account manager's %(about)s or so.")
            if time.sells_more
            else _("Selling takes %(share)s; about %(about)s is what a key account manager sells.")
        )
        told.append(sentence % words)
    if time.unsaid:
        told.append(
            _("Of %(time)s nobody said into what they went.")
            % {"time": minutes_in_words(time.unsaid)}
        )
    return told
