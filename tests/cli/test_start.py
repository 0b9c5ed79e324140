"""What is settled before a command runs: its language and its data folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from clavero.cli.start import data_folder, language_of


@pytest.mark.parametrize(
    ("arguments", "environment", "language", "rest"),
    [
        (["pareto"], {}, "en", ["pareto"]),
        (["pareto"], {"LANG": "es_ES.UTF-8"}, "es", ["pareto"]),
        (["pareto"], {"LANG": "de_DE.UTF-8"}, "en", ["pareto"]),
        (["pareto"], {"LC_ALL": "es_CO", "LANG": "en_GB"}, "es", ["pareto"]),
        (["pareto"], {"LC_ALL": "", "LC_MESSAGES": "es", "LANG": "en_GB"}, "es", ["pareto"]),
        (["--language", "es", "pareto"], {"LANG": "en_GB"}, "es", ["pareto"]),
        (["pareto", "--language=en"], {"LANG": "es_ES"}, "en", ["pareto"]),
        (["import", "--", "--language"], {}, "en", ["import", "--", "--language"]),
        (["pareto", "--language", "fr"], {}, "en", ["pareto", "--language", "fr"]),
    ],
)
def test_the_language(
    arguments: list[str], environment: dict[str, str], language: str, rest: list[str]
) -> None:
    assert language_of(arguments, environment) == (language, rest)


@pytest.mark.parametrize(
    "arguments", [["analyse", "sales.csv"], ["import", "--help"], ["--version"], []]
)
def test_commands_that_leave_nothing_work_in_a_folder_that_goes_away(
    arguments: list[str],
) -> None:
    environment = {"CLAVERO_HOME": "/data", "DATABASE_URL": "postgres://kam", "CLAVERO_WORKER": "1"}
    with data_folder(arguments, environment):
        folder = Path(environment["CLAVERO_HOME"])
        assert folder.is_dir()
        assert folder != Path("/data")
        assert "DATABASE_URL" not in environment
        assert "CLAVERO_WORKER" not in environment
    assert not folder.exists()


def test_other_commands_work_where_they_are_told() -> None:
    environment = {"CLAVERO_HOME": "/data", "DATABASE_URL": "postgres://kam"}
    with data_folder(["pareto", "--period", "all"], environment):
        assert environment == {"CLAVERO_HOME": "/data", "DATABASE_URL": "postgres://kam"}


def test_the_demo_has_a_folder_of_its_own() -> None:
    environment = {"XDG_DATA_HOME": "/home/kam/data"}
    with data_folder(["demo"], environment):
        assert environment["CLAVERO_HOME"] == "/home/kam/data/clavero-demo"
    chosen = {"CLAVERO_HOME": "/data"}
    with data_folder(["demo"], chosen):
        assert chosen["CLAVERO_HOME"] == "/data"


def test_a_worker_knows_that_it_is_one() -> None:
    environment: dict[str, str] = {}
    with data_folder(["worker"], environment):
        assert environment["CLAVERO_WORKER"] == "1"
