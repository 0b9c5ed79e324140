"""``clavero alerts``: what somebody should look at, and a look for more."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from clavero.alerts.rules.raising import News
from clavero.alerts.selectors import AlertRow, Shown, alert_as_data, listed
from clavero.alerts.services import Digests, Raised, deliver_due, look_and_send, raise_alerts
from clavero.alerts.words import SEVERITY_NAMES, sentence
from clavero.cli import database
from clavero.cli.answers import (
    REFUSED,
    Column,
    Format,
    say,
    write_csv,
    write_figures,
    write_json,
    write_table,
)
from clavero.cli.reading import FormatAsked
from clavero.cli.words import _
from clavero.identity.rules import Actor
from clavero.ui import formats

_FIELDS = (
    "id", "kind", "account", "name", "severity", "state", "sentence", "since", "opened_on",
    "last_seen", "snoozed_until", "assignee", "reason", "address",
)  # fmt: skip
_COUNTED = {
    News.RAISED: _("New alerts"),
    News.RETURNED: _("Back again"),
    News.WORSE: _("Got worse"),
    News.WOKEN: _("No longer put off"),
    News.RESOLVED: _("Over by themselves"),
}
_SYSTEM = Actor.system()


class Action(StrEnum):
    """What to do with the alerts."""

    LIST = "list"
    REFRESH = "refresh"
    DIGEST = "digest"
    DELIVER = "deliver"


Asked = Annotated[
    Action,
    typer.Argument(
        metavar="[list|refresh|digest|deliver]", help=_("What to do; without it, list.")
    ),
]
State = Annotated[Shown, typer.Option("--state", help=_("Which alerts are listed."))]


def alerts(
    action: Asked = Action.LIST, state: State = Shown.OPEN, output: FormatAsked = Format.TABLE
) -> None:
    """List the alerts, look at the sources again, send the daily messages or
    what webhooks wait for."""
    database.make_ready()
    if action is Action.REFRESH:
        _say_raised(raise_alerts(_SYSTEM), output)
        return
    if action is Action.DIGEST:
        _say_digests(look_and_send(_SYSTEM), output)
        return
    if action is Action.DELIVER:
        told = {"delivered": deliver_due(_SYSTEM)}
        if output is Format.TABLE:
            write_figures([(str(_("Messages delivered")), formats.number(told["delivered"]))])
        else:
            write_json(told)
        return
    found = listed(_SYSTEM.outward, state)  # a terminal is of nobody's team
    rows = found[0 : found.count()]
    if output is Format.JSON:
        write_json([alert_as_data(row) for row in rows])
    elif output is Format.CSV:
        write_csv(_FIELDS, (_flat(row) for row in rows))
    else:
        _show(rows)


def _flat(row: AlertRow) -> dict[str, object]:
    data = alert_as_data(row)
    return {key: data[key] for key in _FIELDS}


def _show(rows: Sequence[AlertRow]) -> None:
    if not rows:
        say(str(_("There are no such alerts.")))
        return
    columns = [
        Column(str(_("Severity"))),
        Column(str(_("Account"))),
        Column(str(_("Why"))),
        Column(str(_("Since"))),
        Column(str(_("Whose it is"))),
    ]
    lines = (
        (
            str(SEVERITY_NAMES[row.severity]),
            row.name,
            sentence(row.kind, row.parameters),
            formats.day(row.since),
            row.assignee or str(_("nobody")),
        )
        for row in rows
    )
    write_table("", columns, lines)


def _say_digests(done: Digests, output: Format) -> None:
    counts = {"sent": done.sent, "failed": done.failed}
    if output is Format.JSON:
        write_json(counts)
    elif output is Format.CSV:
        write_csv(tuple(counts), [counts])
    else:
        names = (str(_("Messages sent")), str(_("Messages that could not be sent")))
        write_figures(zip(names, map(formats.number, counts.values()), strict=True))
    if done.failed:
        say(str(_("Look at CLAVERO_MAIL and at the mail server; the next run tries again.")))
        raise typer.Exit(REFUSED)


def _say_raised(raised: Raised, output: Format) -> None:
    counts = {news: raised.counts.get(news, 0) for news in News}
    plain = {news.value: count for news, count in counts.items()}
    if output is Format.JSON:
        write_json({"on": raised.on.isoformat(), **plain, "failed": list(raised.failed)})
    elif output is Format.CSV:
        write_csv(tuple(plain), [plain])
    else:
        write_figures(
            (str(_COUNTED[news]), formats.number(count)) for news, count in counts.items()
        )
    if raised.failed:
        told = _("These sources could not be read, and their alerts stay as they were: %(names)s.")
        say(str(told) % {"names": ", ".join(raised.failed)})
        raise typer.Exit(REFUSED)
