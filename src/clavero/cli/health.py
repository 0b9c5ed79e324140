"""``clavero check``: whether all is well with this installation, and what to do where it is not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.core.checks import Tags, run_checks
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import ngettext

from clavero.cli import database, static_files
from clavero.cli.answers import REFUSED, Column, Format, say, write_csv, write_json, write_table
from clavero.cli.words import _
from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.ledger import services
from clavero.nightly.rules import is_overdue
from clavero.nightly.selectors import last_night
from clavero.nightly.words import name_of, reason_of
from clavero.portfolio.selectors import scope_for
from clavero.ui import formats

_FREE = 2 * 1024**3  # bytes: an import needs room for the file's copy and its columns


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``remedy`` says what to do; empty when all is well."""

    what: str
    found: str
    remedy: str = ""


def check(
    rebuild: Annotated[
        bool,
        typer.Option(
            "--rebuild", help=_("First compute the monthly figures again, from the lines.")
        ),
    ] = False,
    tidy: Annotated[
        bool,
        typer.Option(
            "--tidy",
            help=_("First join the ledger's small files and delete those that are out of use."),
        ),
    ] = False,
    output: Annotated[
        Format, typer.Option("--format", help=_("A table for people, csv or json for programs."))
    ] = Format.TABLE,
) -> None:
    """Look at each part in turn and say what was found."""
    if rebuild:
        database.make_ready()
        services.rebuild_figures(Actor.system())
    if tidy:
        database.make_ready()
        _say_tidied(services.tidy(Actor.system()))
    findings = [finding for look in _LOOKS for finding in look()]
    _write(findings, output)
    if any(finding.remedy for finding in findings):
        raise typer.Exit(REFUSED)


def _write(findings: Sequence[Finding], output: Format) -> None:
    rows = [
        {"part": finding.what, "found": finding.found, "remedy": finding.remedy or None}
        for finding in findings
    ]
    if output is Format.JSON:
        write_json({"is_well": not any(row["remedy"] for row in rows), "parts": rows})
        return
    if output is Format.CSV:
        write_csv(("part", "found", "remedy"), rows)
        return
    write_table(
        str(_("Clavero's health")),
        [Column(str(_("Part"))), Column(str(_("Found"))), Column(str(_("What to do")))],
        [
            (finding.what, finding.found, finding.remedy or str(_("nothing")))
            for finding in findings
        ],
    )


def _say_tidied(done: services.Tidied) -> None:
    sentence = _("Months with joined files: %(months)s. Files out of use deleted: %(files)s.")
    counts = {"months": formats.number(done.months), "files": formats.number(done.files)}
    say(str(sentence) % counts)


def _data_folder() -> Iterator[Finding]:
    what, home = str(_("Data folder")), settings.HOME
    if not os.access(home, os.W_OK):
        yield Finding(what, str(home), str(_("Make the folder writable for this user.")))
        return
    free = shutil.disk_usage(home).free
    found = str(_("%(folder)s, %(free)s GB free")) % {
        "folder": home,
        "free": f"{free / 1024**3:.0f}",
    }
    remedy = str(_("Free at least 2 GB: imports need room.")) if free < _FREE else ""
    yield Finding(what, found, remedy)


def _database() -> Iterator[Finding]:
    what = str(_("Database"))
    try:
        waiting, is_new = database.pending()
    except DatabaseError as error:
        yield Finding(what, str(error).strip(), str(_("Start it, or correct DATABASE_URL.")))
        return
    engine = connection.display_name
    if is_new:
        yield Finding(what, str(_("%(engine)s, still empty")) % {"engine": engine})
    elif waiting:
        sentence = ngettext(
            "%(engine)s, %(count)s change behind", "%(engine)s, %(count)s changes behind", waiting
        )
        found = sentence % {"engine": engine, "count": waiting}
        remedy = _("Make a copy of the data folder, then run: clavero serve")
        yield Finding(what, found, str(remedy))
    else:
        yield Finding(what, str(_("%(engine)s, up to date")) % {"engine": engine})


