"""Office files (XLSX, DOCX) that are the same bytes each time: they are zips, and zips hold the time they were made."""

from __future__ import annotations

import io
import re
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIRST_OF_ZIPS = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold. Source: PKWARE APPNOTE 6.3.10, 4.4.6"""

CORE = "docProps/core.xml"
TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def steady(office_file: bytes, made_on: date) -> bytes:
    """Return the same file as if it was made at the start of a day. Same parts and same day, same bytes."""
    out = io.BytesIO()
    day = f"{made_on:%Y-%m-%d}T00:00:00Z".encode()
    with ZipFile(io.BytesIO(office_file)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == CORE:
                content = TIMES.sub(lambda found: found[1] + day + found[3], content)
            told = ZipInfo(part.filename, FIRST_OF_ZIPS)
            told.compress_type = ZIP_DEFLATED
            new.writestr(told, content)
    return out.getvalue()
