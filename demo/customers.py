"""Whom the company sells to: about 400 customers, their groups and how each of them buys."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np

from demo import AS_OF, FIRST_DAY
from demo.products import FAMILIES
from demo.words import COUNTRIES, LEGAL_FORMS, NAME_FORMS, PLACES, SURNAMES

CUSTOMERS = 400
DUPLICATES = 3


class Story(StrEnum):
    """What a reader should discover about a customer."""

    KEY = "key"
    HEAVY = "heavy"
    SILENT = "silent"
    SEASONAL = "seasonal"
    GROWER = "grower"
    SHRINKER = "shrinker"
    NEWCOMER = "newcomer"
    DUPLICATE = "duplicate"
    ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer code of the ERP and how it buys.

    ``sales`` is what it would buy in a year in euros; ``orders`` how often a year; ``lines``
    the mean number of lines of an order; ``trend`` the yearly growth as a fraction;
    ``months`` the months of the year it buys in; ``discount`` a fraction off the list price.
    """

    code: str
    name: str
    tax_number: str
    country: str
    business: str
    story: Story
    sales: float
    orders: float
    lines: float
    discount: float
    trend: float = 0.0
    start: date = FIRST_DAY
    end: date = AS_OF
    months: tuple[int, ...] = ()
    returns: float = 0.015
    currency: str = "EUR"
    payment_days: int = 60
    pays_late: float = 6.0


@dataclass(frozen=True, slots=True)
class Group:
    """A tree of customer codes: each child with its parent, in the order to link them."""

    tree: str  # "legal" or "buying"
    name: str
    links: tuple[tuple[str, str], ...]  # (parent, child)


# The three key accounts: (name, country, business, share of the account, parent's position).
_VALDORIA = (
    ("Grupo Alimentario Valdoria, S.A.", "ES", "food", 0.16, None),
    ("Valdoria Iberia, S.L.U.", "ES", "food", 0.22, 0),
    ("Conservas Valdoria Navarra, S.L.", "ES", "food", 0.20, 1),
    ("Lácteos Valdoria Galicia, S.L.", "ES", "food", 0.14, 1),
    ("Valdoria Portugal, Lda.", "PT", "food", 0.16, 0),
    ("Valdoria France SAS", "FR", "food", 0.12, 0),
)
_HUTTENBACH = (
    ("Hüttenbach Antriebssysteme GmbH", "DE", "machines", 0.30, None),
    ("Hüttenbach Componentes Ibérica, S.A.", "ES", "metal", 0.50, 0),
    ("Hüttenbach Portugal Unipessoal, Lda.", "PT", "metal", 0.20, 0),
)
_EBROSA = (
    ("Papeleras Ebrosa, S.A.", "ES", "materials", 0.72, None),
    ("Cartonajes Ebrosa, S.L.", "ES", "materials", 0.28, 0),
)
# (name, entities, euros a year, yearly trend, discount, orders a year of the whole account)
_KEY_ACCOUNTS = (
    ("Valdoria", _VALDORIA, 4_650_000.0, 0.07, 0.335, 1150.0),
    ("Hüttenbach", _HUTTENBACH, 2_650_000.0, -0.06, 0.375, 520.0),
    ("Ebrosa", _EBROSA, 1_900_000.0, 0.02, 0.31, 480.0),
)
_SMALL_GROUPS = (
    ("Sierralba", (
        ("Cementos Sierralba, S.A.", "ES", "materials", 0.6, None),
        ("Áridos Sierralba, S.L.", "ES", "materials", 0.25, 0),
        ("Hormigones Sierralba Sur, S.L.", "ES", "materials", 0.15, 0),
    ), 410_000.0, 0.03, 0.27, 260.0),
    ("Pickersgill", (
        ("Pickersgill Holdings Ltd", "GB", "maintenance", 0.3, None),
        ("Pickersgill Conveyors Ltd", "GB", "machines", 0.7, 0),
    ), 235_000.0, 0.05, 0.24, 120.0),
)  # fmt: skip
_BUYING_GROUP = "Ferrunión Central de Compras, S.Coop."
_BUYING_MEMBERS = 7

# Big in sales, small in each order: their cost to serve eats the margin.
HEAVY = (
    ("Mantenimientos Integrales Alcores, S.L.", "maintenance", 118_000.0, 760.0),
    ("Suministros Rápidos del Turia, S.L.", "resale", 104_000.0, 690.0),
    ("Instalaciones Larrañaga y Cebrián, S.A.", "maintenance", 96_000.0, 640.0),
    ("Recambios Zadorra, S.L.", "resale", 91_000.0, 700.0),
    ("Servicios Portuarios Nervión, S.A.", "maintenance", 84_000.0, 560.0),
)
_COUNTRY_WEIGHTS = np.array([0.74, 0.10, 0.07, 0.04, 0.05])
_BUSINESS_WEIGHTS = {
    "metal": 0.24, "machines": 0.13, "food": 0.15, "materials": 0.13, "maintenance": 0.12,
    "resale": 0.11, "farming": 0.08, "utilities": 0.04,
}  # fmt: skip
_SEASONS = {
    "farming": ((9, 10, 11, 12, 1), (3, 4, 5, 6), (8, 9, 10)),
    "food": ((8, 9, 10, 11), (5, 6, 7, 8)),
    "utilities": ((10, 11, 12, 1, 2, 3),),
}

