"""A document as plain values, in one language: what every renderer is given.

Texts are written out already, numbers, money and dates among them, so that all renderings say the
same; beside its text a cell or fact keeps the value itself, for sheets. What is not known has the
text that says so and no value. Nothing here knows Django, a database or a renderer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

Value = Decimal | date | str


class Unit(StrEnum):
    """What the values of a column or fact are; text stands at the start, the rest at the end."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"  # the value is a fraction: 0.25 for 25 %
    DATE = "date"

    @property
    def is_figure(self) -> bool:
        """Whether it is read down the column, digit below digit."""
        return self in (Unit.NUMBER, Unit.MONEY, Unit.PERCENT)


class Tone(StrEnum):
    """How something is meant. A tone never says alone what it says: the words do as well."""

    PLAIN = "plain"
    QUIET = "quiet"  # a remark
    MISSING = "missing"  # nobody has written it, or it cannot be known
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or some, in one run; a line break in it is one."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure or short text with its name, and what is to be known of it."""

    label: str
    text: str
    note: str = ""
    tone: Tone = Tone.PLAIN
    value: Value | None = None
    unit: Unit = Unit.TEXT
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts side by side; ``are_large`` where they are what the page is about."""

    items: tuple[Fact, ...]
    are_large: bool = False


@dataclass(frozen=True, slots=True)
class Bullet:
    """A line of a list; ``mark`` stands before its text as a word, ``note`` below it, smaller."""

    text: str
    note: str = ""
    mark: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; without items its ``empty`` is said. Where it ``is_tabled``, a table of those that
    only sheets have tells its items column by column."""

    items: tuple[Bullet, ...]
    empty: str = ""
    is_tabled: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``width`` is its part of the table's width against the others'."""

    title: str
    unit: Unit = Unit.TEXT
    currency: str = ""
    width: int = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a row and column; ``value`` is of the column's unit, where it is known, or of
    the cell's own ``unit`` and currency where each row has another. ``lead`` and ``tail`` are the
    words of the text before and after its figure, which a sheet shows with the value."""

    text: str
    value: Value | None = None
    tone: Tone = Tone.PLAIN
    unit: Unit | None = None
    currency: str = ""
    lead: str = ""
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many cells as there are columns; ``total`` closes them. Without rows its
    ``empty`` is said instead. ``title`` names it where it stands alone, as in a sheet."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    empty: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        for row in (*self.rows, *((self.total,) if self.total else ())):
            if len(row) != len(self.columns):
                raise ValueError(f"{len(row)} cells for {len(self.columns)} columns")


class ChartKind(StrEnum):
    """How the series of a picture are drawn, where somebody draws them anew."""

    BARS = "bars"
    LINES = "lines"
    STACKED = "stacked"


@dataclass(frozen=True, slots=True)
class Series:
    """Values under a name, one a category; ``None`` where there is none."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The numbers behind a picture that a slide may draw as a chart of its own."""

    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: Unit = Unit.NUMBER
    currency: str = ""


class Pace(StrEnum):
    """How an action stands; whoever draws it tells it by more than a colour."""

    OPEN = "open"
    DONE = "done"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a calendar: ``number`` is that of its row in the table that goes with it, ``told``
    stands beneath its text. ``start`` and ``end`` are parts of the whole width; one that lies
    outside has both at that edge and ``is_shown`` not. ``after`` are the numbers of those it waits
    for."""

    number: int
    text: str
    told: str
    start: float
    end: float
    pace: Pace = Pace.OPEN
    is_milestone: bool = False
    is_shown: bool = True
    after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is done when: months from left to right, each with the year where one begins, and
    ``today`` as a part of the width. ``legend`` says what the signs mean: of each pace, and of a
    milestone under ``None``."""

    title: str
    months: tuple[tuple[str, str], ...]
    today: float
    today_name: str
    bars: tuple[Bar, ...]
    legend: tuple[tuple[Pace | None, str], ...]
    alternative: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing as SVG, and its size in pixels."""

    svg: str
    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    """A drawing in light colours and without its title: ``title`` and ``caption`` go beside it as
    text. ``alternative`` is for whoever does not see it. It is ``drawing``, or drawn by it once
    somebody asks for its lines or sizes: what is never shown costs nothing. A renderer keeps its
    proportion. Slides draw a ``chart`` or ``calendar`` anew; what can be ``redrawn`` in so many
    pixels across and high is drawn for the room there is. ``about`` is its height against its width
    where that is known well enough before it is drawn."""

    title: str
    drawing: Drawn | Callable[[], Drawn] = field(compare=False, repr=False)
    alternative: str
    caption: str = ""
    chart: Chart | None = None
    calendar: Calendar | None = None
    redrawn: Callable[[int, int], Picture] | None = field(default=None, compare=False, repr=False)
    about: float | None = None

    @cached_property
    def _drawn(self) -> Drawn:
        return self.drawing if isinstance(self.drawing, Drawn) else self.drawing()

    @property
    def svg(self) -> str:
        """Its lines."""
        return self._drawn.svg

    @property
    def width(self) -> int:
        """In pixels."""
        return self._drawn.width

    @property
    def height(self) -> int:
        """In pixels."""
        return self._drawn.height

    @property
    def proportion(self) -> float:
        """Its height against its width, or about that."""
        return self.height / self.width if self.about is None else self.about


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page, where there are pages."""


Block = Heading | Paragraph | Facts | Bullets | Table | Picture | Calendar | PageBreak


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under its title. ``number`` is its own name in the method, such as
    “4”, where it has one; ``aside`` stands beside the title, smaller: how full, how fresh, whose.
    ``sources`` say where it was read: notes of the speaker, or a line beneath."""

    title: str
    blocks: tuple[Block, ...]
    number: str = ""
    aside: str = ""
    sources: tuple[str, ...] = ()

    @property
    def named(self) -> str:
        """The title after its number."""
        return f"{self.number}. {self.title}" if self.number else self.title


@dataclass(frozen=True, slots=True)
class Words:
    """What renderers themselves write, in the document's language. Places are named as in
    ``"Page {page} of {pages}"`` and filled by ``str.format``."""

    page: str
    continued: str
    contents: str
    sources: str
    texts: str  # where all that is said in words stands in rows
    section: str
    sort: str
    text: str
    note: str
    made: str  # the line that says when and by whom it was made, complete


@dataclass(frozen=True, slots=True)
class Document:
    """A document in one language. ``kind`` names what it is for programs (``account``, ``plan``,
    ``review``, ``portfolio``), ``kind_name`` for people; ``handling`` is who may read it, in words.
    ``day`` is the day its figures are of. ``sheets`` are tables that only workbooks have: row by
    row, what the others tell in words."""

    kind: str
    kind_name: str
    title: str
    subtitle: str
    language: str
    day: date
    made_at: datetime
    maker: str
    handling: str
    sections: tuple[Section, ...]
    words: Words
    sheets: tuple[Table, ...] = ()
    lead: tuple[Block, ...] = ()  # before the first section: what one sees at once
    is_one_page: bool = False
    currency: str = ""

    @property
    def blocks(self) -> Iterator[Block]:
        """All that it says, in order."""
        yield from self.lead
        for section in self.sections:
            yield from section.blocks

    @property
    def tables(self) -> list[Table]:
        """Its tables, in order."""
        return [each for each in self.blocks if isinstance(each, Table)]

    @property
    def pictures(self) -> list[Picture]:
        """Its pictures, in order."""
        return [each for each in self.blocks if isinstance(each, Picture)]
