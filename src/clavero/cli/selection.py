"""``clavero key-accounts``: who is key, since when, and why."""

from __future__ import annotations

from datetime import date

from clavero.cli import database
from clavero.cli.answers import Column, Format, say, write_csv, write_json, write_table
from clavero.cli.reading import AsOf, FormatAsked, day_of
from clavero.cli.words import _
from clavero.identity.rules import Actor
from clavero.selection.selectors import KeyAccount, key_accounts_as_data
from clavero.selection.selectors import key_accounts as read_key_accounts
from clavero.selection.words import STATUS_NAMES
from clavero.ui import formats

_FIELDS = (
    "account", "name", "status", "since", "decided_on", "cycle", "reason", "against_the_rule",
)  # fmt: skip
_READER = Actor.system()


def key_accounts(as_of: AsOf = None, output: FormatAsked = Format.TABLE) -> None:
    """The key accounts of a day, those on probation too."""
    database.make_ready()
    day = day_of(as_of)
    found = read_key_accounts(_READER, day)
    if output is Format.JSON:
        write_json([key_accounts_as_data(each) for each in found])
    elif output is Format.CSV:
        write_csv(_FIELDS, (key_accounts_as_data(each) for each in found))
    else:
        _show(found, day)


def _show(found: list[KeyAccount], day: date) -> None:
    if not found:
        told = _("On %(day)s no customer is a key account: the committee has not decided any.")
        say(str(told) % {"day": formats.day(day)})
        return
    columns = [
        Column(str(_("Account"))),
        Column(str(_("Name"))),
        Column(str(_("Status"))),
        Column(str(_("Since"))),
        Column(str(_("Why"))),
    ]
    write_table(formats.day(day), columns, (_shown(each) for each in found))


def _shown(account: KeyAccount) -> tuple[str, ...]:
    return (
        account.card.code,
        account.card.name,
        str(STATUS_NAMES[account.status]),
        formats.day(account.since),
        account.decision.reason,
    )
