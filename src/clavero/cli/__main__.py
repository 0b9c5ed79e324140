"""``python -m clavero.cli`` is ``clavero``."""

from clavero.cli import main

main()
