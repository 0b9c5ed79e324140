"""What the pictures say, in whole sentences."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.estimates import Estimate, Missing
from clavero.core.money import Money
from clavero.core.period import Period
from clavero.portfolio.rules.picture import By
from clavero.portfolio.rules.silence import Rhythm, Silence
from clavero.portfolio.selectors import CustomerPicture, PortfolioPicture, ProductsPicture, Summary
from clavero.portfolio.selectors.customer import Standing
from clavero.portfolio.selectors.picture import Comparison
from clavero.portfolio.words import nobody_ranked
from clavero.ui import formats
from clavero.ui.formats import Direction

ZERO = Decimal(0)
FEWEST = 5  # with fewer customers, who makes 80% of what they buy says nothing

# -- the portfolio -------------------------------------------------------------------------------


def headline(picture: PortfolioPicture) -> str:
    """Both readings of 80/20 in a sentence."""
    needed = picture.summary.customers_for_80
    if needed is None:
        return why_nobody_is_ranked(picture)
    if not picture.is_whole and picture.summary.ranked < FEWEST:
        return _of_a_few(picture)
    words = _readings(picture.summary)
    if picture.by is By.CONTRIBUTION:
        sentence = ngettext(
            "%(few)s of %(all)s customers (%(part)s) leaves 80%% of the contribution; "
            "the top 20%% of them leave %(top)s.",
            "%(few)s of %(all)s customers (%(part)s) leave 80%% of the contribution; "
            "the top 20%% of them leave %(top)s.",
            needed,
        )
    elif picture.is_whole:
        sentence = ngettext(
            "%(few)s of %(all)s customers (%(part)s) makes 80%% of the sales; "
            "the top 20%% of them make %(top)s.",
            "%(few)s of %(all)s customers (%(part)s) make 80%% of the sales; "
            "the top 20%% of them make %(top)s.",
            needed,
        )
    else:
        sentence = ngettext(
            "%(few)s of these %(all)s customers (%(part)s) makes 80%% of what they buy; "
            "the top 20%% of them make %(top)s.",
            "%(few)s of these %(all)s customers (%(part)s) make 80%% of what they buy; "
            "the top 20%% of them make %(top)s.",
            needed,
        )
    return sentence % words


def _of_a_few(picture: PortfolioPicture) -> str:
    """What somebody with few customers reads of them."""
    if picture.summary.ranked == 1:
        return _("Only one customer is ranked here, so there is no other to compare it with.")
    words = {
        "all": formats.number(picture.summary.ranked),
        "part": formats.percent(picture.largest_share(1)),
    }
    if picture.by is By.CONTRIBUTION:
        return (
            _("The largest of these %(all)s customers leaves %(part)s of their contribution.")
            % words
        )
    return _("The largest of these %(all)s customers makes %(part)s of what they buy.") % words


def compared(picture: PortfolioPicture, currency: str) -> Iterator[str]:
    """What has changed since the period it is compared with."""
    comparison = picture.comparison
    if comparison is None:
        return
    before = comparison.summary
    if not comparison.is_covered:
        yield _not_covered(picture, comparison)
        return
    now = Money(picture.summary.net_sales, currency)
    yield _changed(now, Money(before.net_sales, currency), comparison.growth, before.period)
    left, left_before = picture.summary.contribution, before.contribution
    if picture.by is By.CONTRIBUTION and left is not None and left_before is not None:
        yield _("The contribution went from %(before)s to %(now)s.") % {
            "before": formats.money_compact(Money(left_before, currency)),
            "now": formats.money_compact(Money(left, currency)),
        }
    if before.customers_for_80 is not None:
        yield _then(before, before.customers_for_80, picture.by)


def why_nobody_is_ranked(picture: PortfolioPicture) -> str:
    """Why there is no ranking, and so neither shares nor 80/20; empty where there is one."""
    if picture.summary.ranked:
        return ""
    return nobody_ranked(
        picture.by,
        has_customers=picture.summary.customers > 0,
        is_margin_unknown=picture.is_margin_unknown,
    )


def _readings(summary: Summary) -> dict[str, str]:
    return {
        "few": formats.number(summary.customers_for_80 or 0),
        "all": formats.number(summary.ranked),
        "part": formats.percent(summary.customers_for_80_share or ZERO),
        "top": formats.percent(summary.top20_share or ZERO),
    }


def _not_covered(picture: PortfolioPicture, comparison: Comparison) -> str:
    words = {"period": formats.period_in_words(comparison.summary.period)}
    if comparison.growth.reason is Missing.PARTLY_BEFORE and picture.data is not None:
        words["day"] = formats.day(picture.data.start)
        return _("The data begin on %(day)s, within %(period)s, so nothing is compared.") % words
    return _("The data do not reach back to %(period)s, so nothing is compared.") % words


def _then(before: Summary, needed: int, by: By) -> str:
    if by is By.CONTRIBUTION:
        sentence = ngettext(
            "Then, %(few)s of %(all)s customers (%(part)s) left 80%% of the contribution, and the "
            "top 20%% left %(top)s.",
            "Then, %(few)s of %(all)s customers (%(part)s) left 80%% of the contribution, and the "
            "top 20%% left %(top)s.",
            needed,
        )
        return sentence % _readings(before)
    return ngettext(
        "Then, %(few)s of %(all)s customers (%(part)s) made 80%%, and the top 20%% made %(top)s.",
        "Then, %(few)s of %(all)s customers (%(part)s) made 80%%, and the top 20%% made %(top)s.",
        needed,
    ) % _readings(before)


# -- a customer ----------------------------------------------------------------------------------


def about_customer(picture: CustomerPicture, currency: str) -> Iterator[str]:
    """Where the customer stands, how it develops, and whether it has gone silent."""
    figures = picture.figures
    if figures.standing is not None:
        yield _stands(figures.standing)
    elif picture.groups_above:
        yield _("A part of %(group)s, with which it counts as one in the portfolio.") % {
            "group": picture.groups_above[-1].title
        }
    before = figures.totals.net_sales_before
    if picture.period_before is not None and before is not None:
        yield _changed(
            Money(figures.totals.net_sales, currency),
            Money(before, currency),
            figures.totals.growth,
            picture.period_before,
        )
    if figures.silence is not None and figures.silence.rhythm is Rhythm.LONG:
        yield _silent(figures.silence)


def _stands(standing: Standing) -> str:
    return ngettext(
        "The only customer in the ranking: class %(abc)s, with %(share)s of what is bought.",
        "Number %(rank)s of %(all)s customers, class %(abc)s, with %(share)s of what they all buy.",
        standing.of,
    ) % {
        "rank": formats.number(standing.rank),
        "all": formats.number(standing.of),
        "abc": standing.abc.value,
        "share": formats.percent(standing.share),
    }


def _silent(silence: Silence) -> str:
    return ngettext(
        "It has been silent for %(count)s day: longer than ever, and at least twice its usual gap.",
        "It has been silent for %(count)s days: longer than ever, and at least twice its usual "
        "gap.",
        silence.days or 0,
    ) % {"count": formats.number(silence.days or 0)}


# -- its products --------------------------------------------------------------------------------


def about_products(picture: ProductsPicture, currency: str) -> Iterator[str]:
    """How many products make the sales, and what came and went."""
    products = [row for row in picture.rows if row.code is not None]
    bought = sum(row.orders > 0 for row in products)
    yield ngettext(
        "%(count)s product was bought; net sales are %(amount)s.",
        "%(count)s products were bought; net sales are %(amount)s.",
        bought,
    ) % {
        "count": formats.number(bought),
        "amount": formats.money_compact(Money(picture.net_sales, currency)),
    }
    if picture.period_before is None:
        return
    period = formats.period_in_words(picture.period_before)
    new = sum(row.is_new for row in products)
    if new:
        yield ngettext(
            "%(count)s product is new against %(period)s.",
            "%(count)s products are new against %(period)s.",
            new,
        ) % {"count": formats.number(new), "period": period}
    stopped = sum(row.is_stopped for row in products)
    if stopped:
        yield ngettext(
            "%(count)s product of %(period)s is no longer bought.",
            "%(count)s products of %(period)s are no longer bought.",
            stopped,
        ) % {"count": formats.number(stopped), "period": period}


# -- both ----------------------------------------------------------------------------------------


def _changed(now: Money, before: Money, growth: Estimate, period_before: Period) -> str:
    words = {
        "period": formats.period_in_words(period_before),
        "before": formats.money_compact(before),
        "now": formats.money_compact(now),
    }
    if growth.value is None:
        return _("Against %(period)s, net sales went from %(before)s to %(now)s.") % words
    words["part"] = formats.percent(abs(growth.value))
    direction = formats.growth(growth.value).direction
    if direction is Direction.UP:
        return (
            _("Against %(period)s, net sales grew by %(part)s, from %(before)s to %(now)s.") % words
        )
    if direction is Direction.DOWN:
        return (
            _("Against %(period)s, net sales fell by %(part)s, from %(before)s to %(now)s.") % words
        )
    return _("Against %(period)s, net sales stayed the same: %(now)s.") % words
