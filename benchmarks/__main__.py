"""``python -m benchmarks [--lines 10000000]``: run, compare, write ``var/benchmarks/report.md``."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks import (
    choosing,
    compliance,
    daily,
    documents,
    imports,
    interactions,
    lifetime,
    measures,
    pages,
    products,
    refresh,
    silence,
)
from benchmarks.bounds import Told, table
from benchmarks.generate import CUSTOMERS, sales_file
from benchmarks.measured import step

# A benchmark takes the folder with the CSV and the imported ledger, and says what it found in
# Markdown.
Benchmark = Callable[[argparse.Namespace], Told]


def _imports(wanted: argparse.Namespace) -> Told:
    found = imports.compare(sales_file(wanted.folder, wanted.lines), wanted.folder)
    ours, bare = found["clavero"], found["bare"]
    parts = ", ".join(
        f"{name} {ours[name]:.2f} s"
        for name in ("looking", "reading", "comparing", "figures", "hooks")
    )
    return table(
        [
            ("Import, to the commit ÷ bare DuckDB CSV → Parquet", found["committed_ratio"], "≤ 2"),
            ("with the cube, customers and products", found["ratio"], "≤ 2"),
            ("the latter in processor time", found["processor_ratio"], "≤ 2"),
            ("Import's peak of memory, MB", ours["peak"], "< 3072"),
        ],
        f"Import {ours['seconds']:.2f} s ({parts}); bare DuckDB {bare['seconds']:.2f} s, "
        f"{bare['peak']:.0f} MB.",
    )


def _measures(wanted: argparse.Namespace) -> Told:
    found = measures.compare(wanted.folder / "home")
    return table(
        [
            ("Measures from the lines ÷ bare query", found["lines_ratio"], "≤ 1.5"),
            ("Measures, first time in a process ÷ bare query", found["first_ratio"], "≤ 1.5"),
            ("Measures, afterwards ÷ bare query", found["warm_ratio"], "≤ 1.5"),
            ("pandas ÷ measures from the lines", found["pandas_ratio"], "≥ 3"),
        ],
        f"{found['accounts']:,} customers, twelve months and the twelve before: bare "
        f"{found['bare']:.3f} s, from the lines {found['from_lines']:.3f} s, from the cube "
        f"{found['first']:.3f} s and then {found['warm']:.3f} s, pandas {found['pandas']:.2f} s.",
    )


def _products(wanted: argparse.Namespace) -> Told:
    found = products.compare(wanted.folder / "home")
    rows = [
        (f"Products of {whom} ÷ bare query", one["ours"] / one["bare"], "≤ 1.5")
        for whom, one in found.items()
    ]
    parts = "; ".join(
        f"{whom} {one['products']} products, bare {one['bare']:.3f} s, ours {one['ours']:.3f} s"
        for whom, one in found.items()
    )
    return table(rows, f"Twelve months and the twelve before: {parts}.")


def _compliance(wanted: argparse.Namespace) -> Told:
    found = compliance.compare(wanted.folder / "home")
    return table(
        [
            ("Terms kept, of every night ÷ bare as-of join", found["night"] / found["bare"], "≤ 3"),
            ("clavero compliance ÷ bare as-of join", found["command"] / found["bare"], ""),
        ],
        f"{found['contracts']:,} contracts with a rebate each, {found['prices']:,} prices, "
        f"{found['compared']:,} lines compared: bare {found['bare']:.2f} s, of the night "
        f"{found['night']:.2f} s, the command with the hundred that depart most "
        f"{found['command']:.2f} s.",
    )


def _daily(wanted: argparse.Namespace) -> Told:
    found = daily.compare(wanted.folder, wanted.lines, wanted.factor)
    small, large = (f"{size:,}" for size in found["sizes"])
    return table(
        [
            (f"Daily file on {large} ÷ on {small} lines", found["ratio"], "≤ 1.5"),
            ("the same in processor time", found["processor_ratio"], "≤ 1.5"),
        ],
        f"30,000 lines: {found['small']:.2f} s on {small}, {found['large']:.2f} s on {large} "
        f"(best of five days, each in a new process); peak {found['peak']:.0f} MB.",
    )


def _refresh(wanted: argparse.Namespace) -> Told:
    found = refresh.compare(wanted.folder, wanted.lines)
    return table(
        [
            ("Whole refresh ÷ bare aggregation of the same lines", found["ratio"], "≤ 3"),
            ("the same in processor time", found["processor_ratio"], "≤ 3"),
            ("After a daily file ÷ whole refresh", found["daily_part"], "≤ 0.05"),
            ("After 300 late lines ÷ whole refresh", found["late_part"], ""),
        ],
        f"{found['accounts']:,} accounts: bare {found['bare']:.2f} s, whole "
        f"{found['whole']:.2f} s, after a daily file {found['daily']:.2f} s, after late lines of "
        f"{found['late_accounts']:,} accounts {found['late']:.2f} s; peak {found['peak']:.0f} MB.",
    )


def _pages(wanted: argparse.Namespace) -> Told:
    found = pages.measure(wanted.folder / "home")
    rows = [
        row
        for page in found
        for most in ["" if page["name"] in pages.UNBOUNDED else "≤ 60"]
        for row in (
            (f"{page['name']}: server time, ms", page["seconds"] * 1000, most),
            ("the same in processor time", page["processor"] * 1000, most),
            (f"{page['name']}: SQL queries", page["queries"], "≤ 12"),
        )
    ]
    first = ", ".join(f"{page['name']} {page['first']:.2f} s" for page in found)
    return table(rows, f"The median in a warm process; the very first request took: {first}.")


def _lifetime(_wanted: argparse.Namespace) -> Told:
    found = lifetime.compare()
    if found is None:
        return Told(f"Not measured: {lifetime.FILE.name} is not in ../shared/data/cdnow.")
    ours, theirs = found["clavero"], found["lifetimes"]
    return table(
        [
            ("BG/NBD fit ÷ that of lifetimes", found["ratio"], "≤ 0.1"),
            ("the same in processor time", found["processor_ratio"], "≤ 0.1"),
        ],
        f"{ours['customers']:,} customers of CDNOW, the best of {lifetime.ROUNDS} fits: ours "
        f"{ours['seconds'] * 1000:.1f} ms, lifetimes {theirs['seconds'] * 1000:.0f} ms.",
    )


def _silence(wanted: argparse.Namespace) -> Told:
    found = silence.compare(wanted.folder, wanted.lines)
    names = {"silence": ("Falling silent", "≤ 3"), "lifetime": ("Lifetime value", "≤ 5")}
    rows = [
        row
        for room, one in found.items()
        for name, most in [names[room]]
        for row in (
            (f"{name}, the first look ÷ bare query", one["seconds"] / one["bare"], most),
            ("the same in processor time", one["processor"] / one["bare_processor"], most),
        )
    ]
    parts = "; ".join(
        f"{names[room][0]} {one['seconds']:.2f} s, bare {one['bare']:.2f} s, peak "
        f"{one['peak']:.0f} MB"
        for room, one in found.items()
    )
    return table(rows, f"{found['silence']['accounts']:,} accounts: {parts}.")


def _choosing(_wanted: argparse.Namespace) -> Told:
    found = choosing.compare()
    ours, theirs = found["clavero"], found["milp"]
    return table(
        [
            ("Exact choice of investments ÷ bare milp", found["ratio"], "≤ 2"),
            ("the same in processor time", found["processor_ratio"], "≤ 2"),
            ("Seconds to the proven optimum", ours["seconds"], "< 2"),
        ],
        f"{choosing.ACCOUNTS} accounts at {choosing.LEVELS} levels, the best of "
        f"{choosing.ROUNDS}: ours {ours['seconds']:.2f} s, bare {theirs['seconds']:.2f} s.",
    )


def _documents(wanted: argparse.Namespace) -> Told:
    found = documents.compare(wanted.folder)
    bare, forms = found["typst"], found["forms"]
    # People wait for the worker. Who makes one in the shell waits for Python to start as well.
    ways = {"cold": ("in a process of its own", ""), "ready": ("in a fresh worker", "< 3")}
    rows = [
        row
        for form in documents.FORMS
        for way, (told, most) in ways.items()
        for one in [forms[f"{way} {form}"]]
        for row in (
            (f"A plan as {form.upper()} {told}, s", one["seconds"], most),
            ("the same in processor time", one["processor"], most),
            ("÷ Typst alone on the plan's pages", one["seconds"] / bare["seconds"], ""),
        )
    ]
    again = ", ".join(f"{each.upper()} {forms[f'ready {each}']['again']:.2f} s"
                      for each in documents.FORMS)  # fmt: skip
    preparing = min(forms[f"ready {each}"]["preparing"] for each in documents.FORMS)
    return table(
        rows,
        f"The made-up company's fullest plan, the best of {documents.ROUNDS}. Typst alone "
        f"{bare['seconds']:.2f} s, then {bare['again']:.2f} s; a worker gets ready in "
        f"{preparing:.2f} s after its start; a second time: {again}.",
    )


def _interactions(wanted: argparse.Namespace) -> Told:
    found = interactions.compare(wanted.folder)
    rows = [
        row
        for page in found
        for row in (
            (f"{page['name']}: 5,000 interactions ÷ ten", page["many"] / page["few"], "≤ 1.3"),
            ("the same in processor time", page["processor"], "≤ 1.3"),
            (f"{page['name']}: SQL queries more", page["queries"][1] - page["queries"][0], "0"),
        )
    ]
    parts = "; ".join(
        f"{page['name']} {page['few'] * 1000:.0f} ms and {page['many'] * 1000:.0f} ms, "
        f"{page['queries'][0]} queries"
        for page in found
    )
    return table(
        rows,
        f"{interactions.CONTACTS} contacts and {interactions.INTERACTIONS:,} interactions against "
        f"{interactions.FEW} of each, the median of {interactions.ROUNDS} in a warm process: "
        f"{parts}.",
    )


BENCHMARKS: dict[str, Benchmark] = {
    "imports": _imports,
    "measures": _measures,
    "products": _products,
    "compliance": _compliance,
    "pages": _pages,
    "daily": _daily,
    "lifetime": _lifetime,
    "choosing": _choosing,
    "documents": _documents,
    "interactions": _interactions,
    "refresh": _refresh,  # these two on the ledger that the daily one has built
    "silence": _silence,
}


def main() -> None:
    """Run the benchmarks asked for and write the report; ends with an error where one fails, or a
    bound of its is missed."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("--lines", type=int, default=10_000_000)
    asked.add_argument("--factor", type=_factor, default=10, help="how much larger the other is")
    asked.add_argument("--folder", type=Path, default=Path("var/benchmarks"))
    asked.add_argument("--only", choices=BENCHMARKS, nargs="+", default=list(BENCHMARKS))
    wanted = asked.parse_args()
    wanted.folder = wanted.folder.resolve()
    parts, failed, missed = [_about(wanted)], [], list[str]()
    with step("generating"):
        sales_file(wanted.folder, wanted.lines)
    target = wanted.folder / "report.md"
    for name in wanted.only:
        with step(name):
            try:
                found = BENCHMARKS[name](wanted)
            except (Exception, SystemExit) as error:  # what the others found is not lost by it
                failed.append(name)
                found = Told(f"Failed: {error}")
                traceback.print_exc()
        missed += (f"{name}: {each}" for each in found.missed)
        parts.append(f"## {name.capitalize()}\n\n{found.text}")
        target.write_text("\n\n".join(parts) + "\n")
    sys.stdout.write(f"{target.read_text()}\nWritten to {target}\n")
    if failed or missed:
        told = [f"failed: {each}" for each in failed] + [f"missed: {each}" for each in missed]
        raise SystemExit("\n".join(told))


def _factor(given: str) -> int:
    factor = int(given)
    if factor < 2:
        raise argparse.ArgumentTypeError("the other ledger is larger: 2 or more")
    return factor


def _about(wanted: argparse.Namespace) -> str:
    packages = ("duckdb", "deltalake", "ibis-framework", "pyarrow", "Django", "pandas")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return (
        f"# Benchmarks\n\n{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {wanted.lines:,} lines, "
        f"{CUSTOMERS:,} customers.\n\n"
        f"Machine: {_processor()}, {os.cpu_count()} cores, {memory:.0f} GB, "
        f"{platform.system()} {platform.release()}; load {os.getloadavg()[0]:.1f} at the start. "
        f"Python {platform.python_version()}, {versions}."
    )


def _processor() -> str:
    try:
        about = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in about.splitlines() if "model name" in line]
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    main()
