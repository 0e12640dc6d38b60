"""What lists show: columns, rows, and rows that are read only when they come into view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from peervisit.tui.levels import Styled

Cell = str | Styled


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``width`` cells and a ``share`` of what is left, in lists of certain widths only."""

    title: str
    width: int = 0
    share: int = 0
    from_width: int = 0
    role: str = ""
    below_width: int = 10_000


@dataclass(frozen=True, slots=True)
class Item:
    """One row: the code it stands for and its cells; a ``heading`` row is a title within the list."""

    code: str
    cells: tuple[Cell, ...]
    depth: int = 0
    heading: bool = False


class Rows(Protocol):
    """Rows by position, made when they are asked for."""

    def __len__(self) -> int:
        """Return how many there are."""
        ...

    def __getitem__(self, index: int) -> Item:
        """Return one."""
        ...

    def find(self, code: str) -> int | None:
        """Return the position of a code."""
        ...


@dataclass
class ListRows:
    """Rows that are all here."""

    items: Sequence[Item] = ()
    _places: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.items)

    def __getitem__(self, index: int) -> Item:
        """Return one."""
        return self.items[index]

    def find(self, code: str) -> int | None:
        """Return the position of a code."""
        if not self._places:
            self._places = {item.code: place for place, item in enumerate(self.items)}
        return self._places.get(code)


class PagedRows:
    """Rows of which only the codes are here; their cells are fetched a page at a time."""

    def __init__(
        self, codes: Sequence[str], fetch: Callable[[Sequence[str]], Sequence[Item]], page: int = 100
    ) -> None:
        self._codes, self._fetch, self._page = codes, fetch, page
        self._items: dict[int, Item] = {}
        self._places: dict[str, int] = {}

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._codes)

    def __getitem__(self, index: int) -> Item:
        """Return one, fetching its page if need be."""
        if index not in self._items:
            first = index - index % self._page
            codes = self._codes[first : first + self._page]
            found = {item.code: item for item in self._fetch(codes)}
            for place, code in enumerate(codes, first):
                self._items[place] = found.get(code) or Item(code, (code,))
        return self._items[index]

    def find(self, code: str) -> int | None:
        """Return the position of a code."""
        if not self._places:
            self._places = {code: place for place, code in enumerate(self._codes)}
        return self._places.get(code)


def widths(columns: Sequence[Column], available: int, gap: int) -> list[int]:
    """Return the width of each column; 0 where it is hidden."""
    shown = [column.from_width <= available < column.below_width for column in columns]
    fixed = sum(c.width for c, on in zip(columns, shown, strict=True) if on)
    shares = sum(c.share for c, on in zip(columns, shown, strict=True) if on)
    rest = max(0, available - fixed - gap * (sum(shown) - 1))
    found = []
    for column, on in zip(columns, shown, strict=True):
        part = rest * column.share // shares if shares and column.share else 0
        found.append(column.width + part if on else 0)
    flexible = [place for place, c in enumerate(columns) if shown[place] and c.share]
    if flexible:
        found[flexible[-1]] += available - gap * (sum(shown) - 1) - sum(found)
    return found
