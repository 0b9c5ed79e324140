"""How the commands speak: texts translated when they are shown, help in the user's language."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, ClassVar, cast

import typer
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy
from rich.markup import escape
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

from clavero.cli.answers import REFUSED, refuse
from clavero.core.errors import Refusal
from clavero.core.period import PeriodError


def _(message: str) -> str:
    """``message`` in the user's language, once it is shown. Typer takes it for text."""
    return cast(str, gettext_lazy(message))


def _examples(*examples: tuple[str, str]) -> str:
    told = [f"[dim]# {escape(str(what))}[/dim]\n$ {escape(how)}" for how, what in examples]
    title = _("Examples")
    return f"[bold]{title}[/bold]\n" + "\n".join(told)


def examples(*examples: tuple[str, str]) -> str:
    """The end of a command's help: command lines, each with what it does."""
    return lazy(_examples, str)(*examples)


_PLACES = {"[OPTIONS]": _("[OPTIONS]"), "COMMAND [ARGS]...": _("COMMAND [ARGS]...")}
"""What Typer writes for the places in a command line."""


_NOT_ONE_OF = re.compile(r"is not one of (.+?)\.?$")
"""How Typer complains of a word that is none of an option's."""

_OURS = "Value error, "
"""What it writes before what our own readers of values say."""


class _Translated:
    """The few words that Typer writes itself."""

    def get_params(self, ctx: Any) -> Any:
        """The parameters, what stands for their values being text: Typer joins it to other text."""
        params = super().get_params(ctx)  # type: ignore[misc]
        for param in params:
            if param.metavar is not None:
                param.metavar = str(param.metavar)
        return params

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The places in the command line, in their order."""
        pieces = super().collect_usage_pieces(ctx)  # type: ignore[misc]
        return [str(_PLACES.get(piece, piece)) for piece in pieces]

    def get_help_option(self, ctx: Any) -> Any:
        """``--help``, with its explanation translated."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = str(_("Show this help."))
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help, under translated headings."""
        rich_utils.ARGUMENTS_PANEL_TITLE = str(_("Arguments"))
        rich_utils.OPTIONS_PANEL_TITLE = str(_("Options"))
        rich_utils.COMMANDS_PANEL_TITLE = str(_("Commands"))
        rich_utils.DEFAULT_STRING = str(_("[default: {}]"))
        rich_utils.REQUIRED_LONG_STRING = str(_("[required]"))
        super().format_help(ctx, formatter)  # type: ignore[misc]

    def get_usage(self, ctx: Any) -> str:
        """The line that shows the order of the words."""
        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        return usage.replace("Usage:", str(_("Usage:")), 1)


class Command(_Translated, TyperCommand):
    """One command."""


class _Announced(Command):
    """A command that is known by its name and help alone until it is asked for."""

    place: ClassVar[str]

    def loaded(self) -> TyperCommand:
        """The command itself."""
        module, _point, name = self.place.rpartition(".")
        function = getattr(import_module(module), name)
        alone = typer.Typer(add_completion=False, rich_markup_mode="rich")
        alone.command(self.name, cls=Command, help=self.help, epilog=self.epilog)(function)
        return cast(TyperCommand, typer.main.get_command(alone))


def announced(place: str) -> type[TyperCommand]:
    """The class of a command whose function is ``package.module.function``."""
    return type("Announced", (_Announced,), {"place": place})


class Commands(_Translated, TyperGroup):
    """All commands. What they refuse is said on standard error, and the exit code is 2."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that ``args`` begin with, imported now."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, command.loaded() if isinstance(command, _Announced) else command, rest

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command line; the way in of Typer and of its test runner."""
        try:
            code = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except Refusal as refusal:
            code = refuse(str(refusal))
        except PeriodError as error:
            code = refuse(_period_mistake(error))
        except typer.TyperException as error:
            code = refuse(_mistake(error))
        except typer.Abort:
            code = REFUSED
        if not standalone_mode:
            return code
        sys.exit(code or 0)


def _period_mistake(error: PeriodError) -> str:
    return str(
        _("%(period)s is not a period. Write all, ttm, 2011, 2011-03 or 2010-12-01..2011-12-10.")
    ) % {"period": error.text}


def _why(error: Any) -> str:
    """What is wrong with a value, in the user's language: Typer's own words are English."""
    if said := _NOT_ONE_OF.search(error.message):
        options = said[1].replace("'", "")
        return str(_("There are: %(options)s.")) % {"options": options}
    _label, is_ours, ours = error.message.partition(_OURS)
    if is_ours:
        return str(ours)
    is_typers = type(error.__cause__).__name__ == "ValidationError"
    return "" if is_typers else str(error.message)


def _mistake(error: Any) -> str:
    """Typer's own complaints about a command line, by the name of their class."""
    match type(error).__name__:
        case "NoSuchOption":
            sentence = _("There is no option %(name)s. See --help.")
            return str(sentence) % {"name": error.option_name}
        case "MissingParameter":
            sentence = _("%(name)s is missing. See --help.")
            return str(sentence) % {"name": error.param.get_error_hint()}
        case "BadParameter" if error.param is not None:
            sentence = _("The value of %(name)s is not valid. See --help.")
            told = str(sentence) % {"name": error.param.get_error_hint()}
            return f"{told} {_why(error)}".strip()
        case _:
            sentence = _("The command line is not understood. See --help.")
            return f"{sentence} {error.format_message()}"
