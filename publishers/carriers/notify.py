"""Sends emails or text messages by GOV.UK Notify, which the council or the police have an account with.

Notify does not refuse a second message with the same reference; so it is asked first what it has under the parcel's
key. It keeps that for seven days by default, which is the time within which a repeat is noticed.
Source: docs.notifications.service.gov.uk; PyPI notifications-python-client
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient
from requests import RequestException, Response

from publishers.artifact import ArtifactKind
from publishers.carriers.answers import Answer, check, words_of
from publishers.carriers.carrier import Carrier, Closed, Outlet, Parcel, Receipt, Refused, TryAgain
from publishers.carriers.http import READ_SECONDS, session, unreached
from publishers.carriers.network import web_place
from publishers.letters import letter_in

SECRET = "api_key"
KINDS = ("email", "sms")
OF_US = re.compile("team-only|trial mode|template|personalisation|service is not allowed", re.IGNORECASE)
"""Words of a 400 that is about the key, the service or its template, and so about every other message too"""

UUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


def open_notify(outlet: Outlet) -> Carrier:
    """Open the account. Nothing is asked of Notify before the first parcel.

    Errors: Closed, TryAgain
    """
    if not re.search(f"{UUID}-{UUID}$", outlet.secrets[SECRET]):
        wanted = "an API key of GOV.UK Notify, which ends in two identifiers of 36 letters each"
        raise Closed(f"{outlet.variable(SECRET)}: found something else, wanted {wanted}")
    if outlet.options["kind"] not in KINDS:
        raise outlet.misses("kind", repr(outlet.options["kind"]), f"one of {', '.join(KINDS)}")
    if not re.fullmatch(UUID, outlet.options["template"]):
        raise outlet.misses("template", repr(outlet.options["template"]), "the id of a template, as Notify shows it")
    return _Notify(outlet)


class _Notify:
    def __init__(self, outlet: Outlet) -> None:
        self._outlet = outlet
        self._place = web_place(outlet, "url", outlet.options["url"])
        self._client = NotificationsAPIClient(outlet.secrets[SECRET], outlet.options["url"], timeout=READ_SECONDS)
        logging.getLogger("notifications_python_client").setLevel(logging.ERROR)  # it logs what a server answers
        self._client.request_session = session(self._place)
        self._client.request_session.hooks["response"].append(self._check)

    def carry(self, parcel: Parcel) -> Receipt:
        """Send the parcel's text to everybody it is for who has not had it. One bad address stops no other.

        Errors: TryAgain, Refused, when all others have it
        """
        words, sent = _letter_words(parcel) or _words(parcel), self._sent(parcel.key)
        wanting = [to for to in self._recipients(parcel) if _alike(to) not in sent]
        refused = [told for to in wanting if (told := self._refused(parcel, to, words))]
        if refused:
            raise Refused(f"{len(refused)} of {len(wanting)} not sent: {'; '.join(dict.fromkeys(refused))}")
        return Receipt(f"{len(wanting)} sent" + (f", {len(sent)} before" if sent else ""))

    def _recipients(self, parcel: Parcel) -> list[str]:
        if parcel.to is not None:
            return [parcel.to.address]
        listed = [to.strip() for to in self._outlet.secrets.get("to", "").split(",")]
        found = list(dict.fromkeys(to for to in listed if to))
        if not found:
            wanted = "email addresses or telephone numbers, with commas between them"
            raise Closed(f"{self._outlet.variable('to')}: found nobody to send to, wanted {wanted}")
        return found

    def _sent(self, key: str) -> frozenset[str]:
        field = "email_address" if self._outlet.options["kind"] == "email" else "phone_number"
        return frozenset(_alike(str(told.get(field))) for told in self._notifications(key))

    def _notifications(self, key: str) -> Iterator[dict[str, Any]]:
        try:
            yield from self._client.get_all_notifications_iterator(reference=key)
        except APIError as error:
            raise self._failure(error) from error

    def _refused(self, parcel: Parcel, to: str, words: dict[str, str]) -> str:
        """Send to one person. Returns what is wrong with the address, if anything is; nothing of the address itself."""
        template = self._outlet.options["template"]
        try:
            if self._outlet.options["kind"] == "email":
                stop = parcel.to.stop if parcel.to and parcel.to.stop else None
                self._client.send_email_notification(
                    to, template, words, reference=parcel.key, one_click_unsubscribe_url=stop
                )
            else:
                self._client.send_sms_notification(to, template, words, reference=parcel.key)
        except APIError as error:
            if error.status_code != 400 or error.response is None or OF_US.search(self._words(error.response)):
                raise self._failure(error) from error
            return self._words(error.response)
        return ""

    def _check(self, answer: Response, **_: object) -> None:
        """Judge every answer before the client reads it, but for what it says of one address."""
        if answer.status_code == 403:
            raise self._not_let_in(self._words(answer))
        if answer.status_code != 400:
            said = Answer(self._place.host, answer.status_code, answer.headers, answer.text)
            check(said, self._outlet, SECRET)

    def _not_let_in(self, words: str) -> Closed:
        if "clock" in words:
            return Closed(f"{self._place.host}: {words}. Set this machine's clock right to within 30 seconds.")
        key = self._outlet.variable(SECRET)
        return Closed(f"{self._place.host}: {words}. Take a live API key of this service from Notify and set {key}")

    def _failure(self, error: APIError) -> TryAgain | Refused:
        """What it means that the client could not read an answer, or got none."""
        if error.response is None:
            cause = error.__cause__
            return unreached(self._place.host, cause if isinstance(cause, RequestException) else error)
        if error.status_code == 400:
            said = f"{self._place.host}: {self._words(error.response)}"
            if OF_US.search(said):
                return Closed(f"[{self._outlet.table}] {said}. See to the service, its key and its template.")
            return Refused(said)
        return TryAgain(f"{self._place.host} answered {error.status_code}, but nothing that can be read")

    def _words(self, answer: Response) -> str:
        return self._outlet.without_secrets(words_of(answer.text))

    def close(self) -> None:
        self._client.request_session.close()


def _letter_words(parcel: Parcel) -> dict[str, str] | None:
    """What fills the template for one person: their letter, in their language; None for what is no letter."""
    letter = letter_in(parcel.artifacts, parcel.to.language) if parcel.to else None
    if letter is None or parcel.to is None:
        return None
    return {"subject": letter.subject, "body": letter.ending_at(parcel.to.stop).text.strip()}


def _alike(address: str) -> str:
    """An address or number without what makes no difference: spaces and capitals."""
    return "".join(address.lower().split())


def _words(parcel: Parcel) -> dict[str, str]:
    """What fills the template: `body` is the text, with languages one after another.

    Edges: `subject` is the subject that comes beside the text, in English, or else the text's first line
    """
    texts = parcel.of_type("text/plain")
    subjects = [text.content.decode().strip() for text in texts if text.kind is ArtifactKind.SUBJECT]
    body = "\n\n".join(text.content.decode().strip() for text in texts if text.kind is not ArtifactKind.SUBJECT)
    return {"subject": next(iter(subjects), body.partition("\n")[0]), "body": body}
