"""What speaks against giving somebody another account."""

from __future__ import annotations

from datetime import date

from clavero.work.rules.load import Finding
from clavero.work.selectors.load import limits_on, load_of
from clavero.work.sentences import finding_in_words


def warnings_of_load(person_id: int, day: date) -> list[str]:
    """That somebody leads more accounts from a day on than one person can look after."""
    holding = limits_on(day)
    row = load_of(person_id, holding, day)
    too_much = (Finding.MANY_KEY, Finding.MANY_ORDINARY, Finding.TOGETHER)
    return [
        f"{row.name}: {finding_in_words(each, row, holding.settings)}"
        for each in row.findings
        if each in too_much
    ]
