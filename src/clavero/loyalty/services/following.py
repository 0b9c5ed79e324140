"""What happens after the answer of a detractor: somebody of ours calls."""

from __future__ import annotations

from clavero.loyalty.models import Invitation


def follow_up(invitation: Invitation) -> None:
    """Make it the task of whoever leads the account."""
