"""What goes out as one: every language and file of what a channel says of one subject."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace

import pytest

from publishers.artifact import Artifact, ArtifactKind
from publishers.channels import every_channel
from publishers.channels.every_channel import CHANNELS, named
from publishers.packing import Stored, known, packed, unpacked
from publishers.pieces import pieces, pieces_of
from tests.publishers.examples import a_release

RELEASE = a_release(reviewed_languages=("bn",))


def test_piece_holds_every_language_its_picture_and_the_words_for_it() -> None:
    made = {(piece.channel, piece.subject): piece for piece in pieces(every_channel.copies(RELEASE))}
    post = made["x", "2027-E05009317-1"]

    assert [artifact.path for artifact in post.artifacts] == [
        "copy/x/2027-E05009317-1.txt",
        "copy/x/2027-E05009317-1.alt.txt",
        "copy/x/2027-E05009317-1.png",
        "copy/x/2027-E05009317-1.bn.txt",
        "copy/x/2027-E05009317-1.bn.alt.txt",
    ]
    assert post.meetings == ("2027-E05009317-1",)


def test_no_two_pieces_are_of_one_channel_and_subject() -> None:
    made = [(piece.channel, piece.subject) for piece in pieces(every_channel.copies(RELEASE))]

    assert len(made) == len(set(made))


@pytest.mark.parametrize(
    ("name", "channels"),
    [
        ("social", ("x", "bluesky", "mastodon", "facebook", "nextdoor")),
        ("newsletter", ("newsletter", "ward-newsletter")),
        ("met-engage", ("met-engage",)),
        ("poster", ("poster",)),
        ("agenda", ("agenda",)),
        ("owl", ()),
        ("", ()),
    ],
)
def test_names_of_the_settings_mean_channels_or_groups_of_them(name: str, channels: tuple[str, ...]) -> None:
    assert tuple(channel.name for channel in every_channel.named(name)) == channels


def test_digest_changes_with_one_letter_of_any_artifact() -> None:
    piece = next(pieces(every_channel.copies(RELEASE, every_channel.named("x"))))
    *kept, last = piece.artifacts

    other = replace(piece, artifacts=(*kept, replace(last, content=last.content + b".")))
    assert other.digest != piece.digest


STORED_BEFORE_0004 = (
    "eJyb2rykILEk46ZScn5BpX5STmlqcXalvpGBkbmuq4GpgYGlsaG5rqFeVnF+3qrc1JTMxPiSyoLU/YkFBTmZyYklmfl5+iA5a4XkjMSi4tQS29KS"
    "NF2L5cn5eSWpeSVHBKuVSlIrSpSsFJSc83NTlWq5oPap4rcvMadEr6SiBMnKfSBz9Ct0gTK6ICYuG7kcFQoyk0tKi1JhVinit6ogLx3JmpWZuYnp"
    "qfpAQbiJLJ0Bfu7EOTspj+yQkkSE1INlbQ+W7XiwvPHBshWIENMgaDUFgfZg2ewHy9Y8WLafCwCe3cnp"
)
"""A post in two languages with its picture, as a program packed it that told kind and language by the path alone."""


def test_what_an_older_program_stored_is_read_with_its_kinds_and_languages():
    found = unpacked(b64decode(STORED_BEFORE_0004))

    assert [(one.name, one.kind, one.language) for one in found] == [
        ("2027-E05009317-1.json", ArtifactKind.POST, "en"),
        ("2027-E05009317-1.alt.txt", ArtifactKind.ALT, "en"),
        ("2027-E05009317-1.png", ArtifactKind.PICTURE, "en"),
        ("2027-E05009317-1.bn.json", ArtifactKind.POST, "bn"),
        ("2027-E05009317-1.bn.alt.txt", ArtifactKind.ALT, "bn"),
    ]
    assert found[0] == Artifact(
        "copy/bluesky/2027-E05009317-1.json",
        "application/json; charset=utf-8",
        b'{"text": "Come"}\n',
        ArtifactKind.POST,
    )


@pytest.mark.parametrize("name", [channel.name for channel in CHANNELS])
def test_older_store_is_read_as_what_is_made_today(name):
    for piece in pieces_of(a_release(), named(name)):
        assert unpacked(packed(piece.artifacts)) == piece.artifacts
        assert tuple(known(Stored(one.path, one.media_type, one.content)) for one in piece.artifacts) == piece.artifacts
