"""A field whose value is chosen: one of a list, one code, or several of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from peervisit.tui.messages import FieldChanged
from peervisit.tui.options import Option
from peervisit.tui.plain import one_line, plain, shortened

if TYPE_CHECKING:
    from peervisit.tui.app import PeervisitApp

SHORT = 6
"""Lists up to this length are also walked through with the arrow keys."""


class ChoiceBox(Widget, can_focus=True):
    """Shows what is chosen; typing or Enter opens the list, backspace empties it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", show=False),
        Binding("left", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
        Binding("backspace,delete", "empty", show=False),
    ]
    DEFAULT_CSS = """
    ChoiceBox {
        height: auto; min-height: 1; max-height: 8; background: $panel; color: $foreground; padding: 0 1;
        &:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
    }
    """

    def __init__(
        self,
        title: str,
        options: Callable[[], Sequence[Option]],
        *,
        named: Callable[[Collection[str]], Sequence[Option]] | None = None,
        several: bool = False,
        values: Sequence[Option] = (),
        hint: str = "",
        name: str | None = None,
    ) -> None:
        super().__init__(name=name)
        self._title, self._options, self._hint = title, options, hint
        # What is chosen is called something without reading the whole list, where that can be.
        self._named = named or (lambda _codes: options())
        self._several, self._values = several, values
        self.chosen: dict[str, str] = {}
        self._shown: Content | None = None

    def load(self, chosen: Mapping[str, str]) -> None:
        """Show what is held, whatever words it has by now; a layout only where the height may change."""
        self.chosen = dict(chosen)
        before, self._shown = self._shown, self._content()
        if before is None or before.plain != self._shown.plain:
            room = self.content_size.width
            fits = before is not None and all(_on_one_line(one.plain, room) for one in (before, self._shown))
            self.refresh(layout=not fits)

    def render(self) -> Content:
        """Draw what is chosen, or the hint."""
        if self._shown is None:
            self._shown = self._content()
        return self._shown

    def _content(self) -> Content:
        if not self.chosen:
            return plain(self._hint or "–")
        said = {option.code: option for option in self._named(self.chosen)}
        values = {value.code: value.text for value in self._values}
        lines = []
        for code, value in self.chosen.items():
            option = said.get(code)
            text = one_line(option.text) if option else ""
            lead = f"{values.get(value, value)}: " if value else ""
            if self._several and text and text != code and not (option and option.silent):
                lines.append(shortened(f"{lead}{code}  {text}", 160))
            else:
                lines.append(f"{lead}{text or code}")
        return plain("\n".join(lines))

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Keep letters: they open the list with what was typed."""
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Open the list with what was typed."""
        if event.character and event.character.isprintable():
            event.prevent_default().stop()
            self._open("" if event.character == " " else event.character)

    def on_click(self) -> None:
        """Open the list."""
        self._open("")

    def action_choose(self) -> None:
        """Open the list."""
        self._open("")

    def action_empty(self) -> None:
        """Empty the field; of several, take the last away."""
        if self.chosen:
            self.chosen.popitem()
            self._changed()

    def action_turn(self, way: int) -> None:
        """Take the next of a short list."""
        options = [option.code for option in self._options()] if not self._several else []
        if not 0 < len(options) <= SHORT:
            return
        held = next(iter(self.chosen), None)
        place = options.index(held) + way if held in options else (0 if way > 0 else -1)
        self.chosen = {options[place % len(options)]: ""}
        self._changed()

    def _open(self, typed: str) -> None:
        from peervisit.tui.widgets.picker import Picker

        main = cast("PeervisitApp", self.app)
        main.push_screen(
            Picker(
                self._title,
                self._options(),
                several=self._several,
                chosen=self.chosen,
                values=self._values,
                typed=typed,
                none=True,
            ),
            self._take,
        )

    def _take(self, chosen: Any) -> None:
        if chosen is not None and chosen != self.chosen:
            self.chosen = chosen
            self._changed()

    def _changed(self) -> None:
        self.load(self.chosen)
        self.post_message(FieldChanged(self.name or ""))


def _on_one_line(text: str, room: int) -> bool:
    return "\n" not in text and cell_len(text) <= room
