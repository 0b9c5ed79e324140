"""What an e-mail address looks like."""

from __future__ import annotations

import re


def is_address(text: str) -> bool:
    """Whether a text can be an e-mail address: what Django's own fields check is more.

    >>> is_address("m.gil@x.example"), is_address("m.gil at x")
    (True, False)
    """
    return re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) is not None
