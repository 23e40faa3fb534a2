"""The pages on which residents ask for mail, confirm it and stop it: in the site's look, made for one reader each time.

They need no script, load nothing from elsewhere, and say the same whether or not an address is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from publishers import addresses, glossary, phrases, templating
from publishers.artifact import Artifact
from publishers.channels.notices import notices
from publishers.languages import Language
from publishers.pages.drawing import Pieces, Version, given, static_files
from publishers.pages.site import Assets, Frame, PageWords, Site
from scheduler.facts import Acronym
from scheduler.release.value import Release, ReleasedMeeting


@dataclass(frozen=True, slots=True)
class PageFrame:
    """What all the pages share.

    Edges: `pages` is where they are, as a path without a last slash; English is among `spoken`
    """

    frame: Frame
    pages: str
    spoken: tuple[Language, ...]
    reviewed_languages: tuple[str, ...] = ()
    acronyms: tuple[Acronym, ...] = ()
    reviewed_phrases: tuple[tuple[str, str], ...] = ()

    def link(self, path: str, lang: Language) -> str:
        """The way to one of the pages, in a language."""
        return f"{self.pages}/{path}" + ("" if lang.is_source else f"?lang={lang.tag}")

    def shared(self, path: str) -> str:
        """The address of a page or a file of the site."""
        return addresses.absolute(self.frame.site_url, path)

    def to(self, lang: Language) -> Callable[[str], str]:
        """From a page of the site to its address in a language."""
        return lambda path: self.shared(addresses.in_language(path, lang.tag))

    def named(self, codes: Sequence[str]) -> tuple[str, ...]:
        """The names of wards, in the order of the site."""
        return tuple(ward.name for ward in self.frame.wards if ward.code in codes)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody wants to hear of, in words. No wards: the whole borough."""

    wards: tuple[str, ...]
    language: Language
    only_changes: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form was sent with, to be shown again where something in it is wrong."""

    address: str = ""
    wards: tuple[str, ...] = ()
    language: str = "en"
    only_changes: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """One page before it is drawn: a template of `subscribe/`, where it is below the pages, and what it is given."""

    template: str
    title: str
    path: str
    facts: Mapping[str, object] = field(default_factory=dict)


def ask(lang: Language, typed: Typed, problem: str = "") -> View:
    """The form. `problem` says what is wrong with the address that was typed in."""
    title = lang.say("Get emails about ward panel meetings")
    shown = lang.say("Error: %(title)s", title=title) if problem else title
    return View("ask", shown, "", {"typed": typed, "problem": problem, "heading": title})


def wrong_address(lang: Language) -> str:
    """What to say of an address that mail cannot go to."""
    return lang.say("Type an email address, such as name@example.com")


def asked(lang: Language) -> View:
    """What follows the form, whoever is on the list."""
    return View("asked", lang.say("Check your email"), "asked")


def confirm(lang: Language, chosen: Chosen, path: str, digest: str) -> View:
    """The page with the button that makes it count: a program that opens every link in a mail presses none.

    Edges: `digest` is the choice's, which the button sends: whoever presses it wants what they see
    """
    title = lang.say("Do you want these emails?")
    return View("confirm", title, path, {"choice": chosen, "digest": digest, "agreed": agreement(lang)})


def agreement(lang: Language) -> str:
    """The words that somebody agrees to, kept with the moment they did."""
    return lang.say("I want these emails at my address. I can stop them at any time.")


def confirmed(lang: Language, chosen: Chosen, path: str, coming: Iterable[tuple[Release, ReleasedMeeting]]) -> View:
    """That it counts now, and the meetings that come next."""
    told = [next(notices(replace(release, meetings=(meeting,)), (lang,))) for release, meeting in coming]
    facts = {"choice": chosen, "coming": told}
    return View("confirmed", lang.say("You will get our emails"), path, facts)


def stop(lang: Language, path: str) -> View:
    """The page with the button that ends it."""
    return View("stop", lang.say("Stop these emails?"), path)


def stopped(lang: Language, path: str) -> View:
    """That it has ended, the first time and every time after."""
    said = lang.say("You get no more emails from us. We have deleted your address.")
    return View("said", lang.say("We have stopped your emails"), path, {"said": said})


def dead_link(lang: Language, path: str) -> View:
    """What a link leads to that is too old, or not ours."""
    said = lang.say("It may be too old: a link works for seven days. Or you may have followed it before.")
    return View("said", lang.say("This link does not work"), path, {"said": said})


def too_many(lang: Language) -> View:
    """What somebody sees who asked too often."""
    said = lang.say("We had many requests from where you are. Please try again in an hour.")
    return View("said", lang.say("Try again later"), "", {"said": said})


def not_here(lang: Language) -> View:
    """What an address leads to that is no page."""
    return View("said", lang.say("Page not found"), "", {"said": lang.say("This page is not here.")})


def failed(lang: Language) -> View:
    """What somebody sees for whom we could do nothing."""
    return View("said", lang.say("Something went wrong"), "", {"said": lang.say("Please try again in an hour.")})


def files() -> tuple[Artifact, Artifact]:
    """The style sheet and the icon: the site's own."""
    style, icon, _ = static_files()
    return style, icon


def draw(house: PageFrame, lang: Language, view: View) -> str:
    """Return one page as HTML."""
    style, icon = files()
    template = f"subscribe/{view.template}.html"
    terms, assets = glossary.terms_of(house.acronyms), Assets(style.path, icon.path, "")
    checked = phrases.checked_in(lang.tag, house.reviewed_languages, house.reviewed_phrases)
    site = Site(house.frame, lang, house.spoken, terms, assets, checked)
    facts = given(site)
    pieces = Pieces(lang, facts)
    html = templating.render(
        template,
        lang,
        page=PageWords(view.title, view.title),
        to=house.to(lang),
        header=pieces.frame("site/_header.html", house.to(lang), house.shared),
        footer=pieces.frame("site/_footer.html", house.to(lang), house.shared),
        card=house.shared(addresses.BOROUGH_CARD),
        versions=tuple(Version(each, house.link(view.path, each), "") for each in house.spoken),
        is_draft=site.is_draft(template),
        english_link=f"{house.pages}/{view.path}",
        ask_link=house.link("", lang),
        style=f"{house.pages}/{style.path}",
        icon=f"{house.pages}/{icon.path}",
        script="",
        **facts,
        **view.facts,
    )
    return glossary.in_html(html, terms, house.to(lang)(addresses.GLOSSARY_PAGE), lang)
