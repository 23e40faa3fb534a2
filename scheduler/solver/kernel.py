"""The compiled inner loops: one ward's best year, and every year within a limit. Arrays in, arrays out; no rule.

Shapes, for a ward with K meetings, D days, F features and at most S states a layer; docs/how-planning-works.md tells
the idea:
    moves, move_costs  (K, F, S)  the state after meeting k+1 with a feature, -1 where it may not be; and its cost
    states             (K+1)      how many states each layer has
    step               (D, D)     the cost of the next meeting's day after this one's; first, last (D); ends (S)
    day_ptr, days      CSR        the days on which meeting k+1 may be
    option_*, slot_*   CSR by day a feature and a cost: the cheapest slot of a feature, and every slot
    ahead              flat       the least cost from before meeting k+1 on a day, for each state: (layer, day, state)
    behind             flat       the least cost after it
Everything is int32; FORBIDDEN is far above any cost and far below the type's end, so three of them add up safely. Sums
are cast back to int32 since numba widens them: as wide as they come in, eight at a time are added in one instruction.
"""

from __future__ import annotations

import numpy as np
from numba import njit

FORBIDDEN = 1 << 28
"""As in `scheduler.rules.shapes`; a compiled function wants its own constant."""


@njit(cache=True, nogil=True)
def price(
    moves, move_costs, states, step, first, last, ends, day_ptr, days, option_ptr, option_feature, option_cost,
    ahead_ptr, ahead, behind_ptr, behind,
):  # fmt: skip
    """Fill `ahead` and `behind` from the last meeting back; return the cost of the best year."""
    meetings = moves.shape[0]
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
                    if move[s] >= 0:
                        reached = np.int32(cost + extra[s] + after[move[s]])
                        before[s] = reached if reached < before[s] else before[s]
    best = FORBIDDEN
    for i in range(day_ptr[0], day_ptr[1]):
        best = min(best, first[days[i]] + ahead[ahead_ptr[0] + i - day_ptr[0]])
    return best


@njit(cache=True, nogil=True)
def years_within(
    moves, move_costs, states, step, first, day_ptr, days, slot_ptr, slot_feature, slot_cost,
    ahead_ptr, ahead, behind_ptr, behind, limit, found, costs,
):  # fmt: skip
    """List every year that costs at most `limit` into `found` (rows of slot numbers) and `costs` until they are full.

    Returns how many there are, or one more than `found` holds where there are more. Each branch is taken only where a
    year within the limit lies behind it, so the time is linear in what is listed.
    """
    meetings, capacity = moves.shape[0], found.shape[0]
    count, k = 0, 0
    at = np.zeros(meetings, np.int64)
    slot = np.zeros(meetings, np.int64)
    spent = np.zeros(meetings + 1, np.int64)
    state = np.zeros(meetings + 1, np.int64)
    at[0], slot[0] = day_ptr[0], -1
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
                return capacity + 1
            for m in range(meetings):
                found[count, m] = slot[m] - 1
            costs[count] = cost + behind[behind_ptr[k] + place * states[k + 1] + after]
            count += 1
            continue
        spent[k + 1], state[k + 1] = cost, after
        k += 1
        at[k], slot[k] = day_ptr[k], -1
    return count


@njit(cache=True, nogil=True)
def arrive(
    moves, move_costs, states, step, first, day_ptr, days, option_ptr, option_feature, option_cost,
    before_ptr, before, after_ptr, after,
):  # fmt: skip
    """Fill `before` and `after` from the first meeting on: the least cost of the way to each meeting's day and state.

    They are laid out as `ahead` and `behind`; `before` leaves the meeting's own slot out, `after` has it in.
    """
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
def front(kinds, by_rank, serves, kept):
    """Write the numbers of the years that no earlier one makes needless into `kept`; return how many there are.

    Shapes: kinds, by_rank (years, K): each meeting's kind, in date order and in the order of kinds; serves (kinds,
    kinds): whether the first does in the place of the second. One year makes another needless where each of its
    meetings does in the place of the other's at the same place, in either order.
    """
    count = 0
    for year in range(kinds.shape[0]):
        needed = True
        for n in range(count):
            other = kept[n]
            in_turn, ranked = True, True
            for k in range(kinds.shape[1]):
                in_turn = in_turn and serves[kinds[other, k], kinds[year, k]]
                ranked = ranked and serves[by_rank[other, k], by_rank[year, k]]
                if not in_turn and not ranked:
                    break
            if in_turn or ranked:
                needed = False
                for m in range(n, 0, -1):  # what makes one year needless is tried first on the next
                    kept[m] = kept[m - 1]
                kept[0] = other
                break
        if needed:
            kept[count] = year
            count += 1
    return count


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
