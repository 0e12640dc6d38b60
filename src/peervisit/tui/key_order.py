"""Keys in the order in which they were pressed, however fast they come.

Textual gives each key at once to whatever has the focus, but a key that is a command travels up to the app
before it does anything. In a burst (a fast typist, a slow laptop, a macro) the letter after ``ctrl+b`` would
land in the note rather than in the dialog that is about to open, and a backspace would come after the letter
that was typed behind it. Here a key waits until the one before it has done what it does.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import events

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

    Base = App[int]
else:
    Base = object

PATIENCE = 1.0
"""Seconds after which a key is passed on though nobody said that the one before was done."""


class KeysInOrder(Base):
    """Holds keys back while an earlier one may still change what has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[events.Event] = deque()
        self._since = 0.0
        """When the key was passed on that is not done yet; 0 where none is."""
        self._turn = 0
        self._under: object = None
        """The screen in front when that key was passed on."""

    async def on_event(self, event: events.Event) -> None:
        """Pass a key or a paste on at once, or after those before it."""
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded:
            await super().on_event(event)
        elif self._since and monotonic() - self._since < PATIENCE:
            if not self._held:
                self.set_timer(PATIENCE, self._go_on)
            self._held.append(event)
        else:
            self._held.append(event)
            await self._pass_on()

    async def _pass_on(self) -> None:
        self._since = 0.0
        while self._held and not self._since:
            event = self._held.popleft()
            top = self._top()
            target = self.focused or top
            await super().on_event(event)
            if target is not None and not _only_types(event, target):
                self._turn += 1
                self._under = top
                self._since = monotonic()
                # What an Input says of its new value comes one message later than the key.
                again = 1 if is_a(target, "Input") else 0
                self._climb([*target.ancestors_with_self], self._turn, again)

    def _climb(self, path: Sequence[Any], turn: int, again: int) -> None:
        """Follow the key up to the app through the queues of all that it may pass."""
        for place, node in enumerate(path):
            if node is not self and node.call_later(self._climb, path[place + 1 :], turn, again):
                return
        self.call_later(self._arrived, turn, again)

    async def _arrived(self, turn: int, again: int) -> None:
        if turn != self._turn:
            return
        top = self._top()
        if again and top is not None:
            self._climb([*(self.focused or top).ancestors_with_self], turn, again - 1)
        elif top is not None and top is not self._under:
            # Another screen has come to the front: keys are for it once it has its focus.
            self._under = top
            self._climb([top], turn, 0)
        else:
            await self._pass_on()

    async def _go_on(self) -> None:
        if self._since and monotonic() - self._since >= PATIENCE:
            await self._pass_on()

    def _top(self) -> Screen[Any] | None:
        return self.screen_stack[-1] if self.screen_stack else None


def _only_types(event: events.Event, target: object) -> bool:
    """Whether a key does nothing but put its character into a text."""
    typed = isinstance(event, events.Paste) or (isinstance(event, events.Key) and event.is_printable)
    return typed and is_a(target, "TextArea")


def is_a(widget: object, name: str) -> bool:
    """Whether a widget is one of Textual's, without loading what the first screen does not need."""
    return any(cls.__name__ == name for cls in type(widget).__mro__)
