"""The compiled inner loops: one ward's best year, and every year within a limit. Arrays in, arrays out; no rule.

Shapes: K meetings, D days, F features, at most S states a layer; CSR: what belongs to `n` is from `ptr[n]` to before
`ptr[n + 1]`. All is int32; FORBIDDEN is far above any cost and far below the type's end, so three add up safely. Sums
are cast back since numba widens them: as wide as they come in, eight at a time are added in one instruction.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

FORBIDDEN = 1 << 28
"""As in `scheduler.rules.shapes`; a compiled function wants its own constant."""


class Year(NamedTuple):
    """What a ward's year may be, and what it costs beside its slots.

    Shape: `moves`, `move_costs` (K, F, S): the state after meeting k+1 with a feature, -1 where it may not be, and its
           cost; `states` (K+1): how many each layer has; `step` (D, D): the cost of the next meeting's day after this
           one's; `first`, `last` (D); `ends` (S); `day_ptr`, `days`: CSR by k of the days on which meeting k+1 may be
    """

    moves: NDArray[Any]
    move_costs: NDArray[Any]
    states: NDArray[Any]
    step: NDArray[Any]
    first: NDArray[Any]
    last: NDArray[Any]
    ends: NDArray[Any]
    day_ptr: NDArray[Any]
    days: NDArray[Any]


class Offers(NamedTuple):
    """What may be chosen on each day, CSR by day: a feature and a cost. Every slot, or the cheapest of each feature."""

    ptr: NDArray[Any]
    feature: NDArray[Any]
    cost: NDArray[Any]


class Tables(NamedTuple):
    """The least cost of the rest of a year, seen from meeting k+1 on a day, for each state.

    Shape: flat, as (k, day, state), with where each k begins. `ahead`: by the state before the meeting, itself and all
           after it; `behind`: by the state after it, all after it
    """

    ahead_ptr: NDArray[Any]
    ahead: NDArray[Any]
    behind_ptr: NDArray[Any]
    behind: NDArray[Any]


@njit(cache=True, nogil=True)
def price(year, options, tables):
    """Fill the tables from the last meeting back; return the cost of the best year.

    With j the next meeting's day, and both least over what is possible:
        behind[k, day, state] = step[day, j] + ahead[k+1, j, state], after the last meeting last[day] + ends[state]
        ahead[k, day, state]  = option's cost + move_costs[state] + behind[k, day, moves[state]]
    """
    moves, move_costs, states, step, first, last, ends, day_ptr, days = year
    option_ptr, option_feature, option_cost = options
    ahead_ptr, ahead, behind_ptr, behind = tables
    meetings = moves.shape[0]
    # States lie side by side, and the loops over them are the innermost: they are what the compiler makes wide.
    for k in range(meetings - 1, -1, -1):
        wide, narrow = states[k + 1], states[k]
        for i in range(day_ptr[k], day_ptr[k + 1]):
            day = days[i]
            after = behind[behind_ptr[k] + (i - day_ptr[k]) * wide : behind_ptr[k] + (i - day_ptr[k] + 1) * wide]
            if k == meetings - 1:
                for s in range(wide):
                    after[s] = min(FORBIDDEN, last[day] + ends[s])
            else:
                after[:] = FORBIDDEN
                for j in range(day_ptr[k + 1], day_ptr[k + 2]):
                    cost = step[day, days[j]]
                    if cost >= FORBIDDEN:
                        continue
                    base = ahead_ptr[k + 1] + (j - day_ptr[k + 1]) * wide
                    then = ahead[base : base + wide]
                    for s in range(wide):
                        reached = np.int32(then[s] + cost)
                        after[s] = reached if reached < after[s] else after[s]
            before = ahead[ahead_ptr[k] + (i - day_ptr[k]) * narrow : ahead_ptr[k] + (i - day_ptr[k] + 1) * narrow]
            before[:] = FORBIDDEN
            for o in range(option_ptr[day], option_ptr[day + 1]):
                feature, cost = option_feature[o], option_cost[o]
                move, extra = moves[k, feature], move_costs[k, feature]
                for s in range(narrow):
                    if move[s] >= 0:  # looked up where the move leads, so that what is written lies side by side
                        reached = np.int32(cost + extra[s] + after[move[s]])
                        before[s] = reached if reached < before[s] else before[s]
    best = FORBIDDEN
    for i in range(day_ptr[0], day_ptr[1]):
        best = min(best, first[days[i]] + ahead[ahead_ptr[0] + i - day_ptr[0]])
    return best


@njit(cache=True, nogil=True)
def years_within(year, slots, tables, limit, walk, found, costs):
    """List every year that costs at most `limit` into `found` (rows of slot numbers) and `costs` until they are full.

    Returns how many there are. Each branch is taken only where a year within the limit lies behind it, so the time is
    linear in what is listed. `walk` (4, K+1) is where the next call goes on: place of the day, slot, spent and state by
    meeting, and at the end of the first row the meeting, -1 where nothing is left; -1 all over its slots to begin with.
    """
    moves, move_costs, states, step, first, _, _, day_ptr, days = year
    slot_ptr, slot_feature, slot_cost = slots
    ahead_ptr, ahead, behind_ptr, behind = tables
    meetings, capacity = moves.shape[0], found.shape[0]
    # A recursion over meetings, written flat so that it can stop when `found` is full and go on in the next call: by
    # depth k the day, the next slot to try (-1 before the day's first), and the cost and the state on the way there.
    at, slot, spent, state = walk
    count, k = 0, at[meetings]
    while k >= 0:
        if at[k] >= day_ptr[k + 1]:
            k -= 1
            continue
        day = days[at[k]]
        way = first[day] if k == 0 else step[days[at[k - 1]], day]
        place = at[k] - day_ptr[k]
        if slot[k] < 0:
            reach = spent[k] + way + ahead[ahead_ptr[k] + place * states[k] + state[k]]
            if way >= FORBIDDEN or reach > limit:
                at[k] += 1
                continue
            slot[k] = slot_ptr[day]
        if slot[k] >= slot_ptr[day + 1]:
            at[k] += 1
            slot[k] = -1
            continue
        n = slot[k]
        slot[k] += 1
        feature = slot_feature[n]
        after = moves[k, feature, state[k]]
        if after < 0:
            continue
        cost = spent[k] + way + slot_cost[n] + move_costs[k, feature, state[k]]
        if cost + behind[behind_ptr[k] + place * states[k + 1] + after] > limit:
            continue
        if k == meetings - 1:
            if count == capacity:
                slot[k] -= 1  # put it back: the next call begins with this year
                break
            for m in range(meetings):
                found[count, m] = slot[m] - 1  # each depth points past the slot it took
            costs[count] = cost + behind[behind_ptr[k] + place * states[k + 1] + after]
            count += 1
            continue
        spent[k + 1], state[k + 1] = cost, after
        k += 1
        at[k], slot[k] = day_ptr[k], -1
    at[meetings] = k
    return count


@njit(cache=True, nogil=True)
def draw(year, slots, tables, limit, found, costs):
    """Fill `found` (rows of slot numbers) and `costs` with years that cost at most `limit`, drawn by lot.

    Meeting after meeting, each slot behind which a year within the limit lies is as likely as the others. So a year may
    be drawn twice, and years that share a rare slot are drawn more often than their number would have it. There must be
    one within the limit. The lots are the same every time.
    """
    moves, move_costs, states, step, first, _, _, day_ptr, days = year
    slot_ptr, slot_feature, slot_cost = slots
    ahead_ptr, ahead, behind_ptr, behind = tables
    meetings = moves.shape[0]
    lot = np.uint64(88_172_645_463_325_252)
    open_slots = np.empty(slot_cost.shape[0], np.int64)
    open_costs = np.empty(slot_cost.shape[0], np.int64)
    for n in range(found.shape[0]):
        spent, state, before = 0, 0, 0
        for k in range(meetings):
            count = 0
            for i in range(day_ptr[k], day_ptr[k + 1]):
                day, place = days[i], i - day_ptr[k]
                way = first[day] if k == 0 else step[before, day]
                if way >= FORBIDDEN or spent + way + ahead[ahead_ptr[k] + place * states[k] + state] > limit:
                    continue
                for s in range(slot_ptr[day], slot_ptr[day + 1]):
                    after = moves[k, slot_feature[s], state]
                    if after >= 0:
                        cost = spent + way + slot_cost[s] + move_costs[k, slot_feature[s], state]
                        rest = behind[behind_ptr[k] + place * states[k + 1] + after]
                        if cost + rest <= limit:
                            open_slots[count], open_costs[count] = s, cost
                            if k == meetings - 1:
                                open_costs[count] += rest
                            count += 1
            # Source: Marsaglia 2003, doi:10.18637/jss.v008.i14 (xorshift)
            lot ^= lot << np.uint64(13)
            lot ^= lot >> np.uint64(7)
            lot ^= lot << np.uint64(17)
            drawn = np.int64(lot % np.uint64(count))
            slot, spent = open_slots[drawn], open_costs[drawn]
            found[n, k] = slot
            state = moves[k, slot_feature[slot], state]
            before = _day_of(slot, slot_ptr)
        costs[n] = spent


@njit(cache=True, nogil=True)
def _day_of(slot, slot_ptr):
    return np.searchsorted(slot_ptr, slot, side="right") - 1


@njit(cache=True, nogil=True)
def arrive(year, options, tables):
    """Fill the tables from the first meeting on: the least cost of the way to each meeting's day and state.

    It is the mirror of `price`: `before` stands in the place of `ahead` and leaves the meeting's own slot out, `after`
    in that of `behind` and has it in.
    """
    moves, move_costs, states, step, first, _, _, day_ptr, days = year
    option_ptr, option_feature, option_cost = options
    before_ptr, before, after_ptr, after = tables
    for k in range(moves.shape[0]):
        wide, narrow = states[k + 1], states[k]
        for i in range(day_ptr[k], day_ptr[k + 1]):
            day = days[i]
            place = i - day_ptr[k]
            come = before[before_ptr[k] + place * narrow : before_ptr[k] + (place + 1) * narrow]
            come[:] = FORBIDDEN
            if k == 0:
                come[0] = first[day]
            else:
                for j in range(day_ptr[k - 1], day_ptr[k]):
                    cost = step[days[j], day]
                    if cost >= FORBIDDEN:
                        continue
                    base = after_ptr[k - 1] + (j - day_ptr[k - 1]) * narrow
                    since = after[base : base + narrow]
                    for s in range(narrow):
                        reached = np.int32(since[s] + cost)
                        come[s] = reached if reached < come[s] else come[s]
            gone = after[after_ptr[k] + place * wide : after_ptr[k] + (place + 1) * wide]
            gone[:] = FORBIDDEN
            for o in range(option_ptr[day], option_ptr[day + 1]):
                feature, cost = option_feature[o], option_cost[o]
                move, extra = moves[k, feature], move_costs[k, feature]
                for s in range(narrow):
                    if move[s] >= 0:
                        reached = np.int32(come[s] + cost + extra[s])
                        gone[move[s]] = reached if reached < gone[move[s]] else gone[move[s]]


@njit(cache=True, nogil=True)
def front(kinds, served_ptr, served, kept):
    """Write the numbers of the years that no earlier one makes needless into `kept`; return how many there are.

    Shapes: kinds (years, K): each meeting's kind; served CSR by kind: the kinds in whose place it does. One year makes
    another needless where its meetings, in some order, do in the place of the other's.

    The years kept are bits, 64 to a word, so that one `&` looks at 64: `sets` has, for each place in a year and each
    kind, those whose meeting there does in its place, and at last those with any meeting that does. `paired` has, for
    each choice of a year's meetings (bits of a number), the kept years whose first so many do in their places.
    """
    years, meetings = kinds.shape
    sets = np.zeros((meetings + 1, served_ptr.shape[0] - 1, 16), np.uint64)
    paired = np.zeros(1 << meetings, np.uint64)
    count = 0
    for year in range(years):
        if _is_needless(sets, kinds[year], (count + 63) // 64, paired):
            continue
        if count == sets.shape[2] * 64:
            sets = _twice_as_wide(sets)
        bit = np.uint64(1) << np.uint64(count % 64)
        for k in range(meetings):
            for n in range(served_ptr[kinds[year, k]], served_ptr[kinds[year, k] + 1]):
                sets[k, served[n], count // 64] |= bit
                sets[meetings, served[n], count // 64] |= bit
        kept[count] = year
        count += 1
    return count


@njit(cache=True, nogil=True)
def _twice_as_wide(sets):
    places, kinds, words = sets.shape
    wider = np.zeros((places, kinds, 2 * words), np.uint64)
    for place in range(places):
        for kind in range(kinds):
            for word in range(words):  # an assignment of slices takes five seconds to compile
                wider[place, kind, word] = sets[place, kind, word]
    return wider


@njit(cache=True, nogil=True)
def _is_needless(sets, kinds, words, paired):
    everything = paired.shape[0] - 1
    meetings = kinds.shape[0]
    for word in range(words):
        # First what is cheap: kept years that have, for each meeting of this one, some meeting that does. Few do, and
        # only for those is it tried whether different meetings do: an assignment, by dynamic programming over subsets.
        likely = ~np.uint64(0)
        for other in range(meetings):
            likely &= sets[meetings, kinds[other], word]
        if not likely:
            continue
        paired[:] = 0
        paired[0] = likely
        # With k meetings chosen, of the kept years paired with those, the ones whose meeting k does in the place of one
        # more are paired with all k + 1. A part is a smaller number than the whole: counting up, it is done before.
        for chosen in range(everything):
            if paired[chosen]:
                k = 0
                for other in range(meetings):
                    k += chosen >> other & 1
                for other in range(meetings):
                    if not chosen >> other & 1:
                        paired[chosen | 1 << other] |= paired[chosen] & sets[k, kinds[other], word]
        if paired[everything]:
            return True
    return False


@njit(cache=True, nogil=True)
def serve(meeting, option_ptr, post, points, officer, serves):
    """Fill `serves`: whether the first kind of slot does in the place of the second.

    Shapes: meeting (kinds, words), officer (options, words): bits of what each takes; option_ptr CSR by kind: the
    officers it has, each with a post and points; serves (kinds, kinds)
    """
    for one in range(meeting.shape[0]):
        for other in range(meeting.shape[0]):
            serves[one, other] = _within(meeting[one], meeting[other])
            if serves[one, other]:
                for there in range(option_ptr[other], option_ptr[other + 1]):
                    found = False
                    for here in range(option_ptr[one], option_ptr[one + 1]):
                        if post[here] == post[there] and points[here] <= points[there]:
                            found = found or _within(officer[here], officer[there])
                    if not found:
                        serves[one, other] = False
                        break


@njit(cache=True, nogil=True)
def _within(one, other):
    more = False
    for word in range(one.shape[0]):
        more = more or one[word] & ~other[word] != 0
    return not more
