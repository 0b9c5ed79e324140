"""The few files of the front-end packages that browsers get, under ``vendor/``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage

WANTED = {
    "vendor/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "vendor/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "vendor/vega.min.js": "vega/build/vega.min.js",
    "vendor/vega-lite.min.js": "vega-lite/build/vega-lite.min.js",
    "vendor/vega-embed.min.js": "vega-embed/build/vega-embed.min.js",
    "vendor/cytoscape.min.js": "cytoscape/dist/cytoscape.esm.min.mjs",
}
"""Address under STATIC_URL → file in node_modules. Nothing else of that folder is served."""


class Packages(FileSystemStorage):
    """node_modules seen through :data:`WANTED`."""

    def path(self, name: str) -> str:
        """Where the file behind an address is."""
        return str(Path(settings.NODE_MODULES) / WANTED[name])


class NodeModulesFinder(BaseFinder):
    """Finds and collects :data:`WANTED`."""

    storage = Packages()

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Say what to do when the packages are not there."""
        missing = [name for name in WANTED if not Path(self.storage.path(name)).is_file()]
        if not missing:
            return []
        return [
            Error(
                f"The front-end packages are missing from {settings.NODE_MODULES}.",
                hint="Run: make setup",
                id="ui.E001",
            )
        ]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file behind an address, or an empty list."""
        if path not in WANTED or not Path(self.storage.path(path)).is_file():
            return []
        file = self.storage.path(path)
        return [file] if find_all else file

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Packages]]:
        """What is collected."""
        for name in WANTED:
            yield name, self.storage
