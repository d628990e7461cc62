"""A scenario out of a contact log: what the log says is filled in, what it does not say is switched off or assumed."""

from __future__ import annotations

import itertools
import math
from typing import Any, NamedTuple

import numpy as np
from scipy import stats

from simulation.calibration.contacts import Contact, Contacts
from simulation.calibration.estimates import HOURS, Handling, Patience, handling, hours_of, patience, weeks_seen
from simulation.errors import InputError, nearest
from simulation.indexed import Floats
from simulation.known import KNOWN_CHANNELS
from simulation.units import DAYS, MINUTES_PER_DAY, MINUTES_PER_HOUR, week_spans

MOST_LEVELS = 6
"""The hours of the week are put into at most so many levels of arrivals."""

_CHANCE = 0.05
_PLAIN_CHOICE = ("wait_weight", "hold_weight", "habit_weight", "severity_weight", "privacy_weight", "unofficial_shift")


class Answers(NamedTuple):
    """What a log cannot say, and its owner can.

    Attributes
    ----------
    agents : dict of str to int
        Agents by channel; where there is none, the most that the log shows at work at once.
    hours : dict of str to str
        Hours of the agents by channel; where there are none, from the first to the last answer of each weekday.
    like : dict of str to str
        The known channel that a channel of one's own is like.
    """

    agents: dict[str, int]
    hours: dict[str, str]
    like: dict[str, str]


def known_channels(contacts: Contacts, answers: Answers) -> dict[str, str]:
    """Return the known channel that each of the log's is like, and make sure that the answers speak of the log's."""
    channels = contacts.channels()
    for table in answers:
        for name in table:
            if name not in channels:
                raise InputError(f"no contacts in channel '{name}', {nearest(name, channels)}")
    found: dict[str, str] = {}
    for name in channels:
        like = answers.like.get(name, name)
        if like not in KNOWN_CHANNELS:
            hint = nearest(like, KNOWN_CHANNELS)
            raise InputError(f"channel '{name}': '{like}' is no known channel, {hint} (say --like {name}=email)")
        if "." in name or any(sign in name for sign in "\"'\\"):
            raise InputError(f"channel '{name}': expected a name without dots and quotation marks")
        found[name] = like
    for name, hours in answers.hours.items():
        try:
            week_spans(hours)
        except ValueError as problem:
            raise InputError(f"--hours {name}: {problem}") from None
    return found


def draft(contacts: Contacts, answers: Answers, title: str) -> dict[str, Any]:
    """Return a scenario as a nested table, ready for `simulation.scenario.parse` or a file.

    Every contact of the log, repeats among them, is a need of its own that one contact settles: redialling, returns,
    asks, hand-offs and look-ups are in the log's figures already, and are off. Channels are chosen by their shares
    alone.

    Raises
    ------
    InputError
        When the log covers less than a week, or a channel is not known.
    """
    if contacts.days < 7:
        raise InputError(f"the log covers {contacts.days:.0f} days, expected at least 7, every hour of the week once")
    like = known_channels(contacts, answers)
    duty = {name: answers.hours.get(name) or hours_at_work(contacts, name) for name in like}
    counts = _while_all_are_open(contacts, duty, like)
    channels: dict[str, Any] = {}
    teams: dict[str, Any] = {}
    for name, known in like.items():
        rows = contacts.of(name)
        channels[name] = _channel(known, name, handling(rows), patience(rows)) | {
            "alpha": math.log(counts[name] / sum(counts.values()))
        }
        agents = answers.agents.get(name, most_at_work(rows))
        teams[name] = {"channels": [name], "agents": agents, "hours": duty[name]}
    customers = len({row.customer for row in contacts.rows if row.customer})
    return {
        "title": title,
        "days": 35,
        "warm_up_days": 7,
        "population": {"considers_social": 1.0} | ({"customers": customers} if customers else {}),
        "channels": channels,
        "teams": teams,
        "needs": _needs(contacts),
        "behaviour": dict.fromkeys(("redial", "returns", "repeat", "switch", *_PLAIN_CHOICE), 0),
        "handling": {"asks": False, "partner_share": 0, "own_lookup": 0, "advises_phone": 0},
    }


