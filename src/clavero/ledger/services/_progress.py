"""How an import says how far it is: to its caller at once, to the database twice a second."""

from __future__ import annotations

import time
from collections.abc import Callable

from clavero.ledger.models import Import, Phase

OnProgress = Callable[[str, float], None]

_SECONDS = 0.5


class Progress:
    """Call it with a phase and the share of it that is done."""

    def __init__(self, import_id: str, on_progress: OnProgress | None = None) -> None:
        self._import_id = import_id
        self._on_progress = on_progress
        self._phase = ""
        self._written = 0.0

    def __call__(self, phase: Phase, share: float) -> None:
        """``share`` is a fraction of the phase."""
        if self._on_progress:
            self._on_progress(phase, share)
        now = time.monotonic()
        if phase != self._phase or now - self._written > _SECONDS:
            Import.objects.filter(pk=self._import_id).update(phase=phase, progress=share)
            self._phase, self._written = phase, now
