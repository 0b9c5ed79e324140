"""Static files as the browser is told of them."""

from __future__ import annotations

import json

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

STYLESHEETS = (
    "tokens", "ground", "shell", "figures", "menus", "lists", "charts", "forms", "field_tables",
)  # fmt: skip
"""Our own, in their order, after Tabler's; ``print`` comes last."""

MODULES = {
    "clavero/charts": "ui/charts.js",
    "vega": "vendor/vega.min.js",
    "vega-lite": "vendor/vega-lite.min.js",
    "vega-embed": "vendor/vega-embed.min.js",
    "cytoscape": "vendor/cytoscape.min.js",
}
"""The names by which our scripts import each other: the addresses change with the content."""


def import_map(nonce: str) -> SafeString:
    """The page's import map, allowed to stand in the page by its nonce."""
    names = {name: static(path) for name, path in MODULES.items()}
    text = json.dumps({"imports": names}).replace("<", "\\u003c")
    return format_html(
        '<script type="importmap" nonce="{}">{}</script>',
        nonce,
        mark_safe(text),  # noqa: S308 - addresses of our own, and no "<" in them
    )


def stylesheets() -> SafeString:
    """The links to our style sheets."""
    links = [(static(f"ui/{name}.css"), "all") for name in STYLESHEETS]
    links.append((static("ui/print.css"), "print"))
    return format_html_join("\n    ", '<link rel="stylesheet" href="{}" media="{}">', links)
