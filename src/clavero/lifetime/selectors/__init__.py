"""What can be read about what customers are likely to buy."""

from clavero.lifetime.selectors.as_data import (
    fit_as_data,
    last_day,
    scores_as_data,
    spending_as_data,
)
from clavero.lifetime.selectors.base import BaseFit, ledger_purchases
from clavero.lifetime.selectors.customer import AccountLifetime, account_lifetime
from clavero.lifetime.selectors.files import purchases_of_file
from clavero.lifetime.selectors.looking_back import HeldOut
from clavero.lifetime.selectors.picture import (
    LifetimePicture,
    LifetimeRow,
    held_out_of,
    lifetime_picture,
)

__all__ = [
    "AccountLifetime",
    "BaseFit",
    "HeldOut",
    "LifetimePicture",
    "LifetimeRow",
    "account_lifetime",
    "fit_as_data",
    "held_out_of",
    "last_day",
    "ledger_purchases",
    "lifetime_picture",
    "purchases_of_file",
    "scores_as_data",
    "spending_as_data",
]
