"""borough.toml: each kind of bad key by its full message, and the defaults of what may be left out."""

from datetime import date

import pytest

from scheduler.policy import DEFAULT_WEIGHTS, Limits
from scheduler.reading import read_borough

BAD_KEYS = {
    "blank name": ('"Riverside"', '" "', "line 2, borough.name: found ' ', wanted some text"),
    "missing key, told at its heading": (
        'code = "E09000099"\n',
        "",
        "line 1, borough.code: found nothing, "
        "wanted up to 16 letters, digits, dots, dashes and underscores, such as E09000030",
    ),
    "site address without a scheme": (
        "https://example.org/panels/",
        "example.org/panels",
        "line 5, borough.site_url: found 'example.org/panels', "
        "wanted an address such as https://example.org/ward-panels",
    ),
    "contact without an at sign": (
        "panels@example.org",
        "panels",
        "line 6, borough.contact_email: found 'panels', wanted an email address such as panels@example.org",
    ),
    "time zone nobody knows": (
        "Europe/London",
        "Europe/Londinium",
        "line 7, borough.timezone: found 'Europe/Londinium', wanted a time zone such as Europe/London",
    ),
    "time zone whose clocks follow the moon": (
        "Europe/London",
        "Asia/Gaza",
        "line 7, borough.timezone: found 'Asia/Gaza', wanted a time zone whose clocks change by one rule every year, "
        "or never, such as Europe/London (this one has changes that follow no rule up to 2086)",
    ),
    "time zone that is a folder of them": (
        "Europe/London",
        "Europe",
        "line 7, borough.timezone: found 'Europe', wanted a time zone such as Europe/London",
    ),
    "no languages": (
        '["en", "bn"]',
        "[]",
        'line 8, borough.languages: found [], wanted a list of different language tags such as ["en", "bn"]',
    ),
    "language that is a path": (
        '"bn"',
        '"../bn"',
        "line 8, borough.languages: found ['en', '../bn'], "
        'wanted a list of different language tags such as ["en", "bn"]',
    ),
    "day in quotation marks": (
        '["en", "bn"]\n',
        '["en", "bn"]\nnext_dates_on = "November"\n',
        "line 9, borough.next_dates_on: found 'November', wanted a day without quotes, such as 2027-11-15",
    ),
    "phone number of another country": (
        '["en", "bn"]\n',
        '["en", "bn"]\ncontact_phone = "+33 1 23 45 67 89"\n',
        "line 9, borough.contact_phone: found '+33 1 23 45 67 89', "
        "wanted a UK phone number from 0 on, such as 020 7946 0000",
    ),
    "number for texts without quotes": (
        '["en", "bn"]\n',
        '["en", "bn"]\ncontact_text = 60006\n',
        "line 9, borough.contact_text: found 60006, wanted a UK number that takes texts, such as 07700 900000 or 60006",
    ),
    "length that is true": (
        "length_minutes = 90",
        "length_minutes = true",
        "line 11, policy.length_minutes: found true, wanted minutes as a whole number, 15 to 480",
    ),
    "lookback of nothing": (
        "lookback_meetings = 4",
        "lookback_meetings = 0",
        "line 12, policy.lookback_meetings: found 0, wanted meetings as a whole number, 1 to 100",
    ),
    "step-free maybe": (
        '"required"',
        '"maybe"',
        "line 13, policy.step_free: found 'maybe', wanted one of required, preferred",
    ),
    "unknown hours maybe": (
        'step_free = "required"',
        'step_free = "required"\nunknown_hours = "maybe"',
        "line 14, policy.unknown_hours: found 'maybe', wanted one of not booked, ring first",
    ),
    "two tiers of one name": (
        '"low"',
        '"well attended"',
        "line 25, policy.tiers[2].name: found 'well attended' again, wanted each tier's name once",
    ),
    "threshold below nothing": (
        "from_residents = 20",
        "from_residents = -20",
        "line 17, policy.tiers[1].from_residents: found -20, wanted residents at a meeting, 0 or more, such as 20",
    ),
    "thresholds that do not fall": (
        "from_residents = 20",
        "from_residents = 0",
        "line 26, policy.tiers[2].from_residents: found 0, "
        "wanted less than 0, the tier before it: tiers run from the highest threshold to the lowest",
    ),
    "last threshold above nothing": (
        "from_residents = 0",
        "from_residents = 5.5",
        "line 26, policy.tiers[2].from_residents: found 5.5, wanted 0 in the last tier, so that every ward has a tier",
    ),
    "meetings below nothing": (
        "evening = 4",
        "evening = -4",
        "line 18, policy.tiers[1].evening: found -4, wanted meetings a year as a whole number, 0 to 52",
    ),
    "tier without meetings": (
        "evening = 4\ndaytime = 2",
        "evening = 0\ndaytime = 0",
        "line 18, policy.tiers[1].evening: found no meetings at all, "
        "wanted at least one evening or daytime meeting a year",
    ),
    "preference for nights": (
        '"weekend"',
        '"night"',
        "line 20, policy.tiers[1].daytime_prefers: found 'night', wanted one of weekend, weekday, any",
    ),
    "gap of nothing": (
        "min_gap_days = 28",
        "min_gap_days = 0",
        "line 21, policy.tiers[1].min_gap_days: found 0, wanted days as a whole number, 1 to 366",
    ),
    "gaps crossed": (
        "max_gap_days = 90",
        "max_gap_days = 20",
        "line 22, policy.tiers[1].max_gap_days: found 20, wanted min_gap_days, 28, or more",
    ),
    "unknown session": (
        "weekday_daytime =",
        "morning =",
        "line 35, policy.starts.morning: found 'morning', wanted one of evening, weekday_daytime, weekend_daytime",
    ),
    "start that is no time": (
        '"18:30"',
        '"half six"',
        "line 34, policy.starts.evening: found ['19:00', 'half six'], "
        'wanted a list of start times such as ["18:30", "19:00"]',
    ),
    "start that is not in a list": (
        '["10:30"]',
        '"10:30"',
        "line 35, policy.starts.weekday_daytime: found '10:30', "
        'wanted a list of start times such as ["18:30", "19:00"]',
    ),
    "meeting past midnight": (
        '"18:30"',
        '"22:31"',
        "line 34, policy.starts.evening: found '22:31', wanted a start whose meeting of 90 minutes ends by midnight",
    ),
    "limit below one": (
        "meetings_a_day = 2",
        "meetings_a_day = 0",
        "line 38, policy.limits.meetings_a_day: found 0, wanted meetings a day as a whole number, 1 to 1000",
    ),
    "weight with a fraction": (
        "hire_cost = 7",
        "hire_cost = 7.5",
        "line 41, policy.weights.hire_cost: found 7.5, wanted points as a whole number, 0 to 1000000",
    ),
    "not TOML": (
        "[policy.weights]",
        "[policy.weights",
        "line 40: found something that is not TOML (Expected ']' at the end of a table declaration), "
        'wanted lines such as name = "Tower Hamlets"',
    ),
    "cut off in the middle of a list": (
        '["10:30"]',
        '["10:30"',
        'line 37: found something that is not TOML (Unclosed array), wanted lines such as name = "Tower Hamlets"',
    ),
}


