"""A real browser. A page that fails in the console, breaks the content policy or misses a file
fails its test, whatever the test looks at."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from clavero.core.testing import restore, snapshot
from clavero.identity.models import Person
from clavero.identity.testing import Cast, sign_in
from tests import browser_program

# What Playwright turns off, which counts only where it is said again, and the suggestions below the
# address: nobody sees them, and each new window drew them, which took as long as a page.
OFF = (
    "AimEnabled,AvoidCorsURLLoaderRestartOnRedirect,AvoidUnnecessaryBeforeUnloadCheckSync,"
    "DestroyProfileOnBrowserClose,HttpsFirstBalancedModeAutoEnable,HttpsUpgrades,LensOverlay,"
    "MediaRouter,NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,PreconnectToSearch,"
    "TcpPortRandomizationWin,ThirdPartyStoragePartitioning,"
    "msEdgeUpdateLaunchServicesPreferredVersion,msForceBrowserSignIn,WebUIOmniboxPopup"
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    f"--disable-features={OFF}",
]

# Playwright's loop runs in this thread, where Django would refuse to reach the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = browser_program()
    if program is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Faults:
    """What went wrong in a page. ``allowed`` are the status codes that a test expects."""

    allowed: set[int] = field(default_factory=set)
    seen: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", lambda message: self._said(message.type, message.text))
        page.on("pageerror", lambda error: self.seen.append(f"error: {error}"))
        page.on("response", self._answered)
        page.on("requestfailed", lambda request: self._failed(request.url, request.failure))

    def _said(self, kind: str, text: str) -> None:
        expected = any(re.search(rf"[Ss]tatus .*\b{code}\b", text) for code in self.allowed)
        if kind in {"error", "warning"} and not expected:
            self.seen.append(f"{kind}: {text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.allowed:
            self.seen.append(f"{response.status}: {response.url}")

    def _failed(self, url: str, reason: str | None) -> None:
        if reason != "net::ERR_ABORTED":  # left for another page, or a download
            self.seen.append(f"{reason}: {url}")


@pytest.fixture
def faults() -> Iterator[Faults]:
    faults = Faults()
    yield faults
    assert faults.seen == []


_made: dict[Callable[[], Cast], tuple[Cast, sqlite3.Connection, Path]] = {}


def made_once(make: Callable[[], Cast], folder: Path) -> Cast:
    """The cast of the company that ``make`` writes into the database and ``folder``: the first
    time by ``make``, after that by copying what it left. What a test commits, another never sees.
    """
    if make in _made:
        cast, rows, files = _made[make]
        restore(rows)
        shutil.copytree(files, folder, dirs_exist_ok=True)
        return deepcopy(cast)
    cast = make()
    if rows := snapshot():
        files = shutil.copytree(folder, Path(settings.HOME) / "made" / make.__name__)
        _made[make] = deepcopy(cast), rows, files
    return cast


PageAt = Callable[..., Page]


@pytest.fixture
def page_at(browser: Browser, live_server: Any, cast: Cast, faults: Faults) -> Iterator[PageAt]:
    """``page_at(width=390, theme="dark", language="es")``: a page, with somebody signed in.

    ``person=None`` is nobody; ``javascript=False`` is a browser without it.
    """
    contexts: list[BrowserContext] = []

    def open_page(
        width: int = 1280,
        theme: str = "light",
        language: str = "en",
        person: Person | None = cast.director,
        javascript: bool = True,
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            locale=language,
            java_script_enabled=javascript,
            has_touch=width < 768,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        cookies = {"theme": theme, "django_language": language}
        if person is not None:
            cookies["sessionid"] = sign_in(Client(), person).cookies["sessionid"].value
        context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url}
             for name, value in cookies.items()]
        )  # fmt: skip
        page = context.new_page()
        faults.watch(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
