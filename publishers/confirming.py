"""The mail that asks somebody back whether they want what was asked for in their name."""

from __future__ import annotations

from dataclasses import dataclass

from publishers import templating, ways_in, wording
from publishers.artifact import Artifact, ArtifactKind
from publishers.channels.copy import MEDIA_TYPE, path_of
from publishers.channels.email import safety
from publishers.languages import SOURCE, Language, to_translate
from publishers.newsletter import html_of

CHANNEL = "confirmation"
TITLE = to_translate("Do you want emails about ward panel meetings?")
ASKED = to_translate("Somebody asked us to send them to this address.")
DO = to_translate("If it was you, follow this link and press the button.")
LASTS = to_translate("The link works for seven days.")
OTHERWISE = to_translate("If it was not you, do nothing. You will get no more emails from us.")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: what every such mail and page says of the borough."""

    borough: str
    contact_email: str
    reviewed_languages: tuple[str, ...] = ()
    contact_phone: str = ""
    contact_text: str = ""
    contact_post: str = ""


def mail(house: Letterhead, lang: Language, link: str) -> tuple[Artifact, ...]:
    """Return the mail as a letter in one language. `link` is its reader's own."""
    parts = ((ArtifactKind.SUBJECT, lang.say(TITLE)), (ArtifactKind.TEXT, _text(house, lang, link)))
    html = templating.render(
        "mail/confirm.mjml",
        lang,
        release=house,
        subject=lang.say(TITLE),
        preheader=lang.say(DO),
        asked=lang.say(ASKED),
        lasts=lang.say(LASTS),
        otherwise=lang.say(OTHERWISE),
        link=link,
        english_page=f"{link}?lang={SOURCE}",
        draft_note=wording.draft_note(house.reviewed_languages, lang),
    )
    return tuple(
        Artifact(path_of(CHANNEL, "confirm", lang.tag, kind), MEDIA_TYPE[kind], words.encode(), kind, lang.tag)
        for kind, words in (*parts, (ArtifactKind.HTML, html_of(html)))
    )


def _text(house: Letterhead, lang: Language, link: str) -> str:
    say = lang.say
    paragraphs = (
        wording.draft_note(house.reviewed_languages, lang),
        say(TITLE),
        f"{say(ASKED)} {say(DO)}",
        link,
        f"{say(LASTS)} {say(OTHERWISE)}",
        safety(lang),
        f"{say(ways_in.HELP)} {ways_in.text_of(house, lang)}",
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"
