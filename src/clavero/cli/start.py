"""What must be settled before Django starts: the language and the data folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import django
from django.utils import translation

LANGUAGES = ("es", "en")
USUAL = "en"

_LEAVES_NOTHING = {"analyse", "invest"}
_HELP = {"--help", "--version"}
_DEMO = "demo"
_DEMO_ZONE = "Europe/Madrid"
_WORKER = "worker"


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[str, list[str]]:
    """The language to speak, and the arguments without ``--language``, wherever it stood.

    Without the option, the first of ``LC_ALL``, ``LC_MESSAGES`` and ``LANG`` that is set says
    it, as for every program; a language that is not spoken here means English.

    >>> language_of(["pareto", "--language", "es"], {"LANG": "en_GB.UTF-8"})
    ('es', ['pareto'])
    >>> language_of(["pareto"], {"LANG": "es_MX.UTF-8"})
    ('es', ['pareto'])
    >>> language_of(["pareto"], {"LC_ALL": "C", "LANG": "es_ES"})
    ('en', ['pareto'])
    """
    rest, asked = _without_option(arguments, "--language")
    if asked in LANGUAGES:
        return asked, rest
    if asked is not None:
        return USUAL, list(arguments)  # left for the command to refuse
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    spoken = locale[:2].lower()
    return (spoken if spoken in LANGUAGES else USUAL), rest


def _without_option(arguments: Sequence[str], name: str) -> tuple[list[str], str | None]:
    rest: list[str] = []
    value = None
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            return [*rest, argument, *waiting], value
        if argument == name:
            value = next(waiting, "")
        elif argument.startswith(f"{name}="):
            value = argument.removeprefix(f"{name}=")
        else:
            rest.append(argument)
    return rest, value


@contextmanager
def data_folder(arguments: Sequence[str], environment: MutableMapping[str, str]) -> Iterator[None]:
    """Choose the data folder for a command.

    ``analyse``, ``invest`` and requests for help work in a folder that goes away with them, so
    that they leave nothing behind and a database set by ``DATABASE_URL`` is not touched; the demo
    has a folder of its own unless ``CLAVERO_HOME`` says where, and the hours of its company. A
    worker is told that it is one.
    """
    command = next((each for each in arguments if not each.startswith("-")), None)
    if command == _WORKER:
        environment["CLAVERO_WORKER"] = "1"
    if command is None or command in _LEAVES_NOTHING or _HELP & set(arguments):
        with tempfile.TemporaryDirectory(prefix="clavero-") as folder:
            environment["CLAVERO_HOME"] = folder
            environment.pop("DATABASE_URL", None)
            environment.pop("CLAVERO_WORKER", None)
            yield
        return
    if command == _DEMO and not environment.get("CLAVERO_HOME"):
        data = environment.get("XDG_DATA_HOME") or str(Path.home() / ".local/share")
        environment["CLAVERO_HOME"] = str(Path(data) / "clavero-demo")
    if command == _DEMO:
        environment.setdefault("CLAVERO_TIME_ZONE", _DEMO_ZONE)
    yield


def set_up(language: str) -> None:
    """Start Django and speak ``language``, in messages to whoever has chosen none as well."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clavero.config.settings")
    os.environ.setdefault("CLAVERO_LANGUAGE", language)
    django.setup()
    translation.activate(language)
