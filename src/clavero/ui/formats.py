"""Numbers, money, dates and periods as the reader writes them, in Spanish and English.

Everything here takes exact values and gives text; rounding (half away from zero) happens here
and nowhere else. ``language`` defaults to the language of the page. The spaces inside a figure
do not break. Source: methods §0.

>>> money(Money(Decimal("1234.565"), "EUR"), language="en")
'€1,234.57'
>>> money(Money(Decimal("1234.565"), "EUR"), language="es").replace(NBSP, " ")
'1.234,57 €'
>>> money_compact(Money(Decimal("1234565"), "EUR"), language="es").replace(NBSP, " ")
'1,2 M€'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, override, pgettext
from django.utils.translation import gettext as _

from clavero.core.estimates import Estimate, Missing
from clavero.core.money import Money, cents, round_for_display
from clavero.core.period import Period, add_months

NBSP = "\u00a0"
MINUS = "\u2212"
"""The sign of a negative figure, as wide as a plus; what programs read back has a hyphen."""
NOTHING = "—"
_SOUNDS_LIKE_I = re.compile(r"h?[ií](?![aeouáéóú])", re.IGNORECASE)  # Spanish: e, not y
"""What stands where a value is missing; the reason always goes with it."""

REASONS: dict[Missing, str | Promise] = {
    Missing.NO_DATA: gettext_lazy("There is no data for it."),
    Missing.BASE_NOT_POSITIVE: gettext_lazy("The amount to compare with is zero or negative."),
    Missing.NOTHING_BEFORE: gettext_lazy("There was nothing in the period before."),
    Missing.PARTLY_BEFORE: gettext_lazy("The data begin within the period before."),
    Missing.NOT_REACHED: gettext_lazy("The data do not reach back to the period before."),
    Missing.COST_UNKNOWN: gettext_lazy("The cost is not known."),
    Missing.SERVING_UNKNOWN: gettext_lazy("The cost to serve is not known."),
    Missing.NOT_RECORDED: gettext_lazy("Nobody has recorded it yet."),
    Missing.NOBODY: gettext_lazy("There is nothing to count it of."),
    Missing.WHOLE_TOO_SMALL: gettext_lazy("It is more than the whole: the whole is wrong."),
    Missing.TOO_FEW_LINKS: gettext_lazy("Too few links to be told outside the account team."),
    Missing.OF_THE_TEAM: gettext_lazy("It is told to the account team alone."),
    Missing.NO_LONGER: gettext_lazy("What it was counted of counts no longer."),
}


class Kind(StrEnum):
    """How a figure is written."""

    MONEY = "money"
    PERCENT = "percent"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Writing:
    """How one language writes figures.

    ``compact`` lists the shortenings, largest first: from which amount, and the letter.
    """

    decimal: str
    group: str
    money: str
    percent: str
    signs: dict[str, str]
    day: str
    month: str
    compact: tuple[tuple[int, str], ...]


SPANISH = Writing(
    decimal=",",
    group=".",
    money="{minus}{figure}{gap}{letter}{sign}",
    percent="{figure}" + NBSP + "%",
    signs={"EUR": "€", "GBP": "£", "USD": "US$"},
    day="j b Y",
    month=r"F \d\e Y",
    compact=((10**6, "M"), (10**3, "k")),
)
ENGLISH = Writing(
    decimal=".",
    group=",",
    money="{minus}{sign}{figure}{letter}",
    percent="{figure}%",
    signs={"EUR": "€", "GBP": "£", "USD": "$"},
    day="j M Y",
    month="F Y",
    compact=((10**9, "bn"), (10**6, "M"), (10**3, "k")),
)


def writing(language: str | None = None) -> Writing:
    """How ``language`` (of the page, when not given) writes figures."""
    return SPANISH if (language or get_language() or "").startswith("es") else ENGLISH


# -- figures -----------------------------------------------------------------------------------


def counted_as(value: Decimal | float) -> int:
    """The count by which a language chooses a word's form: one exactly is one, all else many.

    >>> counted_as(Decimal("1.00")), counted_as(Decimal("0.5"))
    (1, 2)
    """
    return 1 if value == 1 else 2


def lower_first(label: str) -> str:
    """A label inside a sentence: "Net sales" → "net sales", but "KPI" stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def number(value: Decimal | int, *, places: int | None = None, language: str | None = None) -> str:
    """A number with its thousands grouped; without ``places``, with the decimals it has."""
    return _written(Decimal(value), places, writing(language))


