"""What the selection's values are called, on the pages and in documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clavero.core.faults import Fault
from clavero.matrix.rules.factors import FactorFault
from clavero.matrix.words import CRITERION_NAMES
from clavero.selection.rules.cycle import Stage
from clavero.selection.rules.handover import Item
from clavero.selection.rules.settings import Settings, SettingsFault
from clavero.selection.rules.steps import Because, Knockout, Passing, Status, StepFault
from clavero.ui import formats

Name = str | Promise

QUESTION_NAMES: dict[str, Name] = {
    Knockout.SEGMENT: _("Is it in a segment that is strategic for us?"),
    Knockout.SERVICEABLE: _("Can we serve it where it is?"),
    Knockout.SPEND: _("Does it spend enough that we could win?"),
    Knockout.SOLVENCY: _("Is it solvent?"),
    Knockout.ETHICS: _("Do the law and our ethics allow it?"),
}
STATUS_NAMES: dict[str, Name] = {
    Status.NOT_KEY: _("Not key"),
    Status.CANDIDATE: _("Candidate"),
    Status.KEY: _("Key account"),
    Status.PROBATION: _("On probation"),
    Status.EXIT: _("No longer key"),
}
STATUS_TONES: dict[str, str] = {
    Status.KEY: "accent",
    Status.PROBATION: "warn",
    Status.EXIT: "bad",
}
PASSING_NAMES: dict[str, Name] = {
    Passing.PASSED: _("Passed"),
    Passing.KNOCKED_OUT: _("Knocked out"),
    Passing.OPEN: _("Open"),
}
PASSING_TONES: dict[str, str] = {
    Passing.PASSED: "good",
    Passing.KNOCKED_OUT: "bad",
}
STAGE_NAMES: dict[str, Name] = {
    Stage.RATING: _("Candidates are being rated"),
    Stage.DECIDING: _("The committee decides"),
    Stage.CLOSED: _("Closed"),
}
MOVE_WORDS: dict[str, dict[str, Name]] = {
    Stage.DECIDING: {
        "title": _("End the rating"),
        "question": _("Shall the rating end, so that the committee can decide?"),
        "consequence": _(
            "Everybody who sees a candidate sees its scores, and nobody rates or puts forward "
            "until rating begins again. The criteria of today become those of the year."
        ),
        "done": _("The rating of %(year)s has ended."),
    },
    Stage.RATING: {
        "title": _("Let rating begin again"),
        "question": _("Shall candidates be put forward and rated again?"),
        "consequence": _("Ratings and decisions made so far stay."),
        "done": _("The candidates of %(year)s can be rated again."),
    },
    Stage.CLOSED: {
        "title": _("Close the year"),
        "question": _("Shall the year be closed for good?"),
        "consequence": _(
            "Nothing in it changes any more. The next year begins with its list; a candidate "
            "without a decision is on it again."
        ),
        "done": _("The selection of %(year)s is closed."),
    },
}
BECAUSE_SENTENCES: dict[str, Name] = {
    Because.FIT: _("it passes the filter, and the matrix gives it a strategy worth it."),
    Because.KNOCKED_OUT: _("a question of the filter rules it out."),
    Because.FILTER_OPEN: _("a question of the filter has no answer yet."),
    Because.UNCLASSIFIABLE: _("no review of the matrix has placed it yet."),
    Because.HARVEST: _("the last yearly review placed it where one manages for cash."),
    Because.HARVEST_TWICE: _("two yearly reviews in a row placed it where one manages for cash."),
    Because.RECOVERED: _("the last yearly review no longer has it where one manages for cash."),
    Because.REFUSED: _("the customer does not want such a relationship."),
    Because.UNCHANGED: _("nothing asks for a change."),
}
STEP_FAULT_SENTENCES: dict[str, Name] = {
    StepFault.KNOCKED_OUT: _("The filter rules it out: “%(on)s”"),
    StepFault.FILTER_OPEN: _("The filter has a question without an answer: “%(on)s”"),
    StepFault.UNCLASSIFIABLE: _("No review of the matrix has placed it yet."),
    StepFault.IN_HARVEST: _(
        "The matrix has it where one manages for cash: that is no key account."
    ),
    StepFault.OVER_CAP: _("It would be number %(given)s, and there is capacity for %(limit)s."),
    StepFault.REFUSED: _("The customer does not want such a relationship."),
}
ITEM_NAMES: dict[str, Name] = {
    Item.HISTORY: _("History, figures and plans so far are explained"),
    Item.CONTACTS: _("All contacts are handed over, with what each one cares about"),
    Item.TERMS: _("Terms, prices and contracts are handed over"),
    Item.PROMISES: _("What we have promised, and until when, is known"),
    Item.COMPLAINTS: _("Open orders, returns and complaints are known"),
    Item.PIPELINE: _("Offers and opportunities under way are known"),
    Item.INTRODUCTION: _("The customer has been told and has met its new manager"),
}
FAULT_SENTENCES: dict[str, Name] = {
    FactorFault.TOO_FEW: _("There must be %(limit)s criteria or more, not %(given)s."),
    FactorFault.TOO_MANY: _("There are at most %(limit)s criteria, not %(given)s."),
    FactorFault.TWICE: _("The criterion “%(on)s” stands twice."),
    FactorFault.NAMELESS: _("A criterion has a weight but no name."),
    FactorFault.WEIGHT_NOT_POSITIVE: _("“%(on)s” needs a weight above zero."),
    FactorFault.WEIGHT_TOO_LARGE: _(
        "“%(on)s” weighs %(given)s: above %(limit)s, one criterion decides alone."
    ),
    FactorFault.WEIGHTS_NOT_FULL: _("The weights sum to %(limit)s; here to %(given)s."),
    SettingsFault.QUESTION_TWICE: _("The question “%(on)s” stands twice."),
    SettingsFault.NO_QUESTION: _("The filter needs one question or more."),
    SettingsFault.NAMELESS_QUESTION: _("A question needs letters or digits of the alphabet."),
    SettingsFault.TOO_MANY_QUESTIONS: _(
        "The filter has at most %(limit)s questions, not %(given)s."
    ),
    SettingsFault.HALF_A_CAPACITY: _(
        "Capacity needs both numbers: the hours there are, and those that an account takes."
    ),
    SettingsFault.HOURS_NEGATIVE: _("There are no hours below zero."),
    SettingsFault.NO_HOURS_PER_ACCOUNT: _("An account takes more than zero hours."),
}


def criterion_names(settings: Settings) -> dict[str, Name]:
    """How each criterion of ``settings`` is called."""
    return {
        key: settings.names.get(key) or CRITERION_NAMES.get(key, key)
        for key in settings.criteria.weights
    }


def question_names(settings: Settings) -> dict[str, Name]:
    """How each question of ``settings`` is asked."""
    return {
        key: settings.asked.get(key) or QUESTION_NAMES.get(key, key) for key in settings.questions
    }


def fault_in_words(fault: Fault, names: Mapping[str, Name]) -> str:
    """Why settings cannot be used, in a sentence."""
    sentence = FAULT_SENTENCES.get(fault.code) or _("These settings cannot be read.")
    return _told(sentence, fault, names)


def step_fault_in_words(fault: Fault, names: Mapping[str, Name]) -> str:
    """What stands against making a customer key, in a sentence."""
    return _told(STEP_FAULT_SENTENCES[fault.code], fault, names)


def _told(sentence: Name, fault: Fault, names: Mapping[str, Name]) -> str:
    return str(sentence) % {
        "on": names.get(fault.on, fault.on),
        "given": _written(fault.given),
        "limit": _written(fault.limit),
    }


def _written(number: float | None) -> str:
    return "" if number is None else formats.number(round(Decimal(number), 2))


# -- histories ------------------------------------------------------------------------------------

CHANGE_NAMES: dict[str, Name] = {
    "selection.adopted": _("selection changed"),
    "selection.opened": _("year opened"),
    "selection.moved": _("year moved on"),
    "customer.put_forward": _("put forward as a key account"),
    "customer.status_decided": _("status decided by the committee"),
    "customer.decision_withdrawn": _("decision of the committee withdrawn"),
    "customer.handover_arranged": _("handover arranged"),
    "customer.handover_accepted": _("handover accepted"),
    "candidate.answered": _("filter answered"),
    "candidate.evidence_added": _("evidence added"),
    "candidate.rated": _("rated"),
    "candidate.agreed": _("raters agreed"),
    "handover.arranged": _("handover arranged"),
    "handover.ticked": _("checklist of the handover"),
}
FIELD_NAMES: dict[str, Name] = {
    "approved_by": _("Approved by"),
    "approved_on": _("Approved on"),
    "year": _("Year"),
    "stage": _("Stage"),
    "key_status": _("Status"),
    "refused": _("The customer refuses because"),
    "members": _("Committee"),
    "against": _("Against the rule because"),
    "withdrawn": _("Withdrawn because"),
    "evidence": _("Evidence"),
    "link": _("Link"),
    "receiver": _("Goes to"),
    "meeting_on": _("Meeting"),
    "changes_on": _("Changes hands on"),
    "note": _("Note"),
    "done": _("Done"),
}


def status_named(value: str) -> Name:
    """A kept status, in words."""
    return STATUS_NAMES[value]


def stage_named(value: str) -> Name:
    """A kept stage, in words."""
    return STAGE_NAMES[value]


def why_named(question: Name) -> Name:
    """The reason of an answer, in words."""
    return gettext("%(question)s, why") % {"question": question}


def item_named(value: str) -> Name:
    """A kept line of the checklist, in words."""
    return ITEM_NAMES[value]


def day_named(value: str) -> Name:
    """A kept day, in words."""
    return formats.day(date.fromisoformat(value))


ANSWER_NAMES: dict[str, Name] = {
    "yes": _("yes"),
    "no": _("no"),
    "unknown": _("not known"),
}


def answer_named(value: str) -> Name:
    """A kept answer, in words."""
    return ANSWER_NAMES[value]


VALUE_WORDS: dict[str, Callable[[Any], Name]] = {
    "key_status": status_named,
    "stage": stage_named,
    "done": item_named,
    "approved_on": day_named,
    "meeting_on": day_named,
    "changes_on": day_named,
}
