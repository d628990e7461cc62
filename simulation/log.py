"""The event log: a closed list of events, one row each, and what can be made of it."""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd


class EventKind(NamedTuple):
    """One kind of event: its name, whether a customer would tell of it, and what its detail says."""

    name: str
    told: bool
    meaning: str


EVENTS: tuple[EventKind, ...] = (
    EventKind("order_placed", True, "an order; detail 1: the customer enters her details again, 0: filled in"),
    EventKind("confirmation_sent", True, "the confirmation e-mail reaches the customer"),
    EventKind("confirmation_missing", True, "no confirmation reaches the customer"),
    EventKind("delivered", True, "the order arrives"),
    EventKind("case_opened", False, "a need arises; detail: index of the need's name in the scenario, orders first"),
    EventKind("tier", False, "the case belongs to a paid tier; detail: its rank from 0"),
    EventKind("answer_promised", False, "a commitment; detail: minutes from the first contact to the first reply"),
    EventKind("solution_promised", False, "a commitment; detail: minutes from the first contact to the solution"),
    EventKind("selfservice_ok", True, "My Page shows what the customer looks for"),
    EventKind("selfservice_fail", True, "My Page does not show it"),
    EventKind("deflected", True, "the case ends: the need is met without any contact"),
    EventKind("channels_seen", True, "the customer reads how to reach the company; detail: 0 equal, 1 honest, 2 none"),
    EventKind("contact", True, "the customer contacts the company; detail: the answer time she expects, in minutes"),
    EventKind("expects_day", False, "she is one of those who expect an answer online within 24 hours"),
    EventKind("announced", False, "a caller who must hold hears the expected wait; detail: minutes"),
    EventKind("balked", True, "she hangs up at the announcement"),
    EventKind("blocked", True, "all lines are taken"),
    EventKind("abandoned", True, "she hangs up while on hold"),
    EventKind("patience_expired", True, "no reply in her patience; detail: 0 writes again, 1 switches, 2 gives up"),
    EventKind(
        "service_start", False, "an agent opens the contact; detail: 0 first time, 1 taken up again, 2 duplicate"
    ),
    EventKind(
        "first_reply", True, "first human reply to the contact; detail: reason for the wait (0, 1 illegit., 2 legit.)"
    ),
    EventKind(
        "ask_phone_number", True, "the agent asks for the number that identifies the customer; detail: how-manieth ask"
    ),
    EventKind("sends_number", True, "the customer sends it"),
    EventKind(
        "must_wait_for_owner", True, "hand-off: somebody else owns the case; detail: 1 within the team, 0 to another"
    ),
    EventKind("recommends_phone", True, "the agent recommends the phone"),
    EventKind("accepts_phone", True, "the customer follows"),
    EventKind("declines_phone", True, "the customer does not"),
    EventKind("redirected", True, "a sensitive matter in public: the agent redirects to a private channel"),
    EventKind("partner_lookup", True, "the agent asks the partner"),
    EventKind("information_given", True, "the agent gives an answer"),
    EventKind("solved", False, "the case ends: the answer solves it"),
    EventKind("not_solved", True, "the answer does not solve it"),
    EventKind(
        "contact_closed", False, "the contact ends without an answer; detail: 0 duplicate, 1 merged with its owner's"
    ),
    EventKind("service_end", False, "the agent is free; detail: agent minutes booked"),
    EventKind("given_up", False, "the case ends unsolved: the customer tries no longer"),
    EventKind("shift_start", False, "an agent comes on duty"),
    EventKind("shift_end", False, "an agent goes off duty (and finishes the contact in hand)"),
    EventKind("agent_away", False, "a distracted agent turns away"),
    EventKind("agent_back", False, "and comes back"),
    EventKind("cause", False, "what lies behind the need; detail: number of the cause within its need, from 0"),
    EventKind("taken_elsewhere", False, "a need of a customer who has left the company: no case"),
    EventKind("prevented", False, "a need that does not arise, because its cause has been fixed: no case"),
    EventKind("finds_answer", True, "the customer finds an earlier public answer to the same problem"),
    EventKind("told_by_broadcast", True, "the broadcast has told the customer what she would have asked"),
    EventKind("comments", True, "the customer comments on a post of the company's own"),
    EventKind("wrong_address", True, "the message goes to an address that nobody watches; detail 1: it will be found"),
    EventKind("found_by_listening", True, "the company finds what was not sent to it"),
    EventKind(
        "left_unanswered",
        False,
        "the company chooses not to answer; detail 1: because it is sensitive",
    ),
    EventKind("lost_in_report", False, "the message gets lost on its way into the agency's report"),
    EventKind("seen", False, "customers read what is public; detail: how many"),
    EventKind(
        "posts_personal_data",
        True,
        "the customer writes personal data where everybody can read it; detail 0: her matter, 1: details asked for",
    ),
    EventKind("reaction", False, "somebody reacts in the thread; detail 0: likes, 1: comments, 2: defends"),
    EventKind("storm", True, "the thread has drawn so many reactions that it is a storm"),
    EventKind("helped", True, "another customer answers in the thread; detail 1: that solves the matter"),
    EventKind("escalated", True, "the agent passes the case to a team with the authority to solve it"),
    EventKind("solution_under_way", True, "the team sees to the solution; detail: minutes that it takes"),
    EventKind("update_sent", True, "the company tells, unasked, how things go"),
    EventKind("callback_promised", True, "the caller need not hold, and will be called back; detail: promised minutes"),
    EventKind("tells_others", True, "the customer tells others how it went; detail 0: badly, 1: well"),
    EventKind("posts_publicly", True, "after a bad end the customer tells everybody, in public"),
    EventKind("churned", True, "the customer leaves the company"),
    EventKind("incident", False, "an incident hits; detail: number of customers"),
    EventKind(
        "incident_noticed", False, "the company notices the incident by its contacts; detail: minutes since it hit"
    ),
    EventKind("broadcast", False, "the company tells all at once; detail: number of customers whom it reaches"),
    EventKind("reputation", False, "the level of the company's reputation; detail: the level"),
    EventKind("cause_fixed", False, "the company fixes a cause; detail: its number among the causes of all needs"),
)
"""The closed list of events; a log stores indexes into it. New events are added at the end."""

