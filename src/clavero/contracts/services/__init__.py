"""What people do with contracts."""

from clavero.contracts.services.closing import close_period, open_period
from clavero.contracts.services.contracts import add_contract, change_contract
from clavero.contracts.services.crediting import name_credit_note, release_credit_note
from clavero.contracts.services.deciding import decide
from clavero.contracts.services.pricing import end_price
from clavero.contracts.services.readings import (
    bring_levels,
    take_reading_back,
    write_level,
    write_measurement,
)
from clavero.contracts.services.renewals import change_renewal, undo_renewal
from clavero.contracts.services.running import run_on
from clavero.contracts.services.terms import (
    add_price,
    add_term,
    bring_prices,
    take_entry_back,
    withdraw_term,
    write_entry,
)

__all__ = [
    "add_contract",
    "add_price",
    "add_term",
    "bring_levels",
    "bring_prices",
    "change_contract",
    "change_renewal",
    "close_period",
    "decide",
    "end_price",
    "name_credit_note",
    "open_period",
    "release_credit_note",
    "run_on",
    "take_entry_back",
    "take_reading_back",
    "undo_renewal",
    "withdraw_term",
    "write_entry",
    "write_level",
    "write_measurement",
]
