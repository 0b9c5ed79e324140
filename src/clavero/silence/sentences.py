"""Silences in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext

from clavero.silence.rules.kinds import Finding, Spare
from clavero.silence.rules.losses import Said
from clavero.silence.rules.states import State
from clavero.silence.selectors import AccountSilence, SilencePicture
from clavero.silence.words import REASON_NAMES, percent, silence_in_words
from clavero.ui import formats


def headline(picture: SilencePicture) -> str:
    """Who needs a call."""
    lost, at_risk = picture.counts[State.LOST], picture.counts[State.AT_RISK]
    if not lost and not at_risk:
        return gettext("Everybody buys within their own rhythm, or nearly so.")
    told = []
    if lost:
        told.append(
            ngettext("%(count)s customer is lost.", "%(count)s customers are lost.", lost)
            % {"count": formats.number(lost)}
        )
    if at_risk:
        told.append(
            ngettext("%(count)s customer is at risk.", "%(count)s customers are at risk.", at_risk)
            % {"count": formats.number(at_risk)}
        )
    return " ".join(told)


def about_the_picture(picture: SilencePicture) -> Iterator[str]:
    """What else is to be known before reading the list."""
    if picture.as_of < picture.on:
        yield gettext(
            "The ledger ends on %(day)s; silence is counted up to that day and not to today."
        ) % {"day": formats.day(picture.as_of)}
    to_decide = sum(row.state is State.LOST and row.said is None for row in picture.rows)
    if to_decide:
        yield ngettext(
            "Of %(count)s of them nobody has said yet whether it is lost.",
            "Of %(count)s of them nobody has said yet whether they are lost.",
            to_decide,
        ) % {"count": formats.number(to_decide)}
    quiet = sum(bool(row.families) for row in picture.rows)
    if quiet:
        yield ngettext(
            "%(count)s customer that still buys has stopped buying a product family.",
            "%(count)s customers that still buy have stopped buying a product family.",
            quiet,
        ) % {"count": formats.number(quiet)}


def account_in_words(found: AccountSilence) -> str:
    """How a customer stands, in one sentence."""
    last = formats.day(found.last_purchase)
    if found.said is not None and found.said.is_loss:
        return gettext("It is lost since %(lost)s: its last purchase was on %(last)s.") % {
            "lost": formats.day(found.lost_since),
            "last": last,
        }
    if not found.silent:
        return gettext("Its last purchase was on %(last)s, the last day that is known.") % {
            "last": last
        }
    silence = silence_in_words(found.silent, found.usual, len(found.recent))
    return gettext("Its last purchase was on %(last)s: silent for %(silence)s.") % {
        "last": last,
        "silence": silence,
    }


def about_the_account(found: AccountSilence) -> Iterator[str]:
    """What was said, what spares it, what its chances are, and what would happen next."""
    if found.recovered_on is not None:
        yield gettext("It was lost and bought again on %(day)s.") % {
            "day": formats.day(found.recovered_on)
        }
    yield from _said(found)
    if found.spare is Spare.SEASON:
        yield gettext(
            "By itself the silence would say worse; it has been as silent around these days of an "
            "earlier year, and bought again."
        )
    elif found.spare is Spare.ORDER:
        yield gettext(
            "By itself the silence would say worse; an open order or a contract speaks against it."
        )
    if found.chance is None:
        yield gettext(
            "It bought on one day, and too few others have come back for its silence to be judged."
        )
        return
    yield gettext(
        "A silence this long has a chance of %(chance)s in its rhythm; the chance that it still "
        "buys is %(alive)s."
    ) % {"chance": percent(found.chance), "alive": percent(found.alive)}
    if found.state > State.ACTIVE:
        yield gettext("A purchase makes it active again at once.")
    else:
        watch = next((step for step in found.ahead if step.state is State.WATCH), None)
        if watch is not None and watch.day is not None:
            yield gettext("It stays active if it buys before %(day)s.") % {
                "day": formats.day(watch.day)
            }


def confirmed_in_words(said: Said) -> str:
    """That a manager has confirmed a loss, for who reads of the customer elsewhere."""
    told = gettext("On %(day)s %(by)s confirmed that it is lost, since %(since)s: %(reason)s.")
    if said.competitor:
        told = gettext(
            "On %(day)s %(by)s confirmed that it is lost, since %(since)s: %(reason)s, "
            "%(competitor)s."
        )
    return told % {
        "competitor": said.competitor,
        "day": formats.day(said.decided_on),
        "by": said.by,
        "since": formats.day(said.lost_on or said.last_purchase),
        "reason": formats.lower_first(str(REASON_NAMES[said.reason])) if said.reason else "",
    }


def _said(found: AccountSilence) -> Iterator[str]:
    said = found.said
    if said is None:
        if found.state is State.LOST:
            yield gettext(
                "Nobody has said yet whether it is lost; if so, it was lost on %(day)s."
            ) % {"day": formats.day(found.lost_since)}
        return
    if said.finding is Finding.REFUTED and said.until is not None:
        yield gettext("%(by)s says that it is not lost, and asks again on %(day)s: %(note)s") % {
            "by": said.by,
            "day": formats.day(said.until),
            "note": said.note,
        }
        return
    reason = REASON_NAMES[said.reason] if said.reason else ""
    if said.competitor:
        yield gettext("%(by)s has confirmed it: %(reason)s (%(competitor)s).") % {
            "by": said.by,
            "reason": reason,
            "competitor": said.competitor,
        }
    else:
        yield gettext("%(by)s has confirmed it: %(reason)s.") % {"by": said.by, "reason": reason}
    if said.note:
        yield said.note
