"""What people do with needs, solutions, white space and opportunities."""

from clavero.opportunities.services.grid import (
    enter_wallet,
    import_grid,
    say_cell,
    withdraw_wallet,
)
from clavero.opportunities.services.needs import (
    add_need,
    change_need,
    close_need,
    link_solution,
    reopen_need,
    unlink_solution,
)
from clavero.opportunities.services.pipeline import (
    add_opportunity,
    change_opportunity,
    lose_opportunity,
    move_opportunity,
    reopen_opportunity,
    win_opportunity,
)
from clavero.opportunities.services.solutions import (
    add_solution,
    change_solution,
    offer_again,
    retire_solution,
)
from clavero.opportunities.services.stages import adopt_stages

__all__ = [
    "add_need",
    "add_opportunity",
    "add_solution",
    "adopt_stages",
    "change_need",
    "change_opportunity",
    "change_solution",
    "close_need",
    "enter_wallet",
    "import_grid",
    "link_solution",
    "lose_opportunity",
    "move_opportunity",
    "offer_again",
    "reopen_need",
    "reopen_opportunity",
    "retire_solution",
    "say_cell",
    "unlink_solution",
    "win_opportunity",
    "withdraw_wallet",
]
