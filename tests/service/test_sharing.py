"""Invitations on disk: what is in them, what is not, who can open them, and copies made whole."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from peervisit.errors import (
    CannotUnlockError,
    ChangeFileError,
    MissingExtraError,
    PeervisitError,
    ReviewFileError,
    UnknownCodeError,
)
from peervisit.service import levels, passphrases, records, reviews, sharing
from peervisit.store.review_file import ReviewFile
from peervisit.sync import keys
from peervisit.sync.keyring import Keyring
from tests.service.world import filled
from tests.sync.quick import quick_passphrases

WORDS = "three words, one comma"
SEALED = "nobody may know this yet"


@pytest.fixture
def review(tmp_path: Path) -> Iterator[ReviewFile]:
    """Return a review with something of each kind, used by AR, who has not handed in a desk review."""
    made = filled(tmp_path / "visit.peervisit")
    reviews.use_as(made, "AR")
    levels.keep_sealed(made, "desk_review", "AR", "GG-AMB-1", {"suspected": SEALED})
    made.set_local("note", "a setting of this laptop")
    yield made
    made.close()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let passphrases lock at once."""
    quick_passphrases(monkeypatch)


def test_really_locked(review: ReviewFile, tmp_path: Path) -> None:
    """An invitation is unreadable without its passphrase, and with it becomes a copy that holds the same."""
    shared = sharing.share(review, "BK", tmp_path / "bk.invitation", WORDS)
    content = shared.path.read_bytes()
    with pytest.raises(CannotUnlockError, match=r"bk\.invitation: not its passphrase"):
        sharing.join(shared.path, tmp_path / "bk.peervisit", WORDS + "!")

    assert not (tmp_path / "bk.peervisit").exists()
    joined = sharing.join(shared.path, tmp_path / "bk.peervisit", WORDS)
    assert content.startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert b"Genoa" not in content
    assert WORDS.encode() not in content
    assert (joined.member, joined.changes) == ("BK", shared.changes)
    with reviews.open_review(joined.path) as copy:
        assert copy.digest() == review.digest()
        assert copy.log.author == "BK"


@pytest.mark.skipif(not shutil.which("age"), reason="the program age is not installed")
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_age_opens_it(review: ReviewFile, tmp_path: Path) -> None:
    """The program age opens an invitation with the same passphrase: inside are lines, compressed."""
    import pty

    shared = sharing.share(review, "BK", tmp_path / "bk.invitation", WORDS)
    pid, terminal = pty.fork()
    if not pid:  # age asks on its terminal, and nowhere else
        import os

        os.execvp("age", ["age", "-d", "-o", str(tmp_path / "plain"), str(shared.path)])
    import os

    heard = b""
    while b"assphrase" not in heard:
        heard += os.read(terminal, 1000)
    os.write(terminal, WORDS.encode() + b"\n")
    _pid, status = os.waitpid(pid, 0)
    os.close(terminal)

    assert status == 0
    assert b'"peervisit":"invitation"' in zlib.decompress((tmp_path / "plain").read_bytes())[:300]


