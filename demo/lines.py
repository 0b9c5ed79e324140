"""Four years of sales lines, drawn for all customers and days at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from demo import AS_OF, FIRST_DAY
from demo.customers import Customer, Story, tastes
from demo.products import FAMILIES, Product

Array = np.ndarray

LINES = 148_000  # invoice lines aimed at; the credit notes come on top

_MONTHS = (0.94, 1.0, 1.09, 0.97, 1.05, 1.06, 1.0, 0.52, 1.06, 1.11, 1.07, 0.78)
_PRICE_RISES = {2023: 0.062, 2024: 0.034, 2025: 0.024, 2026: 0.029}
_HOLIDAYS = ((1, 1), (1, 6), (5, 1), (8, 15), (10, 12), (11, 1), (12, 6), (12, 8), (12, 25))
_BASKET = 70  # the products a customer of ordinary size buys again and again
_CHANNELS = ("edi", "field", "phone", "web", "counter")
NONE = -1
NO_COST = np.iinfo(np.int64).min
_SHORT_OF_STOCK = (date(2026, 2, 1), date(2026, 6, 1), "HID")  # late deliveries, and why


@dataclass(slots=True)
class Lines:
    """Columns of equal length, one entry a line, in the order of the file.

    Days are proleptic ordinals, ``-1`` where there is none; ``amount`` and ``list_price`` are
    cents of the customer's currency, ``cost`` cents of a euro (:data:`NO_COST`: not known),
    ``quantity`` and ``ordered`` whole units (``-1``: nobody knows what was ordered), ``discount``
    per mille. ``customer`` and ``product`` are positions; ``customer`` is ``-1`` in sales over the
    counter without a name.
    """

    document: Array
    line: Array
    credit: Array
    day: Array
    customer: Array
    product: Array
    quantity: Array
    list_price: Array
    discount: Array
    amount: Array
    cost: Array
    promised: Array
    delivered: Array
    due: Array
    paid: Array
    channel: Array
    ordered: Array

    def take(self, rows: Array) -> Lines:
        """The lines at ``rows``, in that order."""
        return Lines(*(getattr(self, name)[rows] for name in self.__slots__))

    def __len__(self) -> int:
        return len(self.document)


def working_days(run_up: int = 0, run_out: int = 0) -> Array:
    """The ordinals of the days on which the warehouse works, with some before and after."""
    first = FIRST_DAY - timedelta(days=run_up)
    days = (first + timedelta(days=n) for n in range((AS_OF - first).days + run_out))
    return np.array(
        [
            day.toordinal()
            for day in days
            if day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS
        ]
    )


def sales_lines(
    customers: list[Customer], products: list[Product], rates: dict[str, Array],
    rng: np.random.Generator,
) -> Lines:  # fmt: skip
    """Every line of every invoice and credit note.

    ``rates`` are euros per unit of a currency for each day from :data:`FIRST_DAY` on.
    """
    invoices = _invoices(customers, rng)
    lines = _with_prices(_with_products(invoices, customers, products, rng), customers,
                         products, rng)  # fmt: skip
    lines = _with_dates(lines, customers, products, rng)
    lines = _blemished(_joined(lines, _credit_notes(lines, customers, rng)), rng)
    return _numbered(_in_currency(lines, customers, rates))


# -- orders and their lines ----------------------------------------------------------------------


def _demand(customers: list[Customer], days: Array) -> Array:
    """Expected orders, customer × working day."""
    dates = [date.fromordinal(int(day)) for day in days]
    season = np.array([_MONTHS[day.month - 1] for day in dates])
    christmas = np.array([0.35 if (d.month, d.day) > (12, 21) else 1.0 for d in dates])
    weekday = np.array([(1.1, 1.06, 1.02, 1.0, 0.82)[day.weekday()] for day in dates])
    shape = season * christmas * weekday
    shape /= shape.mean()
    years = (days - days[-1]) / 365.25 + 0.5  # the size of a customer is that of its last year
    demand = np.empty((len(customers), len(days)))
    for row, one in enumerate(customers):
        course = shape * (1 + one.trend) ** years
        course = course * ((days >= one.start.toordinal()) & (days < one.end.toordinal()))
        if one.months:
            inside = np.array([day.month in one.months for day in dates])
            course = course * np.where(inside, 12 / len(one.months), 0.02)
        demand[row] = course * one.orders / (len(days) / 4)
    return demand


def _invoices(customers: list[Customer], rng: np.random.Generator) -> Lines:
    """One entry a line: its invoice, day and customer; the rest still empty."""
    days = working_days()
    orders = rng.poisson(_demand(customers, days))
    who, when = np.nonzero(orders)
    repeats = orders[who, when]
    who, when = np.repeat(who, repeats), np.repeat(when, repeats)
    sizes = np.array([one.lines for one in customers])[who]
    sizes = 1 + (sizes - 1) * (LINES - len(sizes)) / (sizes - 1).sum()
    count = 1 + rng.poisson(np.maximum(0.0, sizes - 1) * rng.gamma(1.3, 1 / 1.3, len(who)))
    document = np.repeat(np.arange(len(who)), count)
    blank = np.zeros(len(document), dtype=np.int64)
    channel = np.repeat(_channels(customers, who, rng), count)
    return Lines(
        document=document, line=blank, credit=blank.astype(bool), day=days[when][document],
        customer=who[document], product=blank, quantity=blank, list_price=blank, discount=blank,
        amount=blank, cost=blank, promised=blank, delivered=blank, due=blank, paid=blank,
        channel=channel, ordered=blank + NONE,
    )  # fmt: skip


def _channels(customers: list[Customer], who: Array, rng: np.random.Generator) -> Array:
    mixes = {
        Story.KEY: (0.78, 0.14, 0.05, 0.03, 0.0),
        Story.HEAVY: (0.0, 0.04, 0.51, 0.07, 0.38),
    }
    usual = (0.0, 0.34, 0.27, 0.24, 0.15)
    cumulative = np.array([np.cumsum(mixes.get(one.story, usual)) for one in customers])
    drawn = rng.random(len(who))[:, None] * cumulative[:, -1:][who]
    return np.asarray((drawn > cumulative[who]).sum(axis=1))


def _with_products(
    lines: Lines, customers: list[Customer], products: list[Product], rng: np.random.Generator
) -> Lines:
    """Each customer buys from a basket of its own, the first products of it most often."""
    keys = [family.key for family in FAMILIES]
    family = np.array([keys.index(one.family.key) for one in products])
    per_family = np.bincount(family, minlength=len(keys))
    baskets = []
    for one in customers:
        weights = tastes(one.business)[family] / per_family[family]
        weights = weights * rng.gamma(0.8, 1.0, len(products))  # nobody is the average of a trade
        size = int(np.clip(_BASKET * (one.sales / 30_000) ** 0.45, 8, 260))
        size = min(size, int((weights > 0).sum()))
        baskets.append(rng.choice(len(products), size, replace=False, p=weights / weights.sum()))
    sizes = np.array([len(basket) for basket in baskets])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    place = (sizes[lines.customer] * rng.random(len(lines)) ** 1.9).astype(np.int64)
    return replace(lines, product=np.concatenate(baskets)[starts[lines.customer] + place])


# -- prices and quantities -----------------------------------------------------------------------


def _price_index(days: Array) -> Array:
    """List prices of each day over those of the first."""
    level, levels = 1.0, {FIRST_DAY.year: 1.0}
    for year, rise in _PRICE_RISES.items():
        level *= 1 + rise
        levels[year] = level
    return np.array([levels[date.fromordinal(int(day)).year] for day in days])


def _with_prices(
    lines: Lines, customers: list[Customer], products: list[Product], rng: np.random.Generator
) -> Lines:
    """List price, discount, quantity, net amount and cost, in cents of a euro."""
    index = _price_index(lines.day)
    list_price = np.rint(
        np.array([one.price for one in products])[lines.product] * index * 100
    ).astype(np.int64)
    agreed = np.array([one.discount for one in customers])[lines.customer]
    discount = np.clip(
        np.rint((agreed + rng.normal(0, 0.022, len(lines))) * 200) * 5, 0, 480
    ).astype(np.int64)
    discount = np.where(agreed < 0.06, 0, discount)
    net = list_price * (1000 - discount) / 1000
    quantity = _quantities(lines, net, customers, products, rng)
    amount = np.rint(net * quantity).astype(np.int64)
    share = np.array([one.cost_share for one in products])[lines.product]
    share = share * rng.normal(1.0, 0.03, len(lines)) * np.where(_dear_steel(lines.day), 1.025, 1)
    cost = np.rint(list_price * share * quantity).astype(np.int64)
    return replace(
        lines, list_price=list_price, discount=discount, quantity=quantity, amount=amount, cost=cost
    )


def _dear_steel(days: Array) -> Array:
    """Half a year in which suppliers raised prices before the company could."""
    start, end = date(2025, 7, 1).toordinal(), date(2026, 1, 1).toordinal()
    return np.asarray((days >= start) & (days < end))


def _quantities(
    lines: Lines, net: Array, customers: list[Customer], products: list[Product],
    rng: np.random.Generator,
) -> Array:  # fmt: skip
    """Whole packs, so many that a customer's last twelve months come near its yearly sales."""
    pack = np.array([one.pack for one in products])[lines.product]
    wish = rng.lognormal(0.0, 0.85, len(lines))
    wish = wish * (6_000 / np.maximum(net, 200)) ** 0.62 * pack**0.35
    value = np.bincount(lines.customer, weights=wish * net / 100, minlength=len(customers))
    expected = np.array([_expected_sales(one) for one in customers])
    scale = np.divide(expected, value, out=np.ones_like(value), where=value > 0)
    wanted = wish * scale[lines.customer]
    packs = np.where(wanted >= 2 * pack, pack, 1)
    # Rounded up or down by chance, so that the total stays as wished.
    count = np.maximum(1, np.floor(wanted / packs + rng.random(len(lines))))
    return np.asarray((packs * count).astype(np.int64))


