"""A file of purchases for a command."""

from __future__ import annotations

from django.utils import timezone

from clavero.lifetime.rules.files import COLUMNS, PurchasesRead, read_purchases
from clavero.ui.brought import read_table


def purchases_of_file(content: bytes) -> PurchasesRead:
    """What a file tells of purchases; rows that cannot be used are told one by one.

    Raises :class:`clavero.core.errors.Refusal` where it is no file of purchases.
    """
    today = timezone.localdate()
    return read_table(content, lambda text: read_purchases(text, today), COLUMNS)
