"""Loading exchange rates."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor, Role
from clavero.ledger import selectors
from clavero.ledger import store as stores
from clavero.ledger.models import ExchangeRate, LedgerSettings
from clavero.ledger.rules.rates import cross_rate
from clavero.ledger.services import import_file, load_rates, set_reporting_currency
from clavero.ledger.testing import lines_of

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
    assert {
        "currency": "USD",
        "day": date(2024, 1, 2),
        "rate": Decimal("0.90909090909091"),
    } in in_euros
    in_dollars = {
        (row["currency"], row["day"].day): row["rate"] for row in selectors.rates("USD").to_pylist()
    }
    assert in_dollars[("GBP", 2)] == Decimal("1.250000000")
    assert in_dollars[("EUR", 2)] == Decimal("1.100000000")
    assert selectors.rates("CHF").num_rows == 0


def test_a_table_with_spanish_headings(tmp_path: Path) -> None:
    text = "Fecha;Moneda;Tipo\n02/01/2024;USD;1,25\n2024-01-03;USD;1,0892\n"
    assert load_rates(SYSTEM, path=write(tmp_path, text)).read == 2
    found = {row["day"]: row["rate"] for row in selectors.rates("EUR").to_pylist()}
    assert found[date(2024, 1, 2)] == Decimal("0.8")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Day,USD\n2024-01-02,1\n", "no_date_column"),
        ("", "empty"),
        (" \n", "empty"),
        ("Date,Dollar\n2024-01-02,1\n", "not_a_currency"),
        ("Date,USD\n02/01/2024,1\n", "not_a_date"),
        ("Date,USD\n2024-01-02,-1\n", "not_a_rate"),
        ("Date,USD\n2024-01-02,NaN\n", "not_a_rate"),
        ("Date,USD\n2024-01-02,1_095\n", "not_a_rate"),
        ('Date,VND\n2024-01-02,"27,412"\n', "ambiguous_rate"),
        ('date,currency,rate\n2024-01-02,VND,"27,412"\n', "ambiguous_rate"),
        ("Fecha;Moneda;Tipo\n02/01/2024;VND;27.412\n02/01/2024;USD;1,0956\n", "ambiguous_rate"),
        ("Fecha;VND\n02/01/2024;27.412\n", "ambiguous_rate"),
        ("Date;VND;USD\n2024-01-02;27,412;1.0956\n", "ambiguous_rate"),
        ("Date;VND;USD;GBP\n2024-01-02;27,412;1.0956;0,86\n", "ambiguous_rate"),
        ("date;currency;rate;v\n2024-01-02;VND;16.500;1.0\n", "ambiguous_rate"),
        ("Date;VND;\n2024-01-02;16.500;1.0\n", "ambiguous_rate"),
        ("Date,VND\n2024-01-02,27,412\n", "extra_cells"),
        ("date,currency,rate\n2024-01-02,USD,1,0956\n", "extra_cells"),
        ("date,currency,rate\n2024-01-02,EUR,0.92\n2024-01-02,GBP,0.79\n", "not_for_a_euro"),
        ("date,currency,rate\n2024-01-02,USD,1.09\n2024-01-02,USD,1.10\n", "two_rates"),
        ("Date,USD\n2024-01-02,123456789012345678901234\n", "rate_out_of_range"),
        ("Date,USD\n2024-01-02,0.00000000000001\n", "rate_out_of_range"),
        ("Date,USD\n2024-01-02,0\n", "not_a_rate"),
        ("Date,USD\n2024-01-02,1e999999999\n", "rate_out_of_range"),
        ("date,currency,rate\n2024-01-02,USD\n", "missing_cells"),
        ("date,currency,rate\n2024-01-02,dollar,1\n", "not_a_currency"),
    ],
)
def test_a_table_of_something_else_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        load_rates(SYSTEM, path=write(tmp_path, text))
    assert refused.value.code == code
    assert not ExchangeRate.objects.exists()


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("Date;VND\n2024-01-02;27,412\n", "27.412"),
        ('Date,JPY,USD\n2024-01-02,"155,412","1,0956"\n', "155.412"),
        ('Date,GBP\n2024-01-02,"0,861"\n', "0.861"),
        ('Date,VND\n2024-01-02,"27412,500"\n', "27412.5"),
        ("Date;JPY;USD\n2024-01-02;155.412;1.0956\n", "155.412"),
        ("date,currency,rate\n2024-01-02,EUR,1\n2024-01-02,USD,1.095\n", "1.095"),
        ("Date,USD\n2024-01-02,1.0956\n2024-01-02,1.09560\n", "1.0956"),
        (
            "date;currency;rate;source\n2024-01-02;USD;1.0956;12,55\n2024-01-02;JPY;156.330;2,5\n",
            "156.33",
        ),
        ("Date;USD;;JPY\n2024-01-02;1.0956;12,55;156.330\n", "156.33"),
    ],
)
def test_a_sign_with_three_digits_behind_it_is_read_where_it_is_plain(
    tmp_path: Path, text: str, rate: str
) -> None:
    load_rates(SYSTEM, path=write(tmp_path, text))
    kept = ExchangeRate.objects.order_by("currency").first()
    assert kept is not None
    assert kept.rate == Decimal(rate)


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def encrypted() -> bytes:
    content = bytearray(zipped(rates=BANK.encode()))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1
    return bytes(content)


FILES: dict[str, tuple[bytes, str]] = {
    "empty ZIP": (zipped(), "empty_archive"),
    "ZIP with a password": (encrypted(), "protected_archive"),
    "ZIP of two files": (zipped(a=BANK.encode(), b=b"notes"), "several_members"),
    "ZIP of an empty file": (zipped(a=b""), "empty"),
    "ZIP in a ZIP": (zipped(a=zipped(a=b"x")), "nested_archive"),
    "ZIP bomb": (zipped(a=b"\n" * (70 << 20)), "too_long"),
    "GZ bomb": (gzip.compress(b"\n" * (70 << 20)), "too_long"),
    "cut ZIP": (zipped(a=BANK.encode())[:-30], "damaged_archive"),
    "broken GZ": (gzip.compress(BANK.encode())[:-8] + b"\xff" * 8, "damaged_archive"),
    "cut GZ": (gzip.compress(BANK.encode())[:-12], "truncated_archive"),
    "web page": (b"<!DOCTYPE html><html><body>Sign in</body></html>", "html"),
    "PDF": (b"%PDF-1.7\n1 0 obj", "binary"),
    "noise": (bytes(range(256)) * 40, "binary"),
    "Parquet": (b"PAR1" + bytes(60), "binary"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60), "old_workbook"),
    "odd bytes for UTF-16": (b"\xff\xfe" + BANK.encode("utf-16-le")[:-1], "damaged_text"),
    "a huge cell": (b'Date,USD\n2024-01-02,"' + b"1" * 200_000 + b'"\n', "cell_too_long"),
    "an open quote": (b'Date,USD\n"2024-01-02,1\n' + b"2024-01-03,1\n" * 20_000, "cell_too_long"),
    "a line without end": (BANK.encode() + b"1" * (9 << 20), "line_too_long"),
    "too much": (BANK.encode() + b"2024-01-04,1,1,1,\n" * 3_000_000, "too_long"),
}


@pytest.mark.parametrize(("content", "code"), FILES.values(), ids=FILES.keys())
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "rates.csv"
    path.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        load_rates(SYSTEM, path=path)
    assert (refused.value.code, refused.value.field) == (code, "file")
    assert refused.value.hint
    assert "sales" not in str(refused.value)
    assert "%(" not in str(refused.value)
    assert len(str(refused.value)) < 400
    assert not ExchangeRate.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        BANK.encode("utf-16"),
        BANK.encode("utf-8-sig"),
        BANK.replace("\n", "\r").encode(),
        BANK.replace("\n", "\r\n").encode(),
        gzip.compress(BANK.encode()),
        ("\n\n" + BANK.replace("N/A,\n", "N/A,“nota”\n") + "\n,,,\n").encode("cp1252"),
    ],
    ids=["UTF-16", "UTF-8 with mark", "CR", "CRLF", "GZ", "notes and empty lines"],
)
def test_a_table_is_read_however_it_is_written(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rates.csv"
    path.write_bytes(content)
    assert load_rates(SYSTEM, path=path).changed == 4


@pytest.mark.parametrize(
    "text",
    [
        "Date;HUF\n2024-01-02;403,120\n",
        'Date,HUF,USD\n2024-01-02,"403,120","1,0956"\n',
        "date;currency;rate\n2024-01-02;HUF;403,120\n",
    ],
)
def test_a_comma_is_a_decimal_one_where_the_table_proves_it(tmp_path: Path, text: str) -> None:
    load_rates(SYSTEM, path=write(tmp_path, text))
    assert ExchangeRate.objects.get(currency="HUF").rate == Decimal("403.12")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Date,USD,GBP\n2024-01-02,1,1\n\n2024-01-03,1,x\n", (4, "GBP", "x")),
        ('Date,USD\n2024-01-02,"1"\n"2024\n01",1\n', (3, "Date", "2024\n01")),
        ("Date,USD,Euro\n", (1, "3", "Euro")),
        ("date,currency,rate\n2024-01-02,USD\n", (2, "rate", "2024-01-02, USD")),
        ("date,currency,rate\n2024-01-02,USD,1e7\n", (2, "rate", "1e7")),
    ],
)
def test_a_refusal_says_where(tmp_path: Path, text: str, where: tuple[int, str, str]) -> None:
    with pytest.raises(Refusal) as refused:
        load_rates(SYSTEM, path=write(tmp_path, text))
    told = refused.value.params
    assert (told["line"], told["column"], told["value"]) == where


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


def test_what_replaced_rates_were_is_kept(tmp_path: Path) -> None:
    load_rates(SYSTEM, path=write(tmp_path, BANK))
    corrected = BANK.replace("1.0919", "1.0920") + "2024-01-01,1.1,155,N/A,\n"
    load_rates(SYSTEM, path=write(tmp_path, corrected))
    entry = history(LedgerSettings.objects.get())[0]
    assert entry.before == {"rates": {"USD": {"2024-01-03": "1.0919"}}}
    assert entry.after == {
        "changed": 3,
        "currencies": ["JPY", "USD"],
        "rates": {"USD": {"2024-01-03": "1.092"}},
        "replaced": 1,
        "replaced_untold": 0,
    }


def test_of_very_many_replaced_rates_the_first_are_told_and_the_rest_counted(
    tmp_path: Path,
) -> None:
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(130)]
    for rate in ("1.1", "1.2"):
        text = "".join(f"{day},{rate}\n" for day in days)
        load_rates(SYSTEM, path=write(tmp_path, f"Date,USD\n{text}"))
    entry = history(LedgerSettings.objects.get())[0]
    assert entry.before["rates"] == {"USD": {str(day): "1.1" for day in days[:100]}}
    assert entry.after["rates"] == {"USD": {str(day): "1.2" for day in days[:100]}}
    assert (entry.after["replaced"], entry.after["replaced_untold"]) == (130, 30)


def test_a_rate_holds_over_the_weekend_and_a_week_at_most(tmp_path: Path) -> None:
    load_rates(SYSTEM, path=write(tmp_path, "Date,USD\n2024-01-05,1.25\n2024-01-08,1.6\n"))
    days = {row["day"]: row["rate"] for row in selectors.rates("EUR").to_pylist()}
    assert days[date(2024, 1, 7)] == Decimal("0.8")
    assert max(days) == date(2024, 1, 14)


# -- weak currencies -------------------------------------------------------------------------------

QUOTED = {"VND": Decimal("27412.5"), "IDR": Decimal("17198.43"), "IRR": Decimal("1234567.89")}


def test_eight_digits_of_any_rate_are_kept(tmp_path: Path) -> None:
    for code, quoted in QUOTED.items():
        load_rates(SYSTEM, path=write(tmp_path, f"Date,{code},USD\n2024-01-05,{quoted},1.0921\n"))
    for row in selectors.rates("EUR").to_pylist():
        if row["currency"] in QUOTED:
            exact = 1 / QUOTED[row["currency"]]
            assert abs(row["rate"] - exact) < exact * Decimal("5e-8")
    back = {row["currency"]: row["rate"] for row in selectors.rates("VND").to_pylist()}
    assert back["EUR"] == Decimal("27412.5")
    assert back["USD"] == Decimal("25100.72337698013002")


@given(
    st.decimals("1e-6", "9999999.999999", places=9),
    st.decimals("1e-6", "9999999.999999", places=9),
)
def test_a_cross_rate_keeps_eight_digits_or_is_none(ours: Decimal, theirs: Decimal) -> None:
    exact, kept = ours / theirs, cross_rate(ours, theirs)
    if kept is None:
        assert not Decimal("1.000001e-7") <= exact < Decimal("999999")
    else:
        assert abs(kept - exact) <= exact * Decimal("5.1e-8")
        assert kept.adjusted() < 6


def test_weak_currencies_are_converted_to_the_cent(tmp_path: Path) -> None:
    """Worked in docs/domain/sales-ledger.md."""
    load_rates(SYSTEM, path=write(tmp_path, "Date,VND,IDR\n2024-01-05,27412.5,17198.43\n"))
    set_reporting_currency(SYSTEM, currency="EUR")
    sales = tmp_path / "sales.csv"
    sales.write_text(
        "document,date,customer,net_amount,currency\n"
        "F1,2024-01-05,C1,98765432100.50,VND\n"
        "F2,2024-01-05,C1,1500000,VND\n"
        "F3,2024-01-08,C2,12345678901.25,IDR\n"
        "F4,2024-01-08,C2,250000,EUR\n"
    )
    import_file(SYSTEM, path=sales, name="sales.csv")
    kept = {line["document"]: line for line in lines_of(stores.current())}
    cent = Decimal("0.01")
    for document, amount, quoted in (
        ("F1", Decimal("98765432100.50"), QUOTED["VND"]),
        ("F2", Decimal(1500000), QUOTED["VND"]),
        ("F3", Decimal("12345678901.25"), QUOTED["IDR"]),
    ):
        assert kept[document]["net_amount"].quantize(cent) == (amount / quoted).quantize(cent)
    assert kept["F2"]["rate"] == Decimal("0.00003647970816")
    assert kept["F2"]["net_amount"] == Decimal("54.719562")
    assert kept["F3"]["rate"] == Decimal("0.00005814484229")
    assert kept["F3"]["net_amount"] == Decimal("717837.552676")
    assert kept["F4"]["net_amount"] == Decimal(250000)
