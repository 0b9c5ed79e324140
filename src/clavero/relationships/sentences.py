"""What the pages say of an account's people, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from clavero.core.estimates import Missing
from clavero.relationships.rules.matrix import Cell, Gap, Ours
from clavero.relationships.selectors import (
    AccountContacts,
    ContactRow,
    Leaving,
    Relationship,
)
from clavero.relationships.selectors.picture import Filled
from clavero.relationships.tables import called
from clavero.relationships.words import FUNCTION_NAMES, OURS_NAMES, stage_name
from clavero.ui import formats


def contacts_in_words(found: AccountContacts) -> list[str]:
    """How many people there are, how they stand towards us, and of whom to think."""
    named = sum(bool(row.name) for row in found.here)
    places = len(found.here) - named
    told = [
        ngettext("%(count)s contact is known.", "%(count)s contacts are known.", named)
        % {"count": formats.number(named)}
    ]
    if places:
        told.append(
            ngettext(
                "%(count)s place is held by somebody unknown: %(all)s people and places in all.",
                "%(count)s places are held by somebody unknown: %(all)s people and places in all.",
                places,
            )
            % {"count": formats.number(places), "all": formats.number(len(found.here))}
        )
    if found.warmth is not None and found.warmth.value is not None:
        told.append(
            _(
                "By their influence, the %(count)s judged stand at %(value)s towards us, "
                "on a scale from −2 to +2."
            )
            % {
                "count": formats.number(found.warmth.n or 0),
                "value": formats.number(found.warmth.value, places=1),
            }
        )
    if found.warned is not None:
        told += [_against(row) for row in found.warned.against]
        told += [_unknown(row) for row in found.warned.unknown]
    return told


def _against(row: ContactRow) -> str:
    return _("%(name)s is among those of most influence and stands against us.") % {
        "name": called(row.name, row.title)
    }


def _unknown(row: ContactRow) -> str:
    places = {"name": called(row.name, row.title)}
    if row.attitude is None:
        return _("%(name)s is among those of most influence, and nobody says how they see us.") % (
            places
        )
    return _("%(name)s is among those of most influence, and nobody of ours knows them.") % places


def relationship_in_words(found: Relationship) -> list[str]:
    """How the relationship stands: stage, coverage, shape, resilience."""
    if found.is_withheld:
        return [
            str(formats.REASONS[Missing.TOO_FEW_LINKS]),
            _("It is told once enough of them can be told together, at night."),
        ]
    if found.stage is None or found.shape is None:
        return [
            _("Say how far the relationship is: what it asks for follows from its stage."),
            *_bow_tie(found),
        ]
    shape = found.shape
    told = []
    if found.told_on is not None:
        told.append(
            _("As it was told outside the account team on %(day)s.")
            % {"day": formats.day(found.told_on)}
        )
    if shape.coverage.value is not None:
        told.append(
            _(
                "Of what the stage “%(stage)s” asks for, %(coverage)s is there; "
                "%(target)s is the target."
            )
            % {
                "stage": stage_name(found.stage),
                "coverage": formats.percent(shape.coverage.value, places=0),
                "target": formats.percent(shape.asked, places=0),
            }
        )
    if found.weighted is not None and found.weighted.value is not None:
        told.append(
            _("Weighed by the influence of their functions it is %(coverage)s.")
            % {"coverage": formats.percent(found.weighted.value, places=0)}
        )
    told += _bow_tie(found)
    told.append(
        ngettext(
            "It would take %(count)s function leaving to cut every link; the stage asks for "
            "%(target)s.",
            "It would take %(count)s functions leaving to cut every link; the stage asks for "
            "%(target)s.",
            shape.resilience,
        )
        % {"count": formats.number(shape.resilience), "target": formats.number(shape.target)}
    )
    return told


def _bow_tie(found: Relationship) -> list[str]:
    if found.bow_tie.reason is Missing.TOO_FEW_LINKS:
        return []
    if found.bow_tie.value is None:
        return [_("Nobody of ours knows anybody there, as far as is written down.")]
    if found.bow_tie.value == 1:
        told = [_("All of it goes through the key account manager or through purchasing.")]
        return told + _bow_tie_target(found)
    part = {"part": formats.percent(found.bow_tie.value, places=0)}
    told = [
        _("%(part)s of the links go through the key account manager or through purchasing.") % part
    ]
    return told + _bow_tie_target(found)


def _bow_tie_target(found: Relationship) -> list[str]:
    if found.most_bow_tie is None or found.most_bow_tie == 1:
        return []
    target = {"target": formats.percent(found.most_bow_tie, places=0)}
    if found.is_decided:
        return [_("The target is %(target)s at most.") % target]
    told = _("Were all there that the stage asks for, it would be %(target)s: that is the target.")
    return [told % target]


def stages_in_words(found: Relationship) -> str:
    """How far apart the two sides see it; nothing while one is silent."""
    gap = found.stages.gap
    if gap is None:
        return ""
    if gap == 0:
        return _("Both sides see the same.")
    steps = formats.number(abs(gap))
    if gap > 0:
        return ngettext(
            "We see %(count)s stage more in it than the customer does.",
            "We see %(count)s stages more in it than the customer does.",
            gap,
        ) % {"count": steps}
    return ngettext(
        "The customer sees %(count)s stage more in it than we do.",
        "The customer sees %(count)s stages more in it than we do.",
        -gap,
    ) % {"count": steps}


def gap_in_words(gap: Gap) -> str:
    """What is missing in a cell. Those in which somebody is, are for the account's team alone."""
    ours, theirs = gap.cell
    places = {
        "ours": OURS_NAMES[ours],
        "theirs": FUNCTION_NAMES[theirs],
        "is": formats.number(gap.is_),
        "asked": formats.number(gap.asked),
    }
    if not gap.anybody and gap.anybody_once:
        return _("There are links to %(theirs)s, but all of them are out of date.") % places
    if not gap.anybody:
        return _("Nobody of ours knows anybody in %(theirs)s.") % places
    if not gap.is_ and gap.is_old:
        return _("Between our %(ours)s and their %(theirs)s: only out of date.") % places
    if not gap.is_:
        if ours is Ours.KAM:
            return _("The key account manager knows nobody in %(theirs)s.") % places
        return _("Nobody of our %(ours)s knows anybody in their %(theirs)s.") % places
    return _("Between our %(ours)s and their %(theirs)s: %(is)s of the %(asked)s asked for.") % (
        places
    )


