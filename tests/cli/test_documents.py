"""``clavero report``: documents as files."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.utils.translation import override
from tests.cli.conftest import Run, answer

from clavero.ledger.testing import ledger_of, some_rows
from clavero.plans.testing import make_plan
from clavero.portfolio.models import Customer
from clavero.reports.models import Document

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.fixture(autouse=True)
def sold(ledger: None) -> None:
    ledger_of(some_rows(customers=2, months=26))


@pytest.mark.parametrize(
    ("line", "title"),
    [
        (["account", "C1"], "Customer 1"),
        (["plan", "C1"], "Customer 1"),
        (["review", "C1", "--months", "12"], "Customer 1"),
        (["portfolio"], "The whole portfolio"),
    ],
)
def test_each_document_as_a_file(run: Run, tmp_path: Path, line: list[str], title: str) -> None:
    make_plan(Customer.objects.get(code="C1"))
    target = tmp_path / "out.pdf"
    told = answer(run("report", *line, "--out", target, "--format", "json"))
    content = target.read_bytes()
    assert content.startswith(b"%PDF-")
    assert (told["title"], told["language"], told["form"]) == (title, "en", "pdf")
    assert told["sha256"] == hashlib.sha256(content).hexdigest()
    assert told["bytes"] == len(content)
    assert told["pages"] >= 1
    assert not Document.objects.exists()  # what is written elsewhere is not kept as well


@pytest.mark.parametrize("form", ["pptx", "docx", "xlsx"])
def test_the_ending_says_what_the_file_is(run: Run, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"report.{form}"
    told = answer(run("report", "portfolio", "--out", target, "--format", "json"))
    assert (told["form"], told["pages"]) == (form, None)
    assert target.read_bytes().startswith(b"PK")


def test_in_the_language_that_is_spoken(run: Run, tmp_path: Path) -> None:
    with override("es"):
        told = run("report", "account", "C1", "--out", tmp_path / "ficha.pdf")
    assert told.exit_code == 0, told.stderr
    assert b"<rdf:li>es</rdf:li>" in (tmp_path / "ficha.pdf").read_bytes()
    told = run("report", "account", "C1", "--out", tmp_path / "brief.pdf", "--format", "csv")
    assert told.stdout.splitlines()[0].startswith("file,document,form,language")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (["account", "C9"], "There is no account “C9”"),
        (["account"], "There is no account “”"),
        (["plan", "C1"], "“C1” has no plan yet"),
        (["handover", "C1"], "Nobody hands “C1” over"),
        (["portfolio", "C1"], "tells of all accounts"),
        (
            ["account", "C1", "--out", "brief.zip"],
            "made as .pdf, .pptx, .docx, .xlsx, not as “.zip”",
        ),
        (["account", "C1", "--out", "/nowhere/brief.pdf"], "cannot be written"),
    ],
)
def test_refused(run: Run, line: list[str], reason: str) -> None:
    told = run("report", *line)
    assert told.exit_code == 2
    assert reason in told.stderr
