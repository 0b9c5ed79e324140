"""What is handed over when an ordinary customer becomes a key account.

Source: the transfer workflow of methods §1.5.
"""

from __future__ import annotations

from enum import StrEnum


class Item(StrEnum):
    """A line of the checklist."""

    HISTORY = "history"
    CONTACTS = "contacts"
    TERMS = "terms"
    PROMISES = "promises"
    COMPLAINTS = "complaints"
    PIPELINE = "pipeline"
    INTRODUCTION = "introduction"
