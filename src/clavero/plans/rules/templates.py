"""What a plan asks for: its sections and how many rows of what, by strategy and sector.

Source: methods §5.2; which sections each strategy needs, and how many rows of each section, are
defaults of ours that the company changes in versions (``docs/domain/customer-plan.md``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from clavero.core.faults import Fault, Faulty
from clavero.matrix.rules.quadrants import Strategy
from clavero.plans.rules.catalogue import Section

ALL = frozenset(Section)
FEW = frozenset(
    {
        Section.SUMMARY, Section.PROFILE, Section.NEEDS, Section.POSITION, Section.OBJECTIVES,
        Section.ACTIONS, Section.FORECAST, Section.RISKS,
    }
)  # fmt: skip
"""What an account that is only maintained needs."""
FEWEST = frozenset({Section.SUMMARY, Section.PROFILE, Section.OBJECTIVES, Section.ACTIONS})
"""What an account needs that is harvested."""
NEEDED: dict[Strategy | None, frozenset[Section]] = {
    Strategy.INVEST: ALL,
    Strategy.SELECTIVE: ALL,
    Strategy.MAINTAIN: FEW,
    Strategy.HARVEST: FEWEST,
    None: FEW,
}
MOST_ROWS = 20
PROMPT_LENGTH = 300
LANGUAGES = ("es", "en")


@dataclass(frozen=True, slots=True)
class Ask:
    """Rows that a section can ask for: those of a ``kind`` in which ``field`` says one of
    ``values``, or something that a plan counts beside its rows (``counted``). ``usual`` is how
    many."""

    key: str
    section: Section
    usual: int
    kind: str = ""
    field: str = ""
    values: tuple[str, ...] = ()
    counted: str = ""

    def is_met_by(self, kind: str, data: Mapping[str, str]) -> bool:
        """Whether a row is one of those."""
        if kind != self.kind:
            return False
        return not self.field or data.get(self.field) in self.values


def _rows(section: Section, kind: str, usual: int, key: str = "") -> Ask:
    return Ask(key or kind, section, usual, kind)


def _only(section: Section, kind: str, field: str, *values: str, usual: int = 1) -> Ask:
    return Ask(f"{kind}_{values[0]}", section, usual, kind, field, values)


def _counted(section: Section, counted: str, usual: int = 1) -> Ask:
    return Ask(counted, section, usual, counted=counted)


ASKS: tuple[Ask, ...] = (
    *(_only(Section.SUMMARY, "summary", "part", part) for part in ("ask", "prize", "risk")),
    _only(Section.PROFILE, "fact", "about", "reason"),
    _counted(Section.PROFILE, "has_history"),
    _only(Section.AIMS, "aim", "level", "vision", "mission"),
    _only(Section.AIMS, "aim", "level", "strategy"),
    _only(Section.AIMS, "aim", "level", "objective"),
    _rows(Section.ENVIRONMENT, "pestel", 2),
    _rows(Section.ENVIRONMENT, "force", 2),
    _only(Section.ENVIRONMENT, "market", "about", "opportunity"),
    _counted(Section.NEEDS, "needs_now", 2),
    _counted(Section.NEEDS, "needs_ahead"),
    _rows(Section.FEARS, "fear", 1),
    _rows(Section.FEARS, "threat", 1),
    _rows(Section.MONEY, "activity", 2),
    _rows(Section.BUYING, "phase", 2),
    _rows(Section.BUYING, "buying_rule", 1),
    *(
        _only(Section.POSITION, "swot", "part", part)
        for part in ("strength", "weakness", "opportunity", "threat")
    ),
    _rows(Section.POSITION, "csf", 3),
    _counted(Section.OBJECTIVES, "economic"),
    _counted(Section.OBJECTIVES, "relationship"),
    _counted(Section.OBJECTIVES, "learning"),
    _counted(Section.INITIATIVES, "initiatives"),
    _counted(Section.RESOURCES, "requests"),
    _counted(Section.ACTIONS, "actions", 3),
    _counted(Section.FORECAST, "has_forecast"),
    _rows(Section.RISKS, "risk", 2),
    _rows(Section.GOVERNANCE, "governance", 1),
)
"""All that can be asked for, section by section."""
ASK_BY_KEY = {ask.key: ask for ask in ASKS}
ASKS_OF = {section: tuple(ask for ask in ASKS if ask.section is section) for section in Section}


@dataclass(frozen=True, slots=True)
class Template:
    """What the plans of a strategy ask for, in a sector or in all (``""``): the sections, how many
    of what where that is not as usual, and what is asked in the company's own words, by language.
    """

    sections: frozenset[Section]
    counts: Mapping[str, int] = field(default_factory=dict)
    prompts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def count(self, ask: Ask) -> int:
        """How many of something are asked for."""
        return self.counts.get(ask.key, ask.usual)

    def to_plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "sections": sorted(int(each) for each in self.sections),
            "counts": dict(self.counts),
            "prompts": {key: dict(said) for key, said in self.prompts.items()},
        }


Key = tuple[str, str]
"""A strategy, or ``""`` for none, and a sector, or ``""`` for all."""


def default_template(strategy: Strategy | None) -> Template:
    """Clavero's own for a strategy."""
    return Template(NEEDED[strategy])


