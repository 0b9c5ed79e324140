"""Bringing every snapshot up to date: what is missing is made, what is stale is made again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.period import Period, add_months, first_of_month, known_days
from clavero.identity.rules import Actor, Verb
from clavero.kpis import store
from clavero.kpis.models import Refresh, RefreshStatus, Snapshot
from clavero.kpis.rules.kpi import Level
from clavero.kpis.rules.parts import METHOD
from clavero.kpis.selectors.computing import (
    Inputs,
    account_rows,
    inputs_of,
    with_everybody,
)
from clavero.ledger import selectors as ledger
from clavero.portfolio.selectors import data_span
from clavero.ui import formats

Progress = Callable[[float], None]


def refresh(
    actor: Actor,
    *,
    as_of: date | None = None,
    since: date | None = None,
    on_progress: Progress = lambda done: None,
) -> Refresh:
    """Compute how everybody stands on ``as_of`` (today), and with ``since`` on every first of a
    month from then on; whatever was computed before and would be different now, too.

    What is up to date stays as it is, so that a run which died goes on, and a second one changes
    nothing. One runs at a time: the others wait.
    """
    if not actor.may(Verb.IMPORT_SALES):
        raise Forbidden(Verb.IMPORT_SALES)
    data = data_span()
    if data is None:
        raise Refusal(
            _("There are no sales lines yet."),
            code="no_lines",
            hint=_("Import a sales file first."),
        )
    known = known_days(data)
    asked = as_of or timezone.localdate()
    if as_of is not None:
        _refuse_unknowable(as_of, known)
    if since is not None and since > asked:
        raise Refusal(
            _("The first day lies after the last one."),
            code="reversed",
            field="since",
            hint=_("Begin with an earlier day."),
        )
    with store.exclusive():
        _end_the_dead()
        return _refresh(actor, known, asked, since, on_progress)


def _refuse_unknowable(as_of: date, known: Period) -> None:
    """A day that has not come, or before which the ledger holds no whole month."""
    if as_of > timezone.localdate():
        raise Refusal(
            _("This day is still to come."),
            code="in_the_future",
            field="as_of",
            hint=_("Compute for today, or for a day that has been."),
        )
    first = add_months(known.start, 1)
    if as_of < first:
        raise Refusal(
            _("The ledger knows no whole month before %(day)s."),
            code="before_the_ledger",
            field="as_of",
            hint=_("Compute for %(first)s or a later day."),
            day=formats.day(as_of),
            first=formats.day(first),
        )


def _end_the_dead() -> None:
    """Whoever has the turn is alone: a run that is still under way has nobody behind it."""
    dead = Refresh.objects.filter(status=RefreshStatus.RUNNING)
    dead.update(status=RefreshStatus.FAILED, finished=timezone.now())


def _refresh(
    actor: Actor, known: Period, as_of: date, since: date | None, on_progress: Progress
) -> Refresh:
    last = first_of_month(known.end)  # a month that the ledger knows in part is not compared
    Snapshot.objects.filter(day__gt=last).delete()
    days = _days(known, min(as_of, known.end), since)
    run = Refresh.objects.create(
        as_of=as_of, since=since, days=len(days), by_id=actor.user_id, by_name=actor.name
    )
    try:
        for done, day in enumerate(days, start=1):
            asked_on = as_of if day == days[0] else day
            _bring_up(run, day, asked_on)
            run.done = done
            run.save(update_fields=["done", "made", "corrected"])
            on_progress(done / len(days))
    except BaseException:
        run.status, run.finished = RefreshStatus.FAILED, timezone.now()
        run.save(update_fields=["status", "finished"])
        raise
    run.status, run.finished = RefreshStatus.DONE, timezone.now()
    with transaction.atomic():
        run.save(update_fields=["status", "finished"])
        if run.made or run.corrected:
            told = {"as_of": as_of, "made": run.made, "corrected": run.corrected}
            record(actor, "kpis.refreshed", run, after=told)
    store.sweep(set(Snapshot.objects.values_list("file", flat=True)))
    return run


def _days(known: Period, as_of: date, since: date | None) -> list[date]:
    """The days to look at, today's first."""
    latest = first_of_month(as_of)
    earliest = add_months(known.start, 1)  # before, no full month had been seen
    wanted = {latest, *Snapshot.objects.values_list("day", flat=True)}
    if since is not None:
        wanted |= {
            each.start for each in Period(first_of_month(since), add_months(latest, 1)).months()
        }
    return sorted((day for day in wanted if earliest <= day), reverse=True)


