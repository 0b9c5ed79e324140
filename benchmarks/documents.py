"""A plan of the made-up company as a file, against Typst alone setting the same pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.measured import answer, in_its_own_process, seconds_of, step, took

FORMS = ("pdf", "pptx", "docx", "xlsx")
ROUNDS = 3
LANGUAGE = "es"


def compare(folder: Path) -> dict[str, Any]:
    """Each form in a fresh process, in a fresh worker that is ready, and once more there; Typst
    alone in between, so that all meet the same noise. The best of some rounds each."""
    home = folder / "company"
    if not (home / "ready").exists():
        home.mkdir(parents=True, exist_ok=True)
        with step("  loading the made-up company"):
            _load(home)
        (home / "ready").touch()
    found: dict[str, list[dict[str, Any]]] = {}
    for _round in range(ROUNDS):
        found.setdefault("typst", []).append(in_its_own_process("documents", "typst", home=home))
        for form in FORMS:
            for way in ("cold", "ready"):
                told = in_its_own_process("documents", way, form, home=home)
                found.setdefault(f"{way} {form}", []).append(told)
    best = {name: min(each, key=lambda one: one["seconds"]) for name, each in found.items()}
    return {"typst": best.pop("typst"), "forms": best}


def _load(home: Path) -> None:
    command = [sys.executable, "-m", "clavero.cli", "--language", LANGUAGE, "demo", "--only-load"]
    environment = {**os.environ, "CLAVERO_HOME": str(home)}
    environment.pop("DATABASE_URL", None)
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


def _draw(form: str) -> Any:
    from clavero.identity.rules import Actor
    from clavero.reports.rules import Form, Kind
    from clavero.reports.services import draw

    return draw(
        Actor.system(),
        kind=Kind.PLAN,
        language=LANGUAGE,
        form=Form(form),
        customer_id=_planned(),
    )


def _planned() -> int:
    """The account with the fullest plan."""
    from django.db.models import Count

    from clavero.plans.models import Plan

    fullest = Plan.objects.annotate(rows=Count("planitems")).order_by("-rows", "pk")
    return fullest.values_list("customer", flat=True)[0]


def _cold(form: str) -> None:
    """From the first import to the file."""

    def whole() -> None:
        import django

        django.setup()
        _draw(form)

    answer(**took(whole))


def _ready(form: str) -> None:
    """In a worker that has got ready: its first document, and the same once more."""
    import django

    django.setup()
    from clavero.cli.warming import get_worker_ready

    preparing = seconds_of(get_worker_ready)
    first = took(lambda: _draw(form))
    answer(**first, preparing=preparing, again=seconds_of(lambda: _draw(form)))


def _typst() -> None:
    """What Typst takes for the same pages, and again in the same process."""
    import django

    django.setup()
    from clavero.reports.rendering.pages.drawing import write_source

    content = _draw("pdf").content
    with TemporaryDirectory() as folder:
        home = Path(folder)
        told = write_source(content, home)
        (home / "document.json").write_text(json.dumps({**told, "size": 1.0}))
        answer(**in_its_own_process("documents", "bare", home))


def _bare(folder: str) -> None:
    def once() -> None:
        import font_lato
        import typst

        compiler = typst.Compiler(
            Path(folder) / "document.typ",
            root=folder,
            font_paths=[Path(font_lato.__file__).parent / "files"],
            ignore_system_fonts=True,
        )
        compiler.compile(format="pdf", pdf_standards=["ua-1"])

    answer(**took(once), again=seconds_of(once))


if __name__ == "__main__":
    {"cold": _cold, "ready": _ready, "typst": _typst, "bare": _bare}[sys.argv[1]](*sys.argv[2:])
