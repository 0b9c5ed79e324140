"""What can be read about what customers are likely to buy."""

from clavero.lifetime.selectors.as_data import (
    fit_as_data,
    held_out_as_data,
    last_day,
    scores_as_data,
    spending_as_data,
)
from clavero.lifetime.selectors.base import BaseFit, ledger_purchases
from clavero.lifetime.selectors.constant import Assumed, assumed_for
from clavero.lifetime.selectors.contracts import ContractsPicture, contracts_picture, kinds_of
from clavero.lifetime.selectors.contracts import Term as ContractTerm
from clavero.lifetime.selectors.customer import AccountLifetime, account_lifetime
from clavero.lifetime.selectors.cycles import (
    CycleRow,
    CyclesFit,
    CyclesPicture,
    cycles_picture,
)
from clavero.lifetime.selectors.files import purchases_of_file
from clavero.lifetime.selectors.looking_back import HeldOut, held_out_last
from clavero.lifetime.selectors.picture import (
    LifetimePicture,
    LifetimeRow,
    held_out_of,
    lifetime_picture,
)
from clavero.lifetime.selectors.staying import (
    CohortsPicture,
    Group,
    StayingPicture,
    cohorts_picture,
    staying_picture,
)

__all__ = [
    "AccountLifetime",
    "Assumed",
    "BaseFit",
    "CohortsPicture",
    "ContractTerm",
    "ContractsPicture",
    "CycleRow",
    "CyclesFit",
    "CyclesPicture",
    "Group",
    "HeldOut",
    "LifetimePicture",
    "LifetimeRow",
    "StayingPicture",
    "account_lifetime",
    "assumed_for",
    "cohorts_picture",
    "contracts_picture",
    "cycles_picture",
    "fit_as_data",
    "held_out_as_data",
    "held_out_last",
    "held_out_of",
    "kinds_of",
    "last_day",
    "ledger_purchases",
    "lifetime_picture",
    "purchases_of_file",
    "scores_as_data",
    "spending_as_data",
    "staying_picture",
]
