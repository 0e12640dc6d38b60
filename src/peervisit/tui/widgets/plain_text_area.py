"""A text area for free text in any language."""

from __future__ import annotations

import re
from typing import ClassVar

from textual import _wrap
from textual.binding import Binding, BindingType
from textual.document._document import EditResult, Location, Selection
from textual.document._edit import Edit
from textual.reactive import Reactive, reactive
from textual.widgets import TextArea

from peervisit.tui import keyboard

keyboard.install()

# Textual breaks lines at every space, also at one that forbids it: French sets such before : ; ? ! and
# within « ». It keeps what it breaks at in a variable of a module, and asks nobody about it.
_wrap.re_chunk = re.compile("[\\S\u00a0\u202f]+[^\\S\u00a0\u202f]*|[^\\S\u00a0\u202f]+")


class PlainTextArea(TextArea):
    """Textual's text area, which leaves the tab key to the form.

    A key draws the paragraph in which it was pressed. Textual draws everything in view at each key.
    """

    DEFAULT_CSS = """
    PlainTextArea {
        border: none; padding: 0; height: auto; min-height: 3; max-height: 10; background: $panel;
        scrollbar-size-vertical: 1;
        &:focus { border: none; background: $panel; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "whole_text(False)", show=False),
        Binding("ctrl+end", "whole_text(True)", show=False),
        Binding("ctrl+shift+home", "whole_text(False, True)", show=False),
        Binding("ctrl+shift+end", "whole_text(True, True)", show=False),
    ]
    # As Textual declares it, but for the drawing: see :meth:`_watch_selection`.
    selection: Reactive[Selection] = reactive(Selection(), init=False, always_update=True, repaint=False)

    def __init__(self, text: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(
            text,
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            placeholder=placeholder,
            id=id,
        )

    def action_whole_text(self, end: bool, select: bool = False) -> None:
        """Go to the beginning or the end of the text, as every editor does; Textual has no key for it."""
        self.move_cursor(self.document.end if end else (0, 0), select=select)

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """Find none: what people say is no program, and looking for one reads a long text to its end."""
        return None

    # Drawing

    def _watch_selection(self, previous_selection: Selection, selection: Selection) -> None:
        super()._watch_selection(previous_selection, selection)
        rows = [row for one in (previous_selection, selection) for row, _column in one]
        self._draw_rows(min(rows), max(rows))

    def edit(self, edit: Edit) -> EditResult:
        """Make an edit, and draw the rows that it changed; where the rows below them move, everything."""
        before = self.wrapped_document.height
        result = super().edit(edit)
        # The only line of a text may have been the placeholder.
        if before == self.wrapped_document.height > 1:
            self._draw_rows(edit.top[0], result.end_location[0])
        else:
            self.refresh()
        return result

    def undo(self) -> None:
        """Take back the last edits."""
        super().undo()
        self.refresh()

    def redo(self) -> None:
        """Make the edits again that were taken back."""
        super().redo()
        self.refresh()

    def load_text(self, text: str) -> None:
        """Show another text, and forget what could be undone."""
        super().load_text(text)
        self.refresh()

    def _draw_rows(self, first: int, last: int) -> None:
        offsets = self.wrapped_document._line_index_to_offsets  # noqa: SLF001
        if last < len(offsets):
            self.refresh_lines(offsets[first][0], offsets[last][-1] + 1 - offsets[first][0])
        else:
            self.refresh()
