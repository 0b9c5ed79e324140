"""Wallets, cells, stages and the pipeline, by their published numbers and their properties."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.faults import Faulty
from clavero.opportunities.rules.grid import CellState, Figures, potential, state_of, total
from clavero.opportunities.rules.needs import Certainty, gate
from clavero.opportunities.rules.pipeline import (
    SUCCESS,
    Ansoff,
    Ground,
    Outcome,
    ansoff_of,
    chance_of,
    expected,
    totals,
)
from clavero.opportunities.rules.reading import GridFault, read_grid
from clavero.opportunities.rules.stages import (
    Stage,
    StageFault,
    Stages,
    default_stages,
    parse_stages,
)
from clavero.opportunities.rules.wallet import (
    Confidence,
    Entered,
    Wallet,
    WalletSource,
    in_force,
    wallet_of,
)

D = Decimal
TODAY = date(2026, 3, 14)


def entered(
    number: int, source: WalletSource, day: date = TODAY, amount: int | None = 1000
) -> Entered:
    return Entered(
        id=number,
        day=day,
        source=source,
        confidence=Confidence.HIGH,
        amount=None if amount is None else D(amount),
    )


# -- wallets ---------------------------------------------------------------------------------------


def test_the_most_reliable_source_holds_unless_it_is_stale() -> None:
    said = entered(1, WalletSource.DISCLOSED, date(2025, 6, 1))
    market = entered(2, WalletSource.MARKET)
    assert in_force([market, said], TODAY) is said
    old = entered(3, WalletSource.DISCLOSED, date(2023, 1, 1))
    assert in_force([market, old], TODAY) is market
    assert in_force([old], TODAY) is old
    assert in_force([], TODAY) is None


def test_of_one_source_the_latest_word_holds() -> None:
    first, second = (
        entered(1, WalletSource.MARKET, date(2026, 1, 1)),
        entered(2, WalletSource.MARKET),
    )
    assert in_force([first, second], TODAY) is second
    assert in_force([entered(7, WalletSource.MARKET), second], TODAY).id == 7  # type: ignore[union-attr]


def test_a_rank_gives_the_share_and_the_share_the_wallet() -> None:
    by_rank = Entered(
        id=1, day=TODAY, source=WalletSource.RANK, confidence=Confidence.LOW, rank=D(1), suppliers=2
    )
    found = wallet_of(by_rank, D(200))
    assert (round(found.share.value or 0, 4), round(found.amount or 0)) == (D("0.6667"), 300)
    nothing = wallet_of(by_rank, D(0))
    assert (nothing.amount, nothing.share.value) == (None, None)


def test_a_share_above_the_whole_says_that_the_wallet_is_wrong() -> None:
    assert wallet_of(entered(1, WalletSource.DISCLOSED), D(1001)).is_wrong
    assert not wallet_of(entered(1, WalletSource.DISCLOSED), D(1000)).is_wrong


# -- cells -----------------------------------------------------------------------------------------


def test_what_is_bought_is_sold_whatever_was_said() -> None:
    assert state_of(D(1), CellState.BLOCKED, has_rival=True) is CellState.SOLD
    assert state_of(D(0), CellState.BLOCKED, has_rival=True) is CellState.BLOCKED
    assert state_of(D(0), None, has_rival=True) is CellState.COMPETITOR
    assert state_of(D(-5), None, has_rival=False) is CellState.OPEN


def test_the_potential_is_what_is_left_of_the_wallet() -> None:
    wallet = wallet_of(entered(1, WalletSource.DISCLOSED), D(400))
    assert potential(D(400), CellState.SOLD, wallet) == 600
    assert potential(D(-50), CellState.OPEN, wallet) == 1000
    assert potential(D(2000), CellState.SOLD, wallet) == 0
    assert potential(D(0), CellState.BLOCKED, wallet) == 0
    assert potential(D(0), CellState.OPEN, None) is None


def test_totals_share_only_where_the_wallet_is_known() -> None:
    found = total([
        Figures(D(400), CellState.SOLD, D(1000), D(600)),
        Figures(D(100), CellState.SOLD, None, None),
        Figures(D(0), CellState.NOT_APPLICABLE, None, D(0)),
        Figures(D(0), CellState.OPEN, D(1000), D(1000)),
    ])  # fmt: skip
    assert (found.sales, found.wallet, found.share.value) == (500, 2000, D("0.2"))
    assert (found.potential, found.cells, found.known) == (1600, 3, 2)
    nothing = total([])
    assert (nothing.wallet, nothing.share.value, nothing.potential) == (None, None, None)


amounts = st.decimals(0, 10**6, places=2)
figures = st.builds(
    Figures,
    amounts,
    st.sampled_from(CellState),
    st.none() | amounts,
    st.none() | amounts,
)


@given(st.lists(st.lists(figures, max_size=4), max_size=4))
def test_the_sums_of_the_rows_are_the_sum_of_the_whole(rows: list[list[Figures]]) -> None:
    whole = total(each for row in rows for each in row)
    parts = [total(row) for row in rows]
    assert sum((each.sales for each in parts), D(0)) == whole.sales
    assert sum((each.wallet or D(0) for each in parts), D(0)) == (whole.wallet or 0)
    assert sum((each.potential or D(0) for each in parts), D(0)) == (whole.potential or 0)
    assert sum(each.known for each in parts) == whole.known


@given(amounts, amounts, st.sampled_from(CellState))
def test_nobody_can_win_more_than_the_wallet(sales: D, wallet: D, state: CellState) -> None:
    known = wallet_of(entered(1, WalletSource.MARKET), sales)
    left = potential(sales, state, Wallet(known.entry, wallet, known.share))
    assert left is not None
    assert 0 <= left <= wallet


# -- the pipeline ----------------------------------------------------------------------------------


@dataclass
class Sale:
    value: Decimal
    probability: Decimal
    ramp: tuple[Decimal, ...] = field(default=())


def test_the_expectation_of_the_published_example() -> None:
    """Methods O-5.1: with a base of 1000 that grows 3% a year, 1089.0, 1187.9 and 1246.727."""
    sales = [
        Sale(D(150), D("0.6"), (D("0.3"), D("0.7"), D(1))),
        Sale(D(80), D("0.8"), (D("0.5"), D(1), D(1))),
    ]
    base = [D(1030), D("1060.9"), D("1092.727")]
    years = [known + more for known, more in zip(base, expected(sales, 3), strict=True)]
    assert years == [D("1089.0"), D("1187.9"), D("1246.727")]


def test_base_counts_whole_what_is_as_good_as_certain() -> None:
    found = totals([Sale(D(100), D("0.8")), Sale(D(50), D("0.79")), Sale(D(10), D(1))])
    assert (found.count, found.full, found.base, found.base_count) == (3, 160, 110, 2)
    assert found.weighted == D("80") + D("39.5") + 10


@pytest.mark.parametrize(
    ("ansoff", "chance"), [("penetration", "0.6"), ("product", "0.4"), ("unit", "0.4"),
                           ("diversification", "0.2")],
)  # fmt: skip
def test_the_usual_success_of_each_kind(ansoff: str, chance: str) -> None:
    assert SUCCESS[Ansoff(ansoff)] == D(chance)


def test_the_kind_follows_from_what_is_bought_where() -> None:
    kinds = [
        ansoff_of(buys_family=family, buys_in_unit=unit)
        for family in (True, False)
        for unit in (True, False)
    ]
    assert kinds == [Ansoff.PENETRATION, Ansoff.UNIT, Ansoff.PRODUCT, Ansoff.DIVERSIFICATION]


def test_from_where_a_probability_comes() -> None:
    offered, early = Stage("offered", D("0.6")), Stage("identified")
    kind = Ansoff.DIVERSIFICATION
    assert chance_of(kind, early).ground is Ground.ANSOFF
    assert chance_of(kind, early).value == D("0.2")
    assert chance_of(kind, offered).value == D("0.6")
    assert chance_of(kind, offered, written=D("0.1")).ground is Ground.WRITTEN
    assert chance_of(kind, None).value == D("0.2"), "a stage that is no longer there has none"
    assert chance_of(kind, offered, written=D("0.1"), outcome=Outcome.WON).value == 1
    assert chance_of(kind, offered, outcome=Outcome.LOST).value == 0


# -- stages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stages", "fault"),
    [
        ([Stage("a")], StageFault.HOW_MANY),
        ([Stage("a"), Stage("")], StageFault.NO_NAME),
        ([Stage("a"), Stage("a")], StageFault.TWICE),
        ([Stage("a"), Stage("b", D(1))], StageFault.NOT_A_CHANCE),
        ([Stage("a", D("0.5")), Stage("b", D("0.4"))], StageFault.FALLING),
    ],
)
def test_stages_that_cannot_be(stages: list[Stage], fault: StageFault) -> None:
    with pytest.raises(Faulty) as faulty:
        Stages(tuple(stages))
    assert fault in {each.code for each in faulty.value.faults}


def test_stages_are_read_back() -> None:
    assert parse_stages(default_stages().to_plain()) == default_stages()
    with pytest.raises(Faulty):
        parse_stages({"stages": [{"key": "a"}]})


# -- needs -----------------------------------------------------------------------------------------


@dataclass
class Heard:
    certainty: str
    said_on: date


def test_the_gate_asks_for_half_confirmed_and_none_old() -> None:
    confirmed = Heard(Certainty.CONFIRMED, date(2025, 3, 14))
    inferred = Heard(Certainty.INFERRED, TODAY)
    assert gate([confirmed, inferred], TODAY).is_passed
    assert not gate([confirmed, inferred, inferred], TODAY).is_passed
    old = Heard(Certainty.CONFIRMED, date(2025, 3, 13))
    assert gate([old, confirmed], TODAY).old == 1
    assert not gate([old, confirmed], TODAY).is_passed
    assert gate([], TODAY).confirmed.value is None


# -- files -----------------------------------------------------------------------------------------


def test_each_bad_row_is_told() -> None:
    text = (
        "account;family;state;reason;competitor;competitor_share;wallet;rank;suppliers;source;date\n"
        "A;Belts;open;;Rival;40,5;1200;;;disclosed;2026-03-01\n"
        "A;Belts;won;;;;;;;;\n"
        "A;Belts;blocked;;;;;;;;\n"
        "A;Belts;open;;;40;;;;;\n"
        "A;Belts;;;;;1200;;;guessed;\n"
        "A;Belts;;;;;;3;2;;\n"
        "A;Belts;;;;;;1,5;2;;\n"
        "A;Belts;;;;;;;;;\n"
        "A;Belts;sold;;;;;;;;\n"
        "A;Belts;open;;;;;;;;2026-03-15\n"
        "A;Belts;competitor;;;;;;;;\n"
    )
    read = read_grid(text, TODAY)
    assert [(bad.line, bad.column, bad.reason) for bad in read.refused] == [
        (3, "state", GridFault.UNKNOWN_STATE),
        (4, "reason", GridFault.NO_REASON),
        (5, "competitor", GridFault.NO_RIVAL),
        (6, "source", GridFault.UNKNOWN_SOURCE),
        (7, "rank", GridFault.NOT_A_RANK),
        (9, "state", GridFault.SAYS_NOTHING),
        (11, "date", "in_the_future"),
        (12, "competitor", GridFault.RIVAL_MISSING),
    ]
    (_two, first), (_eight, ranked), (_ten, sold) = read.cells
    assert (first.rival, first.rival_share, first.amount, first.day) == (
        "Rival", D("0.405"), 1200, date(2026, 3, 1),
    )  # fmt: skip
    assert (ranked.source, ranked.rank, ranked.suppliers, ranked.day) == (
        WalletSource.RANK, D("1.5"), 2, TODAY,
    )  # fmt: skip
    assert not sold.says_cell
    assert not sold.says_wallet
