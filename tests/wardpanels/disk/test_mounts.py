"""Which kind of file system a path is on."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from wardpanels.disk.mounts import kind_in, network_kind

MOUNTS = """overlay / overlay rw 0 0
server:/panels /srv/panels nfs4 rw 0 0
/dev/sdb1 /srv/panels/own ext4 rw 0 0
//server/two /srv/two\\040words cifs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/panels/wardpanels.db", "nfs4"),
        ("/srv/panels-2/wardpanels.db", "overlay"),
        ("/srv/panels/own/wardpanels.db", "ext4"),
        ("/srv/two words/wardpanels.db", "cifs"),
        ("/wardpanels.db", "overlay"),
    ],
)
def test_innermost_mount_counts(path, kind):
    assert kind_in(MOUNTS, PurePosixPath(path)) == kind


def test_disk_of_this_machine_is_no_network(tmp_path):
    assert network_kind(tmp_path) == ""
    assert network_kind(Path("/proc")) == ""
