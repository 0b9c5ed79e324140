"""The shape in which a picture goes where it stands in a text; lengths are points."""

from __future__ import annotations

from dataclasses import replace

from clavero.reports.content.model import Picture
from clavero.reports.rendering.words.one_page import PIXEL

SPARE = 36.0
"""What a picture leaves free of a page: faces differ, and add up."""
_HIGHEST = 0.36  # of a page
_NEARLY, _LEAST = 0.8, 0.6  # of a picture's size: from here on it is made smaller where it stands
_LOWEST = 130.0  # in less, nothing is drawn anew


def fitted(
    picture: Picture, width: float, height: float, room: float | None
) -> tuple[Picture, float]:
    """The picture in a shape for which there is ``room`` on a page of ``width`` and ``height``, and
    its width; where that would be too small it goes to the next page. Without ``room``, what must
    be one page was fitted as a whole."""
    ratio = picture.height / picture.width
    width = min(width, picture.width * PIXEL, height * _HIGHEST / ratio)
    high = width * ratio
    if room is None or high <= room:
        return picture, width
    if room >= high * _NEARLY:
        return picture, room / ratio
    if room >= _LOWEST and picture.redrawn is not None:
        anew = picture.redrawn(round(width / PIXEL), round(room / PIXEL))
        anew = replace(anew, caption=picture.caption)
        return anew, min(width, room * anew.width / anew.height)
    return picture, room / ratio if room >= high * _LEAST else width
