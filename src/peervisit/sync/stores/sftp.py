"""A store on a server that is reached by SSH. Its host key must be known; no key is ever taken on trust."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISDIR
from typing import Any

from peervisit.errors import StoreError, StoreLoginError
from peervisit.i18n import _
from peervisit.sync.stores import faults
from peervisit.sync.stores.address import Address
from peervisit.sync.stores.store import Entry

SSH_PORT = 22


class SftpStore:
    """A store reached by SFTP, through paramiko (the package behind fsspec's ``sftp``).

    Fsspec's own file system looks at no list of known hosts and trusts whoever answers; this one reads the
    lists and the configuration that ``ssh`` itself reads.
    """

    def __init__(self, address: Address, timeout: float) -> None:
        import paramiko

        self.shown = address.shown
        self._paramiko = paramiko
        self._timeout = timeout
        # ``/~/`` is the home folder, as for curl and git.
        self._root = address.path[3:] or "." if address.path.startswith("/~") else address.path or "/"
        self._client = paramiko.SSHClient()
        self._ftp = self._connect(address)

    def list(self, folder: str) -> list[Entry] | None:
        """Return what a folder holds; None where there is no such folder."""
        with self._in_plain_words():
            try:
                found = self._ftp.listdir_attr(self._path(folder))
            except FileNotFoundError:
                return None
            return [Entry(one.filename, one.st_size, S_ISDIR(one.st_mode or 0)) for one in found]

    def get(self, path: str) -> bytes | None:
        """Return what a file holds; None where there is no such file."""
        with self._in_plain_words():
            try:
                with self._ftp.open(self._path(path), "rb") as source:
                    source.prefetch()
                    return bytes(source.read())
            except FileNotFoundError:
                return None

    def put(self, path: str, content: bytes) -> None:
        """Write a new file."""
        with self._in_plain_words(writing=True), self._ftp.open(self._path(path), "wb") as out:
            out.set_pipelined(True)
            out.write(content)

    def make_folder(self, path: str) -> None:
        """Make a folder unless it is there."""
        with self._in_plain_words(writing=True):
            try:
                self._ftp.mkdir(self._path(path))
            except OSError:
                # Servers do not say why; a folder that is there is all that was wanted.
                if not S_ISDIR(self._ftp.stat(self._path(path)).st_mode or 0):
                    raise

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _path(self, path: str) -> str:
        return f"{self._root.rstrip('/')}/{path}".rstrip("/") or "/"

    def _connect(self, address: Address) -> Any:
        settings = _ssh_settings(self._paramiko, address.host)
        host = settings.get("hostname", address.host)
        port = address.port or int(settings.get("port", SSH_PORT))
        # What a server is called in the lists of known hosts.
        name = host if port == SSH_PORT else f"[{host}]:{port}"
        for path in _known_hosts(settings):
            _read_keys(self._client, path)
        self._client.set_missing_host_key_policy(_refusal(self._paramiko, self.shown, host, port))
        keys = [os.path.expanduser(one) for one in settings.get("identityfile", ())]  # noqa: PTH111
        with self._in_plain_words():
            try:
                self._client.connect(
                    host,
                    port=port,
                    username=address.user or settings.get("user"),
                    password=address.password,
                    key_filename=[one for one in keys if Path(one).exists()] or None,
                    timeout=self._timeout,
                    banner_timeout=0.9 * self._timeout,
                    auth_timeout=self._timeout,
                    channel_timeout=self._timeout,
                )
            except self._paramiko.BadHostKeyException as error:
                raise StoreError(
                    _(
                        "{store}: THE SERVER IS NOT THE ONE KNOWN AS {name}: its key has changed. Somebody "
                        "may be listening. Nothing was sent; ask whoever runs it, and only if they say so "
                        "remove the old key with 'ssh-keygen -R \"{name}\"'"
                    ).format(store=self.shown, name=name)
                ) from error
            ftp = self._client.open_sftp()
            channel = ftp.get_channel()
            if channel is not None:
                channel.settimeout(self._timeout)
            return ftp

    @contextmanager
    def _in_plain_words(self, *, writing: bool = False) -> Iterator[None]:
        ssh = self._paramiko
        try:
            yield
        except StoreError:
            raise
        except ssh.AuthenticationException as error:
            raise self._not_let_in() from error
        except socket.gaierror as error:
            raise faults.away(self.shown) from error
        except ssh.ssh_exception.NoValidConnectionsError as error:
            raise faults.away(self.shown) from error
        except TimeoutError as error:
            raise faults.silent(self.shown) from error
        except EOFError as error:
            raise faults.away(self.shown) from error
        except ssh.SSHException as error:
            if "authentication methods" in str(error):
                raise self._not_let_in() from error
            if "banner" in str(error) or "No existing session" in str(error):
                raise faults.silent(self.shown) from error
            # Some are raised from time-outs and lost connections; none says anything that people need.
            raise faults.away(self.shown) from error
        except OSError as error:
            if error.errno is None and "closed" in str(error):
                # The server went away between two requests.
                raise faults.away(self.shown) from error
            # A server that has no number for an error says only that something failed: a full disk, mostly.
            if writing and error.errno is None and "Failure" in str(error):
                raise StoreError(
                    _("{store}: could not be written to; is there room left on it?").format(store=self.shown)
                ) from error
            raise faults.system(self.shown, error, writing=writing) from error

    def _not_let_in(self) -> StoreLoginError:
        return StoreLoginError(
            _("{store}: the server accepts neither a key of yours nor the password").format(store=self.shown)
        )


def _ssh_settings(ssh: Any, host: str) -> dict[str, Any]:
    path = Path.home() / ".ssh" / "config"
    try:
        config = ssh.SSHConfig.from_path(str(path)) if path.exists() else ssh.SSHConfig()
        return dict(config.lookup(host))
    except (OSError, ssh.ConfigParseError, UnicodeError):
        return {}


def _known_hosts(settings: dict[str, Any]) -> list[Path]:
    """Return the lists of known hosts, as ``ssh`` reads them."""
    own = settings.get("userknownhostsfile", "~/.ssh/known_hosts ~/.ssh/known_hosts2")
    shared = settings.get("globalknownhostsfile", "/etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2")
    return [Path(one).expanduser() for one in f"{own} {shared}".split()]


def _read_keys(client: Any, path: Path) -> None:
    try:
        client.load_system_host_keys(str(path))
    except OSError:
        return  # most laptops have only one of the lists


def _refusal(ssh: Any, shown: str, host: str, port: int) -> Any:
    """Return what refuses a server that is on no list, and says how to put it on one."""

    class Refuse(ssh.MissingHostKeyPolicy):  # type: ignore[misc]
        def missing_host_key(self, client: Any, hostname: str, key: Any) -> None:
            raise StoreError(
                _(
                    "{store}: a server that this laptop does not know. It shows the key {key}. Ask whoever "
                    "runs it whether that is right, then 'ssh -p {port} {host}' once and answer yes"
                ).format(store=shown, key=key.fingerprint, port=port, host=host)
            )

    return Refuse()
