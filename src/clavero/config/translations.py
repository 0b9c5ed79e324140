"""Compiles the translations: ``python -m clavero.config.translations``.

Django's own ``compilemessages`` needs the gettext programs; polib needs nothing, so that a
machine with only Python can set Clavero up (``docs/decisions/0005-translations.md``).

With ``share`` after it, it gives every message that is not translated yet the words that another
domain has for the same one.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parents[1]


def catalogues(package: Path = PACKAGE) -> list[Path]:
    """Every catalogue: one in each domain, and one beside them for what belongs to none."""
    return sorted(package.glob("**/locale/*/LC_MESSAGES/django.po"))


def compile_all(package: Path = PACKAGE) -> list[Path]:
    """Write a ``.mo`` beside every catalogue under ``package``, and say which."""
    written = []
    for source in catalogues(package):
        target = source.with_suffix(".mo")
        polib.pofile(str(source)).save_as_mofile(str(target))
        written.append(target)
    return written


def share(package: Path = PACKAGE) -> int:
    """Translate what another catalogue of the same language translates; how many messages.

    The catalogue of a new domain also gets the head of the one beside the domains.
    """
    opened = {path: polib.pofile(str(path), wrapwidth=0) for path in catalogues(package)}
    known = {
        (path.parts[-3], entry.msgctxt, entry.msgid): entry
        for path, catalogue in opened.items()
        for entry in catalogue.translated_entries()
    }
    shared = 0
    for path, catalogue in opened.items():
        before = shared
        if catalogue.metadata_is_fuzzy:
            model = opened[package / "locale" / path.relative_to(path.parents[2])]
            catalogue.header, catalogue.metadata = model.header, dict(model.metadata)
            catalogue.metadata_is_fuzzy = False
            catalogue.save()
        for entry in (*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()):
            same = known.get((path.parts[-3], entry.msgctxt, entry.msgid))
            if same is not None and same.msgid_plural == entry.msgid_plural:
                entry.msgstr, entry.msgstr_plural = same.msgstr, dict(same.msgstr_plural)
                entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
                entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None
                shared += 1
        if shared > before:
            catalogue.save()
    return shared


if __name__ == "__main__":
    if "share" in sys.argv[1:]:
        share()
    compile_all()
