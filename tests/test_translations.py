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
from django.utils import dates, translation

from clavero.config.translations import catalogues as every_catalogue
from clavero.config.translations import compile_all, share

PACKAGE = Path(settings.PACKAGE)
TRANSLATED = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PLURALS = {"es": "nplurals=2; plural=(n != 1);"}
NOT_FOR_PEOPLE = ("locale", "tests", "migrations", "static", "__pycache__")
PLACE = re.compile(r"%(?:\(\w+\))?[sdf]|\{\w*\}|</?\w+")


def catalogues(language: str) -> dict[str, polib.POFile]:
    """The catalogue of each domain, and under "" that of what belongs to none."""
    return {
        path.relative_to(PACKAGE).parts[0].removesuffix("locale"): polib.pofile(str(path))
        for path in every_catalogue(PACKAGE)
        if path.parts[-3] == language
    }


def entries(language: str) -> list[polib.POEntry]:
    return [entry for each in catalogues(language).values() for entry in each]


def key(entry: polib.POEntry) -> tuple[str, str, str]:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str, str, str]]:
    """Every message of the code and the templates with its domain, as Django's own extraction
    finds them."""
    if not shutil.which("xgettext"):
        pytest.skip("gettext is not installed: whether the catalogue is complete was not checked")
    copy = tmp_path_factory.mktemp("messages") / "clavero"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns(*NOT_FOR_PEOPLE))
    for app in (copy, *(each.parent for each in copy.glob("*/apps.py"))):
        (app / "locale").mkdir()
    # Without settings, so that it writes beside the copy and not in the real LOCALE_PATHS.
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", "makemessages", "--keep-pot", "--locale", "es"]
    subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)
    return {
        (path.relative_to(copy).parts[0].removesuffix("locale"), *key(entry))
        for path in copy.glob("**/locale/django.pot")
        for entry in polib.pofile(str(path))
    }


def known(language: str) -> set[tuple[str, str, str, str]]:
    return {
        (domain, *key(entry))
        for domain, messages in catalogues(language).items()
        for entry in messages
        if not entry.obsolete
    }


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_message_is_missing(language: str, wanted: set[tuple[str, str, str, str]]) -> None:
    missing = sorted((domain, msgid) for domain, _, msgid, _ in wanted - known(language))
    assert not missing, f"{len(missing)} messages are not in their catalogue: make messages"


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_message_is_left_over(language: str, wanted: set[tuple[str, str, str, str]]) -> None:
    left_over = sorted((domain, msgid) for domain, _, msgid, _ in known(language) - wanted)
    assert not left_over, "these are no longer in the code: remove them from the catalogue"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_domain_says_a_thing_with_the_same_words(language: str) -> None:
    """Django makes one catalogue of them all, in which only one of two translations would live."""
    said: dict[tuple[str, str, str], set[tuple[str, ...]]] = {}
    for entry in entries(language):
        words = (entry.msgstr, *(entry.msgstr_plural or {}).values())
        said.setdefault(key(entry), set()).add(words)
    assert {each: words for each, words in said.items() if len(words) > 1} == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_and_sure(language: str) -> None:
    assert [entry.msgid for entry in entries(language) if not entry.translated()] == []
    assert [entry.msgid for entry in entries(language) if entry.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_and_tags_agree(language: str) -> None:
    wrong = [
        (entry.msgid, translation)
        for entry in entries(language)
        for originals, translation in pairs(entry)
        if places(translation) not in map(places, originals)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_plurals_have_the_forms_of_the_language(language: str) -> None:
    heads = {name: each.metadata for name, each in catalogues(language).items()}
    wrongly = [name for name, head in heads.items() if head["Plural-Forms"] != PLURALS[language]]
    assert wrongly == []
    forms = int(PLURALS[language][len("nplurals=")])
    wrong = [
        entry.msgid
        for entry in entries(language)
        if entry.msgid_plural and sorted(entry.msgstr_plural) != list(range(forms))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_months_and_days_are_called_as_django_calls_them(language: str) -> None:
    """ "May" is a month before it is what somebody is allowed: say which by a context."""
    calendar = {*dates.MONTHS.values(), *dates.MONTHS_3.values(), *dates.WEEKDAYS.values()}
    with translation.override("en"):
        names = {str(name) for name in calendar}
    ours = {entry.msgid for entry in entries(language) if entry.msgctxt is None}
    assert ours & names == set()


MARKING = re.compile(r"\b_\b|gettext")


def test_texts_are_marked_as_the_extraction_sees_them() -> None:
    """``gettext as _now`` and ``f"{_('text')}"`` translate, but no catalogue gets their texts."""
    hidden = [
        f"{source.relative_to(PACKAGE)}: {ast.unparse(node)}"
        for source in sorted(PACKAGE.rglob("*.py"))
        if MARKING.search(text := source.read_text(encoding="utf-8"))
        for node in ast.walk(ast.parse(text))
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
    years = polib.POEntry(
        msgid="%(n)s year",
        msgid_plural="%(n)s years",
        msgstr_plural={0: "%(n)s año", 1: "%(n)s años"},
    )
    written = written_in(tmp_path, polib.POEntry(msgid="Portfolio", msgstr="Cartera"), years)

    assert compile_all(tmp_path) == [written.with_suffix(".mo")]

    spanish = gettext.translation("django", tmp_path / "locale", ["es"])
    assert spanish.gettext("Portfolio") == "Cartera"
    assert spanish.ngettext("%(n)s year", "%(n)s years", 2) == "%(n)s años"


def test_a_domain_takes_the_words_of_another(tmp_path: Path) -> None:
    written_in(tmp_path, polib.POEntry(msgid="Save", msgstr="Guardar"))
    guess = polib.POEntry(msgid="Save", msgstr="Salvar", flags=["fuzzy"])
    new = written_in(tmp_path / "plans", guess, polib.POEntry(msgid="Plan"))

    assert share(tmp_path) == 1

    found = polib.pofile(str(new))
    assert [(each.msgid, each.msgstr, each.fuzzy) for each in found] == [
        ("Save", "Guardar", False),
        ("Plan", "", False),
    ]


def written_in(app: Path, *messages: polib.POEntry) -> Path:
    """A Spanish catalogue of ``messages`` in the folder of ``app``."""
    folder = app / "locale" / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = polib.POFile()
    source.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": PLURALS["es"]}
    source.extend(messages)
    source.save(str(folder / "django.po"))
    return folder / "django.po"


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
