"""Languages as files name them, so that their words are spelled and read aloud in the right one."""

from __future__ import annotations

_TAGS = {"es": "es-ES", "en": "en-GB"}


def tag(language: str) -> str:
    """The language with its country, as office programs want it.

    >>> tag("es"), tag("en"), tag("pt-br")
    ('es-ES', 'en-GB', 'pt-BR')
    """
    known = _TAGS.get(language.lower())
    if known:
        return known
    name, _dash, country = language.partition("-")
    return f"{name}-{country.upper()}" if country else name
