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
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

START_SECONDS = 60
# Nothing here outlives the tests: a commit need not wait for the disk.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


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
    account = _unprivileged_account()
    home = Path(tempfile.mkdtemp(prefix="clavero-pg-"))
    try:
        if account:
            shutil.chown(home, account["user"], account["group"])
        data = home / "data"
        make = [folder / "initdb", "-D", data, "-U", "clavero", "--auth=trust", "--no-sync"]
        made = subprocess.run(
            [*make, "--encoding=UTF8", "--locale=C"],
            cwd=home,
            capture_output=True,
            text=True,
            check=False,
            **account,
        )
        if made.returncode:
            raise NoServer(made.stderr.strip())
        with _running(folder, data, home, account):
            yield f"postgresql://clavero@{quote(str(home), safe='')}/postgres"
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _running(folder: Path, data: Path, sockets: Path, account: dict[str, Any]) -> Iterator[None]:
    options = [word for setting in FAST for word in ("-c", setting)]
    log = (sockets / "log").open("wb")
    server = subprocess.Popen(
        [folder / "postgres", "-D", data, "-k", sockets, "-h", "", *options],
        cwd=sockets,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,  # Ctrl-C reaches the tests first, and the server through us
        **account,
    )
    try:
        _wait_until_ready(folder, sockets, server)
        yield
    finally:
        server.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown
        server.wait()
        log.close()


def _wait_until_ready(folder: Path, sockets: Path, server: subprocess.Popen[bytes]) -> None:
    ask = [folder / "pg_isready", "-q", "-h", sockets, "-U", "clavero"]
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        if subprocess.run(ask, check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise NoServer("PostgreSQL did not start:\n" + (sockets / "log").read_text())


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