def _written(exact: Decimal, places: int | None, style: Writing) -> str:
    text = f"{exact if places is None else round_for_display(exact, places):,f}"
    if not text.strip("-0,."):
        text = text.removeprefix("-")  # -0.001 is shown as 0.00, not as -0.00
    text = text.replace("-", MINUS)
    whole, _point, decimals = text.partition(".")
    decimals = decimals.rstrip("0") if places is None else decimals
    whole = whole.replace(",", style.group)
    return f"{whole}{style.decimal}{decimals}" if decimals else whole


def signed(change: Decimal, size: str) -> str:
    """A change with its sign, whose ``size`` is written already; none has no sign."""
    return f"{'+' if change > 0 else MINUS if change < 0 else ''}{size}"


def typed(value: Decimal) -> str:
    """A number in the reader's writing as a keyboard writes it: what stands in a field."""
    return number(value).replace(MINUS, "-")


def percent(fraction: Decimal, *, places: int = 1, language: str | None = None) -> str:
    """A fraction as a percentage: ``0.1234`` is 12.3%."""
    style = writing(language)
    return style.percent.format(figure=_written(Decimal(fraction) * 100, places, style))


def money(value: Money, *, places: int | None = None, language: str | None = None) -> str:
    """An amount with its currency, to the cent unless ``places`` says otherwise."""
    if places is None:
        places = cents(value.currency)
    style = writing(language)
    return _with_currency(_written(value.amount, places, style), value.currency, style)


def money_short(value: Money, *, language: str | None = None) -> str:
    """An amount with its cents where it has any: a whole one reads better without them."""
    places = None if value.amount % 1 else 0
    return money(value, places=places, language=language)


def money_compact(value: Money, *, language: str | None = None) -> str:
    """An amount in three figures or so, for tiles and axes: €1.2M, 1,2 M€."""
    size, style = abs(value.amount), writing(language)
    for start, letter in style.compact:
        # 999,999 is 1.0M, not 1,000k: what counts is what the smaller letter would show.
        if round_for_display(size * 1000 / start, 0) >= 1000:
            shown = value.amount / start
            places = 1 if abs(shown) < 100 else 0
            return _with_currency(_written(shown, places, style), value.currency, style, letter)
    return money(value, places=0, language=language)


def compact_frames(currency: str, *, language: str | None = None) -> list[tuple[int, str, str]]:
    """How amounts are shortened: from which amount, and what stands before and after the figure.

    The largest amounts come first; the last, from 1 on, are not shortened.
    """
    frames, style = [], writing(language)
    for start, letter in (*style.compact, (1, "")):
        before, after = _with_currency("#", currency, style, letter).split("#")
        frames.append((start, before, after))
    return frames


def _with_currency(figure: str, currency: str, style: Writing, letter: str = "") -> str:
    sign = style.signs.get(currency, currency)
    if sign == currency:  # a code is set off from the figure: MXN 1,200
        sign = f"{NBSP}{sign}" if style is SPANISH and letter else sign
        sign = f"{sign}{NBSP}" if style is ENGLISH else sign
    minus = MINUS if figure.startswith(MINUS) else ""
    return style.money.format(
        minus=minus, figure=figure.removeprefix(MINUS), gap=NBSP, letter=letter, sign=sign
    )


# -- days --------------------------------------------------------------------------------------


def day(value: date, *, language: str | None = None) -> str:
    """A day, or the day of a moment: 9 Dec 2011, 9 dic 2011."""
    language = language or get_language()
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    with override(language):
        return date_format(value, writing(language).day).replace(" ", NBSP)


