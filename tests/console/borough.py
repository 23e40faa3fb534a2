"""A small borough with a released year, and people who sign in at its console: made once, copied for each use."""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from scheduler.account import AccountRole, StaffAccount, StaffSession
from scheduler.facts import Borough, Role
from scheduler.period import calendar_year
from scheduler.plan import PlannedMeeting, meeting_id
from scheduler.store import Store, open_store
from tests.scheduler.examples import a_meeting, a_plan, at, utc
from wardpanels import wiring
from wardpanels.console.house import House
from wardpanels.people.passphrases import Cost, Hashing
from wardpanels.people.tokens import digest_of, fresh_token
from wardpanels.publicity.announcing import announce
from wardpanels.publicity.desk import fill, open_desk
from wardpanels.year.drafts import keep_draft
from wardpanels.year.planning import plan_problem, problem_of

SMALL = borough(1, wards=3)
"""Three wards with halls and officers."""
YEAR = calendar_year(2027)
RELEASED_AT = utc("2026-11-29 09:00")
NOW = utc("2027-03-10 10:00")
"""In March some meetings are over, and nobody has recorded them."""

CHEAP = Hashing(Cost(memory_kib=8, passes=1))

WHO: dict[str, tuple[str, tuple[AccountRole, ...], int]] = {
    "administrator": ("Ada Price", (AccountRole.ADMINISTRATOR,), 0),
    "sergeant": ("Pat Bow", (AccountRole.PLANNER, AccountRole.RECORDER), 1),
    "planner": ("Pia All", (AccountRole.PLANNER,), 0),
    "drafter": ("Dee Words", (AccountRole.DRAFTER,), 0),
    "sender": ("Sam Sends", (AccountRole.SENDER,), 0),
    "recorder": ("Rae Notes", (AccountRole.RECORDER,), 0),
    "viewer": ("Vic Chair", (AccountRole.VIEWER,), 0),
}
"""Name, roles and in how many wards, the first ones; 0 is everywhere."""


def make_released(folder: Path, data: Path | None = None) -> Path:
    """Plan and release a year in a folder: of a copy of `data`, or of the small borough. Nothing is published.

    Edges: the small one is planned once in a process, and copied
    """
    if data is None:
        return Path(shutil.copytree(_small_one(), folder, dirs_exist_ok=True))
    shutil.copytree(data, folder / "data")
    return _released(folder)


