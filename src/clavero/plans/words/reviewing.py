"""What is said in reviews and between versions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.plans.rules.comparing import Fate
from clavero.plans.rules.reviewing import Answer
from clavero.plans.words.catalogue import Name

ANSWER_NAMES: dict[str, Name] = {
    Answer.CONFIRMED: _("Seen: the plan holds"),
    Answer.CORRECTED: _("The plan has been put right"),
    Answer.ACTION: _("Make an action of it"),
}
FATE_NAMES: dict[str, Name] = {
    Fate.CAME: pgettext_lazy("row of a plan", "New"),
    Fate.LEFT: pgettext_lazy("row of a plan", "Gone"),
    Fate.CHANGED: pgettext_lazy("row of a plan", "Changed"),
}
FATE_TONES: dict[str, str] = {Fate.CAME: "good", Fate.LEFT: "bad", Fate.CHANGED: "accent"}
