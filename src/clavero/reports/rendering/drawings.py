"""Pictures for programs that do not show SVG: the same drawing in as many points as it is shown
with, so that it is as sharp on paper as on a screen."""

from __future__ import annotations

from functools import lru_cache

from clavero.reports.content.model import Picture

_PER_POINT = 2.5  # pixels: 180 an inch
_MOST = 4.0


@lru_cache(maxsize=16)  # who wants the slides often wants the text as well
def _png(svg: str, scale: float) -> bytes:
    import vl_convert  # it is large, and only pictures need it

    drawn: bytes = vl_convert.svg_to_png(svg, scale=scale)
    return drawn


def png_of(picture: Picture, width: float) -> bytes:
    """The drawing as PNG, to be shown ``width`` points wide."""
    return _png(picture.svg, min(_MOST, round(max(1.0, width * _PER_POINT / picture.width), 1)))
