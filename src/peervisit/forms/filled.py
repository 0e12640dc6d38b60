"""A form that came back, row by row: whose code each row has, and what stands in its answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from peervisit.forms.identity import Identity, find_identity, from_properties, key_mark
from peervisit.forms.matching import (
    headers,
    in_all_languages,
    loose_code,
    nearest,
    placeholders,
    plain_code,
    plain_words,
)
from peervisit.forms.reading import Margin, Read, Row, Table
from peervisit.forms.spec import CHOOSE, FORMS, FormSpec
from peervisit.forms.told import furniture, outside, unsaid, unsaid_rows

__all__ = ["Expected", "Filled", "FilledRow", "fill", "identity_of"]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a form of this review can hold: the codes that may stand in it, and the keys of its rows."""

    spec: FormSpec
    codes: Mapping[str, str]
    """Code, or older name of one, to the code."""
    keys: Mapping[str, str]
    """Key of a row (its record's code where that is another) to its visible code."""
    told: frozenset[str] | None = None
    """The marks of what the form said itself; None where this copy does not know."""
    asked: Mapping[str, str] = field(default_factory=dict)
    """A line that one row alone tells, to the key of that row."""


@dataclass(slots=True)
class FilledRow:
    """One row that came back."""

    place: str
    text: str
    """What stands where the code should."""
    code: str | None
    """The code that it is, beyond doubt."""
    key: str | None
    """The key of the row that was issued with the bookmarks that it has, or that tells what it tells."""
    answers: dict[str, str] = field(default_factory=dict)
    """Field to what stands in its cell; a field whose column is missing is not here."""
    margin: list[Margin] = field(default_factory=list)
    near: list[str] = field(default_factory=list)
    """Where the code is not known: the codes it may be, the likest first."""
    deleted: bool = False
    """Whether the row was deleted with changes tracked, and its words were not."""

    @property
    def blank(self) -> bool:
        """Whether nothing is answered."""
        return not any(self.answers.values()) and not self.margin


@dataclass(slots=True)
class Filled:
    """A form that came back."""

    spec: FormSpec
    rows: list[FilledRow]
    outside: list[str] = field(default_factory=list)
    """What somebody wrote where no row is: between the tables, in tables of their own, as notes there."""


def identity_of(found: Read) -> Identity | None:
    """Return which form a document says it is; what can be seen counts before what cannot."""
    return (
        find_identity(found.text)
        or find_identity(_in_cells(found))
        or find_identity(found.furniture())
        or from_properties(found.properties())
    )


def _in_cells(found: Read) -> str:
    return "\n".join(cell.text for table in _every(found.tables) for row in table.rows for cell in row.cells)


def guess(found: Read) -> FormSpec | None:
    """Return the form whose headers the tables have, for a document that does not say which it is."""
    seen = [
        {plain_words(cell.text) for cell in row.cells}
        for table in _every(found.tables)
        for row in table.rows[:3]
    ]
    rated = [
        (max((len(words & set(headers(spec))) for words in seen), default=0), spec) for spec in FORMS.values()
    ]
    best = max(rated, key=lambda pair: pair[0])
    # Tables of a report have some of these headers too.
    least = 1 + (len(best[1].columns) + 2) // 2
    return best[1] if best[0] >= least else None


def fill(found: Read, expected: Expected) -> Filled:
    """Return the rows of a form, in the order of the document."""
    reader = _Rows(found, expected)
    filled = Filled(expected.spec, [])
    if expected.told is not None:
        filled.outside += outside(found, expected.told)
        filled.outside += furniture(found, expected.told)
    used: set[str] = set()
    for table in found.tables:
        rows = [row for one in _every((table,)) for row in reader.of(one)]
        filled.rows += rows
        if not rows and (words := unsaid_rows(table, expected.told or ())):
            filled.outside.append(words)
            continue
        filled.outside += reader.in_headers
        reader.in_headers.clear()
        if found.margin:
            used |= {number for row in table.rows for cell in row.cells for number in cell.comments}
    left = (note.text for number, note in found.margin.items() if number not in used)
    filled.outside += [text for text in left if not _OF_A_PAGE.match(text)]
    return filled


def _every(tables: Iterable[Table]) -> Iterator[Table]:
    """Yield tables and those inside them, in the order of the document."""
    for table in tables:
        yield table
        yield from _every(table.inner)


_SPACED = re.compile(r"[\s(\[:,;/|]+")
_OF_A_PAGE = re.compile(r"HTML:\s*<")
"""What LibreOffice makes of the head of a web page: a comment that nobody wrote."""
_NAME = 60
"""The most letters that the name of a column has."""
_COUNTED = re.compile(r"\(?\d{1,3}[.)]?\Z")
"""What a program that numbers paragraphs puts before a code."""


