"""A PostgreSQL cluster of one's own, for as long as a command runs.

    python -m tests.postgres COMMAND …

The command finds the cluster in ``DATABASE_URL``. It listens on a socket in a folder that only
its user can enter, on no port, and is stopped and removed at the end, however that comes.
Needs nothing but the standard library, so that it runs before the set-up.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

# Nothing here outlives the tests: a commit need not wait for the disk. No vacuum runs beside them:
# it would count tables that are empty between two tests, and the moment would decide how the next
# question is answered. And no question is worth two minutes: it fails, and says what it was.
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{home}'
max_connections = 60
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
statement_timeout = 120s
"""
# Waits until we close its input, which happens even if we are killed.
CLEAN_UP = 'read -r _; "$0" stop -D "$1" -m fast -w; rm -rf "$2"'


class NoServer(RuntimeError):
    """PostgreSQL's programs are not on this machine, or its server does not start."""


def programs() -> Path | None:
    """The folder of ``initdb`` and ``postgres``; Debian keeps it out of the path."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(debian, key=lambda path: int(path.parts[4]), default=None)
    return newest.parent if newest else None


@contextmanager
def cluster() -> Iterator[str]:
    """Start a fresh cluster and give its database URL."""
    folder = programs()
    if folder is None:
        raise NoServer("There is no PostgreSQL server on this machine.")
    home = Path(tempfile.mkdtemp(prefix="clavero-pg-"))
    data = home / "data"
    account = _unprivileged_account()
    if account:
        shutil.chown(home, account["user"], account["group"])
    with _cleaner(folder, data, home, account):
        encoding = ["--encoding=UTF8", "--locale=C"]
        _run([folder / "initdb", "-D", data, "-U", "clavero", "-A", "trust", *encoding], account)
        with (data / "postgresql.conf").open("a") as settings:
            settings.write(SETTINGS.format(home=home))
        log = home / "log"
        _run([folder / "pg_ctl", "start", "-D", data, "-l", log, "-w"], account, log)
        yield f"postgresql://clavero@{quote(str(home), safe='')}/postgres"


@contextmanager
def _cleaner(folder: Path, data: Path, home: Path, account: dict[str, Any]) -> Iterator[None]:
    """A process that stops the cluster and removes it when we leave, or die."""
    cleaner = subprocess.Popen(
        ["sh", "-c", CLEAN_UP, folder / "pg_ctl", data, home],
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the tests
        **account,
    )
    try:
        yield
    finally:
        cleaner.communicate()


def _run(command: list[Any], account: dict[str, Any], log: Path | None = None) -> None:
    # Its own session: Ctrl-C must not reach the server before the tests have ended.
    done = subprocess.run(
        command,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        start_new_session=True,
        **account,
    )
    if done.returncode:
        why = log.read_text() if log and log.exists() else done.stderr
        raise NoServer(f"PostgreSQL did not start:\n{why}")


def _unprivileged_account() -> dict[str, Any]:
    """Whom to run the server as, when we are root: PostgreSQL refuses to be."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_name, "group": entry.pw_gid, "extra_groups": []}


def leave_on_terminate() -> None:
    """Let a termination signal end the program by its ``finally`` blocks."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def main(command: list[str]) -> int:
    """Run ``command`` on a cluster of its own and return its exit code."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    leave_on_terminate()
    try:
        with cluster() as url:
            environment = {**os.environ, "DATABASE_URL": url}
            return subprocess.run(command, env=environment, check=False).returncode
    except NoServer as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
