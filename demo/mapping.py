"""Who is heard by whom at the largest account, today and after a merger that is feared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from clavero.identity.rules import Actor
from clavero.relationships import services
from clavero.relationships.models import Contact
from clavero.relationships.rules.influence import LineKind
from clavero.relationships.rules.people import Function
from demo.clock import on

Texts = tuple[str, str]  # in Spanish and English
Find = Callable[[int, Function | str], Contact]
"""From a unit and a function, or a name, to the contact."""


class Heard(NamedTuple):
    """A line between two: each a unit with a function or a name."""

    start: tuple[int, Function | str]
    kind: LineKind
    end: tuple[int, Function | str]
    source: Texts
    day: date


_HEARD = (
    Heard((0, "Gonzalo Arbizu"), LineKind.INFLUENCE, (0, Function.PURCHASING),
          ("Redactó el pliego de 2026.", "Wrote the tender documents of 2026."),
          date(2026, 3, 10)),
    Heard((0, Function.PRODUCTION), LineKind.INFLUENCE, (0, Function.MANAGEMENT),
          ("Gerencia le consulta cada parada.", "Management asks them about every stop."),
          date(2026, 5, 12)),
    Heard((0, Function.FINANCE), LineKind.CONFLICT, (0, Function.PURCHASING),
          ("Discuten por el plazo de pago en cada comité.",
           "They argue over payment terms in every committee."), date(2026, 4, 21)),
    Heard((0, Function.MAINTENANCE), LineKind.INFLUENCE, (0, Function.PURCHASING),
          ("Sus especificaciones cierran la lista.", "Their specifications close the list."),
          date(2026, 5, 12)),
    Heard((1, Function.PURCHASING), LineKind.DOTTED, (0, Function.PURCHASING),
          ("Compra del grupo los comunes.", "Buys what is common for the group."),
          date(2026, 1, 20)),
    Heard((0, "Rosario Montalvo"), LineKind.INFLUENCE, (0, Function.MAINTENANCE),
          ("Les lleva el almacén de repuestos.", "Runs their store of spare parts."),
          date(2026, 6, 2)),
)  # fmt: skip
_MERGER: Texts = ("Tras la fusión", "After the merger")
_SUPPOSED: Texts = (
    "El grupo francés centraliza compras y finanzas sale.",
    "The French group centralises purchasing, and finance leaves.",
)
_MERGED = date(2026, 9, 14)


def load(senior: Actor, customer_id: int, find: Find, which: int) -> None:
    """Draw the lines, each on its day, and the scenario."""
    for heard in _HEARD:
        with on(heard.day):
            services.draw_line(
                senior, start_id=find(*heard.start).pk, end_id=find(*heard.end).pk,
                kind=heard.kind, source=heard.source[which],
            )  # fmt: skip
    with on(_MERGED):
        scenario = services.make_scenario(
            senior, customer_id=customer_id, name=_MERGER[which], supposes=_SUPPOSED[which]
        )
        services.set_absent(
            senior, scenario_id=scenario.pk, contact_id=find(0, Function.FINANCE).pk,
            is_absent=True,
        )  # fmt: skip
        services.draw_line(
            senior, start_id=find(1, Function.PURCHASING).pk,
            end_id=find(0, Function.PURCHASING).pk, kind=LineKind.SOLID, scenario_id=scenario.pk,
        )  # fmt: skip
        conflict = scenario.lines.get(kind=LineKind.CONFLICT.value)
        services.remove_line(senior, line_id=conflict.pk)
