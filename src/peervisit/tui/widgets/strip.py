"""The first line of every main screen: where one is, where one can go, and which review this is."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from peervisit.i18n import _
from peervisit.tui.places import PLACES, Place
from peervisit.tui.plain import fit
from peervisit.tui.widgets.roles import Roles


class PlaceStrip(Roles, Widget):
    """The main screens by name, or by their letter where there is no room; each can be clicked."""

    DEFAULT_CSS = """
    PlaceStrip {
        height: 1; background: $panel; color: $foreground;
    }
    """

    def __init__(self, here: str, title: str = "") -> None:
        super().__init__()
        self.here = here
        self.title = title

    def set_title(self, title: str) -> None:
        """Show the name of the review at the right."""
        if title != self.title:
            self.title = title
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        width = self.size.width
        segments: list[Segment] = []
        for place, key, text in self._parts(width):
            here = place.name == self.here
            styles = ("cursor", "cursor") if here else ("accent", "")
            for part, name in zip((f" {key}", f"{text} "), styles, strict=True):
                style = self.role(name)
                segments.append(Segment(part, style))
        used = sum(cell_len(segment.text) for segment in segments)
        room = width - used - 2
        if room >= 8 and self.title:
            shown = min(room, cell_len(self.title))
            segments.append(Segment(" " * (room - shown + 1), self.role("")))
            segments.append(Segment(fit(self.title, shown) + " ", self.role("muted")))
        return Strip(segments).adjust_cell_length(width, self.role(""))

    def _parts(self, width: int) -> list[tuple[Place, str, str]]:
        shown = [place for place in PLACES if place.on_strip or place.name == self.here]
        full = [(place, *_labelled(place)) for place in shown]
        if sum(cell_len(key + text) + 2 for _place, key, text in full) <= width - 10:
            return full
        return [(place, key, text if place.name == self.here else "") for place, key, text in full]

    async def _on_click(self, event: events.Click) -> None:
        left = 0
        for place, key, text in self._parts(self.size.width):
            left += cell_len(key + text) + 2
            if event.x < left:
                await self.app.run_action(place.command.run)
                return


def _labelled(place: Place) -> tuple[str, str]:
    """Return the key, and the label after it (without the first letter where the key is that letter)."""
    key, label = place.command.shown_key(), _(place.label)
    return (key, label[1:]) if label[:1].upper() == key else (key, f" {label}")
