"""What a copy remembers of the store it syncs with: small reads, so that every screen can show them."""

from __future__ import annotations

from peervisit.store.review_file import ReviewFile

TARGET = "sync_target"
OFF = "sync_off"
PASSWORD = "store password "
COUNTED = "sync_counted"


def target_of(review: ReviewFile) -> str | None:
    """Return the store that the copy syncs with, if it has one."""
    return review.local(TARGET)


def choose_target(review: ReviewFile, target: str | None) -> str | None:
    """Remember the store to sync with; None forgets it and its password.

    Returns:
        The address as it is kept, without a password.

    Raises:
        StoreError: it is no address.
    """
    from peervisit.sync.stores import Address

    before = target_of(review)
    kept = Address.parse(target).shown if target else None
    with review.transaction():
        if before and before != kept:
            keep_password(review, before, None)
            review.set_local(COUNTED, None)
        review.set_local(TARGET, kept)
    return kept


def kept_password(review: ReviewFile, shown: str) -> str | None:
    """Return the password of a store, where this copy was told to keep it."""
    row = review.connection.execute("SELECT value FROM secret WHERE key = ?", (PASSWORD + shown,)).fetchone()
    return str(row[0]) if row else None


def keep_password(review: ReviewFile, shown: str, password: str | None) -> None:
    """Keep the password of a store in this file, on this laptop only; None forgets it."""
    with review.transaction():
        review.connection.execute("DELETE FROM secret WHERE key = ?", (PASSWORD + shown,))
        if password is not None:
            review.connection.execute("INSERT INTO secret VALUES (?, ?)", (PASSWORD + shown, password))


def is_on(review: ReviewFile) -> bool:
    """Whether the app may sync this copy by itself."""
    return review.local(OFF) is None


def turn(review: ReviewFile, *, on: bool) -> None:
    """Say whether the app may sync this copy by itself."""
    review.set_local(OFF, None if on else "1")


def synced_at(review: ReviewFile) -> str | None:
    """Return when the last sync with the store came to its end."""
    target = target_of(review)
    return review.local(f"synced {target}") if target else None


def remember_waiting(review: ReviewFile, waiting: int) -> None:
    """Remember how many changes of this copy the store has."""
    review.set_local(COUNTED, str(_changes(review) - waiting))


def waiting(review: ReviewFile) -> int:
    """Return how many changes of this copy are not in the store yet, by the last sync."""
    counted = review.local(COUNTED) or "0"
    return max(0, _changes(review) - (int(counted) if counted.isdigit() else 0))


def _changes(review: ReviewFile) -> int:
    return int(review.connection.execute("SELECT count(*) FROM change").fetchone()[0])
