"""The rule book: every rule, in the order people read them. To add a rule, write its class and list it here."""

from __future__ import annotations

from scheduler.rules.chair_free import ChairCanCome
from scheduler.rules.closed_days import ClosedDays
from scheduler.rules.days_kept_free import DaysKeptFree
from scheduler.rules.days_to_avoid import DaysToAvoid
from scheduler.rules.daytime_preference import DaytimeWhenPreferred
from scheduler.rules.different_halls import DifferentHalls
from scheduler.rules.even_months import EvenMonths
from scheduler.rules.even_spacing import EvenSpacing
from scheduler.rules.evening_light import EveningLight
from scheduler.rules.fair_load import FairLoad
from scheduler.rules.far_homes import FarHomes
from scheduler.rules.gaps import LargestGap, SmallestGap
from scheduler.rules.hall_open import HallOpen
from scheduler.rules.hall_rotation import HallRotation
from scheduler.rules.hall_share import HallShare
from scheduler.rules.hall_size import HallSize
from scheduler.rules.halls_in_turn import HallsInTurn
from scheduler.rules.halls_spread import HallsSpread
from scheduler.rules.hire_budget import BoroughHireBudget, WardHireBudget
from scheduler.rules.hire_cost import HireCost
from scheduler.rules.meetings_owed import MeetingsOwed
from scheduler.rules.officer_travel import OfficerTravel
from scheduler.rules.permitted_slots import PermittedSlots
from scheduler.rules.polling import PollingDays, PollingStations
from scheduler.rules.quarters import Quarters
from scheduler.rules.room_for_next import RoomForNext
from scheduler.rules.school_age import SchoolAgeMeetings
from scheduler.rules.set_evening import KeptEvening, KeptStart
from scheduler.rules.shapes import Rule
from scheduler.rules.sharing import MeetingsADay, NeighboursApart, OfficerOnce, SharedHall
from scheduler.rules.staffing import (
    InspectorVisits,
    LeadSergeant,
    PublicRealmVisits,
    SergeantOnDuty,
    WardOfficerOnDuty,
)
from scheduler.rules.step_free import StepFree

RULES: tuple[Rule, ...] = (
    MeetingsOwed(),
    PermittedSlots(),
    ClosedDays(),
    HallSize(),
    StepFree(),
    HallOpen(),
    PollingStations(),
    HallRotation(),
    DifferentHalls(),
    SmallestGap(),
    LargestGap(),
    Quarters(),
    SchoolAgeMeetings(),
    WardHireBudget(),
    BoroughHireBudget(),
    SergeantOnDuty(),
    WardOfficerOnDuty(),
    InspectorVisits(),
    PublicRealmVisits(),
    OfficerOnce(),
    OfficerTravel(),
    SharedHall(),
    NeighboursApart(),
    MeetingsADay(),
    KeptEvening(),
    KeptStart(),
    EvenSpacing(),
    RoomForNext(),
    EvenMonths(),
    DaytimeWhenPreferred(),
    ChairCanCome(),
    DaysToAvoid(),
    PollingDays(),
    DaysKeptFree(),
    EveningLight(),
    HallsInTurn(),
    HallShare(),
    HallsSpread(),
    FarHomes(),
    HireCost(),
    LeadSergeant(),
    FairLoad(),
)
