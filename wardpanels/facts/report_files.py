"""The report to the board as files: pages, PDFs, spreadsheets and data. Same report, same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator

from publishers.artifact import Artifact
from publishers.plan_report import pages
from publishers.printed.plan_sheet import conference_pack, plan_sheet
from wardpanels.evidence.plan_showing import plan_shown
from wardpanels.evidence.reporting import Report
from wardpanels.facts.action_plan import report_facts
from wardpanels.facts.plan_sheets import plan_csv, plan_xlsx, promises_csv

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def report_files(report: Report) -> Iterator[Artifact]:
    """Yield every file of a report. Errors: as `publishers.plan_report.pages`"""
    plan = plan_shown(report)
    yield from pages(plan)
    yield Artifact("action-plan.pdf", "application/pdf", plan_sheet(plan))
    yield Artifact("conference-pack.pdf", "application/pdf", conference_pack(plan))
    yield Artifact("action-plan.xlsx", XLSX, plan_xlsx(plan))
    yield Artifact("action-plan.csv", "text/csv; charset=utf-8", plan_csv(plan))
    yield Artifact("promises.csv", "text/csv; charset=utf-8", promises_csv(plan))
    data = json.dumps(report_facts(report), ensure_ascii=False, indent=2)
    yield Artifact("action-plan.json", "application/json", f"{data}\n".encode())