# What each business buys: weights of the families in the order of products.FAMILIES.
_TASTES = {
    "food":        (14, 9, 13, 8, 2, 12, 6, 7, 1, 3, 1, 11, 10, 3),
    "metal":       (9, 4, 3, 5, 6, 5, 5, 3, 24, 7, 13, 8, 5, 3),
    "machines":    (17, 9, 8, 16, 11, 14, 7, 6, 2, 3, 1, 2, 1, 3),
    "materials":   (16, 11, 10, 10, 8, 3, 7, 6, 1, 4, 3, 10, 9, 2),
    "farming":     (15, 13, 11, 3, 10, 1, 12, 9, 0, 7, 2, 6, 7, 4),
    "maintenance": (9, 5, 4, 5, 9, 5, 9, 8, 3, 11, 8, 12, 5, 7),
    "resale":      (12, 7, 4, 1, 2, 3, 6, 5, 6, 15, 12, 13, 5, 9),
    "utilities":   (12, 5, 4, 10, 12, 3, 9, 9, 0, 6, 1, 16, 9, 4),
}  # fmt: skip


def tastes(business: str) -> np.ndarray:
    """Weights of the product families for a business, summing to 1."""
    weights = np.array(_TASTES[business], dtype=float)
    if len(weights) != len(FAMILIES):
        raise ValueError("a weight for every family")
    return np.asarray(weights / weights.sum())


class _Registry:
    """Gives codes, tax numbers and names, each once."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.names: set[str] = set()
        self.count = 0

    def pick(self, values: Sequence[str], weights: np.ndarray | None = None) -> str:
        return str(values[self.rng.choice(len(values), p=weights)])

    def code(self) -> str:
        """An account of the customers' ledger, as Spanish accounting numbers them (430…)."""
        self.count += 1
        return f"430{self.count:05d}"

    def tax_number(self, country: str) -> str:
        """A number in a range that no tax office gives out: the zeros at its start."""
        digits = f"{self.count * 37 + 1013:06d}"
        form = {"ES": "B00{}", "PT": "PT000{}", "FR": "FR00000{}", "DE": "DE000{}", "GB": "GB000{}"}
        return form[country].format(digits)

    def name(self, business: str, country: str) -> str:
        while True:
            form = self.pick(NAME_FORMS[business][country])
            first, second = self.rng.choice(SURNAMES[country], 2, replace=False)
            trade = form.format(s=first, t=second, p=self.pick(PLACES[country]))
            if trade not in self.names:
                break
        self.names.add(trade)
        endings, weights = zip(*LEGAL_FORMS[country], strict=True)
        if trade.startswith("Cooperativa"):
            return f"{trade}, S.Coop." if country == "ES" else f"{trade}, CRL"
        return trade + self.pick(endings, np.array(weights) / sum(weights))


def customers(rng: np.random.Generator) -> tuple[list[Customer], list[Group]]:
    """All customers and the groups they belong to."""
    registry = _Registry(rng)
    found: list[Customer] = []
    groups: list[Group] = []
    for account in _KEY_ACCOUNTS:
        _add_group(account, Story.KEY, registry, found, groups)
    for account in _SMALL_GROUPS:
        _add_group(account, Story.ORDINARY, registry, found, groups)
    found += [_heavy(*heavy, registry) for heavy in HEAVY]
    _add_buying_group(registry, found, groups)
    while len(found) < CUSTOMERS - DUPLICATES:
        found.append(_ordinary(registry))
    grouped = {code for group in groups for link in group.links for code in link}
    found = _with_stories(found, grouped, rng)
    plain = [one for one in found if one.story is Story.ORDINARY and one.code not in grouped]
    largest = sorted(plain, key=lambda one: -one.sales)[:DUPLICATES]
    found += [_duplicate(original, registry) for original in largest]
    return found, groups


def _add_group(
    account: tuple[str, tuple[tuple[str, str, str, float, int | None], ...], float, float, float,
                   float],
    story: Story, registry: _Registry, found: list[Customer], groups: list[Group],
) -> None:  # fmt: skip
    name, entities, sales, trend, discount, orders = account
    first = len(found)
    links = []
    for title, country, business, share, parent in entities:
        code = registry.code()
        found.append(
            Customer(
                code=code, name=title, tax_number=registry.tax_number(country), country=country,
                business=business, story=story, sales=sales * share, orders=orders * share,
                lines=3.4, discount=discount, trend=trend, payment_days=60, pays_late=9.0,
                currency="GBP" if country == "GB" else "EUR",
            )
        )  # fmt: skip
        if parent is not None:
            links.append((found[first + parent].code, code))
    groups.append(Group("legal", name, tuple(links)))


