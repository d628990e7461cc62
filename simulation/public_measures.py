"""Measures of what is public: reactions, threads, privacy, third parties, and conversations that everybody can read."""

from __future__ import annotations

import numpy as np

from simulation import log as ev
from simulation.cases import CaseIndex, Measures, Table, contact_key, first_times, ratio, rows_of
from simulation.log import Log
from simulation.model.threads import COMMENTS
from simulation.scenario import Scenario
from simulation.units import MINUTES_PER_DAY

_FAILURES = (ev.NOT_SOLVED, ev.ABANDONED, ev.BALKED, ev.BLOCKED, ev.PATIENCE_EXPIRED)
_ENDS = (ev.DEFLECTED, ev.SOLVED, ev.GIVEN_UP)


def public_measures(table: Table, kept: Log, log: Log, scenario: Scenario) -> Measures:
    """Return the measures of what is public; what speaks of a rule that is off is left out.

    - ``social_after_failure``: contacts in social media before which a contact of the same case had failed (given up on
      hold, out of patience, or answered without being solved), of all contacts in social media.
    - With a public channel: see `conversations`. With `[publicity]`: see `of_threads`.
    - ``left_unanswered``: public contacts that the company leaves on purpose, of all public contacts.

    Parameters
    ----------
    table : dict of ndarray
        See `simulation.cases.cases`.
    kept, log : ndarray
        The rows of the table's cases, and all rows.
    scenario : Scenario
        Which channels are public or social, and the run's length.
    """
    parts = list(scenario.channels.values())
    public = np.isin(kept["channel"], [index for index, part in enumerate(parts) if part.public])
    contacts = kept[public & (kept["event"] == ev.CONTACT)]
    social = [index for index, part in enumerate(parts) if part.social]
    found = {"social_after_failure": after_failure(kept, social)}
    if any(part.public for part in parts):
        found |= conversations(table, kept[public])
    if scenario.publicity is not None:
        found |= of_threads(table, kept, contacts, scenario)
        found["public_unanswered"] = unanswered(log, scenario)
    silent = scenario.transparency.sensitive == "silence" or any(part.answers < 1 for part in parts)
    if scenario.publicity is not None or silent:
        left = kept[public & (kept["event"] == ev.LEFT_UNANSWERED)]
        found["left_unanswered"] = ratio(len(left[left["contact"] > 0]), len(contacts))
    return found


def after_failure(kept: Log, channels: list[int]) -> float:
    """Return the share of the contacts in some channels before which a contact of the same case had failed."""
    contacts = rows_of(kept, ev.CONTACT)
    contacts = contacts[np.isin(contacts["channel"], channels)]
    by = CaseIndex(np.unique(kept["case"]))
    failed = by.first(rows_of(kept, *_FAILURES))
    place, _ = by.place(contacts)
    return ratio(float((failed[place] <= contacts["time"]).sum()), len(contacts))


def conversations(table: Table, public: Log) -> Measures:
    """Return how many conversations get an answer, and how many of those are solved there.

    A conversation is a case with a public contact. ``answered_of_received``: a public contact of it got a reply, of
    all; ``resolved_of_answered``: an agent solved it in a public channel, of the answered. A customer who is sent to
    a private channel is not counted as solved, whatever becomes of her there.
    """
    by = CaseIndex(table["case"])
    received = by.count(rows_of(public, ev.CONTACT)) > 0
    replies = rows_of(public, ev.FIRST_REPLY)
    answered = received & (by.count(replies[replies["contact"] > 0]) > 0)  # a post after the end is no contact
    solved = rows_of(public, ev.SOLVED)
    resolved = answered & (by.count(solved[solved["agent"] >= 0]) > 0)
    return {
        "answered_of_received": ratio(float(answered.sum()), float(received.sum())),
        "resolved_of_answered": ratio(float(resolved.sum()), float(answered.sum())),
    }


def of_threads(table: Table, kept: Log, contacts: Log, scenario: Scenario) -> Measures:
    """Return the measures of threads, their readers and their helpers.

    - ``reactions_per_day``; ``storms``: threads with so many reactions that they are storms; ``largest_thread``: the
      most reactions to one message; ``comment_share``: comments, of all reactions.
    - ``privacy_exposure``: see `exposure`, per day; ``readers_per_personal_item``: the same, per personal item.
    - ``helped``: cases that another customer's answer solved, ``found_answers``: cases settled by an earlier public
      answer, both of all cases; ``wrong_addresses``: public contacts to an address that nobody watches, of all.
    """
    days = scenario.days - scenario.warm_up_days
    cases = len(table["case"])
    reactions = rows_of(kept, ev.REACTION)
    threads = np.unique(contact_key(reactions), return_counts=True)[1]
    helped, exposed = rows_of(kept, ev.HELPED), exposure(kept)
    return {
        "reactions_per_day": len(reactions) / days,
        "storms": float(len(rows_of(kept, ev.STORM))),
        "largest_thread": float(threads.max(initial=0)),
        "comment_share": ratio(float((reactions["detail"] == COMMENTS).sum()), len(reactions)),
        "privacy_exposure": exposed / days,
        "readers_per_personal_item": ratio(exposed, len(rows_of(kept, ev.POSTS_PERSONAL_DATA))),
        "helped": ratio(float((helped["detail"] == 1).sum()), cases),
        "found_answers": ratio(len(rows_of(kept, ev.FINDS_ANSWER)), cases),
        "wrong_addresses": ratio(len(rows_of(kept, ev.WRONG_ADDRESS)), len(contacts)),
    }


def exposure(log: Log) -> float:
    """Return the privacy exposure: by thread, personal items times the thread's views, summed.

    Personal items are sensitive matters written in public and details posted there; views are customers who read the
    message or its answer, and later ones who find the thread in the archive. Who reads a thread is taken to read all.
    """
    items, views = rows_of(log, ev.POSTS_PERSONAL_DATA), rows_of(log, ev.SEEN)
    threads, number = np.unique(contact_key(items), return_counts=True)
    place = np.searchsorted(threads, contact_key(views))
    place = np.minimum(place, max(0, len(threads) - 1))
    if not len(threads):
        return 0.0
    personal = threads[place] == contact_key(views)
    return float((number[place] * views["detail"])[personal].sum())


def unanswered(log: Log, scenario: Scenario) -> float:
    """Return how many public contacts have no reply while their case is open, mean over the time after the warm-up."""
    public = [index for index, part in enumerate(scenario.channels.values()) if part.public]
    contacts = rows_of(log, ev.CONTACT)
    contacts = contacts[np.isin(contacts["channel"], public)]
    begin, end = scenario.warm_up_days * MINUTES_PER_DAY, scenario.days * MINUTES_PER_DAY
    reply, over = rows_of(log, ev.FIRST_REPLY), rows_of(log, *_ENDS)
    replies = first_times(contact_key(contacts), reply, contact_key(reply))
    ended = first_times(contacts["case"], over, over["case"])
    until = np.minimum(np.fmin(replies, ended), end)
    until = np.where(np.isnan(until), end, until)
    spells = np.maximum(until, begin) - np.maximum(contacts["time"], begin)
    return float(spells.sum()) / (end - begin)
