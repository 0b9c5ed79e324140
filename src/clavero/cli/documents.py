"""``clavero report``: a document as a file."""

from __future__ import annotations

import hashlib
import threading
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import get_language

from clavero.cli import database
from clavero.cli.accounts import account_id, unknown_account
from clavero.cli.answers import Format, progress, say, write_csv, write_json
from clavero.cli.reading import FormatAsked
from clavero.cli.words import _
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.plans.selectors import plan_seen
from clavero.reports.rules import FORMS, PROGRESS, Form, Kind, State
from clavero.reports.services import Made, draw
from clavero.ui import formats
from clavero.ui.charts import start_drawing
from clavero.work.selectors import has_pack

_SYSTEM = Actor.system()


class Months(StrEnum):
    """Of how many full months a review tells."""

    THREE = "3"
    SIX = "6"
    TWELVE = "12"


Asked = Annotated[
    Kind,
    typer.Argument(metavar="|".join(Kind), help=_("Which document.")),
]
Code = Annotated[
    str,
    typer.Argument(metavar=_("CODE"), help=_("The account's code; none for the portfolio.")),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar=_("FILE"),
        help=_("Where the file goes; its ending says what it is. Without it, a PDF here."),
    ),
]
Period = Annotated[
    Months, typer.Option("--months", help=_("Of how many full months a review tells."))
]


def report(
    kind: Asked,
    code: Code = "",
    out: Out = None,
    months: Period = Months.THREE,
    output: FormatAsked = Format.TABLE,
) -> None:
    """Make a document in the language that is spoken, and keep it where it is asked for."""
    customer_id = _account(kind, code)
    target = out or Path(f"{'-'.join(filter(None, [kind.value, _plain(code)]))}.{Form.PDF.value}")
    form = _form(kind, target)
    database.make_ready()
    # What draws pictures takes a while to start, and meanwhile figures are read.
    threading.Thread(target=start_drawing, name="pictures", daemon=True).start()
    with progress(str(_("Making the document"))) as bar:
        try:
            made = draw(
                _SYSTEM,
                kind=kind,
                language=get_language() or "en",
                form=form,
                customer_id=customer_id,
                months=int(months),
                on_state=lambda state: bar.done(PROGRESS[State(state)] / 100),
            )
        except ObjectDoesNotExist as gone:  # since it was looked up
            raise unknown_account(code) from gone
    _write(target, made.file)
    told = _as_data(target, kind, form, made)
    if output is Format.JSON:
        write_json(told)
    elif output is Format.CSV:
        write_csv(tuple(told), [told])
    else:
        sentence = _("%(title)s is in %(file)s (%(size)s kB).")
        places = {
            "title": f"{made.content.kind_name}: {made.content.title}",
            "file": target,
            "size": formats.number(max(1, len(made.file) // 1000)),
        }
        say(str(sentence) % places)


def _account(kind: Kind, code: str) -> int | None:
    if not kind.is_of_account:
        if code:
            raise Refusal(
                _("The portfolio report tells of all accounts."),
                code="no_account_wanted",
                hint=_("Leave the code out."),
            )
        return None
    database.make_ready()
    customer_id = account_id(code)
    if kind is Kind.PLAN and plan_seen(_SYSTEM, customer_id) is None:
        raise Refusal(
            _("“%(account)s” has no plan yet."),
            code="no_plan",
            hint=_("Begin its plan in the browser, or ask for its brief."),
            account=code,
        )
    if kind is Kind.HANDOVER and not has_pack(_SYSTEM, customer_id):
        raise Refusal(
            _("Nobody hands “%(account)s” over."),
            code="no_pack",
            hint=_("Begin a handover on the page of its team, or ask for its brief."),
            account=code,
        )
    return customer_id


def _form(kind: Kind, target: Path) -> Form:
    for form in FORMS[kind]:
        if target.suffix.lower() == f".{form.value}":
            return form
    raise Refusal(
        _("This document is made as %(endings)s, not as “%(ending)s”."),
        code="unknown_form",
        endings=", ".join(f".{each.value}" for each in FORMS[kind]),
        ending=target.suffix,
    )


def _plain(code: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in code)


def _write(target: Path, content: bytes) -> None:
    try:
        target.write_bytes(content)
    except OSError as fault:
        raise Refusal(
            _("%(file)s cannot be written."),
            code="not_writable",
            hint=_("Give another place by --out."),
            file=target,
        ) from fault


def _as_data(target: Path, kind: Kind, form: Form, made: Made) -> dict[str, object]:
    return {
        "file": str(target),
        "document": kind.value,
        "form": form.value,
        "language": made.content.language,
        "title": made.content.title,
        "of_day": made.content.day.isoformat(),
        "pages": made.pages,
        "bytes": len(made.file),
        "sha256": hashlib.sha256(made.file).hexdigest(),
    }
