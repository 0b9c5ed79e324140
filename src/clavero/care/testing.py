"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from clavero.care.links import token_of
from clavero.care.models import Complaint, Door
from clavero.care.services import add_complaint, change_complaint, open_door, resolve, set_hours
from clavero.identity.rules import Actor
from clavero.portfolio.models import Customer

SYSTEM = Actor.system()
PDF = b"%PDF-1.7\n%%EOF\n"
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def make_complaint(customer: Customer, text: str = "Pallets came open", **given: Any) -> Complaint:
    """A complaint that somebody told us on the telephone."""
    return add_complaint(SYSTEM, customer_id=customer.pk, text=text, **given)


def make_resolved(customer: Customer, cause: str = "late", **given: Any) -> Complaint:
    """One that is resolved, of a cause."""
    key = make_complaint(customer, **given).pk
    change_complaint(SYSTEM, complaint_id=key, cause=cause)
    return resolve(SYSTEM, complaint_id=key, text="Sent again")


def make_door(customer: Customer, name: str = "Goods receipt", language: str = "en") -> Door:
    """A link to complain."""
    return open_door(SYSTEM, customer_id=customer.pk, name=name, language=language)


def token(door: Door) -> str:
    """The last part of its link."""
    return token_of(door.key, door.language)


def make_hours(**given: Any) -> None:
    """The usual calendar, in UTC so that tests can count."""
    week = dict.fromkeys(range(5), "09:00-18:00")
    set_hours(SYSTEM, **{"valid_from": date(2020, 1, 1), "week": week, "zone": "UTC", **given})