(
    ORDER_PLACED,
    CONFIRMATION_SENT,
    CONFIRMATION_MISSING,
    DELIVERED,
    CASE_OPENED,
    TIER,
    ANSWER_PROMISED,
    SOLUTION_PROMISED,
    SELFSERVICE_OK,
    SELFSERVICE_FAIL,
    DEFLECTED,
    CHANNELS_SEEN,
    CONTACT,
    EXPECTS_DAY,
    ANNOUNCED,
    BALKED,
    BLOCKED,
    ABANDONED,
    PATIENCE_EXPIRED,
    SERVICE_START,
    FIRST_REPLY,
    ASK,
    SENDS_NUMBER,
    HAND_OFF,
    RECOMMENDS_PHONE,
    ACCEPTS_PHONE,
    DECLINES_PHONE,
    REDIRECTED,
    PARTNER_LOOKUP,
    INFORMATION_GIVEN,
    SOLVED,
    NOT_SOLVED,
    CONTACT_CLOSED,
    SERVICE_END,
    GIVEN_UP,
    SHIFT_START,
    SHIFT_END,
    AGENT_AWAY,
    AGENT_BACK,
    CAUSE,
    TAKEN_ELSEWHERE,
    PREVENTED,
    FINDS_ANSWER,
    TOLD_BY_BROADCAST,
    COMMENTS,
    WRONG_ADDRESS,
    FOUND_BY_LISTENING,
    LEFT_UNANSWERED,
    LOST_IN_REPORT,
    SEEN,
    POSTS_PERSONAL_DATA,
    REACTION,
    STORM,
    HELPED,
    ESCALATED,
    SOLUTION_UNDER_WAY,
    UPDATE_SENT,
    CALLBACK_PROMISED,
    TELLS_OTHERS,
    POSTS_PUBLICLY,
    CHURNED,
    INCIDENT,
    INCIDENT_NOTICED,
    BROADCAST,
    REPUTATION,
    CAUSE_FIXED,
) = range(len(EVENTS))

