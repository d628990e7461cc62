"""The customer's side: a journey that reads like the story she would tell."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

from simpy import Event

from simulation import log
from simulation.model.clock import ARRIVALS, Moment
from simulation.model.records import (
    ABANDONED,
    ADVISED,
    AGAIN,
    CHASE,
    CLOSED,
    EXPIRED,
    NOT_SOLVED,
    REDIRECTED,
    SOLVED,
    Case,
)
from simulation.model.transparency import LABELS

if TYPE_CHECKING:
    from simulation.model.company import Company

Story = Generator[Event, tuple[int, int], None]

REPEATS, SWITCHES, GIVES_UP = range(3)


def journey(company: Company, case: Case) -> Story:
    """Live through one case: from the need to the solution, or to giving up."""
    company.opens(case)
    if company.integration.has_page_for(case):
        yield from helps_herself(company, case)
    if not case.ended:
        reaches_out(company, case)
    while not case.ended:
        news, channel = case.letters.popleft() if case.letters else (yield case.news())
        REACTIONS[news](company, case, channel)
        if not (case.ended or case.live or case.plans):
            case.ended = True
            company.note(log.GIVEN_UP, case)


def helps_herself(company: Company, case: Case) -> Story:
    """Look at My Page, if it should know; look for the channels if it does not."""
    looks = case.draw("my_page") < company.scenario.behaviour.tries_my_page
    if looks:
        works = company.integration.page_works(case)
        company.note(log.SELFSERVICE_OK if works else log.SELFSERVICE_FAIL, case)
    if company.integration.settles(case):
        case.ended = True
        company.note(log.DEFLECTED, case)
    elif looks:
        yield pause(company, case, company.scenario.behaviour.search_minutes)
        company.note(log.CHANNELS_SEEN, case, detail=LABELS.index(company.scenario.transparency.labels))
        yield pause(company, case, company.scenario.behaviour.write_minutes)


def pause(company: Company, case: Case, minutes: float) -> Moment:
    """Return the moment when so many minutes have passed for her."""
    return Moment(company.env, minutes, ARRIVALS + case.key + case.contacts)


def reaches_out(company: Company, case: Case, avoid: int = -1, private: bool = False) -> None:
    """Choose a channel and contact the company; wait for it to open when all is closed."""
    if case.contacts >= company.scenario.behaviour.most_contacts:
        return
    channel = company.choice.choose(case, avoid, private)
    if channel is not None:
        company.contact(case, channel)
    else:
        opening = company.next_opening()
        if opening is not None:
            means_to_try_again(company, case, opening - company.env.now)


def means_to_try_again(company: Company, case: Case, minutes: float, channel: int = -1) -> None:
    """Plan a contact for later, in a certain channel or whichever seems best then."""
    case.plans += 1

    def now(_: Event) -> None:
        case.tell(AGAIN, channel)

    Moment(company.env, minutes, ARRIVALS + case.key + case.contacts, now)


def tries_again(company: Company, case: Case, channel: int) -> None:
    """Do what she had planned."""
    case.plans -= 1
    if not case.trying:
        return
    wanted = company.channels[channel] if channel >= 0 else None
    if wanted is not None and wanted.team.reachable(wanted):
        contacts_again(company, case, channel)
    else:
        reaches_out(company, case)


def contacts_again(company: Company, case: Case, channel: int) -> None:
    """Contact the company once more in a certain channel, unless she has had more than enough."""
    if case.contacts < company.scenario.behaviour.most_contacts:
        company.contact(case, company.channels[channel])


def is_helped(company: Company, case: Case, channel: int) -> None:
    """The case is solved: nothing more to do."""


def is_not_helped(company: Company, case: Case, channel: int) -> None:
    """An answer that did not solve it: come back after a while, or leave it."""
    behaviour = company.scenario.behaviour
    attempt = case.contacts - 1
    if case.draw("returns", attempt) < behaviour.returns:
        means_to_try_again(company, case, case.draw("return_delay", attempt))


def hung_up(company: Company, case: Case, channel: int) -> None:
    """She hung up, or found no line: dial again after a while, or leave it."""
    attempt = case.contacts - 1
    if case.draw("redial", attempt) < company.scenario.behaviour.redial:
        means_to_try_again(company, case, case.draw("redial_delay", attempt), channel)


def runs_out_of_patience(company: Company, case: Case, channel: int) -> None:
    """No reply in time (rule E6): write again, switch, or give up. The original stays in its queue."""
    behaviour = company.scenario.behaviour
    draw = case.draw("reaction", case.contacts - 1)
    reaction = (
        REPEATS if draw < behaviour.repeat else SWITCHES if draw < behaviour.repeat + behaviour.switch else GIVES_UP
    )
    company.note(log.PATIENCE_EXPIRED, case, company.channels[channel], detail=reaction)
    if not case.trying:
        return
    if reaction == REPEATS:
        contacts_again(company, case, channel)
    elif reaction == SWITCHES:
        reaches_out(company, case, avoid=channel)
    else:
        case.trying = False


def chases(company: Company, case: Case, channel: int) -> None:
    """Promised an answer that does not come: remind them, in the same channel."""
    if case.trying:
        contacts_again(company, case, channel)


def is_redirected(company: Company, case: Case, channel: int) -> None:
    """Asked to come back in private: follow, or treat it as an answer that did not help."""
    if case.draw("redirect", case.contacts - 1) < company.scenario.behaviour.accepts_redirect:
        reaches_out(company, case, avoid=channel, private=True)
    else:
        is_not_helped(company, case, channel)


def is_advised_to_phone(company: Company, case: Case, channel: int) -> None:
    """Told that the phone is quicker: phone, or rather wait where she is."""
    takes = case.draw("advice_taken", case.contacts - 1) < company.scenario.behaviour.accepts_advice
    phones = [phone for phone in company.choice.synchronous() if phone.team.reachable(phone)]
    if takes and phones:
        company.note(log.ACCEPTS_PHONE, case, company.channels[channel])
        contacts_again(company, case, phones[0].index)
    else:
        company.note(log.DECLINES_PHONE, case, company.channels[channel])


def lets_it_rest(company: Company, case: Case, channel: int) -> None:
    """A contact was closed without an answer of its own: nothing to do."""


REACTIONS: dict[int, Callable[[Company, Case, int], None]] = {
    SOLVED: is_helped,
    NOT_SOLVED: is_not_helped,
    ABANDONED: hung_up,
    EXPIRED: runs_out_of_patience,
    CLOSED: lets_it_rest,
    REDIRECTED: is_redirected,
    ADVISED: is_advised_to_phone,
    AGAIN: tries_again,
    CHASE: chases,
}
