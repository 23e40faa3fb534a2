"""A whole beginning: from a boundary file to a plan of a borough never seen, and what is refused on the way."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.publishers.carriers.peers import LOOPBACK, Reply, Request, web_peer
from tests.wardpanels.beginning.boundary_files import collection, feature, grid, saved, square
from wardpanels.terminal.cli import run

ELSEWHERE = ("E09000099", "Hillside")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("WARDPANELS_DB", "WARDPANELS_DATA", "WARDPANELS_YEAR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795338000")
    monkeypatch.setenv("WARDPANELS_ALLOW", LOOPBACK)
    return tmp_path


def begin(*features, name="Marshside", more=()) -> int:
    boundaries = saved(Path("wards-of-all.geojson"), features or grid(2, 2))
    return run(["begin", name, "--in", "marsh", "--boundaries", str(boundaries), *more])


def rows(table: str) -> list[dict[str, str]]:
    with Path("marsh", f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_borough_never_seen_is_planned_at_once_and_not_released_before_somebody_says_how_it_is(capsys):
    assert begin(*grid(2, 2), feature("E05000001", "Else", None, ELSEWHERE)) == 0
    assert run(["check", "--data", "marsh"]) == 0
    assert "4 halls that only stand in: A hall in Ward 1-1" in capsys.readouterr().err
    assert run(["plan", "--data", "marsh", "--year", "2027"]) == 0
    assert "Marshside, 2027: 16 meetings are planned." in capsys.readouterr().out

    assert run(["release", "--data", "marsh", "--year", "2027"]) == 2

    told = capsys.readouterr().err
    assert "4 halls that only stand in: H01 (A hall in Ward 1-1)" in told
    assert "10 officers that only stand in" in told


def test_draft_whose_halls_have_left_the_folder_since_is_planned_anew_before_it_is_released(capsys):
    assert begin() == 0
    assert run(["plan", "--data", "marsh", "--year", "2027"]) == 0
    halls = Path("marsh", "venues.csv")
    halls.write_text(halls.read_text(encoding="utf-8").replace("\nH01,", "\nH91,"), encoding="utf-8")

    assert run(["release", "--data", "marsh", "--year", "2027"]) == 2

    told = capsys.readouterr().err
    assert "found a draft with hall H01, which the folder has no more" in told
    assert "Type first: wardpanels plan --year 2027 --data marsh" in told


def test_wards_have_their_places_and_neighbours_and_no_population_that_nobody_told():
    assert begin() == 0

    ward = rows("wards")[0]
    assert ward == {
        "ward_code": "E0591001", "name": "Ward 1-1", "slug": "ward-1-1", "lat": "51.51500", "lon": "-0.08500",
        "population": "", "neighbours": "E0591002|E0592001",
    }  # fmt: skip  # a row


def test_population_is_taken_where_the_file_tells_it():
    assert begin(feature("E05000001", "One", [square(0, 51)], population=12_345)) == 0

    assert [row["population"] for row in rows("wards")] == ["12345"]


@pytest.mark.parametrize("name", ["marshside", "London Borough of Marshside", "E09000098", " MARSHSIDE "])
def test_borough_goes_by_name_or_code(name):
    assert begin(*grid(1, 2), feature("E05000001", "Else", [square(1, 51)], ELSEWHERE), name=name) == 0

    assert len(rows("wards")) == 2


def test_police_force_that_nobody_knows_is_said_with_what_is_lost(capsys):
    assert begin(feature("W07000001", "Castle", [square(0, 51)], ("W06000001", "Marshside"))) == 0
    told = capsys.readouterr().out
    assert run(["check", "--data", "marsh"]) == 0

    lost = "nobody can ask police.uk whether it lists the meetings."
    assert "Residents can ask for help by email alone." in told
    assert "7946" not in Path("marsh/borough.toml").read_text(encoding="utf-8")
    assert "- borough.toml: the police force is not known. Until police_force has its id at data.police.uk, " in told
    assert f"No police force (borough.toml, police_force): {lost}\n" in capsys.readouterr().out


def test_police_force_of_london_is_known(capsys):
    assert begin() == 0
    assert run(["check", "--data", "marsh"]) == 0

    assert "police force" not in capsys.readouterr().out


def test_settings_are_the_boroughs_own_and_keep_their_explanations():
    assert begin() == 0

    text = Path("marsh/borough.toml").read_text(encoding="utf-8")
    assert 'name = "Marshside"\ncode = "E09000098" ' in text
    assert "Tower Hamlets" not in text
    assert "bow-east" not in text
    assert "# mean residents at a held meeting" in text


def test_nothing_of_the_example_borough_is_taken_for_this_ones():
    assert begin() == 0

    for path in (each for each in Path("marsh").iterdir() if each.suffix != ".xlsx"):
        assert "Tower Hamlets" not in path.read_text(encoding="utf-8"), path.name


@pytest.mark.parametrize(("code", "is_of_london"), [("E09000098", True), ("E08000098", False)])
def test_what_is_so_in_london_alone_is_told_to_london_alone(code, is_of_london):
    assert begin(feature("E05000001", "One", [square(0, 51)], (code, "Marshside"))) == 0

    meanings = " ".join(f"{row['expansion']} {row['plain_english']}" for row in rows("acronyms"))
    assert ("London" in meanings, "Metropolitan Police" in meanings) == (is_of_london, is_of_london)
    assert run(["plan", "--data", "marsh", "--year", "2027"]) == 0
    text = Path("marsh/borough.toml").read_text(encoding="utf-8")
    for channel in ("met_engage", "mps_ward_page", "met-engage"):
        assert (channel in text) == is_of_london, channel


def test_what_is_there_stays_and_it_is_told_how_it_would_differ(capsys):
    assert begin() == 0
    mended = Path("marsh/wards.csv").read_text(encoding="utf-8").replace("Ward 1-2", "The Strand")
    Path("marsh/wards.csv").write_text(mended, encoding="utf-8")
    Path("marsh/officers.csv").unlink()
    capsys.readouterr()

    assert begin(*grid(2, 3)) == 0

    told = capsys.readouterr().out
    assert "wards.csv stays as it is. Made anew, it would: add E0591003, E0592003; change E0591002, E0592002." in told
    assert "New in marsh: officers.csv." in told
    assert Path("marsh/wards.csv").read_text(encoding="utf-8") == mended


@pytest.mark.parametrize(
    ("features", "found"),
    [
        ([feature("E05000001", "One", None)], "features[1].geometry: found null, wanted a Polygon or a MultiPolygon"),
        ([feature("E05000001", None, [square(0, 51)])], "features[1].properties.WD24NM: found nothing"),
        ([feature("E05000001", "One", [[(0, 0), (1, 1)]])], "features[1].geometry.coordinates: found"),
        ([feature("E05000001", "One", [square(9_000_000, 6_000_000)])], "wanted degrees east and north"),
        ([feature("E05000001", "One", [square(51.5, -0.1)])], "which is north first, wanted degrees east and north"),
        ([feature("E05000001", "One", [square(52, 13)])], "wanted degrees east and north (EPSG:4326) in the United"),
        ([feature("E05000001", "One", [[(0, 51), (0, 51), (0, 51), (0, 51)]])], "found a shape without an area"),
        ([feature("E05000001", "One", [square(0, 51)], ELSEWHERE)], "no borough 'Marshside', wanted the name or code"),
        ([{"type": "Feature", "properties": {"name": "x"}, "geometry": None}], "the properties name, wanted GeoJSON"),
        ([feature("E05000001", name, [square(at, 51)]) for at, name in ((0, "One"), (1, "Two"))],
         "features[2].properties.WD24NM: found 'Two', wanted One, as E05000001 was before"),
        ([7, None], "found the properties none, wanted GeoJSON"),
    ],
)  # fmt: skip  # a table
def test_boundaries_that_cannot_be_used_are_refused_with_what_was_found_and_wanted(features, found, capsys):
    assert begin(*features) == 2

    told = capsys.readouterr().err
    assert "wards-of-all.geojson" in told
    assert found in told
    assert not Path("marsh").exists()


def test_metres_of_the_national_grid_become_degrees():
    assert begin(feature("E05000001", "One", [square(533_000, 181_000, 1_000)])) == 0

    place = rows("wards")[0]
    assert (float(place["lat"]), float(place["lon"])) == pytest.approx((51.5162, -0.0764), abs=0.001)


def test_after_a_problem_the_same_command_is_advised(capsys):
    assert begin(name="Nowhere", more=["--cache", "my files"]) == 2

    advised = "wardpanels begin Nowhere --in marsh --boundaries wards-of-all.geojson --cache 'my files'"
    assert capsys.readouterr().err.splitlines()[-1] == f"Correct the files, then type: {advised}"


def test_near_miss_of_a_borough_is_suggested(capsys):
    assert begin(name="Marshsid") == 2

    assert "did you mean Marshside?" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"features": []}', "name,code\nx,y", '{"features": 3}', "[" * 100_000]
)
def test_what_is_no_boundary_file_is_refused(text, capsys):
    Path("x.geojson").write_text(text, encoding="utf-8")

    assert run(["begin", "Marshside", "--in", "marsh", "--boundaries", "x.geojson"]) == 2
    assert "x.geojson" in capsys.readouterr().err


def test_part_of_a_file_is_not_taken_for_the_whole(capsys):
    Path("x.geojson").write_text(collection(grid(1, 1), exceededTransferLimit=True), encoding="utf-8")

    assert run(["begin", "Marshside", "--in", "marsh", "--boundaries", "x.geojson"]) == 2
    assert "found only the first part of the wards" in capsys.readouterr().err


def test_files_are_fetched_from_their_addresses_once_and_then_only_asked_whether_they_changed():
    drawn, marks = collection(grid(2, 1)), {"ETag": '"one"', "Last-Modified": "Thu, 25 Mar 2027 19:00:00 GMT"}

    def reply(request: Request) -> Reply:
        return Reply(304) if request.headers.get("if-none-match") == '"one"' else Reply(body=drawn, headers=marks)

    with web_peer(reply) as peer:
        for folder in ("marsh", "again"):
            asked = ["begin", "Marshside", "--in", folder, "--boundaries", f"{peer.url}/wards.geojson?where=1"]
            assert run(asked) == 0

    assert [request.headers.get("if-none-match") for request in peer.asked] == [None, '"one"']
    assert Path("marsh/wards.csv").read_bytes() == Path("again/wards.csv").read_bytes()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", 0),
        ("urn:ogc:def:crs:EPSG::4326", 0),
        ("EPSG:27700", 0),
        ("http://www.opengis.net/def/crs/EPSG/0/27700", 0),
        ("urn:ogc:def:crs:EPSG::29902", 2),
        ("urn:ogc:def:crs:EPSG::3857", 2),
    ],
)
def test_file_that_names_its_grid_is_believed(name, code, capsys):
    """The numbers of the Irish Grid pass for those of the British one, 300 kilometres off."""
    told = collection(grid(1, 1), crs={"type": "name", "properties": {"name": name}})
    Path("x.geojson").write_text(told, encoding="utf-8")

    assert run(["begin", "Marshside", "--in", "marsh", "--boundaries", "x.geojson"]) == code
    assert code == 0 or f"x.geojson, crs: found '{name}', wanted degrees east and north" in capsys.readouterr().err


@pytest.mark.parametrize("status", [404, 500])
def test_file_that_its_server_does_not_give_is_refused(status, capsys):
    with web_peer(lambda request: Reply(status)) as peer:
        assert run(["begin", "Marshside", "--in", "marsh", "--boundaries", f"{peer.url}/wards.geojson"]) == 2

    assert f"found status {status}, wanted the file" in capsys.readouterr().err
    assert not Path("marsh").exists()
