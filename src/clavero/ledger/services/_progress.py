"""How an import says how far it is: to its caller at once, to the database twice a second."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from django.utils.translation import get_language, override

from clavero.ledger.models import Import, Phase

OnProgress = Callable[[str, float], None]
Result = TypeVar("Result")

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

    def during(self, phase: Phase, work: Callable[[Callable[[float], None]], Result]) -> Result:
        """Do ``work``, which tells its share from threads of its own, and pass that on from here.

        A database connection belongs to one thread: the engine's threads must not write.
        """
        shares = [0.0]
        # A thread begins in the default language, and refused rows say why in the reader's.
        in_language = partial(_in_language, get_language(), work)
        with ThreadPoolExecutor(1) as pool:
            done = pool.submit(in_language, shares.append)
            while True:
                self(phase, shares[-1])
                try:
                    return done.result(timeout=_SECONDS)
                except TimeoutError:
                    if done.done():
                        raise  # its own


def _in_language(
    language: str | None,
    work: Callable[[Callable[[float], None]], Result],
    tell: Callable[[float], None],
) -> Result:
    with override(language):
        return work(tell)
