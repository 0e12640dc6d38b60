"""The same visit over every kind of store, each a real server."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from peervisit.errors import StoreAwayError
from peervisit.sync.stores import Address
from peervisit.sync.stores.sftp import SftpStore
from peervisit.sync.stores.store import closing
from tests.sync.stores.conftest import KINDS
from tests.sync.stores.copies import Team, note, statements, sync_at


def test_many_files_are_read_several_at_once(team: Team, address_of: Callable[[str], str]) -> None:
    """A newcomer reads a long history over a line on which each answer takes its time."""
    address = address_of("webdav")
    for number in range(9):
        note(team.first, f"number {number}")
        sync_at(team.first, address, begin=True)
    second = team.another("BK")

    found = sync_at(second, address, begin=True)

    assert 9 == found.files_taken
    assert 9 == len(statements(second))


@pytest.mark.parametrize("kind", KINDS)
def test_three_copies_come_together(kind: str, team: Team, address_of: Callable[[str], str]) -> None:
    """Three copies that write apart hold the same after two rounds, over any kind of store."""
    address = address_of(kind)
    second, third = team.another("BK"), team.another("CN")
    note(team.first, "The plan has a budget line.")
    note(second, "Nobody knows the plan. « Personne ne le connaît » 🏙")
    note(third, "x" * 300_000)

    for _round in range(2):
        for copy in team.copies:
            assert sync_at(copy, address, begin=True).failure is None

    assert {team.first.digest()} == {copy.digest() for copy in team.copies}
    assert 3 == len(statements(third))
    last = sync_at(second, address)
    assert (0, 0, 0, []) == (last.files_taken, last.files_sent, last.waiting, last.troubles)


def test_an_ssh_server_that_goes_away(address_of: Callable[[str], str]) -> None:
    """A connection that was closed between two requests is said in the words for a server that is away."""
    address = Address.parse(address_of("sftp"))
    pytest.importorskip("paramiko", reason="needs the extra [sftp]")
    store = SftpStore(address, 5.0)
    with closing(store):
        store._ftp.get_channel().close()
        asked: list[Callable[[], object]] = [
            lambda: store.list(""),
            lambda: store.get("x"),
            lambda: store.put("x", b"x"),
            lambda: store.make_folder("x"),
        ]
        for ask in asked:
            with pytest.raises(StoreAwayError, match="cannot be reached now"):
                ask()
