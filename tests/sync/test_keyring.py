"""Locking, signing and checking: who can read, whose word counts, and what is refused by name."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zlib
from importlib import import_module
from pathlib import Path
from secrets import token_hex

import pytest

from peervisit.errors import CannotUnlockError, ChangeFileError, ForgedChangesError, MissingExtraError
from peervisit.service import merging, reviews
from peervisit.service.exchange import export_lines
from peervisit.store.review_file import ReviewFile
from peervisit.sync import keys
from peervisit.sync.changefile import write_changes
from peervisit.sync.keyring import Keyring, Signature
from peervisit.sync.runs import signed_bytes
from tests.sync.laptops import Laptops

DATA = signed_bytes("r", ['["s",1,"c"]', '["s",2,"c"]'])


def locked(ring: Keyring, plain: bytes = b"what was said") -> bytes:
    """Return a text locked for the team."""
    out = io.BytesIO()
    ring.lock(io.BytesIO(plain), out)
    return out.getvalue()


def unlocked(ring: Keyring, content: bytes) -> bytes:
    """Return what a copy reads in a locked file."""
    out = io.BytesIO()
    ring.unlock(io.BytesIO(content), out)
    return out.getvalue()


def test_locked_for_the_team_alone(laptops: Laptops, tmp_path: Path) -> None:
    """Every copy of the review unlocks what one locked; the copy of another review does not."""
    laptops.copy("BK")
    with reviews.create(tmp_path / "other.peervisit", city="Genoa", benchmark="inti-cities") as other:
        content = locked(laptops.ring("BK"))

        assert b"said" not in content
        assert unlocked(laptops.ring("AR"), content) == b"what was said"
        with pytest.raises(CannotUnlockError, match="a key that this copy does not have"):
            unlocked(Keyring(other), content)


def test_streams(laptops: Laptops) -> None:
    """Locking reads and writes piece by piece: no piece is as large as the whole."""

    class Zeros(io.RawIOBase):
        left = 20_000_000
        largest = 0

        def readable(self) -> bool:
            return True

        def readinto(self, into: bytearray) -> int:  # type: ignore[override]
            size = min(len(into), self.left)
            Zeros.largest = max(size, self.largest)
            self.left -= size
            return size

    class Sink(io.RawIOBase):
        size = largest = 0

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.size += len(data)
            self.largest = max(self.largest, len(data))
            return len(data)

    sink = Sink()
    laptops.ring("AR").lock(Zeros(), sink)  # type: ignore[arg-type]

    assert sink.size > 20_000_000
    assert max(sink.largest, Zeros.largest) < 1_000_000


@pytest.mark.parametrize("cut", [1, 40, 100, 180, -1, -30])
def test_cut_short(laptops: Laptops, cut: int) -> None:
    """A locked file that was cut anywhere is damaged, not shorter."""
    ring = laptops.ring("AR")
    content = locked(ring)
    with pytest.raises(ChangeFileError, match=r"damaged|key that this copy"):
        if unlocked(ring, content[:cut]) in (content[:cut], b""):
            raise ChangeFileError("damaged")  # not even recognised as locked: copied as it is


def test_what_went_wrong_outside_is_passed_on(laptops: Laptops) -> None:
    """A full disk is a full disk, whichever side of the lock it is on."""

    class Full(io.RawIOBase):
        def write(self, data: bytes) -> int:  # type: ignore[override]
            raise OSError(28, "No space left on device")

    ring = laptops.ring("AR")
    content = locked(ring)
    with pytest.raises(OSError, match="No space left"):
        ring.lock(io.BytesIO(b"x" * 100_000), Full())  # type: ignore[arg-type]
    with pytest.raises(OSError, match="No space left"):
        ring.unlock(io.BytesIO(content), Full())  # type: ignore[arg-type]


def test_signed_by_a_copy(laptops: Laptops) -> None:
    """What a copy signed is known as that copy's on every other one that was told of it."""
    laptops.copy("BK")
    bk, ar = laptops.ring("BK"), laptops.ring("AR")
    signature = bk.sign(DATA)
    ar.learn(bk.statements())

    assert bk.device != ar.device
    assert bk.device == ar.check(signature, DATA)


def test_altered(laptops: Laptops) -> None:
    """One letter changed after the signature: refused, and the copy is named."""
    ring = laptops.ring("AR")
    ring.statements()
    signature = ring.sign(DATA)
    with pytest.raises(ForgedChangesError, match=rf"altered .* copy {ring.device} of AR"):
        ring.check(signature, DATA.replace(b"s", b"z"))


def test_signature_of_another_copy(laptops: Laptops) -> None:
    """Nobody signs in another's name."""
    laptops.copy("BK")
    ar, bk = laptops.ring("AR"), laptops.ring("BK")
    ar.learn(bk.statements())
    mine, theirs = ar.sign(DATA), bk.sign(DATA)
    assert mine is not None
    assert theirs is not None

    with pytest.raises(ForgedChangesError, match="altered"):
        ar.check(Signature(theirs.key, mine.signature), DATA)


