"""Stores of every kind, each a real one, and copies of a review to sync with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sync.stores import servers
from tests.sync.stores.copies import Team

KINDS = ("folder", "webdav", "rclone", "sftp", "s3")


@pytest.fixture(scope="session")
def dav(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Dav]:
    """A WebDAV server (wsgidav) that can be told to misbehave."""
    server = servers.Dav(tmp_path_factory.mktemp("dav"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def rclone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a second WebDAV server (rclone)."""
    with servers.rclone_webdav(tmp_path_factory.mktemp("rclone")) as address:
        yield address


@pytest.fixture(scope="session")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Ssh]:
    """An SSH server (OpenSSH)."""
    with servers.ssh_server(tmp_path_factory.mktemp("ssh")) as server:
        yield server


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a bucket (SeaweedFS)."""
    with servers.s3_server(tmp_path_factory.mktemp("s3")) as address:
        yield address


@pytest.fixture
def misbehave(dav: servers.Dav) -> Iterator[servers.Dav]:
    """The WebDAV server, well again afterwards."""
    dav.requests.clear()
    dav.released.clear()
    yield dav
    dav.answer = lambda _method, _path: None
    dav.released.set()


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """Copies of one review, on laptops of their own."""
    made = Team(tmp_path / "laptops")
    yield made
    made.close()


@pytest.fixture
def address_of(
    request: pytest.FixtureRequest, tmp_path: Path, _own_surroundings: None
) -> Callable[[str], str]:
    """Start the server of a kind of store, and return an address in it that nobody has used."""

    def address(kind: str) -> str:
        own = f"{tmp_path.name.lower().replace('_', '-')}é"
        if kind == "folder":
            (tmp_path / "stick").mkdir()
            return str(tmp_path / "stick")
        if kind == "webdav":
            return f"{request.getfixturevalue('dav').address}/{own}"
        if kind == "rclone":
            return f"{request.getfixturevalue('rclone')}/{own}"
        if kind == "sftp":
            server: servers.Ssh = request.getfixturevalue("ssh")
            server.introduce(Path.home())
            return f"{server.address}/{own}"
        bare, _mark, options = str(request.getfixturevalue("s3")).partition("?")
        return f"{bare}/{own}?{options}"

    return address