def _ledger() -> Iterator[Finding]:
    what = str(_("Ledger"))
    scope = scope_for(Actor.system())
    span = ledger.span(scope)
    if span is None:
        yield Finding(what, str(_("no sales lines yet")))
        return
    found = str(_("version %(version)s, %(period)s")) % {
        "version": ledger.version(),
        "period": span,
    }
    differing = [month for month in span.months() if not _adds_up(scope, month)]
    if not differing:
        right = str(_("the monthly figures add up"))
        yield Finding(what, f"{found}; {right}")
        return
    wrong = str(_("the monthly figures differ from the lines in %(months)s")) % {
        "months": ", ".join(map(str, differing))
    }
    yield Finding(what, f"{found}; {wrong}", str(_("Run: clavero check --rebuild")))


def _adds_up(scope: Scope, month: Period) -> bool:
    """Whether a month of the cube sums to its lines, which serve any part of a month."""
    but_the_last = Period(month.start, month.last)
    last = Period(month.last, month.end)
    return _net_sales(scope, month) == _net_sales(scope, but_the_last) + _net_sales(scope, last)


def _net_sales(scope: Scope, period: Period) -> Decimal:
    months = ledger.by_month(scope, customers=None, period=period)
    return sum(months["net_sales"].to_pylist(), Decimal(0))


def _nights() -> Iterator[Finding]:
    """What became of the last night; nothing of a database that has no nights yet."""
    what = str(_("Night's work"))
    if database.pending()[0]:
        return
    ended = last_night()
    if ended is None:
        yield Finding(what, str(_("none has been done yet")))
        return
    day = formats.day(ended.night.as_of)
    if ended.failed:
        failed = {
            "day": day,
            "steps": ", ".join(str(name_of(each.key)) for each in ended.failed),
            "why": reason_of(ended.failed[0]),
        }
        found = str(_("%(day)s: failed were %(steps)s (%(why)s)")) % failed
        yield Finding(what, found, str(_("Mend the reason, then run: clavero nightly")))
    elif is_overdue(ended.night.finished_at, timezone.now()):
        remedy = _("Run a worker: clavero worker, or clavero nightly by cron")
        yield Finding(what, str(_("the last one was that of %(day)s")) % {"day": day}, str(remedy))
    else:
        yield Finding(what, str(_("%(day)s, all done")) % {"day": day})


def _translations() -> Iterator[Finding]:
    what = str(_("Translations"))
    folders = [*map(Path, settings.LOCALE_PATHS), *settings.PACKAGE.glob("*/locale")]
    sources = sorted(path for each in folders for path in each.glob("*/LC_MESSAGES/*.po"))
    stale = [source for source in sources if not _is_compiled(source)]
    if stale:
        found = str(_("not compiled: %(files)s")) % {
            "files": ", ".join("/".join(source.parts[-5:-2:2]) for source in stale)
        }
        yield Finding(what, found, str(_("Run: make setup")))
    else:
        yield Finding(what, str(_("compiled")))


def _is_compiled(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return compiled.is_file() and compiled.stat().st_mtime >= source.stat().st_mtime


def _front_end() -> Iterator[Finding]:
    what = str(_("Front-end packages"))
    if static_files.is_collected():
        yield Finding(what, str(_("collected")))
    elif missing := static_files.missing_packages():
        found = str(_("missing: %(file)s")) % {"file": missing[0]}
        yield Finding(what, found, str(_("Run: make setup")))
    else:
        yield Finding(what, str(_("present; 'serve' will collect them")))


def _settings() -> Iterator[Finding]:
    what = str(_("Settings"))
    messages = [
        message
        for message in run_checks(tags=[Tags.models, Tags.security, Tags.templates, Tags.urls])
        if message.is_serious()
    ]
    for message in messages:
        yield Finding(what, str(message.msg), str(message.hint or message.id))
    if not messages:
        yield Finding(what, str(_("consistent")))


_LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _data_folder,
    _database,
    _ledger,
    _nights,
    _translations,
    _front_end,
    _settings,
)
