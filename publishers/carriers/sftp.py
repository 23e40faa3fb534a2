"""Puts files on a server over SFTP. A server whose key is not known is refused, never trusted at first sight."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import paramiko
from fsspec.implementations.sftp import SFTPFileSystem

from publishers.artifact import Artifact
from publishers.carriers.carrier import Carrier, Closed, Outlet, TryAgain
from publishers.carriers.files import FileCarrier
from publishers.carriers.network import Endpoint

SECRET = "password"
CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 30.0


def open_sftp(outlet: Outlet) -> Carrier:
    """Log in to the server.

    Errors: TryAgain where it cannot be reached; Closed where its key is not known or it does not let us in
    """
    options = outlet.options
    if not options["port"].isdecimal():
        raise outlet.misses("port", repr(options["port"]), "a number, such as 22")
    if not options["key_file"] and not outlet.secrets.get(SECRET):
        raise outlet.misses(
            "key_file", "none, and no password", f"one of them: the password in {outlet.variable(SECRET)}"
        )
    for option in ("known_hosts", *(["key_file"] if options["key_file"] else [])):
        if not _path(outlet, option).is_file():
            raise outlet.misses(option, repr(options[option]), "a file that is there")
    place = Endpoint(outlet, "host", options["host"], int(options["port"]))
    return FileCarrier(outlet, f"{place.host}:{options['folder'] or '.'}", lambda: _Sftp(place))


def _path(outlet: Outlet, option: str) -> Path:
    return Path(outlet.options[option]).expanduser()


class _Sftp:
    def __init__(self, place: Endpoint) -> None:
        self._host = place.host
        self._folder = place.outlet.options["folder"].rstrip("/")
        self._files = _logged_in(place)

    def put(self, path: str, beside: str, artifact: Artifact) -> None:
        target, part = self._below(path), self._below(beside)
        try:
            self._files.makedirs(target.rpartition("/")[0], exist_ok=True)
            self._files.pipe_file(part, artifact.content)
            self._files.mv(part, target)
        except (paramiko.SSHException, EOFError, OSError) as error:
            if isinstance(error, OSError) and self._files.ftp.sock.get_transport().is_active():
                raise
            raise TryAgain(f"{self._host}: the connection was lost") from error

    def _below(self, path: str) -> str:
        return f"{self._folder}/{path}" if self._folder else f"./{path}"

    def close(self) -> None:
        self._files.client.close()


def _logged_in(place: Endpoint) -> SFTPFileSystem:
    outlet = place.outlet
    try:
        return _KnownServer(place.host, place=place, skip_instance_cache=True)
    except paramiko.BadHostKeyException as error:
        raise _other_key(place, error.key) from error
    except paramiko.PasswordRequiredException as error:
        raise outlet.misses("key_file", "a locked key", f"its password in {outlet.variable(SECRET)}") from error
    except paramiko.AuthenticationException as error:
        wanted = f"{outlet.variable(SECRET)}, user and key_file to be right"
        raise outlet.misses("user", f"a login that {place.host} refuses", wanted) from error
    except (paramiko.SSHException, EOFError) as error:
        raise TryAgain(f"{place.host}: is no SSH server that we understand, or hung up") from error


class _KnownServer(SFTPFileSystem):  # type: ignore[misc]  # fsspec carries no types
    """As fsspec's, but connected to the address that was judged, and to a server whose key is known."""

    cachable = False

    def _connect(self) -> None:
        place: Endpoint = self.ssh_kwargs["place"]
        self.client = paramiko.SSHClient()
        self.client.load_host_keys(str(_path(place.outlet, "known_hosts")))
        self.client.set_missing_host_key_policy(_OnlyKnown(place))
        try:
            self.client.connect(place.host, sock=_reached(place), **_login(place.outlet))
            self.ftp = self.client.open_sftp()
        except BaseException:
            self.client.close()
            raise
        self.ftp.sock.settimeout(ANSWER_SECONDS)


def _reached(place: Endpoint) -> socket.socket:
    try:
        return socket.create_connection((place.addresses()[0], place.port), timeout=CONNECT_SECONDS)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise TryAgain(f"{place.host}: could not be reached at port {place.port} ({reason})") from error


def _login(outlet: Outlet) -> dict[str, Any]:
    """What to show to the server: the key and the password that were set, and no key that lies about on the machine."""
    return {
        "port": int(outlet.options["port"]),
        "username": outlet.options["user"],
        "password": outlet.secrets.get(SECRET) or None,
        "key_filename": str(_path(outlet, "key_file")) if outlet.options["key_file"] else None,
        "allow_agent": False,
        "look_for_keys": False,
        "timeout": CONNECT_SECONDS,
        "banner_timeout": ANSWER_SECONDS,
        "auth_timeout": ANSWER_SECONDS,
    }


class _OnlyKnown(paramiko.MissingHostKeyPolicy):
    def __init__(self, place: Endpoint) -> None:
        self._place = place

    def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:
        raise _other_key(self._place, key)


def _other_key(place: Endpoint, key: paramiko.PKey) -> Closed:
    listed = (
        f"a key of {place.host} that this file lists. If whoever runs the server says that this is its key, list it"
    )
    scan = f"ssh-keyscan -p {place.port} {place.host} >> {place.outlet.options['known_hosts']}"
    return place.outlet.misses("known_hosts", f"the key {key.fingerprint}", f"{listed}: {scan}")