class _Rows:
    """Reads the rows of tables."""

    def __init__(self, found: Read, expected: Expected) -> None:
        self._margin = found.margin
        self._expected = expected
        self._titles = headers(expected.spec)
        self._codes = {plain_code(code): known for code, known in expected.codes.items()}
        self._loose: dict[str, str | None] = {}
        for code, known in expected.codes.items():
            if self._loose.setdefault(loose_code(code), known) != known:
                self._loose[loose_code(code)] = None
        self._told = expected.told
        self._fields = [column.field for column in expected.spec.columns]
        self._free = {column.field for column in expected.spec.columns if not column.options}
        self._free -= {"level", "end", "documents"}
        self._default = ["code", "told", *self._fields]
        self._names = {name.replace("_", ""): name for name in self._fields}
        self._keys = {key_mark(key): key for key in expected.keys}
        self._placeholders = placeholders()
        self._waiting = in_all_languages(CHOOSE)
        self.in_headers: list[str] = []
        """What somebody wrote into the headers of the tables that were read."""

    def of(self, table: Table) -> Iterator[FilledRow]:
        """Yield the rows of a table that is the form's, headers left out."""
        columns: dict[int, str] | None = None
        ours = False
        waiting: list[FilledRow] = []
        marked: dict[int, str] | None = None
        shared: dict[int, tuple[FilledRow, str]] = {}
        merged = any(cell.merged for row in table.rows for cell in row.cells)
        for row in table.rows:
            if header := self._header(row):
                columns, ours = header, True
                if self._told is not None:
                    self.in_headers += self._typed_in(row, self._told)
                continue
            if columns is None and marked is None:
                marked = self._by_bookmarks(table)
            names = columns or self._by_position(row, marked or {})
            made = self._row(row, names)
            if merged:
                self._share(row, names, made, shared)
            waiting.append(made)
            ours = ours or made.key is not None or (made.code is not None and len(row.cells) > 2)
        if ours:
            yield from (one for one in waiting if not one.blank or (one.text and not one.deleted))

    def _share(
        self, row: Row, names: Mapping[int, str], made: FilledRow, shared: dict[int, tuple[FilledRow, str]]
    ) -> None:
        """Give what stands in a cell that goes down over several rows to none of them, and tell each.

        A code that several rows share is the code of each.
        """
        for place, cell in enumerate(row.cells):
            name = names.get(place)
            if cell.merged == "restart" and (words := self._without_placeholder(cell.text)):
                shared[place] = (made, words)
            elif cell.merged == "continue" and place in shared and not cell.text:
                first, text = shared[place]
                if name == "code":
                    made.text, made.code, made.near = first.text, first.code, list(first.near)
                elif name not in (None, "told"):
                    made.answers.pop(str(name), None)
                    margin = Margin("", "", text, "shared")
                    if first.answers.pop(str(name), None) is not None:
                        first.margin.append(margin)
                    made.margin.append(margin)
            else:
                shared.pop(place, None)

    def _header(self, row: Row) -> dict[int, str] | None:
        if self._code(row.cells[0].text if row.cells else ""):
            return None
        named = {place: self._title(cell.text) for place, cell in enumerate(row.cells)}
        known = {place: name for place, name in named.items() if name}
        if len(set(known.values())) < 2:
            return None
        if len(set(known.values())) < len(known):
            first: dict[str, int] = {}
            known = {place: name for place, name in known.items() if first.setdefault(name, place) == place}
        if len(row.cells) == len(self._default):
            # A header in other words: the column that is left at the same place.
            taken = set(known.values())
            for place, name in enumerate(self._default):
                if place not in known and name not in taken:
                    known[place] = name
        return known

    def _title(self, text: str) -> str | None:
        """Return the column of a header, also where somebody typed below its words."""
        if len(text) < 120 and (found := self._titles.get(plain_words(text))):
            return found
        first, line, _rest = text.partition("\n")
        return self._titles.get(plain_words(first)) if line and len(first) < 120 else None

    def _typed_in(self, header: Row, told: Container[str]) -> Iterator[str]:
        """Yield what somebody wrote into a header, below or after its own words; a name alone is none."""
        for cell in header.cells:
            if plain_words(cell.text) in self._titles:
                continue
            words = unsaid(cell.text, told)
            if not words:
                continue
            begun = f"{plain_words(words)} "
            if (
                words != cell.text
                or len(words) > _NAME
                or any(begun.startswith(f"{one} ") for one in self._titles)
            ):
                yield words

    def _by_bookmarks(self, table: Table) -> dict[int, str]:
        """Return the columns of a table as the bookmarks that are left in any of its rows have them."""
        votes: Counter[tuple[int, str]] = Counter(
            (place, found[0])
            for row in table.rows
            for place, cell in enumerate(row.cells)
            for name in cell.bookmarks
            if (found := self._mark(name))
        )
        return {place: name for (place, name), _n in reversed(votes.most_common())}

    def _by_position(self, row: Row, marked: Mapping[int, str]) -> dict[int, str]:
        """Return the columns of a row that no header came before: by bookmarks, else by position."""
        if marked:
            code = next((n for n, cell in enumerate(row.cells) if self._code(cell.text)), 0)
            columns = {code: "code", **marked}
            if len(row.cells) == len(self._default):
                # Who types over a whole cell takes its bookmark away: what is left goes by position.
                for place, name in enumerate(self._default):
                    if place not in columns and name not in columns.values():
                        columns[place] = name
            return columns
        if len(row.cells) == len(self._default):
            return dict(enumerate(self._default))
        if len(row.cells) == len(self._default) - 1:
            asks = row.cells[1].text
            if self._told is not None and asks and not unsaid(asks, self._told):
                # What is asked still stands there: one of the answers is gone, and nobody knows which.
                return {0: "code", 1: "told"}
            return dict(enumerate(["code", *self._fields]))
        return {0: "code"}

    def _mark(self, name: str) -> tuple[str, str] | None:
        start, name = name[:3], name[3:]
        if start != "_pv" or name[:-16] not in self._names or name[-16:] not in self._keys:
            return None
        return self._names[name[:-16]], self._keys[name[-16:]]

    def _without_placeholder(self, text: str) -> str:
        """Return an answer without the words that stand in a list from which nothing was chosen."""
        if not text or len(text) >= 80:
            return text
        if plain_words(text) in self._placeholders:
            return ""
        for words in self._waiting:
            # Somebody typed beside the list instead of choosing from it.
            text = text.replace(words, "").strip()
        return text

    def _code(self, text: str) -> str | None:
        if not text or len(text) >= 80:
            return None
        found = self._codes.get(plain_code(text))
        if found is None:
            found = self._loose.get(loose_code(text))
        if found is None and _SPACED.search(text):
            found = self._beside_words(_SPACED.split(text.strip()))
        return found

    def _beside_words(self, words: list[str]) -> str | None:
        """Return the code that words begin with, where they name no other."""
        if len(words) > 1 and _COUNTED.match(words[0]):
            words = words[1:]
        known = [self._codes.get(plain_code(word)) for word in words]
        named = {code for code in known if code is not None and not code.isdecimal() and not code.isalpha()}
        return known[0] if known[0] in named and len(named) == 1 else None

    def _is_open(self, columns: Mapping[int, str], place: int, span: int) -> bool:
        """Whether a merged cell covers several answers in free words."""
        covered = (columns.get(n) for n in range(place, place + span))
        return sum(name in self._free for name in covered) > 1

    def _beside_code(self, text: str) -> str:
        """Return the text of a cell that holds a code, and more than a word beside it."""
        if not text or self._code(text) is None:
            return ""
        if plain_code(text) in self._codes or loose_code(text) in self._loose:
            return ""
        others = [word for word in _SPACED.split(text) if plain_code(word) not in self._codes]
        words = sum(any(letter.isalpha() for letter in word) for word in others)
        return text if words > 1 or (words and "\n" in text) else ""

    def _row(self, row: Row, columns: Mapping[int, str]) -> FilledRow:
        answers: dict[str, str] = {}
        text = ""
        votes: Counter[str] = Counter()
        margin: list[Margin] = []
        beside: list[str] = []
        asked: str | None = None
        for place, cell in enumerate(row.cells):
            name = columns.get(place)
            for one in cell.bookmarks:
                if found := self._mark(one):
                    votes[found[1]] += 1
            if cell.comments:
                margin += [self._margin[one] for one in cell.comments if one in self._margin]
            if name == "code":
                # A row that is struck through keeps its code, so that its words can be told.
                text = " ".join((cell.text or cell.struck).split())
                beside.append(self._beside_code(cell.text))
                continue
            if name == "told":
                asked = self._expected.asked.get(cell.text.partition("\n")[0])
                if taken_out := "\n".join(part for part in (cell.gone, cell.struck) if part):
                    margin.append(Margin("", "", taken_out, "removed"))
            if cell.struck and name not in (None, "told"):
                margin.append(Margin("", "", cell.struck, "struck"))
            several = cell.span > 1 and "\n" in cell.text and self._is_open(columns, place, cell.span)
            if several:
                margin.append(Margin("", "", cell.text, "shared"))
            elif cell.deleted:
                words = self._without_placeholder(cell.text)
                margin += [Margin("", "", words, "struck")] if words else []
            elif name not in (None, "told"):
                answers[str(name)] = self._without_placeholder(cell.text)
            elif cell.text and self._told is not None:
                beside.append(self._without_placeholder(unsaid(cell.text, self._told)))
        key = votes.most_common(1)[0][0] if votes else asked
        margin += [Margin("", "", words, "beside") for words in beside if words]
        code = self._code(text)
        near: list[str] = []
        if code is None:
            marked = [self._expected.keys[key]] if key else []
            near = list(dict.fromkeys((*marked, *nearest(text, self._expected.codes.values()))))[:3]
        return FilledRow(row.place, text, code, key, answers, margin, near, row.deleted)
