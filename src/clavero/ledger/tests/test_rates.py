"""Loading exchange rates."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor, Role
from clavero.ledger import selectors
from clavero.ledger.models import ExchangeRate, LedgerSettings
from clavero.ledger.services import load_rates

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
BANK = (
    "Date,USD,JPY,CYP,\n"
    "2024-01-03,1.0919,155.44,N/A,\n"
    "2024-01-02,1.0956,155.16,N/A,\n"
)  # fmt: skip


def write(folder: Path, text: str) -> Path:
    path = folder / "rates.csv"
    path.write_text(text)
    return path


def test_the_banks_file_as_it_is(tmp_path: Path) -> None:
    loaded = load_rates(SYSTEM, path=write(tmp_path, BANK))
    assert (loaded.read, loaded.changed) == (4, 4)
    known = ExchangeRate.objects.get(currency="USD", day=date(2024, 1, 3))
    assert known.rate == Decimal("1.0919")


def test_its_zip_too(tmp_path: Path) -> None:
    path = tmp_path / "eurofxref-hist.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("eurofxref-hist.csv", BANK)
    assert load_rates(SYSTEM, path=path).changed == 4


def test_again_changes_only_what_differs(tmp_path: Path) -> None:
    load_rates(SYSTEM, path=write(tmp_path, BANK))
    again = load_rates(SYSTEM, path=write(tmp_path, BANK.replace("1.0919", "1.0920")))
    assert (again.read, again.changed) == (4, 1)
    assert ExchangeRate.objects.count() == 4


def test_one_rate_a_row_and_crossing_through_the_euro(tmp_path: Path) -> None:
    text = "date;currency;rate\n2024-01-02;USD;1,10\n2024-01-02;GBP;0,88\n2024-01-03;GBP;0,87\n"
    load_rates(SYSTEM, path=write(tmp_path, text))

    in_euros = selectors.rates("EUR").to_pylist()
    assert {"currency": "USD", "day": date(2024, 1, 2), "rate": Decimal("0.909090909")} in in_euros
    in_dollars = {
        (row["currency"], row["day"].day): row["rate"] for row in selectors.rates("USD").to_pylist()
    }
    assert in_dollars[("GBP", 2)] == Decimal("1.250000000")
    assert in_dollars[("EUR", 2)] == Decimal("1.100000000")
    assert selectors.rates("CHF").num_rows == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Day,USD\n2024-01-02,1\n", "no_date_column"),
        ("", "no_date_column"),
        ("Date,Dollar\n2024-01-02,1\n", "not_a_currency"),
        ("Date,USD\n02/01/2024,1\n", "not_a_date"),
        ("Date,USD\n2024-01-02,-1\n", "not_a_rate"),
        ("Date,USD\n2024-01-02,NaN\n", "not_a_rate"),
        ("Date,USD\n2024-01-02,123456789012345678901234\n", "not_a_rate"),
        ("Date,USD\n2024-01-02,0.00000000000001\n", "not_a_rate"),
        ("date,currency,rate\n2024-01-02,USD\n", "missing_cells"),
        ("date,currency,rate\n2024-01-02,dollar,1\n", "not_a_currency"),
    ],
)
def test_a_table_of_something_else_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        load_rates(SYSTEM, path=write(tmp_path, text))
    assert refused.value.code == code
    assert not ExchangeRate.objects.exists()


def test_an_outsider_may_not(tmp_path: Path) -> None:
    with pytest.raises(Forbidden):
        load_rates(Actor(1, "junior", Role.JUNIOR), path=write(tmp_path, BANK))


def test_it_is_audited(tmp_path: Path) -> None:
    load_rates(SYSTEM, path=write(tmp_path, BANK))
    (entry,) = history(LedgerSettings.objects.get())
    assert (entry.verb, entry.after) == (
        "ledger.rates_loaded",
        {"changed": 4, "currencies": ["JPY", "USD"]},
    )


def test_a_rate_holds_over_the_weekend_and_a_week_at_most(tmp_path: Path) -> None:
    load_rates(SYSTEM, path=write(tmp_path, "Date,USD\n2024-01-05,1.25\n2024-01-08,1.6\n"))
    days = {row["day"]: row["rate"] for row in selectors.rates("EUR").to_pylist()}
    assert days[date(2024, 1, 7)] == Decimal("0.8")
    assert max(days) == date(2024, 1, 14)
