"""Lines of the influence map are drawn and taken away, and scenarios copied from it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.revisions import CHANGED_MEANWHILE, ChangedMeanwhile
from clavero.core.writing import as_told, tidy
from clavero.identity.rules import Actor, closes_a_circle
from clavero.portfolio.selectors import account_of, structure, today_of
from clavero.portfolio.visibility import accounts
from clavero.relationships.models import Contact, Line, Scenario
from clavero.relationships.rules.influence import OPINIONS, LineKind, bosses_of
from clavero.relationships.rules.judging import latest_end, usual_end
from clavero.relationships.selectors.charts import here
from clavero.relationships.selectors.export import itself_and_copies, survivor_of
from clavero.relationships.selectors.influence import todays_lines
from clavero.relationships.selectors.known import people_at
from clavero.relationships.selectors.place import same_account
from clavero.relationships.services._held import refuse_merged, to_change
from clavero.relationships.visibility import contacts, require


@transaction.atomic
def make_scenario(
    actor: Actor, *, customer_id: int, name: str, supposes: str = "", of: int | None = None
) -> Scenario:
    """A copy of today's map, or of the scenario ``of``, under a name of its own. Raises
    ``Customer.DoesNotExist`` for strangers to the account."""
    customer = accounts(actor).get(pk=customer_id)
    require(actor)
    given = tidy(Scenario, {"name": name, "supposes": supposes})
    if not given["name"]:
        raise Refusal(
            _("Say what it is called."), code="name_missing", field="name",
            hint=_("Such as “after the merger”."),
        )  # fmt: skip
    records = structure().records(customer.pk)
    if Scenario.objects.filter(customer__in=records, name__iexact=given["name"]).exists():
        raise Refusal(
            _("There is a scenario of this name already."), code="name_taken", field="name"
        )
    scenario = Scenario.objects.create(customer=customer, by_name=actor.name, **given)
    if of is None:
        _copy_today(actor, scenario, customer_id)
    else:
        other = Scenario.objects.get(customer__in=records, pk=of)
        scenario.absent.set(other.absent.all())
        copies = list(other.lines.filter(ended_on=None))
        for line in copies:
            line.pk, line.scenario = None, scenario
        Line.objects.bulk_create(copies)
    record(actor, "scenario.made", scenario, after=as_told({**given, "customer": customer.code}))
    return scenario


def _copy_today(actor: Actor, scenario: Scenario, customer_id: int) -> None:
    people = people_at(account_of(actor, customer_id).codes)
    today = timezone.localdate()
    # Each as it was said, also of records that were merged: by whom, when, and until when.
    Line.objects.bulk_create(
        Line(
            scenario=scenario, start_id=each.start, end_id=each.end, kind=each.kind.value,
            source=each.source, said_on=each.said_on or today, expires_on=each.expires_on,
            by_name=each.by or actor.name,
        )
        for each in todays_lines(people, here(people, is_team=False))
    )  # fmt: skip


@transaction.atomic
def delete_scenario(actor: Actor, *, scenario_id: int) -> Scenario:
    """A scenario with its lines goes; today's map stays as it is."""
    scenario = _scenario(actor, scenario_id)
    record(actor, "scenario.deleted", scenario, before={"name": scenario.name})
    deleted = Scenario(pk=scenario.pk, customer_id=scenario.customer_id, name=scenario.name)
    scenario.delete()
    return deleted


@transaction.atomic
def set_absent(actor: Actor, *, scenario_id: int, contact_id: int, is_absent: bool) -> Scenario:
    """Suppose that somebody is no longer there, or is there after all."""
    scenario = _scenario(actor, scenario_id)
    contact = same_account(actor, scenario.customer.code).get(pk=contact_id)
    if is_absent:
        scenario.absent.add(contact)
    else:
        scenario.absent.remove(contact)
    record(
        actor, "scenario.changed", scenario, after={"contact": contact.pk, "is_absent": is_absent}
    )
    return scenario


@transaction.atomic
def draw_line(
    actor: Actor,
    *,
    start_id: int,
    end_id: int,
    kind: LineKind,
    source: str = "",
    expires_on: date | None = None,
    scenario_id: int | None = None,
    seen: int | None = None,
) -> Line:
    """Say what there is between two, today or in a scenario; said again, what was said before has
    ended and stays as it was said. ``seen`` is the number of the last line on the map that was
    looked at: what somebody else has said since is told first. Raises ``Contact.DoesNotExist`` for
    strangers to either."""
    start = to_change(actor, start_id)
    end = contacts(actor).get(pk=end_id)
    scenario = None if scenario_id is None else _scenario(actor, scenario_id)
    for each in (start, end):
        refuse_merged(each)
    _check(actor, start, end, kind, scenario)
    today = timezone.localdate()
    given: dict[str, Any] = {
        "source": tidy(Line, {"source": source})["source"], "said_on": today,
        "expires_on": _end(kind, today, expires_on), "by_name": actor.name,
    }  # fmt: skip
    if kind in OPINIONS and not given["source"]:
        raise Refusal(
            _("Say how you know."),
            code="source_missing",
            field="source",
            hint=_("What was said or done, by whom and when."),
        )
    same = _same(start.pk, end.pk, kind)
    if kind is LineKind.SOLID:  # nobody reports to two
        same |= Q(start__in=itself_and_copies(start.pk))
    before = Line.objects.filter(same, kind=kind.value, scenario=scenario, ended_on=None)
    _refuse_unseen(actor, list(before), seen)
    before.update(ended_on=today, ended_by=actor.name)
    line = Line.objects.create(start=start, end=end, kind=kind.value, scenario=scenario, **given)
    # What was thought is kept by the line alone, so that it can be forgotten whole.
    record(actor, "line.drawn", start)
    return line


