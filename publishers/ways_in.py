"""How to reach whoever runs the panels: by mail, phone, text and post, in words and as links; and what deaf people use.

Source: Ofcom, emergency video relay, for 999 in British Sign Language; Relay UK, for 18001 before a number
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup

from publishers import wording
from publishers.languages import ENGLISH, Language, to_translate

RELAY = "18001"
"""Dialled before a number, it lets Relay UK turn speech to text and back."""
BSL = "999bsl.co.uk"
"""The site of 999 BSL."""
DEAF = to_translate(
    "Do you use British Sign Language (BSL)? In an emergency, sign to 999 at %(bsl)s. "
    "To call 101 with Relay UK, dial %(relay)s."
)
HELP = to_translate("Questions, or do you need an interpreter or other help to take part?")


class Reachable(Protocol):
    """Whatever knows how its borough is reached. Edges: "" where there is no such way."""

    @property
    def contact_email(self) -> str:
        """Where mail goes."""

    @property
    def contact_phone(self) -> str:
        """The number to call: digits and spaces, from 0 on."""

    @property
    def contact_text(self) -> str:
        """The number to send a text to."""

    @property
    def contact_post(self) -> str:
        """Where letters go."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What is called, texted or written to: as people read it, and as a link. Edges: `link` is "" of an address"""

    shown: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class WayIn:
    """One way: its sentence in English, with a place for each of its targets."""

    says: str
    targets: tuple[tuple[str, Reached], ...]

    def text(self, lang: Language = ENGLISH) -> str:
        """The sentence. Edges: one that runs from right to left may not turn a number round."""
        return lang.say(self.says, **{name: wording.apart(each.shown, lang) for name, each in self.targets})

    def html(self, lang: Language = ENGLISH, css: str = "") -> Markup:
        """The sentence, in which each number and each mail address is a link of a class of CSS."""
        return _with_links(self.says, self.targets, lang, css)

    @property
    def link(self) -> str:
        """What a tap on the whole sentence does: its first target's link."""
        return self.targets[0][1].link


def ways_in(house: Reachable) -> tuple[WayIn, ...]:
    """The ways that there are, mail first."""
    phone, post = wording.one_line(house.contact_phone), wording.one_line(house.contact_post)
    email, number = wording.one_line(house.contact_email), wording.one_line(house.contact_text)
    by_relay = f"{RELAY} {phone}"
    found = (
        WayIn(to_translate("Email %(email)s."), (("email", Reached(email, f"mailto:{email}")),)),
        WayIn(
            to_translate("Call %(phone)s, or with Relay UK %(relay)s."),
            (("phone", Reached(phone, dialled(phone))), ("relay", Reached(by_relay, dialled(by_relay)))),
        ),
        WayIn(to_translate("Text %(number)s."), (("number", Reached(number, dialled(number, "sms"))),)),
        WayIn(to_translate("Write to %(address)s."), (("address", Reached(post)),)),
    )
    return tuple(way for way in found if way.targets[0][1].shown)


def text_of(house: Reachable, lang: Language = ENGLISH) -> str:
    """All ways as sentences on one line."""
    return " ".join(way.text(lang) for way in ways_in(house))


def html_of(house: Reachable, css: str = "", *, lang: Language = ENGLISH) -> Markup:
    """The same with links, which may have a class of CSS."""
    return Markup(" ").join(way.html(lang, css) for way in ways_in(house))


def listed(house: Reachable) -> str:
    """What is called, texted or written to, without words: for programs that have a place for it."""
    return ", ".join(way.targets[0][1].shown for way in ways_in(house))


def for_the_deaf(lang: Language = ENGLISH) -> str:
    """What deaf people use instead of a call."""
    return lang.say(DEAF, **{name: wording.apart(each.shown, lang) for name, each in _OF_DEAF})


def for_the_deaf_html(css: str = "", *, lang: Language = ENGLISH) -> Markup:
    """The same with links."""
    return _with_links(DEAF, _OF_DEAF, lang, css)


def dialled(number: str, scheme: str = "tel") -> str:
    """The link that calls a number, or with `sms` sends a text: one of ours in its form for the whole world.

    Source: RFC 3966 (tel), RFC 5724 (sms)
    """
    digits = "".join(mark for mark in number if mark.isdecimal())
    return f"{scheme}:+44{digits[1:]}" if digits.startswith("0") else f"{scheme}:{digits}"


_OF_DEAF = (("bsl", Reached(BSL, f"https://{BSL}")), ("relay", Reached(f"{RELAY} 101", dialled(f"{RELAY}101"))))


def _with_links(says: str, targets: tuple[tuple[str, Reached], ...], lang: Language, css: str) -> Markup:
    given = Markup(' class="{}"').format(css) if css else ""
    link = Markup('<a{} href="{}" dir="ltr">{}</a>')
    shown = {
        name: link.format(given, each.link, each.shown) if each.link else Markup("<bdi>{}</bdi>").format(each.shown)
        for name, each in targets
    }
    return Markup(lang.text(says)) % shown  # the sentence is ours, and what is put into it is escaped
