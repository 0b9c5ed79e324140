"""What the page of one file says in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import clavero
from clavero.core.money import Money
from clavero.ledger.remarks import currency_assumed
from clavero.portfolio.selectors import PortfolioPicture
from clavero.portfolio.words import part_known
from clavero.ui import formats

_SMALL = Decimal("0.001")  # below it, one decimal would show nothing


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of the file's rows. ``refused`` are reasons in words, each with its rows;
    ``is_currency_assumed`` where the file names none; ``has_costs``: some row has one."""

    file_name: str
    read: int
    repeated: int
    zero_price: int
    negative_price: int
    refused: Sequence[tuple[str, int]]
    currency: str
    is_currency_assumed: bool = False
    has_costs: bool = False


def headline(picture: PortfolioPicture) -> str:
    """Who makes most of the sales, in one sentence."""
    summary = picture.summary
    if not summary.ranked:
        return _("No customer bought more than it gave back")
    return ngettext(
        "%(few)s of %(all)s customers makes 80%% of sales",
        "%(few)s of %(all)s customers make 80%% of sales",
        summary.customers_for_80 or 0,
    ) % {
        "few": formats.number(summary.customers_for_80 or 0),
        "all": formats.number(summary.ranked),
    }


def lead(picture: PortfolioPicture) -> Iterator[str]:
    """What stands under the headline."""
    found = picture.summary.concentration
    if found is None:
        return
    first = picture.rows[0]
    yield _("The largest, %(name)s, makes %(one)s; the five largest make %(five)s.") % {
        "name": first.name,
        "one": formats.percent(found.cr1),
        "five": formats.percent(found.cr5),
    }


def gaps(picture: PortfolioPicture, reading: Reading) -> Iterator[str]:
    """What a reader should know before believing the figures."""
    summary = picture.summary
    if reading.is_currency_assumed:
        yield currency_assumed(reading.currency)
    if summary.unattributed:
        yield _without_customer(summary.unattributed, summary.net_sales, reading.currency)
    yield from _cost_gaps(picture, reading)
    refused = sum(count for _reason, count in reading.refused)
    counted = (
        (refused, _rows_refused(refused, reading.read)),
        (len(picture.not_positive), _given_back(len(picture.not_positive))),
        (reading.zero_price, _zero_price(reading.zero_price)),
        (reading.negative_price, _negative_price(reading.negative_price)),
        (reading.repeated, _repeated(reading.repeated)),
    )
    yield from (sentence for count, sentence in counted if count)


def _without_customer(amount: Decimal, whole: Decimal, currency: str) -> str:
    share = part(amount, whole)
    if share is None:
        return _("%(amount)s stand on lines without customer.") % {
            "amount": money(amount, currency)
        }
    return _("%(amount)s (%(part)s of net sales) stand on lines without customer.") % {
        "amount": money(amount, currency),
        "part": share,
    }


def _cost_gaps(picture: PortfolioPicture, reading: Reading) -> Iterator[str]:
    if picture.is_margin_unknown and reading.has_costs:
        yield _("No line of the period has a cost, so no margin is known; it is not shown as 100%.")
        return
    if picture.is_margin_unknown:
        yield _("The file has no cost, so no margin is known; it is not shown as 100%.")
        return
    known = picture.summary.cost_known_share
    if known is not None and known < 1:
        yield _("The cost is known for %(part)s of net sales; the rest has no margin.") % {
            "part": part_known(known)
        }


def _rows_refused(count: int, read: int) -> str:
    return ngettext(
        "%(count)s of %(read)s rows was refused; it is in no figure.",
        "%(count)s of %(read)s rows were refused; they are in no figure.",
        count,
    ) % {"count": formats.number(count), "read": formats.number(read)}


def _given_back(count: int) -> str:
    return ngettext(
        "%(count)s customer gave back as much as it bought or more: it is listed, not ranked.",
        "%(count)s customers gave back as much as they bought or more: they are listed, not "
        "ranked.",
        count,
    ) % {"count": formats.number(count)}


def _zero_price(count: int) -> str:
    return ngettext(
        "%(count)s line has a price of zero.", "%(count)s lines have a price of zero.", count
    ) % {"count": formats.number(count)}


def _negative_price(count: int) -> str:
    return ngettext(
        "%(count)s line has a negative price; it counts as it is written.",
        "%(count)s lines have a negative price; they count as they are written.",
        count,
    ) % {"count": formats.number(count)}


def _repeated(count: int) -> str:
    return ngettext(
        "%(count)s line stands more than once in its invoice; it counts each time.",
        "%(count)s lines stand more than once in their invoice; they count each time.",
        count,
    ) % {"count": formats.number(count)}


def words(currency: str) -> Iterator[tuple[str, str]]:
    """The words of the page, each with what it means."""
    yield (
        _("Net sales"),
        _("Invoices less credit notes, without tax, in %(currency)s. Lines without customer count.")
        % {"currency": currency},
    )
    yield (
        _("Class"),
        _(
            "Customers from the largest to the smallest: A are those up to 80% of net sales, "
            "B those up to 95%, C the rest. Whoever crosses a limit is in the better class."
        ),
    )
    yield (
        _("Growth"),
        _("Net sales against the same months of the year before, if the file reaches back."),
    )
    yield (
        _("Contribution"),
        _(
            "Net sales less cost, of the lines whose cost is known; beside it stands the part of "
            "net sales that these lines are."
        ),
    )
    yield (
        _("Margin"),
        _("Contribution divided by the net sales of the lines whose cost is known."),
    )
    yield (
        _("As concentrated as"),
        _(
            "One divided by the sum of all squared shares: so many customers of one size would "
            "be as concentrated."
        ),
    )
    yield (
        _("Gini index"),
        _("How unequal customers are: 0 if all bought the same, almost 1 if one bought all."),
    )


def made_by(reading: Reading) -> str:
    """By what, when and from what the page was made."""
    return ngettext(
        "Made by Clavero %(version)s on %(day)s from %(count)s row of %(file)s.",
        "Made by Clavero %(version)s on %(day)s from %(count)s rows of %(file)s.",
        reading.read,
    ) % {
        "version": clavero.__version__,
        "day": formats.day(timezone.localdate()),
        "count": formats.number(reading.read),
        "file": reading.file_name,
    }


def money(amount: Decimal, currency: str) -> str:
    """An amount, to the cent."""
    return formats.money(Money(amount, currency))


def part(amount: Decimal, whole: Decimal) -> str | None:
    """``amount`` as a part of ``whole``, with as many decimals as it takes to see it. ``None``
    where there is no whole to be a part of."""
    if whole <= 0:
        return None
    part = amount / whole
    return formats.percent(part, places=1 if abs(part) >= _SMALL or not part else 2)
