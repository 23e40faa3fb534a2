"""What holds for any text and any order of rows."""

import csv
import io
import unicodedata

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from scheduler.facts import Acronym
from scheduler.reading import read_borough

SPOKEN = [
    "=cmd()",
    "<script>alert(1)</script>",
    '"',
    ",",
    ";",
    "\n",
    "|",
    "\u202e",
    "\u200f",
    "👩‍👧",
    "ক্ষ",
    "é",
    "'",
    "\t",
    "+1",
]
LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")


def is_kept_as_it_is(text):
    return text == unicodedata.normalize("NFC", text).strip() != ""


HOSTILE = (
    st.lists(st.sampled_from(SPOKEN) | st.text(LETTERS, max_size=8), min_size=1, max_size=6)
    .map("".join)
    .map(lambda text: unicodedata.normalize("NFC", text.strip()))
    .filter(is_kept_as_it_is)
)
GLOSSARY = st.lists(st.tuples(HOSTILE, HOSTILE, HOSTILE), max_size=4, unique_by=lambda row: row[0])
HEADER = ("acronym", "expansion", "plain_english")


def as_csv(rows, delimiter=","):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def as_workbook(rows, path):
    book = openpyxl.Workbook()
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            cell = book.active.cell(number, place, "")
            cell.value, cell.data_type = text, "s"  # text that begins with = stays text
    book.save(path)


def glossary(folder):
    return read_borough(folder).acronyms


@given(rows=GLOSSARY, delimiter=st.sampled_from(",;"))
def test_hostile_text_comes_through_csv_unharmed(fresh_folder, rows, delimiter):
    folder = fresh_folder(acronyms=as_csv([HEADER, *rows], delimiter))

    assert glossary(folder) == tuple(Acronym(*row) for row in sorted(rows))


@given(rows=GLOSSARY)
def test_hostile_text_comes_through_a_workbook_unharmed(fresh_folder, rows):
    folder = fresh_folder()
    (folder / "acronyms.csv").unlink()

    as_workbook([HEADER, *rows], folder / "acronyms.xlsx")

    assert glossary(folder) == tuple(Acronym(*row) for row in sorted(rows))


ROWS = {
    "wards": [
        "ward_code,name,slug,lat,lon,population,neighbours",
        "A,Abbey,abbey,51.51,-0.05,15000,B|C",
        "B,Bridge,bridge,51.52,-0.04,12000,",
        "C,Castle,castle,51.53,-0.03,9000,B",
    ],
    "venues": [
        "venue_id,name,address,postcode,lat,lon,ward_codes,capacity,hire_gbp_per_hour,opening_hours,closed",
        "V1,Hall,1 Road,E1 1AA,51.5,-0.05,A|B,60,12.5,24/7,2027-08-01|2027-06-01/2027-06-30",
        "V10,Hub,2 Road,E1 2AA,51.5,-0.04,C,40,0,24/7,",
        "V2,Nave,3 Road,E1 3AA,51.5,-0.03,C|A,80,0,24/7,",
    ],
    "officers": [
        "officer_id,role,name,email,ward_codes,working_hours",
        "P1,sergeant,Ada,,A|B,24/7",
        "P2,dwo,Ben,,,24/7",
        "P3,pcso,Cy,,C,24/7",
    ],
    "attendance": [
        "ward_code,held_on,session,residents",
        "A,2026-03-03,evening,25",
        "A,2026-03-03,weekday_daytime,5",
        "B,2025-03-03,evening,9",
    ],
    "absences": [
        "officer_id,first_day,last_day,reason",
        "P1,2027-01-01,2027-01-02,leave",
        "P1,2027-01-01,2027-01-02,leave",
        "P1,2027-01-01,2027-01-02,course",
    ],
    "days": [
        "first_day,last_day,kind,session,label",
        "2027-02-08,2027-03-09,avoid,evening,Ramadan",
        "2027-02-08,2027-03-09,avoid,any,Ramadan",
        "2027-02-08,2027-03-09,closed,any,Works",
    ],
    "board": ["held_on,starts", "2027-03-23,18:30", "2027-06-23,18:30", "2027-09-23,18:30"],
    "postcodes": ["postcode,lat,lon,ward_code", "E1 1AA,51.5,-0.05,A", "E1 1AB,51.5,-0.05,B", "E1 1AC,51.5,-0.05,A"],
}


def shuffled(rows):
    header, *rest = rows
    return st.permutations(rest).map(lambda order: "\n".join([header, *order]))


@given(texts=st.fixed_dictionaries({name: shuffled(rows) for name, rows in ROWS.items()}))
def test_order_of_rows_never_matters(fresh_folder, texts):
    in_order = fresh_folder(**{name: "\n".join(rows) for name, rows in ROWS.items()})

    assert read_borough(fresh_folder(**texts)) == read_borough(in_order)
