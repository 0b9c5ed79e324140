"""One measurement in a process of its own."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def in_its_own_process(module: str, *arguments: object, home: Path | None = None) -> dict[str, Any]:
    """Run ``python -m benchmarks.MODULE ARGUMENTS`` and give back what it printed as JSON."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "clavero.config.settings"}
    environment.pop("DATABASE_URL", None)
    if home is not None:
        environment["CLAVERO_HOME"] = str(home)
    ended = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(ended.stdout.splitlines()[-1])


def seconds_of(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def took(work: Callable[[], object]) -> dict[str, float]:
    """How long ``work`` takes, and its processor time over all cores, which hardly minds the
    neighbours on a machine that is not quiet."""
    start = time.process_time()
    seconds = seconds_of(work)
    return {"seconds": seconds, "processor": time.process_time() - start}


def peak_megabytes() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def answer(**found: object) -> None:
    """Give the caller of this process what was found."""
    print(json.dumps(found))


def start_clavero() -> None:
    """Start Django on an up-to-date database."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say on standard error what is being done, and how long it took."""
    start = time.perf_counter()
    print(f"{what} …", end=" ", file=sys.stderr, flush=True)
    yield
    print(f"{time.perf_counter() - start:.1f} s", file=sys.stderr, flush=True)
