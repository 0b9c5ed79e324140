"""What a plan asks for, in words: a name for those who decide, a prompt for those who write."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clavero.core.faults import Fault
from clavero.plans.rules.templates import Ask, Template, TemplateFault
from clavero.plans.words.catalogue import Name

PROMPTS: dict[str, Name] = {
    "summary_ask": _("What do we ask our own management for, in one line?"),
    "summary_prize": _("What is there to win in three years, in one line?"),
    "summary_risk": _("What could make all of it fail, in one line?"),
    "fact_reason": _("Why does this customer buy from us and not from somebody else?"),
    "has_history": _("Its sales of the last years: they come from the ledger."),
    "aim_vision": _("What does it want to be? Quote its own words, with the page."),
    "aim_strategy": _("How does it mean to get there? Quote its own words, with the page."),
    "aim_objective": _("Which goal has it set itself, with figure, date and who answers for it?"),
    "pestel": _("What outside its market will touch it: laws, prices, people, technology?"),
    "force": _("Who puts pressure on its margins: rivals, newcomers, substitutes, its customers?"),
    "market_opportunity": _("Where could it grow, and what would it need for that?"),
    "needs_now": _("What does it need today? Who has said so, and how urgent is it?"),
    "needs_ahead": _("What will it need in two years that it does not ask for yet?"),
    "fear": _("What keeps somebody there awake, and what would reassure them?"),
    "threat": _("What threatens its business, how likely and how badly?"),
    "activity": _("Which activity costs it most, and what do we make cheaper, safer or faster?"),
    "phase": _("In which phase do we come in, and what is decided before?"),
    "buying_rule": _("Who decides, who can say no, and how does it rank its suppliers?"),
    "swot_strength": _("What do they say that we do better than others?"),
    "swot_weakness": _("What do they complain of when they speak of us?"),
    "swot_opportunity": _("What is changing there that we could be part of?"),
    "swot_threat": _("What could put somebody else in our place?"),
    "csf": _("By what does it choose, with which weight, and who does it best?"),
    "economic": _("What is to be earned, measured by which KPI, by when?"),
    "relationship": _("Whom are we to know, or how are they to see us, by when?"),
    "learning": _("What do we have to find out or to be able to do, by when?"),
    "initiatives": _("What is worth money to both, and who answers for it on either side?"),
    "requests": _("What does it take that we do not have yet?"),
    "actions": _("Who does what until when? Begin with this month."),
    "has_forecast": _("Sales, margin and costs of the coming years, low, base and high."),
    "risk": _("What would cost us this account, and what would we do then?"),
    "governance": _("When do both sides meet, and whom does one call when something is wrong?"),
}
FAULT_SENTENCES: dict[str, Name] = {
    TemplateFault.NO_SECTION: _("A plan needs at least one section."),
    TemplateFault.TOO_MANY: _("A section asks for at most %(limit)s of a kind."),
    TemplateFault.UNKNOWN_ASK: _("There is nothing of that kind to ask for."),
}


def fault_in_words(fault: Fault) -> str:
    """What is wrong with a template, in a sentence."""
    return str(FAULT_SENTENCES[fault.code]) % {"limit": fault.limit}


def prompt_of(ask: Ask, template: Template) -> str:
    """What is asked, in the company's own words of the reader's language or in Clavero's."""
    own = template.prompts.get(ask.key, {})
    language = (get_language() or "")[:2]
    return own.get(language) or str(PROMPTS[ask.key])