@pytest.mark.parametrize("broken", ["", "zz", "00" * 64, "é"])
def test_no_signature_at_all(laptops: Laptops, broken: str) -> None:
    """What is no signature is refused as an altered one."""
    ring = laptops.ring("AR")
    ring.statements()
    signature = ring.sign(DATA)
    assert signature is not None

    with pytest.raises(ForgedChangesError):
        ring.check(Signature(signature.key, broken), DATA)


def test_unknown_key(laptops: Laptops, tmp_path: Path) -> None:
    """A key for which nobody vouched signs nothing, however well it signs."""
    with reviews.create(tmp_path / "x.peervisit", city="Genoa", benchmark="inti-cities") as stranger:
        signature = Keyring(stranger).sign(DATA)
        ring = laptops.ring("AR")
        ring.learn(Keyring(stranger).statements())

        with pytest.raises(ForgedChangesError, match="nobody of the team vouched for"):
            ring.check(signature, DATA)


def test_unsigned(laptops: Laptops) -> None:
    """Unsigned changes are taken in until the team signs, and refused from then on."""
    ring = laptops.ring("AR")
    assert ring.check(None, DATA) is None

    ring.statements()
    with pytest.raises(ForgedChangesError, match="not signed"):
        ring.check(None, DATA)


def test_copied_by_hand_before_anything_was_locked(laptops: Laptops) -> None:
    """A file copied by hand has the keys of its original, so both read each other's packs."""
    laptops.copy_by_hand("AR", "laptop-2", "BK")
    laptops.writes("AR", "Plan")
    laptops.writes("laptop-2", "Budget")
    laptops.takes("AR", laptops.pack("laptop-2"))
    laptops.takes("laptop-2", laptops.pack("AR"))

    assert {"Plan", "Budget"} == laptops.titles("AR") == laptops.titles("laptop-2")
    assert laptops.ring("AR").device != laptops.ring("laptop-2").device


def test_same_copy_in_the_same_hands(laptops: Laptops) -> None:
    """A backup brought back signs with the keys it always had."""
    before = laptops.ring("AR").device, laptops.ring("AR").sign(DATA)
    laptops.copy_by_hand("AR", "restored", "AR")

    assert before == (laptops.ring("restored").device, laptops.ring("restored").sign(DATA))


def test_copies_that_sign_alike_state_it_alike(laptops: Laptops) -> None:
    """Two files with the same keys make the same statements, so these do not grow in number."""
    laptops.copy_by_hand("AR", "laptop-2", "AR")

    assert laptops.ring("AR").statements() == laptops.ring("laptop-2").statements()


def test_read_only(laptops: Laptops) -> None:
    """A copy that is only read can still state whose it is and sign, and keeps nothing of it."""
    laptops.open.pop("AR").close()
    path = laptops.folder / "AR.peervisit"
    with ReviewFile.open(path, read_only=True) as review:
        ring = Keyring(review)

        assert len(ring.statements()) == 3
        assert ring.check(ring.sign(DATA), DATA) == ring.device
    with ReviewFile.open(path, read_only=True) as review:
        assert not Keyring(review).signs


def test_made_before_there_were_keys(laptops: Laptops) -> None:
    """Two copies of a file from before there were keys come to terms when one is taken in whole, first."""
    laptops.copy_by_hand("AR", "BK", "BK")
    for review in laptops.open.values():
        review.connection.execute("UPDATE secret SET value = ? WHERE key = 'seed'", (token_hex(32),))
    laptops.writes("BK", "Budget")
    laptops.writes("AR", "Plan")
    for one, other in (("AR", "BK"), ("BK", "AR"), ("AR", "BK")):
        merging.take_from(laptops.open[one], laptops.open[other].path)
        laptops.writes(one, f"later on {one}")

    assert {"Plan", "Budget"} <= laptops.titles("AR") & laptops.titles("BK")
    laptops.takes("AR", laptops.pack("BK"))
    assert "later on BK" in laptops.titles("AR")


def test_whole_file_of_a_stranger(laptops: Laptops) -> None:
    """Once the team signs, a copy whose keys nobody vouched for is refused, taken in whole or as a pack."""
    laptops.copy("BK")
    laptops.takes("AR", laptops.pack("BK"))
    laptops.copy_by_hand("BK", "stranger", "BK")
    stranger = laptops.open["stranger"]
    stranger.connection.execute("DELETE FROM secret")
    stranger.connection.execute("DELETE FROM statement")
    laptops.writes("stranger", "made up")
    with pytest.raises(ForgedChangesError, match=r"stranger\.peervisit: signed by a copy that nobody"):
        merging.take_from(laptops.open["AR"], stranger.path)

    assert laptops.titles("AR") == set()


