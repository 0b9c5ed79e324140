"""What came back, in sentences."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.estimates import Z95, Estimate
from clavero.loyalty.rules.scores import Nps, Versus
from clavero.loyalty.rules.telling import FEWEST
from clavero.loyalty.selectors import Figures, Scores, WaveResults
from clavero.loyalty.words import FOLLOWS, HIDDEN, WAITS
from clavero.ui import formats

_WHOLE, _TENTH = Decimal(1), Decimal("0.1")


def headline(of: Scores) -> str:
    """What some people said, in a sentence: "NPS 33 (± 8), 324 of 900 answered"."""
    if of.nps is None or of.score is None:
        return answered_in_words(of)
    return _("NPS %(score)s, %(answered)s") % {
        "score": nps_in_words(of.nps),
        "answered": formats.lower_first(answered_in_words(of)),
    }


def answered_in_words(of: Scores) -> str:
    """How many of those asked answered."""
    places = {"answered": formats.number(of.answered), "asked": formats.number(of.asked)}
    told = ngettext(
        "%(answered)s of %(asked)s answered", "%(answered)s of %(asked)s answered", of.answered
    )
    return told % places


def nps_in_words(found: Nps) -> str:
    """The score with the half of its interval, where it has one.

    >>> from clavero.loyalty.rules.scores import nps_of
    >>> nps_in_words(nps_of(162, 54, 324))
    '33 (± 8)'
    """
    if found.score.value is None:
        return formats.NOTHING
    score = whole(found.score.value)
    if found.margin is None:
        return score
    return f"{score} (± {whole(Decimal(str(found.margin)))})"


def error_in_words(found: Nps) -> str:
    """The standard error of a score in points; a dash where nothing can be said of it.

    >>> from clavero.loyalty.rules.scores import nps_of
    >>> error_in_words(nps_of(162, 54, 324)), error_in_words(nps_of(1, 0, 1))
    ('4.1', '—')
    """
    if found.margin is None:
        return formats.NOTHING
    return formats.number(Decimal(str(found.error)), places=1)


def why_hidden(of: Scores) -> str:
    """Why the sum of a group is not told."""
    if of.waits:
        return str(WAITS)
    return str(HIDDEN if of.answered < FEWEST else FOLLOWS)


def told_outside(found: Figures | None) -> str:
    """What whoever is not of the account's team, the KPIs and the alerts are told of an account."""
    if found is None or found.nps is None:
        return _(
            "Outside the account's team, in KPIs and in alerts nothing is told of it yet: it takes "
            "three answers of a year, from which nobody else's follow."
        )
    return _(
        "Outside the account's team, in KPIs and in alerts the sum of “%(wave)s” is told: NPS "
        "%(score)s of %(count)s answers, the last one on %(day)s."
    ) % {
        "wave": found.wave,
        "score": whole(found.nps),
        "count": formats.number(found.nps_n),
        "day": formats.day(found.day),
    }


def csat_in_words(found: Estimate) -> str:
    """The part of satisfied people with its interval."""
    if found.value is None:
        return formats.NOTHING
    share = formats.percent(found.value, places=0)
    if found.interval is None:
        return share
    low, high = (formats.percent(Decimal(str(each)), places=0) for each in found.interval)
    return _("%(share)s (from %(low)s to %(high)s)") % {"share": share, "low": low, "high": high}


def versus_in_words(found: Versus) -> str:
    """Us and the best other one, and which of them is ahead."""
    difference = found.difference
    if difference is None or found.us.value is None or found.other.value is None:
        return formats.NOTHING
    ahead = difference.quantize(_TENTH, ROUND_HALF_UP)
    places = {
        "us": formats.number(found.us.value, places=1),
        "other": formats.number(found.other.value, places=1),
        "difference": formats.number(abs(ahead), places=1),
    }
    if ahead > 0:
        return _("%(us)s against %(other)s: %(difference)s ahead") % places
    if ahead < 0:
        return _("%(us)s against %(other)s: %(difference)s behind") % places
    return _("%(us)s against %(other)s: as good") % places


def wave_in_words(of: WaveResults) -> list[str]:
    """What a wave says as a whole, beside its headline."""
    told = []
    whole_of = of.whole
    if whole_of.csat is not None and whole_of.csat.value is not None:
        told.append(
            _("Satisfied: %(share)s of those who said so.")
            % {"share": csat_in_words(whole_of.csat)}
        )
    if of.readings is not None:
        accounts, weighted = of.readings.accounts.value, of.readings.weighted.value
        if accounts is not None and len(of.accounts) > 1:
            told.append(
                _("The mean of the accounts is %(score)s.")
                % {"score": _within(accounts, of.readings.accounts_error)}
            )
        if weighted is not None and len(of.accounts) > 1:
            told.append(
                _("Weighed with what the accounts buy, it is %(score)s.")
                % {"score": _within(weighted, of.readings.weighted_error)}
            )
    nps = whole_of.nps
    if nps is not None and nps.margin is not None:
        places = {
            "error": error_in_words(nps),
            "n": formats.number(nps.score.n or 0),
            "known": formats.number(whole_of.known),
        }
        if nps.score.n != whole_of.known:
            told.append(
                _(
                    "The standard error is %(error)s points: %(n)s answers of %(known)s people who "
                    "could give one."
                )
                % places
            )
        else:
            told.append(_("The standard error is %(error)s points.") % places)
    if nps is not None and nps.margin is None and nps.score.value is not None:
        told.append(_("There are too few different answers for an interval."))
    if of.hidden:
        told.append(
            _(
                "Groups of which fewer than three people would be told, or could be worked out, "
                "are left out."
            )
        )
    return told


def _within(score: Decimal, error: float | None) -> str:
    """A score of accounts with its standard error and half of the interval of 95%."""
    if error is None:
        return whole(score)
    places = {
        "score": whole(score),
        "margin": whole(Decimal(str(Z95 * error))),
        "error": formats.number(Decimal(str(error)), places=1),
    }
    return _("%(score)s (± %(margin)s; standard error %(error)s)") % places


def whole(value: Decimal) -> str:
    """A score to the point, with the sign of writing.

    >>> whole(Decimal("-7.5"))
    '\u22128'
    """
    return formats.number(value.quantize(_WHOLE, ROUND_HALF_UP) + 0)
