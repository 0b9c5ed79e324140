"""How soon complaints are answered and when people work: versions, each from a day on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.care.models import AccountHours, Hours, Terms
from clavero.care.rules.calendar import Calendar, NotHours, hours_in_words, shifts_of
from clavero.care.rules.cases import Promised, Severity, Tier
from clavero.care.rules.days_off import DaysOff, regions_of
from clavero.care.selectors.promised import key_of, names_of_hours
from clavero.care.visibility import require
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.writing import tidy
from clavero.core.zones import zone_named
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.visibility import accounts


@transaction.atomic
def set_terms(
    actor: Actor,
    *,
    valid_from: date,
    stops: bool,
    minutes: Mapping[tuple[Tier, Severity], Sequence[int]],
) -> Terms:
    """Say how soon complaints are answered and resolved from a day on, of each tier and severity in
    minutes of working time. What came before keeps what was promised then."""
    require(actor, Verb.GOVERN_CARE)
    table: dict[str, list[int]] = {}
    for tier in Tier:
        for severity in Severity:
            first, second = minutes[tier, severity]
            try:
                Promised(timedelta(minutes=first), timedelta(minutes=second))
            except ValueError as fault:
                raise Refusal(
                    _("It is answered before it is resolved, and both take some time."),
                    code="no_promise",
                    field=f"resolve_{tier}_{severity}",
                ) from fault
            table[key_of(tier, severity)] = [first, second]
    terms = Terms.objects.create(
        valid_from=valid_from, table=table, stops=stops, by_name=actor.name
    )
    record(actor, "care.terms_set", terms, after={"valid_from": valid_from, "stops": stops})
    return terms


@transaction.atomic
def set_hours(
    actor: Actor,
    *,
    valid_from: date,
    week: Mapping[int, str],
    name: str = "",
    zone: str = "",
    country: str = "",
    region: str = "",
    days_off: Sequence[date] = (),
) -> Hours:
    """Say when people work from a day on. A calendar in which nobody ever works is refused."""
    require(actor, Verb.GOVERN_CARE)
    given = tidy(Hours, {"name": name, "country": country.upper(), "region": region.upper()})
    where = zone_named(zone)
    shifts = {}
    for day, text in week.items():
        try:
            shifts[day] = shifts_of(text)
        except NotHours as fault:
            raise Refusal(
                _("“%(text)s” says no hours."),
                code="no_hours",
                field=f"day_{day}",
                hint=_("Write them as 09:00-13:30, 15:00-18:00; leave a day off empty."),
                text=fault.text,
            ) from fault
    if not any(shifts.values()):
        raise Refusal(
            _("In this calendar nobody ever works, so no complaint would ever fall due."),
            code="no_working_hours",
            field="day_0",
            hint=_("Write the hours of one day at least."),
        )
    _check_place(given["country"], given["region"])
    Calendar(where, shifts, DaysOff(given["country"], given["region"], frozenset(days_off)))
    hours = Hours.objects.create(
        valid_from=valid_from, zone=where.key, by_name=actor.name,
        week={str(day): hours_in_words(each) for day, each in sorted(shifts.items())},
        days_off=sorted(each.isoformat() for each in set(days_off)), **given,
    )  # fmt: skip
    told = {"valid_from": valid_from, "name": hours.name, "week": hours.week}
    record(actor, "care.hours_set", hours, after=told)
    return hours


def _check_place(country: str, region: str) -> None:
    if not country and region:
        raise Refusal(
            _("Say of which country the region is."), code="country_missing", field="country"
        )
    if not country:
        return
    known = regions_of(country)
    if known is None:
        raise Refusal(
            _("No public holidays are known of “%(country)s”."),
            code="country_unknown",
            field="country",
            hint=_("Write the two letters of a country, such as ES, MX or DE."),
            country=country,
        )
    if region and region not in known:
        raise Refusal(
            _("No such region is known of %(country)s."),
            code="region_unknown",
            field="region",
            hint=_("Known are: %(regions)s."),
            country=country,
            regions=", ".join(known) or "—",
        )


@transaction.atomic
def hours_for_account(actor: Actor, *, customer_id: int, name: str) -> None:
    """Serve an account by a calendar of its own; empty, by the usual one. Complaints that are there
    keep theirs. Raises ``Customer.DoesNotExist`` for strangers to it."""
    customer = accounts(actor).get(pk=customer_id)
    require(actor)
    if name and name not in names_of_hours():
        raise Refusal(_("There is no such calendar."), code="no_calendar", field="name")
    before = AccountHours.objects.filter(customer=customer).values_list("name", flat=True).first()
    if (before or "") == name:
        return
    AccountHours.objects.filter(customer=customer).delete()
    if name:
        AccountHours.objects.create(customer=customer, name=name)
    told = {"complaint_hours": before or ""}, {"complaint_hours": name}
    record(actor, "complaint.hours_chosen", customer, before=told[0], after=told[1])
