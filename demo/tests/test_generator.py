"""What the made-up company promises to whoever looks at it."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from operator import itemgetter
from pathlib import Path

import numpy as np
import pytest

from clavero.ledger.rules.products import suggest
from demo import AS_OF, FIRST_DAY
from demo.company import Company, company
from demo.customers import Story
from demo.files import Files, write
from demo.lines import NO_COST, NONE
from demo.people import CAST, account_managers_customers
from demo.products import FAMILIES, RECODED


@pytest.fixture(scope="module")
def made() -> Company:
    return company()


@pytest.fixture(scope="module")
def written(made: Company, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Files]:
    folder = tmp_path_factory.mktemp("company")
    return {language: write(made, folder / language, language) for language in ("es", "en")}


@pytest.fixture(scope="module")
def columns(written: dict[str, Files]) -> dict[str, list[tuple[str, ...]]]:
    """Type, day, family, net amount and currency of the lines, each a column, by language."""
    es = ("Tipo", "Fecha factura", "Familia", "Importe neto", "Divisa")
    en = ("Type", "Invoice date", "Family", "Net amount", "Currency")
    return {
        "es": _columns(written["es"].sales, "cp1252", es),
        "en": _columns(written["en"].sales, "utf-8-sig", en),
    }


def _columns(path: Path, encoding: str, names: Sequence[str]) -> list[tuple[str, ...]]:
    with path.open(encoding=encoding, newline="") as file:
        rows = csv.reader(file, delimiter=";")
        heads = next(rows)
        chosen = itemgetter(*(heads.index(name) for name in names))
        return list(zip(*map(chosen, rows), strict=True))


def _top_of(made: Company) -> dict[str, str]:
    parent = {child: up for group in made.groups if group.tree == "legal"
              for up, child in group.links}  # fmt: skip
    found = {}
    for one in made.customers:
        top = one.code
        while top in parent:
            top = parent[top]
        found[one.code] = top
    return found


def _last_year(made: Company) -> np.ndarray:
    """Sales of each customer in the last twelve full months, as the file says them."""
    lines = made.lines
    rows = (lines.day >= date(AS_OF.year - 1, AS_OF.month, 1).toordinal()) & (lines.customer >= 0)
    return np.bincount(
        lines.customer[rows], weights=lines.amount[rows] / 100, minlength=len(made.customers)
    )


def test_two_runs_give_the_same_bytes(written: dict[str, Files], tmp_path: Path) -> None:
    again = write(company(), tmp_path, "es")
    assert again.sales.read_bytes() == written["es"].sales.read_bytes()
    assert again.rates.read_bytes() == written["es"].rates.read_bytes()
    assert again.contacts.read_bytes() == written["es"].contacts.read_bytes()
    assert again.people.read_bytes() == written["es"].people.read_bytes()


def test_another_seed_gives_another_company(made: Company) -> None:
    names = {one.name for one in company(seed=7).customers}
    assert len(names & {one.name for one in made.customers}) < 100


def test_four_years_that_end_with_a_full_month(made: Company) -> None:
    days = made.lines.day
    assert 145_000 <= len(made.lines) <= 155_000
    assert date.fromordinal(int(days.min())) >= FIRST_DAY
    assert date.fromordinal(int(days.max())) == date(2026, 9, 30)
    months = {date.fromordinal(int(day)).isoformat()[:7] for day in np.unique(days)}
    assert len(months) == 48


def test_about_400_customers_each_with_a_name_of_its_own(made: Company) -> None:
    assert len(made.customers) == 400
    assert len({one.name for one in made.customers}) == 400
    assert len({one.code for one in made.customers}) == 400
    countries = Counter(one.country for one in made.customers)
    assert set(countries) == {"ES", "PT", "FR", "DE", "GB"}
    assert countries["ES"] > 250


def test_three_key_accounts_make_half_of_the_sales(made: Company) -> None:
    top = _top_of(made)
    sales: dict[str, float] = defaultdict(float)
    for one, value in zip(made.customers, _last_year(made), strict=True):
        sales[top[one.code]] += value
    ranked = sorted(sales, key=lambda code: -sales[code])
    assert set(ranked[:3]) == {made.account(name) for name in ("Valdoria", "Hüttenbach", "Ebrosa")}
    assert 0.45 <= sum(sales[code] for code in ranked[:3]) / sum(sales.values()) <= 0.55
    assert sales[ranked[3]] / sum(sales.values()) < 0.05


def test_legal_groups_three_levels_deep_and_a_buying_group(made: Company) -> None:
    legal = [group for group in made.groups if group.tree == "legal"]
    assert len(legal) >= 4
    valdoria = next(group for group in legal if group.name == "Valdoria")
    parent = {child: up for up, child in valdoria.links}
    assert any(parent.get(parent[child]) for child in parent), "no grandchild"
    buying = [group for group in made.groups if group.tree == "buying"]
    assert len(buying) == 1
    assert len(buying[0].links) == 7


def test_heavy_customers_order_often_and_little_and_send_much_back(made: Company) -> None:
    lines = made.lines
    sales = _last_year(made)
    ordinary = np.isin(lines.customer, _with(made, Story.ORDINARY))
    for position in _with(made, Story.HEAVY):
        rows = lines.customer == position
        orders = len(np.unique(lines.document[rows & ~lines.credit])) / 4
        assert orders > 400
        assert 80 < sales[position] / orders < 260
        assert lines.credit[rows].mean() > 3 * lines.credit[ordinary].mean()
        known = rows & (lines.cost != NO_COST)
        margin = 1 - lines.cost[known].sum() / lines.amount[known].sum()
        assert 0.08 < margin < 0.2


def test_silent_customers_bought_regularly_and_stopped(made: Company) -> None:
    lines = made.lines
    silent = _with(made, Story.SILENT)
    assert len(silent) >= 15
    for position in silent:
        days = np.unique(lines.day[(lines.customer == position) & ~lines.credit])
        gap = np.median(np.diff(days))
        assert AS_OF.toordinal() - days[-1] > 3 * gap


def test_seasonal_customers_buy_in_their_months(made: Company) -> None:
    lines = made.lines
    seasonal = _with(made, Story.SEASONAL)
    assert len(seasonal) >= 15
    inside = total = 0
    for position in seasonal:
        days = lines.day[(lines.customer == position) & ~lines.credit]
        months = made.customers[position].months
        inside += sum(date.fromordinal(int(day)).month in months for day in days)
        total += len(days)
    assert inside / total > 0.9


@pytest.mark.parametrize(("story", "grows"), [(Story.GROWER, True), (Story.SHRINKER, False)])
def test_growers_grow_and_shrinkers_shrink(made: Company, story: Story, grows: bool) -> None:
    lines = made.lines
    rows = np.isin(lines.customer, _with(made, story))
    year = np.array([AS_OF.toordinal() - 365 * n for n in (2, 1, 0)])
    before, now = (
        lines.amount[rows & (lines.day >= start) & (lines.day < end)].sum()
        for start, end in pairwise(year)
    )
    assert (now > 1.15 * before) if grows else (now < 0.85 * before)


def test_near_duplicates_share_a_tax_number(made: Company) -> None:
    names: dict[str, list[str]] = defaultdict(list)
    for one in made.customers:
        names[one.tax_number].append(one.name)
    twice = [pair for pair in names.values() if len(pair) > 1]
    assert len(twice) == 3
    for first, second in twice:
        assert first != second
        assert first[:4].upper() == second[:4]


def test_some_products_were_sold_under_an_old_code_and_name(made: Company) -> None:
    lines = made.lines
    position = {one.code: number for number, one in enumerate(made.products)}
    for language in (0, 1):
        found = suggest({one.code: one.names[language] for one in made.products})
        assert len(found) == 4
        assert all(each.second == f"{each.first}-A" for each in found)
        assert {each.has_same_name for each in found} == {True, False}
    for each in found:
        old, new = (lines.day[lines.product == position[code]]
                    for code in (each.second, each.first))  # fmt: skip
        assert len(old) > 100
        assert old.max() < RECODED.toordinal() <= new.min()


def test_blemishes_of_a_real_file(made: Company) -> None:
    lines = made.lines
    assert 0.015 <= lines.credit.mean() <= 0.03
    assert 0.025 <= (lines.cost == NO_COST).mean() <= 0.035
    assert 50 <= (lines.customer == NONE).sum() <= 600
    assert 30 <= (lines.amount == 0).sum() <= 200
    assert (lines.amount[lines.credit] <= 0).all()
    assert (lines.amount[~lines.credit] >= 0).all()


def test_august_and_christmas_are_quiet(made: Company) -> None:
    months = Counter(date.fromordinal(int(day)).month for day in made.lines.day)
    mean = sum(months.values()) / 12
    assert months[8] < 0.65 * mean
    assert months[12] < 0.85 * mean


def test_deliveries_and_payments_run_in_order(made: Company) -> None:
    lines = made.lines
    goods = lines.delivered != NONE
    assert (lines.delivered[goods] >= lines.day[goods]).all()
    assert (lines.due >= lines.day).all()
    assert 0.05 <= (lines.delivered[goods] > lines.promised[goods]).mean() <= 0.15
    paid = lines.paid != NONE
    assert paid.mean() > 0.9
    assert lines.paid.max() < AS_OF.toordinal()


def test_orders_by_edi_say_what_was_ordered(made: Company, written: dict[str, Files]) -> None:
    """Of other orders nobody knows it, nor of credit notes; now and then less came."""
    lines = made.lines
    known = lines.ordered != NONE
    assert 0.05 <= known.mean() <= 0.6
    assert not (known & lines.credit).any()
    assert (lines.ordered[known] >= lines.quantity[known]).all()
    assert 0.01 <= (lines.ordered[known] > lines.quantity[known]).mean() <= 0.06
    names = ("Factura", "Cantidad pedida")
    _documents, ordered = _columns(written["es"].sales, "cp1252", names)
    assert sum(text != "" for text in ordered) == known.sum()


def test_lines_in_pounds_and_dollars_have_their_rate(
    written: dict[str, Files], columns: dict[str, list[tuple[str, ...]]]
) -> None:
    _kinds, days, _families, _amounts, currencies = columns["es"]
    foreign = {day for day, currency in zip(days, currencies, strict=True) if currency != "EUR"}
    assert set(currencies) == {"EUR", "GBP", "USD"}
    with written["es"].rates.open(newline="") as file:
        published = {row["Date"] for row in csv.DictReader(file)}
    for text in foreign:
        day, month, year = text.split("/")
        assert f"{year}-{month}-{day}" in published


def test_the_files_as_a_spanish_erp_writes_them(written: dict[str, Files]) -> None:
    raw = written["es"].sales.read_bytes()
    assert raw.startswith("Factura;Línea;Tipo;Fecha factura".encode("cp1252"))
    assert b"\r\n" in raw[:400]
    assert written["en"].sales.read_bytes().startswith(b"\xef\xbb\xbfInvoice;Line;Type")


def test_both_languages_tell_the_same_figures(columns: dict[str, list[tuple[str, ...]]]) -> None:
    (tipos, _dias, familias, importes, _divisas) = columns["es"]
    (types, _days, families, amounts, _currencies) = columns["en"]
    assert importes == amounts
    assert set(familias) == {family.names[0] for family in FAMILIES}
    assert set(families) == {family.names[1] for family in FAMILIES}
    assert set(tipos) == {"Factura", "Abono"}
    assert set(types) == {"Invoice", "Credit note"}


def test_contacts_are_of_customers_and_key_accounts_have_most(made: Company) -> None:
    per_customer = Counter(contact.customer for contact in made.contacts)
    key = {made.customers[position].code for position in _with(made, Story.KEY)}
    assert key <= set(per_customer)
    assert all(per_customer[code] == 7 for code in key)
    assert set(per_customer) <= {one.code for one in made.customers}


def test_the_cast_reports_upwards_and_can_be_written_in_that_order() -> None:
    seen: set[str | None] = {None}
    for one in CAST:
        assert one.reports_to in seen
        assert one.email.endswith("@demo.example")
        seen.add(one.key)
    assert len(CAST) == 9


def test_the_account_manager_looks_after_ordinary_customers(made: Company) -> None:
    codes = account_managers_customers(made)
    assert len(codes) == len(set(codes)) == 15
    key = {made.customers[position].code for position in _with(made, Story.KEY)}
    assert not key & set(codes)


def _with(made: Company, story: Story) -> list[int]:
    return [place for place, one in enumerate(made.customers) if one.story is story]
