"""Writing the public folder: all at once, touching only what changed, and safe to kill."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from publishers import printed
from publishers.artifact import Artifact
from publishers.every_publisher import artifacts
from publishers.recipes import Recipe
from tests.publishers.examples import a_release, moved
from tests.thorough import some
from tests.wardpanels.disk.folder_writer import version, write_folder
from wardpanels.disk import outputs, swap
from wardpanels.disk.output import MANIFEST, Written, check_targets
from wardpanels.disk.output import write_folder as write_output
from wardpanels.faults import CannotUse

ROOT = Path(__file__).parents[3]


def texts(**contents: str) -> tuple[Artifact, ...]:
    """`a__b="x"` is the file a/b.txt that says x."""
    return tuple(
        Artifact(f"{name.replace('__', '/')}.txt", "text/plain", said.encode()) for name, said in contents.items()
    )


def held(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but the manifest."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def wanted(made: tuple[Artifact, ...]) -> dict[str, bytes]:
    return {artifact.path: artifact.content for artifact in made}


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    found = ((path, path.stat()) for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): (stat.st_ino, stat.st_mtime_ns) for path, stat in found}


def test_new_folder_holds_exactly_the_artifacts(tmp_path):
    written = write_folder(tmp_path / "out" / "site", texts(index="home", wards__bow="bow"))

    assert written == Written(written=2, unchanged=0, removed=0)
    assert held(tmp_path / "out" / "site") == {"index.txt": b"home", "wards/bow.txt": b"bow"}
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["site"]


@pytest.mark.parametrize(
    ("output", "mode", "inside"), [(outputs.REPORT, 0o750, 0o640), (outputs.HANDOVER, 0o700, 0o600)]
)
def test_folder_that_is_not_public_is_for_its_class_alone_also_where_it_was_open(tmp_path, output, mode, inside):
    (tmp_path / "out" / "wards").mkdir(parents=True, mode=0o755)

    write_output(tmp_path / "out", texts(wards__bow="bow"), output)

    modes = {path.relative_to(tmp_path).as_posix(): path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert modes == {"out": mode, "out/wards": mode, "out/wards/bow.txt": inside, f"out/{MANIFEST}": inside}


def test_public_folder_without_a_guard_is_our_bug(tmp_path):
    with pytest.raises(ValueError, match="found no guard of the site"):
        write_output(tmp_path / "site", texts(index="home"), outputs.SITE)

    assert not (tmp_path / "site").exists()


def test_packed_file_is_looked_through_by_its_words(tmp_path):
    release = a_release()
    poster = printed.publish(release)[0]
    hall, seen = next(each.hall.name for each in release.meetings if each.meeting_id in poster.path).encode(), {}

    write_output(tmp_path / "site", [poster], outputs.SITE, seen.update)

    assert hall in seen[poster.path]
    assert held(tmp_path / "site")[poster.path][:4] == b"%PDF"


def test_packed_file_without_words_is_our_bug(tmp_path):
    with pytest.raises(ValueError, match=r"found no words of a\.pdf"):
        write_folder(tmp_path / "site", [Artifact("a.pdf", "application/pdf", b"%PDF")])


def test_what_a_guard_refuses_leaves_the_folder_as_it_was(tmp_path):
    def guard(made):
        raise CannotUse(*made, "a name", "none")

    write_folder(tmp_path / "site", texts(index="home"), outputs.SITE)

    with pytest.raises(CannotUse, match="found a name, wanted none"):
        write_output(tmp_path / "site", texts(index="Ann"), outputs.SITE, guard)

    assert held(tmp_path / "site") == {"index.txt": b"home"}


def test_files_and_folders_can_be_read_by_a_web_server(tmp_path):
    mask = os.umask(0o077)
    try:
        write_folder(tmp_path / "site", texts(wards__bow="bow"))
    finally:
        os.umask(mask)

    modes = {path.relative_to(tmp_path).as_posix(): path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert modes == {"site": 0o755, "site/wards": 0o755, "site/wards/bow.txt": 0o644, f"site/{MANIFEST}": 0o644}


def test_unchanged_file_keeps_its_inode_and_time(tmp_path):
    write_folder(tmp_path / "site", texts(same="same", other="before"))
    before = stamps(tmp_path / "site")

    written = write_folder(tmp_path / "site", texts(same="same", other="after"))

    after = stamps(tmp_path / "site")
    assert written == Written(written=1, unchanged=1, removed=0)
    assert after["same.txt"] == before["same.txt"]
    assert after["other.txt"] != before["other.txt"]


def test_nothing_is_touched_when_nothing_changed(tmp_path):
    site = tmp_path / "site"
    write_folder(site, texts(same="same"))
    before = (site.stat().st_ino, site.stat().st_mtime_ns, stamps(site))

    written = write_folder(site, texts(same="same"))

    assert written == Written(written=0, unchanged=1, removed=0)
    assert (site.stat().st_ino, site.stat().st_mtime_ns, stamps(site)) == before


def test_file_we_made_goes_when_no_longer_wanted_and_takes_its_empty_folder_along(tmp_path):
    write_folder(tmp_path / "site", texts(index="home", wards__bow="bow"))

    written = write_folder(tmp_path / "site", texts(index="home"))

    assert written == Written(written=0, unchanged=1, removed=1)
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == [MANIFEST, "index.txt"]


def test_files_of_others_stay_as_they_are(tmp_path):
    site = tmp_path / "site"
    write_folder(site, texts(wards__bow="bow"))
    (site / ".well-known").mkdir(mode=0o750)
    (site / ".well-known" / "security.txt").write_text("theirs")
    (site / "wards" / "theirs.txt").write_text("theirs")
    (site / "empty").mkdir()
    (site / "latest").symlink_to("wards")
    (site / "read-only").mkdir()
    (site / "read-only" / "page.txt").write_text("theirs")
    (site / "read-only").chmod(0o555)
    before = stamps(site)

    for said in ("one", "two", "three"):
        write_folder(site, texts(index=said))

    assert held(site) == {
        ".well-known/security.txt": b"theirs",
        "index.txt": b"three",
        "read-only/page.txt": b"theirs",
        "wards/theirs.txt": b"theirs",
    }
    assert stamps(site)[".well-known/security.txt"] == before[".well-known/security.txt"]
    assert (site / ".well-known").stat().st_mode & 0o777 == 0o750
    assert (site / "empty").is_dir()
    assert (site / "latest").readlink() == Path("wards")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_file_of_ours_that_somebody_edited_is_put_right(tmp_path):
    write_folder(tmp_path / "site", texts(index="home"))
    (tmp_path / "site" / "index.txt").write_text("HOME")

    assert write_folder(tmp_path / "site", texts(index="home")) == Written(written=1, unchanged=0, removed=0)
    assert held(tmp_path / "site") == {"index.txt": b"home"}


def test_file_may_become_a_folder_and_the_other_way_round(tmp_path):
    file, folder = (Artifact("a", "text/plain", b"file"),), (Artifact("a/b", "text/plain", b"inside"),)

    for made in (file, folder, file):
        write_folder(tmp_path / "site", made)
        assert held(tmp_path / "site") == wanted(made)


def test_manifest_is_the_same_for_the_same_files(tmp_path):
    made = texts(index="home", wards__bow="bow")
    write_folder(tmp_path / "one", made)
    write_folder(tmp_path / "two", made[:1])
    write_folder(tmp_path / "two", reversed(made))

    assert (tmp_path / "one" / MANIFEST).read_bytes() == (tmp_path / "two" / MANIFEST).read_bytes()


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b'{"files": {"../../x": "y"}}', b'{"files": 3}'])
def test_broken_manifest_removes_nothing(tmp_path, broken):
    (tmp_path / "x").write_text("theirs")
    write_folder(tmp_path / "site", texts(index="home", old="old"))
    (tmp_path / "site" / MANIFEST).write_bytes(broken)

    write_folder(tmp_path / "site", texts(index="new"))

    assert held(tmp_path / "site") == {"index.txt": b"new", "old.txt": b"old"}
    assert (tmp_path / "x").read_text() == "theirs"


def test_link_to_a_folder_stays_a_link(tmp_path):
    (tmp_path / "disk" / "site").mkdir(parents=True)
    (tmp_path / "www").symlink_to("disk/site")

    for said in ("one", "two"):
        write_folder(tmp_path / "www", texts(index=said))

    assert (tmp_path / "www").readlink() == Path("disk/site")
    assert held(tmp_path / "disk" / "site") == {"index.txt": b"two"}


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../x", "a/../../x", "a//b", "", ".", "a/.", "a\\b", "c:/x", "a\0b", MANIFEST]
)
def test_path_that_would_leave_the_folder_is_refused(tmp_path, path):
    with pytest.raises(ValueError) as told:
        write_folder(tmp_path / "site", (Artifact(path, "text/plain", b"x"),))

    assert str(told.value) == (
        f"artifact: found the path {path!r}, wanted one inside the folder, such as feeds/evening.ics"
    )
    assert list(tmp_path.iterdir()) == []


def test_one_path_as_file_and_folder_is_refused(tmp_path):
    with pytest.raises(ValueError) as told:
        write_folder(tmp_path / "site", (Artifact("a", "text/plain", b"x"), Artifact("a/b", "text/plain", b"x")))

    assert str(told.value) == "artifact: found 'a' as a file and as a folder, wanted one of them"


def test_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "site").write_text("theirs")

    with pytest.raises(CannotUse) as told:
        write_folder(tmp_path / "site", texts(index="home"))

    assert str(told.value) == f"{tmp_path}/site: found a file, wanted a folder, or a name that is still free"
    assert (tmp_path / "site").read_text() == "theirs"


def test_folder_of_the_command_itself_is_refused(tmp_path, monkeypatch):
    (tmp_path / "site" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "site" / "deep")

    with pytest.raises(CannotUse) as told:
        write_folder(Path(".."), texts(index="home"))

    assert str(told.value) == "..: found the folder that this command runs in, wanted a folder inside it or elsewhere"


def test_somebodys_folder_is_not_replaced_by_a_file_of_ours(tmp_path):
    (tmp_path / "site" / "index.txt").mkdir(parents=True)

    with pytest.raises(CannotUse) as told:
        write_folder(tmp_path / "site", texts(index="home"))

    assert str(told.value) == f"{tmp_path}/site/index.txt: found a folder, wanted a name that is free for a file"


def test_somebodys_link_is_not_replaced_by_a_folder_of_ours(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "wards").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(CannotUse) as told:
        write_folder(tmp_path / "site", texts(wards__bow="bow"))

    assert str(told.value) == f"{tmp_path}/site/wards: found a file or a link, wanted a name that is free for a folder"
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_one_moved_meeting_rewrites_only_the_files_that_tell_of_it(tmp_path):
    site, before = tmp_path / "site", a_release(languages=("en",))
    write_folder(site, _without_pages(before))
    first = stamps(site)

    written = write_folder(site, _without_pages(moved(before, "2027-E05009317-1", "Mon 2027-03-29 19:00")))

    assert sorted(path for path, stamp in stamps(site).items() if stamp != first[path]) == [
        MANIFEST,
        "calendar.ics",
        "changes.atom",
        "feeds/evening.ics",
        "feeds/step-free.ics",
        "feeds/venues/bow-library.ics",
        "meetings.csv",
        "meetings.json",
        "meetings/2027-E05009317-1/meeting.ics",
        "reminders/calendar.ics",
        "reminders/feeds/evening.ics",
        "reminders/feeds/step-free.ics",
        "reminders/feeds/venues/bow-library.ics",
        "reminders/wards/bow-east/calendar.ics",
        "sitemap.xml",
        "wards/bow-east/calendar.ics",
        "wards/bow-east/snippet.txt",
    ]
    assert (written.written, written.removed) == (16, 0)


def _recipe(made_from, content, made):
    def make():
        made.append(made_from)
        return content

    return Recipe("index.txt", "text/plain", made_from, make)


def test_file_that_would_be_made_from_the_same_is_not_made_again(tmp_path):
    made = []
    write_folder(tmp_path / "site", [_recipe("a", b"home", made)])

    written = write_folder(tmp_path / "site", [_recipe("a", b"home", made)])

    assert (written, made) == (Written(0, 1, 0), ["a"])


def test_file_that_somebody_changed_is_made_again(tmp_path):
    made = []
    write_folder(tmp_path / "site", [_recipe("a", b"home", made)])
    (tmp_path / "site" / "index.txt").write_bytes(b"hack")

    write_folder(tmp_path / "site", [_recipe("a", b"home", made)])

    assert (tmp_path / "site" / "index.txt").read_bytes() == b"home"
    assert made == ["a", "a"]


def test_file_that_somebody_changed_is_made_again_though_its_time_says_that_it_is_old(tmp_path):
    made, page = [], tmp_path / "site" / "index.txt"
    write_folder(tmp_path / "site", [_recipe("a", b"home", made)])
    before = page.stat()
    page.write_bytes(b"hack")
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))

    write_folder(tmp_path / "site", [_recipe("a", b"home", made)])

    assert page.read_bytes() == b"home"


def test_file_made_from_other_facts_is_made_again_and_kept_where_it_comes_out_the_same(tmp_path):
    made = []
    write_folder(tmp_path / "site", [_recipe("a", b"home", made)])

    written = write_folder(tmp_path / "site", [_recipe("b", b"home", made)])

    assert (written, made) == (Written(0, 1, 0), ["a", "b"])


def _without_pages(release) -> tuple[Artifact, ...]:
    kinds = (".ics", ".json", ".csv", ".atom", ".xml", ".txt")
    return tuple(artifact for artifact in artifacts(release, "site") if artifact.path.endswith(kinds))


def test_full_disk_leaves_the_old_folder_whole(tmp_path):
    """A limit on the size of a file stands in for a full disk: the write breaks off part way in just the same way."""
    write_folder(tmp_path / "site", version("a"))
    code = (
        "import resource, sys; from pathlib import Path;"
        "from tests.wardpanels.disk.folder_writer import version, write_folder;"
        "from wardpanels.faults import CannotUse;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (550, 550))\n"
        "try: write_folder(Path(sys.argv[1]), version('b'))\n"
        "except CannotUse as told: print(told.found)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "site"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout == "file too large\n"
    assert held(tmp_path / "site") == wanted(version("a"))
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("delay_ms", some([*range(0, 45, 3), 60, 90, 120, 180, 240]))  # building, swapping, sweeping up
def test_run_killed_at_any_moment_leaves_one_whole_folder(tmp_path, delay_ms):
    site = tmp_path / "site"
    command = [sys.executable, "-m", "tests.wardpanels.disk.folder_writer", str(site)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as writer:
        assert writer.stdout.readline() == b"written\n"
        with pytest.raises(subprocess.TimeoutExpired):
            writer.wait(timeout=delay_ms / 1000)
        writer.kill()

    assert held(site) in (wanted(version("a")), wanted(version("b")))
    write_folder(site, version("c"))
    assert held(site) == wanted(version("c"))
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_reader_never_finds_a_page_missing(tmp_path):
    site = tmp_path / "site"
    write_folder(site, texts(index="0"))
    seen, is_done = set(), threading.Event()

    def read() -> None:
        while not is_done.is_set():
            seen.add((site / "index.txt").read_text() != "")

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(60):
        write_folder(site, texts(index=str(number)))
    is_done.set()
    reader.join()

    assert seen == {True}


def test_two_runs_at_once_leave_one_of_the_two_whole(tmp_path):
    site = tmp_path / "site"
    runs = [threading.Thread(target=write_folder, args=(site, version(letter))) for letter in "abab"]

    for run in runs:
        run.start()
    for run in runs:
        run.join()

    assert held(site) in (wanted(version("a")), wanted(version("b")))
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_run_that_never_ends_is_told_of(tmp_path):
    with swap.locked(tmp_path / "lock"), pytest.raises(swap.LockHeld), swap.locked(tmp_path / "lock", tries=1):
        pass

    with swap.locked(tmp_path / "lock", tries=1):
        assert (tmp_path / "lock").exists()
    assert list(tmp_path.iterdir()) == []


def test_three_renames_swap_where_one_step_cannot(tmp_path):
    one, other, aside = (tmp_path / name for name in ("one", "other", "aside"))
    one.mkdir()
    (other / "new").mkdir(parents=True)

    swap.exchange_by_renames(one, other, aside)

    assert (sorted(one.iterdir()), sorted(other.iterdir())) == ([one / "new"], [])
    assert not aside.exists()


def test_run_killed_between_renames_is_mended_by_the_next(tmp_path):
    write_folder(tmp_path / "site", texts(index="home", old="old"))
    (tmp_path / "site").rename(tmp_path / ".site.wardpanels-aside")

    written = write_folder(tmp_path / "site", texts(index="home"))

    assert written == Written(written=0, unchanged=1, removed=1)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_file_is_copied_where_it_can_have_no_second_name(tmp_path, monkeypatch):
    """Few file systems refuse links, and none that a test can count on, so the refusal is played."""

    def refuse(*_args, **_named) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    write_folder(tmp_path / "site", texts(same="same", other="before"))
    before = stamps(tmp_path / "site")
    monkeypatch.setattr(os, "link", refuse)

    write_folder(tmp_path / "site", texts(same="same", other="after"))

    assert held(tmp_path / "site") == {"other.txt": b"after", "same.txt": b"same"}
    assert stamps(tmp_path / "site")["same.txt"][1] == before["same.txt"][1]


def test_folder_that_holds_another_kind_is_refused_and_stays(tmp_path):
    write_folder(tmp_path / "site", texts(index="home"), outputs.SITE)
    before = stamps(tmp_path)

    with pytest.raises(CannotUse) as refused:
        write_folder(tmp_path / "site", texts(letter="news"), outputs.NEWSLETTER)

    assert str(refused.value) == (
        f"{tmp_path / 'site'}: found a folder that holds the site, wanted one for the newsletter alone"
    )
    assert {path: stamp for path, stamp in stamps(tmp_path).items() if "lock" not in path} == before


def test_manifest_of_an_older_version_holds_any_kind(tmp_path):
    write_folder(tmp_path / "site", texts(index="home"), outputs.SITE)
    manifest = tmp_path / "site" / MANIFEST
    older = json.loads(manifest.read_bytes())
    del older["holds"]
    manifest.write_text(json.dumps(older))

    write_folder(tmp_path / "site", texts(index="new"), outputs.SITE)

    assert (held(tmp_path / "site"), json.loads(manifest.read_bytes())["holds"]) == ({"index.txt": b"new"}, "site")


@pytest.mark.parametrize("other", ["site", "site/letter", "."])
def test_folders_that_share_files_are_refused(tmp_path, other):
    with pytest.raises(CannotUse, match="folders apart from each other"):
        check_targets({"site": tmp_path / "site", "copy": tmp_path / "copy", "newsletter": tmp_path / other})

    check_targets({"site": tmp_path / "site", "newsletter": tmp_path / "site-letter"})
