"""What a borough may choose for its campaign, and what is said of what it may not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scheduler.errors import UnusableData
from scheduler.reading import read_borough
from scheduler.release.campaign import CampaignChoices, OwnWords, Reassurance, SeldomHeard
from wardpanels.terminal.cli import run
from wardpanels.year.campaigning import read_campaign

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture
def folder(tmp_path):
    shutil.copy(DATA / "borough.toml", tmp_path)
    return tmp_path


def with_lines(folder, text):
    path = folder / "borough.toml"
    kept = path.read_text(encoding="utf-8").partition("[campaign]")[0]
    path.write_text(f"{kept}{text}", encoding="utf-8")
    return len(kept.splitlines())


def test_a_borough_that_says_nothing_asks_everybody_and_promises_nothing(folder):
    with_lines(folder, "")

    assert read_campaign(folder) == CampaignChoices()


def test_a_borough_chooses_whom_it_asks_what_it_promises_and_how_long_a_piece_is(folder):
    with_lines(
        folder,
        '[campaign]\nasks = ["women", "carers"]\npromises = ["children"]\npress_words = 300\n'
        '[campaign.wards]\nbow-east = ["young-people"]\n',
    )

    assert read_campaign(folder, read_borough(DATA).wards) == CampaignChoices(
        (SeldomHeard.WOMEN, SeldomHeard.CARERS),
        {"bow-east": (SeldomHeard.YOUNG_PEOPLE,)},
        (Reassurance.CHILDREN,),
        press_words=300,
    )


NAMES = "young-people, shift-workers, women, carers, little-english, new-residents"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            '[campaign]\nasks = ["woman"]\n',
            f"2, campaign.asks: found ['woman'], wanted a list of some of these, each once: {NAMES}",
        ),
        (
            '[campaign]\npromises = ["children", "children"]\n',
            "2, campaign.promises: found ['children', 'children'], wanted a list of some of these, each once: "
            "interpreter, children",
        ),
        (
            "[campaign]\npress_words = 20\n",
            "2, campaign.press_words: found 20, wanted words as a whole number, 100 to 2000",
        ),
        (
            "[campaign]\nask = []\n",
            "2, campaign.ask: found a key that is not known here, "
            "wanted one of asks, promises, magazine_words, press_words, wards",
        ),
        (
            "[campaign.wards]\nbow-eats = []\n",
            "2, campaign.wards.bow-eats: found the ward 'bow-eats', "
            "wanted the slug of a ward in wards.csv, such as bethnal-green-east",
        ),
        (
            "[campaign.wards]\nbow-east = 3\n",
            f"2, campaign.wards.bow-east: found 3, wanted a list of some of these, each once: {NAMES}",
        ),
    ],
)
def test_a_slip_is_told_with_its_line_and_what_was_wanted(folder, text, wanted):
    before = with_lines(folder, text)
    line, _, rest = wanted.partition(",")

    with pytest.raises(UnusableData) as told:
        read_campaign(folder, read_borough(DATA).wards)

    assert str(told.value).splitlines()[-1].endswith(f"line {before + int(line)},{rest}")


def test_a_boroughs_own_texts_stand_in_for_ours_key_by_key(folder):
    (folder / "campaign.toml").write_text('[ask.women]\nshort = " Sisters of {ward}, speak up. "\n', encoding="utf-8")
    (folder / "campaign.bn.toml").write_text('[day]\nlong = "{ward} আসুন।"\n', encoding="utf-8")

    assert read_campaign(folder).words == (
        OwnWords("bn", "day.long", "{ward} আসুন।"),
        OwnWords("en", "ask.women.short", "Sisters of {ward}, speak up."),
    )


TOO_LATE = "wanted no word that is wrong a day later: the date stands beside the text"
SLIPS = {
    "no such text": ("ask.men", 'long = "Men"', "found a text that is not known here, wanted one of first.long, "),
    "no such place": ("day", 'short = "Come, {name}"', "found {name}, wanted no braces but {ward}"),
    "open brace": ("week.asked", 'short = "{priority"', "found {priority, wanted no braces but {priority}, {ward}"),
    "wrong tomorrow": ("day", 'short = "Come tonight"', f"found 'tonight', {TOO_LATE}"),
    "too long": ("day", f'short = "{"a" * 161}"', "found 161 letters, wanted 160 at most"),
    "too long for a phone": ("day", f'text = "{"€" * 31}"', "found 62 letters, wanted 60 at most"),
    "not on every phone": (
        "day",
        'text = "আসুন"',
        "found 'আসুন', wanted letters that every phone shows in a text message",
    ),
    "no text": ("day", "short = 7", "found 7, wanted some text on one line"),
}


@pytest.mark.parametrize(("table", "line", "told"), SLIPS.values(), ids=SLIPS)
def test_a_text_that_cannot_be_used_is_told_with_its_file_and_line(folder, table, line, told):
    (folder / "campaign.toml").write_text(f"[{table}]\n{line}\n", encoding="utf-8")

    with pytest.raises(UnusableData) as fault:
        read_campaign(folder)

    assert f"campaign.toml line 2, {table}.{line.partition(' ')[0]}: {told}" in str(fault.value)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "campaign.bn.toml",
            '[day]\ntext = "a"',
            "line 2, day.text: found a text that is not known here",
        ),
        (
            "campaign.xx.toml",
            "",
            "campaign.xx.toml: found a file of texts in no language of ours",
        ),
        ("campaign.toml", "day", "campaign.toml line 1: found something that is not TOML"),
        ("campaign.toml", "a" + ".a" * 900 + ' = "x"', "campaign.toml, a.a.a: found a text that is not known here"),
    ],
    ids=["text message in another language", "no language of ours", "no TOML", "table in a table in a table"],
)
def test_a_file_that_cannot_be_used_is_told(folder, name, text, told):
    (folder / name).write_text(text, encoding="utf-8")

    with pytest.raises(UnusableData) as fault:
        read_campaign(folder)

    assert told in str(fault.value)


def test_check_tells_of_a_text_that_cannot_be_used(tmp_path, capsys):
    folder = shutil.copytree(DATA, tmp_path / "data")
    (folder / "campaign.toml").write_text('[day]\nshort = "Come today"\n', encoding="utf-8")

    assert run(["check", "--data", str(folder)]) == 2
    assert "campaign.toml line 2, day.short: found 'today'" in capsys.readouterr().err
