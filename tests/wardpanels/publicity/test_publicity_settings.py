"""What a borough says of its publicity: read whole, or refused with every line that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from publishers.carriers.carrier import Outlet
from scheduler.errors import UnusableData
from wardpanels.publicity.publicity_settings import missing_secrets, read_publicity, with_secrets

SHIPPED = Path(__file__).parents[3] / "data"


@pytest.fixture
def read(tmp_path):
    def _read(text: str):
        (tmp_path / "borough.toml").write_text(text, encoding="utf-8")
        return read_publicity(tmp_path)

    return _read


def leads(publicity):
    return {way.channel: way.voice.leads for way in publicity.ways}


def problems(read, text):
    with pytest.raises(UnusableData) as refused:
        read(text)
    return [str(problem) for problem in refused.value.problems]


def test_shipped_borough_can_be_used():
    publicity = read_publicity(SHIPPED)

    assert {way.outlet.carrier for way in publicity.ways} == {"by-hand"}
    assert leads(publicity)["x"] == (7, 1)


def test_borough_that_says_nothing_has_no_channels(read):
    assert read("").ways == ()


def test_times_are_days_several_days_or_the_release(read):
    publicity = read('[publicity]\nmet_engage = 14\nx = [7, 1, 7]\npress = "release"\n')

    assert leads(publicity) == {"met-engage": (14,), "x": (7, 1), "press": (None,)}


def test_group_stands_for_its_channels_but_for_those_with_a_line_of_their_own(read):
    publicity = read("[publicity]\nmastodon = 3\nsocial = [7, 1]\n")

    assert leads(publicity) == {
        "mastodon": (3,),
        "x": (7, 1),
        "bluesky": (7, 1),
        "facebook": (7, 1),
        "nextdoor": (7, 1),
    }


def test_channel_with_a_carrier_is_told_its_options_and_defaults(read):
    publicity = read(
        '[publicity]\nx = 7\n[channels.x]\ncarrier = "webhook"\nurl = "https://hooks.example.org/x"\napproval = true\n'
        '[network]\nallow = ["10.0.0.5:8080"]\n'
    )

    (way,) = publicity.ways
    assert way.voice.needs_approval is True
    assert way.outlet == Outlet("x", "webhook", {"url": "https://hooks.example.org/x"}, {}, ("10.0.0.5:8080",))


def test_retired_channel_is_silent_and_its_successor_can_have_its_words(read):
    publicity = read(
        '[publicity]\nowl = 14\ncity_alert = 14\n[channels.owl]\nretired = true\ncopy = "met-engage"\n'
        '[channels.city_alert]\ncopy = "met_engage"\n'
    )

    assert [(way.channel, way.copy, way.outlet.carrier) for way in publicity.ways] == [
        ("city-alert", "met-engage", "by-hand")
    ]


@pytest.mark.parametrize("rights", ['approve = ["Comms officer"]', "approve = 7"])
def test_rights_of_an_older_file_say_nothing_any_more_and_are_no_error(rights, read):
    assert read(f"[rights]\n{rights}\n") == read("")


def test_person_on_duty_is_reached_by_one_of_the_carriers_and_without_the_table_by_none(read):
    publicity = read('[duty]\ncarrier = "notify"\nkind = "sms"\ntemplate = "T"\n[network]\nallow = ["10.0.0.5:8080"]\n')

    url = "https://api.notifications.service.gov.uk"
    assert publicity.duty == Outlet(
        "duty", "notify", {"kind": "sms", "template": "T", "url": url}, {}, ("10.0.0.5:8080",)
    )
    assert publicity.duty.variable("api_key") == "WARDPANELS_DUTY_API_KEY"
    assert read("[publicity]\nx = 7\n").duty is None


def test_person_on_duty_cannot_be_called_in_a_folder_nor_without_an_address(read):
    assert problems(read, '[duty]\ncarrier = "folder"\npath = "/tmp"\n') == [
        "borough.toml line 2, duty.carrier: found 'folder', wanted one of smtp, notify, webhook"
    ]
    mail = '[duty]\ncarrier = "smtp"\nhost = "mail.example.org"\nsender = "a@example.org"\n'
    assert problems(read, mail) == [
        "borough.toml line 1, duty.to: found nothing, wanted the address of the person on duty"
    ]


def test_everything_wrong_is_said_at_once_with_its_line(read):
    said = problems(
        read,
        '[publicity]\nx = "soon"\npress = -1\nfax = 7\nsms = []\n'
        '[channels.x]\ncarrier = "pigeon"\napproval = "yes"\n'
        '[channels.sms]\ncarrier = "webhook"\nadress = "https://example.org"\n'
        "[channels.letter]\ncopy = \"press\"\n[network]\nallow = 'all'\n",
    )

    times = 'wanted days before the meeting from 0 to 366, such as 14 or [7, 1], "release", or "after"'
    assert [line.partition(", wanted one of")[0] for line in said] == [
        f"borough.toml line 2, publicity.x: found 'soon', {times}",
        f"borough.toml line 3, publicity.press: found -1, {times}",
        "borough.toml line 4, publicity.fax: found the channel 'fax'",
        f"borough.toml line 5, publicity.sms: found [], {times}",
        "borough.toml line 7, channels.x.carrier: found 'pigeon'",
        "borough.toml line 8, channels.x.approval: found 'yes', wanted true or false",
        "borough.toml line 9, channels.sms.url: found nothing, wanted the address that the system listens at",
        "borough.toml line 11, channels.sms.adress: found an option that webhook does not know",
        "borough.toml line 12, channels.letter: found a channel without a time, "
        "wanted a line for it in [publicity], such as letter = 7",
        'borough.toml line 15, network.allow: found \'all\', wanted a list of names in quotes, such as ["one", "two"]',
    ]


def test_options_that_a_carrier_lacks_or_does_not_know_are_named(read):
    said = problems(
        read,
        '[publicity]\nx = 7\nsms = 1\n[channels.x]\ncarrier = "pigeon"\napproval = "yes"\n'
        '[channels.sms]\ncarrier = "webhook"\nadress = "https://example.org"\n',
    )

    assert [line.partition(", wanted")[0] for line in said] == [
        "borough.toml line 5, channels.x.carrier: found 'pigeon'",
        "borough.toml line 6, channels.x.approval: found 'yes'",
        "borough.toml line 7, channels.sms.url: found nothing",
        "borough.toml line 9, channels.sms.adress: found an option that webhook does not know",
    ]


def test_secrets_come_from_the_environment_by_the_channels_name(read):
    publicity = read(
        '[publicity]\nmet_engage = 7\n[channels.met_engage]\ncarrier = "webhook"\nurl = "https://example.org"\n'
    )
    name = "WARDPANELS_MET_ENGAGE_SIGNING_KEY"

    assert list(missing_secrets(publicity.ways, {})) == [("met-engage", name)]
    assert list(missing_secrets(publicity.ways, {name: "s"})) == []
    assert with_secrets(publicity.ways[0].outlet, {name: "s"}).secrets == {"signing_key": "s"}