def _expected_sales(one: Customer) -> float:
    """Euros over the whole story, from those of the last year, its trend and its stay."""
    end, start = one.end.toordinal(), one.start.toordinal()
    years = (np.arange(start, end, 7) - AS_OF.toordinal()) / 365.25 + 0.5
    return float(one.sales * ((1 + one.trend) ** years).sum() * 7 / 365.25)


# -- deliveries and payments ---------------------------------------------------------------------


def _with_dates(
    lines: Lines, customers: list[Customer], products: list[Product], rng: np.random.Generator
) -> Lines:
    """Promised, delivered, due and paid; what lies after the end of the story is still open."""
    end = AS_OF.toordinal()
    size = len(lines)
    country = np.array([one.country != "ES" for one in customers])[lines.customer]
    delivered = lines.day + rng.integers(0, 2, size) + np.where(country, 3, 1)
    first, last, short = _SHORT_OF_STOCK
    scarce = np.array([one.family.key == short for one in products])[lines.product]
    scarce &= (lines.day >= first.toordinal()) & (lines.day < last.toordinal())
    late = rng.random(size) < np.where(scarce, 0.38, 0.085)
    delay = np.where(late, 1 + rng.geometric(0.28, size), -rng.integers(0, 3, size))
    open_days = working_days(run_up=60, run_out=60)
    promised = open_days[np.searchsorted(open_days, delivered - delay)]
    delivered = open_days[np.searchsorted(open_days, delivered)]
    terms = np.array([one.payment_days for one in customers])[lines.customer]
    due = lines.day + terms
    lateness = np.array([one.pays_late for one in customers])[lines.customer]
    invoice = np.arange(int(lines.document.max()) + 1)
    habit = rng.gamma(1.6, 1 / 1.6, len(invoice))[lines.document]
    paid = due + np.rint(lateness * habit).astype(np.int64) - 3
    return replace(
        lines,
        promised=promised,
        delivered=np.where(delivered < end, delivered, NONE),
        due=due,
        paid=np.where(paid < end, paid, NONE),
    )


