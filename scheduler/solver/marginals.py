"""Min-marginals: what a ward's year costs at least with one of its meetings in each slot, the rest free to move.

The way to a slot (forward) and the way on from it (backward) meet there; one pass of each prices every slot at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from scheduler.problem import IntArray
from scheduler.rules.shapes import FORBIDDEN, Row
from scheduler.solver import kernel
from scheduler.solver.automata import Int32Array
from scheduler.solver.ward_years import WardEngine


class WardMarginals:
    """One ward's tables at some prices, in eighths of a point. They stand until the engine is priced again.

    Edges: the engine has a possible year
    """

    def __init__(self, engine: WardEngine, prices: Mapping[Row, int]) -> None:
        engine.price(prices)
        self.model, self._year, self.slots, self._on = engine.model, engine.year, engine.slots, engine.tables
        self._to = self._on._replace(ahead=np.empty_like(self._on.ahead), behind=np.empty_like(self._on.behind))
        kernel.arrive(self._year, self.slots, self._to)

    def least(self, order: int) -> IntArray:
        """What a year costs at least if its meeting number `order` (from 0) is in each slot.

        Units: eighths of a point, at the engine's prices
        Edges: FORBIDDEN or more for a slot in which it cannot be
        """
        least = np.full(len(self.model.day), FORBIDDEN, dtype=np.int64)
        for place, slots in self._days(order):
            for slot in slots:
                least[slot] = self._through(order, place, slot).min(initial=FORBIDDEN)
        return least

    def year(self, order: int, slot: int) -> tuple[int, ...]:
        """A cheapest year with its meeting number `order` in a slot: slot numbers in date order.

        Edges: there must be one
        """
        place = self._place(order, slot)
        state = int(np.argmin(self._through(order, place, slot)))
        return (*self._way_to(order, place, state), slot, *self._way_on(order, place, slot, state))

    def _through(self, order: int, place: int, slot: int) -> IntArray:
        """The cost by the state before the slot."""
        move, extra = self._moves(order, slot)
        on = np.append(self._cells(self._on.behind, self._on.behind_ptr, order, place, order + 1), FORBIDDEN)
        total = self._arriving(order, place) + int(self.slots.cost[slot]) + extra + on[move]
        return np.where(move < 0, FORBIDDEN, total)

    def _way_to(self, order: int, place: int, state: int) -> list[int]:
        """Back from a meeting's day and state to the first meeting."""
        slots: list[int] = []
        for k in range(order - 1, -1, -1):
            wanted = int(self._arriving(k + 1, place)[state])
            day = self._day(k + 1, place)
            place, slot, state = next(self._steps_to(k, day, state, wanted))
            slots.insert(0, slot)
        return slots

    def _steps_to(self, k: int, next_day: int, next_state: int, wanted: int) -> Iterator[tuple[int, int, int]]:
        for place, slots in self._days(k):
            step = int(self._year.step[self._day(k, place), next_day])
            for slot in slots if step < FORBIDDEN else ():
                move, extra = self._moves(k, slot)
                reach = self._arriving(k, place) + int(self.slots.cost[slot]) + extra + step
                for state in np.flatnonzero((move == next_state) & (reach == wanted)).tolist():
                    yield place, slot, state

    def _way_on(self, order: int, place: int, slot: int, state: int) -> list[int]:
        """On from a meeting's slot to the last meeting."""
        slots: list[int] = []
        for k in range(order + 1, self.model.meetings):
            day = self._day(k - 1, place)
            state = int(self._moves(k - 1, slot)[0][state])
            place, slot = min(self._steps_on(k, day, state))[1:]
            slots.append(slot)
        return slots

    def _steps_on(self, k: int, day: int, state: int) -> Iterator[tuple[int, int, int]]:
        for place, slots in self._days(k):
            step = int(self._year.step[day, self._day(k, place)])
            for slot in slots if step < FORBIDDEN else ():
                move, extra = self._moves(k, slot)
                if move[state] >= 0:
                    on = self._cells(self._on.behind, self._on.behind_ptr, k, place, k + 1)[move[state]]
                    yield step + int(self.slots.cost[slot]) + int(extra[state]) + int(on), place, slot

    def _arriving(self, k: int, place: int) -> IntArray:
        return self._cells(self._to.ahead, self._to.ahead_ptr, k, place, k)

    def _cells(self, flat: Int32Array, ptr: IntArray, k: int, place: int, layer: int) -> IntArray:
        """The states of one layer and day."""
        width = int(self.model.memory.states[layer])
        first = int(ptr[k]) + place * width
        return flat[first : first + width].astype(np.int64)

    def _moves(self, k: int, slot: int) -> tuple[IntArray, IntArray]:
        """The state after, and the cost of getting there, by the state before."""
        year, feature = self._year, int(self.model.feature[slot])
        width = int(year.states[k])
        return year.moves[k, feature, :width].astype(np.int64), year.move_costs[k, feature, :width].astype(np.int64)

    def _days(self, k: int) -> Iterator[tuple[int, range]]:
        """The places and slots of every day on which meeting number `k` may be."""
        for place in range(int(self._year.day_ptr[k + 1] - self._year.day_ptr[k])):
            day = self._day(k, place)
            yield place, range(int(self.slots.ptr[day]), int(self.slots.ptr[day + 1]))

    def _day(self, k: int, place: int) -> int:
        return int(self._year.days[self._year.day_ptr[k] + place])

    def _place(self, k: int, slot: int) -> int:
        days = self._year.days[self._year.day_ptr[k] : self._year.day_ptr[k + 1]]
        return int(np.searchsorted(days, self.model.day[slot]))
