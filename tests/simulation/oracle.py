"""What must be true of any copy, worked out from the changes alone and by other means than the store's.

Nothing here imports the change log, its readers or its projection: an entry is eight values and a set of
keys, and everything that a copy must show follows from the entries it was given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Key = tuple[str, int]
Field = tuple[str, str, str]
"""Kind, code and field."""
Name = tuple[str, str]
"""Kind and code."""

GONE = "_deleted"


class Entry(NamedTuple):
    """One change, as it lies in the file."""

    session: str
    seq: int
    clock: str
    author: str | None
    kind: str
    code: str
    name: str
    value: Any
    parents: frozenset[Key]

    @property
    def key(self) -> Key:
        """Its identity."""
        return self[0], self[1]

    @property
    def place(self) -> Field:
        """The field that it is about."""
        return self.kind, self.code, self.name

    @property
    def age(self) -> tuple[str, str, int]:
        """What says which of two is shown."""
        return self.clock, self.session, self.seq


class BrokenError(AssertionError):
    """Something that must be true is not."""


def require(condition: object, what: str) -> None:
    """Stop the history where something is broken."""
    if not condition:
        raise BrokenError(what)


def typed(value: Any) -> tuple[str, Any]:
    """Return a value so that 1, 1.0 and '1' differ."""
    return type(value).__name__, value


@dataclass
class Copy:
    """What one copy must hold and show, given what was written on it and delivered to it."""

    entries: dict[Key, Entry] = field(default_factory=dict)
    held: dict[Key, Entry] = field(default_factory=dict)
    heads: dict[Field, dict[Key, Entry]] = field(default_factory=lambda: defaultdict(dict))
    fields_of: dict[Name, set[str]] = field(default_factory=lambda: defaultdict(set))
    latest: dict[Name, str] = field(default_factory=dict)

    def twin(self) -> Copy:
        """Return the same, for a file copied by hand."""
        other = Copy()
        other.deliver([*self.entries.values(), *self.held.values()])
        return other

    def deliver(self, entries: Iterable[Entry]) -> None:
        """Take in entries in any order; those whose parents are not here wait for them."""
        for entry in entries:
            if entry.key not in self.entries:
                self.held[entry.key] = entry
        moved = True
        while moved:
            moved = False
            for entry in list(self.held.values()):
                if all(parent in self.entries for parent in entry.parents):
                    self.add(entry)
                    del self.held[entry.key]
                    moved = True

    def add(self, entry: Entry) -> None:
        """Take in one entry whose parents are here."""
        self.entries[entry.key] = entry
        name = entry.kind, entry.code
        open_heads = self.heads[entry.place]
        for parent in entry.parents:
            open_heads.pop(parent, None)
        open_heads[entry.key] = entry
        self.fields_of[name].add(entry.name)
        self.latest[name] = max(self.latest.get(name, ""), entry.clock)

    def top(self, place: Field) -> Entry | None:
        """Return the entry whose value a field shows."""
        return max(self.heads[place].values(), key=lambda one: one.age, default=None)

    def state(self, name: Name) -> tuple[dict[str, Any] | None, set[str]]:
        """Return what a record shows (None where it is out of sight) and its fields in conflict."""
        shown: dict[str, Any] = {}
        disputed = set()
        for field_name in self.fields_of[name]:
            place = (*name, field_name)
            top = self.top(place)
            if top is not None:
                shown[field_name] = top.value
            if len({typed(one.value) for one in self.heads[place].values()}) > 1:
                disputed.add(field_name)
        if not shown.pop(GONE, 0):
            return shown, disputed
        seen = {key for one in self.heads[(*name, GONE)].values() if one.value for key in one.parents}
        unseen = any(
            key not in seen
            for field_name in self.fields_of[name]
            if field_name != GONE
            for key in self.heads[(*name, field_name)]
        )
        return (shown, disputed | {GONE}) if unseen or GONE in disputed else (None, set())

    def content(self) -> Mapping[Name, Any]:
        """Return what counts as the content of the copy: equal exactly when the digests must be."""
        found = {}
        for name in self.fields_of:
            shown, disputed = self.state(name)
            if shown is None:
                continue
            values = {
                field_name: frozenset(typed(one.value) for one in self.heads[(*name, field_name)].values())
                for field_name in self.fields_of[name]
                if field_name != GONE or GONE in disputed
            }
            held = {
                one: options
                for one, options in values.items()
                if one == GONE or any(value is not None for _type, value in options)
            }
            if held:
                found[name] = held
        return found


@dataclass
class Oracle:
    """Everything that was ever written, anywhere, and what whoever wrote it had seen."""

    written: dict[Key, Entry] = field(default_factory=dict)
    seals: set[str] = field(default_factory=set)
    """Texts that were sealed and not handed in."""

    def wrote(self, copy: Copy, entries: Iterable[Entry], author: str | None) -> list[Entry]:
        """Take note of what somebody wrote on a copy, and check that it replaces nothing unseen."""
        found: list[Entry] = []
        for entry in entries:
            require(entry.key not in self.written, f"{entry.key}: written twice")
            require(entry.author == author, f"{entry.key}: by {entry.author}")
            for parent in entry.parents:
                require(parent in copy.entries, f"{entry.key}: replaces {parent}, which nobody here has seen")
            before = copy.latest.get((entry.kind, entry.code), "")
            require(
                entry.clock > before or any(entry.clock == one.clock for one in found),
                f"{entry.key}: not later than what was known of its record",
            )
            found.append(entry)
            self.written[entry.key] = entry
            copy.add(entry)
        return found

    def nothing_lost(self, copy: Copy) -> None:
        """Check, on a copy that has everything, each value ever written.

        It is current, or was replaced by a change that had seen it, or is in a listed conflict.
        """
        require(copy.entries.keys() == self.written.keys(), "not everything arrived")
        replaced = defaultdict(list)
        states = {name: copy.state(name) for name in list(copy.fields_of)}
        for entry in copy.entries.values():
            for parent in entry.parents:
                replaced[parent].append(entry)
        for entry in copy.entries.values():
            by_own_field = any(one.place == entry.place for one in replaced[entry.key])
            if by_own_field or entry.name == GONE:
                continue
            shown, disputed = states[entry.kind, entry.code]
            if shown is None:
                require(
                    any(one.name == GONE for one in replaced[entry.key]),
                    f"{entry.key}: deleted unseen",
                )
            else:
                current = typed(shown.get(entry.name)) == typed(entry.value)
                require(current or entry.name in disputed, f"{entry.key}: lost")
