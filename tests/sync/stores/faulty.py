"""A store in memory that does everything wrong that stores do, when it is told to."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from peervisit.errors import StoreError
from peervisit.sync.stores import Entry, Store, faults
from peervisit.sync.stores.store import Result


class Killed(BaseException):
    """The program is gone: nothing of ours may catch this."""


@dataclass
class FaultyStore:
    """Files by path. Every visible wrong is one that a real store was seen to do."""

    shown: str = "memory://store"
    files: dict[str, bytes] = field(default_factory=dict)
    folders: set[str] = field(default_factory=lambda: {""})
    tasks: list[str] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    """Files that are there and not shown yet."""
    wrong: Callable[[str, str], str | None] = lambda _task, _path: None
    """Asked before each task what goes wrong with it: a word of the lists below, or nothing."""
    at_once: bool = False
    """Whether it takes tasks beside others."""
    begun: int = 0
    """How many it took so."""

    def list(self, folder: str) -> list[Entry] | None:
        """Return what a folder holds."""
        wrong = self._begin("list", folder)
        if wrong == "empty":
            return None if folder else []
        if folder not in self.folders:
            return None
        start = f"{folder}/" if folder else ""
        inside = [path for path in self.files if path.startswith(start) and path not in self.hidden]
        entries = [
            Entry(path[len(start) :], len(self.files[path]))
            for path in inside
            if "/" not in path[len(start) :]
        ]
        entries += [
            Entry(path[len(start) :], is_folder=True)
            for path in self.folders
            if path.startswith(start) and path != folder and "/" not in path[len(start) :]
        ]
        random.Random(len(self.tasks)).shuffle(entries)
        return [*entries, *entries] if wrong == "twice" else entries

    def get(self, path: str) -> bytes | None:
        """Return what a file holds."""
        wrong = self._begin("get", path)
        if path not in self.files or path in self.hidden or wrong == "empty":
            return None
        content = self.files[path]
        return content[: len(content) // 2] if wrong == "cut" else content

    def put(self, path: str, content: bytes) -> None:
        """Write a new file; one that is there already may not be written again."""
        wrong = self._begin("put", path)
        if wrong == "lose":
            return
        if wrong in {"cut", "cut and die", "cut and fail"}:
            content = content[: len(content) // 3]
        if wrong == "alter":
            content = content[:-1] + bytes([content[-1] ^ 1])
        if not path.endswith("review.json"):
            assert self.files.get(path, content) == content, "a file of the store was overwritten"
        self.files[path] = content
        if wrong == "delay":
            self.hidden.add(path)
        self._end(wrong)

    def make_folder(self, path: str) -> None:
        """Make a folder."""
        wrong = self._begin("make", path)
        self.folders.add(path)
        self._end(wrong)

    def close(self) -> None:
        """Let go."""

    def begin(self, task: Callable[[Store], Result]) -> Future[Result] | None:
        """Take a task beside others: here it is done before the others go on."""
        if not self.at_once:
            return None
        self.begun += 1
        done: Future[Result] = Future()
        try:
            done.set_result(task(self))
        except StoreError as error:
            done.set_exception(error)
        return done

    def _begin(self, task: str, path: str) -> str | None:
        self.tasks.append(task)
        wrong = self.wrong(task, path)
        if wrong == "die":
            raise Killed
        if wrong in _ERRORS:
            raise _ERRORS[wrong](self.shown)
        return wrong

    def _end(self, wrong: str | None) -> None:
        if wrong in {"cut and die", "done and die"}:
            raise Killed
        if wrong in {"cut and fail", "done and fail"}:
            raise faults.away(self.shown)


def _status(code: int, *, writing: bool = False) -> Callable[[str], StoreError]:
    return lambda shown: faults.status(shown, code, writing=writing)


_ERRORS: dict[str | None, Callable[[str], StoreError]] = {
    "away": faults.away,
    "silent": faults.silent,
    "full": faults.full,
    "read-only": faults.read_only,
    **{str(code): _status(code) for code in (401, 403, 413, 423, 429, 500, 502, 503, 507)},
}
ERRORS = sorted(str(name) for name in _ERRORS)
WRONGS = {
    "list": ["twice", "empty"],
    "get": ["cut", "empty"],
    "put": ["lose", "cut", "alter", "delay", "cut and fail", "done and fail"],
    "make": ["done and fail"],
}
"""What else goes wrong, by task."""
DEATHS = ["die", "cut and die", "done and die"]
