"""10,000 changes from one copy to another through a WebDAV server, against copying the same files there.

The server is wsgidav in a process of its own, on loopback. The floor copies as many files of as many bytes
there and back through fsspec, as any program does, with nothing built, locked, signed, checked or taken in;
beside it stand bare requests on one connection, without latency, which no sync can come near. Also counted:
what a sync asks of the store that finds nothing new.
"""

from __future__ import annotations

import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

import httpx

from peervisit.service import exchange, merging, reviews
from peervisit.store.review_file import ReviewFile
from peervisit.sync.keyring import Keyring
from peervisit.sync.stores import Address, Entry, Store, open_store
from peervisit.sync.stores.store import Result, begin
from peervisit.sync.syncing import sync

RECORDS = 1000
ROUNDS = 3
ASKED = 2.0
ASKED_TASKS = 2


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Serve a folder by WebDAV; yield where."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [str(Path(sys.executable).with_name("wsgidav")), "--host", "127.0.0.1", "--port", str(port)]
    command += ["--root", str(folder), "--auth", "anonymous", "--server", "cheroot", "-qq"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            with socket.socket() as probe:
                if process.poll() is not None:
                    raise SystemExit("wsgidav did not start")
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"webdav://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


class Counted:
    """A store that counts what it is asked."""

    def __init__(self, store: Store, asked: list[str] | None = None) -> None:
        self.store, self.shown = store, store.shown
        self.asked: list[str] = [] if asked is None else asked

    def list(self, folder: str) -> list[Entry] | None:
        """Return what a folder holds."""
        self.asked.append("list")
        return self.store.list(folder)

    def get(self, path: str) -> bytes | None:
        """Return what a file holds."""
        self.asked.append("get")
        return self.store.get(path)

    def put(self, path: str, content: bytes) -> None:
        """Write a new file."""
        self.asked.append("put")
        self.store.put(path, content)

    def make_folder(self, path: str) -> None:
        """Make a folder."""
        self.asked.append("make")
        self.store.make_folder(path)

    def begin(self, task: Callable[[Store], Result]) -> Future[Result] | None:
        """Begin a task beside others."""
        return begin(self.store, lambda store: task(Counted(store, self.asked)))

    def close(self) -> None:
        """Let go."""
        self.store.close()


def synced(review: ReviewFile, address: str, *, begin: bool = False) -> tuple[float, int]:
    """Sync; return how long it took, from opening the connection on, and how much was asked."""
    start = time.perf_counter()
    where = Address.parse(address)
    store = Counted(open_store(where))
    sync(review, Keyring(review), store, address=where.shown, begin=begin)
    store.close()
    return time.perf_counter() - start, len(store.asked)


def lines() -> Iterator[bytes]:
    """Yield evidence items of ten field changes each, as JSON lines."""
    for number in range(RECORDS):
        yield (
            f'{{"kind": "evidence", "code": "AR-E{number:05d}", "statement": "Statement {number}: '
            f'the committee met on the {number % 28}th, and its minutes are public.", "nature": "fact", '
            f'"channel": "read", "page": "{number % 90}", "confidence": "high", "quote": false, '
            f'"first_hand": true, "recorded_at": "2026-05-12T14:03:22Z", '
            f'"indicators": {{"GG-AMB-1": "supports", "GG-AMB-2": "supports"}}}}\n'
        ).encode()


def copied_by_fsspec(address: str, sizes: list[int]) -> float:
    """Copy files of these sizes to the server and back as programs on fsspec do; return how long it took."""
    from webdav4.fsspec import WebdavFileSystem

    contents = [secrets.token_bytes(size) for size in sizes]
    files = WebdavFileSystem(address.replace("webdav", "http", 1))
    folder = secrets.token_hex(4)
    start = time.perf_counter()
    files.mkdir(folder)
    for number, content in enumerate(contents):
        files.pipe_file(f"{folder}/{number}", content)
    for number, content in enumerate(contents):
        if files.cat_file(f"{folder}/{number}") != content:
            raise SystemExit("the server damaged a file")
    return time.perf_counter() - start


def copied(address: str, sizes: list[int]) -> tuple[float, float]:
    """Put files of these sizes to the server, then get them again; return how long each took."""
    contents = [secrets.token_bytes(size) for size in sizes]
    base = address.replace("webdav", "http", 1)
    folder = secrets.token_hex(4)
    with httpx.Client(timeout=60) as client:
        start = time.perf_counter()
        client.request("MKCOL", f"{base}/{folder}").raise_for_status()
        for number, content in enumerate(contents):
            client.put(f"{base}/{folder}/{number}", content=content).raise_for_status()
        put = time.perf_counter() - start
        start = time.perf_counter()
        for number, content in enumerate(contents):
            if client.get(f"{base}/{folder}/{number}").content != content:
                raise SystemExit("the server damaged a file")
        return put, time.perf_counter() - start


def measured(folder: Path, root: Path, address: str) -> dict[str, float]:
    """Return one round."""
    with reviews.create(folder / "a.peervisit", city="Lyon", benchmark="inti-cities") as first:
        second = merging.make_copy(first, folder / "b.peervisit")
        with second:
            before = set(root.rglob("*.pvc"))
            synced(first, address, begin=True)
            synced(second, address, begin=True)
            short = synced(first, address)[1]
            exchange.import_lines(first, lines())
            push = synced(first, address)[0]
            sizes = [path.stat().st_size for path in set(root.rglob("*.pvc")) - before]
            pull = synced(second, address)[0]
            idle, tasks = synced(first, address)
    put, get = copied(address, sizes)
    return {
        "fsspec": copied_by_fsspec(address, sizes),
        "push": push,
        "pull": pull,
        "put": put,
        "get": get,
        "files": len(sizes),
        "bytes": sum(sizes),
        "idle": idle,
        "tasks": tasks,
        "tasks before": short,
    }


def main() -> int:
    """Measure and print."""
    rounds = []
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "server"
        root.mkdir()
        with server(root) as address:
            for number in range(ROUNDS):
                folder = Path(name) / str(number)
                folder.mkdir()
                rounds.append(measured(folder, root, address))
    middle = {key: statistics.median(one[key] for one in rounds) for key in rounds[0]}
    ratio = statistics.median((one["push"] + one["pull"]) / one["fsspec"] for one in rounds)
    print(
        f"10,000 changes in {middle['files']:.0f} files, {middle['bytes'] / 1000:.0f} kB: "
        f"sent in {middle['push']:.2f} s, taken in in {middle['pull']:.2f} s"
    )
    bare = statistics.median((one["push"] + one["pull"]) / (one["put"] + one["get"]) for one in rounds)
    print(f"copying such files there and back: {middle['fsspec']:.2f} s; ratio {ratio:.2f} (asked: {ASKED})")
    print(f"by bare requests: {middle['put']:.2f} s and {middle['get']:.2f} s; ratio {bare:.2f}")
    print(f"nothing new: {middle['idle'] * 1000:.0f} ms, {middle['tasks']:.0f} tasks for the store")
    copies = 2
    good = ratio <= ASKED and middle["tasks"] <= ASKED_TASKS + copies
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
