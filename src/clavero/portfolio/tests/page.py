"""What the tests of the pages share: a company of two years, and pages as readers see them."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

from django.http import HttpResponse

from clavero.ledger.testing import Row
from clavero.portfolio.tests.company import sale, worked_rows

BEFORE = date(2023, 3, 5)


def two_years(*, with_cost: bool = True) -> list[Row]:
    """The worked company of 2024, and the year before: K was the largest, now it is gone."""
    earlier = {"K": 500, "A": 300, "B": 180}
    return [
        sale(None, date(2023, 1, 2), 1),
        *(sale(customer, BEFORE, amount) for customer, amount in earlier.items()),
        *worked_rows(with_cost=with_cost),
    ]


def words(response: HttpResponse) -> str:
    """The text of a page in one line: without tags, and with plain spaces."""
    html = re.sub(r"(?s)<(script|style|svg).*?</\1>", " ", response.content.decode())
    text = unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", text)


def notices(response: HttpResponse) -> list[str]:
    """What the page tells about what was just done."""
    return [str(message).replace("\u00a0", " ") for message in response.context["messages"]]


def rows_of(response: HttpResponse) -> list[Any]:
    """The rows that a list shows."""
    return [row.record for row in response.context["listing"].page]
