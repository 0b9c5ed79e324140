"""Compiles the translations: ``python -m clavero.config.translations``.

Django's own ``compilemessages`` needs the gettext programs; polib needs nothing, so that a
machine with only Python can set Clavero up (``docs/decisions/0005-translations.md``).
"""

from __future__ import annotations

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def compile_all(locale: Path = LOCALE) -> list[Path]:
    """Write a ``.mo`` beside every ``.po`` under ``locale``, and say which."""
    written = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        polib.pofile(str(source)).save_as_mofile(str(target))
        written.append(target)
    return written


if __name__ == "__main__":
    compile_all()
