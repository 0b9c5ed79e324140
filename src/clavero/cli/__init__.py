"""The command line: ``clavero import``, ``clavero pareto`` … in Spanish and English.

Its words: a *command* is what stands after ``clavero``; everything it finds goes to standard
output, everything it has to say to standard error, and the exit code is 0 or, when nothing was
done, 2.
"""

from __future__ import annotations

import os
import sys

from clavero.cli import start


def main() -> None:
    """What the ``clavero`` program runs."""
    language, arguments = start.language_of(sys.argv[1:], os.environ)
    with start.data_folder(arguments, os.environ):
        start.set_up(language)
        # Not above: the commands need Django, and Django its data folder.
        from clavero.cli.app import app

        app(args=arguments, prog_name="clavero")
