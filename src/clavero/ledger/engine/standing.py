"""How accounts stand: a period beside the one before, what came in addition, and dates kept.

One question over the cube answers all of it for every account, so that a refresh of what is
watched costs a few passes whatever the number of accounts.
"""

from __future__ import annotations

from clavero.core.period import Period
from clavero.ledger.engine.answers import RESULTS, Reader
from clavero.ledger.engine.facts import Facts
from clavero.ledger.measures import DATES_KEPT, STANDING


def sql(reader: Reader, period: Period, before: Period | None, base: Period | None) -> str:
    """SQL for ``account`` and what is known of it; the table ``dates_kept`` is at hand.

    Who has no line in a period sold nothing in it, which is known; a period that the ledger does
    not reach is not.
    """
    now = reader.grouped("account", STANDING, Facts.MONTHLY, period)
    was = reader.grouped("account", STANDING, Facts.MONTHLY, before)
    bought = reader.bought(period, base)
    shown = [
        f"CASE WHEN {part}.account IS NULL THEN {nothing} ELSE {part}.{each.key} END"
        f"::{RESULTS[each.unit]} AS {each.key}{suffix}"
        for part, suffix, nothing in (
            ("now", "", "0"),
            ("was", "_before", "NULL" if before is None else "0"),
        )
        for each in STANDING
    ]
    nothing = "NULL" if base is None else "0"
    shown += [
        "coalesce(families, 0) AS families",
        f"coalesce(additional, {nothing})::BIGINT AS additional",
        f"coalesce(additional_sales, {nothing})::DECIMAL(38, 6) AS additional_sales",
        *(f"dates_kept.{each.key}" for each in DATES_KEPT),
    ]
    return (
        f"SELECT names.name AS account, {', '.join(shown)} FROM ({now}) AS now "
        f"FULL JOIN ({was}) AS was USING (account) "
        f"LEFT JOIN ({bought}) AS bought USING (account) "
        "JOIN account_names AS names ON names.code = account "
        "LEFT JOIN dates_kept ON dates_kept.account IS NOT DISTINCT FROM names.name "
        "ORDER BY account NULLS LAST"
    )
