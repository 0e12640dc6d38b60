"""Keys on a laptop on which the extra that locks and signs is not installed."""

from __future__ import annotations

import sys
import zlib

import pytest

from peervisit.errors import CannotUnlockError, ChangeFileError, ForgedChangesError
from peervisit.sync.runs import signed_bytes
from tests.sync.laptops import Laptops

DATA = signed_bytes("r", ['["s",1,"c"]'])


@pytest.mark.usefixtures("without_extra")
class TestWithoutTheExtra:
    """A laptop on which ``[secure]`` is not installed."""

    def test_neither_locked_nor_signed(self, laptops: Laptops) -> None:
        """Packs go about unlocked, and every command is told to say so."""
        laptops.copy_by_hand("AR", "BK", "BK")
        laptops.writes("BK", "Budget")
        pack = laptops.pack("BK")
        laptops.takes("AR", pack)

        assert b"Budget" in zlib.decompress(pack)
        assert "Budget" in laptops.titles("AR")
        assert "pip install 'peervisit[secure]'" in str(laptops.ring("AR").warning)

    def test_copies_keep_their_numbers_apart(self, laptops: Laptops) -> None:
        """A copy for a teammate has a number of its own all the same."""
        laptops.copy("BK")

        assert laptops.ring("BK").device != laptops.ring("AR").device


def test_never_unlocked_once_locked(laptops: Laptops, monkeypatch: pytest.MonkeyPatch) -> None:
    """A review whose files are locked is never written, nor believed, without the extra."""
    laptops.copy("BK")
    pack = laptops.pack("AR")
    signature = laptops.ring("AR").sign(DATA)
    monkeypatch.setitem(sys.modules, "pyrage", None)
    ring = laptops.ring("BK")

    with pytest.raises(
        ChangeFileError, match=r"locked, and here they cannot be: pip install 'peervisit\[sec"
    ):
        laptops.pack("BK")
    with pytest.raises(CannotUnlockError, match=r"pip install 'peervisit\[secure\]'"):
        laptops.takes("BK", pack)
    with pytest.raises(CannotUnlockError, match=r"cannot be checked: pip install"):
        ring.check(signature, DATA)
    with pytest.raises(ForgedChangesError):
        ring.check(None, DATA)


def test_installed_later(laptops: Laptops, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies made before the extra was installed lock and sign once it is."""
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "pyrage", None)
        laptops.copy("BK")
        laptops.writes("BK", "Budget")
        laptops.takes("AR", laptops.pack("BK"))
    laptops.writes("BK", "Plan")
    laptops.takes("AR", laptops.pack("BK"))

    assert {"Budget", "Plan"} == laptops.titles("AR")
    assert laptops.ring("BK").device != laptops.ring("AR").device