def test_no_secret_leaves(laptops: Laptops) -> None:
    """No secret of a copy is in an export, a digest, a pack, a statement or an error."""
    laptops.copy("BK")
    laptops.writes("BK", "Plan")
    review = laptops.open["BK"]
    pack = unlocked(laptops.ring("BK"), laptops.pack("BK"))
    told = "\n".join(
        [
            *export_lines(review),
            review.digest(),
            zlib.decompress(pack).decode(),
            *laptops.ring("BK").statements(),
            repr(laptops.ring("BK")),
            repr(laptops.ring("BK").box),
            repr(laptops.ring("BK").box.own()),
        ]
    ).lower()
    held = laptops.ring("BK").box.rows()
    secrets = {value for key, value in held.items() if not key.startswith("root ")}

    assert len(secrets) >= 2
    assert not [key for key in secrets if key.lower() in told]


def test_identity_is_spelled_as_age_does() -> None:
    """An identity derived here is one that the library reads, and writes in the same letters."""
    pyrage = import_module("pyrage")
    for number in range(20):
        spelled = keys.age_identity(keys.derive(bytes(32), str(number)))

        assert spelled == str(pyrage.x25519.Identity.from_str(spelled))


@pytest.mark.skipif(not shutil.which("age"), reason="the program age is not installed")
def test_age_reads_a_pack(laptops: Laptops, tmp_path: Path) -> None:
    """The program age decrypts a pack with the identity that is shown for it."""
    laptops.writes("AR", "Plan of the port")
    (identity,) = laptops.ring("AR").identities().values()
    (tmp_path / "key").write_text(identity + "\n")
    pack = laptops.pack("AR")
    ran = subprocess.run(
        ["age", "-d", "-i", str(tmp_path / "key")], input=pack, capture_output=True, check=True
    )

    assert "Plan of the port" in zlib.decompress(ran.stdout).decode()


@pytest.mark.skipif(not shutil.which("age"), reason="the program age is not installed")
def test_age_locks_for_the_team(laptops: Laptops) -> None:
    """What the program age locks for the review's recipient is unlocked here."""
    ring = laptops.ring("AR")
    (recipient,) = ring.identities()
    ran = subprocess.run(["age", "-r", recipient], input=b"from outside", capture_output=True, check=True)

    assert unlocked(ring, ran.stdout) == b"from outside"


def test_forged_section_in_a_pack(laptops: Laptops) -> None:
    """A pack in which somebody altered a word and locked it again is refused by name; nothing is taken."""
    laptops.copy("BK")
    laptops.writes("BK", "No budget")
    bk = laptops.ring("BK")
    plain = zlib.decompress(unlocked(bk, laptops.pack("BK")))
    forged = locked(bk, zlib.compress(plain.replace(b"No budget", b"Budget ok")))
    with pytest.raises(ForgedChangesError, match=rf"p\.pvc: altered .* copy {bk.device} of BK"):
        laptops.takes("AR", forged)

    assert laptops.titles("AR") == set()


def test_section_without_its_signature(laptops: Laptops) -> None:
    """Leaving the signature out helps nobody."""
    laptops.copy("BK")
    laptops.writes("BK", "Budget")
    bk = laptops.ring("BK")
    lines = zlib.decompress(unlocked(bk, laptops.pack("BK"))).decode().splitlines()
    for place, line in enumerate(lines):
        if line.startswith('{"session"'):
            head = json.loads(line)
            lines[place] = json.dumps({key: head[key] for key in ("session", "first", "last")})
    laptops.ring("AR").statements()
    with pytest.raises(ForgedChangesError, match="not signed"):
        laptops.takes("AR", locked(bk, zlib.compress(("\n".join(lines) + "\n").encode())))

    assert laptops.titles("AR") == set()


def test_signed_for_another_review(laptops: Laptops) -> None:
    """A section signed for one review is worth nothing in another that has the same keys."""
    ring = laptops.ring("AR")
    ring.statements()
    signature = ring.sign(signed_bytes("another", ['["s",1]']))

    with pytest.raises(ForgedChangesError):
        ring.check(signature, signed_bytes(str(laptops.open["AR"].meta("review_id")), ['["s",1]']))


def test_whole_pack_says_who_signed(laptops: Laptops) -> None:
    """What one copy carries for another keeps the signature of the copy that wrote it."""
    for name in ("BK", "CD"):
        laptops.copy(name)
    laptops.writes("BK", "Budget")
    laptops.takes("CD", laptops.pack("BK"))
    out = io.BytesIO()
    write_changes(out, laptops.open["CD"], laptops.ring("CD"))
    laptops.takes("AR", out.getvalue())
    rows = laptops.open["AR"].connection.execute("SELECT key FROM signature").fetchall()
    copies = {copy.key: copy.device for copy in laptops.ring("AR").copies()}

    assert {copies[row[0]] for row in rows} >= {laptops.ring("BK").device}
    assert {"Budget"} == laptops.titles("AR")


@pytest.mark.usefixtures("without_extra")
def test_asked_for_without_the_extra() -> None:
    """What cannot be done without the extra says what to install."""
    with pytest.raises(MissingExtraError, match=r"peervisit\[secure\]"):
        keys.lock_with_passphrase(b"", "words")
