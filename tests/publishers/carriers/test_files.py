"""Files appear whole in a folder, at an SFTP or WebDAV server, in an S3 store: once, however often they are sent."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
import requests

from publishers.artifact import Artifact
from publishers.carriers.carrier import Outlet, Receipt
from tests.publishers.carriers import peers
from tests.publishers.carriers.examples import BENGALI, PASSWORD, PDF, TEXT, carried, opened, outlet, parcel


@dataclass(frozen=True)
class Receiver:
    """A place for files: how to reach it, what it holds by its own account, and how a receipt names it."""

    outlet: Outlet
    held: Callable[[], dict[str, bytes]]
    where: str


def on_disk(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def folder(tmp_path: Path) -> Iterator[Receiver]:
    root = tmp_path / "drive" / "panels"
    yield Receiver(outlet("folder", path=str(root)), partial(on_disk, root), str(root))


@contextmanager
def sftp(tmp_path: Path) -> Iterator[Receiver]:
    root = tmp_path / "out"
    with peers.ssh_peer(tmp_path) as peer:
        told = sftp_outlet(peer, folder=str(root))
        yield Receiver(told, partial(on_disk, root), f"127.0.0.1:{root}")


def sftp_outlet(peer: peers.SshPeer, **told: str) -> Outlet:
    here = {"host": "127.0.0.1", "port": str(peer.port), "user": "root"}
    files = {"known_hosts": str(peer.known_hosts), "key_file": str(peer.key_file)}
    return outlet("sftp", allowed=("127.0.0.1",), **{**here, **files, **told})


@contextmanager
def webdav(tmp_path: Path) -> Iterator[Receiver]:
    from wsgidav.wsgidav_app import WsgiDAVApp

    (tmp_path / "panels").mkdir()
    users = {"ann": {"password": PASSWORD}}
    settings = {
        "provider_mapping": {"/": str(tmp_path)},
        "simple_dc": {"user_mapping": {"*": users}},
        "verbose": 0,
        "logging": {"enable": False},
    }
    with peers.wsgi_peer(WsgiDAVApp(settings)) as port:
        url = f"http://127.0.0.1:{port}/panels"
        told = outlet("webdav", allowed=(f"127.0.0.1:{port}",), url=url, user="ann", secrets={"password": PASSWORD})
        yield Receiver(told, partial(on_disk, tmp_path / "panels"), url)


@cache
def _bucket_server() -> tuple[str, Any]:
    """The address of the one server of this process that has buckets, and its owner's way in."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    atexit.register(server.stop)
    _, port = server.get_host_and_port()
    url = f"http://127.0.0.1:{port}"
    return url, boto3.client("s3", "eu-west-2", endpoint_url=url, aws_access_key_id="a", aws_secret_access_key="b")


@contextmanager
def s3(tmp_path: Path) -> Iterator[Receiver]:
    url, client = _bucket_server()
    requests.post(f"{url}/moto-api/reset", timeout=5)
    client.create_bucket(Bucket="panels", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})

    def held() -> dict[str, bytes]:
        listed = client.list_objects_v2(Bucket="panels").get("Contents", ())
        bodies = {one["Key"]: client.get_object(Bucket="panels", Key=one["Key"])["Body"] for one in listed}
        return {key.removeprefix("out/"): body.read() for key, body in bodies.items()}

    secrets = {"key_id": "AKIAEXAMPLE", "secret_key": PASSWORD}
    told = outlet("s3", allowed=("127.0.0.1",), endpoint=url, bucket="panels", folder="out", secrets=secrets)
    yield Receiver(told, held, "s3://panels/out at 127.0.0.1")


@pytest.fixture(params=[folder, sftp, webdav, s3], ids=lambda made: made.__name__)
def receiver(request, tmp_path: Path) -> Iterator[Receiver]:
    with request.param(tmp_path) as found:
        yield found


def test_every_artifact_arrives_under_its_path(receiver: Receiver):
    receipt = carried(receiver.outlet, parcel(TEXT, BENGALI, PDF))

    assert receiver.held() == {artifact.path: artifact.content for artifact in (TEXT, BENGALI, PDF)}
    assert receipt == Receipt(f"3 files in {receiver.where}")


def test_parcel_that_was_carried_but_not_marked_is_there_once(receiver: Receiver):
    carried(receiver.outlet, parcel(TEXT))
    carried(receiver.outlet, parcel(TEXT))

    assert receiver.held() == {TEXT.path: TEXT.content}


def test_later_version_takes_the_place_of_the_earlier(receiver: Receiver):
    moved = replace(TEXT, content=b"MOVED")

    carried(receiver.outlet, parcel(TEXT, key="1"), parcel(moved, key="2", version=2))

    assert receiver.held() == {TEXT.path: b"MOVED"}


def test_carrier_goes_on_after_it_was_closed(receiver: Receiver):
    with opened(receiver.outlet) as carrier:
        carrier.close()

        carrier.carry(parcel(TEXT))

    assert receiver.held() == {TEXT.path: TEXT.content}


def test_path_that_leaves_the_folder_is_our_bug(receiver: Receiver):
    stray = Artifact("../stray.txt", "text/plain", b"")

    with pytest.raises(ValueError, match=r"found the path '../stray.txt', wanted one inside the folder"):
        carried(receiver.outlet, parcel(stray))

    assert receiver.held() == {}
