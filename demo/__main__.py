"""``python -m demo --language es --out FOLDER`` writes the made-up company's files."""

from __future__ import annotations

import argparse
import sys
from dataclasses import astuple
from pathlib import Path

from demo.company import company
from demo.files import write
from demo.products import LANGUAGES


def main() -> None:
    """Write the files and say where they are."""
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--language", choices=LANGUAGES, default="es")
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    files = write(company(), asked.out, asked.language)
    for path in astuple(files):
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
