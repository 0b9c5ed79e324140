"""Tables that people bring: how their numbers are written, and what their columns are called."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.headings import ALSO, named
from clavero.core.notation import exact, is_open, settled_by
from clavero.core.tables import BadRow, RowFault, TableRow, table_rows

amounts = st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, places=2) | (
    st.decimals(min_value=-(10**6), max_value=10**6, allow_nan=False, places=3)
)
signs = st.sampled_from([".", ","])


def written(value: Decimal, decimal: str, *, grouped: bool, places: bool) -> str:
    """As a spreadsheet of some country writes it."""
    text = f"{value:,f}" if grouped else f"{value:f}"
    if not places and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if decimal == "." else text.translate(str.maketrans(".,", ",."))


@given(value=amounts, decimal=signs, grouped=st.booleans(), places=st.booleans())
def test_a_number_is_what_was_written_or_nothing(
    value: Decimal, decimal: str, grouped: bool, places: bool
) -> None:
    text = written(value, decimal, grouped=grouped, places=places)
    assert exact(text, decimal) == value
    assert exact(text) == (None if is_open(text) else value)


@given(values=st.lists(amounts, min_size=1, max_size=6), decimal=signs, grouped=st.booleans())
def test_a_file_written_in_one_way_is_never_read_in_the_other(
    values: list[Decimal], decimal: str, grouped: bool
) -> None:
    texts = [written(each, decimal, grouped=grouped, places=False) for each in values]
    settled = settled_by(texts)
    assert settled in {None, decimal}
    for value, text in zip(values, texts, strict=True):
        assert exact(text, settled) == (None if settled is None and is_open(text) else value)


@given(text=st.text(alphabet="0123456789.,-+ e'", max_size=12))
def test_whatever_stands_there_is_a_number_or_nothing(text: str) -> None:
    for decimal in (None, ".", ","):
        value = exact(text, decimal)
        assert value is None or value.is_finite()


def rows(text: str) -> Iterator[TableRow]:
    for row in table_rows(text, ["account", "sales"], optional=["margin"], numbers=NUMBERS):
        assert isinstance(row, TableRow)
        yield row


def test_a_text_has_no_character_that_a_file_of_ours_cannot_hold() -> None:
    (row,) = rows("account;sales;margin\nMarta\x0bGil\x01;1;\x02\n")
    assert (row.said("account"), row.text("margin", longest=9)) == ("Marta Gil", "")


NUMBERS = ("sales", "margin")


def sales(text: str) -> list[Decimal | str]:
    found: list[Decimal | str] = []
    for row in rows(text):
        try:
            found.append(row.exact("sales"))
        except BadRow as bad:
            found.append(f"{bad.told.column}: {bad.told.reason}")
    return found


@pytest.mark.parametrize(
    ("others", "read"),
    [
        ("772.900,50", Decimal(1234)),  # grouped by points
        ("7.5", Decimal("1.234")),
        ("1234", f"Ventas: {RowFault.OPEN_NUMBER}"),  # which tells nothing
        ("7.5\nA;7,5", f"Ventas: {RowFault.OPEN_NUMBER}"),  # which tells both
    ],
)
def test_other_numbers_of_the_file_settle_an_open_one(others: str, read: Decimal | str) -> None:
    assert sales(f"Cuenta;Ventas\nA;1.234\nA;{others}\n")[0] == read


def test_another_column_of_numbers_settles_it_and_a_code_does_not() -> None:
    assert sales("Código;Ventas;Margen\n430.01;1.234;0,5\n") == [Decimal(1234)]
    assert sales("Código;Ventas;Margen\n430.01;1.234;\n") == [f"Ventas: {RowFault.OPEN_NUMBER}"]


def test_columns_are_known_by_what_people_call_them() -> None:
    (row,) = rows("CÓDIGO DE CLIENTE;Ventas netas (€);Zona\nA;5;Norte\n")
    assert row.cells == {"account": "A", "sales": "5", "zona": "Norte"}


def test_a_heading_means_one_column_of_a_table() -> None:
    """Tables do not share all of these columns; within one, no heading may mean two."""
    assert named(["cliente", "cuenta"], ["account"]) == ["account", "cuenta"]
    tables = [
        ("account", "year", "family", "month", "sales", "margin"),
        ("account", "family", "state", "reason", "competitor", "competitor_share", "wallet", "rank",
         "suppliers", "source", "confidence", "date", "note"),
        ("account", "kpi", "date", "value", "n"),
        ("account", "criterion", "value", "subject", "source", "date", "forecast", "competitor",
         "reason"),
        ("customer", "date", "amount"),
        ("account", "level", "outlay", "cf1", "cf2", "cf3"),
        ("account", "person", "date", "hours", "money", "type"),
        ("account", "event", "date", "count", "minutes", "travel"),
        ("account", "name", "function", "title", "unit", "languages", "email", "phone",
         "organisation", "level", "role", "party", "reports_to"),
    ]  # fmt: skip
    for columns in tables:
        headings = [heading for name in columns for heading in (name, *ALSO.get(name, ()))]
        assert len(set(headings)) == len(headings)
