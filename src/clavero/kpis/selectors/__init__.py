"""What can be read about KPIs."""

from clavero.kpis.losses import basis as losses_follow_from
from clavero.kpis.losses import losses
from clavero.kpis.selectors.board import (
    AccountLine,
    Board,
    Led,
    Line,
    account_board,
    board_of,
    led_accounts,
)
from clavero.kpis.selectors.counted import CountedHere, counted_here
from clavero.kpis.selectors.courses import Course, Courses, courses
from clavero.kpis.selectors.frameworks import (
    Holding,
    framework_versions,
    frameworks,
    latest_framework,
    who_may_answer,
)
from clavero.kpis.selectors.health import (
    COMPLAINTS,
    RHYTHM,
    RHYTHM_LIGHTS,
    AccountHealth,
    HealthPicture,
    health,
    health_of,
    lights,
    worst_first,
)
from clavero.kpis.selectors.kept import (
    Catalogue,
    Value,
    as_data,
    catalogue,
    entries_of,
    entry,
    latest,
    may_see,
    once_watched,
    own_kpis,
    refresh_under_way,
    snapshot_as_data,
)
from clavero.kpis.selectors.missed import AllMissed, Missed, missed
from clavero.kpis.selectors.month import MonthSoFar, month_so_far
from clavero.kpis.selectors.moving import (
    NotExplained,
    Together,
    Why,
    why_moved,
    why_together,
)
from clavero.kpis.selectors.said import values_of, values_on
from clavero.kpis.selectors.said_each import SaidEach, is_said_together, said_each
from clavero.kpis.selectors.turned import Turn
from clavero.kpis.selectors.warning import WarningReport, warning_report
from clavero.kpis.store import Standing

__all__ = [
    "COMPLAINTS",
    "RHYTHM",
    "RHYTHM_LIGHTS",
    "AccountHealth",
    "AccountLine",
    "AllMissed",
    "Board",
    "Catalogue",
    "CountedHere",
    "Course",
    "Courses",
    "HealthPicture",
    "Holding",
    "Led",
    "Line",
    "Missed",
    "MonthSoFar",
    "NotExplained",
    "SaidEach",
    "Standing",
    "Together",
    "Turn",
    "Value",
    "WarningReport",
    "Why",
    "account_board",
    "as_data",
    "board_of",
    "catalogue",
    "counted_here",
    "courses",
    "entries_of",
    "entry",
    "framework_versions",
    "frameworks",
    "health",
    "health_of",
    "is_said_together",
    "latest",
    "latest_framework",
    "led_accounts",
    "lights",
    "losses",
    "losses_follow_from",
    "may_see",
    "missed",
    "month_so_far",
    "once_watched",
    "own_kpis",
    "refresh_under_way",
    "said_each",
    "snapshot_as_data",
    "values_of",
    "values_on",
    "warning_report",
    "who_may_answer",
    "why_moved",
    "why_together",
    "worst_first",
]