@dataclass(frozen=True, slots=True)
class Templates:
    """A version: what the company has decided, by strategy and sector; the rest is Clavero's."""

    own: Mapping[Key, Template] = field(default_factory=dict)

    def of(self, strategy: Strategy | None, sector: str = "") -> Template:
        """What the plan of an account asks for: by its strategy and sector, else by its strategy.

        >>> few = Template(FEWEST)
        >>> made = Templates({("invest", "Food"): few})
        >>> made.of(Strategy.INVEST, "Food") is few, len(made.of(Strategy.INVEST, "Wood").sections)
        (True, 16)
        """
        named = "" if strategy is None else strategy.value
        for key in ((named, sector), (named, "")):
            if key in self.own:
                return self.own[key]
        return default_template(strategy)

    def with_one(self, key: Key, template: Template) -> Templates:
        """The same with another template for a strategy and sector."""
        return Templates({**self.own, key: template})

    def to_plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "own": [
                {"strategy": strategy, "sector": sector, **template.to_plain()}
                for (strategy, sector), template in sorted(self.own.items())
            ]
        }


def parse_templates(plain: Any) -> Templates:
    """What a version holds."""
    return Templates(
        {
            (each["strategy"], each["sector"]): Template(
                frozenset(Section(number) for number in each["sections"]),
                {key: int(count) for key, count in each["counts"].items() if key in ASK_BY_KEY},
                {key: dict(said) for key, said in each["prompts"].items() if key in ASK_BY_KEY},
            )
            for each in plain.get("own", [])
        }
    )


class TemplateFault(StrEnum):
    """Why a template cannot be used."""

    NO_SECTION = "no_section"
    TOO_MANY = "too_many"
    UNKNOWN_ASK = "unknown_ask"


def check_template(template: Template) -> None:
    """Raises :class:`Faulty` with all that is wrong."""
    faults = []
    if not template.sections:
        faults.append(Fault(TemplateFault.NO_SECTION))
    for key, count in template.counts.items():
        if key not in ASK_BY_KEY:
            faults.append(Fault(TemplateFault.UNKNOWN_ASK, on=key))
        elif not 0 <= count <= MOST_ROWS:
            faults.append(Fault(TemplateFault.TOO_MANY, given=count, limit=MOST_ROWS))
    if faults:
        raise Faulty(faults)


class Part(StrEnum):
    """What of a template can differ."""

    SECTION = "section"
    COUNT = "count"
    PROMPT = "prompt"


@dataclass(frozen=True, slots=True)
class Differs:
    """A section that comes (``after`` 1) or goes, another count or another prompt."""

    part: Part
    key: str
    before: Any
    after: Any


def difference(before: Template, after: Template) -> Iterator[Differs]:
    """What a newer template asks for otherwise, section by section; nothing where they are equal.

    >>> [(each.key, each.before, each.after) for each in difference(
    ...     Template(FEWEST, {"actions": 3}), Template(FEWEST, {"actions": 5}))]
    [('actions', 3, 5)]
    """
    for section in Section:
        was, is_now = section in before.sections, section in after.sections
        if was is not is_now:
            yield Differs(Part.SECTION, str(int(section)), int(was), int(is_now))
        if not is_now:
            continue
        for ask in ASKS_OF[section]:
            one, two = before.count(ask), after.count(ask)
            if one != two:
                yield Differs(Part.COUNT, ask.key, one, two)
            said, says = before.prompts.get(ask.key, {}), after.prompts.get(ask.key, {})
            if said != says:
                yield Differs(Part.PROMPT, ask.key, said, says)
