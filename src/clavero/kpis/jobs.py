"""What is computed in the background; without a worker, at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django_tasks import task

from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.kpis import services


@task()
def refresh_after_change() -> None:
    """Bring the snapshots up to the ledger's last change. With no line left there is nothing."""
    try:
        services.refresh(Actor.system())
    except Refusal:
        return


@task()
def refresh_now(by: dict[str, Any]) -> None:
    """Compute what somebody asked for. That there is nothing to compute they were told before."""
    try:
        services.refresh(Actor.of_carried(by))
    except Refusal:
        return


def meetings_at_night(on: date) -> Refusal | None:
    """Keep what interactions count. While nobody writes any down there is nothing to do."""
    try:
        services.tell_meetings(Actor.system(), day=on)
    except Refusal as nothing:
        return nothing
    return None


def at_night(on: date) -> Refusal | None:
    """Keep what complaints come to, how contracts are kept and what was delivered, and compute how
    everybody stands on the day. Without sales there is nothing to compute."""
    services.tell_complaints(Actor.system(), day=on)
    services.tell_terms(Actor.system(), day=on)
    services.tell_deliveries(Actor.system(), day=on)
    try:
        services.refresh(Actor.system(), as_of=on)
    except Refusal as nothing:
        return nothing
    return None


def relationships_at_night(on: date) -> Refusal | None:
    """Keep what relationships come to. Without contacts there is nothing to do."""
    try:
        services.tell_relationships(Actor.system(), day=on)
    except Refusal as nothing:
        return nothing
    return None


def ask_surveys(on: date) -> Refusal | None:
    """Keep what customers say in surveys. Without answers there is nothing to do."""
    try:
        services.tell_loyalty(Actor.system(), day=on)
    except Refusal as nothing:
        return nothing
    return None
