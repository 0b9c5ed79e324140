"""What the pages of profitability say: the curve read aloud, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.money import Money
from clavero.profitability.rules.cost_to_serve import Step
from clavero.profitability.selectors import AccountProfit, ProfitPicture
from clavero.profitability.words import Name, activity_name
from clavero.ui import formats

NAMED = 3  # customers in a sentence
ZERO = Decimal(0)


def steps_of(profit: AccountProfit) -> list[tuple[Step, Decimal | None]]:
    """The steps of the waterfall; discounts of which no line tells are unknown, not nothing."""
    known = profit.served.discounts_known is not None
    return [
        (step, None if step is Step.DISCOUNTS and not known else value)
        for step, value in profit.served.waterfall.steps()
    ]


# -- the curve -----------------------------------------------------------------------------------


def curve_in_words(picture: ProfitPicture, currency: str) -> str:
    """The finding: where the curve peaks, and what is left at its end."""
    curve = picture.curve
    if not curve.order:
        return _("No customer's contribution is known in this period.")
    words = {
        "earning": formats.number(curve.earning),
        "all": formats.number(len(curve.order)),
        "peak": _compact(curve.peak, currency),
        "total": _compact(curve.total, currency),
    }
    if not curve.losing:
        sentence = ngettext(
            "The only customer leaves %(total)s, and costs no money.",
            "All %(all)s customers together leave %(total)s, and none costs money.",
            len(curve.order),
        )
        return sentence % words
    if not curve.earning:
        return _("No customer earns money: together they lose %(lost)s.") % {
            "lost": _compact(-curve.total, currency)
        }
    share = curve.peak_share.value
    if share is None:
        sentence = ngettext(
            "%(earning)s of %(all)s customers brings %(peak)s, and the others cost so much that "
            "%(total)s is left.",
            "%(earning)s of %(all)s customers bring %(peak)s, and the others cost so much that "
            "%(total)s is left.",
            curve.earning,
        )
        return sentence % words
    words["share"] = formats.percent(share, places=0)
    sentence = ngettext(
        "%(earning)s of %(all)s customers brings %(peak)s, which is %(share)s of the %(total)s "
        "left in the end.",
        "%(earning)s of %(all)s customers bring %(peak)s, which is %(share)s of the %(total)s "
        "left in the end.",
        curve.earning,
    )
    return sentence % words


def about_the_curve(picture: ProfitPicture, currency: str) -> Iterator[str]:
    """Who takes away, whose class differs, and what is not known."""
    losing = picture.losing
    if losing:
        names = [row.name for row in losing[:NAMED]]
        words = {
            "count": formats.number(len(losing)),
            "amount": _compact(picture.curve.destroyed, currency),
            "names": ", ".join(names),
        }
        yield (
            ngettext(
                "%(count)s customer costs more than it brings and takes %(amount)s away again: "
                "%(names)s.",
                "%(count)s customers cost more than they bring and take %(amount)s away again; "
                "most of all %(names)s.",
                len(losing),
            )
            % words
        )
    differing = picture.differing
    if differing:
        yield ngettext(
            "%(count)s customer is of another class by contribution than by sales.",
            "%(count)s customers are of another class by contribution than by sales.",
            len(differing),
        ) % {"count": formats.number(len(differing))}
    yield from _not_known(picture, currency)


def _not_known(picture: ProfitPicture, currency: str) -> Iterator[str]:
    unknown = len(picture.curve.unknown)
    if unknown and picture.is_serving_known:
        yield ngettext(
            "Of %(count)s customer the contribution is not known: it is at the end of the list.",
            "Of %(count)s customers the contribution is not known: they are at the end of the "
            "list.",
            unknown,
        ) % {"count": formats.number(unknown)}
        waited = sum(row.credit is None for row in picture.rows) if picture.is_credit_counted else 0
        if waited:
            yield ngettext(
                "Of %(count)s customer no invoice has a day of payment or a due day, so the cost "
                "of credit is not known: import sales with those days, or leave the cost of "
                "capital out.",
                "Of %(count)s customers no invoice has a day of payment or a due day, so the cost "
                "of credit is not known: import sales with those days, or leave the cost of "
                "capital out.",
                waited,
            ) % {"count": formats.number(waited)}
    if picture.unattributed and picture.curve.order:
        yield _("Net sales of %(amount)s without customer are not on the curve.") % {
            "amount": _compact(picture.unattributed, currency)
        }


def not_counted_in_words(kinds: frozenset[str], names: dict[str, Name]) -> str:
    """Which activities have a time and no events; empty where none."""
    if not kinds:
        return ""
    told = ", ".join(str(names.get(kind) or activity_name(kind)) for kind in sorted(kinds))
    return _("Nobody has counted these in this period, so they cost nothing here: %(names)s.") % {
        "names": told
    }


# -- one customer --------------------------------------------------------------------------------


def fall_in_words(profit: AccountProfit, currency: str) -> str:
    """The finding of a waterfall: what is left of the sales."""
    fall = profit.served.waterfall
    words = {"sales": _compact(fall.net_sales, currency)}
    if fall.contribution is None:
        return _("What is left of net sales of %(sales)s is not known.") % words
    if fall.contribution < 0:
        words["lost"] = _compact(-fall.contribution, currency)
        return _("Net sales of %(sales)s cost %(lost)s more than they bring.") % words
    words["left"] = _compact(fall.contribution, currency)
    if fall.net_sales <= 0:
        return _("%(left)s is left.") % words
    words["share"] = formats.percent(fall.contribution / fall.net_sales)
    return _("Of net sales of %(sales)s, %(left)s is left: %(share)s.") % words


def about_the_fall(profit: AccountProfit, names: dict[str, Name]) -> Iterator[str]:
    """What is estimated or not known about a customer, and why."""
    served, fall = profit.served, profit.served.waterfall
    if fall.cost_of_goods is None:
        yield _(
            "The cost of the goods is known for less than half of the amounts, so there is no "
            "margin."
        )
    elif served.goods.is_estimated:
        yield _(
            "The cost is known for %(part)s of the amounts; the rest is taken at this customer's "
            "own margin."
        ) % {"part": formats.percent(served.goods.known)}
    if served.uncosted:
        kinds = {str(names.get(each.activity) or each.activity) for each in served.uncosted}
        yield _(
            "There are events whose time nobody has set, so serving is not known: %(names)s."
        ) % {"names": ", ".join(sorted(kinds))}
    elif not profit.is_serving_known:
        yield _("What serving costs is not known: no activity has a time and a rate yet.")
    if fall.credit is None:
        yield _(
            "The cost of credit is not known: no invoice of this customer has a day of payment or "
            "a due day."
        )
    if not profit.is_work_recorded:
        yield _("Nobody has recorded work in this period, so net contribution is not known.")
    elif fall.kam_time is None:
        yield _("Hours were recorded, but the key account team has no rate yet.")


def _compact(amount: Decimal, currency: str) -> str:
    return formats.money_compact(Money(amount, currency))
