"""Sections, kinds of rows, their fields and what these can say."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.plans.rules.catalogue import Field, Kind, Section, Shape
from clavero.ui import formats

Name = str | Promise

SECTION_NAMES: dict[int, Name] = {
    Section.SUMMARY: _("In three lines"),
    Section.PROFILE: _("Profile and history"),
    Section.AIMS: _("Where the customer wants to go"),
    Section.ENVIRONMENT: _("Its market and surroundings"),
    Section.NEEDS: _("Needs"),
    Section.FEARS: _("Fears and threats"),
    Section.MONEY: _("How it makes its money"),
    Section.BUYING: _("How it buys"),
    Section.POSITION: _("Where we stand"),
    Section.OBJECTIVES: _("Objectives"),
    Section.INITIATIVES: _("Initiatives for both"),
    Section.RESOURCES: _("Means"),
    Section.ACTIONS: _("Actions"),
    Section.FORECAST: _("Profit and loss ahead"),
    Section.RISKS: _("Risks"),
    Section.GOVERNANCE: _("How it is governed"),
}
SECTION_QUESTIONS: dict[int, Name] = {
    Section.SUMMARY: _("What do we ask for, what is there to win, and what could go wrong?"),
    Section.PROFILE: _("Why does it buy from us, and what has happened so far?"),
    Section.AIMS: _("Its vision, mission, strategies and objectives, in its own words."),
    Section.ENVIRONMENT: _("What moves its market, and where could it grow?"),
    Section.NEEDS: _("What does it need now and later, and how do we know?"),
    Section.FEARS: _("What worries its people, and what threatens the business?"),
    Section.MONEY: _("Where in its value chain can we help it to earn?"),
    Section.BUYING: _("Who takes part, in which phase do we come in, and by which rules?"),
    Section.POSITION: _("How do we compare with the best competitor, as the customer sees it?"),
    Section.OBJECTIVES: _("What is to be reached, measured by what, and by when?"),
    Section.INITIATIVES: _("What is worth something to both sides?"),
    Section.RESOURCES: _("What does the plan need that we do not have yet?"),
    Section.ACTIONS: _("Who does what until when, in the next 18 months?"),
    Section.FORECAST: _("What will three to five years bring, low, base and high?"),
    Section.RISKS: _("What could cost us this account, how likely, and what then?"),
    Section.GOVERNANCE: _("When do both sides meet, and who is called when something is wrong?"),
}
KIND_NAMES: dict[str, Name] = {
    "summary": _("Line of the summary"),
    "fact": _("Fact of the profile"),
    "aim": _("Aim of the customer"),
    "pestel": _("Factor of its surroundings"),
    "force": _("Force of its market"),
    "market": _("Its market"),
    "fear": _("Fear"),
    "threat": _("Threat"),
    "activity": _("Activity of its value chain"),
    "phase": _("Phase of its buying"),
    "buying_rule": _("How it buys"),
    "swot": _("Strength, weakness, opportunity or threat"),
    "csf": _("Factor of success"),
    "stage": _("Stage of the relationship"),
    "risk": _("Risk"),
    "governance": _("Rule of governance"),
}
ADD_NAMES: dict[str, Name] = {
    "summary": _("Add a line"),
    "fact": _("Add a fact"),
    "aim": _("Add an aim"),
    "pestel": _("Add a factor of its surroundings"),
    "force": _("Add a force of its market"),
    "market": _("Add an opportunity, segment or competitor"),
    "fear": _("Add a fear"),
    "threat": _("Add a threat"),
    "activity": _("Add an activity of its value chain"),
    "phase": _("Add a phase of its buying"),
    "buying_rule": _("Add how it buys"),
    "swot": _("Add a strength, weakness, opportunity or threat"),
    "csf": _("Add a factor of success"),
    "stage": _("Add a view of the relationship"),
    "risk": _("Add a risk"),
    "governance": _("Add a meeting or rule"),
}
FIELD_LABELS: dict[str, Name] = {
    "part": _("Which"),
    "about": _("About"),
    "level": _("What it is"),
    "horizon": _("Until when"),
    "who": _("Whose"),
    "group": _("Which surroundings"),
    "force": _("Which force"),
    "impact": _("Impact"),
    "probability": _("Probability"),
    "strength": pgettext_lazy("how strong something is", "Strength"),
    "trigger": _("What sets it off"),
    "reassurance": _("What would reassure"),
    "activity": _("Which activity"),
    "cost_share": _("Part of its costs (%)"),
    "effect": _("Where we help"),
    "worth": _("What that is worth to the customer a year"),
    "phase": _("Which phase"),
    "situation": _("Kind of purchase"),
    "presence": _("Our presence, 0 to 3"),
    "days": _("Days it takes"),
    "weight": _("Weight of 100"),
    "us": _("We, 0 to 10"),
    "best": _("Best competitor, 0 to 10"),
    "competitor": _("Which competitor"),
    "view": _("Seen by"),
    "stage": pgettext_lazy("of a relationship", "Stage"),
    "chance": _("Chance within a year (%)"),
    "contribution": _("Contribution at risk, a year"),
    "months": _("Months it would last"),
    "contingency": _("What we would do then"),
    "rhythm": _("How often"),
}
SWOT_NAMES: dict[str, Name] = {
    "strength": _("Strengths"),
    "weakness": _("Weaknesses"),
    "opportunity": _("Opportunities"),
    "threat": _("Threats"),
}
"""The parts of SWOT above their rows."""
OPTION_NAMES: dict[tuple[str, str], Name] = {
    ("part", "ask"): _("What we ask for"),
    ("part", "prize"): _("What there is to win"),
    ("part", "risk"): _("What could go wrong"),
    ("part", "strength"): _("Strength"),
    ("part", "weakness"): _("Weakness"),
    ("part", "opportunity"): _("Opportunity"),
    ("part", "threat"): _("Threat"),
    ("about", "reason"): _("Why it buys from us"),
    ("about", "contract"): _("Contract"),
    ("about", "win"): _("Success so far"),
    ("about", "incident"): _("Incident"),
    ("about", "site"): _("Site"),
    ("about", "other"): pgettext_lazy("row of a plan", "Something else"),
    ("about", "opportunity"): _("Market opportunity"),
    ("about", "segment"): _("Segment"),
    ("about", "competitor"): _("Competitor of the customer"),
    ("about", "people"): _("Who decides"),
    ("about", "policy"): _("How it treats suppliers"),
    ("about", "review"): _("Joint review"),
    ("about", "escalation"): _("Escalation"),
    ("about", "scorecard"): _("Scorecard"),
    ("level", "vision"): _("Vision"),
    ("level", "mission"): _("Mission"),
    ("level", "strategy"): _("Strategy"),
    ("level", "objective"): pgettext_lazy("of the customer", "Objective"),
    ("group", "political"): _("Political"),
    ("group", "economic"): _("Economic"),
    ("group", "social"): _("Social"),
    ("group", "technological"): _("Technological"),
    ("group", "environmental"): _("Environmental"),
    ("group", "legal"): _("Legal"),
    ("force", "rivalry"): _("Rivalry in its market"),
    ("force", "entrants"): _("New entrants"),
    ("force", "substitutes"): _("Substitutes"),
    ("force", "suppliers"): _("Power of its suppliers, us among them"),
    ("force", "buyers"): _("Power of its customers"),
    ("activity", "inbound"): _("Inbound logistics"),
    ("activity", "operations"): _("Operations"),
    ("activity", "outbound"): _("Outbound logistics"),
    ("activity", "marketing"): _("Marketing and sales"),
    ("activity", "service"): pgettext_lazy("value chain", "Service"),
    ("activity", "infrastructure"): _("Infrastructure"),
    ("activity", "people"): pgettext_lazy("value chain", "People"),
    ("activity", "technology"): _("Technology"),
    ("activity", "procurement"): _("Procurement"),
    ("effect", "none"): _("Nowhere yet"),
    ("effect", "cost"): _("Less cost"),
    ("effect", "revenue"): _("More revenue"),
    ("effect", "risk"): _("Less risk"),
    ("effect", "capital"): _("Less capital tied up"),
    ("phase", "need"): _("Need seen"),
    ("phase", "characteristics"): _("Characteristics"),
    ("phase", "specification"): _("Specification"),
    ("phase", "search"): _("Search for suppliers"),
    ("phase", "proposals"): _("Proposals"),
    ("phase", "selection"): pgettext_lazy("phase of buying", "Selection"),
    ("phase", "routine"): _("Order routine"),
    ("phase", "review"): pgettext_lazy("phase of buying", "Review"),
    ("situation", "new"): _("New task"),
    ("situation", "modified"): _("Modified rebuy"),
    ("situation", "straight"): _("Straight rebuy"),
    ("view", "ours"): _("Us"),
    ("view", "theirs"): _("The customer"),
    ("stage", "exploratory"): _("Exploratory"),
    ("stage", "basic"): _("Basic"),
    ("stage", "cooperative"): _("Cooperative"),
    ("stage", "interdependent"): _("Interdependent"),
    ("stage", "integrated"): _("Integrated"),
}


def option_name(key: str, option: str) -> Name:
    """What an option of a field is called."""
    return OPTION_NAMES.get((key, option), option)


def field_value(field: Field, text: str) -> str:
    """A kept value of a field, in the reader's writing."""
    if field.shape is Shape.CHOICE:
        return str(option_name(field.key, text))
    if field.shape is Shape.NUMBER:
        number = Decimal(text)
        return formats.percent(number) if field.scale == 100 else formats.number(number)
    return text


def told_fields(kind: Kind, data: Mapping[str, str]) -> list[tuple[Name, str]]:
    """What a row says in its fields, with their names. How strong something is is how likely it is
    of what comes from outside."""
    outside = kind.key == "swot" and data.get("part") in {"opportunity", "threat"}
    return [
        (
            FIELD_LABELS["probability" if outside and field.key == "strength" else field.key],
            field_value(field, data[field.key]),
        )
        for field in kind.fields
        if data.get(field.key)
    ]
