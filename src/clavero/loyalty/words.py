"""What questions, states and reasons are called, and how changes are told."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.loyalty.rules.asking import Kind, LeftOut, State
from clavero.matrix.rules.scores import Criterion

Name = str | Promise

KIND_NAMES: dict[str, Name] = {
    Kind.NPS: _("Recommendation, 0 to 10 (NPS)"),
    Kind.CSAT: _("Satisfaction, 1 to 5 (CSAT)"),
    Kind.VERSUS: _("Us and the best other supplier, 0 to 10"),
    Kind.TEXT: _("Free text"),
}
QUESTION_NAMES: dict[str, Name] = {
    "nps": _("Recommendation"),
    "why": _("Why"),
    "csat": _("Satisfaction"),
    "overall": pgettext_lazy("us and the best other supplier", "As a whole"),
    Criterion.QUALITY: _("Product and quality"),
    Criterion.SERVICE: _("Service and delivery"),
    Criterion.PRICE: _("Price and terms"),
    Criterion.INNOVATION: _("Innovation and initiative"),
    Criterion.RELATIONSHIP: _("Relationship and trust"),
    "wish": pgettext_lazy("a question", "Wish"),
}
LANGUAGE_NAMES: dict[str, Name] = {
    "es": pgettext_lazy("a language", "Spanish"),
    "en": pgettext_lazy("a language", "English"),
}
WAITS = _("Told when the wave has ended")
HIDDEN = _("Fewer than three: not told")
FEW_GAVE_IT = _("Not told: too few gave it")
FOLLOWS = _("Not told: what one or two others said would follow from it")
REASON_NAMES: dict[str, Name] = {
    LeftOut.ERASED: _("Asked to be forgotten"),
    LeftOut.UNKNOWN: _("Nobody knows who it is"),
    LeftOut.GONE: pgettext_lazy("a contact", "Has left"),
    LeftOut.NO_EMAIL: _("No e-mail"),
    LeftOut.UNWILLING: _("Does not want to be asked"),
    LeftOut.ASKED_LATELY: _("Was asked lately"),
    LeftOut.SAME_ADDRESS: _("Has the address of somebody who is asked"),
}
STATE_NAMES: dict[str, Name] = {
    State.OPEN: pgettext_lazy("an invitation", "Has not answered yet"),
    State.ANSWERED: pgettext_lazy("an invitation", "Has answered"),
    State.REVOKED: pgettext_lazy("an invitation", "Taken back"),
    State.EXPIRED: pgettext_lazy("an invitation", "Has not answered"),
    State.CLOSED: pgettext_lazy("an invitation", "Has not answered"),
}
DEFAULT_TITLE = {"es": "¿Cómo lo estamos haciendo?", "en": "How are we doing?"}
DEFAULT_INTRO = {
    "es": "Su opinión decide en qué mejoramos. Son dos minutos.",
    "en": "What you think decides what we improve. It takes two minutes.",
}
DEFAULT_WORDS: dict[str, dict[str, str]] = {
    "nps": {
        "es": "¿Qué probabilidad hay de que nos recomiende a un colega?",
        "en": "How likely are you to recommend us to a colleague?",
    },
    "why": {
        "es": "¿Cuál es la razón principal?",
        "en": "What is the main reason?",
    },
    "csat": {
        "es": "En conjunto, ¿está satisfecho con nosotros?",
        "en": "All in all, how satisfied are you with us?",
    },
    "overall": {
        "es": "En conjunto, ¿qué nota nos pone, y cuál al mejor de sus otros proveedores?",
        "en": "As a whole, how do you rate us, and how the best of your other suppliers?",
    },
    "quality": {
        "es": "Producto y calidad: ¿qué nota nos pone, y cuál al mejor de sus otros proveedores?",
        "en": "Product and quality: how do you rate us, and how the best of your other suppliers?",
    },
    "service": {
        "es": "Servicio y plazos: ¿qué nota nos pone, y cuál al mejor de sus otros proveedores?",
        "en": "Service and delivery: how do you rate us, and how the best of your other suppliers?",
    },
    "price": {
        "es": "Precio y condiciones: ¿qué nota nos pone, y cuál al mejor de sus otros proveedores?",
        "en": "Price and terms: how do you rate us, and how the best of your other suppliers?",
    },
    "innovation": {
        "es": "Innovación e iniciativa: ¿qué nota nos pone, y cuál al mejor de sus otros "
        "proveedores?",
        "en": "Innovation and initiative: how do you rate us, and how the best of your other "
        "suppliers?",
    },
    "relationship": {
        "es": "Trato y confianza: ¿qué nota nos pone, y cuál al mejor de sus otros proveedores?",
        "en": "Relationship and trust: how do you rate us, and how the best of your other "
        "suppliers?",
    },
    "wish": {
        "es": "¿Qué deberíamos hacer mejor?",
        "en": "What should we do better?",
    },
}
"""The questions in the words that a new survey begins with. They are put in the respondent's
language, whatever that of the reader, so they are kept in both."""
DEFAULT_QUESTIONS = ("nps", "why", "csat", "quality", "service", "price", "wish")
