"""The log: one row per event, as `simulation.model.company.Company` writes them."""

from __future__ import annotations

from simulation.compiled.jit import Row, compiled
from simulation.compiled.layout import case_at, contact_at, log_at


@compiled
def _row(w: Row, event: int, detail: float) -> int:
    """Begin a row about nobody; return its number."""
    number = w.log_count
    if number + 1 < w.log_room:
        w.log_count = number + 1
    else:
        w.broken = 1
    if w.log_count == w.log_full:
        w.grow = 1
    row = log_at(w, number)
    row.time = w.now
    row.event = event
    row.case = 0
    row.customer = 0
    row.channel = -1
    row.team = -1
    row.agent = -1
    row.contact = 0
    row.detail = detail
    return number


@compiled
def note(w: Row, event: int, number: int, detail: float) -> None:
    """Write a row about a case."""
    row, case = log_at(w, _row(w, event, detail)), case_at(w, number)
    row.case = case.id
    row.customer = case.customer


@compiled
def note_in(w: Row, event: int, number: int, channel: int) -> None:
    """Write a row about a case and a channel, apart from any contact."""
    note(w, event, number, 0.0)
    log_at(w, w.log_count - 1).channel = channel


@compiled
def note_contact(w: Row, event: int, number: int, detail: float) -> None:
    """Write a row about a contact."""
    contact = contact_at(w, number)
    note(w, event, contact.case, detail)
    row = log_at(w, w.log_count - 1)
    row.channel = contact.channel
    row.contact = contact.number


@compiled
def note_team(w: Row, event: int, team: int, number: int, detail: float) -> None:
    """Write a row about what a team does about a contact, without any agent's time."""
    note_contact(w, event, number, detail)
    log_at(w, w.log_count - 1).team = team


@compiled
def note_service(w: Row, event: int, agent: Row, number: int, detail: float) -> None:
    """Write a row about what an agent does with a contact."""
    note_team(w, event, agent.team, number, detail)
    log_at(w, w.log_count - 1).agent = agent.person


@compiled
def note_company(w: Row, event: int, detail: float) -> None:
    """Write a row about the whole company."""
    _row(w, event, detail)


@compiled
def note_agent(w: Row, event: int, agent: Row) -> None:
    """Write a row about an agent."""
    row = log_at(w, _row(w, event, 0.0))
    row.team = agent.team
    row.agent = agent.person
