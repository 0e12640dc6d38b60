"""Real servers on loopback for the tests of stores, started when first asked for; skipped where missing."""

from __future__ import annotations

import getpass
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

READY_WITHIN = 30.0


def free_port() -> int:
    """Return a port that nobody uses, low enough to leave room for a second one 10,000 above it."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port < 55_000:
            return port
        port -= 20_000
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


def program(name: str) -> str:
    """Return the path of a program; skip the test where it is missing."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/bin")
    if not found:
        pytest.skip(f"{name} is not installed")
    return found


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes] | None = None) -> None:
    """Ask again and again until a server is ready, for a bounded time."""
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        if process is not None and process.poll() is not None:
            pytest.fail(f"the server ended with {process.returncode}")
        if ready():
            return
        threading.Event().wait(0.02)
    pytest.fail("the server did not become ready")


def listens(port: int) -> bool:
    """Whether somebody takes connections on a port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(command: Sequence[str], folder: Path, ready: Callable[[], bool]) -> Iterator[None]:
    """Run a server as a program, until the end of the block."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=folder)
        try:
            wait_until(ready, process)
            yield
        finally:
            # What it holds is thrown away; some take ten seconds to end when they are asked.
            process.kill()
            process.wait()


class Dav:
    """A WebDAV server in a thread, which counts requests and can be told to answer otherwise."""

    USER, PASSWORD = "team", "s3cret-wörd"

    def __init__(self, folder: Path) -> None:
        pytest.importorskip("wsgidav")
        pytest.importorskip("cheroot")
        from cheroot.wsgi import Server
        from wsgidav.wsgidav_app import WsgiDAVApp

        self.folder = folder
        self.requests: list[str] = []
        self.answer: Callable[[str, str], str | None] = lambda _method, _path: None
        self.released = threading.Event()
        settings: dict[str, Any] = {
            "provider_mapping": {"/": str(folder)},
            "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
            "simple_dc": {"user_mapping": {"*": {self.USER: {"password": self.PASSWORD}}}},
            "verbose": 0,
            "logging": {"enable": False},
            "lock_storage": None,
        }
        self._app = WsgiDAVApp(settings)
        self._server = Server(("127.0.0.1", 0), self._respond, numthreads=4)
        self._server.prepare()
        self.port = int(self._server.bind_addr[1])
        self._thread = threading.Thread(target=self._server.serve, daemon=True)
        self._thread.start()

    def _respond(self, environ: dict[str, Any], start: Any) -> Any:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        self.requests.append(method)
        answer = self.answer(method, path)
        if answer == "never":
            self.released.wait(READY_WITHIN)
            answer = "500 Too late"
        if answer == "page":
            start("200 OK", [("Content-Type", "text/html"), ("Content-Length", "6")])
            return [b"<html>"]
        if answer is not None:
            start(answer, [("Content-Length", "0"), ("Connection", "close")])
            return [b""]
        return self._app(environ, start)

    @property
    def address(self) -> str:
        """Where it is, with its user and without the password."""
        return f"webdav://{self.USER}@127.0.0.1:{self.port}"

    def stop(self) -> None:
        """End it."""
        self.released.set()
        self._server.stop()
        self._thread.join(10)


@contextmanager
def rclone_webdav(folder: Path) -> Iterator[str]:
    """Serve a folder by rclone's WebDAV server; yield its address."""
    rclone, port = program("rclone"), free_port()
    (folder / "files").mkdir()
    command = [rclone, "serve", "webdav", str(folder / "files"), "--addr", f"127.0.0.1:{port}"]
    with running([*command, "--config", str(folder / "none")], folder, lambda: listens(port)):
        yield f"webdav://127.0.0.1:{port}"


class Ssh:
    """An OpenSSH server for whoever runs the tests, with keys of its own."""

    def __init__(self, folder: Path) -> None:
        sshd, keygen = program("sshd"), program("ssh-keygen")
        sftp = next((path for path in _SFTP_SERVERS if Path(path).exists()), "internal-sftp")
        self.folder, self.port = folder, free_port()
        (folder / "files").mkdir()
        for name in ("host", "other", "user"):
            subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
        shutil.copy(folder / "user.pub", folder / "authorized")
        settings = {
            "ListenAddress": "127.0.0.1",
            "Port": self.port,
            "HostKey": folder / "host",
            "AuthorizedKeysFile": folder / "authorized",
            "PidFile": folder / "pid",
            "StrictModes": "no",
            "UsePAM": "no",
            "PasswordAuthentication": "no",
            "Subsystem": f"sftp {sftp}",
        }
        (folder / "settings").write_text("".join(f"{key} {value}\n" for key, value in settings.items()))
        if getpass.getuser() == "root":
            Path("/run/sshd").mkdir(exist_ok=True)
        self.command = [sshd, "-D", "-e", "-f", str(folder / "settings")]

    @property
    def address(self) -> str:
        """Where its folder is."""
        return f"sftp://{getpass.getuser()}@127.0.0.1:{self.port}{self.folder}/files"

    def introduce(self, home: Path, host_key: str | None = "host") -> None:
        """Let a home folder know the key of the user, and of the server or of another (or none)."""
        (home / ".ssh").mkdir(exist_ok=True)
        shutil.copy(self.folder / "user", home / ".ssh" / "id_ed25519")
        (home / ".ssh" / "id_ed25519").chmod(0o600)
        if host_key:
            key = (self.folder / f"{host_key}.pub").read_text()
            (home / ".ssh" / "known_hosts").write_text(f"[127.0.0.1]:{self.port} {key}")


_SFTP_SERVERS = ("/usr/lib/openssh/sftp-server", "/usr/libexec/sftp-server", "/usr/lib/ssh/sftp-server")


@contextmanager
def ssh_server(folder: Path) -> Iterator[Ssh]:
    """Run an OpenSSH server."""
    server = Ssh(folder)
    with running(server.command, folder, lambda: listens(server.port)):
        yield server


@contextmanager
def s3_server(folder: Path) -> Iterator[str]:
    """Run SeaweedFS as an S3 server with one bucket; yield the address of a folder in it."""
    weed = program("weed")
    master, volume, filer, s3 = (free_port() for _ in range(4))
    command = [weed, "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
    command += [f"-master.port={master}", f"-volume.port={volume}", f"-filer.port={filer}"]
    command += ["-s3", f"-s3.port={s3}", "-s3.iam=false", "-s3.port.iceberg=0", "-s3.port.lance=0"]
    command += ["-master.volumeSizeLimitMB=64", "-volume.max=8"]
    with running(command, folder, lambda: _made_bucket(s3)):
        yield f"s3://team/visits?endpoint=http://127.0.0.1:{s3}&anonymous=yes"


def _made_bucket(port: int) -> bool:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/team", method="PUT")
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
