"""A small borough that reads without a problem, as a folder that each test may spoil in its own way."""

import re

import pytest

from scheduler.errors import UnusableData
from scheduler.reading import read_borough

FILES = {
    "borough.toml": """\
[borough]
name = "Riverside"
code = "E09000099"
police_force = "metropolitan"
site_url = "https://example.org/panels/"
contact_email = "panels@example.org"
timezone = "Europe/London"
languages = ["en", "bn"]

[policy]
length_minutes = 90
lookback_meetings = 4
step_free = "required"

[[policy.tiers]]
name = "well attended"
from_residents = 20
evening = 4
daytime = 2
daytime_prefers = "weekend"
min_gap_days = 28
max_gap_days = 90

[[policy.tiers]]
name = "low"
from_residents = 0
evening = 2
daytime = 2
daytime_prefers = "any"
min_gap_days = 56
max_gap_days = 110

[policy.starts]
evening = ["19:00", "18:30"]
weekday_daytime = ["10:30"]

[policy.limits]
meetings_a_day = 2

[policy.weights]
hire_cost = 7

[publicity]
poster = 28
""",
    "wards.csv": """\
ward_code,name,slug,lat,lon,population,neighbours,set_evening,chair_free,pattern
E05000001,Abbey,abbey,51.51,-0.05,15000,E05000002,Tue 19:00,any,
E05000002,Bridge,bridge,51.52,-0.04,12000,,,weekend,low
""",
    "venues.csv": """\
venue_id,name,address,postcode,lat,lon,ward_codes,capacity,hire_gbp_per_hour,opening_hours,closed,step_free
V1,Abbey Hall,1 Abbey Road,E1 1AA,51.511,-0.051,E05000001|E05000002,60,12.5,Mo-Su 09:00-22:00,2027-06-01/2027-06-30,yes
V2,Bridge Hub,2 Bridge Road,E1 2AA,51.521,-0.041,E05000002,40,0,Mo-Fr 09:00-21:00,,
""",
    "officers.csv": """\
officer_id,role,name,email,ward_codes,deputy_ward_codes,working_hours
PS-1,sergeant,Ada Example,ada@example.org,E05000001,E05000002,Mo-Su 08:00-22:00
PC-1,dwo,Ben Example,ben@example.org,,,Mo-Su 08:00-22:00
""",
    "attendance.csv": """\
ward_code,held_on,session,residents
E05000001,2026-03-03,evening,25
E05000001,2026-06-06,weekend_daytime,18
""",
    "absences.csv": "officer_id,first_day,last_day,reason\nPC-1,2027-08-01,2027-08-14,leave\n",
    "days.csv": "first_day,last_day,kind,session,label,source\n2027-02-08,2027-03-09,avoid,evening,Ramadan,forecast\n",
    "days_kept_free.csv": "name,day,session,source\nHalloween,every 31 October,,\n",
    "board.csv": "held_on,starts\n2027-03-23,18:30\n",
    "postcodes.csv": "postcode,lat,lon,ward_code\nE1 1AA,51.511,-0.051,E05000001\n",
    "acronyms.csv": "acronym,expansion,plain_english\nSNT,Safer Neighbourhood Team,Your local police team.\n",
    "action_plan.csv": (
        "recommendation,action_id,action,responsibility,due_date,evidence,evidence_note\n"
        "3,3a,Vary the halls,SNB Chair,2020-09-30,computed,\n"
    ),
}


@pytest.fixture(scope="session")
def fresh_folder(tmp_path_factory):
    """Make folders of the small borough, with other text for some of the files."""

    def make(**instead):
        place = tmp_path_factory.mktemp("borough")
        for name, text in FILES.items():
            (place / name).write_text(instead.get(name.partition(".")[0], text), encoding="utf-8", newline="")
        return place

    return make


@pytest.fixture
def folder(fresh_folder):
    """A folder of the small borough."""
    return fresh_folder()


@pytest.fixture
def spoil(folder):
    """Change one file of the folder: each piece of text must be there once."""

    def change(name, *, old, new):
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert len(re.findall(re.escape(old), text)) == 1, f"{old!r} is not in {name} exactly once"
        path.write_text(text.replace(old, new), encoding="utf-8", newline="")

    return change


@pytest.fixture
def complaints(folder):
    """Read the folder and return the problems, as text, one a line."""

    def read():
        with pytest.raises(UnusableData) as caught:
            read_borough(folder)
        return str(caught.value).splitlines()

    return read
