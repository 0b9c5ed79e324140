"""What must not stand in the project, and what each dependency owes."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from glob import glob
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LARGEST = 400_000  # bytes: data sets, bundles and other people's code stay outside
# Where packages come from is the affair of the machine, not of the project.
REGISTRIES = re.compile(r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|deb[.]debian[.]org")
SOMEBODYS_FOLDER = re.compile(r"(?<![\w.])/(root|work)/\w")
FROM_ELSEWHERE = re.compile(r"<(script|link|img|iframe|source)\b[^>]*?=\s*[\"']?(https?:)?//", re.S)
DEPENDENCY = re.compile(r"^ {4}\"(?P<name>[\w.-]+)[^\"]*\",(?P<rest>.*)$", re.M)
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^ ;]+)(?P<rest>.*(?:\n +.*)*)", re.M)


@pytest.fixture(scope="module")
def files() -> list[Path]:
    """Every file that is, or would be, in the repository."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("this is not a git checkout: what it would commit is not known")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    paths = (ROOT / name for name in listed.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]


def lines_with(pattern: re.Pattern[str], files: list[Path]) -> Iterator[str]:
    for path in files:
        for number, line in enumerate(path.read_bytes().splitlines(), 1):
            if pattern.search(line.decode(errors="ignore")):
                yield f"{path.relative_to(ROOT)}:{number}"


def test_no_registry_address(files: list[Path]) -> None:
    assert list(lines_with(REGISTRIES, files)) == []


def test_no_path_of_somebodys_machine(files: list[Path]) -> None:
    assert list(lines_with(SOMEBODYS_FOLDER, files)) == []


def test_no_large_file(files: list[Path]) -> None:
    assert [path for path in files if path.stat().st_size > LARGEST] == []


def test_pages_fetch_nothing_from_elsewhere(files: list[Path]) -> None:
    templates = [path for path in files if "templates" in path.parts]
    assert templates
    assert [path.name for path in templates if FROM_ELSEWHERE.search(path.read_text())] == []


def test_every_file_of_the_package_is_in_the_wheel(files: list[Path]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    patterns = project["tool"]["setuptools"]["package-data"]["clavero"]
    package = ROOT / "src" / "clavero"
    # Read as setuptools reads them; to pathlib, "**" at the end is folders alone.
    inside = (glob(each, root_dir=package, recursive=True) for each in patterns)  # noqa: PTH207
    packed = {package / name for names in inside for name in names}
    own = [path for path in files if package in path.parents and "tests" not in path.parts]
    assert [path.name for path in own if path.suffix != ".py" and path not in packed] == []


def test_every_dependency_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    dependencies = list(DEPENDENCY.finditer(text[: text.index("[tool.setuptools.dynamic]")]))
    assert len(dependencies) > 20
    assert [found["name"] for found in dependencies if "# " not in found["rest"]] == []


@pytest.mark.parametrize("lock", ["base", "dev", "spark", "build"])
def test_every_pin_has_a_hash(lock: str) -> None:
    pins = list(PIN.finditer((ROOT / "requirements" / f"{lock}.txt").read_text()))
    assert pins
    assert [pin["name"] for pin in pins if "--hash=sha256:" not in pin["rest"]] == []


def test_the_locks_cover_the_project_and_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    base, dev, spark, build = pins("base"), pins("dev"), pins("spark"), pins("build")
    assert {name(entry) for entry in project["project"]["dependencies"]} <= base.keys()
    assert {name(entry) for entry in project["dependency-groups"]["dev"]} <= dev.keys()
    assert base.items() <= dev.items()
    assert base.items() <= spark.items()
    assert {name(entry) for entry in project["build-system"]["requires"]} <= build.keys()
    assert build.items() <= dev.items()


def test_the_image_takes_nothing_that_is_not_locked() -> None:
    text = (ROOT / "Dockerfile").read_text()
    installs = re.findall(r"\bpip install ([^&\n]*)", text)
    assert installs
    for options in installs:
        locked = {"--no-deps", "--no-build-isolation"} <= set(options.split())
        assert locked or "--require-hashes" in options, options


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    return {name(pin["name"]): pin["version"] for pin in PIN.finditer(text)}


def name(requirement: str) -> str:
    """The normalised name at the start of a requirement."""
    found = re.match(r"[\w.-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()
