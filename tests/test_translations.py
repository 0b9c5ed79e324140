"""Everything people read stands in both languages, whole and with its placeholders.

English is the language of the code; every other language of the settings has a catalogue.
"""

from __future__ import annotations

import ast
import gettext
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings

from clavero.config.translations import compile_all

PACKAGE = Path(settings.PACKAGE)
TRANSLATED = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PLURALS = {"es": "nplurals=2; plural=(n != 1);"}
NOT_FOR_PEOPLE = ("locale", "tests", "migrations", "static", "__pycache__")
PLACE = re.compile(r"%(?:\(\w+\))?[sdf]|\{\w*\}|</?\w+")


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"))


def key(entry: polib.POEntry) -> tuple[str, str, str]:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str, str]]:
    """Every message of the code and the templates, as Django's own extraction finds them."""
    if not shutil.which("xgettext"):
        pytest.skip("gettext is not installed: whether the catalogue is complete was not checked")
    copy = tmp_path_factory.mktemp("messages") / "clavero"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns(*NOT_FOR_PEOPLE))
    (copy / "locale").mkdir()
    # Without settings, so that it writes beside the copy and not in the real LOCALE_PATHS.
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", "makemessages", "--keep-pot", "--locale", "es"]
    subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)
    return {key(entry) for entry in polib.pofile(str(copy / "locale" / "django.pot"))}


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_message_is_missing(language: str, wanted: set[tuple[str, str, str]]) -> None:
    known = {key(entry) for entry in catalogue(language) if not entry.obsolete}
    missing = sorted(msgid for _, msgid, _ in wanted - known)
    assert not missing, f"{len(missing)} messages are not in the catalogue: make messages"


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_message_is_left_over(language: str, wanted: set[tuple[str, str, str]]) -> None:
    left_over = sorted(msgid for _, msgid, _ in {key(e) for e in catalogue(language)} - wanted)
    assert not left_over, "these are no longer in the code: remove them from the catalogue"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_and_sure(language: str) -> None:
    messages = catalogue(language)
    assert [entry.msgid for entry in messages.untranslated_entries()] == []
    assert [entry.msgid for entry in messages.fuzzy_entries()] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_and_tags_agree(language: str) -> None:
    wrong = [
        (entry.msgid, translation)
        for entry in catalogue(language).translated_entries()
        for originals, translation in pairs(entry)
        if places(translation) not in map(places, originals)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_plurals_have_the_forms_of_the_language(language: str) -> None:
    messages = catalogue(language)
    assert messages.metadata["Plural-Forms"] == PLURALS[language]
    forms = int(PLURALS[language][len("nplurals=")])
    wrong = [
        entry.msgid
        for entry in messages
        if entry.msgid_plural and sorted(entry.msgstr_plural) != list(range(forms))
    ]
    assert wrong == []


def test_texts_are_marked_as_the_extraction_sees_them() -> None:
    """``gettext as _now`` and ``f"{_('text')}"`` translate, but no catalogue gets their texts."""
    hidden = [
        f"{source.relative_to(PACKAGE)}: {ast.unparse(node)}"
        for source in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if is_hidden(node)
    ]
    assert hidden == [], "call gettext and its siblings by their own names or _, outside f-strings"


def is_hidden(node: ast.AST) -> bool:
    """Whether the extraction misses the texts marked here."""
    if isinstance(node, ast.ImportFrom):
        return any("gettext" in each.name and each.asname not in (None, "_") for each in node.names)
    return isinstance(node, ast.JoinedStr) and any(
        isinstance(each, ast.Name) and (each.id == "_" or "gettext" in each.id)
        for each in ast.walk(node)
    )


def test_a_compiled_catalogue_speaks(tmp_path: Path) -> None:
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = polib.POFile()
    source.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": PLURALS["es"]}
    source.append(polib.POEntry(msgid="Portfolio", msgstr="Cartera"))
    source.append(
        polib.POEntry(
            msgid="%(n)s year",
            msgid_plural="%(n)s years",
            msgstr_plural={0: "%(n)s año", 1: "%(n)s años"},
        )
    )
    source.save(str(folder / "django.po"))

    assert compile_all(tmp_path) == [folder / "django.mo"]

    spanish = gettext.translation("django", tmp_path, ["es"])
    assert spanish.gettext("Portfolio") == "Cartera"
    assert spanish.ngettext("%(n)s year", "%(n)s years", 2) == "%(n)s años"


def pairs(entry: polib.POEntry) -> Iterator[tuple[list[str], str]]:
    """Each translation with the originals whose placeholders it may have.

    Only the form for one may leave its number out, as "one file" does.
    """
    if not entry.msgid_plural:
        yield [entry.msgid], entry.msgstr
    for form, text in entry.msgstr_plural.items():
        yield [entry.msgid_plural, *([entry.msgid] if form == 0 else [])], text


def places(text: str) -> Counter[str]:
    return Counter(PLACE.findall(text))
