"""Programs for the tests of this layer and of those above it."""

from __future__ import annotations

from typing import Any

from django.test import Client

from clavero.rest.services import create_token


def program_of(actor: Any) -> Client:
    """A program that speaks for ``actor``, with a token of its own."""
    made = create_token(actor, name="Dashboard")
    return Client(headers={"authorization": f"Bearer {made.secret}"})
