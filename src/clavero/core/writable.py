"""Texts that every file format built on XML can hold."""

from __future__ import annotations

import re

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """``text`` without the characters that no XML can hold, which a name read from a file may have.

    >>> writable("Ac\\x0bme\\x01, S.L.")
    'Acme, S.L.'
    """
    return _NOT_IN_XML.sub("", text)


def kept(text: str) -> str:
    """``text`` as it is kept and drawn: without those characters, and with a space where a
    presentation or a printer broke the line by one of them, so that no two words become one.

    >>> kept("Marta\\x0bGil\\x01")
    'Marta Gil'
    """
    return writable(text.replace("\x0b", " ").replace("\x0c", " "))
