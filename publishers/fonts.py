"""Where the fonts of paper and pictures are: never the machine's own, so that every machine makes the same.

`hatch_build.py` puts them there. Noto Sans as Google Fonts keeps it, one family a script.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "fonts"


def font_folder() -> Path:
    """The folder of the fonts. Errors: FileNotFoundError where they were never fetched."""
    if not FOLDER.is_dir():
        raise FileNotFoundError(f"{FOLDER.name}: found nothing, wanted the Noto fonts. Run: make setup")
    return FOLDER
