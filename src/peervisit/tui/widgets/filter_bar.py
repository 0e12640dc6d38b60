"""Filtering a list as one types."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from peervisit.i18n import _


class FilterBar(Input):
    """Hidden until asked for; each key filters, Enter goes to the list, Escape shows everything again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", show=False, id="filter.clear"),
        Binding("enter,down", "keep", show=False, id="filter.keep"),
    ]
    DEFAULT_CSS = """
    FilterBar {
        display: none; height: 1; border: none; padding: 0 1; background: $panel;
        &:focus { border: none; background-tint: $foreground 0%; }
        &.-open { display: block; }
    }
    """

    def __init__(self, on_change: Callable[[str], None], *, id: str | None = "filter") -> None:
        super().__init__(placeholder=_("filter: any words"), id=id, select_on_focus=False)
        self._on_change_text = on_change

    def open(self) -> None:
        """Show the bar and type into it."""
        self.add_class("-open")
        self.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter as one types."""
        event.stop()
        self._on_change_text(self.value)

    def action_clear(self) -> None:
        """Show everything again."""
        self.value = ""
        self.remove_class("-open")
        self._leave()

    def action_keep(self) -> None:
        """Keep the filter and go back to the list."""
        self.set_class(bool(self.value), "-open")
        self._leave()

    def _leave(self) -> None:
        self.screen.focus_next(".filtered")


def matches(words: str, *texts: object) -> bool:
    """Whether every word typed is in one of the texts, accents and case aside."""
    from peervisit.model.text import fold

    asked = fold(words).split()
    if not asked:
        return True
    held = fold(" ".join(str(text) for text in texts if text))
    return all(word in held for word in asked)
