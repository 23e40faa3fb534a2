"""What is kept too long goes once a day, by days that really went by."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.boroughs import tiny_borough
from benchmarks.folders import write_folder
from scheduler.errors import UnusableData
from scheduler.store import open_store
from scheduler.subscriber import Interest
from scheduler.upkeep import Swept, UpkeepKind
from wardpanels.people.retention import Retention, read_retention
from wardpanels.upkeep.processing import record_of
from wardpanels.upkeep.sweeping import next_to_go, sweep, swept_sentence
from wardpanels.year.reading import profile_of

NOW = datetime(2027, 2, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
NEVER_CONFIRMED = Swept(unconfirmed=1)


class Borough:
    """A borough in which somebody asked for emails and never confirmed it."""

    def __init__(self, store, folder):
        self.store, self.folder, self.code = store, folder, profile_of(folder).code
        store.subscribers.ask(self.code, "ann@example.org", Interest(), "a1", NOW, DAY)

    def sweep(self, days):
        return sweep(self.store, self.folder, NOW + days * DAY)

    def chooses(self, words):
        with (self.folder / "borough.toml").open("a", encoding="utf-8") as settings:
            settings.write(f"\n[privacy]\n{words}\n")


@pytest.fixture
def borough(tmp_path):
    write_folder(tiny_borough(0), tmp_path)
    with closing(open_store("memory:")) as store:
        yield Borough(store, tmp_path)


def test_first_sweep_only_notes_the_moment_and_the_next_day_deletes_once(borough):
    assert [borough.sweep(days) for days in (20, 20.1, 21, 21.1, 22)] == [
        Swept(), Swept(), NEVER_CONFIRMED, Swept(), Swept(),
    ]  # fmt: skip
    assert borough.store.upkeep.last(borough.code, UpkeepKind.SWEEP).of == NOW + 22 * DAY


def test_clock_that_is_a_year_ahead_deletes_nothing(borough):
    """Whether it is wrong from the first day, for one day, or stays wrong, and whether it is put right again."""
    assert [borough.sweep(days) for days in (366, 1, 367, 2, 400, 3, 4)] == [Swept()] * 7
    assert borough.store.subscribers.find("a1")
    assert [borough.sweep(days) for days in (7, 8)] == [Swept(), NEVER_CONFIRMED]


def test_after_a_month_without_a_sweep_it_catches_up_two_days_at_a_time(borough):
    borough.sweep(0)

    assert [borough.sweep(days) for days in (30, 31, 32, 33)] == [Swept(), Swept(), Swept(), NEVER_CONFIRMED]


def test_borough_says_how_long_and_the_record_says_it_after_it(borough):
    borough.chooses("unconfirmed_days = 30\nletters_months = 6\nbodies_days = 14\nlogs_days = 10")
    retention = read_retention(borough.folder)
    residents, _, letters, *_ = (each for each, _ in record_of(borough.store, borough.folder))

    assert retention == Retention(30, 6, 14, 10)
    assert "who never confirms, after 30 days" in residents.until
    assert "the words of letters, 6 months after they were of use" in letters.until
    assert "when their period is over and 14 days more" in letters.until
    assert next_to_go(borough.store, profile_of(borough.folder), retention) == {
        "unconfirmed_days": "Sign-ups that nobody confirmed: 1 there, the oldest goes on 3 March 2027.",
        "letters_months": "Words of letters: none there.",
        "bodies_days": "Other words: none there.",
        "logs_days": "Jobs that ended: none there.",
    }
    assert borough.sweep(20) == borough.sweep(21) == Swept()


def test_what_cannot_be_chosen_is_said_with_its_line(borough):
    borough.chooses("unconfirmed_days = 3\nletters = 13")

    with pytest.raises(UnusableData) as told:
        read_retention(borough.folder)

    assert "found 3, wanted days that a sign-up waits as a whole number, 7 to 90" in str(told.value)


def test_what_was_deleted_is_told_without_names():
    assert swept_sentence(Swept(1_200, 0, 2)) == (
        "Deleted, for they were kept long enough: 1,200 who never confirmed, 2 jobs that ended."
    )
    assert swept_sentence(Swept()) == ""
