"""What goes out as one: every language and file of what a channel says of one subject."""

from __future__ import annotations

from dataclasses import replace

import pytest

from publishers.channels import every_channel
from publishers.pieces import pieces
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