def _heavy(name: str, business: str, sales: float, orders: float, registry: _Registry) -> Customer:
    code = registry.code()
    return Customer(
        code=code, name=name, tax_number=registry.tax_number("ES"), country="ES",
        business=business, story=Story.HEAVY, sales=sales, orders=orders, lines=1.35,
        discount=0.375, trend=0.03, returns=0.09, payment_days=60, pays_late=34.0,
    )  # fmt: skip


def _add_buying_group(registry: _Registry, found: list[Customer], groups: list[Group]) -> None:
    central = Customer(
        code=registry.code(), name=_BUYING_GROUP, tax_number=registry.tax_number("ES"),
        country="ES", business="resale", story=Story.ORDINARY, sales=46_000.0, orders=48.0,
        lines=4.0, discount=0.32,
    )  # fmt: skip
    members = [
        replace(_ordinary(registry, "resale", "ES"), sales=float(sales), discount=0.30)
        for sales in registry.rng.uniform(9_000, 52_000, _BUYING_MEMBERS)
    ]
    members = [replace(member, orders=_orders(member.sales)) for member in members]
    found += [central, *members]
    links = tuple((central.code, member.code) for member in members)
    groups.append(Group("buying", "Ferrunión", links))


def _orders(sales: float) -> float:
    """How often a customer of that size orders in a year: bigger ones more, but not in step."""
    return float(13.0 * (sales / 9_000.0) ** 0.68)


def _ordinary(
    registry: _Registry, business: str | None = None, country: str | None = None
) -> Customer:
    rng = registry.rng
    code = registry.code()
    country = country or registry.pick(list(COUNTRIES), _COUNTRY_WEIGHTS)
    business = business or registry.pick(
        list(_BUSINESS_WEIGHTS), np.array(list(_BUSINESS_WEIGHTS.values()))
    )
    sales = min(330_000.0, float(9_200 * np.exp(rng.normal(0, 1.32))))
    size_discount = 0.035 * np.log(max(1.0, sales / 2_000))
    return Customer(
        code=code,
        name=registry.name(business, country),
        tax_number=registry.tax_number(country),
        country=country,
        business=business,
        story=Story.ORDINARY,
        sales=sales,
        orders=_orders(sales) * float(np.exp(rng.normal(0, 0.25))),
        lines=float(rng.uniform(1.6, 4.2)),
        discount=float(np.clip(0.10 + size_discount + rng.normal(0, 0.03), 0.0, 0.36)),
        trend=float(rng.normal(0.01, 0.05)),
        currency="GBP" if country == "GB" else "EUR",
        payment_days=int(rng.choice([30, 45, 60, 60])),
        pays_late=float(rng.gamma(2.0, 5.0)),
    )


def _with_stories(
    found: list[Customer], grouped: set[str], rng: np.random.Generator
) -> list[Customer]:
    """Give the ordinary customers that are in no group a course of their own."""
    free = [
        i for i, one in enumerate(found)
        if one.story is Story.ORDINARY and one.code not in grouped
    ]  # fmt: skip
    order = [free[i] for i in rng.permutation(len(free))]
    regular = [i for i in order if found[i].orders >= 10]
    silent, growers, shrinkers = regular[:18], regular[18:36], regular[36:54]
    taken = {*silent, *growers, *shrinkers}
    seasonal = [i for i in order if found[i].business in _SEASONS and i not in taken][:26]
    taken |= set(seasonal)
    newcomers = [i for i in order if i not in taken][:60]
    taken |= set(newcomers)
    leavers = [i for i in order if i not in taken][:30]
    dollars = [i for i in order if found[i].country == "GB"][:3]
    found = list(found)
    for i in silent:
        found[i] = replace(found[i], story=Story.SILENT, end=_days_before_end(rng, 120, 330))
    for i in growers:
        found[i] = replace(found[i], story=Story.GROWER, trend=float(rng.uniform(0.25, 0.6)))
    for i in shrinkers:
        found[i] = replace(found[i], story=Story.SHRINKER, trend=float(rng.uniform(-0.45, -0.22)))
    for i in seasonal:
        seasons = _SEASONS[found[i].business]
        months = seasons[int(rng.integers(len(seasons)))]
        found[i] = replace(found[i], story=Story.SEASONAL, months=months)
    for i in newcomers:
        found[i] = replace(found[i], story=Story.NEWCOMER, start=_days_before_end(rng, 90, 1300))
    for i in leavers:
        found[i] = replace(found[i], end=_days_before_end(rng, 500, 1250))
    for i in dollars:
        found[i] = replace(found[i], currency="USD")
    return found


def _days_before_end(rng: np.random.Generator, least: int, most: int) -> date:
    return date.fromordinal(AS_OF.toordinal() - int(rng.integers(least, most)))


def _duplicate(original: Customer, registry: _Registry) -> Customer:
    """The same firm opened a second time at the counter, in capitals and without accents."""
    plain = unicodedata.normalize("NFKD", original.name).encode("ascii", "ignore").decode()
    return replace(
        original,
        code=registry.code(),
        name=plain.upper().replace(",", "").replace(".", ""),
        story=Story.DUPLICATE,
        sales=original.sales * 0.08,
        orders=max(3.0, original.orders * 0.15),
        start=date(AS_OF.year - 2, 3, 1),
        end=AS_OF,
        months=(),
    )
