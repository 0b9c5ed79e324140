"""A library of examples: complete rows as a good plan has them, to read beside the form and to take
over as a start. The customers in them are made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from clavero.plans.rules.catalogue import BY_KEY, Section
from clavero.plans.words.catalogue import Name


@dataclass(frozen=True, slots=True)
class Example:
    """A row: its kind, what it says, the fields of its kind and where it would be known from."""

    kind: str
    text: Name
    fields: Mapping[str, str] = field(default_factory=dict)
    source: Name = ""


NEED, OBJECTIVE, INITIATIVE, ACTION = "need", "objective", "initiative", "action"
_SECTIONS = {
    NEED: Section.NEEDS,
    OBJECTIVE: Section.OBJECTIVES,
    INITIATIVE: Section.INITIATIVES,
    ACTION: Section.ACTIONS,
}
EXAMPLES: tuple[Example, ...] = (
    Example("summary", _("A part-time technician and a stock of critical spares on their site"),
            {"part": "ask"}),
    Example("summary", _("From a supplier of spare parts to the partner of their maintenance: "
                         "twice the sales in three years"), {"part": "prize"}),
    Example("summary", _("That the group's purchasing approves one supplier for all plants, and "
                         "it is not us"), {"part": "risk"}),
    Example("fact", _("It buys from us because we deliver within a day and know each machine"),
            {"about": "reason"}, _("Talk with the head of maintenance")),
    Example("fact", _("Framework agreement for bearings until December, prices fixed for a year"),
            {"about": "contract"}, _("Signed contract, annex 2")),
    Example("fact", _("In March a wrong seal stopped line 2 for six hours; we paid the repair"),
            {"about": "incident"}, _("Report of the incident")),
    Example("aim", _("“No unplanned stop in any plant by 2028”"),
            {"level": "objective", "horizon": "2028"}, _("Annual report, page 14")),
    Example("aim", _("“Fewer suppliers that answer for more”"), {"level": "strategy"},
            _("Speech of the head of purchasing at the suppliers' day")),
    Example("aim", _("“To be the most reliable bakery of the continent”"), {"level": "vision"},
            _("Its web page")),
    Example("pestel", _("From next year on pumps above 1 kW have to report what they consume"),
            {"group": "legal", "impact": "3", "probability": "80"}, _("Official gazette")),
    Example("pestel", _("Young mechanics do not want to work at night: shifts stay empty"),
            {"group": "social", "impact": "-3", "probability": "60"}),
    Example("force", _("Two supermarket chains buy most of what it makes and press on prices"),
            {"force": "buyers", "strength": "5"}, _("Market study")),
    Example("market", _("A second line for frozen goods starts in spring and has no supplier yet"),
            {"about": "opportunity"}, _("Local press")),
    Example(NEED, _("Critical spares within four hours, at night too"),
            {"horizon": "now", "urgency": "5", "function": "maintenance",
             "certainty": "confirmed"}, _("Head of maintenance, visit of May")),
    Example(NEED, _("One invoice a month for each plant in place of eighty"),
            {"horizon": "now", "urgency": "3", "function": "finance", "certainty": "stated"},
            _("E-mail of the accounts department")),
    Example(NEED, _("To know what each machine consumes before the new rule asks for it"),
            {"horizon": "future", "urgency": "2", "function": "production",
             "certainty": "inferred"}, _("Our conclusion from the official gazette")),
    Example("fear", _("That a stop in the season shows the board how few spares are in store"),
            {"who": "", "trigger": "", "reassurance": ""}),
    Example("threat", _("A competitor from abroad opens a plant an hour away"),
            {"probability": "3", "impact": "4"}, _("Trade magazine")),
    Example("activity", _("Maintenance takes a sixth of its costs; half of it is urgent work"),
            {"activity": "operations", "effect": "cost", "cost_share": "16", "worth": "60000"},
            _("Its own figures, shown in the annual review")),
    Example("activity", _("It holds 380,000 in spare parts, of which a third never moves"),
            {"activity": "inbound", "effect": "capital", "worth": "25000"},
            _("Inventory made together")),
    Example("phase", _("The specification is written by an engineering office that we do not know"),
            {"phase": "specification", "situation": "new", "presence": "0", "days": "45"}),
    Example("phase", _("We are asked for a proposal, with two others"),
            {"phase": "proposals", "situation": "modified", "presence": "2", "days": "15"}),
    Example("buying_rule", _("Above 20,000 the plant proposes and the group's purchasing signs"),
            {"about": "people"}, _("Talk with purchasing")),
    Example("buying_rule", _("It ranks suppliers A to D each January by delivery, quality and "
                             "price; we are B"), {"about": "policy"},
            _("Letter to suppliers")),
    Example("swot", _("“You are the only ones who come on a Sunday”"),
            {"part": "strength", "impact": "5", "strength": "4"}, _("Survey of the customer")),
    Example("swot", _("Our invoices have so many lines that nobody checks them"),
            {"part": "weakness", "impact": "3", "strength": "4"}),
    Example("swot", _("The new head of operations wants contracts by result"),
            {"part": "opportunity", "impact": "4", "strength": "3"}),
    Example("swot", _("The group is talking to a distributor that serves all its countries"),
            {"part": "threat", "impact": "5", "strength": "2"}),
    Example("csf", _("Delivery on the promised day"), {"weight": "40", "us": "8", "best": "7"},
            _("Survey of the customer")),
    Example("csf", _("Technical help on site"), {"weight": "35", "us": "6", "best": "8"}),
    Example("csf", _("Price of the whole, not of the piece"),
            {"weight": "25", "us": "6", "best": "6"}),
    Example("stage", _("They call us before they have a specification, at two plants of three"),
            {"view": "ours", "stage": "cooperative"}),
    Example(OBJECTIVE, _("From 420,000 to 520,000 in net sales in eighteen months"),
            {"kind": "economic"}),
    Example(OBJECTIVE, _("To meet the head of operations every quarter, beside purchasing"),
            {"kind": "relationship"}),
    Example(OBJECTIVE, _("To know what an hour of stop costs at each of its lines"),
            {"kind": "learning"}),
    Example(INITIATIVE, _("Stock of critical spares on its site, invoiced when it is taken"),
            {"kind": "product"}),
    Example(INITIATIVE, _("The same maintenance contract for its plant in the north"),
            {"kind": "unit"}),
    Example(ACTION, _("List the fifty critical spares with the head of maintenance")),
    Example(ACTION, _("Show the director of operations what the trial has saved")),
    Example("risk", _("The buyer who trusts us retires in June and nobody knows his successor"),
            {"probability": "4", "impact": "3", "chance": "20", "months": "12"}),
    Example("risk", _("A quality problem like that of March within the same year"),
            {"probability": "2", "impact": "5", "chance": "10", "months": "24"}),
    Example("governance", _("Joint review with operations and purchasing, with figures of both"),
            {"about": "review", "rhythm": ""}),
    Example("governance", _("A stop is told to our director within the hour, day or night"),
            {"about": "escalation"}),
)  # fmt: skip


def section_of(example: Example) -> Section:
    """Where such a row stands."""
    known = _SECTIONS.get(example.kind)
    return BY_KEY[example.kind].section if known is None else known


def examples_of(section: Section) -> tuple[Example, ...]:
    """Those of a section, in their order."""
    return tuple(each for each in EXAMPLES if section_of(each) is section)
