"""The whole made-up company, drawn from one seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from demo import SEED
from demo.contacts import Contact, contacts
from demo.customers import Customer, Group, customers
from demo.lines import Lines, ordered_quantities, sales_lines
from demo.products import RECODED, Product, catalogue, under_old_codes
from demo.rates import euros_per_unit, rates


@dataclass(frozen=True, slots=True)
class Company:
    """Everything that its files are written from; the same in both languages."""

    products: list[Product]
    customers: list[Customer]
    groups: list[Group]
    rates: dict[str, np.ndarray]
    lines: Lines
    contacts: list[Contact]

    def account(self, name: str) -> str:
        """The code of the customer at the top of the group called ``name``."""
        group = next(group for group in self.groups if group.name == name)
        return group.links[0][0]

    def called(self, name: str) -> str:
        """The code of the first customer whose name begins so."""
        return next(each.code for each in self.customers if each.name.startswith(name))


def company(seed: int = SEED) -> Company:
    """Draw the company. Each part has a stream of its own, so that one can change alone."""
    streams = [np.random.default_rng([seed, part]) for part in range(6)]
    products = catalogue(streams[0])
    found, groups = customers(streams[1])
    table = rates(streams[2])
    lines = sales_lines(found, products, euros_per_unit(table), streams[3])
    lines.ordered = ordered_quantities(lines, products, streams[5])
    for position, old in under_old_codes(products):
        rows = (lines.product == position) & (lines.day < RECODED.toordinal())
        lines.product = np.where(rows, len(products), lines.product)
        products.append(old)
    return Company(products, found, groups, table, lines, contacts(found, streams[4]))
