"""Put the three files of the worked example in a folder: `python -m tests.worked_example DIR`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.worked_example.larkhythe import put_files

put_files(Path(sys.argv[1]))
