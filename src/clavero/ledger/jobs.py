"""What the ledger does in the background; without a worker, at once."""

from __future__ import annotations

from typing import Any

from django.utils.translation import override
from django_tasks import task

from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.ledger import services, uploads


@task()
def run_import(import_id: str, by: dict[str, Any], upload: str = "") -> None:
    """Do an import that a person queued. A refusal is written on the import for them.

    The file of refused rows is in their language. The file that they brought under the key
    ``upload`` is thrown away once it is imported; a refused one stays for a day, to be read in
    another way.
    """
    actor = Actor.of_carried(by)
    try:
        with override(actor.language):
            services.run_import(actor, import_id=import_id)
    except Refusal:
        return
    if upload:
        uploads.throw_away(upload)
    if services.tidying_is_due():
        tidy.enqueue(by)


@task()
def tidy(by: dict[str, Any]) -> None:
    """The ledger's daily housekeeping, where it is due."""
    services.tidy_if_due(Actor.of_carried(by))
