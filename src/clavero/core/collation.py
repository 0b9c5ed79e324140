"""The order of names: as in a dictionary, accents and capitals aside, ñ after n."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

from django.db.models import CharField, Func, TextField

IN_SQLITE = "place_of"
"""The function that :mod:`clavero.core.sqlite` adds."""
PLAIN_IN_SQLITE = "plain_of"
"""Another one."""
_ACCENTED = "áàâäãåāéèêëēíìîïīóòôöõōúùûüūýÿñç"
_ALONE = "aaaaaaaeeeeeiiiiioooooouuuuuyync"

_IN_POSTGRESQL = "es-x-icu"  # every PostgreSQL with ICU has it; ñ is a letter of its own
_LAST = "\U0010ffff"  # after every letter
_MOST_REMEMBERED = 1 << 16


@lru_cache(_MOST_REMEMBERED)
def place_of(text: str | None) -> str | None:
    """What puts ``text`` in its place.

    >>> sorted(["Zas", "Áridos", "ñu", "nz", "ASTILLEROS", "Aceites"], key=place_of)
    ['Aceites', 'Áridos', 'ASTILLEROS', 'nz', 'ñu', 'Zas']
    """
    if text is None:
        return None
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold()).replace("n\u0303", f"n{_LAST}")
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@lru_cache(_MOST_REMEMBERED)
def plain_of(text: str | None) -> str | None:
    """``text`` as it is searched: without capitals and accents.

    >>> plain_of("Núñez"), plain_of(None)
    ('nunez', None)
    """
    if text is None:
        return None
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


class Plain(Func):
    """A text of the database, to be searched with :func:`plain_of` of a word."""

    arity = 1
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """By the function of its connections."""
        return super().as_sql(compiler, connection, function=PLAIN_IN_SQLITE, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Letter by letter: what takes accents off is an extension that may be missing."""
        # Capitals too: not every locale of a database knows the small letter of Ñ.
        accented, alone = _ACCENTED + _ACCENTED.upper(), _ALONE * 2
        template = f"lower(translate(%(expressions)s, '{accented}', '{alone}'))"
        return super().as_sql(compiler, connection, template=template, **extra)


class InPlace(Func):
    """A text of the database, to be ordered by: ``InPlace("name").asc()``."""

    arity = 1
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """By the function of its connections."""
        return super().as_sql(compiler, connection, function=IN_SQLITE, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """By one of its own collations."""
        template = f'%(expressions)s COLLATE "{_IN_POSTGRESQL}"'
        return super().as_sql(compiler, connection, template=template, **extra)


def is_text(field: Any) -> bool:
    """Whether a field holds words: neither numbers or days nor the keys of a short list."""
    return isinstance(field, CharField | TextField) and not field.choices
