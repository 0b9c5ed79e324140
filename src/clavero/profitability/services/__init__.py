"""What can be changed about rates, events and what account teams spend."""

from clavero.profitability.services.events import import_events, take_out_events
from clavero.profitability.services.rates import set_activity, set_capacity, set_cost_of_capital
from clavero.profitability.services.work import import_work, record_work, withdraw_work

__all__ = [
    "import_events",
    "import_work",
    "record_work",
    "set_activity",
    "set_capacity",
    "set_cost_of_capital",
    "take_out_events",
    "withdraw_work",
]
