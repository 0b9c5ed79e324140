"""Commands on whether what was agreed is kept, with what their help says; see ``app``."""

from __future__ import annotations

from clavero.cli.line import announce
from clavero.cli.words import _, examples


def announce_agreed() -> None:
    """Tell of them, where they stand among the others."""
    announce(
        "deliveries",
        "contracts.deliveries",
        help=_("Count the lines delivered late, on the day, early, in full and short."),
        epilog=examples(
            ("clavero deliveries", _("All that the ledger holds, by customer")),
            ("clavero deliveries --period 2025 --format json", _("A year, for a program")),
        ),
    )
    announce(
        "compliance",
        "contracts.compliance",
        help=_("List what departs from the terms agreed: prices, rebates, volumes and days."),
        epilog=examples(
            ("clavero compliance", _("All contracts")),
            ("clavero compliance --contract 12 --format csv", _("One contract, for a spreadsheet")),
        ),
    )
