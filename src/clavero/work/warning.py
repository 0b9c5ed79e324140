"""What speaks against giving somebody another account."""

from __future__ import annotations

from datetime import date

from clavero.work.rules.load import Finding
from clavero.work.selectors.load import InForce, LoadRow, limits_on, load_if_key, load_of
from clavero.work.sentences import finding_in_words

_TOO_MUCH = (
    Finding.MANY_KEY, Finding.MANY_COMING, Finding.MANY_ORDINARY, Finding.TOGETHER, Finding.NO_TIME,
)  # fmt: skip


def warnings_of_load(person_id: int, day: date) -> list[str]:
    """That somebody leads more accounts from a day on than one person can look after, with those
    that were arranged to go to them, or has given more of their time away than there is."""
    holding = limits_on(day)
    return _told(load_of(person_id, holding, day), holding)


def warnings_if_key(customer_id: int, day: date) -> list[str]:
    """The same of whoever leads an account, were it made a key account; and that nobody has said
    how much of their time their accounts take, where they are too many."""
    holding = limits_on(day)
    row = load_if_key(customer_id, holding, day)
    if row is None:
        return []
    found = _told(row, holding)
    if found and Finding.UNSAID in row.findings:
        found += [f"{row.name}: {finding_in_words(Finding.UNSAID, row, holding.settings)}"]
    return found


def _told(row: LoadRow, holding: InForce) -> list[str]:
    return [
        f"{row.name}: {finding_in_words(each, row, holding.settings)}"
        for each in row.findings
        if each in _TOO_MUCH
    ]
