"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.playbook.models import PlaybookVersion
from clavero.playbook.selectors import latest_playbook
from clavero.playbook.services import adopt_playbook

SYSTEM = Actor.system()


def adopt_something(everywhere: str, *, valid_from: date | None = None) -> PlaybookVersion:
    """A version of the playbook with another text for every account."""
    latest = latest_playbook()
    return adopt_playbook(
        SYSTEM,
        playbook=replace(latest.settings, everywhere=everywhere),
        valid_from=valid_from or timezone.localdate(),
        approved_by="The committee",
        approved_on=timezone.localdate(),
        reason="The yearly meeting",
        seen=latest.number,
    )
