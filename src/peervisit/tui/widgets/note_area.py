"""The text area of the note: it fills the screen, and marks the lines that became evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.geometry import Size
from textual.strip import Strip

from peervisit.tui.widgets.plain_text_area import PlainTextArea

MARK = "● "
MARGIN = 2
Location = tuple[int, int]


class NoteArea(PlainTextArea):
    """Free text with a narrow margin, in which a dot stands beside each line that was taken as evidence."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"note--mark"}
    DEFAULT_CSS = """
    NoteArea, NoteArea:focus {
        height: 1fr; max-height: 100%; background: $background; padding: 0;
        & > .note--mark { color: $accent; }
    }
    """

    def __init__(
        self, taken: Callable[[str], bool], typed: Callable[[], None], *, placeholder: str = ""
    ) -> None:
        super().__init__(placeholder=placeholder, id="note")
        self._taken, self._typed = taken, typed

    @property
    def gutter_width(self) -> int:
        """Return the width of the margin."""
        return MARGIN

    def _render_line(self, y: int) -> Strip:
        strip = super()._render_line(y)
        style = self.get_component_rich_style("note--mark")
        margin = Segment(self._mark(y + self.scroll_offset.y), style)
        return Strip([margin, *strip]).adjust_cell_length(self.size.width, self.rich_style)

    def _mark(self, y: int) -> str:
        # Textual offers no other way; its height of the document is counted anew each time.
        lines = self.wrapped_document._offset_to_line_info  # noqa: SLF001
        if y >= len(lines):
            return " " * MARGIN
        line, section = lines[y]
        return MARK if section == 0 and self._taken(self.document.get_line(line)) else " " * MARGIN

    def edit(self, edit: Edit) -> EditResult:
        """Make an edit, and say so before it is drawn: what a message brings is drawn a frame later."""
        result = super().edit(edit)
        # The cursor may be on a line that was not there when Textual last looked.
        self.scroll_cursor_visible()
        self._typed()
        return result

    def _refresh_size(self) -> None:
        # The note fills what the screen leaves it: a line more or less moves nothing but the scrollbar.
        size = Size(0, self.wrapped_document.height)
        if size != self.virtual_size:
            self.set_reactive(NoteArea.virtual_size, size)
            self._scroll_update(size)

    def marks_changed(self) -> None:
        """Draw the margin anew."""
        self._line_cache.clear()
        self.refresh()

    # What is meant

    def meant(self) -> tuple[str, Location]:
        """Return what is selected, or the line of the cursor or the last above with words; and where."""
        if self.selected_text.strip():
            return self.selected_text, min(self.selection)
        row = self.cursor_location[0]
        while row > 0 and not self.document.get_line(row).strip():
            row -= 1
        return self.document.get_line(row), (row, 0)

    def at_line_start(self, words: str) -> None:
        """Put words at the beginning of the cursor's line and leave the cursor where it was in the text."""
        row, column = self.cursor_location
        self.insert(words, (row, 0), maintain_selection_offset=False)
        self.move_cursor((row, column + len(words)))

    def add_line(self, words: str) -> None:
        """Put a line of its own after the cursor's line, and the cursor on the line below it."""
        row = self.cursor_location[0]
        line = self.document.get_line(row)
        made = self.insert(f"\n{words}\n" if line.strip() else f"{words}\n", (row, len(line)))
        self.move_cursor(made.end_location)

    def add_at_end(self, words: str) -> None:
        """Put words after everything else, as an edit that can be undone."""
        here = self.cursor_location
        self.insert(words, self.document.end, maintain_selection_offset=False)
        self.move_cursor(here)
