"""Cells of a CSV file are changed, and every other byte stays."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from scheduler.reading.csv_rows import csv_rows, table_of
from wardpanels.tidying.csv_cells import with_cells, without_row

TEXTS = st.text(alphabet='ab, ;"\n\té', max_size=6).map(lambda text: text if text.strip() else "")
HEADS = ("id", "name", "step_free")


@st.composite
def files(draw) -> tuple[bytes, list[list[str]]]:
    """A CSV file in one of many dresses, and its rows."""
    dress = {
        "delimiter": draw(st.sampled_from(",;\t")),
        "lineterminator": draw(st.sampled_from(["\n", "\r\n"])),
        "quoting": draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
    }
    rows = [[f"H{n}", draw(TEXTS), draw(TEXTS)] for n in range(draw(st.integers(1, 4)))]
    out = io.StringIO(newline="")
    csv.writer(out, **dress).writerows([HEADS, *rows])
    text = out.getvalue()
    if draw(st.booleans()):
        text = text.removesuffix(dress["lineterminator"])
    if draw(st.booleans()):
        text = f"sep={dress['delimiter']}{dress['lineterminator']}{text}"
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode(), rows


def table(data: bytes):
    return table_of("venues.csv", csv_rows("venues.csv", data))


@given(files(), st.data())
def test_what_is_asked_for_changes_and_nothing_else(file, data):
    content, rows = file
    lines = [line for line, _ in table(content).rows]
    cells = st.dictionaries(st.sampled_from(["name", "step_free", "step_free_basis"]), TEXTS, min_size=1)
    changes = data.draw(st.dictionaries(st.sampled_from(lines), cells, max_size=3))

    after = table(with_cells("venues.csv", content, changes))

    is_new = any("step_free_basis" in each for each in changes.values())
    assert after.header == ((*HEADS, "step_free_basis") if is_new else HEADS)
    wanted = [
        {**dict(zip(after.header, [*row, ""], strict=False)), **changes.get(line, {})}
        for line, row in zip(lines, rows, strict=True)
    ]
    assert [dict(zip(after.header, cells, strict=True)) for _, cells in after.rows] == wanted


@given(files())
def test_file_without_changes_is_the_same_bytes(file):
    assert with_cells("venues.csv", file[0], {}) == file[0]


def test_every_other_byte_stands_as_it_was():
    before = b'\xef\xbb\xbfid;"name" ;step_free\r\n"H1";Caf\xc3\xa9;"yes"\r\n\r\nH2;"two\nlines";  no\r\n'

    after = with_cells("venues.csv", before, {2: {"step_free": "no"}, 4: {"step_free": "a;b"}})

    assert after == before.replace(b'"yes"', b'"no"').replace(b"  no", b'"a;b"')


def test_new_column_comes_last_and_is_empty_in_the_other_rows():
    before = b"id,name\nH1,Abbey\n\nH2,Priory\nH3\n"

    after = with_cells("venues.csv", before, {2: {"step_free": "yes"}})

    assert after == b"id,name,step_free\nH1,Abbey,yes\n\nH2,Priory,\nH3,,\n"


@given(files(), st.data())
def test_a_row_goes_and_the_others_stay(file, data):
    content, _ = file
    rows = table(content).rows
    line = data.draw(st.sampled_from([line for line, _ in rows]))

    after = table(without_row("venues.csv", content, line))

    assert [cells for _, cells in after.rows] == [cells for at, cells in rows if at != line]
