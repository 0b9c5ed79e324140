"""The benchmarks say which of their bounds are missed, and end with an error then."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from benchmarks import __main__ as benchmarks
from benchmarks.bounds import SAME, Told, is_met, table


@pytest.mark.parametrize(
    ("found", "wanted", "met"),
    [
        (2.0, "≤ 2", True), (2.01, "≤ 2", False), (1.99, "< 2", True), (2.0, "< 2", False),
        (3.0, "≥ 3", True), (2.99, "≥ 3", False), (0, "0", True), (1, "0", False),
        (9.0, "", True), (float("nan"), "≤ 2", False),
    ],
)  # fmt: skip
def test_a_bound_is_met_or_not(found: float, wanted: str, met: bool) -> None:
    assert is_met(found, wanted) is met


def test_what_is_missed_is_named() -> None:
    told = table([("Import", 3.0, "≤ 2"), (SAME, 1.0, "≤ 2"), ("Late", 9.0, "")], "Some files.")
    assert "| Import | 3.00 | ≤ 2 |" in told.text
    assert told.missed == ("Import: 3.00 instead of ≤ 2",)
    again = table([("Import", 1.0, "≤ 2"), (SAME, 3.0, "≤ 2")], "")
    assert again.missed == (f"Import, {SAME}: 3.00 instead of ≤ 2",)


def run(monkeypatch: pytest.MonkeyPatch, folder: Path, told: Told) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--folder", str(folder), "--only", "choosing"])
    monkeypatch.setattr(benchmarks, "sales_file", lambda *_given: None)
    monkeypatch.setattr(benchmarks, "_about", lambda _wanted: "# Benchmarks")
    monkeypatch.setitem(benchmarks.BENCHMARKS, "choosing", lambda _wanted: told)
    benchmarks.main()


def test_a_missed_bound_is_an_error_after_the_report(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(monkeypatch, tmp_path, table([("Seconds", 3.0, "< 2")], ""))
    assert ended.value.code == "missed: choosing: Seconds: 3.00 instead of < 2"
    assert "| Seconds | 3.00 | < 2 |" in (tmp_path / "report.md").read_text()


def test_without_one_it_ends_well(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    run(monkeypatch, tmp_path, table([("Seconds", 1.0, "< 2")], ""))
    assert "## Choosing" in (tmp_path / "report.md").read_text()
