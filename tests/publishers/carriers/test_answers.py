"""What an answer means: it arrived, it may at a later try, or a person must act."""

from __future__ import annotations

import pytest
from requests.structures import CaseInsensitiveDict

from publishers.carriers.answers import Answer, check, retry_after, words_of
from publishers.carriers.carrier import Closed, Refused, TryAgain
from tests.publishers.carriers.examples import outlet

OUTLET = outlet("webhook", url="https://www.example.org", secrets={"password": "s3cr3t"})


def checked(status: int, body: str = "", **headers: str) -> None:
    named = CaseInsensitiveDict({name.replace("_", "-"): value for name, value in headers.items()})
    check(Answer("www.example.org", status, named, body), OUTLET, "password")


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_two_hundreds_say_yes(status):
    checked(status, '{"message": "all is well"}')


@pytest.mark.parametrize("status", [408, 423, 425, 429, 500, 502, 503, 504, 507, 599])
def test_what_passes_is_tried_again(status):
    with pytest.raises(TryAgain) as later:
        checked(status, "<h1>Too&nbsp;busy</h1><script>alert(1)</script>", retry_after="120")

    assert (later.value.reason, later.value.after_seconds) == (f"www.example.org answered {status} (Too busy)", 120)


@pytest.mark.parametrize("status", [401, 403])
def test_wrong_password_is_told_with_the_variable_to_set(status):
    with pytest.raises(Closed) as closed:
        checked(status, '{"code": "rest_cannot_create", "message": "Sorry, s3cr3t may not.", "data": {"status": 401}}')

    assert closed.value.reason == (
        f"www.example.org answered {status} (Sorry, *** may not.): the password is wrong or has expired, or may not "
        "do this. Renew it and set WARDPANELS_COUNCIL_PAGE_PASSWORD"
    )


@pytest.mark.parametrize("kind", ["text/html; charset=UTF-8", "Application/XHTML+xml"])
def test_firewalls_page_is_not_called_a_bad_password(kind):
    with pytest.raises(Closed) as closed:
        checked(403, "<!DOCTYPE html><title>Attention</title>", content_type=kind)

    assert closed.value.reason == (
        "[channels.council-page] www.example.org answered 403 with a page for people: a firewall may have stopped us. "
        "Ask whoever runs it."
    )


@pytest.mark.parametrize("status", [400, 409, 413, 415, 422])
def test_refusal_of_one_letter_is_no_refusal_of_us(status):
    with pytest.raises(Refused):
        checked(status, "<html>Too large</html>", content_type="text/html")


def test_other_four_hundreds_are_told_in_the_servers_own_words():
    with pytest.raises(Refused) as refused:
        checked(400, '{"errors": [{"error": "BadRequestError", "message": "Missing personalisation: body"}]}')

    assert refused.value.reason == "www.example.org answered 400 (Missing personalisation: body)"


@pytest.mark.parametrize("status", [404, 405, 410])
def test_address_where_nothing_is_closes_the_channel(status):
    with pytest.raises(Closed) as closed:
        checked(status)

    assert closed.value.reason == (
        f"[channels.council-page] www.example.org answered {status}. Check the address there."
    )


def test_redirect_is_told_and_not_followed():
    with pytest.raises(Closed) as closed:
        checked(301, location="https://evil.example/")

    assert closed.value.reason == (
        "[channels.council-page] www.example.org answered 301, which leads to 'https://evil.example/'. Set the final "
        "address there."
    )


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "0"}, 0),
        ({"Retry-After": " 120 "}, 120),
        ({"Retry-After": "Mon, 11 Jan 2027 09:32:00 GMT", "Date": "Mon, 11 Jan 2027 09:30:00 GMT"}, 120),
        ({"Retry-After": "Mon, 11 Jan 2027 09:28:00 GMT", "Date": "Mon, 11 Jan 2027 09:30:00 GMT"}, 0),
        ({"Retry-After": "Mon, 11 Jan 2027 09:32:00 GMT"}, None),
        ({"Retry-After": "soon", "Date": "Mon, 11 Jan 2027 09:30:00 GMT"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "١٢"}, None),
        ({}, None),
    ],
)
def test_server_says_how_long_to_wait_in_seconds_or_as_a_date_by_its_own_clock(headers, seconds):
    assert retry_after(headers) == seconds


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", ""),
        ("plain\n  words", "plain words"),
        ('{"error": "The access token is invalid"}', "The access token is invalid"),
        ('{"error": "InvalidRequest", "message": "Bad rkey"}', "Bad rkey"),
        ('["one", "two"]', "one; two"),
        ('{"code": 5}', ""),
        ("null", "null"),
        ("x" * 500, "x" * 199 + "…"),
    ],
)
def test_words_of_an_answer_are_short_and_on_one_line(body, words):
    assert words_of(body) == words
