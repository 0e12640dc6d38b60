"""Locked files: opened with their passphrase and with nothing else, by the same code as plain ones."""

from __future__ import annotations

import gc
import sqlite3
import sys
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread

import pytest

from peervisit.errors import (
    DamagedFileError,
    MissingExtraError,
    NotAReviewError,
    PassphraseNeededError,
    ReviewFileError,
    WrongPassphraseError,
)
from peervisit.store import driver, header, passphrases
from peervisit.store.backup import entries_in
from peervisit.store.review_file import ReviewFile
from tests.store.copies import Watch

pytest.importorskip("sqlcipher3", reason="needs the extra [secure]")

WORDS = "correct horse battery staple"
SECRET = "the deputy said that nobody was asked"


pytestmark = pytest.mark.usefixtures("quick_keys")


@pytest.fixture
def locked(path: Path) -> Path:
    """Return a closed, locked review file with one conclusion, forgotten by this process."""
    with ReviewFile.create(path, author="AR", now=Watch(), passphrase=WORDS) as review:
        write(review, SECRET)
    passphrases.forget_all()
    return path


@contextmanager
def not_installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run as if SQLCipher were not installed."""
    driver.sqlcipher.cache_clear()
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "sqlcipher3", None)
        patch.setitem(sys.modules, "sqlcipher3.dbapi2", None)
        yield
    driver.sqlcipher.cache_clear()


def write(review: ReviewFile, title: str) -> None:
    """Write one conclusion."""
    with review.transaction("x") as log:
        log.record("conclusion", "C1", [("title", title)])


def title(path: Path) -> str:
    """Return the title of the conclusion in a file."""
    with ReviewFile.open(path, read_only=True) as review:
        return str(review.rows("conclusion")["C1"]["title"])


def test_opens_with_its_passphrase(locked: Path) -> None:
    """What was written is there again for whoever has the passphrase."""
    passphrases.remember(locked, WORDS)
    with ReviewFile.open(locked, author="AR") as review:
        write(review, "and more")

    assert "and more" == title(locked)


@pytest.mark.parametrize("read_only", [False, True])
def test_needs_a_passphrase(locked: Path, read_only: bool) -> None:
    """Without a passphrase the file is refused in one line that says how to give it, and stays as it is."""
    before = locked.read_bytes()
    with pytest.raises(PassphraseNeededError) as caught:
        ReviewFile.open(locked, read_only=read_only)

    assert "lyon.peervisit: locked; give its passphrase in a terminal or with --passphrase-file" == str(
        caught.value
    )
    assert (before, [locked]) == (locked.read_bytes(), list(locked.parent.iterdir()))


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("words", ["", "correct horse battery stapl", WORDS.upper(), "';--", '"', "\0"])
def test_wrong_passphrase(
    locked: Path, words: str, read_only: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    """Another passphrase is refused in one line, SQLCipher prints nothing, and the file stays as it is."""
    before = locked.read_bytes()
    passphrases.remember(locked, words)
    with pytest.raises(WrongPassphraseError) as caught:
        ReviewFile.open(locked, read_only=read_only)

    assert "lyon.peervisit: this passphrase does not open it" == str(caught.value)
    assert (before, [locked]) == (locked.read_bytes(), list(locked.parent.iterdir()))
    assert ("", "") == tuple(capfd.readouterr())


@pytest.mark.parametrize(
    "words",
    ["it's", 'say "x"', "'; PRAGMA key='", "été à Łódź", "口令", "x" * 5000, " ", "a\nb", "\0", "%s{}"],
)
def test_any_words_may_be_a_passphrase(path: Path, words: str) -> None:
    """Quotes, accents, spaces and length make no difference."""
    with ReviewFile.create(path, passphrase=words) as review:
        write(review, SECRET)
    passphrases.forget_all()
    passphrases.remember(path, words)

    assert SECRET == title(path)


def test_composed_and_decomposed_are_the_same(path: Path) -> None:
    """A passphrase with accents opens the file on a Mac as on Windows."""
    ReviewFile.create(path, passphrase="e\u0301te\u0301").close()
    passphrases.forget_all()
    passphrases.remember(path, "\u00e9t\u00e9")
    with ReviewFile.open(path) as review:
        assert review.secure


def test_a_plain_file_and_then_a_locked_one(tmp_path: Path) -> None:
    """One process may make, write and read both kinds, in any order and at the same time."""
    plain, locked = tmp_path / "plain.peervisit", tmp_path / "locked.peervisit"
    with ReviewFile.create(plain) as one, ReviewFile.create(locked, passphrase=WORDS) as two:
        write(one, "plain")
        write(two, "locked")
        kinds = (one.secure, two.secure, title(plain), title(locked))
    with ReviewFile.open(locked) as two, ReviewFile.open(plain) as one:
        write(one, "plain again")
        write(two, "locked again")

    assert (False, True, "plain", "locked") == kinds
    assert ("plain again", "locked again") == (title(plain), title(locked))


def test_errors_of_both_are_errors_of_sqlite(path: Path) -> None:
    """Code that catches sqlite3's errors catches those of a locked file."""
    with ReviewFile.create(path, passphrase=WORDS) as review:
        with pytest.raises(sqlite3.OperationalError):
            review.connection.execute("SELECT * FROM nowhere")
        with pytest.raises(sqlite3.IntegrityError):
            review.connection.execute("INSERT INTO meta VALUES ('review_id', 'again')")
        with pytest.raises(sqlite3.Error):
            review.connection.execute("SELECT ?", (1, 2))


