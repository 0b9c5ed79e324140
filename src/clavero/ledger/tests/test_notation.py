"""How numbers and dates are written: what each value proves, and what it is read as."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clavero.ledger.engine.connection import connect
from clavero.ledger.engine.staging_sql import number_sql
from clavero.ledger.ingest.notation.dates import (
    DateEvidence,
    DateNotation,
    Limits,
    Order,
    Shape,
    read_date,
    shape_of,
)
from clavero.ledger.ingest.notation.numbers import (
    Decimals,
    NumberEvidence,
    Proof,
    bare,
    prove,
    read_number,
)
from clavero.ledger.ingest.stream import pattern_of
from clavero.ledger.rules import Refused

LIMITS = Limits(date(2026, 6, 1))
COMMA, POINT, NONE = Decimals.COMMA, Decimals.POINT, Decimals.NONE


@pytest.mark.parametrize(
    ("text", "proof"),
    [
        ("1234", Proof.NOTHING),
        ("-5", Proof.NOTHING),
        ("1 234", Proof.NOTHING),
        ("12,50", Proof.COMMA_DECIMAL),
        ("0,123", Proof.COMMA_DECIMAL),
        ("1234,567", Proof.COMMA_DECIMAL),
        (",5", Proof.COMMA_DECIMAL),
        ("1.234,5", Proof.COMMA_DECIMAL),
        ("1 234,567", Proof.COMMA_DECIMAL),
        ("12.50", Proof.POINT_DECIMAL),
        ("1,234.567", Proof.POINT_DECIMAL),
        ("1'234.50", Proof.POINT_DECIMAL),
        ("1.5e3", Proof.POINT_DECIMAL),
        ("1,234", Proof.EITHER_COMMA),
        ("1.234", Proof.EITHER_POINT),
        ("1,234,567", Proof.COMMA_GROUPS),
        ("1.234.567", Proof.POINT_GROUPS),
        ("2,024,99", Proof.BROKEN),
        ("1,23,456.7", Proof.BROKEN),
        ("1 23", Proof.BROKEN),
        ("abc", Proof.NOT_A_NUMBER),
        ("12 pcs", Proof.NOT_A_NUMBER),
        ("-", Proof.NOT_A_NUMBER),
        ("25/03/2024", Proof.NOT_A_NUMBER),
    ],
)
def test_what_a_number_proves(text: str, proof: Proof) -> None:
    assert prove(text) is proof


NUMBERS = [
    ("1.234,56", COMMA, "1234.56"),
    ("1 234,56", COMMA, "1234.56"),
    ("1\u00a0234,56 €", COMMA, "1234.56"),
    ("1\u202f234\u202f567,5", COMMA, "1234567.5"),
    ("12,5-", COMMA, "-12.5"),
    ("(12,5)", COMMA, "-12.5"),
    ("- 12,5", COMMA, "-12.5"),
    ("\u221212,5", COMMA, "-12.5"),
    ("1.234", COMMA, "1234"),
    ("12.50", COMMA, None),
    ("1.23", COMMA, None),
    ("1,234,567", COMMA, None),
    ("1,234.56", POINT, "1234.56"),
    ("$1,234.56", POINT, "1234.56"),
    ("EUR 12.5", POINT, "12.5"),
    ("12.5 USD", POINT, "12.5"),
    ("-$5.00", POINT, "-5"),
    ("$-5.00", POINT, "-5"),
    ("($1,234.50)", POINT, "-1234.50"),
    ("1'234.5", POINT, "1234.5"),
    ("15%", POINT, "15"),
    ("+5", POINT, "5"),
    (".5", POINT, "0.5"),
    ("5.", POINT, "5"),
    ("1.5E+3", POINT, "1500"),
    ("1,234", POINT, "1234"),
    ("12,50", POINT, None),
    ("1,2,3", POINT, None),
    ("", POINT, None),
    ("12 34", POINT, None),
    ("7", NONE, "7"),
    ("1 234", NONE, "1234"),
    ("1.234", NONE, None),
    ("1,5", NONE, None),
    ("--5", POINT, None),
    ("(5", POINT, None),
]


@pytest.mark.parametrize(("text", "decimals", "value"), NUMBERS)
def test_what_a_number_is_read_as(text: str, decimals: Decimals, value: str | None) -> None:
    assert read_number(text, decimals) == (None if value is None else Decimal(value))


def by_the_engine(texts: list[str], decimals: Decimals) -> list[Decimal | None]:
    sql = number_sql("text", pattern_of(decimals))
    with connect() as connection:
        found = connection.execute(
            f"SELECT {sql} FROM (SELECT unnest($1::VARCHAR[]) AS text)", [texts]
        )
        return [row[0] for row in found.fetchall()]


def rounded(value: Decimal | None) -> Decimal | None:
    if value is None or abs(value) >= 10**12:
        return None
    return value.quantize(Decimal("0.000001"), ROUND_HALF_UP)


@pytest.mark.parametrize("decimals", list(Decimals))
def test_the_engine_reads_the_examples_as_the_reference_does(decimals: Decimals) -> None:
    texts = [text for text, _decimals, _value in NUMBERS]
    expected = [rounded(read_number(text, decimals)) for text in texts]
    assert dict(zip(texts, by_the_engine(texts, decimals), strict=True)) == dict(
        zip(texts, expected, strict=True)
    )


LIKE_NUMBERS = st.from_regex(
    r"[-(+]?(EUR |\$|€)?-?[0-9]{1,4}([.,' ][0-9]{3}){0,3}([.,][0-9]{0,8})?"
    r"(e[-+]?[0-9])?( €|%|-|\))?",
    fullmatch=True,
)
LIKE_NOTHING = st.text("0123456789.,' -()€%\u00a0eE+", max_size=12)


@settings(deadline=None)
@given(
    texts=st.lists(LIKE_NUMBERS | LIKE_NOTHING, min_size=1, max_size=300),
    decimals=st.sampled_from(list(Decimals)),
)
@example(texts=["9" * 12, "9" * 13, "0.0000005", "1e5", "1e-9"], decimals=POINT)
@example(texts=["- ", "+ ", "5 ", "-5,5 "], decimals=COMMA)
def test_the_engine_reads_anything_as_the_reference_does(
    texts: list[str], decimals: Decimals
) -> None:
    assert by_the_engine(texts, decimals) == [
        rounded(read_number(text, decimals)) for text in texts
    ]


@given(
    value=st.decimals(-(10**9), 10**9, places=3),
    decimals=st.sampled_from([COMMA, POINT]),
    groups=st.sampled_from(["", " ", "\u00a0", "'", "other"]),
)
def test_a_number_written_in_any_notation_is_read_back(
    value: Decimal, decimals: Decimals, groups: str
) -> None:
    other = "." if decimals is COMMA else ","
    text = f"{value:,.3f}".replace(".", "#").replace(",", other if groups == "other" else groups)
    assert read_number(text.replace("#", decimals.sign), decimals) == value


def evidence(*texts: str) -> NumberEvidence:
    found = NumberEvidence()
    found.add(texts)
    return found


@pytest.mark.parametrize(
    ("texts", "decided", "is_open", "is_damaged"),
    [
        (["1", "2"], None, False, False),
        (["1,234", "5"], None, True, False),
        (["1.234", "1,234"], None, True, False),
        (["1,234", "0,5"], COMMA, False, False),
        (["1,234", "1,234,567"], POINT, False, False),
        (["12,50", "2,024,994"], COMMA, False, True),
        (["12.50", "2.024.994"], COMMA, False, True),
        (["12,50"] * 999 + ["2,024,994"], COMMA, False, False),
        (["12,50", "2,024,99", "3,512,10"], COMMA, False, True),
        (["12,50"] * 10 + ["12.50"], COMMA, False, False),
        (["12,50"] * 10 + ["12.50"] * 2, COMMA, False, True),
    ],
)
def test_what_a_column_of_numbers_decides(
    texts: list[str], decided: Decimals | None, is_open: bool, is_damaged: bool
) -> None:
    found = evidence(*texts)
    if not is_damaged:
        assert found.decided is decided
    assert found.is_open is is_open
    assert found.is_damaged is is_damaged
    assert not is_damaged or all(text in texts for text in found.contradiction)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("2024-03-25", Shape.YEAR_FIRST),
        ("2024/3/5", Shape.YEAR_FIRST),
        ("2010-12-01 08:26:00", Shape.YEAR_FIRST),
        ("2024-03-01T08:15:00Z", Shape.YEAR_FIRST),
        ("2024-03-01T08:15:00.123+01:00", Shape.YEAR_FIRST),
        ("25/03/2024", Shape.DAY_FIRST),
        ("25.3.2024 8:15", Shape.DAY_FIRST),
        ("03-25-2024", Shape.MONTH_FIRST),
        ("3/25/2024 8:15:00 PM", Shape.MONTH_FIRST),
        ("03/04/2024", Shape.EITHER),
        ("03/04/24", Shape.EITHER),
        ("03/03/2024", Shape.SAME),
        ("2-Jun-06", Shape.NAMED),
        ("15 mar 2024", Shape.NAMED),
        ("15 de marzo de 2024", Shape.NAMED),
        ("1-ENE-2024", Shape.NAMED),
        ("15 sept. 2024", Shape.NAMED),
        ("March 15, 2024", Shape.NAMED),
        ("Dic-1-2024", Shape.NAMED),
        ("20240325", Shape.COMPACT),
        ("45376", Shape.SERIAL),
        ("45376.5", Shape.SERIAL),
        ("95/03/12", Shape.YEAR_FIRST),
        ("31/02/2024", Shape.NO_SUCH_DAY),
        ("13/13/2024", Shape.NO_SUCH_DAY),
        ("2024-02-30", Shape.NO_SUCH_DAY),
        ("20241325", Shape.NO_SUCH_DAY),
        ("30-Feb-2024", Shape.NO_SUCH_DAY),
        ("1/2-2024", Shape.NOT_A_DATE),
        ("12.50", Shape.NOT_A_DATE),
        ("Q1 2024", Shape.NOT_A_DATE),
        ("15 foo 2024", Shape.NOT_A_DATE),
        ("########", Shape.NOT_A_DATE),
        ("1234", Shape.NOT_A_DATE),
        ("08:15", Shape.NOT_A_DATE),
    ],
)
def test_what_a_date_proves(text: str, shape: Shape) -> None:
    assert shape_of(text) is shape


DMY, MDY, YMD = (DateNotation(order) for order in Order)
SHORT_DMY, SHORT_YMD = DateNotation(Order.DMY, True), DateNotation(Order.YMD, True)


@pytest.mark.parametrize(
    ("text", "notation", "read"),
    [
        ("03/04/2024", DMY, date(2024, 4, 3)),
        ("03/04/2024", MDY, date(2024, 3, 4)),
        ("03/04/2024", YMD, Refused.IMPOSSIBLE_DATE),
        ("03/03/2024", YMD, date(2024, 3, 3)),
        ("2024-04-03", MDY, date(2024, 4, 3)),
        (" 2024-04-03 10:00 ", DMY, date(2024, 4, 3)),
        ("15 mar 2024", YMD, date(2024, 3, 15)),
        ("2-Jun-06", SHORT_DMY, date(2006, 6, 2)),
        ("2-Jun-06", DMY, Refused.NO_CENTURY),
        ("2-Jun-98", SHORT_DMY, date(1998, 6, 2)),
        ("24/03/15", SHORT_YMD, date(2024, 3, 15)),
        ("24/03/15", SHORT_DMY, date(2015, 3, 24)),
        ("45376", DMY, date(2024, 3, 25)),
        ("20240325", MDY, date(2024, 3, 25)),
        ("25/03/2024", MDY, Refused.IMPOSSIBLE_DATE),
        ("31/02/2024", DMY, Refused.IMPOSSIBLE_DATE),
        ("29/02/2023", DMY, Refused.IMPOSSIBLE_DATE),
        ("31/12/1969", DMY, Refused.BEFORE_1970),
        ("00/00/0000", DMY, Refused.IMPOSSIBLE_DATE),
        ("01/06/2026", DMY, date(2026, 6, 1)),
        ("02/06/2026", DMY, Refused.IN_THE_FUTURE),
        ("2-Jun-27", SHORT_DMY, Refused.IN_THE_FUTURE),  # and not of a hundred years ago
        ("99999", DMY, Refused.IN_THE_FUTURE),
        ("soon", DMY, Refused.NOT_A_DATE),
    ],
)
def test_what_a_date_is_read_as(text: str, notation: DateNotation, read: object) -> None:
    assert read_date(text, notation, LIMITS) == read


@given(
    day=st.dates(date(1971, 1, 1), date(2026, 6, 1)),
    written=st.sampled_from(
        ["%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%d-%b-%Y", "%B %d, %Y"]
    ),
)
def test_a_date_written_in_any_notation_is_read_back(day: date, written: str) -> None:
    order = Order.MDY if written.startswith("%m") else Order.DMY
    assert read_date(day.strftime(written), DateNotation(order), LIMITS) == day


@given(day=st.dates(date(1971, 1, 1), date(2026, 6, 1)))
def test_a_serial_day_is_read_as_spreadsheets_count(day: date) -> None:
    serial = (day - date(1899, 12, 30)) // timedelta(days=1)
    assert read_date(f"{serial}", DMY, LIMITS) == day


@given(text=st.text("0123456789/-.: TJunMarzo,", max_size=20))
def test_no_text_is_read_as_a_date_out_of_limits(text: str) -> None:
    read = read_date(text, DMY, LIMITS)
    assert isinstance(read, Refused) or LIMITS.first <= read <= LIMITS.last


@pytest.mark.parametrize(
    ("texts", "order", "is_contradictory"),
    [
        (["03/04/2024", "05/06/2024"], None, False),
        (["03/04/2024", "25/06/2024"], Order.DMY, False),
        (["03/04/2024", "06/25/2024"], Order.MDY, False),
        (["2024-01-02", "03/03/2024"], Order.YMD, False),
        (["25/06/2024"] * 30 + ["06/25/2024"], Order.DMY, False),
        (["25/06/2024"] * 30 + ["06/25/2024"] * 2, Order.DMY, True),
    ],
)
def test_what_a_column_of_dates_decides(
    texts: list[str], order: Order | None, is_contradictory: bool
) -> None:
    found = DateEvidence()
    found.add(texts)
    assert found.order is order
    assert found.is_contradictory is is_contradictory


def test_most_dates_decide_whether_centuries_are_written() -> None:
    found = DateEvidence()
    found.add({"2-Jun-06": 3, "2-Jun-2006": 1, "x": 9})
    assert found.has_short_years


def test_a_number_without_its_sign_and_currency() -> None:
    assert bare("n/a") is None
    found = bare("(1.234,56 €)")
    assert found is not None
    assert (found.digits, found.negative) == ("1.234,56", True)


@pytest.mark.parametrize(
    ("values", "is_so"),
    [
        ([f"24-03-{day:02d}" for day in range(1, 32)], True),
        ([f"{day:02d}-03-24" for day in range(1, 32)], False),
        ([f"{day:02d}-03-24" for day in range(1, 21)] + ["11-12-27"], False),  # a stray year
        ([f"24-03-{day:02d}" for day in range(1, 21)], False),  # only likely
        ([f"24-03-{day:02d}" for day in range(1, 32)] + ["27-03-01"], True),  # a stray one
        ([f"24-03-{day:02d}" for day in range(1, 32)] + ["2024-04-01"], False),
    ],
)
def test_a_year_without_century_comes_first_where_it_would_be_to_come_behind(
    values: list[str], is_so: bool
) -> None:
    evidence = DateEvidence()
    evidence.add(values)
    assert evidence.has_year_first(2026) is is_so


def evidence_of(values: list[str]) -> DateEvidence:
    evidence = DateEvidence()
    evidence.add(values)
    return evidence


@pytest.mark.parametrize(
    ("values", "last", "is_so"),
    [
        ([f"26-01-{day:02d}" for day in range(1, 21)], 2026, True),
        ([f"{year}-01-{day:02d}" for year in (29, 30) for day in range(1, 32)], 2030, True),
        (["24-03-15"], 2025, None),
        (["24-03-19", "24-03-20"], 2026, None),
        (["25/02/26"], 2026, None),  # both ends could be years
        (["26/03/26"], 2026, False),  # the same either way
        (["03/04/24"], 2026, False),
        (["03/04/19", "03/05/20"], 2026, False),
        ([f"{day:02d}/03/24" for day in range(1, 32)], 2026, False),
        ([f"{day:02d}/03/30" for day in range(1, 32)], 2030, False),
        ([f"{day:02d}/03/{year}" for year in (29, 31) for day in range(1, 32)], 2031, False),
        ([f"03/{day:02d}/24" for day in range(1, 13)], 2026, False),  # month first
        ([f"{day:02d}-03-{year}" for day in range(1, 20) for year in (15, 18)], 2026, False),
        ([f"22-03-{day:02d}" for day in range(1, 25)], 2026, None),  # years ago, or one day's
        ([f"{year}-03-{day:02d}" for year in range(20, 32) for day in range(1, 30)], 2031, None),
        (["03/04/27", "03/04/28", "03/05/28"], 2026, False),  # next year's
        (["26-01-28"], 2026, None),
        (["2024-03-15"], 2026, False),
    ],
)
def test_whether_a_year_without_century_seems_to_come_first(
    values: list[str], last: int, is_so: bool | None
) -> None:
    evidence = evidence_of(values)
    assert not evidence.has_year_first(last)
    assert evidence.seems_year_first(last) is is_so


def test_days_that_are_none_with_the_year_behind_prove_that_it_comes_first() -> None:
    """In 2031 no day of the month is after the year; 31-02-15 is none with its year behind."""
    values = [f"31-{month:02d}-{day:02d}" for month in (1, 2, 4) for day in range(1, 29)]
    assert evidence_of(values).has_year_first(2031)
    assert not evidence_of([f"{day:02d}-01-31" for day in range(1, 32)]).has_year_first(2031)
