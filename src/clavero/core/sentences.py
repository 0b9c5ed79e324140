"""Sentences as people write them."""

from __future__ import annotations

import re

_TWO_STOPS = re.compile(r"(?<=\w)\.\.(?=\s|$)")


def with_one_stop(text: str) -> str:
    """``text`` where a name that ends in a full stop, such as S.L., does not get another.

    >>> with_one_stop("Cañizal has been merged into Astilleros, S.L.. Look at it.")
    'Cañizal has been merged into Astilleros, S.L. Look at it.'
    >>> with_one_stop("Two days with .. between, as 2010-12-01..2011-12-10 …")
    'Two days with .. between, as 2010-12-01..2011-12-10 …'
    """
    return _TWO_STOPS.sub(".", text)


def closed(text: str) -> str:
    """``text`` as a sentence that another one can follow.

    >>> closed("The board asked "), closed("Why not?"), closed("Said by Ega, S.L.")
    ('The board asked.', 'Why not?', 'Said by Ega, S.L.')
    """
    tidy = text.strip()
    return tidy if not tidy or tidy[-1] in ".!?…:;" else f"{tidy}."
