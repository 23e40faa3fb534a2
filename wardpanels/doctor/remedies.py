"""What mends findings: the lines that are missing in `_headers` or `_redirects`, in nginx or in Apache, or what to do.

A header that is wrong at one address is told for all, so that what is told together also works together: the tests mend
bare servers with it. All of it at once stands in docs/how-to-publish.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlsplit

from publishers import addresses
from publishers.hosting import ASKED_ANEW, HEADERS_FILE, REDIRECTS_FILE, RULES, HeaderRule, header_lines
from publishers.pages.site import NOT_FOUND_PAGE
from wardpanels.doctor.findings import Check, Finding

HEADERS: Mapping[Check, str] = MappingProxyType(
    {
        Check.TYPE: "Content-Type",
        Check.COPIES: "Cache-Control",
        Check.OPEN: "Access-Control-Allow-Origin",
        Check.POLICY: "Content-Security-Policy",
        Check.SNIFFING: "X-Content-Type-Options",
        Check.FRAMING: "X-Frame-Options",
        Check.REFERRER: "Referrer-Policy",
    }
)
"""The header that a check is about."""

NGINX_AROUND = "nginx, before server { … }"
NGINX = "nginx, in server { … }"
APACHE = "Apache, in <VirtualHost>"
PLACES = (HEADERS_FILE, REDIRECTS_FILE, NGINX_AROUND, NGINX, APACHE)
TYPED = "text/calendar text/csv text/plain text/css application/atom+xml application/json application/javascript"


@dataclass(frozen=True, slots=True)
class Snippet:
    """Some lines, and where they go."""

    place: str
    lines: str


def snippets(findings: Iterable[Finding]) -> tuple[Snippet, ...]:
    """The lines that mend findings, each once, by where they go."""
    wrong = [finding for finding in findings if not finding.is_right]
    names = [name for check, name in HEADERS.items() if any(finding.check is check for finding in wrong)]
    found = [piece for name in names for piece in (_types() if name == "Content-Type" else _header(name))]
    found += [piece for finding in wrong if finding.check in MENDED for piece in MENDED[finding.check](finding)]
    told = "".join(_headers_file(names))
    return tuple(
        sorted(dict.fromkeys((*([Snippet(HEADERS_FILE, told.rstrip())] if told else []), *found)), key=_by_place)
    )


def advice(findings: Iterable[Finding]) -> tuple[str, ...]:
    """What to do about findings that no line mends, each sentence once."""
    return tuple(dict.fromkeys(told for finding in findings if not finding.is_right and (told := _advice(finding))))


def _by_place(piece: Snippet) -> int:
    return PLACES.index(piece.place)


def _headers_file(names: list[str]) -> Iterator[str]:
    for rule in RULES:
        ours = {name: value for name, value in rule.headers.items() if name in names}
        if ours:
            yield header_lines(HeaderRule(rule.paths, ours))


def _header(name: str) -> Iterator[Snippet]:
    """A header for all files that it goes with."""
    by_paths = {rule.paths: rule.headers[name] for rule in RULES if name in rule.headers}
    if "/*" in by_paths:
        yield Snippet(NGINX, f'add_header {name} "{by_paths["/*"]}" always;')
        yield Snippet(APACHE, f'Header always set {name} "{by_paths["/*"]}"')
        return
    other = ASKED_ANEW if name == "Cache-Control" else ""
    shown = f"$panels_{name.lower().replace('-', '_')}"
    patterns = {_pattern(paths): value for paths, value in by_paths.items()}
    in_map = "".join(f'    "~{pattern}" "{value}";\n' for pattern, value in patterns.items())
    yield Snippet(NGINX_AROUND, f'map $uri {shown} {{\n    default "{other}";\n{in_map}}}')
    yield Snippet(NGINX, f"add_header {name} {shown};")
    if other:
        yield Snippet(APACHE, f'Header set {name} "{other}"')
    for pattern, value in patterns.items():
        yield Snippet(APACHE, f'<LocationMatch "{pattern}">\n    Header set {name} "{value}"\n</LocationMatch>')


def _pattern(paths: str) -> str:
    """Paths with a "*", as the pattern that nginx and Apache take."""
    before, after = paths.split("*")
    return f"{after.replace('.', '[.]')}$" if after else before


def _types() -> Iterator[Snippet]:
    ours = {
        rule.paths.rpartition(".")[2]: rule.headers["Content-Type"] for rule in RULES if "Content-Type" in rule.headers
    }
    known = {ending: media_type.partition(";")[0] for ending, media_type in ours.items()}
    in_types = "".join(f"    {media_type} {ending};\n" for ending, media_type in known.items())
    yield Snippet(NGINX, f"include mime.types;\ntypes {{\n{in_types}}}\ncharset utf-8;\ncharset_types {TYPED};")
    added = "".join(f"AddType {media_type} .{ending}\n" for ending, media_type in known.items())
    yield Snippet(APACHE, f"{added}AddCharset utf-8 .html .css .js {' '.join(f'.{ending}' for ending in known)}")


def _older(finding: Finding) -> Iterator[Snippet]:
    old, new = urlsplit(finding.address).path, finding.wanted.removeprefix("301 to ")
    yield Snippet(REDIRECTS_FILE, f"/{addresses.shown(finding.path)} {new} 301")
    yield Snippet(NGINX, f"location = {old} {{ return 301 {new}$is_args$args; }}")
    yield Snippet(APACHE, f'RedirectMatch 301 "^{re.escape(old)}$" "{new}"')


def _missing(finding: Finding) -> Iterator[Snippet]:
    page = urlsplit(finding.address).path.removesuffix(finding.path) + NOT_FOUND_PAGE
    yield Snippet(NGINX, f"error_page 404 {page};")
    yield Snippet(APACHE, f"ErrorDocument 404 {page}")


def _https(finding: Finding) -> Iterator[Snippet]:
    host = urlsplit(finding.address).hostname
    yield Snippet(
        NGINX_AROUND,
        f"server {{\n    listen 80;\n    server_name {host};\n    return 301 https://{host}$request_uri;\n}}",
    )
    yield Snippet(APACHE, f'Redirect permanent "/" "https://{host}/"')


def _both(nginx: str, apache: str) -> Callable[[Finding], Iterator[Snippet]]:
    return lambda _: iter((Snippet(NGINX, nginx), Snippet(APACHE, apache)))


MENDED: Mapping[Check, Callable[[Finding], Iterator[Snippet]]] = MappingProxyType(
    {
        Check.MISSING: _missing,
        Check.OLDER: _older,
        Check.SLASH: _both("index index.html;", "DirectorySlash On\nDirectoryIndex index.html"),
        Check.HTTPS: _https,
        Check.UNCHANGED: _both("etag on;\nif_modified_since exact;", "FileETag None"),
        Check.SMALL: _both(
            f"gzip on;\ngzip_vary on;\ngzip_types {TYPED};",
            f"FileETag None\nAddOutputFilterByType DEFLATE text/html {TYPED}",
        ),
    }
)
"""What is mended by lines besides headers. Apache's compression changes an ETag, so that no copy is found unchanged."""

ADVICE: Mapping[Check, str] = MappingProxyType(
    {
        Check.SHOWS: "Type: wardpanels publish. Then put the folder site/ on the host again.",
        Check.READS: "Something changes the calendars on the way: put them on the host as they are, byte for byte.",
        Check.WAY: "A redirect leads from https to http: see where it is made, and name https there.",
        Check.HEAD: "HEAD is answered otherwise than GET: see which program answers before the files do.",
    }
)


def _advice(finding: Finding) -> str:
    if finding.check is not Check.ANSWERS:
        return ADVICE.get(finding.check, "")
    if finding.found.startswith("status"):
        return "Put the whole folder site/ on the host, at the address in site_url of borough.toml."
    return "See that the host runs, and that site_url in borough.toml is its address."
