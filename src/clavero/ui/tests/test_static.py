"""What the browser gets: our few files and the packages' fewer."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.template.loader import get_template
from django.test import Client, override_settings

from clavero.identity.testing import Cast
from clavero.ui import icons
from clavero.ui.assets import MODULES, STYLESHEETS
from clavero.ui.finders import WANTED, NodeModulesFinder

PACKAGE = Path(__file__).parents[2]
NAMED_ICON = re.compile(r"""\{% icon ["']([\w-]+)["']|icon=["']([\w-]+)["']""")


def test_only_the_wanted_files_are_found() -> None:
    assert finders.find("vendor/htmx.min.js")
    assert finders.find("@tabler/core/package.json") is None
    assert finders.find("vendor/../package.json") is None


def test_every_wanted_file_is_in_the_packages() -> None:
    assert NodeModulesFinder().check() == []
    styles = [f"ui/{name}.css" for name in (*STYLESHEETS, "print")]
    assert all(finders.find(name) for name in [*WANTED, *MODULES.values(), *styles])


def test_missing_packages_say_what_to_do(settings: Any, tmp_path: Path) -> None:
    settings.NODE_MODULES = tmp_path
    assert [error.id for error in NodeModulesFinder().check()] == ["ui.E001"]
    assert NodeModulesFinder().find("vendor/htmx.min.js") == []
    with pytest.raises(ImproperlyConfigured, match="make setup"):
        icons.shapes.__wrapped__("key")


def test_an_icon_that_is_not_there_names_itself() -> None:
    with pytest.raises(ImproperlyConfigured, match="no icon 'nothing-of-the-kind'"):
        icons.icon("nothing-of-the-kind")


def test_every_icon_named_in_a_template_exists() -> None:
    texts = (file.read_text() for file in PACKAGE.rglob("templates/**/*.html"))
    names = {name for text in texts for pair in NAMED_ICON.findall(text) for name in pair if name}
    assert "upload" in names or len(names) > 10
    assert [name for name in sorted(names) if not icons.shapes(name)] == []


def test_collected_files_carry_their_content_in_their_name(tmp_path: Path) -> None:
    storage = {"staticfiles": {"BACKEND": "clavero.ui.storage.HashedStaticFiles"}}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storage, DEBUG=False):
        call_command("collectstatic", interactive=False, verbosity=0)
        manifest = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
        page = get_template("500.html").render()
    assert re.fullmatch(r"vendor/htmx\.min\.[0-9a-f]{12}\.js", manifest["vendor/htmx.min.js"])
    assert manifest["vendor/tabler.min.css"] in page
    assert (tmp_path / f"{manifest['vendor/tabler.min.css']}.gz").is_file()


def test_scripts_stand_in_the_page_with_the_nonce_of_the_policy(cast: Cast, client: Client) -> None:
    answer = client.get("/accounts/login/")
    policy = answer.headers["Content-Security-Policy"]
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce
    assert f'<script type="importmap" nonce="{nonce[1]}">' in answer.content.decode()
    assert "unsafe" not in policy


def test_no_template_has_an_inline_script_or_style() -> None:
    bad = re.compile(r"<script(?![^>]*\b(src|type)=)|<style|\bstyle=|\bon\w+=|javascript:")
    pages = list(PACKAGE.glob("ui/templates/**/*.html"))
    assert pages
    assert [file.name for file in pages if bad.search(file.read_text())] == []
