"""``clavero share``: who of the customers reads a plan, with each visit; a link given or taken."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer
from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import get_language

from clavero.cli import database
from clavero.cli.accounts import account_id
from clavero.cli.answers import Column, Format, say, write_csv, write_json, write_table
from clavero.cli.reading import FormatAsked
from clavero.cli.words import _
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.sharing import services
from clavero.sharing.rules.entering import DAYS
from clavero.sharing.selectors import SharePicture, share_as_data, share_seen, shares_seen
from clavero.sharing.words import STATE_NAMES
from clavero.ui import formats

_SYSTEM = Actor.system()
_FIELDS = (
    "id", "account", "name", "email", "language", "state", "given_on", "given_by", "until",
    "revoked_on", "revoked_by", "times_in", "last_read",
)  # fmt: skip
_IN_FORCE = _("The link is in force until %(day)s: %(link)s")
_SENT = _("%(name)s has got a message with it.")
_BY_HAND = _("No message went out: hand it to %(name)s yourself.")
_WITHOUT_MAIL = _("Codes reach nobody either, until CLAVERO_MAIL is set.")


class Action(StrEnum):
    """What to do."""

    LIST = "list"
    GIVE = "give"
    REVOKE = "revoke"


class Speaks(StrEnum):
    """The languages of guests."""

    ENGLISH = "en"
    SPANISH = "es"


Asked = Annotated[
    Action,
    typer.Argument(metavar="[list|give|revoke]", help=_("What to do; without it, list.")),
]
Which = Annotated[
    str,
    typer.Argument(
        metavar=_("CODE|NUMBER"),
        help=_("The account's code, for list or give; for revoke, the number of the link."),
    ),
]
Name = Annotated[str, typer.Option("--name", help=_("For give: who at the customer's."))]
Email = Annotated[
    str, typer.Option("--email", help=_("For give: their e-mail, to which the codes go."))
]
TheirLanguage = Annotated[
    Speaks | None,
    typer.Option("--speaks", help=_("For give: their language; without it, that of the answer.")),
]
Days = Annotated[int, typer.Option("--days", help=_("For give: for how many days."))]


def share(
    action: Asked = Action.LIST,
    which: Which = "",
    name: Name = "",
    email: Email = "",
    speaks: TheirLanguage = None,
    days: Days = DAYS,
    output: FormatAsked = Format.TABLE,
) -> None:
    """List the links to shared plans, give one to somebody, or take one back."""
    database.make_ready()
    if action is Action.GIVE:
        language = get_language() or "en" if speaks is None else speaks.value
        _give(which, output, name=name, email=email, language=language, days=days)
    elif action is Action.REVOKE:
        _revoke(which, output)
    else:
        _list(which, output)


def _list(code: str, output: Format) -> None:
    found = shares_seen(_SYSTEM, account_id(code) if code else None)
    if output is not Format.TABLE:
        _write(output, [share_as_data(each) for each in found])
    elif not found:
        say(str(_("No plan is shared with anybody.")))
    else:
        _show(found)


def _give(code: str, output: Format, **asked: Any) -> None:
    if not code:
        raise Refusal(
            _("Say of which account."),
            code="no_account",
            hint=_("“clavero customers” lists the codes there are."),
        )
    mails = services.reaches_people()
    given = services.share_plan(_SYSTEM, customer_id=account_id(code), is_mailed=mails, **asked)
    if output is not Format.TABLE:
        told = share_as_data(share_seen(_SYSTEM, given.share.pk))
        _write(output, {**told, "link": given.link, "is_sent": given.sent})
        return
    until = formats.day(given.share.expires_at)
    say(str(_IN_FORCE) % {"day": until, "link": given.link})
    say(str(_SENT if given.sent else _BY_HAND) % {"name": given.share.name})
    if not mails:
        say(str(_WITHOUT_MAIL))


def _revoke(number: str, output: Format) -> None:
    try:
        taken = services.revoke_share(_SYSTEM, share_id=int(number))
    except (ValueError, OverflowError, ObjectDoesNotExist) as unknown:
        raise Refusal(
            _("There is no link “%(number)s”."),
            code="unknown_link",
            hint=_("“clavero share” lists the links with their numbers."),
            number=number,
        ) from unknown
    if output is not Format.TABLE:
        _write(output, share_as_data(share_seen(_SYSTEM, taken.pk)))
    else:
        say(str(_("The link of %(name)s opens nothing any more.")) % {"name": taken.name})


def _write(output: Format, told: dict[str, Any] | list[dict[str, Any]]) -> None:
    if output is Format.JSON:
        write_json(told)
        return
    rows = told if isinstance(told, list) else [told]
    more = [name for name in ("link", "is_sent") if rows and name in rows[0]]
    write_csv(
        (*_FIELDS, *more),
        ({name: value for name, value in row.items() if name != "visits"} for row in rows),
    )


def _show(found: list[SharePicture]) -> None:
    columns = [
        Column(str(_("Number")), is_figure=True),
        Column(str(_("Account"))),
        Column(str(_("Who"))),
        Column(str(_("E-mail"))),
        Column(str(_("State"))),
        Column(str(_("Until"))),
        Column(str(_("Times in")), is_figure=True),
        Column(str(_("Last there"))),
    ]
    lines = (
        (
            str(each.row.share.pk),
            each.customer.code,
            each.row.share.name,
            each.row.share.email,
            str(STATE_NAMES[each.row.state]),
            formats.day(each.row.share.expires_at),
            formats.number(each.times_in),
            formats.NOTHING if each.row.last_read is None else formats.moment(each.row.last_read),
        )
        for each in found
    )
    write_table(str(_("Shared plans")), columns, lines)