def moment(value: datetime, *, language: str | None = None) -> str:
    """A day with its hour and minute: 9 Dec 2011, 14:05."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(local, language=language)}, {local:%H:%M}"


def month(value: date, *, language: str | None = None) -> str:
    """The month of a day: December 2011, diciembre de 2011."""
    language = language or get_language()
    with override(language):
        return date_format(value, writing(language).month)


def short_month(value: date, *, language: str | None = None) -> str:
    """The month of a day in three letters or so: Dec, dic."""
    language = language or get_language()
    with override(language):
        _day, short, _year = writing(language).day.split()
        return date_format(value, short)


def period_in_words(period: Period, *, language: str | None = None) -> str:
    """A period as it stands inside a sentence.

    2011 · March 2011 · the 12 months to November 2011 · 1 Dec 2010 to 10 Dec 2011.
    """
    language = language or get_language()
    with override(language):
        if not period.is_whole_months:
            return _days_in_words(period)
        if period.start.month == 1 and period.end == add_months(period.start, 12):
            return f"{period.start.year}"
        if period.month_count == 1:
            return month(period.start)
        return ngettext(
            "the %(count)s month to %(month)s", "the %(count)s months to %(month)s",
            period.month_count,
        ) % {"count": period.month_count, "month": month(period.last)}  # fmt: skip


def _days_in_words(period: Period) -> str:
    if period.days == 1:
        return day(period.start)
    return _("%(first)s to %(last)s") % {"first": day(period.start), "last": day(period.last)}


# -- numbers that may be missing ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """What is written for an estimate; ``reason`` is empty when there is a value."""

    text: str
    reason: str = ""


def listed(names: Sequence[str]) -> str:
    """Several names in a sentence, with *and* before the last one."""
    if len(names) < 2:
        return "".join(names)
    frame = _("%(names)s and %(last)s")
    if _SOUNDS_LIKE_I.match(names[-1]):
        frame = pgettext("before a name that begins with an i", "%(names)s and %(last)s")
    return frame % {"names": ", ".join(names[:-1]), "last": names[-1]}


def estimate(
    value: Estimate,
    kind: Kind = Kind.PERCENT,
    *,
    currency: str = "",
    places: int | None = None,
    language: str | None = None,
) -> Shown:
    """An estimate's figure, or a dash and the reason why there is none."""
    if value.value is None:
        with override(language or get_language()):
            return Shown(NOTHING, str(REASONS[value.reason or Missing.NO_DATA]))
    return Shown(figure(value.value, kind, currency=currency, places=places, language=language))


def figure(
    value: Decimal,
    kind: Kind,
    *,
    currency: str = "",
    places: int | None = None,
    language: str | None = None,
) -> str:
    """A value written as its kind asks."""
    if kind is Kind.PERCENT:
        return percent(value, places=1 if places is None else places, language=language)
    if kind is Kind.MONEY:
        return money(Money(value, currency), places=places, language=language)
    return number(value, places=places, language=language)


class Direction(StrEnum):
    """Where a growth goes, once rounded as it is shown."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"


ARROWS = {Direction.UP: "▲", Direction.DOWN: "▼", Direction.FLAT: "▬"}


@dataclass(frozen=True, slots=True)
class GrowthShown:
    """A growth told three ways, so that none of them needs a colour: arrow, sign and word."""

    direction: Direction
    text: str
    word: str

    @property
    def arrow(self) -> str:
        """▲, ▼ or ▬."""
        return ARROWS[self.direction]

    @property
    def line(self) -> str:
        """Arrow and sign in one line, wherever the page breaks."""
        return with_arrow(self.direction, self.text)


def with_arrow(direction: Direction, text: str) -> str:
    """A change behind its arrow; no page breaks between the two.

    >>> with_arrow(Direction.UP, "+5").split(" ")
    ['▲\\xa0+5']
    """
    return f"{ARROWS[direction]}{NBSP}{text}"


def growth(fraction: Decimal, *, places: int = 1, language: str | None = None) -> GrowthShown:
    """A growth rate: ▲ +20.0% (growth), ▼ −3.1% (fall), ▬ 0.0% (no change)."""
    text = percent(fraction, places=places, language=language)
    rounded = round_for_display(Decimal(fraction), places + 2)
    with override(language or get_language()):
        if rounded > 0:
            return GrowthShown(
                Direction.UP, signed(rounded, text), pgettext("of an amount", "growth")
            )
        if rounded < 0:
            return GrowthShown(Direction.DOWN, text, pgettext("of an amount", "fall"))
        return GrowthShown(Direction.FLAT, text, pgettext("of an amount", "no change"))
