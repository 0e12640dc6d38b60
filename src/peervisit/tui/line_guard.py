"""The last thing before a line goes to the terminal: nothing in it but what can stand in a cell."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from peervisit.tui.plain import drawn


class LineGuard(LineFilter):
    """Leaves undrawn, in every widget, what terminals act on or what turns a line around."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line, as wide as they were."""
        safe = [drawn(text) for text, _style, _control in segments]
        if all(text is segment.text for text, segment in zip(safe, segments, strict=True)):
            return segments
        return [
            Segment(text, style, control)
            for text, (_text, style, control) in zip(safe, segments, strict=True)
        ]
