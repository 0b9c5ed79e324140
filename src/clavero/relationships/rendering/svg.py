"""A drawing as SVG, in the colours of paper, and as PNG."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from textwrap import wrap

from django.utils.html import escape
from django.utils.translation import get_language

from clavero.core.writable import kept
from clavero.relationships.content.model import Dash, Drawing, Link, Node, Shape, Text, moved
from clavero.ui.palette import LIGHT

EDGE = 24.0
_HEAD, _BENEATH, _NOTE = 20.0, 12.0, 11.0
_SAMPLE_WIDTH, _SAMPLE_HEIGHT, _SAMPLE_TEXT = 230.0, 26.0, 11.0
_DASHES = {Dash.DASHED: "6 4", Dash.DOTTED: "1.5 3.5"}
_FONT = "Arial, Helvetica, sans-serif"
_LETTER = 0.55  # of the size: the mean width of a letter
_LEAST_WIDTH = 620.0
_MOST_PIXELS = 9000.0
_SCALE = 2.0


def to_svg(drawing: Drawing) -> str:
    """The whole drawing with its title, legend and note."""
    width = max(drawing.width + 2 * EDGE, _LEAST_WIDTH)
    letters = int((width - 2 * EDGE) / (_BENEATH * _LETTER))
    heads = [
        *((line, _HEAD, True) for line in wrap(drawing.title, int(letters * _BENEATH / _HEAD))),
        *((line, _BENEATH, False) for line in wrap(drawing.description, letters)),
    ]
    parts: list[str] = []
    top = EDGE
    for line, size, is_bold in heads:
        top += size * 1.25
        parts.append(_text(Text(line, size, is_bold), EDGE, top - size * 0.6, anchor="start"))
    top += EDGE
    whole = moved(drawing, (width - drawing.width) / 2, top)
    parts += [_link(each) for each in whole.links]
    parts += [part for each in whole.nodes for part in _node(each)]
    top += drawing.height + EDGE
    legend, high = _legend(drawing, width, top)
    parts += legend
    top += high
    for line in wrap(drawing.note, letters):
        top += _NOTE * 1.4
        parts.append(_text(Text(line, _NOTE, colour="ink-soft"), EDGE, top - 6, anchor="start"))
    height = top + EDGE / 2
    label = _said(f"{drawing.title}. {drawing.description}")
    paper = f'<rect width="{_n(width)}" height="{_n(height)}" fill="{LIGHT["paper"]}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="{get_language() or ""}" '
        f'aria-label="{label}" width="{_n(width)}" height="{_n(height)}" '
        f'viewBox="0 0 {_n(width)} {_n(height)}" font-family="{_FONT}">'
        f"{paper}{''.join(parts)}</svg>"
    )


def to_png(drawing: Drawing) -> bytes:
    """The same in dots, twice as many as on a screen where a viewer can take them."""
    import vl_convert  # it is large, and only files need it

    widest = max(drawing.width, drawing.height, _LEAST_WIDTH)
    drawn: bytes = vl_convert.svg_to_png(
        to_svg(drawing), scale=min(_SCALE, max(0.5, _MOST_PIXELS / widest))
    )
    return drawn


def _legend(drawing: Drawing, width: float, top: float) -> tuple[list[str], float]:
    """The signs with what they stand for, in as many columns as have room, and how high it is."""
    if not drawing.legend:
        return [], 0.0
    columns = max(1, int((width - 2 * EDGE) // _SAMPLE_WIDTH))
    parts: list[str] = []
    for number, sample in enumerate(drawing.legend):
        down, across = divmod(number, columns)
        x, y = EDGE + across * _SAMPLE_WIDTH, top + down * _SAMPLE_HEIGHT + _SAMPLE_HEIGHT / 2
        if sample.node is not None:
            parts += _node(replace(sample.node, x=x + 14, y=y))
        if sample.link is not None:
            points = [(x, y), (x + 28, y)]
            parts.append(_link(replace(sample.link, points=points, is_arc=False, label="")))
        said = Text(sample.says, _SAMPLE_TEXT)
        parts.append(_text(said, x + 36, y, anchor="start"))
    rows = -(-len(drawing.legend) // columns)
    return parts, rows * _SAMPLE_HEIGHT + EDGE / 2


def _node(node: Node) -> Iterator[str]:
    faint = ' opacity="0.45"' if node.is_faint else ""
    told = f"<title>{_said(node.description)}</title>" if node.description else ""
    yield f"<g{faint}>{told}{_shape(node)}"
    if node.sign:
        yield _text(Text(node.sign, min(node.height * 0.55, 15), is_bold=True), node.x, node.y)
    for each, middle in node.texts():
        yield _text(each, node.x, middle)
    yield "</g>"


def _shape(node: Node) -> str:
    dash = ' stroke-dasharray="4 3"' if node.is_dashed else ""
    fill, edge = LIGHT[node.fill], LIGHT[node.edge]
    style = f'fill="{fill}" stroke="{edge}" stroke-width="{_n(node.border)}"{dash}'
    x, y, w, h = node.x, node.y, node.width, node.height
    if node.shape is Shape.CIRCLE:
        return f'<ellipse cx="{_n(x)}" cy="{_n(y)}" rx="{_n(w / 2)}" ry="{_n(h / 2)}" {style}/>'
    if node.shape is Shape.DIAMOND:
        points = [(x, y - h / 2), (x + w / 2, y), (x, y + h / 2), (x - w / 2, y)]
        told = " ".join(f"{_n(a)},{_n(b)}" for a, b in points)
        return f'<polygon points="{told}" {style}/>'
    radius = {Shape.BOX: 6, Shape.TAG: h / 2}.get(node.shape, 0)
    return (
        f'<rect x="{_n(x - w / 2)}" y="{_n(y - h / 2)}" width="{_n(w)}" height="{_n(h)}" '
        f'rx="{_n(radius)}" {style}/>'
    )


def _link(link: Link) -> str:
    points = link.points
    if link.is_arc:
        (ax, ay), (bx, by), (cx, cy) = points
        path = f"M{_n(ax)} {_n(ay)}Q{_n(bx)} {_n(by)} {_n(cx)} {_n(cy)}"
    else:
        path = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
    dash = f' stroke-dasharray="{_DASHES[link.dash]}"' if link.dash in _DASHES else ""
    faint = ' opacity="0.4"' if link.is_faint else ""
    colour = LIGHT[link.colour]
    told = f"<title>{_said(link.description)}</title>" if link.description else ""
    drawn = (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{_n(link.width)}" '
        f'stroke-linejoin="round"{dash}/>'
    )
    head = _arrow(link, colour) if link.has_arrow else ""
    return f"<g{faint}>{told}{drawn}{head}{_label(link, colour)}</g>"


def _label(link: Link, colour: str) -> str:
    if not link.label:
        return ""
    x, y = link.drawn()[len(link.drawn()) // 2]
    circle = f'<circle cx="{_n(x)}" cy="{_n(y)}" r="7" fill="{LIGHT["paper"]}" stroke="{colour}"/>'
    return circle + _text(Text(link.label, 10, is_bold=True), x, y)


def _arrow(link: Link, colour: str) -> str:
    (ax, ay), (bx, by) = link.drawn()[-2:]
    long = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5 or 1.0
    dx, dy = (bx - ax) / long * 8, (by - ay) / long * 8
    points = [(bx, by), (bx - dx - dy * 0.5, by - dy + dx * 0.5),
              (bx - dx + dy * 0.5, by - dy - dx * 0.5)]  # fmt: skip
    told = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    return f'<polygon points="{told}" fill="{colour}"/>'


def _text(text: Text, x: float, middle: float, *, anchor: str = "middle") -> str:
    weight = ' font-weight="bold"' if text.is_bold else ""
    style = ' font-style="italic"' if text.is_italic else ""
    return (
        f'<text x="{_n(x)}" y="{_n(middle + text.size * 0.35)}" text-anchor="{anchor}" '
        f'font-size="{_n(text.size)}" fill="{LIGHT[text.colour]}"{weight}{style}>'
        f"{_said(text.text)}</text>"
    )


def _said(text: str) -> str:
    """A text as it stands in the drawing, which a character that XML cannot hold would break."""
    return escape(kept(text))


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
