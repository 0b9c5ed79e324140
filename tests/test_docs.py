"""The documents keep their promises: links resolve, settings are told, both languages agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from clavero.cli.app import app
from clavero.config.settings import KNOWN_VARIABLES

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
GUIDES = sorted(path for path in (DOCS / "guide").iterdir() if path.is_dir())
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)[^)]*\)")
FENCED = re.compile(r"^```.*?^```", re.M | re.S)
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.M | re.S)
HEADING = re.compile(r"^#+ +(.+)$", re.M)
SETTING = re.compile(r"\bCLAVERO_\w+")
ENGINES = {"DATABASE_URL", "LEDGER_ENGINE"}


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def prose(page: Path) -> str:
    return FENCED.sub("", page.read_text())


def anchors(page: Path) -> set[str]:
    """A page's headings, as the usual renderers turn them into anchors."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in HEADING.findall(prose(page))
    }


def links(page: Path) -> set[str]:
    found: set[str] = set(LINK.findall(prose(page)))
    return {link for link in found if not re.match(r"[a-z]+:", link)}


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        leads = target.exists() and (not anchor or anchor in anchors(target))
        if not leads:
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", sorted((DOCS).rglob("*.md")), ids=relative)
def test_every_page_can_be_reached_from_the_index(page: Path) -> None:
    assert page.resolve() in reachable(DOCS / "index.md")


@pytest.mark.parametrize("guide", GUIDES, ids=relative)
def test_every_setting_is_documented_and_no_other(guide: Path) -> None:
    text = (guide / "settings.md").read_text()
    assert set(SETTING.findall(text)) == set(KNOWN_VARIABLES)
    assert {engine for engine in ENGINES if engine not in text} == set()


@pytest.mark.parametrize("name", ["README.md", "Dockerfile", "compose.yaml", "Makefile"])
def test_no_setting_is_invented(name: str) -> None:
    assert set(SETTING.findall((ROOT / name).read_text())) <= set(KNOWN_VARIABLES)


def test_both_guides_have_the_same_pages() -> None:
    spanish, english = (
        {page.name for page in DOCS.glob(f"guide/{code}/*")} for code in ("es", "en")
    )
    assert spanish == english


def test_the_readme_is_short_and_starts_with_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text()
    assert len(text.splitlines()) <= 80
    assert re.findall(r"^(make \w+|clavero \w+)", text, re.M)[:2] == ["make demo", "make test"]


def test_every_command_named_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    named = {name for page in PAGES for name in re.findall(r"`make (\w+)", page.read_text())}
    assert named <= targets


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_every_clavero_command_named_exists(page: Path) -> None:
    code = " ".join(CODE.findall(page.read_text()))
    named = set(re.findall(r"\bclavero ([a-z][\w-]*)", code))
    assert named <= set(get_command(app).commands)


def reachable(start: Path) -> set[Path]:
    """Every document to which links lead from ``start``."""
    seen: set[Path] = set()
    waiting = [start.resolve()]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md" or not page.is_file():
            continue
        seen.add(page)
        waiting += [(page.parent / link.partition("#")[0]).resolve() for link in links(page)]
    return seen
