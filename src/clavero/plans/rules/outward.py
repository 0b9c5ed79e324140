"""What of a plan a customer may ever read, whoever marks it.

Source: the requirement that part of a plan is shared and that judgements never are.
"""

from __future__ import annotations

from collections.abc import Mapping

OF_KIND: Mapping[str, tuple[str, ...]] = {
    "fact": (),
    "aim": ("level", "horizon", "who"),
    "market": (),
    "governance": ("about", "rhythm"),
}
"""The kinds of rows that can be shared, and which of their fields go with them. What is missing
here is a judgement of ours (fears, threats, strengths, factors of success, risks …) and stays
internal."""
OF_TABLE: Mapping[str, tuple[str, ...]] = {
    "need": ("need_horizon", "need_function", "need_solutions"),
    "objective": ("until", "owner_id"),
    "initiative": (
        "description", "customer_value", "customer_kpi", "customer_investment", "customer_owner",
        "owner_id",
    ),
    "action": ("start", "end", "is_milestone", "customer_owner", "owner_id"),
}  # fmt: skip
"""The fields of the other rows that go out. What we sell, put in, expect and spend does not; nor
do requests for means and the forecast, which stand here with nothing."""


def can_be_shared(kind: str) -> bool:
    """Whether a row of a kind may be marked for the customer at all.

    >>> can_be_shared("aim"), can_be_shared("fear")
    (True, False)
    """
    return kind in OF_KIND
