"""The colours of charts.

In the browser the same names are CSS variables of ``tokens.css`` (``--data-1`` and so on), which
change with the appearance; a test holds the two together. In a specification a colour is written
``"@data-1"``.

The six series stay apart for readers with protanopia, deuteranopia and tritanopia and stand at
3:1 or more on the page, which a test measures. What does not fit in six is one series more,
"others", in ``data-rest``.
"""

from __future__ import annotations

LIGHT = {
    "paper": "#ffffff",
    "ink": "#14242c",
    "ink-soft": "#51626b",
    "line": "#dfe4e6",
    "accent": "#0f6b7d",
    "good": "#19724e",
    "bad": "#b3402e",
    "data-1": "#0f6b7d",
    "data-2": "#b34b12",
    "data-3": "#2a95e1",
    "data-4": "#313271",
    "data-5": "#c0857f",
    "data-6": "#5e2a1b",
    "data-rest": "#828f96",
}
DARK = {
    "paper": "#17242b",
    "ink": "#e8eef0",
    "ink-soft": "#9db0b8",
    "line": "#2c3d46",
    "accent": "#4fb3c6",
    "good": "#56c596",
    "bad": "#f0806c",
    "data-1": "#4fb3c6",
    "data-2": "#f4ab3d",
    "data-3": "#9fd2fe",
    "data-4": "#8161b5",
    "data-5": "#ce6d61",
    "data-6": "#dbf08d",
    "data-rest": "#7d8e97",
}
SERIES = tuple(f"data-{number}" for number in range(1, 7))
