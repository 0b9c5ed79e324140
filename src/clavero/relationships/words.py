"""What contacts, judgements and stages are called, and how their changes are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from clavero.core.faults import Fault
from clavero.core.revisions import Words
from clavero.core.tables import RowFault
from clavero.matrix.words import STAGE_NAMES
from clavero.relationships.models import Contact
from clavero.relationships.rules.demands import DemandFault
from clavero.relationships.rules.duplicates import Ground
from clavero.relationships.rules.influence import LineKind
from clavero.relationships.rules.judging import Kind
from clavero.relationships.rules.matrix import Ours
from clavero.relationships.rules.people import Function, Level, Part, Party
from clavero.relationships.rules.quadrants import Quadrant
from clavero.relationships.rules.reading import ContactFault
from clavero.relationships.rules.sides import Side
from clavero.ui import formats
from clavero.ui.brought import ROW_FAULTS, none_of

Name = str | Promise

PARTY_NAMES: dict[str, Name] = {
    Party.CUSTOMER: pgettext_lazy("a contact", "The customer"),
    Party.CONSULTANT: _("A consultant"),
    Party.DISTRIBUTOR: _("A distributor"),
    Party.ASSOCIATION: _("An association"),
    Party.OTHER: _("Another third party"),
}
FUNCTION_NAMES: dict[str, Name] = {
    Function.PURCHASING: _("Purchasing"),
    Function.PRODUCTION: _("Production"),
    Function.MAINTENANCE: _("Maintenance"),
    Function.QUALITY: pgettext_lazy("a function", "Quality"),
    Function.LOGISTICS: _("Logistics"),
    Function.DEVELOPMENT: _("Research and development"),
    Function.MARKETING: _("Marketing"),
    Function.SALES: pgettext_lazy("a function", "Sales"),
    Function.FINANCE: _("Finance"),
    Function.IT: _("Information systems"),
    Function.SAFETY: _("Health and safety"),
    Function.PEOPLE: pgettext_lazy("a function", "People"),
    Function.MANAGEMENT: _("General management"),
    Function.OTHER: _("Another function"),
}
OURS_NAMES: dict[str, Name] = {
    Ours.KAM: _("Key account management"),
    Ours.TECHNICAL: _("Technical service"),
    Ours.LOGISTICS: _("Logistics"),
    Ours.FINANCE: _("Finance"),
    Ours.MANAGEMENT: _("General management"),
    Ours.SALES: pgettext_lazy("a function", "Sales"),
    Ours.QUALITY: pgettext_lazy("a function", "Quality"),
    Ours.MARKETING: _("Marketing"),
    Ours.IT: _("Information systems"),
    Ours.OTHER: _("Another function"),
}
LEVEL_NAMES: dict[str, Name] = {
    Level.BOARD: _("Board or owner"),
    Level.DIRECTOR: pgettext_lazy("a level", "Director"),
    Level.MANAGER: pgettext_lazy("a level", "Manager"),
    Level.SPECIALIST: pgettext_lazy("a level", "Specialist"),
    Level.STAFF: pgettext_lazy("a level", "Staff"),
}
PART_NAMES: dict[str, Name] = {
    Part.DECIDER: pgettext_lazy("in the decision", "Decides"),
    Part.ECONOMIC_BUYER: pgettext_lazy("in the decision", "Holds the budget"),
    Part.BUYER: pgettext_lazy("in the decision", "Buys"),
    Part.TECHNICAL_BUYER: pgettext_lazy("in the decision", "Judges the technique"),
    Part.INFLUENCER: pgettext_lazy("in the decision", "Influences"),
    Part.INITIATOR: pgettext_lazy("in the decision", "Starts it"),
    Part.USER: pgettext_lazy("in the decision", "Uses what is bought"),
    Part.GATEKEEPER: pgettext_lazy("in the decision", "Opens or closes the door"),
    Part.COACH: pgettext_lazy("in the decision", "Guides us from inside"),
}
QUADRANT_NAMES: dict[str, Name] = {
    Quadrant.NURTURE: pgettext_lazy("a contact", "Nurture"),
    Quadrant.SUPPORT: pgettext_lazy("a contact", "Support"),
    Quadrant.DEVELOP: pgettext_lazy("a contact", "Develop"),
    Quadrant.WATCH: pgettext_lazy("a contact", "Watch"),
}
KIND_NAMES: dict[str, Name] = {
    Kind.INFLUENCE: _("Influence on what is bought from us"),
    Kind.ATTITUDE: _("Attitude towards us"),
    Kind.STANDING: _("Standing among their own"),
    Kind.STRENGTH: _("How well we know each other"),
}
KIND_SHORT: dict[str, Name] = {
    Kind.INFLUENCE: _("Influence"),
    Kind.ATTITUDE: pgettext_lazy("a judgement", "Attitude"),
    Kind.STANDING: pgettext_lazy("a judgement", "Standing"),
    Kind.STRENGTH: pgettext_lazy("a judgement", "Strength"),
}
GUIDES: dict[str, dict[int, Name]] = {
    Kind.INFLUENCE: {
        0: _("0 – none: hears of it afterwards"),
        2: _("2 – is asked for a detail"),
        4: _("4 – is heard among several"),
        6: _("6 – is seldom decided against"),
        8: _("8 – shares in the decision"),
        10: _("10 – decides alone"),
    },
    Kind.ATTITUDE: {
        2: _("+2 – speaks for us without being asked"),
        1: _("+1 – would rather have us"),
        0: _("0 – does not mind"),
        -1: _("−1 – would rather have somebody else"),
        -2: _("−2 – works against us"),
    },
    Kind.STANDING: {
        3: _("3 – of the inner circle"),
        2: _("2 – heard by it"),
        1: _("1 – at its edge"),
        0: _("0 – outside of it"),
    },
    Kind.STRENGTH: {
        3: _("3 – they call us before they decide"),
        2: _("2 – they answer and tell us things"),
        1: _("1 – we have met"),
        0: _("0 – they would not know us"),
    },
}
"""What each value means, to choose by."""
SIDE_NAMES: dict[str, Name] = {
    Side.OURS: pgettext_lazy("a view", "Ours"),
    Side.THEIRS: pgettext_lazy("a view", "The customer's"),
}
LINE_NAMES: dict[str, Name] = {
    LineKind.SOLID: pgettext_lazy("a line", "reports to"),
    LineKind.DOTTED: pgettext_lazy("a line", "reports in part to"),
    LineKind.INFLUENCE: pgettext_lazy("a line", "influences"),
    LineKind.CONFLICT: pgettext_lazy("a line", "is at odds with"),
}
GROUND_NAMES: dict[str, Name] = {
    Ground.EMAIL: _("the same e-mail"),
    Ground.PHONE: _("the same telephone"),
    Ground.SAME_NAME: _("the same name"),
    Ground.SIMILAR_NAME: _("a similar name"),
}


FAULT_NAMES: Mapping[str, Name] = {
    **ROW_FAULTS,
    RowFault.UNKNOWN_ACCOUNT: _("it is no unit of this account, or you do not see it."),
    ContactFault.UNKNOWN_FUNCTION: _("there is no such function."),
    ContactFault.UNKNOWN_LEVEL: none_of(LEVEL_NAMES),
    ContactFault.UNKNOWN_PART: none_of(PART_NAMES),
    ContactFault.UNKNOWN_PARTY: none_of(PARTY_NAMES),
    ContactFault.UNKNOWN_BOSS: _(
        "nobody of that name is in the file or at the account, or they end up above themselves."
    ),
    ContactFault.OTHER_COMPANY: _(
        "the card is of another company. Bring it with the third parties, or say in the form that"
        " it is of this account."
    ),
    ContactFault.SEVERAL_BOSSES: _("several are called so: write the e-mail of the one meant."),
    ContactFault.FORGOTTEN: _(
        "whoever has this address asked to be forgotten. If they want to be here again, write them"
        " down by hand."
    ),
    ContactFault.NOT_AN_ADDRESS: _("it is no e-mail address."),
    ContactFault.NO_NAME: _("the card has no name."),
}
CHANGE_NAMES: dict[str, Name] = {
    "contact.added": _("added"),
    "contact.changed": _("changed"),
    "contact.merged": _("merged into another"),
    "contact.absorbed": _("another record is merged into it"),
    "contact.unmerged": _("taken apart again"),
    "contact.released": _("a merged record is taken out of it"),
    "contact.told_apart": _("not the same as another"),
    "contact.erased": _("erased"),
    "contact.exported": _("exported"),
    "judgement.made": _("judged"),
    "judgement.withdrawn": _("a judgement withdrawn"),
    "line.drawn": _("a line of the influence map drawn"),
    "line.removed": _("a line of the influence map taken away"),
    "tie.added": _("somebody of ours knows them"),
    "tie.changed": _("how they are in contact, changed"),
    "tie.ended": _("somebody of ours no longer knows them"),
}
FIELD_NAMES: dict[str, Name] = {
    "name": _("Name"),
    "party": _("Belongs to"),
    "organisation": _("Organisation"),
    "title": _("Job title"),
    "function": _("Function"),
    "level": _("Level"),
    "part": _("Part in the decision"),
    "unit": pgettext_lazy("of a company", "Unit"),
    "languages": _("Languages"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "reports_to_id": _("Reports to"),
    "left_on": _("Left on"),
    "person": _("Of ours"),
    "ours": _("Our function"),
    "last_on": _("Last contact"),
    "interval_days": _("Days between contacts"),
    "ended_on": _("Until"),
}


def demand_fault(fault: Fault) -> str:
    """Why what the stages ask for cannot be used, and what to do."""
    places: dict[str, Any] = {"most": formats.number(int(fault.limit or 0))}
    if fault.on in STAGE_NAMES:
        places["stage"] = STAGE_NAMES[fault.on]
    if fault.code == DemandFault.NOTHING_ASKED:
        return gettext("The stage “%(stage)s” asks for nothing: give it one level at least.") % (
            places
        )
    if fault.code == DemandFault.NO_LEVEL:
        return gettext("A level lies between 1 and %(most)s.") % places
    if fault.code == DemandFault.NO_RESILIENCE:
        return gettext("The resilience of the stage “%(stage)s” lies between 1 and %(most)s.") % (
            places
        )
    if fault.code == DemandFault.NO_PART:
        return gettext("The target of the coverage lies between 1% and 100%.")
    if fault.code == DemandFault.NO_BOW_TIE:
        return gettext("The bow-tie index of the stage “%(stage)s” lies between 0%% and 100%%.") % (
            places
        )
    if fault.code == DemandFault.TWICE:
        ours, _space, theirs = fault.on.partition(" ")
        names = {"ours": OURS_NAMES[ours], "theirs": FUNCTION_NAMES[theirs]}
        return gettext("%(ours)s with %(theirs)s stands there twice.") % names
    return gettext("What the stages ask for cannot be read.")


def _day(value: Any) -> Name:
    return formats.day(value if isinstance(value, date) else date.fromisoformat(value))


def _named(names: Mapping[Any, Name]) -> Callable[[Any], Name]:
    return lambda value: names.get(value, str(value))


def _contact(value: Any) -> Name:
    found = Contact.objects.filter(pk=value).first()
    return "" if found is None else str(found) or _("somebody unknown")


_VALUES: dict[str, Callable[[Any], Name]] = {
    "party": _named(PARTY_NAMES),
    "function": _named(FUNCTION_NAMES),
    "level": _named(LEVEL_NAMES),
    "part": _named(PART_NAMES),
    "ours": _named(OURS_NAMES),
    "reports_to_id": _contact,
    "left_on": _day,
    "last_on": _day,
    "ended_on": _day,
    "interval_days": lambda value: formats.number(value),
}


def value_in_words(field: str, values: Mapping[str, Any]) -> Name:
    """A value that an entry keeps, as people read it; empty where it has none."""
    value = values.get(field)
    if value in (None, "", []):
        return ""
    reads = _VALUES.get(field)
    return str(value) if reads is None else reads(value)


WORDS = Words(FIELD_NAMES, value_in_words, formats.moment)
"""How a collision of two people's changes is told."""


def stage_name(stage: str) -> Name:
    """A stage of the relationship, as people read it."""
    return STAGE_NAMES[stage]
