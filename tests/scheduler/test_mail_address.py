"""One form for each address: the one that it is mailed in."""

from __future__ import annotations

from email.headerregistry import Address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publishers.carriers.headers import ascii_address
from scheduler.mail_address import mailed_as


@pytest.mark.parametrize(
    ("typed", "mailed"),
    [
        ("ann@example.org", "ann@example.org"),
        ("Ann.B+c@EXAMPLE.Org", "Ann.B+c@example.org"),
        ("o'neil@example.org", "o'neil@example.org"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("ann@BÜCHER。example", "ann@xn--bcher-kva.example"),
        ("ann@مثال.إختبار", "ann@xn--mgbh0fb.xn--kgbechtv"),
        ("ann@-x.org", ""),
        ("ann@x.123", ""),
        ("ann\n@x.org", ""),
        ("ann@x.org\n", ""),
        ("ann@xn--x.org", ""),
    ],
)
def test_address_is_known_by_its_mailed_form(typed, mailed):
    assert mailed_as(typed) == mailed


@given(
    st.builds(
        lambda *parts: "".join(parts),
        st.text("ab.+-'\"() \\\x00é", max_size=6),
        st.sampled_from(("@", "@@", "")),
        st.text("abÜß.-_[]1 。", max_size=10),
        st.sampled_from(("", ".org", ".example", ".")),
    )
)
@example("a@b.org")
def test_mailed_form_stays_itself_and_is_what_the_mail_says(typed):
    mailed = mailed_as(typed)

    if mailed:
        assert mailed_as(mailed) == mailed == ascii_address(mailed) == Address(addr_spec=mailed).addr_spec
