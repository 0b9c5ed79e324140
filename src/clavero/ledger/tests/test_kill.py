"""A kill at any moment leaves all of a change or nothing; the next process puts it in order."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

BEFORE_THE_COMMIT = ("lines compared", "files announced", "files in place")
AFTER_THE_COMMIT = (
    "committed",
    "half published",
    "published",
    "written down",
    "settled",
    "told in part",
)

TIDYING = (
    "tidying: files announced",
    "tidying: files in place",
    "tidying: committed",
    "tidying: published",
    "tidying: nothing deleted yet",
)


@pytest.fixture(scope="module")
def found(made_home: Path) -> dict[str, dict[str, Any]]:
    """What the process after each death found, by the moment of it."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    ended = subprocess.run(
        [sys.executable, "-m", "clavero.ledger.tests.lives"],
        env={
            **environment,
            "CLAVERO_HOME": str(made_home),
            "DJANGO_SETTINGS_MODULE": "clavero.config.settings",
            "PYTHONPATH": str(Path(__file__).parents[3]),
        },
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ended.returncode == 0, ended.stderr
    lives = [json.loads(line) for line in ended.stdout.splitlines()]
    return {life["moment"]: life for life in lives}


def test_every_process_was_killed(found: dict[str, dict[str, Any]]) -> None:
    killed = {*BEFORE_THE_COMMIT, *AFTER_THE_COMMIT, "undo", "again", "handed over", *TIDYING}
    assert {found[moment]["died"] for moment in killed} == {-signal.SIGKILL}
    assert set(found) == {*killed, "two at once"}


@pytest.mark.parametrize("moment", BEFORE_THE_COMMIT)
def test_before_the_commit_nothing_happened(found: dict[str, dict[str, Any]], moment: str) -> None:
    life = found[moment]
    assert (life["status"], life["failure"], life["last_kept"]) == ("failed", "interrupted", 0)
    assert life["lines"] == life["kept"] == 1, "the line that was there"
    assert Decimal(life["read_at_once"]) == Decimal(life["total"]) == 10
    assert life["told"] == []


@pytest.mark.parametrize("moment", AFTER_THE_COMMIT)
def test_after_the_commit_all_of_it_happened(found: dict[str, dict[str, Any]], moment: str) -> None:
    life = found[moment]
    already = AFTER_THE_COMMIT.index(moment)
    assert (life["status"], life["last_kept"]) == ("done", 2)
    assert life["lines"] == life["kept"] == 1 + 2 * (already + 1)
    assert Decimal(life["read_at_once"]) == Decimal(life["total"]) == 10 * life["lines"]
    assert len(life["told"]) == 1, "the hooks ran, if only now"


def test_an_undo_that_was_committed_is_finished(found: dict[str, dict[str, Any]]) -> None:
    life = found["undo"]
    everything = 2 * len(AFTER_THE_COMMIT)
    assert life["lines"] == life["kept"] == everything
    assert Decimal(life["read_at_once"]) == Decimal(life["total"]) == 10 * everything
    assert len(life["told"]) == 1


def test_two_processes_import_at_once(found: dict[str, dict[str, Any]]) -> None:
    life = found["two at once"]
    assert life["died"] == 0
    before = found["undo"]["lines"]
    assert life["lines"] == life["kept"] == before + 10 + 1, "the line that all share came once"
    assert Decimal(life["total"]) == 10 * life["lines"]
    assert life["told"] == [], "each was finished by its own process"


def test_a_file_imported_again_stands_beside_the_first_or_has_failed(
    found: dict[str, dict[str, Any]],
) -> None:
    life = found["again"]
    assert (life["status"], life["failure"]) == ("failed", "interrupted")
    assert life["lines"] == life["kept"] == found["two at once"]["lines"] + 2


def test_lines_handed_over_are_in_the_ledger_once(found: dict[str, dict[str, Any]]) -> None:
    life = found["handed over"]
    assert (life["status"], life["last_kept"]) == ("done", 2)
    assert life["lines"] == life["kept"] == found["again"]["lines"]
    assert Decimal(life["read_at_once"]) == Decimal(life["total"]) == 10 * life["lines"]


@pytest.mark.parametrize("moment", TIDYING)
def test_housekeeping_that_is_killed_changes_no_line(
    found: dict[str, dict[str, Any]], moment: str
) -> None:
    life = found[moment]
    imported = TIDYING.index(moment) + 1
    before = found["handed over"]["lines"] + 5
    assert life["lines"] == life["kept"] == before + imported + 1, "the line that all these share"
    assert Decimal(life["read_at_once"]) == Decimal(life["total"]) == 10 * life["lines"]
    assert (life["status"], life["told"]) == ("done", [])


def test_nothing_is_left_lying_about(found: dict[str, dict[str, Any]]) -> None:
    orphans = {
        "undo": 1,
        "two at once": 1,
        "again": 1,
        "handed over": 3,
        **dict.fromkeys(TIDYING[:2], 3),
    }
    for moment, life in found.items():
        if moment in TIDYING[2:]:
            continue  # what was joined stays a while, too
        # The undone imports' files stay a while for those who still read them.
        assert len(life["orphans"]) == orphans.get(moment, 0), moment
        assert life["unread_folders"] == [], moment
        assert life["untold"] == 0, moment
