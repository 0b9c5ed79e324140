"""Who wrote a mail, where ours and theirs write from one provider."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from clavero.interactions.rules.found import Address, Found
from clavero.interactions.rules.kinds import Kind
from clavero.interactions.rules.matching import Known, match

KNOWN = Known({"marta@mail.example": [(7, 70)]}, {"ana@mail.example": 1, "luis@company.example": 2})


@pytest.mark.parametrize(
    ("sender", "is_from_us", "strangers"),
    [
        ("marta@mail.example", False, []),
        ("ana@mail.example", True, []),
        ("somebody@mail.example", None, ["somebody@mail.example"]),
        ("office@company.example", True, []),
    ],
)
def test_a_host_of_both_says_nothing(
    sender: str, is_from_us: bool | None, strangers: list[str]
) -> None:
    mail = Found(
        "1", Kind.EMAIL, datetime(2026, 3, 2, tzinfo=UTC), "Hi", addresses=(Address(sender),),
        sender=sender,
    )  # fmt: skip
    found = match(mail, KNOWN)
    assert found.is_from_us is is_from_us
    assert [each.email for each in found.strangers] == strangers
