"""What a version of the matrix says, in sentences that a meeting can read."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.money import round_for_display
from clavero.matrix.rules.factors import Factor
from clavero.matrix.rules.position import Mode
from clavero.matrix.rules.scales import Direct, Linear, Log, Table
from clavero.matrix.rules.settings import Settings
from clavero.matrix.sentences import value_of
from clavero.ui import formats


def scale_in_words(factor: Factor) -> str:
    """How a value becomes a score."""
    scale = factor.scale
    match scale:
        case Linear() | Log():
            low, high = (value_of(factor.key, end) for end in (scale.low, scale.high))
            if isinstance(scale, Log):
                return _("0 points at %(low)s, 10 at %(high)s, each doubling worth the same") % {
                    "low": low, "high": high,
                }  # fmt: skip
            return _("0 points at %(low)s, 10 at %(high)s, even in between") % {
                "low": low, "high": high,
            }  # fmt: skip
        case Table():
            return _bands(factor.key, scale)
        case Direct():
            return _("scored 0 to 10 by people")
    return ""


def _bands(key: str, table: Table) -> str:
    ends = zip(table.thresholds, table.thresholds[1:], table.bands, strict=False)
    parts = [
        _("%(name)s from %(low)s to %(high)s: %(start)s to %(end)s points") % {
            "name": band.name or _("band"), "low": value_of(key, low), "high": value_of(key, high),
            "start": _number(band.start), "end": _number(band.end),
        }
        for low, high, band in ends
    ]  # fmt: skip
    return "; ".join(parts)


def rules_in_words(settings: Settings) -> list[str]:
    """Mode, cuts and how a strategy changes."""
    base = settings.base
    return [
        {
            Mode.ABSOLUTE: _("Our position is our own weighted score, from 0 to 10."),
            Mode.DIFFERENCE: _("Our position is our score less that of the best competitor."),
            Mode.RATIO: _("Our position is our score over that of the best competitor."),
            Mode.STAGE: _(
                "Our position is the stage of the relationship, as far as both sides see it."
            ),
        }[base.mode],
        _("Potential is high from %(potential)s, position from %(position)s.") % {
            "potential": _points(base.potential_cut), "position": _number(base.cut),
        },
        ngettext(
            "A strategy changes at the first review that sees a score across.",
            "A strategy changes at a review when a score is across by %(margin)s, or stays across "
            "for %(reviews)s reviews.",
            base.stability.reviews,
        ) % {"margin": _points(base.stability.margin), "reviews": base.stability.reviews},
        _("A score has an error of %(sigma)s, from which its probability follows.") % {
            "sigma": _points(base.sigma),
        },
    ]  # fmt: skip


def _points(value: float) -> str:
    return ngettext("%(count)s point", "%(count)s points", formats.counted_as(round(value, 2))) % {
        "count": _number(value)
    }


def _number(value: float) -> str:
    return formats.number(round_for_display(Decimal(str(value))))
