"""Must and should: who is there (recommendations 4 and 9)."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.facts import Officer
from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import PlanningProblem, WardView
from scheduler.rules.on_duty import off_duty_reason
from scheduler.rules.shapes import Breach, Charge, Level, Pin, Post, StaffRule, assigned, promised, spoken, still_held


class _Attends(StaffRule):
    """What the four attendance rules share: whoever is assigned is of the right kind and on duty."""

    level = Level.MUST
    kind = ""

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """The plain side."""
        for meeting in still_held(plan):
            view = problem.ward_by_code.get(meeting.ward_code)
            if view is None:
                continue
            who = assigned(meeting, self.post)
            if not who and self.visits(problem) is None:
                yield self.breach(f"{spoken(meeting)} has none", meeting)
            for officer_id in who:
                why = self._refusal(problem, view, officer_id, meeting)
                if why:
                    yield self.breach(f"{spoken(meeting)}: officer {officer_id} {why}", meeting)

    def _refusal(
        self, problem: PlanningProblem, view: WardView, officer_id: str, meeting: PlannedMeeting
    ) -> str | None:
        officer = problem.officer_by_id.get(officer_id)
        if officer is None or officer not in (self.eligible(view) or ()):
            return f"is not {self.kind} of {view.ward.name}"
        return off_duty_reason(problem, officer, meeting.starts_at.replace(tzinfo=None))


class SergeantOnDuty(_Attends):
    """The ward's lead sergeant or a deputy, on duty for the whole meeting."""

    name = "sergeant_on_duty"
    sentence = "A sergeant of the ward, or a deputy, is on duty at every meeting"
    post = Post.SERGEANT
    kind = "a sergeant or deputy"
    can_be_left_out = False

    def eligible(self, view: WardView) -> tuple[Officer, ...]:
        """Leads first, then deputies."""
        return view.leads + view.deputies


class WardOfficerOnDuty(_Attends):
    """A DWO or PCSO of the ward, on duty for the whole meeting."""

    name = "ward_officer_on_duty"
    sentence = "A dedicated ward officer or a PCSO of the ward is on duty at every meeting"
    post = Post.WARD_OFFICER
    kind = "a ward officer"
    can_be_left_out = False

    def eligible(self, view: WardView) -> tuple[Officer, ...]:
        """The ward's DWOs and PCSOs."""
        return view.ward_officers


class _Visits(_Attends):
    """What the two visiting rules share: enough meetings a year with one of them."""

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """The plain side; a cancelled meeting's visit was promised, so it still counts here."""
        yield from super().breaches(problem, plan)
        by_ward = promised(plan)
        for view in problem.wards:
            seen = sum(bool(assigned(meeting, self.post)) for meeting in by_ward.get(view.ward.code, ()))
            wanted = self.visits(problem) or 0
            if seen < wanted:
                yield self.breach(f"{view.ward.name} has {seen} such meetings, wanted {wanted}")

    def concerns(self, problem: PlanningProblem, pin: Pin) -> bool:
        """Never: the visit may go to another meeting."""
        return False


class InspectorVisits(_Visits):
    """Recommendation 9: at least `inspector_meetings` a ward a year."""

    name = "inspector_visits"
    sentence = "An inspector comes to every ward's meetings at least once a year"
    limit = "inspector_meetings"
    post = Post.INSPECTOR
    kind = "an inspector"

    def eligible(self, view: WardView) -> tuple[Officer, ...]:
        """The inspectors who cover the ward."""
        return view.inspectors

    def visits(self, problem: PlanningProblem) -> int:
        """The borough's own number, pro rata."""
        return problem.period.pro_rata(problem.borough.policy.limits.inspector_meetings)

    def detail(self, problem: PlanningProblem, view: WardView) -> str:
        """The borough's own number."""
        return f"{self.visits(problem)} a year"


class PublicRealmVisits(_Visits):
    """Recommendation 4: at least `public_realm_meetings` a ward a year."""

    name = "public_realm_visits"
    sentence = "A Public Realm officer comes to every ward's meetings at least once a year"
    limit = "public_realm_meetings"
    post = Post.PUBLIC_REALM
    kind = "a Public Realm officer"

    def eligible(self, view: WardView) -> tuple[Officer, ...]:
        """The Public Realm officers who cover the ward."""
        return view.public_realm

    def visits(self, problem: PlanningProblem) -> int:
        """The borough's own number, pro rata."""
        return problem.period.pro_rata(problem.borough.policy.limits.public_realm_meetings)

    def detail(self, problem: PlanningProblem, view: WardView) -> str:
        """The borough's own number."""
        return f"{self.visits(problem)} a year"


class LeadSergeant(StaffRule):
    """One unit is a meeting that a deputy covers."""

    name = "lead_sergeant"
    sentence = "The ward's own sergeant comes, rather than a deputy"
    level = Level.SHOULD
    post = Post.SERGEANT

    def charges(self, problem: PlanningProblem, plan: Plan) -> Iterator[Charge]:
        """The plain side."""
        for meeting in still_held(plan):
            view = problem.ward_by_code.get(meeting.ward_code)
            if view is None or meeting.sergeant in {officer.officer_id for officer in view.leads}:
                continue
            if self.weight(problem):
                yield Charge(self.name, meeting.meeting_id, self.weight(problem), "a deputy comes")

    def officer_cost(self, problem: PlanningProblem, view: WardView, officer: Officer) -> int:
        """The solver's side."""
        return 0 if officer in view.leads else self.weight(problem)
