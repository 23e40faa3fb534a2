"""Postcodes out of files in the shapes in which they are given: which are the borough's, and where they are."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest

from scheduler.errors import UnusableData
from tests.wardpanels.beginning.boundary_files import collection, grid
from wardpanels.beginning.postcode_rows import homes_in
from wardpanels.beginning.ward_features import borough_in

WARDS = borough_in("wards.geojson", collection(grid(2, 1)), "Marshside").wards
ONE, TWO = (ward.code for ward in WARDS)
IN_ONE = ("51.515", "-0.085")


def text(*rows: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


ONSPD = text(
    ("pcd", "pcd2", "pcds", "dointr", "doterm", "oslaua", "osward", "lat", "long"),
    ("E8 1AA", "E8  1AA", "E8 1AA", "198001", "", "E09000098", ONE, *IN_ONE),
    ("E8 1AB", "E8  1AB", "E8 1AB", "198001", "201001", "E09000098", ONE, *IN_ONE),
    ("E8 1AD", "E8  1AD", "E8 1AD", "198001", "", "E09000098", TWO, "99.999999", "0.000000"),
    ("N1 1AA", "N1  1AA", "N1 1AA", "198001", "", "E09000001", "E05000001", "51.6", "-0.1"),
)
NSPL = text(
    ("pcd7", "pcds", "wd24cd", "lad24cd", "lat", "long", "doterm"),
    ("E8 1AA", "E8 1AA", ONE, "E09000098", *IN_ONE, ""),
)
OF_ANOTHER_YEAR = ONSPD.replace(ONE, "E05009999")
CODE_POINT = text(("E8 1AA", "10", "533000", "181000", "E92000001", "E19", "E18", "", "E09000098", ONE))
WITH_HEADS = text(
    ("Postcode", "Positional_quality_indicator", "Eastings", "Northings", "Admin_district_code", "Admin_ward_code"),
    ("E81AA", "10", "533000", "181000", "E09000098", ONE),
)
SHORT_HEADS = text(("PC", "PQ", "EA", "NO", "DI", "WA"), ("E8 1AA", "10", "533000", "181000", "E09000098", ONE))


@pytest.mark.parametrize(
    "content",
    [ONSPD, NSPL, OF_ANOTHER_YEAR, CODE_POINT, WITH_HEADS, SHORT_HEADS, "\ufeff" + ONSPD],
    ids=["onspd", "nspl", "another year's wards", "code-point", "code-point with heads", "short heads", "marked"],
)
def test_live_postcodes_of_the_boroughs_wards_are_kept(tmp_path, content):
    path = tmp_path / "postcodes.csv"
    path.write_text(content, encoding="utf-8")

    found = homes_in(path, WARDS)

    assert [(row["postcode"], row["ward_code"]) for row in found] == [("E8 1AA", ONE)]
    assert float(found[0]["lat"]) == pytest.approx(51.51, abs=0.01)
    assert float(found[0]["lon"]) == pytest.approx(-0.08, abs=0.01)


def test_zip_and_folder_are_read_as_one_and_their_lists_of_names_are_not(tmp_path):
    packed = tmp_path / "postcodes.zip"
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("Data/CSV/e.csv", CODE_POINT)
        file.writestr("Data/CSV/n.csv", CODE_POINT.replace("E8 1AA", "N1 1AB").replace(ONE, TWO))
        file.writestr("Documents/Ward names and codes.csv", "WD24CD,WD24NM\nE05000001,Abbey\n")
        file.extractall(tmp_path / "folder")

    wanted = [("E8 1AA", ONE), ("N1 1AB", TWO)]
    for path in (packed, tmp_path / "folder"):
        assert [(row["postcode"], row["ward_code"]) for row in homes_in(path, WARDS)] == wanted


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "an empty file"),
        (b"name,age\nx,3\n", "the columns 'name', 'age'"),
        (b"pcds,lat,long,osward\nE8 1AA,51.6,0.9,E05000001\n", "no postcode of any of the borough's wards"),
        (b"pcds,lat,long,osward\nE8 1AA,\xff\xfe,0.9,E05000001\n", "something that cannot be read"),
        (b"PK\x03\x04 no zip", "the columns"),
    ],
)
def test_what_is_no_file_of_postcodes_is_refused_with_what_was_found(tmp_path, content, found):
    path = tmp_path / "postcodes.csv"
    path.write_bytes(content)

    with pytest.raises(UnusableData) as refused:
        homes_in(path, WARDS)

    assert "postcodes.csv" in str(refused.value)
    assert found in str(refused.value)


@pytest.mark.parametrize("path", ["nothing.csv", "broken.zip", "empty"])
def test_file_that_cannot_be_opened_is_named(tmp_path, path):
    (tmp_path / "broken.zip").write_bytes(b"PK no zip")
    (tmp_path / "empty").mkdir()

    with pytest.raises(UnusableData, match=path):
        homes_in(Path(tmp_path, path), WARDS)
