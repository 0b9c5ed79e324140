"""How templates, their places and what is wrong with them are said."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from clavero.reports.rendering.decks.places import LAYOUTS
from clavero.reports.rendering.decks.places import NAMES as PLACES_OF_SLIDES
from clavero.reports.rendering.findings import Findings, Place
from clavero.reports.rendering.inspecting import Fault
from clavero.reports.rendering.words.places import NAMES as PLACES_OF_TEXTS
from clavero.reports.rules import TemplateKind

Name = str | Promise

_MOST_NAMED = 12
TEMPLATE_NAMES: dict[TemplateKind, Name] = {
    TemplateKind.SLIDES: pgettext_lazy("template", "Slides"),
    TemplateKind.TEXT: pgettext_lazy("template", "Texts"),
}
FAULTS: dict[Fault, tuple[Name, Name]] = {
    Fault.LOCKED: (
        gettext_lazy("The file is locked by a password, or of a program of before 2007."),
        gettext_lazy("Save it without a password as .pptx or .docx."),
    ),
    Fault.OTHER: (
        gettext_lazy("The file is no presentation (.pptx) and no text (.docx)."),
        gettext_lazy("Save the template as one of them; .potx and .dotx are not read."),
    ),
    Fault.TOO_LARGE: (
        gettext_lazy("The file is too large for a template: up to 10 MB are read."),
        gettext_lazy("Make its pictures smaller."),
    ),
    Fault.PROGRAMS: (
        gettext_lazy("There are programs (macros or controls) in the file."),
        gettext_lazy("Take them out, and save it as .pptx or .docx."),
    ),
    Fault.OUTSIDE: (
        gettext_lazy("Whoever opens the file would fetch something from elsewhere."),
        gettext_lazy("Embed linked pictures and files, and detach its own template."),
    ),
    Fault.DAMAGED: (
        gettext_lazy("The file is damaged: it cannot be read."),
        gettext_lazy("Open it in PowerPoint or Word and save it again."),
    ),
}


def places_in_words(kind: TemplateKind, places: Iterable[Place]) -> str:
    """Places as a template of that kind names them, one after the other."""
    return ", ".join(_place(kind, each) for each in places)


def how_to_name(found: Findings) -> Name:
    """What to do about places that a template lacks."""
    if not any(not each.name for each in found.missing) or not found.layouts:
        return gettext_lazy("Compare it with the example.")
    return _(
        "In PowerPoint, rename the layouts under View › Slide Master. It has: %(layouts)s."
    ) % {"layouts": ", ".join(f"“{each}”" for each in found.layouts[:_MOST_NAMED])}


def names_of(kind: TemplateKind) -> list[str]:
    """The places of a template of that kind, as the example in the reader's language has them."""
    if kind is TemplateKind.TEXT:
        return [_of_text(name) for name in PLACES_OF_TEXTS]
    names = _of_slides()
    return [
        _("%(layout)s: %(places)s")
        % {"layout": names[layout], "places": ", ".join(names[each] for each in places)}
        for layout, places in LAYOUTS.items()
    ]


def _of_slides() -> dict[str, str]:
    return PLACES_OF_SLIDES["es" if _is_spanish() else "en"]


def _is_spanish() -> bool:
    return (get_language() or "").startswith("es")


def _place(kind: TemplateKind, place: Place) -> str:
    if kind is TemplateKind.TEXT:
        name = _of_text(place.name)
        if place.name in PLACES_OF_TEXTS:  # the only one that can lack is the body
            return _("“%(name)s” alone in a paragraph of the text") % {"name": name}
        return _("“%(name)s”") % {"name": name}
    names = _of_slides()
    layout = names.get(place.layout, place.layout)
    if not place.name:
        return _("the layout “%(layout)s”") % {"layout": layout}
    told = {"layout": layout, "place": names.get(place.name, place.name)}
    return _("the placeholder “%(place)s” in the layout “%(layout)s”") % told


def _of_text(name: str) -> str:
    """A place of a text as the example writes it in the reader's language."""
    known = PLACES_OF_TEXTS.get(name)
    if known is None:
        return f"{{{{ {name} }}}}"
    return f"{{{{ {known[1 if _is_spanish() else 0]} }}}}"
