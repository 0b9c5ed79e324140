"""The commands that run Clavero and look after it, with what their help says."""

from __future__ import annotations

from clavero.cli.line import announce as _announce
from clavero.cli.words import _, examples


def announce_running() -> None:
    """Tell the command line of them."""
    _announce(
        "serve",
        "serving.serve",
        help=_("Serve Clavero in the browser, with a background worker, until Ctrl+C."),
        epilog=examples(
            ("clavero serve", _("On this machine only, at http://127.0.0.1:8000")),
            (
                "CLAVERO_HOSTS=kam.example clavero serve --host 0.0.0.0 --port 80",
                _("For other machines, under the name kam.example"),
            ),
            ("CLAVERO_WORKER=1 clavero serve", _("Where 'clavero worker' runs on its own")),
        ),
    )

    _announce(
        "worker",
        "serving.worker",
        help=_("Do the work that pages leave for later. 'serve' starts one by itself."),
        epilog=examples(("clavero worker", _("Beside a web server that runs elsewhere"))),
    )

    _announce(
        "demo",
        "made_up.demo",
        help=_("Set up a made-up company in a data folder of its own, and serve it."),
        epilog=examples(
            ("clavero demo", _("The sign-in of each of its people is printed")),
            ("clavero demo --language es --port 8001", _("Its texts in Spanish, at another port")),
        ),
    )

    _announce(
        "check",
        "health.check",
        help=_(
            "Look whether all is well with this installation, and say what to do where it is not."
        ),
        epilog=examples(
            ("clavero check", _("The exit code is 0 when all is well, else 2")),
            ("clavero check --format json", _("Each part with its remedy, for a program")),
        ),
    )
