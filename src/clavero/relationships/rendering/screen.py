"""A drawing as the browser's script takes it: elements at their places, colours by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clavero.relationships.content.model import Drawing, Link, Node, Shape

_SHAPES = {
    Shape.BOX: "round-rectangle",
    Shape.CIRCLE: "ellipse",
    Shape.SQUARE: "rectangle",
    Shape.DIAMOND: "diamond",
    Shape.TAG: "round-rectangle",
}


def as_elements(drawing: Drawing, known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The drawing for the browser; ``known`` is what else it is told of some of the people."""
    return {
        "nodes": [_node(each, known.get(each.key, {})) for each in drawing.nodes],
        "links": [_link(each) for each in drawing.links],
    }


def _node(node: Node, known: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": node.key,
        "x": node.x,
        "y": node.y,
        "width": node.width,
        "height": node.height,
        "shape": _SHAPES[node.shape],
        "sign": node.sign,
        "fill": node.fill,
        "edge": node.edge,
        "dashed": node.is_dashed,
        "faint": node.is_faint,
        "border": node.border,
        "says": node.description,
        "url": node.url,
        "texts": [
            {
                "text": text.text,
                "y": middle - node.y,
                "size": text.size,
                "bold": text.is_bold,
                "italic": text.is_italic,
                "colour": text.colour,
            }
            for text, middle in node.texts()
        ],
        **known,
    }


def _link(link: Link) -> dict[str, Any]:
    return {
        "id": link.key,
        "source": link.source,
        "target": link.target,
        "points": [list(point) for point in link.points],
        "arc": link.is_arc,
        "colour": link.colour,
        "width": link.width,
        "dash": link.dash.value,
        "arrow": link.has_arrow,
        "faint": link.is_faint,
        "label": link.label,
        "says": link.description,
    }
