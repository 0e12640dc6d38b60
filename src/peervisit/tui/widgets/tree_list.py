"""A list with branches that fold: pillars, dimensions, indicators."""

from __future__ import annotations

from collections.abc import Sequence

from peervisit.tui.commands import Command, bindings
from peervisit.tui.commands.everywhere import LIST, TREE
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Item


class TreeList(RecordList):
    """Rows in depth-first order; what follows a row at greater depth is its branch."""

    USER_COMMANDS: tuple[Command, ...] = (*LIST, *TREE)
    BINDINGS = bindings(TREE)

    _all: Sequence[Item] = ()
    _parents: dict[str, str | None]
    folded: set[str]

    def show_tree(self, items: Sequence[Item]) -> None:
        """Show a tree; what was folded stays folded."""
        if not hasattr(self, "folded"):
            self.folded = set()
        self._all = items
        self._parents = _parents(items)
        self._show_unfolded()

    def go_to(self, code: str) -> bool:
        """Put the cursor on a code, unfolding what hides it."""
        hidden = self._above(code)
        if self.folded & hidden:
            self.folded -= hidden
            self._show_unfolded()
        return super().go_to(code)

    def action_fold(self) -> None:
        """Fold this branch, or go to the one above."""
        code = self.code
        if code is None:
            return
        if code in self._branches and code not in self.folded:
            self._fold(code)
        elif parent := self._parents.get(code):
            super().go_to(parent)

    def action_unfold(self) -> None:
        """Unfold this branch."""
        if self.code in self.folded:
            self._fold(self.code or "")

    def action_fold_all(self) -> None:
        """Fold every branch."""
        code = self.code
        self.folded = set(self._branches)
        self._show_unfolded()
        while code is not None and not super().go_to(code):
            code = self._parents.get(code)

    def action_unfold_all(self) -> None:
        """Unfold every branch."""
        self.folded = set()
        self._show_unfolded()

    def action_open(self) -> None:
        """Fold or unfold a branch; open a leaf."""
        if self.code in self._branches:
            self._fold(self.code or "")
        else:
            super().action_open()

    def indented(self, item: Item, text: str) -> str:
        """Return the first cell with its indent and, for a branch, the sign that it folds."""
        sign = ""
        if item.code in self._branches:
            sign = "▸ " if item.code in self.folded else "▾ "
        return " " * item.depth + sign + text

    @property
    def _branches(self) -> set[str]:
        return {parent for parent in self._parents.values() if parent is not None}

    def _fold(self, code: str) -> None:
        self.folded ^= {code}
        self._show_unfolded()

    def _above(self, code: str) -> set[str]:
        found = set()
        parent = self._parents.get(code)
        while parent is not None:
            found.add(parent)
            parent = self._parents.get(parent)
        return found

    def _show_unfolded(self) -> None:
        self.show([item for item in self._all if not self.folded & self._above(item.code)])


def _parents(items: Sequence[Item]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    path: list[str] = []
    for item in items:
        del path[item.depth :]
        found[item.code] = path[-1] if path else None
        path.append(item.code)
    return found
