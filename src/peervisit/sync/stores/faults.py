"""What went wrong with a store, in one line for people: what it means and what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from peervisit.errors import StoreAwayError, StoreError, StoreLoginError, StoreSilentError
from peervisit.i18n import _

_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
_AWAY = frozenset(
    getattr(errno, name)
    for name in (
        *("ETIMEDOUT", "ECONNREFUSED", "ECONNRESET", "ECONNABORTED", "EHOSTUNREACH", "EHOSTDOWN"),
        *("ENETUNREACH", "ENETDOWN", "ENOTCONN", "ESHUTDOWN", "EPIPE", "EIO", "ENXIO", "ENODEV", "ESTALE"),
        *("EBUSY", "EAGAIN", "ENOMEDIUM", "EREMOTEIO"),
    )
    if hasattr(errno, name)
)


def away(shown: str) -> StoreAwayError:
    """Nothing answers."""
    return StoreAwayError(
        _("{store}: cannot be reached now; everything stays here until it can").format(store=shown)
    )


def silent(shown: str) -> StoreSilentError:
    """The store takes too long."""
    return StoreSilentError(_("{store}: does not answer; try again later").format(store=shown))


def full(shown: str) -> StoreError:
    """No room is left."""
    return StoreError(_("{store}: is full; make room there, then sync again").format(store=shown))


def read_only(shown: str) -> StoreError:
    """It can be read and not written."""
    return StoreError(
        _("{store}: can be read but not written; ask for the right to write there").format(store=shown)
    )


def forbidden(shown: str) -> StoreError:
    """The store does not let this user in, or not there."""
    return StoreError(
        _("{store}: access is not allowed (403); ask whoever runs it for the right to read and write").format(
            store=shown
        )
    )


def wrong_password(shown: str) -> StoreLoginError:
    """User or password are refused."""
    return StoreLoginError(_("{store}: user or password is not accepted (401)").format(store=shown))


def too_large(shown: str) -> StoreError:
    """The store does not take files of this size."""
    return StoreError(
        _("{store}: does not take a file of this size (413); ask whoever runs it").format(store=shown)
    )


def not_there(shown: str) -> StoreError:
    """The folder that the address names is missing."""
    return StoreError(
        _("{store}: no such folder; is it mounted, and is the address right?").format(store=shown)
    )


def status(shown: str, code: int, *, writing: bool = False) -> StoreError:
    """Return what an HTTP status of a server means."""
    if code in {401, 407}:
        return wrong_password(shown)
    if code == 403:
        return read_only(shown) if writing else forbidden(shown)
    if code in {405, 501} and writing:
        return read_only(shown)
    if code in {404, 409, 410}:
        return not_there(shown)
    if code == 413:
        return too_large(shown)
    if code == 507:
        return full(shown)
    if code == 423:
        return StoreAwayError(
            _("{store}: somebody holds a lock there (423); try again later").format(store=shown)
        )
    if code == 429 or code == 509:
        return StoreAwayError(
            _("{store}: asks for patience ({code}); try again later").format(store=shown, code=code)
        )
    if code >= 500:
        return StoreAwayError(
            _("{store}: the server has a fault ({code}); try again later").format(store=shown, code=code)
        )
    if 300 <= code < 400:
        return StoreError(
            _("{store}: the server sends on to another address ({code}); use that one").format(
                store=shown, code=code
            )
        )
    return StoreError(
        _("{store}: the server refuses ({code}); is the address right?").format(store=shown, code=code)
    )


def moved(shown: str, code: int, address: str) -> StoreError:
    """The server names another address: its own new one, or the page where a network asks to sign in."""
    return StoreError(
        _(
            "{store}: the server sends on to {address} ({code}). If that is the store, give that address; "
            "if not, the network may ask to sign in first"
        ).format(store=shown, address=address, code=code)
    )


def system(shown: str, error: OSError, *, writing: bool = False) -> StoreError:
    """Return what an error of the operating system means."""
    if error.errno in _FULL:
        return full(shown)
    if error.errno == errno.EROFS:
        return read_only(shown)
    if error.errno in {errno.EACCES, errno.EPERM} or isinstance(error, PermissionError):
        return read_only(shown) if writing else forbidden(shown)
    if error.errno in {errno.ENOENT, errno.ENOTDIR} or isinstance(error, FileNotFoundError):
        return not_there(shown)
    if isinstance(error, FileExistsError):
        return StoreError(_("{store}: a file, not a folder; give the name of a folder").format(store=shown))
    if isinstance(error, TimeoutError):
        return silent(shown)
    if error.errno in _AWAY or isinstance(error, ConnectionError | EOFError):
        return away(shown)
    return StoreError(
        _("{store}: cannot be used: {reason}").format(
            store=shown, reason=error.strerror or type(error).__name__
        )
    )


@contextmanager
def of_the_system(shown: str, *, writing: bool = False) -> Iterator[None]:
    """Turn errors of the operating system into words."""
    try:
        yield
    except OSError as error:
        raise system(shown, error, writing=writing) from error
