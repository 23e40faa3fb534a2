"""Why to come, by moment: whom a meeting asks, what the panel asked for, what makes coming easy. The texts are data.

Edges: nothing is added to news, to what is cancelled, or to what goes out before a poll; where a fact is missing, a
       text that needs none stands in
"""

from __future__ import annotations

from collections.abc import Iterator

from publishers import wording
from publishers.campaign_texts import LONG, SHORT, TEXT, text_of
from publishers.channels.notices import Notice, tidy
from publishers.moments import Moment
from scheduler.facts import Known, Priority
from scheduler.release.campaign import Ask


def has_own_words(notice: Notice) -> bool:
    """Whether the moment has words of its own for this meeting."""
    if notice.moment is Moment.NEWS or notice.meeting.is_off:
        return False
    return notice.moment is Moment.AFTER or not notice.release.is_neutral


def lines(notice: Notice) -> tuple[str, ...]:
    """What a short post says beside the facts, the best first; none where the facts are all."""
    return tuple(dict.fromkeys(_lines(notice))) if has_own_words(notice) else ()


def paragraphs(notice: Notice) -> tuple[str, ...]:
    """What mail and a long post say beside the facts; none where the facts are all."""
    if not has_own_words(notice):
        return ()
    return tuple(filter(None, _paragraphs(notice)))


def text_line(notice: Notice) -> str:
    """What one text message has room for, "" where the facts are all."""
    if not has_own_words(notice):
        return ""
    table = _table(notice)
    return _said(notice, "week" if table in ("week.asked", "week.done") else table, TEXT)


def replaces_what_it_is(notice: Notice) -> bool:
    """Whether they stand where others say what a ward panel is. The first notice says that too."""
    return has_own_words(notice) and notice.moment is not Moment.FIRST


def is_over(notice: Notice) -> bool:
    """Whether it is told of as held."""
    return has_own_words(notice) and notice.moment is Moment.AFTER


def ask_of(notice: Notice) -> Ask | None:
    """Whom the meeting asks above all."""
    asks = notice.release.campaign.asks
    return next((ask for ask in asks if ask.meeting_id == notice.meeting.meeting_id), None)


def top_priority(notice: Notice) -> Priority | None:
    """What the panel asked for last and something was done about, or else what it asked for last.

    Edges: nothing that was made up to show a page, and nothing before a poll
    """
    if notice.release.is_neutral:
        return None
    asked = (one for one in notice.release.priorities if one.ward_code == notice.ward.code)
    real = (one for one in asked if not one.is_made_up)
    return max(real, key=lambda one: (one.agreed_on, one.done != "", one.priority), default=None)


def _table(notice: Notice) -> str:
    """The table of texts of the moment, for what is known of the meeting."""
    ask, moment = ask_of(notice), notice.moment
    if moment is Moment.WEEKS and ask:
        return f"ask.{ask.audience}"
    if moment is Moment.WEEK:
        return _hook(notice, ask)
    return "after.plain" if moment is Moment.AFTER and notice.release.is_neutral else moment.value


def _hook(notice: Notice, ask: Ask | None) -> str:
    asked = top_priority(notice) if notice.lang.is_source else None
    if asked:
        return "week.done" if asked.done else "week.asked"
    return "week.by-day" if ask and ask.is_first_by_day else "week"


def _lines(notice: Notice) -> Iterator[str]:
    table, ask = _table(notice), ask_of(notice)
    long, short = _said(notice, table, LONG), _said(notice, table, SHORT)
    if notice.moment is Moment.FIRST and ask:
        asked = _said(notice, f"ask.{ask.audience}", SHORT)
        yield from (f"{long} {asked}", f"{short} {asked}")
    elif notice.moment is Moment.DAYS:
        promised = [_said(notice, f"days.{promise}", SHORT) for promise in notice.release.campaign.promises]
        yield from (" ".join((each, *promised)) for each in (long, short))
    elif notice.moment is Moment.EVE:
        known = _way_in(notice)
        yield from (f"{short}\n{'; '.join(known[:count])}" for count in range(len(known), 0, -1))
    if notice.moment is not Moment.EVE:
        yield long
    yield short


def _paragraphs(notice: Notice) -> Iterator[str]:
    ask, moment = ask_of(notice), notice.moment
    yield _said(notice, _table(notice), LONG)
    if moment is Moment.FIRST and ask:
        yield _said(notice, f"ask.{ask.audience}", LONG)
    if moment is Moment.DAYS:
        yield " ".join(_said(notice, f"days.{promise}", LONG) for promise in notice.release.campaign.promises)
    if moment is Moment.EVE:
        yield _travel(notice)


def _way_in(notice: Notice) -> tuple[str, ...]:
    """What is known of getting there and in, and is good news for whom it is about."""
    hall, lang = notice.meeting.hall, notice.lang
    access, notes = hall.access, wording.access_notes(hall, lang)
    answers = (access.step_free, access.hearing_loop, access.accessible_toilet)
    good = [note for answer, note in zip(answers, notes, strict=False) if answer is Known.YES]
    entrance = notes[len(answers) :]
    return tuple(tidy(note) for note in (*good, *entrance, _travel(notice)) if note)


def _travel(notice: Notice) -> str:
    near = tidy(notice.meeting.hall.transport)
    return f"{notice.lang.say('Nearest station or stop:')} {near}" if near else ""


def _said(notice: Notice, table: str, size: str) -> str:
    release, asked = notice.release, top_priority(notice)
    first, last = release.first_day.year, release.last_day.year
    facts = {
        "ward": notice.ward.name,
        "period": str(first) if first == last else f"{first}/{last % 100:02}",
        "priority": _clause(asked.priority) if asked else "",
        "done": _clause(asked.done) if asked else "",
    }
    return text_of(f"{table}.{size}", notice.lang.tag, release.campaign.words, **facts)


def _clause(text: str) -> str:
    """Somebody's own words inside a sentence of ours."""
    return tidy(text).rstrip(" .")
