"""Which contacts are suggested as one."""

from __future__ import annotations

from clavero.relationships.rules.duplicates import Ground, Named, Pair, pairs


def test_two_of_three_that_share_an_address_are_suggested_although_the_third_is_another() -> None:
    three = [
        Named(number, name, "office@x.example")
        for number, name in ((1, "Marta Gil"), (2, "Pere Sants"), (3, "Irene Otxoa"))
    ]
    assert len(pairs(three)) == 3
    assert pairs(three, [(1, 2), (1, 3)]) == [Pair(2, 3, Ground.EMAIL)]


def test_hundreds_behind_one_telephone_are_not_each_paired_with_each() -> None:
    many = [Named(number, "", phone="976 111 222") for number in range(300)]
    assert len(pairs(many)) < 400
