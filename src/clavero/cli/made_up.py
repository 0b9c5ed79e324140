"""``clavero demo``: a made-up company one can log into."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer
from django.conf import settings
from django.utils.translation import get_language

from clavero.cli import database, serving
from clavero.cli.answers import Column, progress, say, write_table
from clavero.cli.words import _
from clavero.core.errors import Refusal
from clavero.identity.rules import Role
from clavero.identity.words import ROLE_NAMES

_CHECKOUT = settings.PACKAGE.parents[1]


def demo(
    port: serving.Port = 8000,
    host: serving.Host = "127.0.0.1",
    workers: serving.Workers = 2,
    only_load: Annotated[
        bool, typer.Option("--only-load", help=_("Load the company and stop: serve nothing."))
    ] = False,
) -> None:
    """Load the company unless it is there, say who can sign in, and serve it."""
    _find_the_company()
    from demo import COMPANY, load, people

    database.bring_up_to_date()
    folder = settings.HOME / "company"
    if not load.is_loaded():
        with progress(str(_("Setting up the made-up company"))) as bar:
            load.load(folder, get_language() or "en", bar.done)
    write_table(
        str(_("Sign in as one of them; everybody's password is %(password)s"))
        % {"password": people.PASSWORD},
        [Column(str(_("E-mail"))), Column(str(_("Name"))), Column(str(_("Role")))],
        [(one.email, one.name, str(ROLE_NAMES[Role(one.role)])) for one in people.CAST],
    )
    say(str(_("The files that its ERP would export are in %(folder)s.")) % {"folder": folder})
    if not only_load:
        os.environ.setdefault("CLAVERO_COMPANY", COMPANY)
        serving.serve(port=port, host=host, workers=workers)


def _find_the_company() -> None:
    """The company stands beside the sources, not in the installed package."""
    if (_CHECKOUT / "demo" / "load.py").is_file():
        sys.path.insert(0, str(_CHECKOUT))
        return
    raise Refusal(
        _("The made-up company comes with Clavero's source code, which is not here."),
        code="no_demo",
        hint=_("Get the source code and run: make demo"),
    )
