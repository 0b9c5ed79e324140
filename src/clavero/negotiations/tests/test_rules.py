"""Zones, what is reached, and two texts beside each other."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.contracts.rules.terms import TermKind
from clavero.negotiations.rules import comparing
from clavero.negotiations.rules.comparing import Change, compared, differences
from clavero.negotiations.rules.contracting import Agreed, clashing, terms_of
from clavero.negotiations.rules.points import Aim, PointKind, Stand, at_least, reached, zone

NUMBERS = st.decimals(0, 1000, places=2)
TEXTS = st.text("ab \n", max_size=30)


@given(offer=NUMBERS, limit=NUMBERS, target=NUMBERS, more=st.booleans())
def test_a_zone_is_where_both_could_agree(
    offer: Decimal, limit: Decimal, target: Decimal, more: bool
) -> None:
    if not at_least(target, limit, more=more):
        target, limit = limit, target
    found = zone(offer=offer, limit=limit, target=target, more=more)
    is_beyond = not at_least(offer, limit, more=more)
    assert (found.stand is Stand.BEYOND) == is_beyond
    assert (found.stand is Stand.REACHES) == (found.left is None)
    assert found.gap == abs(offer - limit)
    part = reached([Aim(offer, limit, target, 1)]).share
    if part is not None:
        assert 0 <= part <= 1
        assert not is_beyond or part == 0
        assert (part == 1) == (found.stand is Stand.REACHES)


@given(TEXTS, TEXTS)
def test_beside_each_other_no_line_is_lost(old: str, new: str) -> None:
    pairs = compared(old, new)
    hidden = sum(each.skipped for each in pairs)
    for text, side in ((old, "old"), (new, "new")):
        pieces = [each.old if side == "old" else each.new for each in pairs]
        numbers = [each.old_number if side == "old" else each.new_number for each in pairs]
        shown = [
            "".join(piece.text for piece in line)
            for line, number in zip(pieces, numbers, strict=True)
            if number is not None
        ]
        lines = text.splitlines()
        assert len(shown) + hidden == len(lines)
        assert shown == [lines[number - 1] for number in numbers if number is not None]
    assert (differences(pairs) == 0) == (old.splitlines() == new.splitlines())
    assert all(each.skipped for each in pairs if each.change is Change.SKIPPED)


@given(st.lists(st.sampled_from("abcdefgh"), max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_long_texts_lose_no_line_either(lines: list[str], cut: int, moved: int) -> None:
    """The same with texts of which only few lines may be compared at once."""
    other = [*lines[:cut], *lines[cut + 1 :]]
    other.insert(moved, "new")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparing, "_MOST_COMPARED", 4)
        test_beside_each_other_no_line_is_lost.hypothesis.inner_test(  # type: ignore[attr-defined]
            "\n".join(lines), "\n".join(other)
        )


def test_a_line_less_among_many_alike_is_found_at_once() -> None:
    many = ["a"] * 30_000
    pairs = compared("\n".join(many), "\n".join(many[1:]))
    assert [each.change for each in pairs][-1] is Change.GONE
    assert differences(pairs) == 1
    apart = [str(each) for each in range(30_000)]
    mixed = ["first", *apart[:100], "between", *apart[101:], "last"]
    assert differences(compared("\n".join(["x", *apart, "y"]), "\n".join(mixed))) == 3


def test_words_that_come_again_and_again_are_not_compared_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ordinary lines are looked into; one of filled words, and what is beyond the whole text's
    share, differ as a whole."""
    (told,) = compared("a " * 1_000, "a b " * 500)
    assert [each.differs for each in (*told.old, *told.new)] == [True, True]
    long = " ".join(f"word{at}" for at in range(150))
    (told,) = compared(long, long.replace("word70 ", "other "))
    assert [each.text for each in told.new if each.differs] == ["other"]
    monkeypatch.setattr(comparing, "_MOST_OF_ALL", 3)
    pairs = compared("a b\na b", "a c\na c")
    whole = [all(each.differs for each in (*told.old, *told.new)) for told in pairs]
    assert whole == [False, True], "the share was taken by the first"


def test_every_type_of_term_comes_of_what_was_agreed() -> None:
    found = terms_of(
        [
            Agreed(PointKind.STEPS, "Tiers", "0: 1 %"), Agreed(PointKind.BUDGET, "Fairs", "20000"),
            Agreed(PointKind.SERVICE, "Answers", "98"), Agreed(PointKind.INDEX, "Index", "104.2"),
            Agreed(PointKind.ALONE, "Boxes", "All of them", family="Boxes"),
        ]
    )  # fmt: skip
    assert [each.kind for each in found] == [
        TermKind.REBATE, TermKind.BUDGET, TermKind.SERVICE, TermKind.INDEXATION,
        TermKind.EXCLUSIVITY,
    ]  # fmt: skip
    assert found[0].values["is_retroactive"] is False
    assert found[1].values == {"amount": Decimal(20_000), "name": "Fairs"}
    assert found[4].family == "Boxes"
    assert not clashing([Agreed(PointKind.BUDGET, name, "5") for name in ("Fairs", "Bonus")]), (
        "budgets of different names stand side by side"
    )
    assert len(clashing([Agreed(PointKind.BUDGET, name, "5") for name in ("Fairs", "fairs ")])) == 1


def test_growth_is_counted_on_its_base_and_an_index_has_its_limits() -> None:
    found = terms_of(
        [
            Agreed(PointKind.CAP, "Most", "3"), Agreed(PointKind.INDEX, "Index", "104.2"),
            Agreed(PointKind.GROWTH, "Growth", "5 %: 1 %\n10 %: 2 %", base=Decimal(500_000)),
            Agreed(PointKind.FLOOR, "Least", "-2"),
        ]
    )  # fmt: skip
    assert [(each.kind, each.values) for each in found] == [
        (TermKind.INDEXATION, {
            "base": Decimal("104.2"), "floor": Decimal("-0.02"), "cap": Decimal("0.03"),
        }),
        (TermKind.REBATE, {
            "basis": "growth", "is_retroactive": True, "base": Decimal(500_000),
            "tiers": [(Decimal("0.05"), Decimal("0.01")), (Decimal("0.1"), Decimal("0.02"))],
        }),
    ]  # fmt: skip
    assert terms_of([Agreed(PointKind.CAP, "Most", "3")]) == [], "there is nothing to limit"
    assert not clashing(
        [Agreed(PointKind.GROWTH, "Growth", "5 %: 1 %"), Agreed(PointKind.REBATE, "Rebate", "1")]
    ), "a rebate on growth stands beside one on turnover"
