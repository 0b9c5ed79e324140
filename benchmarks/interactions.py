"""An account with 300 contacts and 5,000 interactions against one with ten of each: server time."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measured import answer, in_its_own_process, start_clavero, took

ROUNDS = 30
FEW, CONTACTS, INTERACTIONS = 10, 300, 5_000
CODES = ("C1", "C2")  # of the small account and the large one
PAGES = {
    "interactions:account": "Interactions of an account",
    "interactions:account_time": "Where the time goes",
    "portfolio:customer": "Customer",
    "relationships:account": "Contacts",
    "relationships:chart": "Organisation chart",
    "relationships:matrix": "Who knows whom",
    "relationships:influence": "Influence map",
    "work:account": "What falls due",
    "interactions:new": "Quick entry",
}
"""Pages of an account, by its number."""


def compare(folder: Path) -> list[dict[str, Any]]:
    """Of each page the median seconds of both accounts, and its queries."""
    home = folder / "interactions"
    pages: list[dict[str, Any]] = in_its_own_process("interactions", home=home)["pages"]
    return pages


def _pages() -> None:
    start_clavero()
    from django.test import Client
    from django.urls import reverse

    from clavero.cli import static_files
    from clavero.identity.models import Person
    from clavero.identity.testing import make_cast, sign_in
    from clavero.interactions.testing import make_many
    from clavero.ledger.testing import ledger_of, some_rows
    from clavero.portfolio.models import Customer
    from clavero.portfolio.testing import cover
    from clavero.relationships.models import Contact
    from clavero.work.models import Pack
    from clavero.work.testing import make_pack

    static_files.collect()
    if not Person.objects.exists():
        cast = make_cast()
        ledger_of(some_rows(customers=2, months=26))
        small, large = (Customer.objects.get(code=code) for code in CODES)
        cover(cast.senior, small, large)
        make_many(small, cast.senior, contacts=FEW, count=FEW)
        make_many(large, cast.senior, contacts=CONTACTS, count=INTERACTIONS)
        for each in (small, large):
            make_pack(each, cast.senior, cast.sales)
    senior = Person.objects.get(email="senior@demo.example")
    browser = sign_in(Client(headers={"accept-encoding": "gzip"}, SERVER_NAME="127.0.0.1"), senior)
    found = []
    for name, title in PAGES.items():
        few, many = (reverse(name, args=[Customer.objects.get(code=code).pk]) for code in CODES)
        found.append({"name": title, **_both(browser, few, many)})
    for name, title, model in (
        ("work:pack", "Handover pack", Pack),
        ("relationships:contact", "One contact", Contact),
    ):
        few, many = (
            reverse(name, args=[model.objects.filter(customer__code=code).earliest("pk").pk])
            for code in CODES
        )
        found.append({"name": title, **_both(browser, few, many)})
    answer(pages=found)


def _both(browser: Any, few: str, many: str) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def ask(address: str) -> None:
        status = browser.get(address).status_code
        if status != 200:
            raise SystemExit(f"{address} answers {status}: there is nothing to measure")

    times: dict[str, list[dict[str, float]]] = {few: [], many: []}
    for address in (few, many, few, many):
        ask(address)
    for _round in range(ROUNDS):  # in turn, so that both have the same neighbours
        for address in (few, many):
            times[address].append(took(lambda address=address: ask(address)))
    queries = {}
    for address in (few, many):
        with CaptureQueriesContext(connection) as captured:
            ask(address)
        queries[address] = len(captured)
    return {
        "few": median(each["seconds"] for each in times[few]),
        "many": median(each["seconds"] for each in times[many]),
        "processor": median(each["processor"] for each in times[many])
        / median(each["processor"] for each in times[few]),
        "queries": [queries[few], queries[many]],
    }


if __name__ == "__main__":
    _pages()
