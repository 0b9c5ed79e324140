"""Two processes import at once: both come in, one after the other, and nothing twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import json, sys, django
django.setup()
from django.core.management import call_command
if sys.argv[1] == "migrate":
    call_command("migrate", verbosity=0)
    raise SystemExit
from clavero.ledger.testing import Row, ledger_of
numbers = range(int(sys.argv[1]), int(sys.argv[1]) + 6)
for number in numbers:
    done = ledger_of([Row("shared"), Row(f"F{number}")])
from clavero.ledger.models import Import
from clavero.ledger import store as stores
print(json.dumps({"version": stores.current().version(),
                  "lines": sum(file.rows for file in stores.current().files()),
                  "kept": sum(Import.objects.values_list("kept", flat=True))}))
"""


def test_two_processes(tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "CLAVERO_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "clavero.config.settings",
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }

    def start(argument: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", PROGRAM, argument],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    _out, errors = (migrating := start("migrate")).communicate(timeout=60)
    assert migrating.returncode == 0, errors
    found = []
    for process in [start("0"), start("100")]:
        out, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
        found.append(json.loads(out.splitlines()[-1]))
    last = max(found, key=lambda each: each["version"])
    assert last == {"version": 12, "lines": 13, "kept": 13}
