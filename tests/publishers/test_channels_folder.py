"""The folder of copy: every channel's, and beside it the pack of what must go out again."""

from __future__ import annotations

from publishers import corrections
from publishers.channels import every_channel
from tests.publishers.examples import a_release
from wardpanels.year import publishing


def test_folder_holds_all_copy_and_the_corrections_pack(tmp_path):
    release, previous = a_release(), a_release(number=1, changes=(), meetings=a_release().meetings[:3])
    publishing.publish_copy(release, previous, tmp_path)
    pack = corrections.publish(release, previous)
    wanted = {made.path: made.content for made in (*every_channel.publish(release), *pack)}

    assert len(pack) > 0
    for path, content in wanted.items():
        assert (tmp_path / path).read_bytes() == content


def test_copy_that_is_unchanged_is_left_as_it_is(tmp_path):
    publishing.publish_copy(a_release(), None, tmp_path)

    assert publishing.publish_copy(a_release(), None, tmp_path).written == 0
