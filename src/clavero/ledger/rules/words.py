"""Names made comparable: without accents, case, punctuation, abbreviations or filler."""

from __future__ import annotations

import re
import unicodedata

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ORDINAL = re.compile(r"\bn\s*[ºo°]\.?(?=\W|$)|#")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Lower case, no accents, words of letters and digits separated by one blank.

    >>> fold("  Cód._Cliente "), fold("InvoiceNo"), fold("Nº factura")
    ('cod cliente', 'invoice numero', 'numero factura')
    """
    apart = _CAMEL.sub(" ", text)
    lower = _ORDINAL.sub(" numero ", apart.lower())
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", lower)
        if not unicodedata.combining(letter)
    )
    return _NOT_WORD.sub(" ", bare).strip()
