"""What real servers answer when they refuse, are down, or never answer at all."""

from __future__ import annotations

import socket
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from peervisit.errors import StoreAwayError, StoreError, StoreLoginError, StoreSilentError
from peervisit.sync import sending
from peervisit.sync.stores import Address, open_store, patience
from peervisit.sync.stores.store import closing
from tests.sync.stores import servers
from tests.sync.stores.copies import Team, note, statements, sync_at


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "WAITS", (0.0,))
    monkeypatch.setattr(sending, "LOOKS", (0.0,))


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("401 Unauthorized", "user or password is not accepted"),
        ("403 Forbidden", "access is not allowed"),
        ("423 Locked", "somebody holds a lock there"),
        ("500 Internal Server Error", r"has a fault \(500\)"),
        ("503 Service Unavailable", r"has a fault \(503\)"),
        ("507 Insufficient Storage", "is full"),
        ("302 Found", "sends on to another address"),
        ("429 Too Many Requests", "asks for patience"),
        ("page", "is no WebDAV store"),
    ],
)
def test_each_refusal_has_its_words(
    answer: str, says: str, misbehave: servers.Dav, team: Team, address_of: Callable[[str], str]
) -> None:
    """Every status that a server may answer is explained, without the password, and changes nothing."""
    address = address_of("webdav")
    note(team.first, "kept")
    before = team.first.digest()
    misbehave.answer = lambda _method, _path: answer

    with pytest.raises(StoreError, match=says) as refused:
        sync_at(team.first, address, begin=True)

    assert servers.Dav.PASSWORD not in str(refused.value)
    assert before == team.first.digest()
    misbehave.answer = lambda _method, _path: None
    assert sync_at(team.first, address, begin=True).changes_sent


def test_a_wrong_password_is_told(dav: servers.Dav) -> None:
    """The server itself says no."""
    address = Address.parse(dav.address).with_password("wrong")

    with closing(open_store(address)) as store, pytest.raises(StoreLoginError, match="not accepted"):
        store.list("")


def _sends_on_to(location: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(301)
        asked.send_header("Location", location.format(path=asked.path))
        asked.send_header("Content-Length", "0")
        asked.end_headers()

    return answer


@pytest.mark.parametrize(
    ("location", "named"),
    [
        ("https://cloud.example.org{path}", "sends on to https://cloud.example.org/team (301)"),
        ("https://ana:secret@cloud.example.org/dav{path}?x=1", "https://cloud.example.org/dav/team (301)"),
        ("http://wifi.hotel.example/login?next=1", "sends on to http://wifi.hotel.example/login (301)"),
        ("/elsewhere{path}", "/elsewhere/team (301)"),
        ("https://cloud.example.org/" + 300 * "x", "sends on to another address (301)"),
    ],
)
def test_where_a_server_sends_on_to_is_said(location: str, named: str) -> None:
    """The address to give instead is the store's, without a password and without what was asked for."""
    pytest.importorskip("webdav4")
    silent = {"log_message": lambda *_said: None}
    handler = type("Handler", (BaseHTTPRequestHandler,), {"do_PROPFIND": _sends_on_to(location), **silent})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.handle_request, daemon=True).start()
        where = Address.parse(f"webdav://127.0.0.1:{server.server_port}/team")
        with closing(open_store(where)) as store, pytest.raises(StoreError) as refused:
            store.list("ab12")

    assert named in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("endpoint", ["nonsense", "http://", "http://a b"])
def test_an_endpoint_that_is_none(endpoint: str) -> None:
    """A slip in the address of S3 is said as such, also when the store that was never reached is closed."""
    pytest.importorskip("s3fs")
    where = Address.parse(f"s3://key:secret@bucket/x?endpoint={endpoint}")
    with pytest.raises(StoreError, match="check bucket and endpoint"), closing(open_store(where)) as store:
        store.list("")


def test_a_server_that_never_answers_is_waited_for_a_little(
    misbehave: servers.Dav, team: Team, address_of: Callable[[str], str]
) -> None:
    """The wait is bounded, and asking stops after the first silence."""
    misbehave.answer = lambda _method, _path: "never"

    with pytest.raises(StoreSilentError, match="does not answer"):
        sync_at(team.first, address_of("webdav"), begin=True, timeout=0.2)

    assert 1 == len(misbehave.requests)


