"""A base that models can be fitted to."""

from __future__ import annotations

from decimal import Decimal

from clavero.ledger.testing import Row, ledger_of
from clavero.lifetime.testing import made_up

MADE_UP = made_up(330, pace=0.12, chance=0.08, weeks=60)


def company() -> None:
    """A base that models can be fitted to; every fourth customer has no cost."""
    rows = [
        Row(
            document=f"F{number}", customer=who, customer_name=f"Customer {who}", date=day,
            net_amount=Decimal(str(amount)),
            cost=Decimal(str(amount)) * 3 / 4 if int(who[1:]) % 4 else None,
        )
        for number, (who, day, amount) in enumerate(MADE_UP)
    ]  # fmt: skip
    ledger_of(rows)