def _bring_up(run: Refresh, day: date, asked_on: date) -> None:
    of, there = inputs_of(day), Snapshot.objects.filter(day=day).first()
    if there is not None and there.identity == of.identity and _is_kept(there):
        return
    before = None if there is None or not _is_kept(there) else store.read_all(there.file)
    only = None if there is None or before is None else _changed(there, of)
    rows = account_rows(of, only)
    if before is not None and only is not None:
        rows = _in_place(before, rows, only)
    whole = with_everybody(rows, of).sort_by([("level", "ascending"), ("subject", "ascending")])
    is_same = there is not None and before is not None and _is_same(there, before, whole)
    _keep(run, of, there, whole, asked_on, rows.num_rows if only is None else len(only), is_same)


def _keep(
    run: Refresh,
    of: Inputs,
    there: Snapshot | None,
    rows: pa.Table,
    asked_on: date,
    changed: int,
    is_same: bool,
) -> None:
    now = timezone.now()
    arrived = ledger.last_arrival(Period(add_months(of.period.start, -24), of.day))
    accounts = pc.sum(pc.equal(rows["level"], Level.ACCOUNT.value)).as_py() or 0
    snapshot = there or Snapshot(day=of.day, asked_on=asked_on, made_at=now)
    snapshot.file = store.write(of.day, rows, {**of.files, **_bounds(of)})
    snapshot.identity = of.identity
    snapshot.ledger_version = ledger.version()
    snapshot.structure_version = of.shape.version
    snapshot.method_version = METHOD
    snapshot.is_served = of.basis_of_serving is not None
    snapshot.accounts, snapshot.changed = accounts, changed
    heard = (each.said_on for each in of.losses or () if each.day in of.period)
    known = [None if arrived is None else timezone.localdate(arrived), *heard]
    snapshot.known_on = max((day for day in known if day is not None), default=None)
    if there is None:
        run.made += 1
    elif not is_same:
        snapshot.corrected_at = now
        snapshot.corrections += 1
        run.corrected += 1
    snapshot.save()


def _is_same(there: Snapshot, before: pa.Table, whole: pa.Table) -> bool:
    """Whether all that was shown before still holds: a part that the method did not have then was
    shown to nobody."""
    if there.method_version == METHOD:
        return bool(whole.equals(before))
    columns = store.columns_of(there.file)
    return bool(whole.select(columns).equals(before.select(columns)))


def _is_kept(snapshot: Snapshot) -> bool:
    return (store.folder() / snapshot.file).exists()


def _changed(there: Snapshot, of: Inputs) -> set[str] | None:
    """The accounts whose lines differ from those that a snapshot was computed from, with the
    groups above them; ``None`` where all have to be computed."""
    if there.method_version != METHOD:
        return None
    before: Mapping[str, Collection[str]] = store.files_of(there.file)
    bounds = _bounds(of)
    if any(before.get(name) != told for name, told in bounds.items()):
        return None
    files: set[str] = set()
    for month in of.files.keys() | before.keys() - bounds.keys():
        files |= set(of.files.get(month, ())) ^ set(before.get(month, ()))
    customers = ledger.customers_in(files)
    if customers is None:
        return None
    changed: set[str] = set()
    for code in customers:
        if code is None:  # lines without customer have no account by which to ask for them
            return None
        changed |= {of.forest.survivor(code), *of.forest.ancestors(code)}
    return changed


def _bounds(of: Inputs) -> dict[str, list[str]]:
    """What all accounts follow from: kept with the files, beside the months."""
    told = {"begins": [of.begins.isoformat()], "trees": [of.trees]}
    return told if of.basis_of_serving is None else {**told, "serving": [of.basis_of_serving]}


def _in_place(before: pa.Table, rows: pa.Table, only: set[str]) -> pa.Table:
    """The accounts' rows of a snapshot with the new ones of ``only`` in their place."""
    is_account = pc.equal(before["level"], Level.ACCOUNT.value)
    stale = pc.is_in(before["subject"], value_set=pa.array(sorted(only), pa.string()))
    kept = before.filter(pc.and_(is_account, pc.invert(stale)))
    return pa.concat_tables([kept, rows])
