"""A text area for free text in any language."""

from __future__ import annotations

from textual import events
from textual.widgets import TextArea

NO_BREAK = "\u00a0\u202f\u2009\u2011"
"""Characters that people type and that Textual takes for unprintable."""


class PlainTextArea(TextArea):
    """Textual's text area, which lets typed no-break spaces in and leaves the tab key to the form."""

    DEFAULT_CSS = """
    PlainTextArea {
        border: none; padding: 0; height: auto; min-height: 3; max-height: 10; background: $panel;
        scrollbar-size-vertical: 1;
        &:focus { border: none; background: $panel; }
    }
    """

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

    async def _on_key(self, event: events.Key) -> None:
        if event.character is not None and event.character in NO_BREAK and not self.read_only:
            event.stop()
            event.prevent_default()
            start, end = self.selection
            self._replace_via_keyboard(event.character, start, end)
