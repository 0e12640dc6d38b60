"""Writing and reading change files, the one format for every route (decision 006).

Neither side holds more than one section at a time; what is unlocked stays in memory, compressed, and
never touches the disk.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO, cast

from peervisit.errors import AfterLeavingError, ChangeFileError, OtherReviewError
from peervisit.i18n import _, labelled
from peervisit.store.change import Change
from peervisit.store.review_file import ReviewFile
from peervisit.sync.keyring import Keyring, Signature
from peervisit.sync.parsing import LAST_NUMBER, MALFORMED, Kept, parse_object, parse_section
from peervisit.sync.runs import Lines, Run, runs, signed_bytes
from peervisit.sync.streams import LINE_BYTES, Compressed, Counted, Unlocked, damaged, lines_of, not_ours

VERSION = 1

SECTION_BYTES = LINE_BYTES + 1024 * 1024
SECTION_CHANGES = 100_000
STATEMENTS = 10_000
Lock = Callable[[BinaryIO, BinaryIO], None]
"""Copies the first stream to the second, locking or unlocking it on the way."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A change file that was written: its changes and sections, its size in bytes and its SHA-256."""

    changes: int
    sections: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Header:
    """What a change file says of itself: whose review, which copy wrote it, when."""

    review: str
    device: str
    made: str


@dataclass(frozen=True, slots=True)
class Section:
    """A run whose signature was checked, the device that signed it, and its changes.

    The device is known when a file is read for the first time.
    """

    run: Run
    device: str | None
    changes: list[Change]


def write_changes(
    out: BinaryIO,
    review: ReviewFile,
    keys: Keyring,
    chosen: Sequence[Run] | None = None,
    *,
    lock: Lock | None = None,
    preface: dict[str, Any] | None = None,
    lines: Lines | None = None,
) -> WrittenFile:
    """Write a change file of the runs chosen, or of everything that this copy holds.

    Args:
        out: where to write; neither closed nor synced here.
        review: the copy to write from.
        keys: its keys.
        chosen: some of :func:`peervisit.sync.runs.runs`.
        lock: what locks the file; the key of the team if left out.
        preface: an object to put before the header; its ``"peervisit"`` says what it is.
        lines: of runs that were just signed.

    Raises:
        ChangeFileError: changes of a run are gone, because a merge was undone meanwhile.
    """
    whole = runs(review, keys) if chosen is None else chosen
    counted = Counted(out)
    plain = Compressed(_lines(review, keys, whole, preface, lines or Lines()))
    try:
        (lock or keys.lock)(cast(BinaryIO, plain), cast(BinaryIO, counted))
    except BaseException as error:
        # The locking library hides what went wrong while it read from us or wrote through us.
        hidden = plain.failure or counted.failure
        if hidden is None or hidden is error:
            raise
        raise hidden from error
    return WrittenFile(sum(map(len, whole)), len(whole), counted.size, counted.total.hexdigest())


def _lines(
    review: ReviewFile, keys: Keyring, chosen: Sequence[Run], preface: dict[str, Any] | None, lines: Lines
) -> Iterator[str]:
    review_id = str(review.meta("review_id"))
    if preface is not None:
        yield _object(preface)
    header = {"peervisit": "changes", "version": VERSION, "review": review_id, "device": keys.device}
    yield _object(header | {"made": review.now().strftime("%Y-%m-%dT%H:%M:%SZ")})
    for statement in keys.statements():
        yield _object({"statement": statement})
    for run in chosen:
        vouched = {"key": run.signature.key, "signature": run.signature.signature} if run.signature else {}
        yield _object({"session": run.session, "first": run.first, "last": run.last} | vouched)
        own = lines.of(review, run)
        if len(own) != len(run):
            raise ChangeFileError(_("the review changed while it was read; try again"))
        yield from own
    yield _object({"end": sum(map(len, chosen))})


