"""The look that finds nothing on our pages finds what is wrong with one that is."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browser.looks import sniffed


def test_code_sniffer_tells_what_is_wrong_with_a_page(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<html><body><img src="x"><input name="a"></body></html>')

    codes = [code for code, _ in sniffed(page)]
    page.close()

    assert any(code.endswith("H37") for code in codes)
    assert any(code.endswith("H57.2") for code in codes)
