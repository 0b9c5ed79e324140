"""What people of the customer's are called where they write something without signing in: nobody
takes their name for that of one of ours."""

from __future__ import annotations

from django.utils.translation import pgettext

_SIGN = ": "


def guest_name(name: str) -> str:
    """The name under which something is kept that somebody of the customer's wrote, in the language
    that is active."""
    who = pgettext("who wrote something", "customer")
    return f"{who}{_SIGN}{name}"


def bare_name(name: str) -> str:
    """The same without what was put before it, for who looks for a person.

    >>> bare_name("customer: Marta Gil"), bare_name("Marta Gil")
    ('Marta Gil', 'Marta Gil')
    """
    return name.partition(_SIGN)[2] or name
