"""The customer's side: a journey that reads like the story she would tell."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, NamedTuple

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
    Case,
    Contact,
    Letter,
)
from simulation.model.transparency import LABELS, Channel

if TYPE_CHECKING:
    from simulation.model.company import Company

Story = Generator[Event, Letter, None]

REPEATS, SWITCHES, GIVES_UP = range(3)


class Plan(NamedTuple):
    """What a customer means to do later: the channel, or else what she keeps in mind when she chooses one."""

    channel: Channel | None = None
    avoid: int = -1
    private: bool = False


ANYWHERE = Plan()


def journey(company: Company, case: Case) -> Story:
    """Live through one case: from the need to the solution, or to giving up."""
    if case.need is not company.orders and company.has_lost(case.customer):
        company.note(log.TAKEN_ELSEWHERE, case)
        return
    if company.improvement is not None and company.improvement.prevents(case):
        company.note(log.PREVENTED, case)
        return
    company.opens(case)
    if company.incidents is not None and company.incidents.has_told(case):
        company.note(log.TOLD_BY_BROADCAST, case)
        is_settled(company, case)
    if company.publicity is not None and not case.ended:
        company.publicity.arises(case)
    if not case.ended and company.has_page[case.source]:
        yield from helps_herself(company, case)
    if not case.ended:
        reaches_out(company, case)
    yield from until_it_ends(company, case)


def comments_on(company: Company, case: Case, channel: Channel) -> Story:
    """Comment on a post of the company's own, and live through what comes of it."""
    if company.has_lost(case.customer):
        return
    company.opens(case)
    company.note(log.COMMENTS, case)
    company.contact(case, channel)
    yield from until_it_ends(company, case)


def until_it_ends(company: Company, case: Case) -> Story:
    """Hear news and react to them, until the case is solved or there is nothing left to hope for."""
    while not case.ended:  # and once it is solved, nobody wakes her again
        if not (case.live or case.plans or case.letters):
            company.note(log.GIVEN_UP, case)
            case.ends(solved=False)
            return
        news, about = case.letters.popleft() if case.letters else (yield case)
        REACTIONS[news](company, case, about)


def helps_herself(company: Company, case: Case) -> Story:
    """Look at My Page, if it should know; look for the channels if it does not."""
    looks = case.draw("my_page") < company.behaviour.tries_my_page
    if looks:
        works = company.integration.page_works(case)
        company.note(log.SELFSERVICE_OK if works else log.SELFSERVICE_FAIL, case)
    if company.integration.settles(case):
        is_settled(company, case)
    elif looks:
        yield pause(company, case, company.behaviour.search_minutes)
        company.note(log.CHANNELS_SEEN, case, LABELS.index(company.scenario.transparency.labels))
        yield pause(company, case, company.behaviour.write_minutes)


def is_settled(company: Company, case: Case) -> None:
    """Have no need to contact anybody: it is met."""
    company.note(log.DEFLECTED, case)
    case.ends()


def pause(company: Company, case: Case, minutes: float) -> Moment:
    """Return the moment when so many minutes have passed for her."""
    return Moment(company.env, minutes, ARRIVALS + case.key + case.contacts)


def reaches_out(company: Company, case: Case, avoid: int = -1, private: bool = False) -> None:
    """Choose a channel and contact the company; wait for it to open when all is closed."""
    if case.contacts >= company.most_contacts:
        return
    channel = company.choice.choose(case, avoid, private)
    if channel is not None:
        company.contact(case, channel)
    else:
        opening = company.next_opening()
        if opening is not None:
            means_to_try_again(company, case, opening - company.env.now, Plan(None, avoid, private))


def means_to_try_again(company: Company, case: Case, minutes: float, plan: Plan = ANYWHERE) -> None:
    """Plan a contact for later."""
    case.plans += 1

    def now(_: Event) -> None:
        case.tell(AGAIN, plan)

    Moment(company.env, minutes, ARRIVALS + case.key + case.contacts, now)


def tries_again(company: Company, case: Case, plan: Plan) -> None:
    """Do what she had planned; where that is closed, choose anew."""
    case.plans -= 1
    if not case.trying:
        return
    channel = plan.channel
    if channel is not None and channel.team.reachable(channel):
        contacts_again(company, case, channel)
    else:
        reaches_out(company, case, plan.avoid, plan.private)


def contacts_again(company: Company, case: Case, channel: Channel) -> None:
    """Contact the company once more in a certain channel, unless she has had more than enough."""
    if case.contacts < company.most_contacts:
        company.contact(case, channel)


def is_not_helped(company: Company, case: Case, contact: Contact) -> None:
    """An answer that did not solve it: come back after a while, or leave it."""
    attempt = contact.number - 1
    if case.draw("returns", attempt) < company.behaviour.returns:
        means_to_try_again(company, case, case.draw("return_delay", attempt))


def hung_up(company: Company, case: Case, contact: Contact) -> None:
    """She hung up, or found no line: dial again after a while, or leave it."""
    attempt = contact.number - 1
    if case.draw("redial", attempt) < company.behaviour.redial:
        means_to_try_again(company, case, case.draw("redial_delay", attempt), Plan(contact.channel))


def runs_out_of_patience(company: Company, case: Case, contact: Contact) -> None:
    """No reply in time (rule E6): write again, switch, or give up. The original stays in its queue."""
    repeat, switch = company.behaviour.repeat, company.behaviour.switch
    draw = case.draw("reaction", contact.number - 1)
    reaction = REPEATS if draw < repeat else SWITCHES if draw < repeat + switch else GIVES_UP
    company.note_contact(log.PATIENCE_EXPIRED, contact, reaction)
    if not case.trying:
        return
    if reaction == REPEATS:
        contacts_again(company, case, contact.channel)
    elif reaction == SWITCHES:
        reaches_out(company, case, avoid=contact.channel.index)
    else:
        case.trying = False


def chases(company: Company, case: Case, contact: Contact) -> None:
    """Promised an answer that does not come: remind them, in the same channel if it is open."""
    if not case.trying:
        return
    if contact.channel.team.reachable(contact.channel):
        contacts_again(company, case, contact.channel)
    else:
        reaches_out(company, case)


def is_redirected(company: Company, case: Case, contact: Contact) -> None:
    """Asked to come back in private: follow, or treat it as an answer that did not help."""
    if case.draw("redirect", contact.number - 1) < company.behaviour.accepts_redirect:
        reaches_out(company, case, avoid=contact.channel.index, private=True)
    else:
        is_not_helped(company, case, contact)


def is_advised_to_phone(company: Company, case: Case, contact: Contact) -> None:
    """Told that the phone is quicker: phone, or rather wait where she is."""
    takes = case.draw("advice_taken", contact.number - 1) < company.behaviour.accepts_advice
    phones = [phone for phone in company.choice.synchronous() if phone.spoken and phone.team.reachable(phone)]
    if takes and phones:
        company.note_contact(log.ACCEPTS_PHONE, contact)
        contacts_again(company, case, phones[0])
    else:
        company.note_contact(log.DECLINES_PHONE, contact)


def lets_it_rest(company: Company, case: Case, contact: Contact) -> None:
    """A contact was closed without an answer of its own: nothing to do."""


REACTIONS: dict[int, Callable[[Company, Case, Any], None]] = {
    NOT_SOLVED: is_not_helped,
    ABANDONED: hung_up,
    EXPIRED: runs_out_of_patience,
    CLOSED: lets_it_rest,
    REDIRECTED: is_redirected,
    ADVISED: is_advised_to_phone,
    AGAIN: tries_again,
    CHASE: chases,
}
