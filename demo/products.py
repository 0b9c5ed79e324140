"""What the company sells: product families, their products, prices and cost."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import date
from itertools import product as combinations
from pathlib import Path

import numpy as np

LANGUAGES = ("es", "en")


@dataclass(frozen=True, slots=True)
class Family:
    """A product family. ``cost_share`` is cost over list price; ``names`` are es, en."""

    key: str
    names: tuple[str, str]
    cost_share: float


@dataclass(frozen=True, slots=True)
class Product:
    """A product: ``price`` is the list price in euros per ``unit`` at the start of the story."""

    code: str
    names: tuple[str, str]
    family: Family
    unit: str
    price: float
    pack: int
    cost_share: float


def _family(key: str, spanish: str, english: str, cost_share: float) -> Family:
    return Family(key, (spanish, english), cost_share)


FAMILIES = (
    _family("ROD", "Rodamientos", "Bearings", 0.52),
    _family("COR", "Correas y poleas", "Belts and pulleys", 0.49),
    _family("CAD", "Cadenas y piñones", "Chains and sprockets", 0.50),
    _family("RED", "Reductores y motores", "Gearboxes and motors", 0.62),
    _family("HID", "Hidráulica", "Hydraulics", 0.57),
    _family("NEU", "Neumática", "Pneumatics", 0.54),
    _family("MAN", "Mangueras y racores", "Hoses and fittings", 0.48),
    _family("EST", "Juntas y estanqueidad", "Seals and gaskets", 0.43),
    _family("COT", "Herramienta de corte", "Cutting tools", 0.58),
    _family("HER", "Herramienta manual", "Hand tools", 0.60),
    _family("ABR", "Abrasivos", "Abrasives", 0.51),
    _family("EPI", "Protección laboral", "Personal protection", 0.56),
    _family("LUB", "Lubricantes y químicos", "Lubricants and chemicals", 0.55),
    _family("FIJ", "Tornillería y fijación", "Fasteners", 0.46),
)
BY_KEY = {family.key: family for family in FAMILIES}


_CATALOGUE = Path(__file__).with_name("catalogue.csv")
"""One range of products a line: names with one or two places for sizes (``|`` parts the two),
the price of the middle size, the steepness (the largest costs about e^steepness times the
smallest) and how many go into a pack."""

# Size words that are words: the rest are figures and codes, the same in both languages.
_ENGLISH_SIZES = {
    "simple": "simplex", "doble": "duplex", "fino": "thin", "anticorte": "cut-resistant",
    "clara": "clear", "ahumada": "smoked", "panorámica": "panoramic", "blanco": "white",
    "amarillo": "yellow", "azul": "blue", "acero": "steel", "inox": "stainless",
    "fundición": "cast-iron",
}  # fmt: skip


def _english(size: str) -> str:
    size = _ENGLISH_SIZES.get(size, size)
    return size.replace(",", ".") if size[:1].isdigit() else size


def catalogue(rng: np.random.Generator) -> list[Product]:
    """Every product, in the order of the catalogue's ranges."""
    with _CATALOGUE.open(encoding="utf-8", newline="") as file:
        ranges = list(csv.DictReader(file, delimiter=";", quoting=csv.QUOTE_NONE))
    products: list[Product] = []
    for number, line in enumerate(ranges, start=11):
        products += _products(number, line, rng)
    return products


def _products(number: int, line: dict[str, str], rng: np.random.Generator) -> list[Product]:
    family = BY_KEY[line["family"]]
    variants = list(combinations(*(sizes.split() for sizes in line["sizes"].split("|"))))
    found = []
    for index, sizes in enumerate(variants):
        position = index / max(1, len(variants) - 1) - 0.5
        factor = np.exp(float(line["steepness"]) * position + rng.normal(0, 0.06))
        english = [_english(size) for size in sizes]
        found.append(
            Product(
                code=f"{family.key}{number}{index + 1:02d}",
                names=(line["spanish"].format(*sizes), line["english"].format(*english)),
                family=family,
                unit=line["unit"],
                price=round(float(line["price"]) * float(factor), 2),
                pack=int(line["pack"]),
                cost_share=float(np.clip(family.cost_share + rng.normal(0, 0.035), 0.3, 0.75)),
            )
        )
    return found


# -- as it is in life ----------------------------------------------------------------------------

_OLD_NAMES = {
    "ROD1406": ("RODAMIENTO OSCILANTE RODILLOS 30×62×16", "SPHERICAL ROLLER BEARING, 30×62×16"),
    "MAN4102": ("Acoplamiento DN10 rápido", "Coupling, quick, DN10"),
    "HER5301": ("Llave dinanométrica 25 Nm", "Torqe wrench 25 Nm"),
    "MAN3802": ("Manguera hidraulica 1SN, DN10", "Hydraulic hose 1SN - DN10"),
}
"""Products that the company once had under another code, by somebody else's spelling."""

RECODED = date(2024, 7, 1)
"""From this day on they are sold under the code of the catalogue."""


def under_old_codes(products: list[Product]) -> list[tuple[int, Product]]:
    """The products that had another code, by their position, as they were before."""
    return [
        (position, replace(one, code=f"{one.code}-A", names=_OLD_NAMES[one.code]))
        for position, one in enumerate(products)
        if one.code in _OLD_NAMES
    ]
