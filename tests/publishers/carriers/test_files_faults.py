"""What goes wrong at a receiver of files is told with what to do, and passes where it can pass."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from publishers.carriers.carrier import Closed, TryAgain
from publishers.carriers.every_carrier import open_carrier
from publishers.carriers.files import beside
from tests.publishers.carriers import peers
from tests.publishers.carriers.examples import PASSWORD, TEXT, carried, outlet, parcel
from tests.publishers.carriers.test_files import s3, sftp_outlet, webdav


def closing(told) -> str:
    """What closes a channel whose outlet cannot work."""
    with pytest.raises(Closed) as closed:
        carried(told, parcel())
    return closed.value.reason


def delay(told) -> TryAgain:
    with pytest.raises(TryAgain) as later:
        carried(told, parcel())
    return later.value


def test_half_a_file_left_by_a_killed_worker_is_swept_up(tmp_path):
    target = tmp_path / TEXT.path
    target.parent.mkdir(parents=True)
    half = target.with_name(beside(target.name, parcel().key))
    half.write_bytes(b"Mile E")

    carried(outlet("folder", path=str(tmp_path)), parcel())

    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert target.read_bytes() == TEXT.content


def test_folder_is_named_in_full():
    assert closing(outlet("folder", path="out")) == (
        "[channels.council-page] path: found 'out', wanted a whole path, such as /srv/ward-panels"
    )


def test_file_where_the_folder_should_be_is_for_a_person(tmp_path):
    (tmp_path / "out").write_bytes(b"")

    assert closing(outlet("folder", path=str(tmp_path / "out"))) == (
        f"[channels.council-page] {tmp_path}/out: file exists. Check the folder, its room, and who may write there."
    )


def test_folder_lost_on_the_way_is_opened_again(tmp_path):
    carrier = open_carrier(outlet("folder", path=str(tmp_path / "out")))
    (tmp_path / "out").rmdir()
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(Closed):
        carrier.carry(parcel())
    (tmp_path / "out").unlink()

    carrier.carry(parcel())

    assert (tmp_path / "out" / TEXT.path).read_bytes() == TEXT.content


@pytest.fixture(scope="module")
def ssh(tmp_path_factory):
    with peers.ssh_peer(tmp_path_factory.mktemp("ssh")) as peer:
        yield peer


def test_server_whose_key_is_not_listed_is_refused(ssh, tmp_path):
    nobody = tmp_path / "known_hosts"
    nobody.touch()
    fingerprint = _fingerprint(ssh.root / "host_key.pub")

    assert closing(sftp_outlet(ssh, known_hosts=str(nobody))) == (
        f"[channels.council-page] known_hosts: found the key {fingerprint}, wanted a key of 127.0.0.1 that this file "
        "lists. If whoever runs the server says that this is its key, list it: ssh-keyscan -p "
        f"{ssh.port} 127.0.0.1 >> {nobody}"
    )


def test_server_with_another_key_than_the_listed_one_is_refused(ssh, tmp_path):
    other = (ssh.root / "user_key.pub").read_text(encoding="ascii")
    listed = tmp_path / "known_hosts"
    listed.write_text(f"[127.0.0.1]:{ssh.port} {other}", encoding="ascii")

    assert f"found the key {_fingerprint(ssh.root / 'host_key.pub')}" in closing(
        sftp_outlet(ssh, known_hosts=str(listed))
    )


def _fingerprint(public: Path) -> str:
    told = subprocess.run(["ssh-keygen", "-lf", public], capture_output=True, text=True, check=True)
    return told.stdout.split()[1]


def test_login_that_the_server_refuses_names_what_to_set(ssh, tmp_path):
    stranger = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", stranger], check=True)

    assert closing(sftp_outlet(ssh, key_file=str(stranger))) == (
        "[channels.council-page] user: found a login that 127.0.0.1 refuses, wanted "
        "WARDPANELS_COUNCIL_PAGE_PASSWORD, user and key_file to be right"
    )


def test_locked_key_asks_for_its_password(ssh, tmp_path):
    locked = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", PASSWORD, "-f", locked], check=True)

    assert closing(sftp_outlet(ssh, key_file=str(locked))) == (
        "[channels.council-page] key_file: found a locked key, wanted its password in WARDPANELS_COUNCIL_PAGE_PASSWORD"
    )


def test_folder_that_the_server_does_not_let_us_write_in_is_for_a_person(ssh):
    assert closing(sftp_outlet(ssh, folder="/proc/1")) == (
        "[channels.council-page] 127.0.0.1:/proc/1: no such file. Check the folder, its room, and who may write there."
    )


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"port": "ssh"}, "port: found 'ssh', wanted a number, such as 22"),
        ({"known_hosts": "/no/such"}, "known_hosts: found '/no/such', wanted a file that is there"),
        ({"known_hosts": ""}, "known_hosts: found '', wanted a file that is there"),
        ({"key_file": "/no/such"}, "key_file: found '/no/such', wanted a file that is there"),
        (
            {"key_file": ""},
            "key_file: found none, and no password, wanted one of them: the password in "
            "WARDPANELS_COUNCIL_PAGE_PASSWORD",
        ),
    ],
)
def test_bad_sftp_setting_is_told_at_the_start(ssh, told, reason):
    with pytest.raises(Closed) as closed:
        open_carrier(sftp_outlet(ssh, **told))

    assert closed.value.reason == f"[channels.council-page] {reason}"


def test_server_that_went_away_is_tried_again_and_found_when_it_is_back(ssh, tmp_path):
    with peers.ssh_peer(tmp_path) as peer:
        carrier = open_carrier(sftp_outlet(peer, folder=str(tmp_path / "out")))  # what it fails at closes it
    with pytest.raises(TryAgain) as later:
        carrier.carry(parcel())
    with pytest.raises(TryAgain) as still:
        carrier.carry(parcel())

    assert later.value.reason == "127.0.0.1: the connection was lost"
    assert still.value.reason == f"127.0.0.1: could not be reached at port {peer.port} (connection refused)"


def test_server_that_speaks_no_ssh_is_tried_again(ssh):
    with peers.web_peer(lambda _: peers.Reply()) as peer:
        told = sftp_outlet(ssh, port=str(peer.port))

        assert delay(told).reason == "127.0.0.1: is no SSH server that we understand, or hung up"


def test_wrong_webdav_password_names_the_variable(tmp_path):
    with webdav(tmp_path) as receiver:
        told = outlet(
            "webdav", allowed=("127.0.0.1",), url=receiver.outlet.options["url"], user="ann", secrets={"password": "no"}
        )

        assert "Renew it and set WARDPANELS_COUNCIL_PAGE_PASSWORD" in closing(told)


def test_webdav_folder_that_is_not_there_closes_the_channel(tmp_path):
    with webdav(tmp_path) as receiver:
        url = receiver.outlet.options["url"] + "/no/such"
        told = outlet("webdav", allowed=("127.0.0.1",), url=url, user="ann", secrets={"password": PASSWORD})

        assert closing(told) == (
            f"[channels.council-page] {url}: no such file or directory. Check the folder, its room, and who may "
            "write there."
        )


@pytest.mark.parametrize("status", [429, 503, 507])
def test_busy_or_full_webdav_server_says_how_long_to_wait(status):
    reply = peers.Reply(status, "<h1>Later</h1>", {"Retry-After": "90"})
    with peers.web_peer(lambda _: reply) as peer:
        later = delay(outlet("webdav", allowed=(peer.place,), url=peer.url, user="ann", secrets={"password": "x"}))

    assert (later.reason, later.after_seconds) == (f"127.0.0.1 answered {status} (Later)", 90)


@pytest.mark.parametrize("carrier", ["webdav", "s3"])
def test_server_that_nobody_listens_at_is_named(carrier):
    url = f"http://127.0.0.1:{peers.closed_port()}"
    secrets = {"password": PASSWORD, "key_id": "AKIAEXAMPLE", "secret_key": PASSWORD}
    facts = {"url": url, "endpoint": url, "bucket": "panels", "user": "ann"}

    later = delay(outlet(carrier, allowed=("127.0.0.1",), secrets=secrets, **facts))

    assert later.reason == "127.0.0.1: could not be reached, or hung up"


def test_bucket_that_is_not_there_closes_the_channel(tmp_path):
    with s3(tmp_path) as receiver:
        endpoint, secrets = receiver.outlet.options["endpoint"], receiver.outlet.secrets
        told = outlet("s3", allowed=("127.0.0.1",), endpoint=endpoint, bucket="no-such", secrets=secrets)

        assert closing(told) == ("[channels.council-page] bucket: found no bucket 'no-such', wanted one that is there")


def test_bucket_that_refuses_our_keys_names_both():
    denied = "<Error><Code>InvalidAccessKeyId</Code><Message>The key does not exist.</Message></Error>"
    with peers.web_peer(lambda _: peers.Reply(403, denied, {"Content-Type": "application/xml"})) as peer:
        secrets = {"key_id": "AKIAEXAMPLE", "secret_key": PASSWORD}
        told = outlet("s3", allowed=(peer.place,), endpoint=peer.url, bucket="panels", secrets=secrets)

        assert closing(told) == (
            "[channels.council-page] bucket: found a bucket that refuses these keys (The key does not exist.), wanted "
            "WARDPANELS_COUNCIL_PAGE_KEY_ID and WARDPANELS_COUNCIL_PAGE_SECRET_KEY to be right and to allow "
            "s3:PutObject there"
        )


def test_name_of_a_bucket_that_cannot_be_one_closes_the_channel():
    secrets = {"key_id": "AKIAEXAMPLE", "secret_key": PASSWORD}
    told = outlet("s3", allowed=("127.0.0.1",), endpoint="http://127.0.0.1:9", bucket="no bucket", secrets=secrets)

    assert closing(told) == "[channels.council-page] bucket: found 'no bucket', wanted the name of a bucket"


def test_busy_store_is_tried_again():
    busy = "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
    with peers.web_peer(lambda _: peers.Reply(503, busy, {"Content-Type": "application/xml"})) as peer:
        secrets = {"key_id": "AKIAEXAMPLE", "secret_key": PASSWORD}
        told = outlet("s3", allowed=(peer.place,), endpoint=peer.url, bucket="panels", secrets=secrets)

        assert delay(told).reason == "s3://panels at 127.0.0.1: please reduce your request rate."
        assert len(peer.asked) == 1


def test_packages_that_are_missing_are_named_with_what_to_type(tmp_path):
    """In a process of its own, in which the package cannot be imported."""
    program = (
        "import sys\n"
        "sys.modules['paramiko'] = None\n"
        "from publishers.carriers.every_carrier import open_carrier\n"
        "from publishers.carriers.carrier import Closed, Outlet\n"
        "try:\n    open_carrier(Outlet('x', 'sftp'))\n"
        "except Closed as closed:\n    print(closed)\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert run.stdout == ("carrier sftp: found no package paramiko, wanted it. Type: pip install 'wardpanels[sftp]'\n")
