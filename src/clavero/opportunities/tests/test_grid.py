"""The white space: what is sold, said and left · files · an outsider is blind · audited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.opportunities.files import grid_as_csv
from clavero.opportunities.models import CellWord, WalletEntry
from clavero.opportunities.rules.grid import CellState
from clavero.opportunities.rules.pipeline import Ansoff
from clavero.opportunities.rules.wallet import WalletSource
from clavero.opportunities.selectors import (
    Cell,
    account_of,
    additional_services,
    ansoff_of_cell,
    cell,
    grid,
    share_of_wallet,
)
from clavero.opportunities.sentences import additional_in_words, grid_in_words
from clavero.opportunities.services import (
    enter_wallet,
    import_grid,
    say_cell,
    withdraw_wallet,
)
from clavero.opportunities.testing import SYSTEM, make_wallet
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import make_customer, make_group, make_one

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], Any]
Sold = dict[str, Customer]
D = Decimal


def cells(customer: Customer, actor: Any = SYSTEM) -> dict[tuple[str, str], Cell]:
    return {(each.unit.code, each.family): each for each in grid(actor, customer.pk).cells}


def test_units_by_families_with_what_the_ledger_knows(sold: Sold) -> None:
    group = make_group("Group", sold["A"], sold["B"], code="G")
    found = grid(SYSTEM, group.pk)
    assert list(found.families) == ["Belts", "Chains", "Tools"]
    assert [row.unit.code for row in found.rows] == ["A", "B"], "the group has no lines of its own"
    told = cells(group)
    assert (told["A", "Belts"].figures.sales, told["A", "Belts"].state) == (1000, CellState.SOLD)
    assert told["B", "Chains"].state is CellState.OPEN
    assert [each.sales for each in found.by_family] == [1400, 300, 0]
    assert found.total.sales == 1700
    assert found.total.share.value is None


def test_wallets_give_share_potential_and_totals(sold: Sold) -> None:
    make_wallet(sold["A"], "Belts", 4000)
    make_wallet(sold["A"], "Tools", 500)
    say_cell(SYSTEM, customer_id=sold["A"].pk, family="Tools", state=CellState.BLOCKED,
             reason="Framework contract")  # fmt: skip
    found = grid(SYSTEM, sold["A"].pk)
    belts = cells(sold["A"])["A", "Belts"]
    assert (belts.share.value, belts.figures.potential) == (D("0.25"), 3000)
    assert (found.total.wallet, found.total.potential) == (4500, 3000)
    assert round(share_of_wallet(SYSTEM, sold["A"].pk).value or 0, 4) == D("0.2222")
    said = " ".join(grid_in_words(found, "EUR"))
    assert "The wallet is known of 2 of 3 cells: €4.5k, of which we have 22%." in said
    assert "€3.0k of it is left to win" in said


def test_a_wallet_smaller_than_our_sales_is_told(sold: Sold) -> None:
    make_wallet(sold["A"], "Belts", 900)
    said = " ".join(grid_in_words(grid(SYSTEM, sold["A"].pk), "EUR"))
    assert "We sell more than the wallet of 1 cell, so that it cannot be right" in said


def test_a_rank_stands_for_a_wallet(sold: Sold, refuses: Refuses) -> None:
    today = timezone.localdate()
    given = {"customer_id": sold["A"].pk, "family": "Belts", "source": WalletSource.RANK,
             "day": today}  # fmt: skip
    enter_wallet(SYSTEM, **given, rank=D(2), suppliers=3, amount=D(7))
    found = cells(sold["A"])["A", "Belts"]
    assert round(found.share.value or 0, 4) == D("0.3333")
    assert round(found.figures.wallet or 0) == 3000
    for rank, suppliers in ((D(3), 2), (D(0), 2), (None, 2), (D(1), None)):
        with refuses("no_rank"):
            enter_wallet(SYSTEM, **given, rank=rank, suppliers=suppliers)


def test_wallets_are_withdrawn_and_refused(
    sold: Sold, actors: SimpleNamespace, refuses: Refuses
) -> None:
    first = make_wallet(sold["A"], amount=4000)
    second = make_wallet(sold["A"], amount=5000)
    assert cells(sold["A"])["A", "Belts"].figures.wallet == 5000
    withdraw_wallet(actors.senior, entry_id=second.pk)
    assert cells(sold["A"])["A", "Belts"].figures.wallet == 4000
    with pytest.raises(WalletEntry.DoesNotExist):
        withdraw_wallet(actors.sales, entry_id=first.pk)
    with pytest.raises(Forbidden):
        withdraw_wallet(actors.executive, entry_id=first.pk)
    with refuses("in_the_future"):
        make_wallet(sold["A"], day=timezone.localdate() + timedelta(1))
    with refuses("no_amount"):
        make_wallet(sold["A"], amount=-1)
    with refuses("no_family"):
        make_wallet(sold["A"], family=" ")
    with refuses("unknown_family"):
        make_wallet(sold["A"], family="Blets")


def test_what_is_said_of_a_cell_is_refused(
    sold: Sold, actors: SimpleNamespace, refuses: Refuses
) -> None:
    def say(actor: Any = SYSTEM, **given: Any) -> CellWord:
        return say_cell(actor, **{"customer_id": sold["A"].pk, "family": "Tools", **given})

    for given, code in (
        ({"state": CellState.BLOCKED}, "reason_missing"),
        ({"state": CellState.COMPETITOR}, "rival_missing"),
        ({"state": CellState.SOLD}, "sold_by_ledger"),
        ({"rival_share": D("0.4")}, "share_of_nobody"),
        ({"rival": "Rival", "rival_share": D("1.1")}, "no_share"),
    ):
        with refuses(code):
            say(**given)
    with refuses("unknown_family"):
        say(family="Tolos", rival="Rival")
    assert list(grid(SYSTEM, sold["A"].pk).families) == ["Belts", "Chains", "Tools"]
    with pytest.raises(Customer.DoesNotExist):
        say(actors.sales, rival="Rival")
    with pytest.raises(Forbidden):
        say(actors.executive, rival="Rival")
    word = say(actors.senior, rival="Rival", rival_share=D("0.4"))
    assert cells(sold["A"])["A", "Tools"].state is CellState.COMPETITOR
    assert history(word).get().after["rival"] == "Rival"
    seen = revision_of(word)
    say(actors.director, rival="Another", seen=seen)
    with pytest.raises(ChangedMeanwhile):
        say(actors.senior, rival="A third", seen=seen)


def test_an_outsider_is_blind_and_a_manager_sees_their_part(
    sold: Sold, actors: SimpleNamespace
) -> None:
    group = make_group("Group", sold["A"], sold["D"], code="G")
    with pytest.raises(Customer.DoesNotExist):
        grid(actors.senior, group.pk)
    with pytest.raises(Customer.DoesNotExist):
        cell(actors.senior, sold["D"].pk, "Belts")
    assert cells(sold["A"], actors.senior)["A", "Belts"].figures.sales == 1000


def test_merged_records_are_one_unit(sold: Sold) -> None:
    make_wallet(sold["B"], "Chains", 700)
    make_one(sold["B"], sold["A"])
    told = cells(sold["A"])
    assert {unit for unit, _family in told} == {"A"}
    assert told["A", "Belts"].figures.sales == 1400
    assert told["A", "Chains"].figures.wallet == 700
    assert cell(SYSTEM, sold["A"].pk, "Belts").cell.figures.sales == 1400


def test_an_empty_ledger_has_no_families(own_ledger: None, db: None) -> None:
    found = grid(SYSTEM, make_customer("X").pk)
    assert (found.period, list(found.families), found.total.sales) == (None, [], 0)
    assert "There are no sales lines yet" in grid_in_words(found, "EUR")[0]


def test_the_kind_of_sale_of_a_cell(sold: Sold) -> None:
    make_group("Group", sold["A"], sold["B"], sold["C"], code="G")

    def kind(code: str, family: str) -> Ansoff:
        return ansoff_of_cell(account_of(SYSTEM, sold[code].pk), family)

    assert kind("A", "Belts") is Ansoff.PENETRATION
    assert kind("B", "Tools") is Ansoff.PRODUCT
    assert kind("C", "Chains") is Ansoff.UNIT
    assert kind("C", "Tools") is Ansoff.DIVERSIFICATION, "its tools were years ago"


# -- files -----------------------------------------------------------------------------------------


def test_a_file_is_kept_row_by_row(sold: Sold, actors: SimpleNamespace) -> None:
    content = (
        b"account,family,state,reason,competitor,competitor_share,wallet,source,date\n"
        b"A,Tools,competitor,,Rival,60,900,market,2025-06-01\n"
        b"A,Chains,,,,,800,disclosed,\n"
        b"D,Belts,open,,,,,,\n"
        b"A,Wheels,open,,,,,,\n"
        b"Z,Belts,open,,,,,,\n"
    )
    report = import_grid(actors.senior, content=content)
    assert (report.read, report.kept, report.already_there) == (5, 2, 0)
    assert [(bad.line, bad.column, bad.reason.value) for bad in report.refused] == [
        (4, "account", "unknown_account"),
        (5, "family", "unknown_family"),
        (6, "account", "unknown_account"),
    ]
    tools = cells(sold["A"])["A", "Tools"]
    assert (tools.rival, tools.rival_share, tools.figures.wallet) == ("Rival", D("0.6"), 900)
    again = import_grid(actors.senior, content=content)
    assert (again.kept, again.already_there) == (0, 2)
    with pytest.raises(Forbidden):
        import_grid(actors.executive, content=content)


def test_a_file_does_not_write_over_something_newer(sold: Sold) -> None:
    say_cell(SYSTEM, customer_id=sold["A"].pk, family="Tools", rival="Newer")
    report = import_grid(
        SYSTEM, content=b"account,family,competitor,date\nA,Tools,Older,2020-01-01\n"
    )
    assert [bad.reason.value for bad in report.refused] == ["newer"]
    assert CellWord.objects.get().rival == "Newer"


def test_an_exported_white_space_comes_back_without_a_change(sold: Sold) -> None:
    make_wallet(sold["A"], "Belts", 4000)
    enter_wallet(SYSTEM, customer_id=sold["A"].pk, family="Chains", source=WalletSource.RANK,
                 day=date(2025, 1, 1), rank=D("1.5"), suppliers=2)  # fmt: skip
    say_cell(SYSTEM, customer_id=sold["A"].pk, family="Tools", rival="Rival", rival_share=D("0.3"))
    say_cell(SYSTEM, customer_id=sold["A"].pk, family="Belts", state=CellState.BLOCKED, reason="No")
    before = list(CellWord.objects.order_by("pk").values())
    content = grid_as_csv(grid(SYSTEM, sold["A"].pk), "EUR", name="a").content
    report = import_grid(SYSTEM, content=content)
    assert (report.refused, report.kept) == ([], 0)
    assert list(CellWord.objects.order_by("pk").values()) == before
    assert WalletEntry.objects.count() == 2


def test_the_database_keeps_what_must_hold(sold: Sold) -> None:
    word = say_cell(SYSTEM, customer_id=sold["A"].pk, family="Tools", rival="Rival")
    for given in ({"state": "blocked"}, {"rival": "", "rival_share": D("0.1")}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CellWord.objects.filter(pk=word.pk).update(**given)
    entry = make_wallet(sold["A"])
    with pytest.raises(IntegrityError), transaction.atomic():
        WalletEntry.objects.filter(pk=entry.pk).update(source="rank")


# -- additional services ---------------------------------------------------------------------------


def test_additional_services_with_their_first_invoices(sold: Sold) -> None:
    picture = additional_services(account_of(SYSTEM, sold["A"].pk))
    assert picture is not None
    assert picture.found is not None
    assert (picture.found.families, picture.found.net_sales) == (("Chains",), 300)
    chains, belts, tools = picture.lines
    assert (chains.family, chains.first_invoice, chains.last_before) == (
        "Chains", date(2024, 5, 6), None,
    )  # fmt: skip
    assert (belts.is_additional, belts.last_before) == (False, date(2023, 3, 5))
    assert (tools.is_bought, tools.is_eligible) == (False, True)
    assert round(picture.penetration.value or 0, 4) == D("0.6667")
    assert "1 additional service was sold; its net sales are €300." in " ".join(
        additional_in_words(picture, "EUR")
    )


def test_what_does_not_apply_could_not_be_bought(sold: Sold) -> None:
    group = make_group("Group", sold["A"], sold["B"], code="G")
    for code in "AB":
        say_cell(SYSTEM, customer_id=sold[code].pk, family="Tools", state=CellState.NOT_APPLICABLE)
        picture = additional_services(account_of(SYSTEM, group.pk))
        assert picture is not None
        assert picture.penetration.denominator == (3 if code == "A" else 2)


def test_it_adds_up_to_the_kpi(sold: Sold) -> None:
    """The scorecard counts the same families, by the same rule in the ledger's engine."""
    from clavero.ledger import selectors as ledger
    from clavero.portfolio.visibility import scope_for

    picture = additional_services(account_of(SYSTEM, sold["A"].pk))
    assert picture is not None
    assert picture.found is not None
    rows = ledger.standing(scope_for(SYSTEM), picture.period).to_pylist()
    (kpi,) = [row for row in rows if row["account"] == "A"]
    assert kpi["additional"] == len(picture.found.families)
    assert kpi["additional_sales"] == picture.found.net_sales
    assert kpi["families"] == sum(line.is_bought for line in picture.lines)
