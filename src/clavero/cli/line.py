"""The command line itself, with the options that stand before a command."""

from __future__ import annotations

from typing import Annotated

import typer

import clavero
from clavero.cli.answers import DONE
from clavero.cli.words import Commands, _, announced

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


def announce(name: str, place: str, *, help: str, epilog: str) -> None:  # noqa: A002 - Typer's
    """A command whose function stands at ``place``, a module of this package and a name in it."""

    def nothing() -> None:
        """Stands for the function until it is asked for."""

    app.command(name, cls=announced(f"clavero.cli.{place}"), help=help, epilog=epilog)(nothing)