@cache
def _small_one() -> Path:
    folder = Path(mkdtemp(prefix="small-borough-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write_folder(SMALL, folder / "data")
    return _released(folder)


def _released(folder: Path) -> Path:
    store = open_store(url_of(folder))
    problem = problem_of(folder / "data", YEAR, store, RELEASED_AT)
    keep_draft(store, problem.borough, plan_problem(problem).plan, RELEASED_AT)
    announce(open_desk(store, folder / "data", YEAR), RELEASED_AT)
    sign_up(store, problem.borough.profile.code, [ward.code for ward in problem.borough.wards])
    store.close()
    return folder


def make_large(folder: Path, wards: int) -> Path:
    """Release a year of a made-up borough of so many wards, four evenings each, which nobody has searched for."""
    large = _within_limits(borough(1, wards))
    write_folder(large, folder / "data")
    store = open_store(url_of(folder))
    store.save_draft(
        a_plan(*_evenings(large), borough=large.profile.name, borough_code=large.profile.code),
        expected_revision=None,
        saved_at=RELEASED_AT,
    )
    announce(open_desk(store, folder / "data", YEAR), RELEASED_AT)
    sign_up(store, large.profile.code, [ward.code for ward in large.wards])
    store.close()
    return folder


def _within_limits(large: Borough) -> Borough:
    """A borough that its files can hold: a hall a ward, few postcodes, and officers of every ward as those of all."""
    halls = {code: hall for hall in reversed(large.venues) for code in sorted(hall.ward_codes)}
    everywhere = type(large.officers[0].ward_codes)()
    officers = (replace(each, ward_codes=everywhere) if len(each.ward_codes) > 99 else each for each in large.officers)
    venues, homes = tuple(dict.fromkeys(halls.values())), large.homes[:999]
    return replace(large, venues=venues, officers=tuple(officers), homes=homes)


def _evenings(large: Borough) -> Iterator[PlannedMeeting]:
    halls = {code: hall.venue_id for hall in large.venues for code in hall.ward_codes}
    sergeants = {
        code: each.officer_id for each in large.officers for code in each.ward_codes if each.role is Role.SERGEANT
    }
    for number, ward in enumerate(large.wards):
        for quarter in range(4):
            starts_at = at("Tue 2027-01-05 19:00") + timedelta(days=quarter * 91 + number % 60)
            yield a_meeting(
                meeting_id=meeting_id(2027, ward.code, quarter + 1),
                ward_code=ward.code,
                starts_at=starts_at,
                venue_id=halls[ward.code],
                sergeant=sergeants[ward.code],
                ward_officers=(),
            )


def publicise(folder: Path, *channels: str) -> Path:
    """Let a released folder tell of each meeting on some channels, by hand and as soon as it is released."""
    settings = folder / "data" / "borough.toml"
    told = "".join(f'{channel} = "release"\n' for channel in channels)
    settings.write_text(f"{settings.read_text(encoding='utf-8')}\n[publicity]\n{told}", encoding="utf-8")
    store = open_store(url_of(folder))
    fill(open_desk(store, folder / "data", YEAR), RELEASED_AT)
    store.close()
    return folder


def url_of(folder: Path) -> str:
    """The address of a folder's database."""
    return f"sqlite:///{folder / 'wardpanels.db'}"


UNTIDY = Path(__file__).parents[1] / "wardpanels" / "tidying" / "untidy-1.xlsx"
"""A workbook as people keep it, of the wards of `make_bare`."""

OF_HACKNEY = (
    "Brownswood",
    "Clissold",
    "Dalston",
    "De Beauvoir",
    "Hackney Wick",
    "Homerton",
    "Hoxton West",
    "Kings Park",
)


def make_bare(folder: Path) -> Path:
    """A folder with a borough of which only the wards and the settings are known; it is returned."""
    data = folder / "data"
    data.mkdir(parents=True)
    settings = (wiring.shipped_data() / "borough.toml").read_text().partition("[campaign]")[0]
    (data / "borough.toml").write_text(settings.replace("Tower Hamlets", "Hackney").replace("E09000030", "E09000012"))
    for name in ("bank_holidays.csv", "channels.csv"):
        shutil.copy(wiring.shipped_data() / name, data)
    rows = (
        f"E0500937{n},{name},{name.lower().replace(' ', '-')},51.5{n},-0.0{n},9000,"
        for n, name in enumerate(OF_HACKNEY)
    )
    (data / "wards.csv").write_text("\n".join(["ward_code,name,slug,lat,lon,population,neighbours", *rows, ""]))
    return folder


def sign_up(store: Store, borough_code: str, wards: list[str]) -> None:
    """Give everybody of WHO an account, and a session whose key is their own name in WHO."""
    for who, (name, roles, number) in WHO.items():
        address = f"{who}@police.example"
        store.staff.accounts.add(
            StaffAccount(
                who, borough_code, name, address, roles, RELEASED_AT, tuple(wards[:number]), passphrase="a hash"
            )
        )


def sign_in(store: Store, borough_code: str, who: str, at: datetime = NOW) -> str:
    """Let somebody of WHO be signed in, and return the key for their cookie. Their forms' secret is `token`."""
    key = fresh_token()
    store.staff.sessions.add(StaffSession(digest_of(key), who, borough_code, at, at, "127.0.0.1", "token"))
    return key


def house_in(folder: Path, store: Store, clock: Callable[[], datetime] = lambda: NOW) -> House:
    """The house of a folder that was made, at a moment."""
    return House(folder / "data", url_of(folder), store, clock, folder / "site", folder / "newsletter", CHEAP)
