"""The report to the board as files: pages, PDFs, spreadsheets and data. Same report, same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from publishers.artifact import Artifact
from publishers.plan_report import pages
from publishers.printed.plan_sheet import conference_pack, plan_sheet
from scheduler.evidence.plan_shown import PlanShown
from wardpanels.evidence.plan_showing import plan_shown
from wardpanels.evidence.reporting import Report
from wardpanels.facts.action_plan import report_facts
from wardpanels.facts.plan_sheets import plan_csv, plan_xlsx, promises_csv
from wardpanels.facts.schedule import XLSX

NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can say."""


Maker = Callable[[Report, PlanShown], bytes]
PDF, CSV = "application/pdf", "text/csv; charset=utf-8"


def _json(report: Report, _: PlanShown) -> bytes:
    data = json.dumps(report_facts(report), ensure_ascii=False, indent=2)
    return f"{data}\n".encode()


FILES: Mapping[str, tuple[str, Maker]] = {
    "action-plan.pdf": (PDF, lambda _, plan: plan_sheet(plan)),
    "conference-pack.pdf": (PDF, lambda _, plan: conference_pack(plan)),
    "action-plan.xlsx": (XLSX, lambda _, plan: plan_xlsx(plan)),
    "action-plan.csv": (CSV, lambda _, plan: plan_csv(plan)),
    "promises.csv": (CSV, lambda _, plan: promises_csv(plan)),
    "action-plan.json": ("application/json", _json),
}
"""Every file beside the pages, by name: its media type, and what makes it."""


def report_files(report: Report) -> Iterator[Artifact]:
    """Yield every file of a report. Errors: as `publishers.plan_report.pages`"""
    plan = plan_shown(report)
    yield from pages(plan)
    for name in FILES:
        yield report_file(report, plan, name)


def report_file(report: Report, plan: PlanShown, name: str) -> Artifact:
    """One of FILES."""
    media_type, made = FILES[name]
    return Artifact(name, media_type, made(report, plan))


def report_zip(report: Report) -> bytes:
    """Every file of a report in one. Same report, same bytes. Errors: as `report_files`"""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as zipped:
        for file in report_files(report):
            entry = ZipInfo(f"report/{file.path}", NO_TIME)
            entry.compress_type = ZIP_DEFLATED
            zipped.writestr(entry, file.content)
    return written.getvalue()
