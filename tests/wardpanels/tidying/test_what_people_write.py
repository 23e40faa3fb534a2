"""Each kind of cell, as people write it, with what it means and how sure that is."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.facts import DaySpan, SchoolPeriod
from scheduler.hours import open_spans
from scheduler.reading import cells
from wardpanels.tidying.said.given_names import one_ward, wards
from wardpanels.tidying.said.hall_hours import hall_hours
from wardpanels.tidying.said.head_counts import capacity, people, residents
from wardpanels.tidying.said.plain_words import postcode
from wardpanels.tidying.said.pounds import pounds
from wardpanels.tidying.said.ranks import rank
from wardpanels.tidying.said.shifts import shifts
from wardpanels.tidying.said.usual_evenings import usual_evening
from wardpanels.tidying.said.written_days import written_day, written_span
from wardpanels.tidying.said.yes_or_no import yes_or_no
from wardpanels.tidying.understood import Sure, Surroundings, Understood

TERMS = (
    SchoolPeriod(DaySpan(date(2027, 1, 4), date(2027, 3, 25)), True, "spring term"),
    SchoolPeriod(DaySpan(date(2027, 2, 15), date(2027, 2, 19)), False, "spring half term"),
    SchoolPeriod(DaySpan(date(2027, 4, 12), date(2027, 7, 21)), True, "summer term"),
)
NAMES = (
    "Dalston",
    "De Beauvoir",
    "Hackney Wick",
    "Hoxton East & Shoreditch",
    "Hoxton West",
    "King’s Park",
    "Tŷ'r Môr",
    "Llanfair & Gŵyl",
)
KNOWN = Surroundings({name: name.lower() for name in NAMES}, school=TERMS, year=2027)
CERTAIN, LIKELY, GUESSED, NOT_READ = "certain", "likely", "guessed", "not read"


@pytest.mark.parametrize(
    ("read", "written", "meant", "sure"),
    [
        (usual_evening, "Tues 7pm", "Tue 19:00", CERTAIN),
        (usual_evening, "Weds 7.30pm", "Wed 19:30", CERTAIN),
        (usual_evening, "Mon 6.30", "Mon 18:30", LIKELY),
        (usual_evening, "1st Tues, 7.00 p.m.", "Tue 19:00", LIKELY),
        (usual_evening, "Every Thursday at 19:00hrs", "Thu 19:00", CERTAIN),
        (usual_evening, "Wed 7-8.30pm", "Wed 19:00", LIKELY),
        (usual_evening, "Tues half 7", "Tue 19:30", LIKELY),
        (usual_evening, "Thu 7pm (not Aug)", "Thu 19:00", LIKELY),
        (usual_evening, "Tue or Wed 7pm", "", NOT_READ),
        (usual_evening, "Tuesday evening", "", NOT_READ),
        (hall_hours, "Mon-Thurs 9am to 8pm, Sat 10-4, not bank hols",
         "Mo-Th 09:00-20:00; Sa 10:00-16:00; PH off", CERTAIN),
        (hall_hours, "9-5 Mon-Fri, 10-4 Sat", "Mo-Fr 09:00-17:00; Sa 10:00-16:00", CERTAIN),
        (hall_hours, "Mon-Fri 9-12, 1-5", "Mo-Fr 09:00-12:00,13:00-17:00", CERTAIN),
        (hall_hours, "Mon-Fri 9am-9pm Wed closed", "Mo-Fr 09:00-21:00; We off", CERTAIN),
        (hall_hours, "Mon-Fri 9am-9pm term time only", "Mo-Fr 09:00-21:00; SH off", CERTAIN),
        (hall_hours, "7 days 8-10", "Mo-Su 08:00-22:00", GUESSED),
        (hall_hours, "Mon-Sun 8-9pm", 'Mo-Su 20:00-21:00, Mo-Su 08:00-20:00 unknown "am or pm?"', GUESSED),
        (hall_hours, "Mon to Fri 9am to 9pm (closed school holidays)", "Mo-Fr 09:00-21:00; SH off", CERTAIN),
        (hall_hours, "9-9 Mon-Fri (not bank hols)", "Mo-Fr 09:00-21:00; PH off", CERTAIN),
        (hall_hours, "M-Th 9.30-9pm, F 9.30-5, closed Bank Hols",
         "Mo-Th 09:30-21:00; Fr 09:30-17:00; PH off", CERTAIN),
        (hall_hours, "Mon-Fri 9-5, 7pm-10pm Tues", "Mo-Fr 09:00-17:00; Tu 19:00-22:00", LIKELY),
        (hall_hours, "Open 24 hours", "24/7", CERTAIN),
        (hall_hours, "M, W & F 10am-9pm", "Mo,We,Fr 10:00-21:00", CERTAIN),
        (hall_hours, "ring first", 'unknown "ring first"', NOT_READ),
        (hall_hours, "Mon-Fri 9-9 (check with Bob)", 'Mo-Fr 09:00-21:00', LIKELY),
        (hall_hours, "Mon-Fri 9-9 (not August)", 'Mo-Fr 09:00-21:00 unknown "not august"', GUESSED),
        (hall_hours, "Mo-Fr 09:00-21:00; PH off", "Mo-Fr 09:00-21:00; PH off", CERTAIN),
        (hall_hours, "Mon-Fri 9am-9pm, closed 5pm-9pm", "Mo-Fr 09:00-21:00; Mo-Fr 17:00-21:00 off", CERTAIN),
        (hall_hours, "Mon-Fri 9am-9pm; closed 1-2pm", "Mo-Fr 09:00-21:00; Mo-Fr 13:00-14:00 off", CERTAIN),
        (hall_hours, "Mon-Fri 9am-9pm closed 1pm-2pm Wed", "Mo-Fr 09:00-21:00; We 13:00-14:00 off", CERTAIN),
        (hall_hours, "Mon-Fri 9am-5pm, Sun closed 10am-6pm", "Mo-Fr 09:00-17:00", CERTAIN),
        (hall_hours, "Mon-Fri 10am-10pm closed Tues 5pm-10pm", "Mo-Fr 10:00-22:00; Tu 17:00-22:00 off", CERTAIN),
        (hall_hours, "Mon-Fri 9am-12, closed 12-1, 1pm-5pm",
         "Mo-Fr 09:00-12:00,13:00-17:00; Mo-Fr 12:00-13:00 off", CERTAIN),
        (hall_hours, "Closed Mon, Tue-Sun 10am-9pm", "Tu-Su 10:00-21:00", CERTAIN),
        (hall_hours, "Closed Mon & Tue and open Wed-Sun 10am-9pm", "We-Su 10:00-21:00", CERTAIN),
        (hall_hours, "Closed Mondays; Mon-Sun 10am-9pm", "Mo-Su 10:00-21:00; Mo off", CERTAIN),
        (hall_hours, "Mon-Fri 9am-9pm, closed Wed, Sat 10am-4pm",
         "Mo-Fr 09:00-21:00; Sa 10:00-16:00; We off", CERTAIN),
        (hall_hours, "7 days 9am-9pm closed Wed, Thu 9am-5pm",
         'Mo-Su 09:00-21:00 unknown "closed"; We-Th 09:00-17:00 unknown "closed"', GUESSED),
        (hall_hours, "9am-5pm Mon-Fri, Sat closed", "Mo-Fr 09:00-17:00", CERTAIN),
        (hall_hours, "9am-9pm closed Wed", "Mo-Su 09:00-21:00; We off", GUESSED),
        (hall_hours, "closed 9am-5pm Mon-Fri", 'unknown "closed 9am-5pm Mon-Fri"', NOT_READ),
        (hall_hours, "Mon-Fri except Wed 9am-9pm", "Mo-Tu,Th-Fr 09:00-21:00", CERTAIN),
        (hall_hours, "Mon-Fri 9am-9pm except Wed 9am-5pm",
         'Mo-Fr 09:00-21:00; We unknown "hours not said"', GUESSED),
        (hall_hours, "Mon-Fri 9am-9pm, closed after 5pm Wed",
         'Mo-Fr 09:00-21:00 unknown "after 5pm"; We off', GUESSED),
        (hall_hours, "closed bank hols", 'unknown "closed bank hols"', NOT_READ),
        (hall_hours, "Mon-Fri evenings 6pm-8pm", "Mo-Fr 18:00-20:00", CERTAIN),
        (hall_hours, "Mon-Fri 6pm-8pm evenings", "Mo-Fr 18:00-20:00", CERTAIN),
        (hall_hours, "Evenings 5pm-5.45pm Tues", "Tu 17:00-17:45", CERTAIN),
        (hall_hours, "Mon-Fri mornings 9am-1pm, afternoons 2pm-4pm", "Mo-Fr 09:00-13:00,14:00-16:00", CERTAIN),
        (hall_hours, "Mon-Fri 9am-5pm and evenings", "Mo-Fr 09:00-17:00,18:00-22:00", GUESSED),
        (hall_hours, "Mon-Fri 9am-5pm, evenings Tues", "Mo-Fr 09:00-17:00; Tu 18:00-22:00", GUESSED),
        (hall_hours, "Mon-Fri 9am-9pm, closed Fri evening 6pm-9pm",
         "Mo-Fr 09:00-21:00; Fr 18:00-21:00 off", CERTAIN),
        (hall_hours, "Mon-Fri 9am-9pm closed evenings", "Mo-Fr 09:00-21:00; Mo-Fr 18:00-22:00 off", GUESSED),
        (shifts, "Mon-Fri 2pm-10pm not evenings", "Mo-Fr 14:00-22:00; Mo-Fr 18:00-22:00 off", GUESSED),
        (shifts, "Mon-Fri evenings 6pm-8pm", "Mo-Fr 18:00-20:00", CERTAIN),
        (shifts, "Mon-Fri 2pm-10pm except Weds", "Mo-Fr 14:00-22:00; We off", CERTAIN),
        (shifts, "Mon-Fri 2pm-10pm, closed Wed", "Mo-Fr 14:00-22:00; We off", CERTAIN),
        (shifts, "Mon-Fri 2pm-10pm none Wed", "Mo-Fr 14:00-22:00; We off", CERTAIN),
        (shifts, "Mon-Fri 2pm-10pm, not Wed or Thu", "Mo-Fr 14:00-22:00; We-Th off", CERTAIN),
        (shifts, "Mon-Fri except Weds 2pm-10pm", "Mo-Tu,Th-Fr 14:00-22:00", CERTAIN),
        (shifts, "Mon-Fri 2pm-10pm, Wed off", "Mo-Fr 14:00-22:00; We off", CERTAIN),
        (shifts, "Mon-Fri 2pm-10pm RDO Weds", "Mo-Fr 14:00-22:00; We off", GUESSED),
        (shifts, "Mon-Fri 2pm-10pm, off 5pm-6pm", "Mo-Fr 14:00-22:00; Mo-Fr 17:00-18:00 off", CERTAIN),
        (shifts, "Lates except Weds", "Mo-Fr 14:00-22:00; We off", GUESSED),
        (shifts, "Lates Mon-Fri 1400-2200 odd weeks except Weds / earlies Mon-Fri 0700-1500 even weeks",
         "week 1-53/2 Mo-Fr 14:00-22:00; week 1-53/2 We off; week 2-52/2 Mo-Fr 07:00-15:00", CERTAIN),
        (shifts, "12-10 Tue-Sat", "Tu-Sa 12:00-22:00", CERTAIN),
        (shifts, "Lates 1400-2200 / earlies alternate", "Mo-Fr 14:00-22:00", GUESSED),
        (shifts, "Lates Mon-Fri 1400-2200 odd weeks / earlies Mon-Fri 0700-1500 even weeks",
         "week 1-53/2 Mo-Fr 14:00-22:00; week 2-52/2 Mo-Fr 07:00-15:00", CERTAIN),
        (shifts, "Lates (1400-2200) Mon-Fri", "Mo-Fr 14:00-22:00", CERTAIN),
        (shifts, "1300x2100 Mon-Fri", "Mo-Fr 13:00-21:00", CERTAIN),
        (shifts, "office hours", "Mo-Fr 09:00-17:00", GUESSED),
        (shifts, "Mon-Fri flexible", "Mo-Fr 09:00-22:00", GUESSED),
        (shifts, "4 on 4 off", "", NOT_READ),
        (written_day, "3/11/26", "2026-11-03", CERTAIN),
        (written_day, date(2026, 11, 3), "2026-11-03", CERTAIN),
        (written_day, 46329, "2026-11-03", LIKELY),
        (written_day, "Tues 3rd Nov 26", "2026-11-03", CERTAIN),
        (written_day, "Weds 3rd Nov 26", "2026-11-03", GUESSED),
        (written_day, "11/23/2026", "2026-11-23", GUESSED),
        (written_day, "31/2/26", "", NOT_READ),
        (written_span, "19-23 July 2027", "2027-07-19/2027-07-23", CERTAIN),
        (written_span, "Easter hols", "2027-03-26/2027-04-11", LIKELY),
        (written_span, "Feb half term", "2027-02-15/2027-02-19", LIKELY),
        (written_span, "Summer holidays", "", NOT_READ),
        (written_span, "August 2027", "2027-08-01/2027-08-31", LIKELY),
        (written_span, "Dec '27", "2027-12-01/2027-12-31", LIKELY),
        (written_span, "Feb 2028", "2028-02-01/2028-02-29", LIKELY),
        (written_span, "July", "2027-07-01/2027-07-31", GUESSED),
        (written_span, "May 2027 - June 2027", "2027-05-01/2027-06-30", LIKELY),
        (written_span, "May-June 2027", "2027-05-01/2027-06-30", LIKELY),
        (written_span, "12 July to August 2027", "", NOT_READ),
        (written_span, "Nov to Feb 2027", "", NOT_READ),
        (written_span, "mid August 2027", "", NOT_READ),
        (written_span, "decorating 2027", "", NOT_READ),
        (written_span, "19 July 2027 am", "2027-07-19", LIKELY),
        (written_span, "2027-07-19 00:00:00", "2027-07-19", CERTAIN),
        (written_span, "12/10/2026 am to 13/10/2026 pm", "2026-10-12/2026-10-13", LIKELY),
        (written_day, "Jul 20, 2027", "2027-07-20", CERTAIN),
        (written_day, "July 20th 27", "2027-07-20", CERTAIN),
        (written_day, "3 Nov 10pm", "2027-11-03", GUESSED),
        (yes_or_no, True, "yes", CERTAIN),
        (yes_or_no, "✓", "yes", CERTAIN),
        (yes_or_no, "N/A", "unknown", LIKELY),
        (yes_or_no, "Yes/No", "unknown", GUESSED),
        (yes_or_no, "Y / N", "unknown", GUESSED),
        (yes_or_no, "No or Yes", "unknown", GUESSED),
        (yes_or_no, "Yes/No (delete as applicable)", "unknown", GUESSED),
        (yes_or_no, "Yes \u2610 No \u2611", "unknown", GUESSED),
        (yes_or_no, "level/steps", "unknown", GUESSED),
        (yes_or_no, "yes, no steps", "yes", LIKELY),
        (yes_or_no, "no - stairs", "no", LIKELY),
        (yes_or_no, "yes but one step", "unknown", GUESSED),
        (pounds, "£25 ph", "25", CERTAIN),
        (pounds, "£10 p.h.", "10", CERTAIN),
        (pounds, "n/c", "0", CERTAIN),
        (pounds, "Free", "0", CERTAIN),
        (pounds, "12.00", "12", LIKELY),
        (pounds, "£40 per session", "40", GUESSED),
        (pounds, "POA", "", NOT_READ),
        (residents, "c. 15", "15", LIKELY),
        (residents, "25 (incl cllrs)", "25", GUESSED),
        (residents, "12 + 3 cllrs", "12", LIKELY),
        (residents, "cancelled", "", CERTAIN),
        (residents, "lots", "", NOT_READ),
        (residents, "0", "0", CERTAIN),
        (residents, "nil", "0", LIKELY),
        (residents, "None", "0", LIKELY),
        (residents, "no residents", "0", LIKELY),
        (residents, "n/a", "", LIKELY),
        (residents, "tbc", "", LIKELY),
        (residents, "3 cllrs, 12 residents", "12", LIKELY),
        (residents, "12 residents 3 cllrs", "12", LIKELY),
        (residents, "cllrs: 3, residents: 12", "12", LIKELY),
        (residents, "3 police and 14 members of the public", "14", LIKELY),
        (residents, "1,200 residents + 3 cllrs", "1200", LIKELY),
        (residents, "3 cllrs, 12", "12", LIKELY),
        (residents, "cllrs 3, 12", "3", GUESSED),
        (residents, "cllrs 3 residents 12", "", NOT_READ),
        (residents, "3 cllrs", "", NOT_READ),
        (residents, -3, "", NOT_READ),
        (residents, "minus 3", "", NOT_READ),
        (residents, "07700900123", "", NOT_READ),
        (residents, "07700 900123", "", NOT_READ),
        (residents, "10001", "", NOT_READ),
        (capacity, "60 seated / 80 standing", "60", LIKELY),
        (capacity, "2 x 30", "", NOT_READ),
        (capacity, "2 rooms of 30", "", NOT_READ),
        (capacity, "07700 900123", "", NOT_READ),
        (capacity, "100001", "", NOT_READ),
        (people, "15,300", "15300", CERTAIN),
        (people, -15300, "", NOT_READ),
        (people, "07700900123", "", NOT_READ),
        (rank, "A/PS", "sergeant", CERTAIN),
        (rank, "PC", "dwo", LIKELY),
        (rank, "Council", "public_realm", LIKELY),
        (one_ward, "KING'S PARK ward", "king’s park", CERTAIN),
        (one_ward, "Hoxton W", "hoxton west", LIKELY),
        (one_ward, "Hoxton", "", NOT_READ),
        (one_ward, "Ty'r Mor", "tŷ'r môr", CERTAIN),
        (wards, "Dalston + De Beauvoir", "dalston|de beauvoir", CERTAIN),
        (wards, "Hoxton East and Shoreditch & Dalston", "dalston|hoxton east & shoreditch", CERTAIN),
        (wards, "Llanfair and Gwyl / Dalston", "dalston|llanfair & gŵyl", CERTAIN),
        (wards, "Dalston, Atlantis", "dalston", NOT_READ),
    ],
)  # fmt: skip  # a table
def test_what_is_written_means(read, written, meant, sure):
    told = read(written, KNOWN)

    assert (told.value, told.sure.word) == (meant, sure)
    assert bool(told.why) is bool(told.sure) or read is residents


@given(st.text(max_size=40), st.sampled_from([hall_hours, shifts]))
def test_hours_are_read_as_hours_of_the_contract_whatever_is_written(written, read):
    told = read(written, KNOWN)

    if told.value:
        cells.hours(told.value)


@given(st.text(max_size=40) | st.floats() | st.integers() | st.booleans() | st.datetimes() | st.times())
def test_any_cell_at_all_has_a_reading(written):
    for read in (usual_evening, written_span, yes_or_no, pounds, residents, rank, wards, hall_hours, shifts):
        told = read(written, KNOWN)

        assert told.value or told.why or read in (wards, written_span, residents)


DAYS = ("Mon", "Tues", "Weds", "Thurs", "Fri", "Sat", "Sun")
SAID = st.sampled_from(["{h}am", "{h}.00am", "{h}:00 am", "{h} a.m."])


@given(
    st.integers(0, 6), st.integers(0, 6), st.integers(7, 11), st.integers(1, 11),
    st.sampled_from(["-", " - ", "–", " to ", " til ", " until "]), st.sampled_from(["-", " to ", " – "]),
    st.booleans(),
)  # fmt: skip  # one choice a line
def test_hours_in_words_are_open_when_they_say(first, last, opens, closes, till, through, days_first):
    days = DAYS[first] if first == last else f"{DAYS[first]}{through}{DAYS[last]}"
    clock = f"{opens}am{till}{closes}pm"

    told = hall_hours(f"{days} {clock}" if days_first else f"{clock} {days}", KNOWN)

    meant = {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    monday = date(2027, 6, 7)
    spans = open_spans(told.value, monday, monday + timedelta(days=6))
    for weekday in range(7):
        day = monday + timedelta(days=weekday)
        within = spans.cover(datetime.combine(day, time(opens)), datetime.combine(day, time(closes + 12)))
        assert within is (weekday in meant)
        assert not spans.cover(datetime.combine(day, time(closes + 12)), datetime.combine(day, time(closes + 12, 30)))
    assert told.sure.word == CERTAIN


SHUT = st.sampled_from(["closed", "shut", "not", "except", "but not", "excl.", "none"])


@given(
    st.sampled_from(["{open} {shut} {off}", "{open}, {shut} {off}", "{open}; {shut} {off}", "{shut} {off}; {open}"]),
    SHUT, st.integers(0, 6), st.sampled_from(["", " 5pm-8pm"]), st.booleans(), st.sampled_from([hall_hours, shifts]),
)  # fmt: skip  # one choice a line
def test_nothing_that_is_said_to_be_closed_is_open(form, shut, day, hours, days_first, read):
    opened = "Mon-Sun 9am-9pm" if days_first else "9am-9pm Mon-Sun"

    told = read(form.format(open=opened, shut=shut, off=DAYS[day] + hours), KNOWN)

    on = date(2027, 6, 7) + timedelta(days=day)
    spans = open_spans(told.value, on - timedelta(days=1), on + timedelta(days=1))
    is_said = read is hall_hours or told.sure is Sure.CERTAIN
    assert not is_said or not spans.cover(datetime.combine(on, time(17)), datetime.combine(on, time(20)))


@given(
    st.lists(
        st.sampled_from(
            [*DAYS, "Mon-Fri", "closed", "except", "not", "9am-5pm", "6-9pm", ",", ";", "&", "evenings", "open"]
        ),
        max_size=9,
    )
)
def test_every_order_of_days_hours_and_closing_words_is_hours_of_the_contract(words):
    for read in (hall_hours, shifts):
        told = read(" ".join(words), KNOWN)

        assert not told.value or cells.hours(told.value)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(
    ["{0.day}/{0.month}/{0.year}", "{0:%d/%m/%y}", "{0.day}.{0.month}.{0:%y}", "{0:%a} {0.day} {0:%B} {0.year}",
     "{0:%A} {0.day}th {0:%b} {0.year}", "{0.year}-{0:%m-%d}", "{0.day} {0:%b} {0:%y}"]))  # fmt: skip  # forms
def test_days_are_read_back_as_they_were_written(day, form):
    assert written_day(form.format(day), KNOWN).value == str(day)


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["{0:%B} {0.year}", "{0:%b} {0.year}", "{0:%b}, {0.year}", "{0:%b} '{0:%y}"]),
)
def test_month_is_never_a_day(day, form):
    assert written_day(form.format(day), KNOWN).sure is Sure.CANNOT


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["{0.day}/{0.month}/{0.year}", "{0:%d/%m/%y}", "{0.day} {0:%B} {0.year}", "{0:%a} {0:%d.%m.%Y}"]),
    st.sampled_from([" am", " pm", "pm", " p.m.", " 7pm", ", 7.30 pm", " @ 10am", " at 7pm", " 14:00", " 09:30:00"]),
)
def test_time_after_a_day_takes_nothing_of_its_year(day, form, beside):
    assert written_day(form.format(day) + beside, KNOWN) == Understood(str(day))


@pytest.mark.parametrize("written", ["E1 1AA", "e11aa", " E1-1aa."])
def test_postcode_is_read_in_any_dress(written):
    assert postcode(written, Surroundings()) == Understood("E1 1AA")


def test_postcode_in_the_digits_of_another_script_is_asked_about():
    assert postcode("E\u09e7 \u09e7AA", Surroundings()).sure is Sure.GUESSED