@pytest.mark.usefixtures("quick")
class TestShare:
    """Making an invitation."""

    def test_nothing_sealed_nor_local(self, review: ReviewFile, tmp_path: Path) -> None:
        """What is sealed, a draft, or of this laptop alone is not in it; nor is what this copy signs with."""
        shared = sharing.share(review, "BK", tmp_path / "bk.invitation", WORDS)
        plain = keys.unlock_with_passphrase(shared.path.read_bytes(), WORDS)
        assert plain is not None
        text = zlib.decompress(plain).decode()

        assert '"member":"BK"' in text
        assert SEALED not in text
        assert "a setting of this laptop" not in text
        assert Keyring(review).box.rows("seed")["seed"] not in text

    def test_nobody_of_that_name(self, review: ReviewFile, tmp_path: Path) -> None:
        """Initials that nobody has are refused by name, and no file is made."""
        with pytest.raises(UnknownCodeError, match="'ZZ'"):
            sharing.share(review, "ZZ", tmp_path / "zz.invitation", WORDS)

        assert not list(tmp_path.glob("*zz*"))
        assert not Keyring(review).signs

    @pytest.mark.parametrize("name", ["a:b", "what?", "end.", "con", "LPT1.invitation", "a\tb", 'say "x"'])
    def test_name_for_a_stick(self, review: ReviewFile, tmp_path: Path, name: str) -> None:
        """A name that FAT or Windows does not take is refused before anything is made."""
        with pytest.raises(PeervisitError, match="no name for a stick or for Windows"):
            sharing.share(review, "BK", tmp_path / name, WORDS)

        assert not Keyring(review).signs

    def test_folder(self, review: ReviewFile, tmp_path: Path) -> None:
        """In a folder the invitation gets a name that any stick takes."""
        records.edit(review, "review", "review", {"city": "Łódź / Saint-Étienne: 2"})
        shared = sharing.share(review, "BK", tmp_path, WORDS)

        assert shared.path.name == "odz-saint-etienne-2-bk.invitation"

    def test_never_over_another_file(self, review: ReviewFile, tmp_path: Path) -> None:
        """A file of that name stays as it is."""
        (tmp_path / "x").write_text("a letter")
        with pytest.raises(PeervisitError, match="exists already"):
            sharing.share(review, "BK", tmp_path / "x", WORDS)

        assert (tmp_path / "x").read_text() == "a letter"

    def test_no_half_file(self, review: ReviewFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A full disk leaves no file behind, whole or half, and no invitation that nobody has."""

        def full(*_given: object) -> bytes:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(keys, "lock_with_passphrase", full)
        with pytest.raises(PeervisitError, match="the disk is full"):
            sharing.share(review, "BK", tmp_path / "bk.invitation", WORDS)

        assert not list(tmp_path.glob("*invitation*"))
        assert not [copy for copy in sharing.copies(review) if copy.invitation]

    def test_passphrase_of_nothing(self, review: ReviewFile, tmp_path: Path) -> None:
        """An empty passphrase locks nothing."""
        with pytest.raises(PeervisitError, match="the passphrase is empty"):
            sharing.share(review, "BK", tmp_path / "bk.invitation", "\n")

        assert not list(tmp_path.glob("*invitation*"))

    def test_letters_composed_alike(self, review: ReviewFile, tmp_path: Path) -> None:
        """An accent typed on a Mac and on Windows is the same passphrase."""
        shared = sharing.share(review, "BK", tmp_path / "bk.invitation", "été a\u0300 Sète")

        assert sharing.join(shared.path, tmp_path / "bk.peervisit", "e\u0301té à Sète").member == "BK"


@pytest.mark.usefixtures("quick")
class TestJoin:
    """Making a copy from an invitation."""

    def test_whole_or_not_at_all(self, review: ReviewFile, tmp_path: Path) -> None:
        """An invitation cut anywhere, or altered, makes no file at all."""
        shared = sharing.share(review, "BK", tmp_path / "bk.invitation", WORDS)
        plain = keys.unlock_with_passphrase(shared.path.read_bytes(), WORDS)
        assert plain is not None
        text = zlib.decompress(plain)
        cases = {
            "cut": plain[:-20],
            "half": plain[: len(plain) // 2],
            "altered": zlib.compress(text.replace(b"Genoa", b"Turin")),
            "other keys": zlib.compress(text.replace(b'"seed":"', b'"seed":"00', 1)),
            "short keys": zlib.compress(text.replace(b'"seed":"', b'"seed":7,"x":"', 1)),
            "no member": zlib.compress(text.replace(b'"member":"BK"', b'"member":7', 1)),
            "newer": zlib.compress(text.replace(b'"version":1', b'"version":2', 1)),
            "nothing": b"",
        }
        for name, content in cases.items():
            path = tmp_path / f"{name}.invitation"
            path.write_bytes(keys.lock_with_passphrase(content, WORDS))
            with pytest.raises(ChangeFileError):
                sharing.join(path, tmp_path / "new.peervisit", WORDS)

        assert not [one for one in tmp_path.iterdir() if "new.peervisit" in one.name]

    def test_no_invitation(self, review: ReviewFile, tmp_path: Path) -> None:
        """Any other file is said to be none."""
        (tmp_path / "letter.txt").write_text("Dear colleagues")
        for path in (tmp_path / "letter.txt", review.path):
            with pytest.raises(CannotUnlockError, match="not an invitation; nothing was made"):
                sharing.needs_passphrase(path)
        with pytest.raises(PeervisitError, match=r"gone\.invitation: no such file"):
            sharing.needs_passphrase(tmp_path / "gone.invitation")

    def test_never_over_another_file(self, review: ReviewFile, tmp_path: Path) -> None:
        """A review of that name stays as it is."""
        shared = sharing.share(review, "BK", tmp_path / "bk.invitation", WORDS)
        with pytest.raises(ReviewFileError, match="exists already"):
            sharing.join(shared.path, review.path, WORDS)

    def test_twice(self, review: ReviewFile, tmp_path: Path) -> None:
        """Joined on two laptops, one invitation makes two copies with keys of their own."""
        shared = sharing.share(review, "BK", tmp_path / "bk.invitation", WORDS)
        devices = set()
        for number in (1, 2):
            joined = sharing.join(shared.path, tmp_path / f"{number}.peervisit", WORDS)
            with reviews.open_review(joined.path) as copy:
                devices.add(Keyring(copy).device)

        assert len(devices) == 2

    def test_nothing_to_undo(self, review: ReviewFile, tmp_path: Path) -> None:
        """What a copy begins with is no merge that could be taken back."""
        from peervisit.sync.merge import steps

        shared = sharing.share(review, "BK", tmp_path / "bk.invitation", WORDS)
        joined = sharing.join(shared.path, tmp_path / "bk.peervisit", WORDS)
        with reviews.open_review(joined.path) as copy:
            assert steps(copy) == []

    def test_secure_file(self, review: ReviewFile, tmp_path: Path) -> None:
        """The copy itself may be locked with a passphrase of its own, from its first byte."""
        shared = sharing.share(review, "BK", tmp_path / "bk.invitation", WORDS)
        sharing.join(shared.path, tmp_path / "bk.peervisit", WORDS, file_passphrase="another one")

        assert not (tmp_path / "bk.peervisit").read_bytes().startswith(b"SQLite format 3")

    def test_accents_and_spaces(self, review: ReviewFile, tmp_path: Path) -> None:
        """Paths may hold what people put into them."""
        folder = tmp_path / "Téléchargements de l'été"
        folder.mkdir()
        shared = sharing.share(review, "BK", folder / "pour Zoë.invitation", WORDS)

        assert sharing.join(shared.path, folder / "visite à Łódź.peervisit", WORDS).member == "BK"


class TestWithoutTheExtra:
    """A laptop on which ``[secure]`` is not installed."""

    @pytest.fixture(autouse=True)
    def _without(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "pyrage", None)

    def test_plain_invitation(self, review: ReviewFile, tmp_path: Path) -> None:
        """The invitation holds the review readable, and no key."""
        shared = sharing.share(review, "BK", tmp_path / "bk.invitation", None)
        text = zlib.decompress(shared.path.read_bytes()).decode()
        joined = sharing.join(shared.path, tmp_path / "bk.peervisit")

        assert not shared.locked
        assert "seed" not in text.splitlines()[0]
        assert Keyring(review).box.rows("seed")["seed"] not in text
        assert joined.member == "BK"

    def test_locked_invitation(self, review: ReviewFile, tmp_path: Path) -> None:
        """A locked one says what to install."""
        (tmp_path / "bk.invitation").write_bytes(keys.MAGIC[0] + b"\n-> scrypt abc 18\n" + b"x" * 300)
        with pytest.raises(MissingExtraError, match=r"bk\.invitation: .*pip install 'peervisit\[secure\]'"):
            sharing.needs_passphrase(tmp_path / "bk.invitation")
        with pytest.raises(PeervisitError, match=r"pip install 'peervisit\[secure\]'"):
            sharing.join(tmp_path / "bk.invitation", tmp_path / "bk.peervisit", WORDS)

        assert not (tmp_path / "bk.peervisit").exists()

    def test_leaving(self, review: ReviewFile) -> None:
        """Nobody can be shut out of files that are not locked."""
        with pytest.raises(PeervisitError, match=r"pip install 'peervisit\[secure\]'"):
            sharing.leave(review, "BK")
        with pytest.raises(PeervisitError, match=r"pip install 'peervisit\[secure\]'"):
            sharing.show_keys(review)
        assert sharing.copies(review) == []


def test_never_unlocked_once_locked(
    review: ReviewFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A review whose files are locked makes no plain invitation."""
    Keyring(review).statements()
    monkeypatch.setitem(sys.modules, "pyrage", None)
    with pytest.raises(ChangeFileError, match="here they cannot be"):
        sharing.share(review, "BK", tmp_path / "bk.invitation", None)

    assert not (tmp_path / "bk.invitation").exists()


@pytest.mark.usefixtures("quick")
def test_who_has_a_copy(review: ReviewFile, tmp_path: Path) -> None:
    """From invited, to a copy, to having left, and back."""
    states = [sharing.has_copy(review)]
    shared = sharing.share(review, "BK", tmp_path / "bk.invitation", WORDS)
    states.append(sharing.has_copy(review))
    joined = sharing.join(shared.path, tmp_path / "bk.peervisit", WORDS)
    with reviews.open_review(joined.path) as copy:
        Keyring(review).learn(Keyring(copy).statements())
    states.append(sharing.has_copy(review))
    left = sharing.leave(review, "BK")
    states.append(sharing.has_copy(review))
    sharing.share(review, "BK", tmp_path / "again.invitation", WORDS)
    states.append(sharing.has_copy(review))

    assert ["", "invited", "copy", "left", "invited"] == [one.get("BK", "") for one in states]
    assert (left.copies, left.invitations, left.by_hand) == (1, 1, False)


def test_copied_by_hand_is_told(review: ReviewFile, tmp_path: Path) -> None:
    """Ending the part of somebody who works on a hand-made copy says what that cannot end."""
    review.back_up("x")
    shutil.copyfile(next((tmp_path / "visit.peervisit.backups").glob("*")), tmp_path / "bk.peervisit")
    with reviews.open_review(tmp_path / "bk.peervisit") as copy:
        reviews.use_as(copy, "BK")
        Keyring(review).learn(Keyring(copy).statements())
    left = sharing.leave(review, "BK")

    assert left.by_hand
    assert any("copied by hand" in line for line in sharing.told(left))


def test_words() -> None:
    """The words of a made passphrase can be told by phone: plain letters, none like another's beginning."""
    assert len(set(passphrases.WORDS)) == 256
    assert all(word.isascii() and word.islower() and 4 <= len(word) <= 8 for word in passphrases.WORDS)
    assert len({word[:4] for word in passphrases.WORDS}) == 256
    made = {passphrases.make_passphrase() for _turn in range(50)}
    assert len(made) == 50
    assert all(len(one.split("-")) == 7 for one in made)


@pytest.mark.skipif(not shutil.which("age"), reason="the program age is not installed")
def test_key_for_age(review: ReviewFile, tmp_path: Path) -> None:
    """The key that is shown is one that age takes."""
    ((recipient, identity),) = sharing.show_keys(review)
    (tmp_path / "key").write_text(identity)
    locked = subprocess.run(["age", "-r", recipient], input=b"x", capture_output=True, check=True).stdout
    ran = subprocess.run(
        ["age", "-d", "-i", str(tmp_path / "key")], input=locked, capture_output=True, check=True
    )

    assert ran.stdout == b"x"