def _credit_notes(lines: Lines, customers: list[Customer], rng: np.random.Generator) -> Lines:
    """Goods that come back some weeks after their invoice, in part or all of them."""
    likely = np.array([one.returns for one in customers])[lines.customer]
    chosen = np.flatnonzero(rng.random(len(lines)) < likely)
    note = lines.take(chosen)
    working = working_days()
    place = np.searchsorted(working, note.day + rng.integers(4, 45, len(note)))
    inside = place < len(working)
    note, place = note.take(np.flatnonzero(inside)), place[inside]
    back = np.maximum(1, np.rint(note.quantity * rng.choice([1.0, 0.5, 0.25], len(note))))
    back = back.astype(np.int64)
    day = working[place]
    paid = day + rng.integers(5, 40, len(note))
    return replace(
        note,
        document=NONE - np.arange(len(note)),  # a note of its own; numbered with the rest below
        credit=np.ones(len(note), dtype=bool),
        day=day,
        quantity=-back,
        amount=-np.rint(note.amount * back / note.quantity).astype(np.int64),
        cost=-np.rint(note.cost * back / note.quantity).astype(np.int64),
        promised=np.full(len(note), NONE),
        delivered=np.full(len(note), NONE),
        due=day,
        paid=np.where(paid < AS_OF.toordinal(), paid, NONE),
    )


