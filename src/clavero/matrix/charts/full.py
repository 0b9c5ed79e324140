"""What is full on a plane that stretches sideways, and what is still free."""

from __future__ import annotations

from collections.abc import Iterable

LINE = 14.0  # pixels

Ends = tuple[float, float, float, float, float, float]
"""Top and bottom of a box, and its left and right ends at the narrowest and at the widest plane."""


class Full:
    """Boxes that are full, by the lines of the plane on which they stand."""

    def __init__(self, boxes: Iterable[Ends] = ()) -> None:
        self._lines: dict[float, list[Ends]] = {}
        for box in boxes:
            self.add(box)

    def add(self, box: Ends) -> None:
        """Have a box be full."""
        line, bottom = box[0] // LINE, box[1]
        while line * LINE <= bottom:
            self._lines.setdefault(line, []).append(box)
            line += 1

    def leaves(self, box: Ends) -> bool:
        """Whether nothing full may touch a box at some width of the band."""
        top, bottom, left, right, wide_left, wide_right = box
        line = top // LINE
        while line * LINE < bottom:
            for above, below, start, end, wide_start, wide_end in self._lines.get(line, ()):
                if bottom <= above or below <= top:
                    continue
                if right <= start and wide_right <= wide_start:
                    continue
                if end <= left and wide_end <= wide_left:
                    continue
                return False
            line += 1
        return True
