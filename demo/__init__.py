"""A made-up company one can log into: Tornalba Suministros Industriales.

It sells transmission, fluid power, tooling and safety supplies from Spain to five countries.
Everything about it is drawn from our own word lists with a fixed seed: no customer, product,
person or figure comes from a real data set, and tax numbers lie in ranges nobody was ever given.

``python -m demo --language es --out FOLDER`` writes what its ERP would export;
:func:`demo.load.load` takes it into an empty data folder through the ordinary services.
"""

from datetime import date

COMPANY = "Tornalba Suministros Industriales, S.A."
REPORTING_CURRENCY = "EUR"

AS_OF = date(2026, 10, 1)
"""The day the story is told. The file ends the day before, with a full month of working days."""

FIRST_DAY = date(2022, 10, 1)
"""Four years before :data:`AS_OF`."""

SEED = 20261001
