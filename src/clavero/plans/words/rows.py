"""What happens to a row."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from clavero.plans.words.catalogue import Name

ROW_CHANGES: dict[str, Name] = {
    "row.added": _("Added"),
    "row.changed": _("Changed"),
    "row.confirmed": _("Still holds"),
    "row.retired": _("Taken out"),
    "row.decided": _("An executive has decided"),
    "row.signed": _("Value signed by the customer"),
    "row.moved": _("Moved on"),
}