def _channel(known: str, name: str, work: Handling | None, waits: Patience | None) -> dict[str, Any]:
    """Return a channel's table: its work and its patience where the log tells them, else the catalogue's."""
    table: dict[str, Any] = {"solve": 1, "hand_off": 0, "young_shift": 0}
    if known != name:
        table["like"] = known
    else:
        table["habit"] = 0
    if work is not None:
        lognormal = work.mean.value, work.cv.value
        mean, cv = lognormal if work.fits else (work.plain_mean.value, work.plain_cv)  # a wrong law moves the load
        table["work"] = {"mean": mean, "cv": cv}
    if KNOWN_CHANNELS[known].get("synchronous") and waits is not None:
        table["patience"] = waits.mean.value if math.isfinite(waits.mean.value) else "never"
    return table


def _while_all_are_open(contacts: Contacts, duty: dict[str, str], like: dict[str, str]) -> dict[str, float]:
    """Return how many contacts each channel had in hours in which all could be reached; half a one for none.

    Where the agents of channels are never there together, all contacts count.
    """
    shut = np.zeros(HOURS, dtype=bool)
    for name, hours in duty.items():
        if KNOWN_CHANNELS[like[name]].get("synchronous"):
            shut |= ~_open_hours(hours)
    found = {
        name: np.array(hours_of([row.made for row in contacts.of(name)]))[~shut if not shut.all() else shut].sum()
        for name in duty
    }
    return {name: max(float(count), 0.5) for name, count in found.items()}


