"""Measures of what is public: reactions, threads, privacy, third parties, and conversations that everybody can read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulation import log as ev
from simulation.cases import CaseIndex, Measures, Table, ratio
from simulation.indexed import IndexedLog, Rows, first_times
from simulation.model.threads import COMMENTS
from simulation.scenario import Scenario
from simulation.units import MINUTES_PER_DAY

_FAILURES = (ev.NOT_SOLVED, ev.ABANDONED, ev.BALKED, ev.BLOCKED, ev.PATIENCE_EXPIRED)
_ENDS = (ev.DEFLECTED, ev.SOLVED, ev.GIVEN_UP)


def public_measures(table: Table, kept: IndexedLog, log: IndexedLog, scenario: Scenario) -> Measures:
    """Return the measures of what is public; what speaks of a rule that is off is left out.

    - ``social_after_failure``: contacts in social media before which a contact of the same case had failed (given up on
      hold, out of patience, or answered without being solved), of all contacts in social media.
    - With a public channel: see `conversations`. With `[publicity]`: see `of_threads`.
    - ``left_unanswered``: public contacts that the company leaves on purpose, of all public contacts.

    Parameters
    ----------
    table : dict of ndarray
        See `simulation.cases.cases`.
    kept, log : IndexedLog
        The rows of the table's cases, and all rows.
    scenario : Scenario
        Which channels are public or social, and the run's length.
    """
    parts = list(scenario.channels.values())
    public = [part.public for part in parts]
    contacts = kept.rows(ev.CONTACT).in_channels(public)
    found = {"social_after_failure": after_failure(kept, [part.social for part in parts])}
    if any(public):
        found |= conversations(table, kept, public)
    if scenario.publicity is not None:
        found |= of_threads(table, kept, contacts, scenario)
        found["public_unanswered"] = unanswered(log, scenario)
    silent = scenario.transparency.sensitive == "silence" or any(part.answers < 1 for part in parts)
    if scenario.publicity is not None or silent:
        left = kept.rows(ev.LEFT_UNANSWERED).in_channels(public)
        found["left_unanswered"] = ratio(len(left.only(left["contact"] > 0)), len(contacts))
    return found


def after_failure(kept: IndexedLog, channels: Sequence[bool]) -> float:
    """Return the share of the contacts in some channels before which a contact of the same case had failed."""
    contacts = kept.rows(ev.CONTACT).in_channels(channels)
    failed = first_times(contacts, kept.rows(*_FAILURES), "case")
    return ratio(float((failed <= contacts["time"]).sum()), len(contacts))


def conversations(table: Table, kept: IndexedLog, public: Sequence[bool]) -> Measures:
    """Return how many conversations get an answer, and how many of those are solved there.

    A conversation is a case with a public contact. ``answered_of_received``: a public contact of it got a reply, of
    all; ``resolved_of_answered``: an agent solved it in a public channel, of the answered. A customer who is sent to
    a private channel is not counted as solved, whatever becomes of her there.
    """
    by = CaseIndex(kept, table["case"])
    received = by.count(kept.rows(ev.CONTACT).in_channels(public)) > 0
    replies = kept.rows(ev.FIRST_REPLY).in_channels(public)
    answered = received & (by.count(replies.only(replies["contact"] > 0)) > 0)  # a post after the end is no contact
    solved = kept.rows(ev.SOLVED).in_channels(public)
    resolved = answered & (by.count(solved.only(solved["agent"] >= 0)) > 0)
    return {
        "answered_of_received": ratio(float(answered.sum()), float(received.sum())),
        "resolved_of_answered": ratio(float(resolved.sum()), float(answered.sum())),
    }


def of_threads(table: Table, kept: IndexedLog, contacts: Rows, scenario: Scenario) -> Measures:
    """Return the measures of threads, their readers and their helpers.

    - ``reactions_per_day``; ``storms``: threads with so many reactions that they are storms; ``largest_thread``: the
      most reactions to one message; ``comment_share``: comments, of all reactions.
    - ``privacy_exposure``: see `exposure`, per day; ``readers_per_personal_item``: the same, per personal item.
    - ``helped``: cases that another customer's answer solved, ``found_answers``: cases settled by an earlier public
      answer, both of all cases; ``wrong_addresses``: public contacts to an address that nobody watches, of all.
    """
    days = scenario.days - scenario.warm_up_days
    cases = len(table["case"])
    reactions = kept.rows(ev.REACTION)
    threads = np.bincount(reactions.numbers("contact").of_rows)
    helped, exposed = kept.rows(ev.HELPED), exposure(kept)
    return {
        "reactions_per_day": len(reactions) / days,
        "storms": float(len(kept.rows(ev.STORM))),
        "largest_thread": float(threads.max(initial=0)),
        "comment_share": ratio(float((reactions["detail"] == COMMENTS).sum()), len(reactions)),
        "privacy_exposure": exposed / days,
        "readers_per_personal_item": ratio(exposed, len(kept.rows(ev.POSTS_PERSONAL_DATA))),
        "helped": ratio(float((helped["detail"] == 1).sum()), cases),
        "found_answers": ratio(len(kept.rows(ev.FINDS_ANSWER)), cases),
        "wrong_addresses": ratio(len(kept.rows(ev.WRONG_ADDRESS)), len(contacts)),
    }


def exposure(log: IndexedLog) -> float:
    """Return the privacy exposure: by thread, personal items times the thread's views, summed.

    Personal items are sensitive matters written in public and details posted there; views are customers who read the
    message or its answer, and later ones who find the thread in the archive. Who reads a thread is taken to read all.
    """
    items, views = log.rows(ev.POSTS_PERSONAL_DATA), log.rows(ev.SEEN)
    thread, end = items.numbers("contact")
    number = np.bincount(thread, minlength=end)[views.numbers("contact").of_rows]
    return float((number * views["detail"])[number > 0].sum())


def unanswered(log: IndexedLog, scenario: Scenario) -> float:
    """Return how many public contacts have no reply while their case is open, mean over the time after the warm-up."""
    contacts = log.rows(ev.CONTACT).in_channels([part.public for part in scenario.channels.values()])
    begin, end = scenario.warm_up_days * MINUTES_PER_DAY, scenario.days * MINUTES_PER_DAY
    replies = first_times(contacts, log.rows(ev.FIRST_REPLY))
    ended = first_times(contacts, log.rows(*_ENDS), "case")
    until = np.minimum(np.fmin(replies, ended), end)
    until = np.where(np.isnan(until), end, until)
    spells = np.maximum(until, begin) - np.maximum(contacts["time"], begin)
    return float(spells.sum()) / (end - begin)