def ordered_quantities(lines: Lines, products: list[Product], rng: np.random.Generator) -> Array:
    """What was ordered, of the invoices that answer an order by EDI: the order is in the system.

    Where stock is short, what came is short as well. Of all other orders nobody kept the quantity.
    """
    first, last, short = _SHORT_OF_STOCK
    scarce = np.array([one.family.key == short for one in products])[lines.product]
    scarce &= (lines.day >= first.toordinal()) & (lines.day < last.toordinal())
    is_short = rng.random(len(lines)) < np.where(scarce, 0.22, 0.025)
    missing = np.ceil(lines.quantity * rng.choice([0.1, 0.25, 1.0], len(lines))).astype(np.int64)
    ordered = lines.quantity + np.where(is_short, missing, 0)
    known = (lines.channel == _CHANNELS.index("edi")) & ~lines.credit
    return np.where(known, ordered, NONE)


# -- as it is in life ----------------------------------------------------------------------------


def _joined(first: Lines, second: Lines) -> Lines:
    return Lines(
        *(np.concatenate([getattr(first, name), getattr(second, name)]) for name in Lines.__slots__)
    )


def _blemished(lines: Lines, rng: np.random.Generator) -> Lines:
    """Cost missing in three lines of a hundred, some gifts, some sales without a customer."""
    cost = np.where(rng.random(len(lines)) < 0.03, NO_COST, lines.cost)
    gift = (rng.random(len(lines)) < 0.0006) & ~lines.credit
    nameless = _counter_sales(lines, rng)
    return replace(
        lines,
        cost=cost,
        amount=np.where(gift, 0, lines.amount),
        discount=np.where(gift, 1000, lines.discount),
        customer=np.where(nameless, NONE, lines.customer),
    )


def _counter_sales(lines: Lines, rng: np.random.Generator) -> Array:
    """Small whole invoices at the counter that nobody put a customer on."""
    invoices = int(lines.document.max()) + 1
    document = np.maximum(lines.document, 0)
    total = np.bincount(document, weights=np.abs(lines.amount), minlength=invoices)
    chosen = (total < 30_000) & (rng.random(invoices) < 0.035)
    counter = (lines.channel == _CHANNELS.index("counter")) & ~lines.credit
    return np.asarray(counter & chosen[document])


def _in_currency(lines: Lines, customers: list[Customer], rates: dict[str, Array]) -> Lines:
    """Amounts and list prices in the currency of the invoice; cost stays in euros."""
    factor = np.ones(len(lines))
    currency = np.array([one.currency for one in customers])[lines.customer]
    for code, euros in rates.items():
        rows = (currency == code) & (lines.customer >= 0)
        factor[rows] = 1 / euros[lines.day[rows] - FIRST_DAY.toordinal()]
    return replace(
        lines,
        amount=np.rint(lines.amount * factor).astype(np.int64),
        list_price=np.rint(lines.list_price * factor).astype(np.int64),
    )


def _numbered(lines: Lines) -> Lines:
    """In the order of the file, with documents numbered by day and lines by tens of ten."""
    order = np.lexsort((np.arange(len(lines)), lines.document, lines.credit, lines.day))
    lines = lines.take(order)
    new = np.concatenate([[True], lines.document[1:] != lines.document[:-1]])
    starts = np.flatnonzero(new)
    position = np.arange(len(lines)) - np.repeat(starts, np.diff([*starts, len(lines)]))
    return replace(lines, document=np.cumsum(new) - 1, line=(position + 1) * 10)
