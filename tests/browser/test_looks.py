"""The look that finds nothing on our pages finds what is wrong with one that is."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browser.looks import sniffed
from tests.browser.seeing import seen, unfocused


def test_code_sniffer_tells_what_is_wrong_with_a_page(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<html><body><img src="x"><input name="a"></body></html>')

    codes = [code for code, _ in sniffed(page)]
    page.close()

    assert any(code.endswith("H37") for code in codes)
    assert any(code.endswith("H57.2") for code in codes)


def test_our_own_look_tells_what_is_wrong_with_a_page(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("""<html lang="en" dir="ltr"><style>:focus {outline: none}</style><main>
      <h1>A</h1><h3 id="b">B</h3><p id="b" data-ends="2020-01-01">C</p>
      <a href="https://example.org/1/">D</a> <a href="https://example.org/2/">D</a> <a href="#e">E</a>
      <a href="https://example.org/meetings/2020-E1-1/meeting.ics">F</a></main></html>""")

    found = [what for what, _ in (*seen(page, "ar", ()), *unfocused(page))]
    page.close()

    assert found == [
        "language en, direction ltr",
        "heading skips a level",
        "id twice: b",
        "one name, two targets: D",
        "leads nowhere on the page",
        "over, and among what is to come",
        "offers what is over",
        *["focus is not seen"] * 4,
    ]
