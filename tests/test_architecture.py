"""The rules of the house that import-linter cannot say (``docs/architecture.md``)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp

import clavero

PACKAGE = Path(clavero.__file__).parent
NOT_DOMAINS = {"config", "cli", "core", "ui", "rest", "conftest"}
DOORS = {"selectors", "services", "urls", ""}
MORE_DOORS = {
    "reports": {"rules"},  # which documents there are, and in which formats
    "identity": {"rules", "doors", "words"},  # everybody is told who is acting, and in which words
    # Where the rooms above say what they do at night, and how it is said.
    "nightly": {"hooks", "rules", "words", "showing"},
    "ledger": {
        "hooks",
        "notices",
        "remarks",
        "telling",
    },  # what others want to hear, and how it is said
    # Where every read starts; its pictures and words for documents; trees, classes and rankings;
    # how a period and an account are asked for; what is said beside a name.
    "portfolio": {
        "visibility",
        "doors",
        "address",
        "charts",
        "words",
        "rules",
        "forms",
        "marks",
        "sentences",
        "hooks",  # what rooms beside one another know of a customer
    },
    # What tasks come of, what they are called, and where the rooms above say what falls due.
    "work": {"rules", "hooks", "words"},
    # How a refused row is told, what work went into, and which records are events of serving.
    "profitability": {"words", "rules", "hooks"},
    "silence": {"words", "sentences"},  # what the states are called, and how a silence is told
    "lifetime": {"rules", "words"},  # how purchases become a fit, and why there is none
    # How anything is weighed and scored, what the strategies are called and look like, who is told
    # of a review.
    "matrix": {"rules", "words", "charts", "hooks", "sentences"},
    # What was agreed for an account, how it is said, and who keeps the customer's people.
    "playbook": {"rules", "words", "hooks"},
    # What is sold where and how likely a sale is, how a pipeline is told, how a need is asked for,
    # and who hears of one.
    "opportunities": {"rules", "words", "sentences", "forms", "hooks"},
    # By which hours clocks run, how they run and are told, and who asks others over a complaint.
    "care": {"rules", "words", "sentences", "hooks"},
    "alerts": {"rules", "words"},  # why people are told of one, and how it is said
    # What may go out of a plan, what others have waiting on it or check of it, what the states are
    # called, and how a plan and its figures are told in documents.
    "plans": {"rules", "hooks", "words", "showing", "valuing", "agreeing"},
    # How a file of targets is read and sums are made, and how they are told.
    "commercial": {"rules", "words", "sentences"},
    "sharing": {"showing", "words", "rules"},  # what customers read of a plan, how long links hold
    "selection": {"words"},  # what the statuses are called
    # Whom a need or a plan may speak of, what functions are called, who keeps more of a contact.
    "relationships": {"rules", "words", "hooks"},
    "loyalty": {"sentences", "words"},  # how scores and answers are told
    # Of which types terms are, what findings are called, what becomes of contracts elsewhere, and
    # how it is said which lines a number leaves out.
    "contracts": {"rules", "words", "hooks", "telling"},
    "market": {"hooks"},  # where notes are used, and what can be made of them
    "interactions": {"rules", "words"},  # of which kind one is, why a mail was left in the mailbox
    "investment": {"rules", "words"},  # how a file of candidates is chosen from, and how it is told
    # What is watched, how it is said and written, and who knows more of it.
    "kpis": {"rules", "words", "showing", "hooks"},
}
BELOW_VIEWS = {"services", "selectors", "store", "models", "rules", "engine", "visibility"}
SHORTCUTS = {"force", "ignore_permissions"}
HIDDEN_FLOW = {
    "threading.local": "who is acting is an argument",
    "contextvars.ContextVar": "who is acting is an argument",
    "django.db.models.signals": "a service says what happens; others fill a hook",
    "django.dispatch": "a service says what happens; others fill a hook",
}
# Each thread's own DuckDB.
NOT_ABOUT_PEOPLE = {"ledger/engine/parallel.py", "ledger/engine/judging.py"}
LONGEST = 420  # lines; then the module becomes a package


def modules() -> list[Path]:
    every = sorted(PACKAGE.rglob("*.py"))
    return [path for path in every if not {"tests", "migrations"} & set(path.parts)]


def name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def part_of(module: str) -> tuple[str, str]:
    """The domain of a module's dotted name, and which part of the domain it is."""
    _, domain, part, *_ = [*module.split("."), "", ""]
    return domain, part


def is_test_code(module: str) -> bool:
    return bool({"tests", "testing", "conftest"} & set(module.split(".")))


def test_a_neighbour_is_entered_by_its_doors() -> None:
    graph = grimp.build_graph("clavero", cache_dir=None, exclude_type_checking_imports=True)
    around = [
        f"{importer} -> {imported}"
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if goes_around_the_door(importer, imported)
    ]
    assert sorted(around) == [], "enter by selectors, services or urls"


def goes_around_the_door(importer: str, imported: str) -> bool:
    own, _ = part_of(importer)
    domain, part = part_of(imported)
    if own == "conftest" or domain in {own, ""} | NOT_DOMAINS:
        return False
    doors = DOORS | MORE_DOORS.get(domain, set())
    if is_test_code(importer):
        doors = doors | {"testing", "models"}  # a test looks at rows, whoever wrote them
    return part not in doors


def test_only_the_portfolio_builds_a_scope() -> None:
    builders = {
        name(path)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Scope"
        if "testing" not in {path.stem, path.parent.name}
    }
    assert builders == {"portfolio/visibility.py"}


def test_no_request_below_the_views() -> None:
    below = [path for path in modules() if BELOW_VIEWS & set(layer(path))]
    asking = [where for path in below for where in taking({"request"}, path)]
    assert asking == [], "take an actor, not a request"


def layer(path: Path) -> list[str]:
    """``portfolio/rules/pareto.py`` and ``portfolio/rules.py`` are both ``rules``."""
    return [Path(part).stem for part in path.relative_to(PACKAGE).parts[1:2]]


def test_nothing_can_be_forced() -> None:
    forced = [where for path in modules() for where in taking(SHORTCUTS, path)]
    assert forced == [], "another rule is another verb, not a flag that switches rules off"


def taking(names: set[str], path: Path) -> Iterator[str]:
    """The functions of a module with a parameter of one of these names."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.arguments):
            every = node.posonlyargs + node.args + node.kwonlyargs
            yield from (f"{name(path)}:{arg.lineno}" for arg in every if arg.arg in names)


def test_nothing_flows_unseen() -> None:
    found = {
        f"{name(path)}: {used}: {HIDDEN_FLOW[used]}"
        for path in modules()
        for used in uses(path)
        if used in HIDDEN_FLOW and name(path) not in NOT_ABOUT_PEOPLE
    }
    assert sorted(found) == []


def uses(path: Path) -> Iterator[str]:
    """The dotted names that a module imports or reads from an imported module."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"


def test_a_long_module_becomes_a_package() -> None:
    lengths = {name(path): len(path.read_text().splitlines()) for path in modules()}
    assert {module: lines for module, lines in lengths.items() if lines > LONGEST} == {}


def test_a_module_says_what_it_holds() -> None:
    assert [name(path) for path in modules() if path.stem in {"utils", "helpers", "misc"}] == []
    spoken = [path for path in modules() if path.stem not in {"apps", "urls"} and tree(path).body]
    assert [name(path) for path in spoken if not ast.get_docstring(tree(path))] == []