@pytest.mark.parametrize(("old", "new", "message"), BAD_KEYS.values(), ids=BAD_KEYS)
def test_bad_key_is_told_with_its_path_line_and_what_to_write(spoil, complaints, old, new, message):
    spoil("borough.toml", old=old, new=new)

    assert f"borough.toml {message}" in complaints()


def test_every_missing_table_is_told(folder, complaints):
    (folder / "borough.toml").write_text("policy = 3\n")

    assert complaints() == [
        "borough.toml, borough: found nothing, wanted a table [borough]",
        "borough.toml line 1, policy: found 3, wanted a table [policy]",
        "borough.toml line 1, policy.starts: found nothing, wanted a table [policy.starts]",
        "borough.toml line 1, policy.tiers: found nothing, wanted at least one table [[policy.tiers]]",
    ]


def test_limits_and_weights_left_out_take_their_defaults(spoil, folder):
    spoil("borough.toml", old="[policy.limits]\nmeetings_a_day = 2\n\n[policy.weights]\nhire_cost = 7\n", new="")

    policy = read_borough(folder).policy

    assert (policy.limits, policy.weights) == (Limits(), DEFAULT_WEIGHTS)


def test_day_of_the_next_dates_is_read_and_unknown_where_it_is_left_out(spoil, folder):
    before = read_borough(folder).profile.next_dates_on
    spoil("borough.toml", old='["en", "bn"]\n', new='["en", "bn"]\nnext_dates_on = 2027-11-15\n')

    assert (before, read_borough(folder).profile.next_dates_on) == (None, date(2027, 11, 15))


def test_unknown_keys_are_passed_over_and_unknown_weights_are_kept(spoil, folder):
    spoil("borough.toml", old="[policy.weights]", new="colour = 'green'\n[policy.weights]\nmusic = 3")

    policy = read_borough(folder).policy

    assert policy.weights == {**DEFAULT_WEIGHTS, "hire_cost": 7, "music": 3}


def test_settings_with_a_byte_order_mark_and_windows_line_ends_read_the_same(folder):
    before = read_borough(folder)
    path = folder / "borough.toml"

    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    assert read_borough(folder) == before


def test_start_times_may_be_written_without_quotation_marks(spoil, folder):
    before = read_borough(folder)

    spoil("borough.toml", old='["19:00", "18:30"]', new="[18:30:00, 19:00:00, 19:00:00]")

    assert read_borough(folder) == before


def test_settings_that_are_not_utf8_are_told_with_their_line(folder, complaints):
    path = folder / "borough.toml"
    path.write_bytes(path.read_bytes().replace(b"Riverside", b"River\xffside"))

    assert complaints() == [
        "borough.toml line 2: found the byte 0xff, wanted UTF-8 text (in a spreadsheet: Save as, then CSV UTF-8)"
    ]


def test_ways_to_reach_the_borough_are_read_as_people_write_them(folder, spoil):
    ways = 'contact_phone = "020\u00a07946  0000"\ncontact_text = "60006"\ncontact_post = ""\n'
    spoil("borough.toml", old='["en", "bn"]\n', new=f'["en", "bn"]\n{ways}')

    profile = read_borough(folder).profile

    assert (profile.contact_phone, profile.contact_text, profile.contact_post) == ("020 7946 0000", "60006", "")
