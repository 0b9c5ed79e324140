"""What can be read about KPIs."""

from clavero.kpis.selectors.board import (
    AccountLine,
    Board,
    Line,
    account_board,
    board_of,
    led_accounts,
    people_with_boards,
)
from clavero.kpis.selectors.frameworks import (
    Holding,
    framework_versions,
    frameworks,
    latest_framework,
)
from clavero.kpis.selectors.held import Held, Missed, held_to, missed
from clavero.kpis.selectors.kept import (
    Catalogue,
    Value,
    as_data,
    catalogue,
    entries_of,
    entry,
    is_in_use,
    latest,
    may_see,
    own_kpis,
    snapshot_as_data,
    values_of,
)
from clavero.kpis.selectors.moving import Why, why_moved
from clavero.kpis.store import Standing

__all__ = [
    "AccountLine",
    "Board",
    "Catalogue",
    "Held",
    "Holding",
    "Line",
    "Missed",
    "Standing",
    "Value",
    "Why",
    "account_board",
    "as_data",
    "board_of",
    "catalogue",
    "entries_of",
    "entry",
    "framework_versions",
    "frameworks",
    "held_to",
    "is_in_use",
    "latest",
    "latest_framework",
    "led_accounts",
    "may_see",
    "missed",
    "own_kpis",
    "people_with_boards",
    "snapshot_as_data",
    "values_of",
    "why_moved",
]
