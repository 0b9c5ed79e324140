"""Every command, with what its help says."""

from __future__ import annotations

from typing import Annotated

import typer

import clavero
from clavero.cli import health, made_up, reading, serving
from clavero.cli.answers import DONE
from clavero.cli.words import Command, Commands, _, examples

app = typer.Typer(
    cls=Commands,
    help=_("Clavero, keeper of the keys: who your key accounts are, from your sales file."),
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_show_locals=False,
)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"clavero {clavero.__version__}")
        raise typer.Exit(DONE)


@app.callback()
def clavero_command(
    language: Annotated[
        str | None,
        typer.Option(
            "--language",
            metavar="es|en",
            help=_("The language to speak, anywhere on the line; else that of the terminal."),
        ),
    ] = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help=_("Show the version.")
        ),
    ] = False,
) -> None:
    """The options that stand before a command."""
    if language not in (None, "es", "en"):
        raise typer.BadParameter(str(_("Choose es or en.")), param_hint="--language")


app.command(
    "pareto",
    cls=Command,
    help=_("Rank the customers and say how much depends on few."),
    epilog=examples(
        ("clavero pareto", _("The last 12 full months")),
        ("clavero pareto --period 2025 --by contribution", _("A year, by what customers leave")),
        (
            "clavero pareto --period 2025-10-01..2026-03-31 --format json",
            _("Two days that both count, for a program"),
        ),
    ),
)(reading.pareto)

app.command(
    "customers",
    cls=Command,
    help=_("List every customer with its sales, contribution, orders and growth."),
    epilog=examples(
        ("clavero customers --limit 50", _("The 50 largest of all time")),
        ("clavero customers --period ttm --format csv > customers.csv", _("For a spreadsheet")),
    ),
)(reading.customers)

app.command(
    "serve",
    cls=Command,
    help=_("Serve Clavero in the browser, with a background worker, until Ctrl+C."),
    epilog=examples(
        ("clavero serve", _("On this machine only, at http://127.0.0.1:8000")),
        (
            "CLAVERO_HOSTS=kam.example clavero serve --host 0.0.0.0 --port 80",
            _("For other machines, under the name kam.example"),
        ),
    ),
)(serving.serve)

app.command(
    "worker",
    cls=Command,
    help=_("Do the work that pages leave for later. 'serve' starts one by itself."),
    epilog=examples(("clavero worker", _("Beside a web server that runs elsewhere"))),
)(serving.worker)

app.command(
    "demo",
    cls=Command,
    help=_("Set up a made-up company in a data folder of its own, and serve it."),
    epilog=examples(
        ("clavero demo", _("The sign-in of each of its people is printed")),
        ("clavero demo --language es --port 8001", _("Its texts in Spanish, at another port")),
    ),
)(made_up.demo)

app.command(
    "check",
    cls=Command,
    help=_("Look whether all is well with this installation, and say what to do where it is not."),
    epilog=examples(("clavero check", _("The exit code is 0 when all is well, else 2"))),
)(health.check)
