"""The log: one row per event, as `simulation.model.company.Company` writes them."""

from __future__ import annotations

from simulation.compiled.jit import Row, compiled
from simulation.compiled.layout import NONE, case_at, contact_at, log_at


@compiled
def _row(w: Row, event: int, detail: float) -> Row:
    """Begin a row, and return it; who and where are for the caller to fill in."""
    number = w.log_count
    if number + 1 < w.log_room:
        w.log_count = number + 1
    else:
        w.broken = 1
    if w.log_count == w.log_full:
        w.grow = 1
    row = log_at(w, number)
    row.time, row.event, row.detail = w.now, event, detail
    return row


@compiled
def _about(row: Row, case: Row) -> None:
    row.case, row.customer = case.id, case.customer


@compiled
def _about_nobody(row: Row) -> None:
    row.case = row.customer = 0


@compiled
def _in_channel(row: Row, channel: int, contact: int) -> None:
    row.channel, row.contact = channel, contact


@compiled
def _by(row: Row, team: int, agent: int) -> None:
    row.team, row.agent = team, agent


@compiled
def note(w: Row, event: int, number: int, detail: float) -> None:
    """Write a row about a case."""
    row = _row(w, event, detail)
    _about(row, case_at(w, number))
    _in_channel(row, NONE, 0)
    _by(row, NONE, NONE)


@compiled
def note_in(w: Row, event: int, number: int, channel: int) -> None:
    """Write a row about a case and a channel, apart from any contact."""
    row = _row(w, event, 0.0)
    _about(row, case_at(w, number))
    _in_channel(row, channel, 0)
    _by(row, NONE, NONE)


@compiled
def _row_of_contact(w: Row, event: int, number: int, detail: float) -> Row:
    contact, row = contact_at(w, number), _row(w, event, detail)
    _about(row, case_at(w, contact.case))
    _in_channel(row, contact.channel, contact.number)
    return row


@compiled
def note_contact(w: Row, event: int, number: int, detail: float) -> None:
    """Write a row about a contact."""
    _by(_row_of_contact(w, event, number, detail), NONE, NONE)


@compiled
def note_team(w: Row, event: int, team: int, number: int, detail: float) -> None:
    """Write a row about what a team does about a contact, without any agent's time."""
    _by(_row_of_contact(w, event, number, detail), team, NONE)


@compiled
def note_service(w: Row, event: int, agent: Row, number: int, detail: float) -> None:
    """Write a row about what an agent does with a contact."""
    _by(_row_of_contact(w, event, number, detail), agent.team, agent.person)


@compiled
def note_company(w: Row, event: int, detail: float) -> None:
    """Write a row about the whole company."""
    row = _row(w, event, detail)
    _about_nobody(row)
    _in_channel(row, NONE, 0)
    _by(row, NONE, NONE)


@compiled
def note_agent(w: Row, event: int, agent: Row) -> None:
    """Write a row about an agent."""
    row = _row(w, event, 0.0)
    _about_nobody(row)
    _in_channel(row, NONE, 0)
    _by(row, agent.team, agent.person)
