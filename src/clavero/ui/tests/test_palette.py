"""The colours: the same in style sheet and code, legible, and apart for every eye."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from clavero.ui import palette

STYLES = (Path(__file__).parents[1] / "static/ui/tokens.css").read_text()
RULES = {
    "light": re.search(r':root\[data-bs-theme="light"\] \{(.*?)\n\}', STYLES, re.S),
    "dark": re.search(r':root\[data-bs-theme="dark"\] \{(.*?)\n\}', STYLES, re.S),
}
THEMES = {
    name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", rule[1]))
    for name, rule in RULES.items()
    if rule
}
PALETTES = {"light": palette.LIGHT, "dark": palette.DARK}
themes = pytest.mark.parametrize("theme", ["light", "dark"])

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
EYES = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
Triple = tuple[float, ...]


def linear(colour: str) -> Triple:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)


def contrast(one: str, other: str) -> float:
    """WCAG 2: from 1 to 21."""
    weights = (0.2126, 0.7152, 0.0722)
    dark, light = sorted(
        sum(weight * part for weight, part in zip(weights, linear(colour), strict=True))
        for colour in (one, other)
    )
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, eye: str) -> Triple:
    """A colour in OKLab, as an eye sees it."""
    rgb = linear(colour)
    r, g, b = (
        min(1, max(0, sum(w * p for w, p in zip(row, rgb, strict=True)))) for row in EYES[eye]
    )
    cones = (
        (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3),
        (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3),
        (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3),
    )
    rows = (
        (0.2104542553, 0.7936177850, -0.0040720468),
        (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660),
    )
    return tuple(sum(w * c for w, c in zip(row, cones, strict=True)) for row in rows)


def distance(one: str, other: str, eye: str) -> float:
    pairs = zip(seen(one, eye), seen(other, eye), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


@themes
def test_the_charts_have_the_colours_of_the_page(theme: str) -> None:
    in_styles = THEMES[theme]
    assert {name: in_styles.get(name) for name in PALETTES[theme]} == PALETTES[theme]


@themes
def test_text_is_legible(theme: str) -> None:
    colours = THEMES[theme]
    texts = ("ink", "ink-soft", "accent", "accent-strong", "good", "bad", "warn")
    grounds = ("paper", "ground", "sunk")
    pairs = [(text, ground) for text in texts for ground in grounds]
    pairs += [(tone, f"{tone}-soft") for tone in ("good", "bad", "warn")]
    pairs += [("accent-strong", "accent-soft"), ("on-accent", "accent")]
    pairs += [("side-ink", "side"), ("side-ink-strong", "side-raised"), ("side-ink", "side-raised")]
    poor = [pair for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < 4.5]
    assert poor == []


@themes
def test_edges_of_fields_and_focus_can_be_seen(theme: str) -> None:
    colours = THEMES[theme]
    pairs = [("line-strong", "paper"), ("accent", "ground"), ("brass", "side")]
    assert [pair for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < 3] == []


@themes
def test_every_series_stands_out_from_the_page(theme: str) -> None:
    colours = PALETTES[theme]
    names = [*palette.SERIES, "data-rest"]
    assert [name for name in names if contrast(colours[name], colours["paper"]) < 3] == []


@themes
@pytest.mark.parametrize("eye", EYES)
def test_series_stay_apart_for_every_eye(theme: str, eye: str) -> None:
    colours = [PALETTES[theme][name] for name in palette.SERIES]
    assert min(distance(*pair, eye) for pair in combinations(colours, 2)) > 0.1
