"""Every carrier by name, with what it must be told. To add a carrier is to add a file and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from publishers.carriers.carrier import Carrier, Closed, Outlet


@dataclass(frozen=True, slots=True)
class Option:
    """One setting of `[channels.NAME]` in borough.toml. Edges: without a `default` it must be given."""

    name: str
    meaning: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class CarrierKind:
    """One way of carrying. `opens` is `module:function`, from an Outlet to a Carrier, imported when first used.

    Edges: `secrets` are named WARDPANELS_<CHANNEL>_<NAME> in the environment (`Outlet.variable`), and must be there;
           `optional_secrets` need not, and an Outlet holds those that are; `knows_keys` is whether a receiver tells
           a second try from a second parcel, so that each arrives exactly once; `extra` is what must be installed
           for it, as in `pip install wardpanels[sftp]`
    """

    name: str
    does: str
    opens: str
    options: tuple[Option, ...] = ()
    secrets: tuple[str, ...] = ()
    optional_secrets: tuple[str, ...] = ()
    knows_keys: bool = True
    extra: str = ""


BY_HAND = "by-hand"
"""For channels with no way in for programs: the copy is handed to a person, who says when it went out."""

CARRIERS: tuple[CarrierKind, ...] = (
    CarrierKind(BY_HAND, "hands the copy to a person, who confirms it went out", ""),
    CarrierKind(
        "folder",
        "puts the files in a folder of this machine",
        "publishers.carriers.folder:open_folder",
        (Option("path", "the whole path of the folder"),),
    ),
    CarrierKind(
        "sftp",
        "puts the files on a server over SFTP",
        "publishers.carriers.sftp:open_sftp",
        (
            Option("host", "the server's name"),
            Option("port", "its port", "22"),
            Option("user", "who logs in"),
            Option("folder", "the folder there; where it begins with no `/` it is one of the user's own", ""),
            Option("key_file", "the file with the private key, where a key logs in rather than a password", ""),
            Option("known_hosts", "the file that lists the server's own key", "~/.ssh/known_hosts"),
        ),
        optional_secrets=("password",),
        extra="sftp",
    ),
    CarrierKind(
        "webdav",
        "puts the files on a WebDAV server, such as Nextcloud",
        "publishers.carriers.webdav:open_webdav",
        (Option("url", "the address of the folder there"), Option("user", "who logs in")),
        ("password",),
        extra="webdav",
    ),
    CarrierKind(
        "s3",
        "puts the files in a bucket of Amazon S3 or its like",
        "publishers.carriers.s3:open_s3",
        (
            Option("bucket", "the bucket's name"),
            Option("folder", "the folder in it", ""),
            Option("region", "Amazon's region", "eu-west-2"),
            Option("endpoint", "the address of the store, where it is not Amazon's", ""),
        ),
        ("key_id", "secret_key"),
        extra="s3",
    ),
    CarrierKind(
        "caldav",
        "keeps the meetings in a shared calendar",
        "publishers.carriers.caldav:open_caldav",
        (Option("url", "the address of the calendar"), Option("user", "who logs in")),
        ("password",),
    ),
    CarrierKind(
        "wordpress",
        "keeps posts or pages on a WordPress site",
        "publishers.carriers.wordpress:open_wordpress",
        (
            Option("url", "the site's address, such as `https://www.example.org`"),
            Option("user", "who writes them; the password is one of that user's application passwords"),
            Option("kind", "`pages` or `posts`", "pages"),
            Option(
                "status",
                "that of new ones: `publish`, or `draft`, `pending` or `private` where a person is to publish them",
                "publish",
            ),
        ),
        ("password",),
    ),
    CarrierKind(
        "notify",
        "sends emails or texts by GOV.UK Notify",
        "publishers.carriers.notify:open_notify",
        (
            Option("kind", "`email` or `sms`"),
            Option("template", "the id of a template that has `((body))`, and for email `((subject))`, in it"),
            Option("url", "the address of Notify", "https://api.notifications.service.gov.uk"),
        ),
        ("api_key",),
        optional_secrets=("to",),
        extra="notify",
    ),
    CarrierKind(
        "webhook",
        "tells another system by a signed request",
        "publishers.carriers.webhook:open_webhook",
        (Option("url", "the address that the system listens at"),),
        ("signing_key",),
    ),
    CarrierKind(
        "smtp",
        "sends mail by a mail server",
        "publishers.carriers.smtp:open_smtp",
        (
            Option("host", "the mail server's name"),
            Option("sender", "who it is from, such as `Ward panels <panels@example.org>`"),
            Option("security", "`starttls`, `tls`, or `none` on the borough's own network", "starttls"),
            Option("port", "its port, where it is not 587 for starttls, 465 for tls or 25 for none", ""),
            Option("username", "who logs in; the password is a secret", ""),
            Option("bounces", "the address that failed mail comes back to, where it is not the sender's", ""),
            Option("to", "the address that gets what is for no one person, such as a press office", ""),
        ),
        optional_secrets=("password",),
        knows_keys=False,
    ),
    CarrierKind(
        "mastodon",
        "posts on Mastodon",
        "publishers.carriers.mastodon:open_mastodon",
        (
            Option("url", "the server's address, such as `https://mastodon.example`"),
            Option("visibility", "`public`, `unlisted` or `private`", "public"),
        ),
        ("token",),
    ),
    CarrierKind(
        "bluesky",
        "posts on Bluesky",
        "publishers.carriers.bluesky:open_bluesky",
        (Option("user", "the account's handle"), Option("url", "the server's address", "https://bsky.social")),
        ("password",),
    ),
)

KIND_BY_NAME: Mapping[str, CarrierKind] = {kind.name: kind for kind in CARRIERS}


def open_carrier(outlet: Outlet) -> Carrier:
    """Open the carrier of an outlet.

    Errors: Closed, TryAgain, where its settings or its receiver already say that nothing will arrive
    """
    kind = KIND_BY_NAME[outlet.carrier]
    module, _, function = kind.opens.partition(":")
    try:
        opens: Callable[[Outlet], Carrier] = getattr(import_module(module), function)
    except ModuleNotFoundError as error:
        if not kind.extra:
            raise
        wanted = f"it. Type: pip install 'wardpanels[{kind.extra}]'"
        raise Closed(f"carrier {kind.name}: found no package {error.name}, wanted {wanted}") from error
    return opens(outlet)