def leaving_in_words(one: Leaving) -> list[str]:
    """What goes with somebody."""
    told = []
    if one.cells:
        told.append(_("Without them nobody holds: %(cells)s.") % {"cells": _cells(one.cells)})
    if one.weaker:
        told.append(_("Weaker: %(cells)s.") % {"cells": _cells(one.weaker)})
    return told


def _cells(cells: Sequence[Cell]) -> str:
    return ", ".join(
        _("%(ours)s – %(theirs)s")
        % {"ours": OURS_NAMES[ours], "theirs": formats.lower_first(str(FUNCTION_NAMES[theirs]))}
        for ours, theirs in cells
    )


def cell_in_words(cell: Filled, *, is_team: bool) -> tuple[str, list[str]]:
    """What stands in a cell of the matrix: for the team how strong, of what is asked for, and who
    knows whom; for others whether anybody is known."""
    if not is_team:
        if cell.is_active:
            return pgettext("a function", "known"), []
        return pgettext("a function", "missing") if cell.asked else "", []
    if not cell.people and not cell.asked:
        return "", []
    number = formats.number(cell.strength or 0)
    if cell.asked:
        number = _("%(is)s of %(asked)s") % {"is": number, "asked": formats.number(cell.asked)}
    faded = pgettext("a link", "faded")
    return number, [
        f"{ours} – {theirs} ({formats.number(strength) if strength else faded})"
        for ours, theirs, strength in cell.people
    ]


def more_in_words(count: int) -> str:
    """How many there are beside."""
    more = ngettext("and %(count)s more", "and %(count)s more", count)
    return more % {"count": formats.number(count)}
