"""What the program writes to disk, and who may read it: one table, from each output to its class.

The writers of this room take an output: nothing is written without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FileClass(StrEnum):
    """Who may read a file, and so its mode and whether names may be in it.

    Edges: PUBLIC is for everybody, and names nobody who works for police or council; STAFF is for those who share a
           group with whoever runs the program; PERSONAL is for that one user
    """

    PUBLIC = "public"
    STAFF = "staff"
    PERSONAL = "personal"

    @property
    def mode(self) -> int:
        """The mode of a new file; one that is there already keeps what is stricter."""
        return MODES[self]

    @property
    def folder_mode(self) -> int:
        """That of a folder: whoever may read what is in it may look into it."""
        return self.mode | (self.mode & 0o444) >> 2

    @property
    def may_hold_names(self) -> bool:
        """Whether officers and staff may be named in it."""
        return self is not FileClass.PUBLIC


MODES = {FileClass.PUBLIC: 0o644, FileClass.STAFF: 0o640, FileClass.PERSONAL: 0o600}


@dataclass(frozen=True, slots=True)
class Output:
    """One thing that is written. `name` is what a folder's manifest says that it holds, and never changes."""

    name: str
    kind: FileClass
    told: str


SITE = Output("site", FileClass.PUBLIC, "the public site")
NEWSLETTER = Output("newsletter", FileClass.PUBLIC, "the newsletter copy")
COPY = Output("copy", FileClass.PUBLIC, "copy for every channel")
DOOR = Output("door notices", FileClass.PUBLIC, "notices for the doors of halls")
PACK = Output("pack", FileClass.PUBLIC, "the joint pack for partners")
HANDOVER = Output("handover", FileClass.PERSONAL, "what a person has to carry")
REPORT = Output("report", FileClass.STAFF, "the action plan")
COMPARISON = Output("comparison", FileClass.STAFF, "policies side by side")
BOROUGH_FILES = Output("data", FileClass.STAFF, "the borough's own folder, with what was replaced there")
WORKBOOK = Output("workbook", FileClass.STAFF, "a copy of a workbook, with what is to be mended")
HALL_FORM = Output("hall form", FileClass.STAFF, "forms for visits to halls")
READER_SHEET = Output("reader's sheet", FileClass.STAFF, "phrases for somebody to check who reads their language")
CATALOGUE = Output("catalogue", FileClass.STAFF, "the program's own words in a language, with a reader's better ones")
PLAN = Output("plan", FileClass.STAFF, "a plan, with officers by their ids")
CHART = Output("chart", FileClass.STAFF, "what a rule costs")
TABLE = Output("table", FileClass.STAFF, "a table of the ledger, of visits or of listings")
PREVIEW = Output("preview", FileClass.STAFF, "a campaign as the channels show it")
PAPERS = Output("papers", FileClass.STAFF, "agendas, minutes and briefings to look at")
LAST_LOOK = Output("last look", FileClass.STAFF, "what was last seen of the live host and of listings")
SHELF = Output("shelf", FileClass.STAFF, "what others' servers answered")
SCHEDULE = Output("schedule", FileClass.PERSONAL, "the schedule with the names of officers")
SUBSCRIBERS = Output("subscribers", FileClass.PERSONAL, "the addresses of those who asked for emails")
BACKUP = Output("backup", FileClass.PERSONAL, "a locked backup")
DELETIONS = Output("deletions", FileClass.PERSONAL, "beside backups, who was deleted since, by digests")
UPLOADS = Output("uploads", FileClass.PERSONAL, "what was sent to the console and waits")
DATABASE = Output("database", FileClass.PERSONAL, "the database, with its log")

OUTPUTS = (
    *(SITE, NEWSLETTER, COPY, DOOR, PACK, HANDOVER, REPORT, COMPARISON, BOROUGH_FILES, WORKBOOK, HALL_FORM, PLAN),
    *(
        READER_SHEET,
        CATALOGUE,
        CHART,
        TABLE,
        PREVIEW,
        PAPERS,
        LAST_LOOK,
        SHELF,
        SCHEDULE,
        SUBSCRIBERS,
        BACKUP,
        DELETIONS,
        UPLOADS,
        DATABASE,
    ),
)
"""Everything that is written."""

BY_NAME = {output.name: output for output in OUTPUTS}
