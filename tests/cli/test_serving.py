"""``clavero serve``: a page, a background worker, and both gone when it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from clavero.cli import made_up
from clavero.cli.serving import _listen
from clavero.core.errors import Refusal

_ENOUGH = 60  # seconds, on a busy machine
of_linux = pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="children are read from /proc"
)


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server in an empty data folder, and what it said when it began to listen."""
    home = tmp_path_factory.mktemp("home")
    # Whoever starts it in a folder with programs of others does not run those.
    elsewhere = tmp_path_factory.mktemp("downloads")
    (elsewhere / "csp.py").write_text("raise SystemExit('a program of others was run')\n")
    ours = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "CLAVERO_WORKER"}
    kept = {name: text for name, text in os.environ.items() if name not in ours}
    environment = {**kept, "CLAVERO_HOME": str(home), "CLAVERO_DEBUG": "1", "LANG": "C"}
    process = subprocess.Popen(
        [
            sys.executable, "-P", "-m", "clavero.cli", "serve", "--port", str(_free_port()),
            "--workers", "1",
        ],
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=elsewhere,
    )  # fmt: skip
    said = ""
    assert process.stderr is not None
    while "Begin here" not in said and process.poll() is None:
        said += process.stderr.readline()
    yield process, said
    if process.poll() is None:
        process.kill()
        process.wait()


def _children(pid: int) -> list[int]:
    """Those of each of its threads."""
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for each in found for child in each.read_text().split()]


def _workers(server: subprocess.Popen[str]) -> list[int]:
    return [child for child in _children(server.pid) if " worker " in _command(child)]


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def test_it_says_where_it_is_and_how_to_begin(
    server: tuple[subprocess.Popen[str], str],
) -> None:
    _process, said = server
    address = re.search(r"Clavero is on (http://127\.0\.0\.1:\d+)", said)
    welcome = re.search(r"Begin here: (\S+/welcome/\?code=[0-9a-f]+)", said)
    assert address
    assert welcome
    with urllib.request.urlopen(welcome[1], timeout=_ENOUGH) as page:
        assert page.status == 200
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{address[1]}/nowhere/", timeout=_ENOUGH)
    assert refused.value.code == 404


@of_linux
def test_a_worker_that_is_killed_is_followed_by_another(
    server: tuple[subprocess.Popen[str], str],
) -> None:
    process, _said = server
    (first,) = _until(lambda: _workers(process))
    os.kill(first, signal.SIGKILL)
    (second,) = _until(lambda: [each for each in _workers(process) if each != first])
    assert second != first


@of_linux
def test_the_worker_ends_with_the_server(server: tuple[subprocess.Popen[str], str]) -> None:
    process, said = server
    worker = _until(lambda: _workers(process))[0]
    address = re.search(r"http://(127\.0\.0\.1):(\d+)", said)
    assert address
    with socket.create_connection((address[1], int(address[2]))) as never_finished:
        never_finished.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n.")
        process.send_signal(signal.SIGTERM)
        assert process.wait(_ENOUGH) == 0
    _until(lambda: not Path(f"/proc/{worker}").exists())
    assert process.stderr is not None
    assert "SIGKILL" not in process.stderr.read(), "it ends as if nothing were wrong"


@of_linux
def test_a_worker_that_comes_after_its_server_has_gone_does_not_stay(tmp_path: Path) -> None:
    gone = str(os.getppid())  # of another process: it is as if its own had ended
    worker = subprocess.run(
        [sys.executable, "-m", "clavero.cli", "worker", "--with-parent", gone],
        env={**os.environ, "CLAVERO_HOME": str(tmp_path)},
        timeout=_ENOUGH,
        check=False,
    )
    assert worker.returncode == -signal.SIGTERM


def _until(happens):  # type: ignore[no-untyped-def]
    end = time.monotonic() + _ENOUGH
    while time.monotonic() < end:
        if found := happens():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not happen")


def test_a_port_in_use_is_refused_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Refusal, match="--port 8001"):
            _listen("127.0.0.1", taken.getsockname()[1])


def test_a_package_without_the_sources_has_no_made_up_company(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(made_up, "_CHECKOUT", tmp_path)
    with pytest.raises(Refusal, match="make demo"):
        made_up._find_the_company()