def test_a_thread_opens_it_again(locked: Path) -> None:
    """A background thread opens the same file, and its backups, without asking."""
    passphrases.remember(locked, WORDS)
    found: list[object] = []

    def work() -> None:
        with ReviewFile.open(locked) as again:
            made = again.back_up()
        found.extend([title(locked), entries_in(made)])

    with ReviewFile.open(locked):
        thread = Thread(target=work)
        thread.start()
        thread.join()

    assert [SECRET, 1] == found


def test_backups_and_copies_are_locked(locked: Path) -> None:
    """A backup opens with the passphrase of its review, and only with it."""
    passphrases.remember(locked, WORDS)
    with ReviewFile.open(locked) as review:
        made = review.back_up()
    passphrases.forget_all()
    with pytest.raises(PassphraseNeededError):
        entries_in(made)
    passphrases.offer(WORDS)

    assert SECRET == title(made)


def test_nothing_readable_is_laid_beside(locked: Path) -> None:
    """No file that SQLite lays beside a locked one, while it is open or closed, can be read."""
    passphrases.remember(locked, WORDS)
    with ReviewFile.open(locked, author="AR") as review:
        write(review, SECRET * 200)
        review.back_up()
        review.connection.execute("CREATE TEMP TABLE x AS SELECT * FROM change, indicator ORDER BY value")
        during = {one.name: one.read_bytes() for one in locked.parent.rglob("*") if one.is_file()}
    after = {one.name: one.read_bytes() for one in locked.parent.rglob("*") if one.is_file()}

    assert {"lyon.peervisit", "lyon.peervisit-wal", "lyon.peervisit-shm"} < set(during)
    for name, content in (during | after).items():
        assert not any(word in content for word in (b"deputy", b"SQLite", b"conclusion", b"CREATE")), name


@pytest.mark.parametrize("part", [0.3, 0.6, 0.99])
def test_truncated(locked: Path, part: float) -> None:
    """A locked file that was cut off is damaged."""
    content = locked.read_bytes()
    locked.write_bytes(content[: int(len(content) * part)])
    passphrases.remember(locked, WORDS)
    with pytest.raises(DamagedFileError, match="restore"):
        ReviewFile.open(locked)


@pytest.mark.parametrize("page", [1, 7, 50])
def test_damaged_inside(locked: Path, page: int) -> None:
    """A locked file of which one byte differs anywhere is damaged: each page carries a seal."""
    content = bytearray(locked.read_bytes())
    content[page * 4096 + 1000] ^= 1
    locked.write_bytes(content)
    passphrases.remember(locked, WORDS)
    with pytest.raises(DamagedFileError, match="restore"):
        ReviewFile.open(locked, read_only=True)


