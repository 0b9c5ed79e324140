"""What the shell needs to know of a request."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from clavero.ui.navigation import SHELL, Entry, Place, entries_for


class Theme(StrEnum):
    """How the pages look; kept in a cookie, so that the first paint is already right."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


THEME_COOKIE = "theme"
THEME_NAMES = {Theme.AUTO: _("As the device"), Theme.LIGHT: _("Light"), Theme.DARK: _("Dark")}
THEME_ICONS = {Theme.AUTO: "device-desktop", Theme.LIGHT: "sun", Theme.DARK: "moon"}


def actor_of(request: HttpRequest) -> Any:
    """On whose behalf a page is shown, as ``settings.UI_ACTOR_OF`` finds it."""
    return import_string(settings.UI_ACTOR_OF)(request)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the navigation on one page."""

    entry: Entry
    url: str
    is_current: bool


class Shell:
    """What surrounds a page; each part is worked out when the template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def actor(self) -> Any:
        """On whose behalf the page is shown."""
        return actor_of(self._request)

    @property
    def company(self) -> str:
        """Whose installation this is, where it was said."""
        return str(settings.COMPANY)

    @property
    def main(self) -> list[Line]:
        """The navigation."""
        return self._lines(Place.MAIN)

    @property
    def settings(self) -> list[Line]:
        """The navigation's second part."""
        return self._lines(Place.SETTINGS)

    @property
    def person(self) -> list[Line]:
        """What stands under the person's name."""
        return self._lines(Place.PERSON)

    @property
    def initials(self) -> str:
        """Two letters that stand for the person."""
        words = str(self.actor.name).split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def theme(self) -> Theme:
        """The appearance chosen."""
        chosen = self._request.COOKIES.get(THEME_COOKIE, "")
        return Theme(chosen) if chosen in set(Theme) else Theme.AUTO

    @property
    def themes(self) -> list[tuple[Theme, Any, str]]:
        """Every appearance: its key, name and icon."""
        return [(theme, THEME_NAMES[theme], THEME_ICONS[theme]) for theme in Theme]

    @property
    def here(self) -> str:
        """The page's own address, to come back to it."""
        return self._request.get_full_path()

    def _lines(self, place: Place) -> list[Line]:
        found = self._found
        return [Line(entry, url, url == self._current_url) for entry, url in found[place]]

    @cached_property
    def _found(self) -> dict[Place, list[tuple[Entry, str]]]:
        """What the person is offered around the page, and where that is."""
        return {
            place: [(entry, reverse(entry.url_name)) for entry in entries_for(self.actor, place)]
            for place in SHELL
        }

    @cached_property
    def _current_url(self) -> str:
        """The longest entry's address that the page's own begins with."""
        path = self._request.path
        urls = [url for place in SHELL for _entry, url in self._found[place]]
        return max((url for url in urls if path == url or (url != "/" and path.startswith(url))),
                   key=len, default="")  # fmt: skip


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The context processor."""
    return {"shell": Shell(request)}
