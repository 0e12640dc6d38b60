"""Three laptops with copies of one review, made anew in no time, and everything that one of them shows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from peervisit.service import merging, records
from peervisit.store.review_file import ReviewFile
from peervisit.sync.incoming import ReviewCopy
from peervisit.sync.keyring import Keyring
from peervisit.sync.merge import take_in
from tests.service.world import new
from tests.store.copies import Copy, Watch

AUTHORS = ("AR", "BK", "CD")
DERIVED = ("head", "conflict")

Shown = dict[str, list[tuple[Any, ...]]]


@cache
def _made() -> Path:
    folder = Path(mkdtemp(prefix="trio-"))
    with new(folder / "AR.peervisit") as first:
        for code in AUTHORS:
            records.add(first, "member", {"city": "Porto"}, code=code)
        for code in AUTHORS[1:]:
            merging.make_copy(first, folder / f"{code}.peervisit").close()
    return folder


@contextmanager
def trio() -> Iterator[list[ReviewFile]]:
    """Yield three copies that hold the same, each open as its member, with clocks of their own."""
    with TemporaryDirectory() as folder, ExitStack() as files:
        copies = []
        for number, code in enumerate(AUTHORS):
            path = Path(folder) / f"{code}.peervisit"
            shutil.copy(_made() / path.name, path)
            watch = Watch()
            watch.forward(hours=number)
            copy = files.enter_context(ReviewFile.open(path, author=code, now=watch))
            # The same at each run, so that a failure can be looked at again.
            copy.log.session = f"{number:016x}"
            copies.append(copy)
        yield copies


def take(here: ReviewFile, there: ReviewFile) -> int | None:
    """Take in what another copy holds; return the number of the merge."""
    copy = ReviewCopy(there, Keyring(there), Keyring(here))
    with here.transaction():
        return take_in(here, copy.sections()).number


def shown(review: ReviewFile | Copy, derived: Sequence[str] = DERIVED) -> Shown:
    """Return everything that a copy shows: the readable tables, names, the search index, conflicts."""
    tables = [*derived, "person", "tier", "indicator", "level"]
    for kind, known in review.log.catalogue.items():
        tables += [kind, *(f"{kind}_{name}" for name in known.items)]
    found = {table: _rows(review, f"SELECT * FROM [{table}]") for table in tables}
    found["search"] = _rows(review, "SELECT kind, code, words FROM search_entry")
    for word in ("a", "b", "plan"):
        found[f"search {word}"] = _rows(
            review,
            "SELECT e.kind, e.code FROM search JOIN search_entry AS e ON e.id = search.rowid "
            f"WHERE search MATCH '{word}*'",
        )
    return found


def made_anew(review: ReviewFile) -> Shown:
    """Return what a new copy shows that takes in everything that a copy holds."""
    copy = Copy("anew")
    copy.log.apply(review.log.changes())
    return shown(copy)


def _rows(review: ReviewFile | Copy, sql: str) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in review.connection.execute(sql)), key=repr)