NOBODY = 0
"""The case and customer of a row that is about an agent only (cases count from 1, the cast from -1 down)."""

ROW = np.dtype(
    [
        ("time", "<f8"),
        ("event", "<i2"),
        ("case", "<i8"),
        ("customer", "<i8"),
        ("channel", "<i2"),
        ("team", "<i2"),
        ("agent", "<i4"),
        ("contact", "<i4"),
        ("detail", "<f8"),
    ]
)
"""Columns of a log: minutes, index of the event, case, customer, channel, team, agent (-1: none), contact (its number
in the case from 1; 0: none) and detail (its meaning stands beside the event)."""

Log = NDArray[np.void]

_ROW_FORMAT = "dhqqhhiid"
_COLUMNS = len(_ROW_FORMAT)
_PACKED_TOGETHER = 512


class Recorder:
    """Collects rows during a run, and packs them now and then so that memory stays bounded.

    Attributes
    ----------
    values : list of float
        What is not packed yet: the columns of one row after those of another, in the order of time.
    """

    def __init__(self) -> None:
        self.values: list[float] = []
        self._packed = bytearray()

    def pack(self, together: int = _PACKED_TOGETHER) -> None:
        """Pack the rows so far, so many at a time; a rest of fewer is left for later."""
        values = self.values
        pack, step = struct.Struct("<" + _ROW_FORMAT * together).pack, _COLUMNS * together
        packed = len(values) - len(values) % step
        for begin in range(0, packed, step):
            self._packed += pack(*values[begin : begin + step])
        del values[:packed]

    def log(self) -> Log:
        """Return all rows as one structured array, shape (events,)."""
        self.pack()
        self.pack(1)
        return np.frombuffer(self._packed, dtype=ROW)


def digest(log: Log) -> str:
    """Return the SHA-256 of the log's columns in order, little-endian."""
    total = hashlib.sha256()
    for name in ROW.names or ():
        total.update(np.ascontiguousarray(log[name]).data)
    return total.hexdigest()


class Names(NamedTuple):
    """The names behind a log's indexes: channels, teams and needs of its scenario."""

    channels: list[str]
    teams: list[str]
    needs: list[str]


def frame(log: Log, names: Names) -> pd.DataFrame:
    """Return the log as a table with names instead of indexes (an empty text for none)."""
    import pandas as pd

    table = pd.DataFrame({name: log[name] for name in ROW.names or ()})
    kinds = [kind.name for kind in EVENTS]
    table["event"] = pd.Categorical.from_codes(log["event"].astype(np.int64), categories=pd.Index(kinds))
    table["channel"] = _named(log["channel"], names.channels)
    table["team"] = _named(log["team"], names.teams)
    return table


def process_mining(log: Log, names: Names) -> pd.DataFrame:
    """Return the log in the columns that process-mining tools read: case, activity, timestamp, resource.

    Timestamps count from Monday 1 January 2024, 00:00; rows about agents only are left out.
    """
    import pandas as pd

    rows = log[log["case"] != NOBODY]
    table = frame(rows, names)
    actor = table["team"].where(table["agent"] < 0, table["team"] + "/" + table["agent"].astype(str))
    start = pd.Timestamp("2024-01-01")
    return pd.DataFrame(
        {
            "case": rows["case"],
            "activity": table["event"].astype(str),
            "timestamp": start + pd.to_timedelta(rows["time"], unit="min"),
            "resource": actor.where(actor != "", "customer"),
            "channel": table["channel"],
        }
    )


def _named(indexes: NDArray[np.int16], names: list[str]) -> NDArray[np.object_]:
    return np.array([*names, ""], dtype=object)[indexes]