def _open_hours(hours: str) -> Any:
    """Return which hours of the week lie within opening hours, shape (168,)."""
    open_ = np.zeros(HOURS, dtype=bool)
    for begin, end in week_spans(hours):
        open_[int(begin // MINUTES_PER_HOUR) : math.ceil(end / MINUTES_PER_HOUR)] = True
    return open_


def most_at_work(rows: list[Contact]) -> int:
    """Return the largest number of a channel's contacts that were in hand at one moment, at least 1."""
    steps = []
    for row in rows:
        if not math.isnan(row.lasted):
            begin = row.made + row.waited
            in_hand = row.lasted if math.isnan(row.work) else min(row.lasted, row.work)
            steps += [(begin, 1), (begin + in_hand, -1)]
    at_work = itertools.accumulate(step for _, step in sorted(steps))
    return max([1, *at_work])


def hours_at_work(contacts: Contacts, channel: str) -> str:
    """Return the hours in which a channel's contacts were answered: each weekday from the first to the last of them."""
    moments = [row.made + row.waited for row in contacts.of(channel) if not math.isnan(row.lasted)]
    counts = np.array(hours_of(moments)).reshape(7, 24)
    parts = []
    for day, hours in zip(DAYS, counts, strict=True):
        busy = np.flatnonzero(hours)
        if len(busy):
            parts.append(f"{day} {busy[0]:02d}:00-{busy[-1] + 1:02d}:00")
    whole = [f"{day} 00:00-24:00" for day in DAYS]
    return "always" if not parts or parts == whole else ", ".join(parts)


def levels(counts: list[int], weeks: list[int]) -> list[list[int]]:
    """Put the hours of the week into levels of arrivals: the fewest within which they differ by no more than chance.

    Hours are ordered by their rate and cut where Poisson's likelihood is largest (dynamic programming, which is exact);
    one level more is taken while Pearson's chi-squared within the levels exceeds its 95 % point, up to six.

    Parameters
    ----------
    counts, weeks : list of int
        Contacts in each hour of the week, and how often the log saw it.

    Returns
    -------
    list of list of int
        Hours by level, the quietest first.
    """
    n, w = np.array(counts, dtype=float), np.array(weeks, dtype=float)
    order = np.argsort(n / w, kind="stable")
    n, w = n[order], w[order]
    for count in range(1, MOST_LEVELS + 1):
        cuts = _best_cuts(n, w, count)
        expected = np.concatenate([w[a:b] * n[a:b].sum() / w[a:b].sum() for a, b in itertools.pairwise(cuts)])
        seen = expected > 0
        pearson = float((((n - expected) ** 2)[seen] / expected[seen]).sum())
        if pearson <= stats.chi2.ppf(1 - _CHANCE, max(1, int(seen.sum()) - count)):
            break
    return [[int(hour) for hour in order[a:b]] for a, b in itertools.pairwise(cuts)]


def _best_cuts(n: Floats, w: Floats, count: int) -> list[int]:
    """Return the ends of so many consecutive groups with the largest Poisson likelihood, ``sum N log(N / W)``."""
    total, exposure = np.concatenate([[0.0], np.cumsum(n)]), np.concatenate([[0.0], np.cumsum(w)])
    size = len(n)

    def gain(begins: Any, end: int) -> Floats:
        inside, seen = total[end] - total[begins], exposure[end] - exposure[begins]
        return np.where(inside > 0, inside * np.log(np.maximum(inside, 1e-300) / seen), 0.0)

    best = np.array([-np.inf, *(float(gain(np.array([0]), end)[0]) for end in range(1, size + 1))])
    came_from = []
    for group in range(1, count):
        following, origin = np.full(size + 1, -np.inf), np.zeros(size + 1, dtype=int)
        for end in range(group + 1, size + 1):
            begins = np.arange(group, end)
            values = best[begins] + gain(begins, end)
            origin[end], following[end] = begins[values.argmax()], values.max()
        best = following
        came_from.append(origin)
    cuts = [size]
    for origin in reversed(came_from):
        cuts.append(int(origin[cuts[-1]]))
    return [0, *reversed(cuts)]


def _needs(contacts: Contacts) -> dict[str, Any]:
    """Return the needs: each need of the log (``contact`` where it tells none), by its levels of arrivals."""
    weeks = weeks_seen(contacts)
    found: dict[str, Any] = {}
    for name in sorted({row.need for row in contacts.rows}):
        counts = hours_of([row.made for row in contacts.rows if row.need == name])
        groups = [hours for hours in levels(counts, weeks) if sum(counts[hour] for hour in hours)]
        known = plain(name) or "contact"
        for number, hours in enumerate(groups, start=1):
            per_hour = sum(counts[hour] for hour in hours) / sum(weeks[hour] for hour in hours)
            key = _free(known if len(groups) == 1 else f"{known}-{number}", found)
            # Rates are a mean over all days, told as 24 hours: what arises in some hours is spread over the week first.
            found[key] = {"per_day": per_hour * len(hours) / 7, "arise": spelled(hours)}
    return found


def plain(name: str) -> str:
    """Return a name as it can stand in a key or a file's name.

    >>> plain("late/lost parcel")
    'late-lost-parcel'
    """
    return "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in name)


def _free(name: str, taken: dict[str, Any]) -> str:
    """Return a name that is not taken; ``orders`` stands for the web shop's."""
    while name in taken or name == "orders":
        name += "_"
    return name


def spelled(hours: list[int]) -> str:
    """Write hours of the week as opening hours.

    >>> spelled([8, 9, 32, 33, 60])
    'Mon 08:00-10:00, Tue 08:00-10:00, Wed 12:00-13:00'
    """
    if len(hours) == HOURS:
        return "always"
    parts: list[list[int]] = []
    for hour in sorted(hours):
        if parts and parts[-1][1] == hour and hour % 24:
            parts[-1][1] = hour + 1
        else:
            parts.append([hour, hour + 1])
    per_day = int(MINUTES_PER_DAY / MINUTES_PER_HOUR)
    return ", ".join(
        f"{DAYS[begin // per_day]} {begin % per_day:02d}:00-{(end - 1) % per_day + 1:02d}:00" for begin, end in parts
    )
