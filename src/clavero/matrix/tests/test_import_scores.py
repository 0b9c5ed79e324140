"""Scores come in by whoever may give them, of the accounts they see, and stay."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.core.tables import MOST_BYTES
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.ledger.testing import Row, ledger_of
from clavero.matrix.models import AccountScore
from clavero.matrix.rules.factors import Axis, Factor, FactorSet
from clavero.matrix.rules.scales import Direct
from clavero.matrix.rules.scores import LIMITS, Criterion, read_scores
from clavero.matrix.rules.settings import Settings
from clavero.matrix.selectors import matrix_rows
from clavero.matrix.services import ScoresReport, adopt_settings, import_scores
from clavero.matrix.words import BAD_ROW_NAMES
from clavero.portfolio.models import Customer
from clavero.portfolio.services import retire_customers
from clavero.portfolio.testing import cover, make_customer, make_one

HEADER = "account,criterion,value,subject,source,date"
TODAY = date(2026, 3, 31)
SYSTEM = Actor.system()


def bring(actor: Actor, *rows: str, header: str = HEADER) -> ScoresReport:
    return import_scores(actor, content="\n".join([header, *rows]).encode())


# -- who ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_manager_scores_their_own_accounts_alone(cast: Cast, actors: SimpleNamespace) -> None:
    mine, other = make_customer("MINE"), make_customer("OTHER")
    cover(cast.junior_one, mine)
    report = bring(
        actors.junior_one,
        *(f"{code},fit,7,us,estimate,2026-03-01" for code in ("MINE", "OTHER", "NOBODY")),
    )
    assert (report.kept, report.new_accounts) == (1, [])
    assert [(bad.value, bad.reason.value) for bad in report.refused] == [
        ("OTHER", "unknown_account"),
        ("NOBODY", "unknown_account"),
    ]
    assert not other.scores.exists()
    assert [row.card.code for row in matrix_rows(actors.junior_one, as_of=TODAY)] == ["MINE"]


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["executive", "sales", "logistics", "hr", "administrator"])
def test_who_gives_no_scores_is_refused(actors: SimpleNamespace, who: str) -> None:
    with pytest.raises(Forbidden):
        bring(getattr(actors, who), "A,fit,7,us,estimate,2026-03-01")
    assert not Customer.objects.exists()


@pytest.mark.django_db
def test_an_executive_reads_all_and_an_outsider_nothing(actors: SimpleNamespace) -> None:
    make_customer("A")
    bring(actors.director, "A,fit,7,us,estimate,2026-03-01")
    assert len(matrix_rows(actors.executive, as_of=TODAY)) == 1
    for who in (actors.junior_one, actors.logistics, actors.hr, actors.administrator):
        assert matrix_rows(who, as_of=TODAY) == []


# -- in place of the ledger ------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_a_file_puts_in_place_of_the_ledger_has_a_reason_and_is_counted(
    settings: Any, tmp_path: Path
) -> None:
    settings.LEDGER_HOME = tmp_path / "ledger"
    sold = [
        Row(f"F{month}", customer="A", date=date(2025, month, 28), net_amount=Decimal(100_000))
        for month in range(1, 13)
    ]
    ledger_of(sold)
    rows = ("A,volume,4000,us,estimate,2026-03-01,", "A,share,0.9,us,estimate,2026-03-01,")
    content = "\n".join([f"{HEADER},reason", *rows]).encode()
    report = import_scores(SYSTEM, content=content, name="scores.csv")
    assert (report.kept, report.instead_of_ledger) == (2, 1)
    given = {each.criterion: each.reason for each in AccountScore.objects.all()}
    assert given == {"volume": "", "share": "File “scores.csv”."}
    why = f"{HEADER},reason\nA,share,0.5,us,estimate,2026-03-02,They told us"
    assert import_scores(SYSTEM, content=why.encode()).instead_of_ledger == 1
    assert AccountScore.objects.latest("pk").reason == "They told us"


def test_reasons_of_several_raters_are_kept_together() -> None:
    rows = (f"A,fit,{value},us,estimate,2026-03-01,{why}" for value, why in ((7, "x"), (8, "y")))
    [said] = read_scores("\n".join([f"{HEADER},reason", *rows]), TODAY).said
    assert (said.value, said.reason) == (Decimal("7.5"), "x; y")


def test_raters_who_differ_by_money_are_measured_on_the_scale() -> None:
    rows = [f"A,volume,{value},us,estimate,2026-03-01" for value in (500, 5000)]
    rows += [f"B,volume,{value},us,estimate,2026-03-01" for value in (2000, 2500)]
    read = read_scores("\n".join([HEADER, *rows]), TODAY, Settings().to_score)
    assert [said.about.account for said in read.said] == ["B"]
    assert [bad.reason.value for bad in read.refused] == ["raters_apart", "raters_apart"]


# -- what stays -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_score_is_in_the_history_with_who_gave_it(actors: SimpleNamespace) -> None:
    bring(actors.director, "A,fit,7,us,estimate,2026-03-01")
    score = AccountScore.objects.get()
    assert (score.value, score.ratings, score.by_id) == (7, ["7"], actors.director.user_id)
    entry = history(score.customer).get()
    assert (entry.verb, entry.by_name) == ("customer.scored", actors.director.name)
    assert entry.after == {"scores": 1}


@pytest.mark.django_db
def test_what_is_corrected_stands_beside_what_was_said() -> None:
    bring(SYSTEM, "A,fit,7,us,estimate,2026-03-01")
    bring(SYSTEM, "A,fit,8,us,estimate,2026-03-01")
    assert [score.value for score in AccountScore.objects.all()] == [7, 8]
    bring(SYSTEM, "A,fit,7,us,estimate,2026-03-01")  # the old file once more
    (row,) = matrix_rows(SYSTEM, as_of=TODAY)
    assert row.reading.potential.scores["fit"] == 8


@pytest.mark.django_db
def test_a_scored_account_outlives_its_lines() -> None:
    make_customer("A")
    bring(SYSTEM, "A,fit,7,us,estimate,2026-03-01")
    retire_customers(SYSTEM, codes=["A"])
    assert Customer.objects.filter(code="A").exists()


@pytest.mark.django_db
def test_scores_of_a_merged_record_are_of_the_one_that_stays() -> None:
    one, copy = make_customer("ONE"), make_customer("COPY")
    bring(SYSTEM, "COPY,fit,7,us,estimate,2026-03-01")
    make_one(copy, one)
    bring(SYSTEM, "COPY,growth,0.1,us,estimate,2026-03-01")
    (row,) = matrix_rows(SYSTEM, as_of=TODAY)
    assert row.card.code == "ONE"
    assert row.reading.potential.coverage == 40


@pytest.mark.django_db
def test_staleness_and_the_part_that_is_the_customers_own() -> None:
    bring(
        SYSTEM,
        "A,quality,7,us,customer,2025-03-30",
        "A,service,7,us,survey,2026-03-01",
        "A,price,7,us,estimate,2026-03-01",
        "A,price,6,competitor,estimate,2026-03-01",
    )
    (row,) = matrix_rows(SYSTEM, as_of=TODAY)
    assert row.stale == ("quality",)
    assert row.customers_own.value == pytest.approx(0.5)


@pytest.mark.django_db
def test_the_matrix_costs_few_queries(django_assert_max_num_queries: object) -> None:
    rows = [f"A{number},fit,7,us,estimate,2026-03-01" for number in range(30)]
    bring(SYSTEM, *rows)
    assert len(matrix_rows(SYSTEM, as_of=TODAY)) == 30
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert len(matrix_rows(SYSTEM, as_of=TODAY)) == 30


# -- how it is written ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_spreadsheet_of_windows_is_read() -> None:
    text = f"{HEADER.replace(',', ';')}\r\nEspaña;fit;7,5;us;estimate;2026-03-01\r\n"
    report = import_scores(SYSTEM, content=text.encode("cp1252"))
    assert report.new_accounts == ["España"]
    assert AccountScore.objects.get().value == 7.5


@pytest.mark.django_db
def test_no_table_and_nothing_at_all_are_refused() -> None:
    for header in ("a,b", "", "\0", f"{HEADER}\nA\0,fit,7,us,survey,2026-03-01"):
        with pytest.raises(Refusal) as refusal:
            bring(SYSTEM, header=header)
        assert refusal.value.code in {"missing_columns", "damaged_text"}


@pytest.mark.django_db
def test_each_bad_row_is_told_with_its_line_column_value_and_reason() -> None:
    rows = {
        ",fit,7,us,survey,2026-03-01,": ("account", "", "missing"),
        f"{'x' * 256},fit,7,us,survey,2026-03-01,": ("account", "x" * 80, "too_long"),
        "A,Fits,7,us,survey,2026-03-01,": ("criterion", "Fits", "unknown_criterion"),
        "A,fit,seven,us,survey,2026-03-01,": ("value", "seven", "not_a_number"),
        "A,fit,NaN,us,survey,2026-03-01,": ("value", "NaN", "not_a_number"),
        "A,fit,,us,survey,2026-03-01,": ("value", "", "missing"),
        "A,fit,11,us,survey,2026-03-01,": ("value", "11", "out_of_range"),
        "A,fit,7,them,survey,2026-03-01,": ("subject", "them", "unknown_subject"),
        "A,fit,7,competitor,survey,2026-03-01,": ("subject", "competitor", "not_theirs"),
        "A,fit,7,us,rumour,2026-03-01,": ("source", "rumour", "unknown_source"),
        "A,fit,7,us,survey,1 March,": ("date", "1 March", "not_a_date"),
        "A,fit,7,us,survey,2999-01-01,": ("date", "2999-01-01", "in_the_future"),
        "A,fit,7,us,survey,2026-03-01,soon": ("forecast", "soon", "unknown_forecast"),
        "A,fit,7,us": ("", "A,fit,7,us", "cells"),
        "A,price,2,us,survey,2026-03-01,": ("value", "2", "raters_apart"),
        "A,price,9,us,survey,2026-03-01,": ("value", "9", "raters_apart"),
    }
    report = bring(SYSTEM, *rows, header=f"{HEADER},forecast")
    assert report.kept == 0
    told = [(bad.line, bad.column, bad.value, bad.reason.value) for bad in report.refused]
    assert told == [(line, *each) for line, each in enumerate(rows.values(), start=2)]
    assert {bad.reason.value for bad in report.refused} <= {str(each) for each in BAD_ROW_NAMES}


@pytest.mark.django_db
def test_the_same_score_in_other_writing_is_there_already() -> None:
    bring(SYSTEM, "A,fit,7.50,us,survey,2026-03-01", "A,price,0,us,survey,2026-03-01")
    header = " Account ; CRITERION;value;subject;source;date"
    again = ("A;FIT;7,5;us;survey;2026-03-01", "A;price;-0,0;US;survey;2026-03-01")
    assert bring(SYSTEM, *again, header=header).already_there == 2


@pytest.mark.django_db
def test_a_damaged_file_is_refused_with_what_to_do() -> None:
    endless = f'{HEADER}\n"{"x" * 200_000}'.encode()
    two_bytes_a_letter = f"{HEADER}\nA,fit,7,us,survey,2026-03-01".encode("utf-16")
    for content, code, hint in (
        (endless, "damaged_text", "CSV in UTF-8"),
        (two_bytes_a_letter, "damaged_text", "CSV in UTF-8"),
        (b"PK\3\4\0\0", "damaged_workbook", "export it as CSV"),
    ):
        with pytest.raises(Refusal) as refusal:
            import_scores(SYSTEM, content=content)
        assert refusal.value.code == code
        assert hint in str(refusal.value.hint)
    with pytest.raises(Refusal) as refusal:
        import_scores(SYSTEM, content=b"x" * (MOST_BYTES + 1))
    assert refusal.value.code == "too_large"
    assert not AccountScore.objects.exists()


cells = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=12)


@given(st.lists(st.tuples(*[cells] * 6), max_size=8))
def test_whatever_stands_in_a_row_it_is_kept_or_refused(rows: list[tuple[str, ...]]) -> None:
    quoted = [",".join('"{}"'.format(cell.replace('"', '""')) for cell in row) for row in rows]
    read = read_scores("\n".join([HEADER, *quoted]), TODAY)
    kept = sum(len(said.lines) for said in read.said)
    assert kept + len(read.refused) == read.rows
    assert read.refused == sorted(read.refused, key=lambda bad: bad.line)


@given(st.sampled_from(Criterion), st.decimals(-20, 20, places=3))
def test_a_value_within_its_limits_is_kept_exactly(criterion: Criterion, value: object) -> None:
    low, high = LIMITS.get(criterion, (0, 10))
    text = f"{HEADER}\nA,{criterion.value},{value:f},us,survey,2026-03-01\n"
    text += "B,quality,7.5,us,survey,2026-03-01\n"  # which says that the point is the decimal sign
    read = read_scores(text, TODAY)
    if low <= value <= high:  # type: ignore[operator]
        assert [said.value for said in read.said] == [value, Decimal("7.5")]
    else:
        assert [bad.reason.value for bad in read.refused] == ["out_of_range"]


# -- competitors by name, the stage, and criteria of one's own ------------------------------------


@pytest.mark.django_db
def test_several_competitors_are_told_apart_by_name() -> None:
    header = f"{HEADER},competitor"
    scored = ("quality", "service", "price", "innovation", "relationship")
    rows = [f"A,{each},5,us,customer,2026-03-01," for each in scored]
    for name, value in (("Strong", 8), ("Weak", 2)):
        rows += [f"A,{each},{value},competitor,customer,2026-03-01,{name}" for each in scored]
    report = bring(SYSTEM, *rows, header=header)
    assert (report.kept, report.refused) == (15, [])
    [row] = matrix_rows(SYSTEM, as_of=TODAY)
    assert row.reading.position.best == "Strong"
    assert bring(SYSTEM, *rows, header=header).already_there == 15
    long = bring(SYSTEM, f"A,price,5,competitor,survey,2026-03-01,{'x' * 101}", header=header)
    assert [(bad.column, bad.reason.value) for bad in long.refused] == [("competitor", "too_long")]


@pytest.mark.django_db
def test_the_stage_of_the_relationship_comes_by_file_too() -> None:
    report = bring(
        SYSTEM,
        "A,stage,4,us,estimate,2026-03-01",
        "A,stage,2,us,customer,2026-03-01",
        "A,stage,6,us,customer,2026-03-01",
        "A,stage,3,competitor,customer,2026-03-01",
    )
    assert report.kept == 2
    assert [bad.reason.value for bad in report.refused] == ["out_of_range", "not_theirs"]
    [row] = matrix_rows(SYSTEM, as_of=TODAY)
    assert row.inputs.relationship is not None
    assert row.inputs.relationship.effective.value == "basic"


@pytest.mark.django_db
def test_a_criterion_of_the_company_s_own_is_known_while_the_matrix_has_it() -> None:
    today = timezone.localdate()
    assert bring(SYSTEM, f"A,cold-chain,7,us,survey,{today}").refused_by_reason == {
        "unknown_criterion": 1
    }
    criteria = FactorSet(
        Axis.POSITION,
        tuple(Factor(key, 25, Direct()) for key in ("cold-chain", "quality", "service", "price")),
    )
    adopt_settings(
        SYSTEM,
        settings=Settings(sectors={"Food": criteria}, names={"cold-chain": "Cold chain"}),
        valid_from=today,
        reason="Food has its own",
        seen=None,
    )
    assert bring(SYSTEM, f"A,cold-chain,7,us,survey,{today}").kept == 1
    assert bring(SYSTEM, f"A,cold-chain,11,us,survey,{today}").kept == 0
    again = bring(SYSTEM, f"A,Cold Chain,7,us,survey,{today}")
    assert again.already_there == 1, "its name will do"


@pytest.mark.django_db
def test_a_file_may_speak_spanish(actors: SimpleNamespace) -> None:
    """The words of a file are those of the page: what they say is the same."""
    make_customer("A")
    spanish = bring(
        actors.director, "A,Servicio,7,nosotros,encuesta,2026-03-01",
        "A,calidad,6,competidor,cliente,2026-03-01", "A,cuota,0.3,nosotros,estimación,2026-03-01",
        "A,suerte,3,nosotros,cliente,2026-03-01",
        header="cuenta,criterio,valor,sujeto,fuente,fecha",
    )  # fmt: skip
    assert (spanish.kept, [bad.value for bad in spanish.refused]) == (3, ["suerte"])
    english = bring(
        actors.director, "A,service,7,us,survey,2026-03-01",
        "A,quality,6,competitor,customer,2026-03-01", "A,share,0.3,us,estimate,2026-03-01",
    )  # fmt: skip
    assert (english.kept, english.already_there) == (0, 3)
