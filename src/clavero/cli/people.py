"""The commands about the people of accounts: who they are, what was said with them and by them."""

from __future__ import annotations

from clavero.cli.line import announce as _announce
from clavero.cli.words import _, examples


def announce_people() -> None:
    """Tell the command line of them."""
    _announce(
        "contacts",
        "contacts.contacts",
        help=_("Export or erase what is kept of a person who asks for it, or bring contacts."),
        epilog=examples(
            (
                "clavero contacts export marta@valdoria.example > marta.json",
                _("All that is kept of a person, to hand it over"),
            ),
            (
                "clavero contacts erase marta@valdoria.example --yes",
                _("Forget a person; their place stays, and no count changes"),
            ),
            (
                "clavero contacts load contacts.csv",
                _("Contacts of many accounts, whose codes are in a column"),
            ),
        ),
    )

    _announce(
        "interactions",
        "interactions.interactions",
        help=_("Take in calendars and mails from a file, or what was copied to the mailbox."),
        epilog=examples(
            (
                "clavero interactions load mails.mbox",
                _("What was with a contact; the same file again adds nothing"),
            ),
            ("clavero interactions mailbox", _("What was copied in since the last time")),
        ),
    )

    _announce(
        "complaints",
        "complaints.complaints",
        help=_("List what accounts complain about, or load complaints from a file."),
        epilog=examples(
            ("clavero complaints", _("Those that are open, the most urgent first")),
            ("clavero complaints all --format csv", _("All of them, for a spreadsheet")),
            (
                "clavero complaints load complaints.xlsx",
                _("Those of another system; the same file again changes nothing"),
            ),
        ),
    )

    _announce(
        "loyalty",
        "loyalty.loyalty",
        help=_("Say what customers answered in surveys, wave by wave, without naming anybody."),
        epilog=examples(
            ("clavero loyalty", _("All waves")),
            (
                "clavero loyalty 3 --format json",
                _("One of them by account, for a program"),
            ),
        ),
    )
