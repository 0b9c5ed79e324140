"""What is settled before a command runs: its language and its data folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from clavero.cli.start import data_folder, language_of
from clavero.config.zone import time_zone


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
        assert chosen["CLAVERO_TIME_ZONE"] == "Europe/Madrid"
    asked = {"CLAVERO_TIME_ZONE": "America/Lima"}
    with data_folder(["demo"], asked):
        assert asked["CLAVERO_TIME_ZONE"] == "America/Lima"


def test_hours_are_the_companys_or_else_the_machines(tmp_path: Path) -> None:
    zones, clock = tmp_path / "zoneinfo" / "Europe", tmp_path / "localtime"
    zones.mkdir(parents=True)
    (zones / "Lisbon").touch()
    assert time_zone("", clock) == "UTC"
    clock.symlink_to(zones / "Lisbon")
    assert time_zone("", clock) == "Europe/Lisbon"
    assert time_zone("Europe/Madrid", clock) == "Europe/Madrid"


def test_a_worker_knows_that_it_is_one() -> None:
    environment: dict[str, str] = {}
    with data_folder(["worker"], environment):
        assert environment["CLAVERO_WORKER"] == "1"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("LEDGER_ENGINE", "abacus", "LEDGER_ENGINE is duckdb or spark"),
        ("CLAVERO_TIME_ZONE", "Madrid", "CLAVERO_TIME_ZONE takes a name"),
        ("DATABASE_URL", "somewhere", "DATABASE_URL is no address of a database"),
        ("DATABASE_URL", "postgres://kam@127.0.0.1:1/none", "The database does not answer"),
    ],
)
def test_settings_that_cannot_be_are_told_and_nothing_is_done(
    tmp_path: Path, name: str, value: str, told: str
) -> None:
    # Those of the tests say some of these themselves.
    kept = {key: said for key, said in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    environment = {**kept, "CLAVERO_HOME": str(tmp_path), name: value}
    command = [sys.executable, "-m", "clavero.cli", "imports"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert told in run.stderr
    assert "Traceback" not in run.stderr


# -- what it brings along ------------------------------------------------------------------------

ENGINES = {"deltalake", "duckdb", "ibis", "pyarrow"}
FILES_AND_CHARTS = {"clavero.portfolio.charts", "clavero.cli.report", "openpyxl", "vl_convert"}
FILES_AND_CHARTS |= {"docx", "docxtpl", "pptx"}
LISTS = {"clavero.ui.lists", "django_tables2"}
MODELS = {"clavero.lifetime.rules", "scipy"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder, of which the first command that needs it makes the tables."""
    return tmp_path_factory.mktemp("home")


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        (["--help"], ENGINES | MODELS | {"numpy"} | FILES_AND_CHARTS | LISTS | {"pandas"}),
        (["pareto", "--help"], MODELS | FILES_AND_CHARTS | LISTS | {"pandas"}),
        (["pareto"], MODELS | FILES_AND_CHARTS | LISTS | {"pandas"}),
        (["imports"], MODELS | FILES_AND_CHARTS | LISTS | {"pandas"}),
    ],
)
def test_a_command_imports_nothing_that_it_does_not_need(
    home: Path, arguments: list[str], unneeded: set[str]
) -> None:
    program = (
        "import sys\nfrom clavero.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    of_the_suite = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    kept = {name: text for name, text in os.environ.items() if name not in of_the_suite}
    run = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**kept, "CLAVERO_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    imported = set(run.stderr.splitlines())
    assert "clavero.cli.app" in imported
    assert imported & unneeded == set()


@pytest.mark.parametrize(
    ("environment", "language"), [({}, "es"), ({"CLAVERO_LANGUAGE": "en"}, "en")]
)
def test_messages_speak_as_the_command_unless_told(
    tmp_path: Path, environment: dict[str, str], language: str
) -> None:
    asked = "from clavero.cli.start import set_up; set_up('es'); "
    asked += "from django.conf import settings; print(settings.HOUSE_LANGUAGE)"
    environment = {**os.environ, "CLAVERO_HOME": str(tmp_path), **environment}
    said = subprocess.run(
        [sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == language
