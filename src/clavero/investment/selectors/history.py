"""What has been changed about a case, in words."""

from __future__ import annotations

from clavero.core.audit import history
from clavero.core.telling import MOST, Change, told
from clavero.investment.models import Case
from clavero.investment.words import CHANGE_NAMES, LEVEL_WORDS


def changes_of_case(case: Case) -> list[Change]:
    """The latest changes, newest first. One query."""
    return told(history(case)[:MOST], CHANGE_NAMES, LEVEL_WORDS, naming={"invested_level"})