@transaction.atomic
def remove_line(actor: Actor, *, line_id: int) -> Line:
    """Take a line away: it is on no map from now on, and who said what stays. One that has ended
    meanwhile is refused. Raises ``Line.DoesNotExist`` for strangers to its contacts."""
    found = Line.objects.filter(start__in=contacts(actor).order_by())
    line = found.select_for_update(of=("self",)).select_related("start").get(pk=line_id)
    require(actor)
    if line.ended_on is not None:
        raise Refusal(
            _("%(name)s has drawn this line anew or taken it away meanwhile."),
            code=CHANGED_MEANWHILE,
            hint=_("Look at the lines again."),
            name=line.ended_by,
        )
    line.ended_on, line.ended_by = timezone.localdate(), actor.name
    line.save(update_fields=["ended_on", "ended_by"])
    # What was drawn of a record merged into one of the two says the same: it would stand there now.
    same = _same(survivor_of(line.start).pk, survivor_of(line.end).pk, LineKind(line.kind))
    alike = Line.objects.filter(same, kind=line.kind, scenario=line.scenario_id, ended_on=None)
    alike.update(ended_on=line.ended_on, ended_by=actor.name)
    record(actor, "line.removed", line.start)
    return line


def _same(start_id: int, end_id: int, kind: LineKind) -> Q:
    """The lines between two: what was said of records merged into them was said of the two."""
    starts, ends = itself_and_copies(start_id), itself_and_copies(end_id)
    same = Q(start__in=starts, end__in=ends)
    if kind is LineKind.CONFLICT:  # the same from either end
        same |= Q(start__in=ends, end__in=starts)
    return same


def _refuse_unseen(actor: Actor, before: list[Line], seen: int | None) -> None:
    """Tell what somebody else has said of the same two since the map was looked at."""
    unseen = [each for each in before if seen is not None and each.pk > seen]
    others = [each for each in unseen if each.by_name != actor.name]
    if others:
        last = others[-1]
        told = _("%(by)s drew this line meanwhile: “%(source)s”.")
        said = str(told) % {"by": last.by_name, "source": last.source or "–"}
        raise ChangedMeanwhile({"source": said}, revision=max(each.pk for each in unseen))


def _scenario(actor: Actor, scenario_id: int) -> Scenario:
    """A scenario, locked. Raises ``Scenario.DoesNotExist`` for strangers to its account."""
    found = Scenario.objects.select_for_update(of=("self",)).select_related("customer")
    scenario = found.get(pk=scenario_id)
    # Of a record that was merged it is one of the account's that it became.
    if not accounts(actor).filter(pk=today_of(scenario.customer).id).exists():
        raise Scenario.DoesNotExist
    require(actor)
    return scenario


def _check(
    actor: Actor, start: Contact, end: Contact, kind: LineKind, scenario: Scenario | None
) -> None:
    if start.pk == end.pk:
        raise Refusal(_("A line is between two people."), code="same_contact", field="end_id")
    code = start.customer.code if scenario is None else scenario.customer.code
    there = set(
        same_account(actor, code).filter(pk__in=[start.pk, end.pk]).values_list("pk", flat=True)
    )
    if there != {start.pk, end.pk}:
        raise Refusal(_("They are people of two accounts."), code="other_account", field="end_id")
    if kind is not LineKind.SOLID:
        return
    if scenario is None:
        raise Refusal(
            _("Whom somebody reports to today is changed on the organisation chart."),
            code="todays_boss",
            field="kind",
        )
    bosses = bosses_of(
        [
            (line.start_id, line.end_id, LineKind(line.kind))
            for line in scenario.lines.filter(ended_on=None)
        ]
    )
    if closes_a_circle(start.pk, end.pk, dict(bosses)):
        raise Refusal(
            _("They would end up above the one they report to."),
            code="closes_a_circle",
            field="end_id",
        )


def _end(kind: LineKind, today: date, asked: date | None) -> date | None:
    if kind not in OPINIONS:
        return None
    end = asked or usual_end(today)
    if not today < end <= latest_end(today):
        raise Refusal(
            _("A judgement counts for two years at most, from the day on which it is made."),
            code="no_such_end",
            field="expires_on",
            hint=_("Choose an earlier day, and look at it again then."),
        )
    return end
