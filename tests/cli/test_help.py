"""The help of every command: complete, with examples, and translated when it is shown."""

from __future__ import annotations

import pytest
from django.utils import translation
from typer.main import get_command
from typer.testing import CliRunner

from clavero.cli.app import app

COMMANDS = sorted(get_command(app).commands)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("COLUMNS", "200")
    return CliRunner()


def test_the_help_lists_every_command(run: CliRunner) -> None:
    result = run.invoke(app, ["--help"])
    assert result.exit_code == 0
    for command in COMMANDS:
        assert command in result.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_examples(run: CliRunner, command: str) -> None:
    result = run.invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert f"$ clavero {command}" in result.stdout or "clavero serve" in result.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_every_command_is_explained(command: str) -> None:
    for option in get_command(app).commands[command].params:
        assert option.hidden or option.help


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_translated_when_it_is_shown(
    run: CliRunner, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr(translation._trans, "gettext", lambda message: f"«{message}»")
    result = run.invoke(app, [command, "--help"])
    shown = " ".join(result.stdout.replace("│", " ").split())
    assert "«Usage:»" in shown
    assert "«[OPTIONS]»" in shown
    assert "«Options»" in shown
    assert "«Show this help.»" in shown
    assert "«Examples»" in shown
    for option in get_command(app).commands[command].params:
        assert option.hidden or f"«{str(option.help).strip('«»')}»" in shown


def test_what_stands_for_a_value_is_translated_when_it_is_shown(
    run: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translation._trans, "gettext", lambda message: f"«{message}»")
    assert "«COMMAND [ARGS]...»" in run.invoke(app, ["--help"]).stdout
    shown = run.invoke(app, ["import", "--help"]).stdout
    for word in ("FILE", "SOURCE=FIELD", "CODE", "NAME", "SIGN"):
        assert f"«{word}»" in shown


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (["serve", "--prot", "1"], "There is no option --prot."),
        (["serve", "--port", "x"], "The value of '--port' is not valid."),
        (["matrix", "--as-of", "foo"], "Write a day such as 2026-03-31."),
        (["lifetime", "--until", "31/03/2026"], "Write a day such as 2026-03-31."),
        (["pareto", "--by", "nothing"], "There are: sales, contribution."),
        (["imprt"], "No such command"),
        (["--language", "fr", "check"], "Choose es or en."),
    ],
)
def test_mistakes_are_explained_on_standard_error(
    run: CliRunner, line: list[str], sentence: str
) -> None:
    result = run.invoke(app, line)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stdout == ""