def _object(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


@dataclass(slots=True)
class Room:
    """How many bytes of what was checked may be kept; files of more are read a second time."""

    left: int = 8 * 2**20


@dataclass(slots=True)
class ChangeFile:
    """A change file that is unlocked and whose beginning was read."""

    name: str
    header: Header
    statements: list[str]
    preface: dict[str, Any] | None
    _unlocked: BinaryIO
    _keys: Keyring
    _room: Room | None = None
    _checked: bool = False
    _kept: list[tuple[Run, Kept]] | None = None

    @property
    def device(self) -> str | None:
        """The copy that wrote it."""
        return self.header.device

    @property
    def made(self) -> str | None:
        """When it was written, by the clock of that copy."""
        return self.header.made

    def hear(self) -> None:
        """Take in the statements."""
        self._keys.learn(self.statements)

    def sections(self, *, heard: bool = False) -> Iterator[Section]:
        """Take in the statements, unless they were, then yield every section once its signature was checked.

        Keep nothing of what came unless the last section came too: only then is the file known to be
        whole. May be asked for again.

        Raises:
            ForgedChangesError: a section was altered, or no trusted copy signed it.
            ChangeFileError: the file was cut short or is damaged.
        """
        if not heard:
            self.hear()
        if self._checked and self._kept is not None:
            for run, kept in self._kept:
                yield Section(run, None, kept.changes())
            return
        self._drop_kept()
        if not self._checked and self._room is not None:
            self._kept = []
        lines = self._lines_of_sections()
        count = 0
        while "end" not in (found := _next_object(lines, self.name)):
            section = self._section(found, lines)
            count += len(section.run)
            self._keep(section)
            yield section
        if found["end"] != count or next(lines, None) is not None:
            raise damaged(self.name)
        self._checked = True

    def runs_of_others(self) -> Iterator[Run]:
        """Yield what the file holds beside the sections that were signed after a leaving.

        Raises:
            ChangeFileError: the file is damaged, or a section was altered.
        """
        lines = self._lines_of_sections()
        while "end" not in (found := _next_object(lines, self.name)):
            with suppress(AfterLeavingError):
                yield self._section(found, lines).run

    def _lines_of_sections(self) -> Iterator[str]:
        lines = lines_of(self._unlocked, self.name)
        for _line in range(1 + len(self.statements) + (self.preface is not None)):
            next(lines)
        return lines

    def _keep(self, section: Section) -> None:
        if self._kept is None or self._room is None:
            return
        kept = Kept(section.changes)
        self._kept.append((section.run, kept))
        self._room.left -= len(kept)
        if self._room.left < 0:
            self._drop_kept()

    def _drop_kept(self) -> None:
        if self._kept is not None and self._room is not None:
            self._room.left += sum(len(kept) for _run, kept in self._kept)
        self._kept = None

    def _section(self, head: dict[str, Any], lines: Iterator[str]) -> Section:
        run = _run(head, self.name)
        own: list[str] = []
        size = 0
        for line in islice(lines, len(run)):
            own.append(line)
            size += len(line)
            if size > SECTION_BYTES:
                raise damaged(self.name)
        if len(own) < len(run):
            raise damaged(self.name)
        device = None
        if not self._checked:
            device = self._check(run, own)
        try:
            return Section(run, device, parse_section(run.session, run.first, own, known_good=self._checked))
        except MALFORMED as error:
            raise damaged(self.name) from error

    def _check(self, run: Run, lines: Sequence[str]) -> str | None:
        with named(self.name):
            return self._keys.check(run.signature, signed_bytes(self.header.review, lines))


def read_changes(
    source: BinaryIO,
    keys: Keyring,
    review_id: str | None = None,
    *,
    name: str = "",
    unlock: Lock | None = None,
    room: Room | None = None,
) -> ChangeFile:
    """Unlock a change file and read its beginning.

    Args:
        source: the file.
        keys: those of the copy that reads.
        review_id: the review it must belong to; any if left out.
        name: what to call the file in an error.
        unlock: what unlocks it; the keys of the copy if left out.
        room: where to keep what was checked, for those who ask for it again; nothing is kept if left out.

    Raises:
        CannotUnlockError: none of the keys fits.
        OtherReviewError: it is of another review.
        ChangeFileError: it is no change file, is damaged, or was written by a newer version.
    """
    unlocked = Unlocked(name)
    with named(name):
        (unlock or keys.unlock)(source, unlocked)
    lines = lines_of(unlocked, name)
    first = _next_object(lines, name, missing=not_ours(name))
    preface = None
    if first.get("peervisit") not in (None, "changes"):
        preface, first = first, _next_object(lines, name)
    header = _header(first, name)
    if review_id is not None and header.review != review_id:
        raise OtherReviewError(_("{file}: of another review; nothing was taken in").format(file=name))
    statements = []
    while isinstance(statement := _next_object(lines, name).get("statement"), str):
        statements.append(statement)
        if len(statements) > STATEMENTS:
            raise damaged(name)
    return ChangeFile(name, header, statements, preface, unlocked, keys, room)


@contextmanager
def named(name: str) -> Iterator[None]:
    """Say which file it is that the keys refuse."""
    try:
        yield
    except ChangeFileError as error:
        if not name or str(error).startswith(f"{name}:"):
            raise
        raise type(error)(labelled(name, str(error))) from error


def _next_object(lines: Iterator[str], name: str, missing: ChangeFileError | None = None) -> dict[str, Any]:
    line = next(lines, None)
    try:
        return parse_object(line or "")
    except MALFORMED as error:
        raise missing or damaged(name) from error


def _header(values: dict[str, Any], name: str) -> Header:
    version = values.get("version")
    if values.get("peervisit") != "changes" or type(version) is not int:
        raise not_ours(name)
    if version < 1:
        raise damaged(name)
    if version > VERSION:
        raise ChangeFileError(
            _("{file}: written by a newer peervisit; update peervisit, then take it in").format(file=name)
        )
    texts = [values.get(key) for key in ("review", "device", "made")]
    # They are shown, and nothing vouches for them.
    if not all(isinstance(text, str) and _PLAIN.fullmatch(text) for text in texts):
        raise damaged(name)
    return Header(*map(str, texts))


_PLAIN = re.compile(r"[0-9A-Za-z:.+-]{1,100}")
"""The numbers of reviews and copies, and moments."""


def _run(values: dict[str, Any], name: str) -> Run:
    session, first, last = (values.get(key) for key in ("session", "first", "last"))
    key, signature = values.get("key"), values.get("signature")
    if not isinstance(session, str) or type(first) is not int or type(last) is not int:
        raise damaged(name)
    if not 0 < first <= last < LAST_NUMBER or last - first >= SECTION_CHANGES:
        raise damaged(name)
    if key is None and signature is None:
        return Run(session, first, last)
    if not isinstance(key, str) or not isinstance(signature, str):
        raise damaged(name)
    return Run(session, first, last, Signature(key, signature))
