"""What people do with contracts."""

from clavero.contracts.services.contracts import add_contract, change_contract
from clavero.contracts.services.crediting import name_credit_note, release_credit_note
from clavero.contracts.services.deciding import decide
from clavero.contracts.services.terms import (
    add_price,
    add_term,
    bring_prices,
    withdraw_term,
    write_entry,
)

__all__ = [
    "add_contract",
    "add_price",
    "add_term",
    "bring_prices",
    "change_contract",
    "decide",
    "name_credit_note",
    "release_credit_note",
    "withdraw_term",
    "write_entry",
]
