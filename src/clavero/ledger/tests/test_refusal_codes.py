"""Every way of saying no is in the documentation, and the documentation names no other."""

from __future__ import annotations

import re
from pathlib import Path

from clavero.ledger.ingest import column_refusals, refusals
from clavero.ledger.rules import Refused

PAGE = Path(__file__).parents[4] / "docs" / "domain" / "reading-a-sales-file.md"


def codes_of_the_code() -> set[str]:
    sources = (Path(module.__file__ or "").read_text() for module in (refusals, column_refusals))
    return {code for source in sources for code in re.findall(r'code="(\w+)"', source)}


def codes_of_the_page(heading: str) -> set[str]:
    section = PAGE.read_text().split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    return {code for row in rows for code in re.findall(r"`(\w+)`", row.split("|")[1])}


def test_refused_files_are_documented() -> None:
    assert codes_of_the_page("Why a whole file is refused") == codes_of_the_code()


def test_refused_rows_are_documented() -> None:
    assert codes_of_the_page("Why a row is refused") == {reason.value for reason in Refused}
