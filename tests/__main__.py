"""The whole suite, lane after lane: ``make test``, or ``python -m tests [pytest's options]``.

SQLite first, then what asks for a database on PostgreSQL, then a real browser. A lane whose
program is not on this machine is left out, and that is said.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from clavero.core.testing import SHARED
from tests import browser_program, postgres

NOTHING_SELECTED = 5
BROWSER = "tests/e2e"
# Memory that is a folder: what tests write outlives none of them, and need not wait for the disk.
MEMORY = Path("/dev/shm")
ENOUGH = 4 * 2**30


def main(options: list[str]) -> int:
    """Run the lanes in order, stop at the first that fails, and return its exit code."""
    postgres.leave_on_terminate()
    given = os.environ.pop("DATABASE_URL", "")
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="clavero-", dir=_memory()))
        shared = {"TMPDIR": folder, SHARED: folder}
        lanes = [("SQLite", "not browser", {})]
        if given.startswith("postgres"):
            lanes.append(_postgres_lane(given))
        elif postgres.programs():
            lanes.append(_postgres_lane(stack.enter_context(postgres.cluster())))
        else:
            print("PostgreSQL lane skipped: there is no PostgreSQL server on this machine.")
        if browser_program():
            lanes.append(("browser", "browser", {}))
        else:
            print("Browser lane skipped: there is no Chromium on this machine.")
        for name, marks, environment in lanes:
            print(f"\n--- {name} ---", flush=True)
            # Nothing else is read in where nothing else can be: that takes longer than some tests.
            only = [BROWSER] if name == "browser" and not _names_a_path(options) else []
            code = _pytest(marks, {**shared, **environment}, [*only, *options])
            if code == NOTHING_SELECTED and options:
                continue  # options such as -k may leave a lane empty; alone, that is a failure
            if code:
                return code
    return 0


def _postgres_lane(url: str) -> tuple[str, str, dict[str, str]]:
    # The trials read real files for minutes and hardly touch the database: once is enough.
    return "PostgreSQL", "not browser and not trial", {"DATABASE_URL": url}


def _memory() -> Path | None:
    """Where there is room in memory; otherwise wherever temporary files go."""
    has_room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH
    return MEMORY if has_room and os.access(MEMORY, os.W_OK) else None


def _names_a_path(options: list[str]) -> bool:
    named = (option.partition("::")[0] for option in options)
    return any(name and Path(name).exists() for name in named)


def _pytest(marks: str, environment: Mapping[str, str], options: list[str]) -> int:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        "2",
        "--dist",
        "worksteal",
        "-m",
        marks,
        *options,
    ]
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
