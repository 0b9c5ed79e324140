"""The pages of the main job at the benchmark's size: SQL queries and server time."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.generate import FIRST_DAY
from benchmarks.measured import answer, in_its_own_process, seconds_of, start_clavero, took

ROUNDS = 30
UNBOUNDED = {"Profitability", "What it leaves", "Matrix", "Why it is there", "What if"}
"""The pages of which nobody has said how long they may take."""
LARGEST = "C10000"
GROUPS, MEMBERS = 10, 3
SCORED = 60


def measure(home: Path) -> list[dict[str, Any]]:
    """Of each page, from the ledger in ``home``: its name, ``queries``, the median ``seconds`` and
    ``processor`` seconds of a request in a warm process, and the seconds of the ``first`` one."""
    pages: list[dict[str, Any]] = in_its_own_process("pages", home=home)["pages"]
    return pages


def _pages() -> None:
    start_clavero()
    from django.urls import reverse

    from clavero.cli import static_files
    from clavero.identity.models import Person
    from clavero.matrix.models import AccountScore
    from clavero.portfolio.models import Customer

    static_files.collect()
    if not Person.objects.exists():
        _move_in()
    director = _browser(Person.objects.get(email="director@demo.example"))
    senior = _browser(Person.objects.get(email="senior@demo.example"))
    if not AccountScore.objects.exists():
        _deepen()
    portfolio = reverse("portfolio:portfolio")
    largest = Customer.objects.get(code=LARGEST).pk
    scored = AccountScore.objects.earliest("pk").customer_id
    answer(
        pages=[
            _measured("Portfolio", director, portfolio),
            _measured("Portfolio, searched", director, f"{portfolio}?search=9&sort=name"),
            _measured("Portfolio of a senior", senior, portfolio),
            _measured("Customer", director, reverse("portfolio:customer", args=[largest])),
            _measured(
                "Its products", director, reverse("portfolio:customer_products", args=[largest])
            ),
            _measured("Products", director, reverse("portfolio:products")),
            _measured("Profitability", director, reverse("profitability:whale")),
            _measured(
                "What it leaves", director, reverse("profitability:customer", args=[largest])
            ),
            _measured("Matrix", director, reverse("matrix:matrix")),
            _measured("Why it is there", director, reverse("matrix:why", args=[scored])),
            _measured("What if", director, reverse("matrix:whatif")),
        ]
    )


def _move_in() -> None:
    """People, the company's figures, groups, and somebody who looks after some customers."""
    from clavero.identity.testing import make_cast
    from clavero.portfolio.models import Customer
    from clavero.portfolio.services import set_company_figures
    from clavero.portfolio.testing import SYSTEM, cover, make_group

    cast = make_cast()
    set_company_figures(
        SYSTEM,
        valid_from=FIRST_DAY,
        currency="EUR",
        ebit=Decimal(5_000_000),
        overhead=Decimal(30_000_000),
        cash=Decimal(9_000_000),
    )
    some = list(Customer.objects.order_by("code")[: GROUPS * MEMBERS])
    for first in range(0, len(some), MEMBERS):
        make_group(f"Group {first // MEMBERS}", *some[first : first + MEMBERS])
    cover(cast.senior, *some)


def _deepen() -> None:
    """Rates, by which serving every customer costs something, and as many accounts scored as a
    picture has names for."""
    from clavero.matrix.rules.quadrants import Strategy
    from clavero.matrix.testing import hold
    from clavero.portfolio.models import Customer
    from clavero.profitability.testing import set_rates

    set_rates(order=8, delivery=4)
    codes = Customer.objects.order_by("code").values_list("code", flat=True)[:SCORED]
    strategies = list(Strategy)
    hold(FIRST_DAY, {code: strategies[at % len(strategies)] for at, code in enumerate(codes)})


def _browser(person: Any) -> Any:
    from django.test import Client

    from clavero.identity.testing import sign_in

    return sign_in(Client(headers={"accept-encoding": "gzip"}, SERVER_NAME="127.0.0.1"), person)


def _measured(name: str, browser: Any, address: str) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def ask() -> None:
        found = browser.get(address).status_code
        if found != 200:
            raise SystemExit(f"{address} answers {found}: there is nothing to measure")

    first = seconds_of(ask)
    ask()
    times = [took(ask) for _round in range(ROUNDS)]
    with CaptureQueriesContext(connection) as queries:
        ask()
    return {
        "name": name,
        "queries": len(queries),
        "seconds": median(each["seconds"] for each in times),
        "processor": median(each["processor"] for each in times),
        "first": first,
    }


if __name__ == "__main__":
    _pages()