def test_asks_once(locked: Path) -> None:
    """Who asks is asked for each file, and a key that opened it is not asked for again."""
    asked: list[Path] = []

    def ask(path: Path) -> str:
        asked.append(path)
        return WORDS

    passphrases.ask_with(ask)
    found = [title(locked), title(locked)]

    assert ([SECRET] * 2, [locked]) == (found, asked)


def test_what_was_forgotten_is_asked_again(locked: Path) -> None:
    """A file whose passphrase was forgotten does not open."""
    passphrases.remember(locked, WORDS)
    title(locked)
    passphrases.forget(locked)
    with pytest.raises(PassphraseNeededError):
        title(locked)


def test_knows_its_passphrase(locked: Path) -> None:
    """An open file knows whether words are its passphrase; a plain one has none."""
    passphrases.remember(locked, WORDS)
    title(locked)

    assert (True, False) == (passphrases.is_of(locked, WORDS), passphrases.is_of(locked, "wrong"))


def test_no_error_shows_the_passphrase(locked: Path) -> None:
    """Neither an error, its causes nor the objects in its frames show what was typed."""
    shown = [repr(passphrases.remember(locked, "hush hush"))]
    try:
        ReviewFile.open(locked)
    except ReviewFileError as error:
        shown.append(
            "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
        )

    assert not any("hush" in text for text in shown)


@pytest.mark.parametrize("making", [False, True])
def test_says_what_to_install(locked: Path, monkeypatch: pytest.MonkeyPatch, making: bool) -> None:
    """Without SQLCipher a locked file says what to install, and none can be made."""
    passphrases.remember(locked, WORDS)
    with (
        not_installed(monkeypatch),
        pytest.raises(MissingExtraError, match=r"pip install 'peervisit\[secure\]'"),
    ):
        if making:
            ReviewFile.create(locked.with_name("new.peervisit"), passphrase=WORDS)
        else:
            ReviewFile.open(locked)

    assert [locked] == list(locked.parent.iterdir())


def test_says_what_works_a_key_out(
    locked: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Without Argon2 a locked file says what to install; the thread that began early says nothing."""
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.kdf.argon2", None)
    passphrases.remember(locked, WORDS).prepare(locked.read_bytes()[:16])

    with pytest.raises(MissingExtraError, match=r"pip install --upgrade 'peervisit\[secure\]'"):
        ReviewFile.open(locked)
    assert "" == capfd.readouterr().err


def test_sqlcipher_s_own_tools_open_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any tool of SQLCipher opens the file with the key that docs/locked-files.md tells how to work out."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    monkeypatch.undo()
    with ReviewFile.create(path, passphrase=WORDS) as review:
        write(review, SECRET)
    salt = path.read_bytes()[:16]
    key = Argon2id(salt=salt, length=32, iterations=2, lanes=1, memory_cost=19456).derive(WORDS.encode())
    with closing(driver.sqlcipher().connect(path)) as other:
        other.execute("PRAGMA cipher_log_level = NONE")
        other.execute(f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"")
        found = other.execute("SELECT title FROM conclusion").fetchone()
        checked = other.execute("PRAGMA cipher_integrity_check").fetchall()

    assert ((SECRET,), []) == (tuple(found), checked)


@pytest.mark.parametrize(
    "content",
    [b"%PDF" + bytes(range(256)) * 16, b"PK\x03\x04" + bytes(range(256)) * 16, b"plain words " * 1000],
    ids=["pdf", "zip", "text"],
)
def test_other_files_are_not_taken_for_locked_ones(path: Path, content: bytes) -> None:
    """A document is no review file; nobody is asked for its passphrase."""
    path.write_bytes(content)
    with pytest.raises(NotAReviewError):
        ReviewFile.open(path)


def test_a_file_that_is_open_is_not_read_beside_sqlite(locked: Path) -> None:
    """While a file is open, its kind is known without opening it once more; after, it is read again."""
    passphrases.remember(locked, WORDS)
    other = locked.with_name("other.peervisit")
    with ReviewFile.open(locked):
        locked.rename(other)
        other.chmod(0o600)
        kept = header.read(other).locked
        locked.write_bytes(b"plain")
    gc.collect()

    assert (True, False) == (kept, header.read(locked).locked)
