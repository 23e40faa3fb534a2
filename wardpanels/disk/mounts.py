"""Which kind of file system a path is on, by what Linux lists as mounted. Elsewhere it is not known."""

from __future__ import annotations

from pathlib import Path, PurePath

MOUNTS = Path("/proc/mounts")
NETWORK = frozenset({"9p", "afs", "ceph", "cifs", "fuse.sshfs", "glusterfs", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"})
"""File systems on which the locks of two machines do not see each other, or may not."""


def network_kind(path: Path) -> str:
    """The kind of a network file system that a path is on; "" where it is none, or nobody knows."""
    try:
        kind = kind_in(MOUNTS.read_text(encoding="utf-8", errors="replace"), path.resolve())
    except OSError:
        return ""
    return kind if kind in NETWORK else ""


def kind_in(mounts: str, path: PurePath) -> str:
    """The kind of the innermost mount that has a path, by the text of /proc/mounts.

    Source: fstab(5): a blank stands there as a number
    """
    found = ("", "")
    for line in mounts.splitlines():
        _, place, kind, *_ = line.split(" ")
        place = place.replace("\\040", " ")
        if path.is_relative_to(place) and len(place) >= len(found[0]):
            found = (place, kind)
    return found[1]
