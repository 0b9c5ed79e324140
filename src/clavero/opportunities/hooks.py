"""What others want to hear of needs.

A domain above fills ``on_need`` in its ``AppConfig.ready``. It is called inside the transaction of
the change, after it is kept, with who changes, the verb of the audit and the need.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from clavero.identity.rules import Actor

if TYPE_CHECKING:
    from clavero.opportunities.models import Need

on_need: list[Callable[[Actor, str, Need], None]] = []
