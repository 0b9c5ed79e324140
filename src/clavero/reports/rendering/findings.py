"""What there is to say of a company's template before anybody makes documents with it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """A named place; ``layout`` is where it is looked for, in templates that have such. Without
    ``name`` it is the layout itself."""

    layout: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a template lacks of what is needed, and what it has that nobody will fill; whether what
    is written has room, and whether it asks for names alone, not for a program to be run; whether
    that room lies on the slide; and the ``layouts`` there are, where it has such."""

    missing: tuple[Place, ...] = ()
    unknown: tuple[Place, ...] = ()
    has_room: bool = True
    is_plain: bool = True
    is_inside: bool = True
    layouts: tuple[str, ...] = field(default=(), compare=False)

    @property
    def is_usable(self) -> bool:
        """Whether documents can be made with it."""
        return not self.missing and self.has_room and self.is_plain and self.is_inside