@pytest.mark.parametrize(
    "address",
    [
        "webdav://127.0.0.1:{port}/x",
        "sftp://127.0.0.1:{port}/x",
        "s3://b/x?endpoint=http://127.0.0.1:{port}&anonymous=1",
    ],
)
def test_a_server_that_takes_a_connection_and_keeps_silent(
    address: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whatever the kind of store, the wait ends, and no package writes to the terminal."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        where = Address.parse(address.format(port=server.getsockname()[1]))
        with pytest.raises(StoreSilentError), closing(open_store(where, timeout=0.3)) as store:
            store.list("")

    assert ("", "") == capfd.readouterr()


def test_an_idle_sync_is_few_requests(
    misbehave: servers.Dav, team: Team, address_of: Callable[[str], str]
) -> None:
    """Counted by the server: two requests for the store, one for each copy."""
    address = address_of("webdav")
    second = team.another("BK")
    note(second, "a second copy that writes")
    for copy in (team.first, second, team.first):
        sync_at(copy, address, begin=True)
    misbehave.requests.clear()

    sync_at(team.first, address)

    assert ["PROPFIND", "PROPFIND", "PROPFIND", "GET"] == misbehave.requests


def test_a_moment_of_trouble_is_borne(
    misbehave: servers.Dav, team: Team, address_of: Callable[[str], str]
) -> None:
    """One fault in the middle of a listing, and one in the middle of a put, are tried again."""
    address = address_of("webdav")
    sync_at(team.first, address, begin=True)
    note(team.first, "kept")
    answers = {"PROPFIND": ["503 Service Unavailable"], "PUT": ["500 Internal Server Error"]}
    misbehave.answer = lambda method, _path: answers[method].pop() if answers.get(method) else None

    assert sync_at(team.first, address).changes_sent

    second = team.another("BK")
    sync_at(second, address, begin=True)
    assert {"kept"} == statements(second)


@pytest.mark.parametrize(
    "address",
    [
        "webdav://127.0.0.1:{port}/x",
        "sftp://127.0.0.1:{port}/x",
        "s3://b/x?endpoint=http://127.0.0.1:{port}&anonymous=1",
    ],
)
def test_a_server_that_is_down_is_said_to_be_away(address: str) -> None:
    """Nobody listens there."""
    pytest.importorskip({"w": "webdav4", "s": "paramiko"}[address[0]])
    where = Address.parse(address.format(port=servers.free_port()))

    with pytest.raises(StoreAwayError, match="cannot be reached now"), closing(open_store(where)) as store:
        store.list("")


def test_an_unknown_host_is_refused(ssh: servers.Ssh) -> None:
    """A server that is on no list of known hosts gets no password, and the way on is said."""
    ssh.introduce(Path.home(), host_key=None)

    with pytest.raises(StoreError, match=r"does not know.*SHA256:.*ssh -p \d+ 127.0.0.1"):
        open_store(Address.parse(ssh.address))


def test_a_host_whose_key_changed_is_refused_loudly(ssh: servers.Ssh) -> None:
    """Somebody may be in between: nothing is sent."""
    ssh.introduce(Path.home(), host_key="other")

    with pytest.raises(StoreError, match="NOT THE ONE KNOWN"):
        open_store(Address.parse(ssh.address))


def test_a_key_that_the_server_does_not_take_is_told(ssh: servers.Ssh) -> None:
    """The server is the right one and does not let this laptop in."""
    ssh.introduce(Path.home())
    (Path.home() / ".ssh" / "id_ed25519").unlink()

    with pytest.raises(StoreLoginError, match="neither a key of yours"):
        open_store(Address.parse(ssh.address))


def test_a_missing_bucket_is_told(s3: str) -> None:
    """An address with a slip in the name of the bucket."""
    where = Address.parse(s3.replace("s3://team", "s3://taem"))

    with closing(open_store(where)) as store, pytest.raises(StoreError, match=r"no such folder|refuses"):
        store.list("x")
        store.put("x/y", b"z")
