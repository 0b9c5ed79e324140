"""The command line: ``clavero import``, ``clavero pareto`` … in Spanish and English.

Its words: a *command* is what stands after ``clavero``; everything it finds goes to standard
output, everything it has to say to standard error, and the exit code is 0 or, when nothing was
done, 2.
"""

from __future__ import annotations

import os
import sys

from django.core.exceptions import ImproperlyConfigured

from clavero.cli import start

_REFUSED = 2


def main() -> None:
    """What the ``clavero`` program runs."""
    language, arguments = start.language_of(sys.argv[1:], os.environ)
    with start.data_folder(arguments, os.environ):
        try:
            start.set_up(language)
        except ImproperlyConfigured as error:
            # Which language it speaks is settled by what could not be read: it says so in English.
            sys.exit(_refused(str(error)))
        # Not above: the commands need Django, and Django its data folder.
        from clavero.cli.app import app

        app(args=arguments, prog_name="clavero")


def _refused(why: str) -> int:
    sys.stderr.write(f"{why}\n")
    return _REFUSED
