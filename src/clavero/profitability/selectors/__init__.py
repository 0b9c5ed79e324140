"""What can be read about profitability: what accounts leave, what is spent on them, the rates."""

from clavero.profitability.selectors.as_data import (
    capacity_as_data,
    profit_as_data,
    row_as_data,
)
from clavero.profitability.selectors.book import serving_version
from clavero.profitability.selectors.customer import AccountProfit, account_profit
from clavero.profitability.selectors.picture import (
    ProfitPicture,
    ProfitRow,
    margins,
    profit_picture,
    served_results,
)
from clavero.profitability.selectors.served import (
    AfterServing,
    after_serving,
    basis_of_serving,
    counted_since,
)
from clavero.profitability.selectors.work import Amounts, Spent, spent

__all__ = [
    "AccountProfit",
    "AfterServing",
    "Amounts",
    "ProfitPicture",
    "ProfitRow",
    "Spent",
    "account_profit",
    "after_serving",
    "basis_of_serving",
    "capacity_as_data",
    "counted_since",
    "margins",
    "profit_as_data",
    "profit_picture",
    "row_as_data",
    "served_results",
    "serving_version",
    "spent",
]
