"""What is public: who reads along, who helps, what goes astray, and what others make of it (rules E15, E16, E23)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simpy import Event

from simulation import log
from simulation.model.archive import Archive
from simulation.model.clock import ARRIVALS, REPLIES, Moment
from simulation.model.readers import ANSWER, MESSAGE, Readers
from simulation.model.records import FRESH, UNSEEN, Case, Contact
from simulation.model.reputation import STORM
from simulation.model.threads import COMMENTS, DEFENDS, LIKES, Thread
from simulation.randomness import Law, Series
from simulation.rules import Publicity as Rules

if TYPE_CHECKING:
    from simulation.model.company import Company
    from simulation.model.transparency import Channel

_READERS = 1024  # of one message, before the draws of her helpers would be those of her next message


class Post(Contact):
    """A public post about a case that has ended: no contact, and nobody waits for its answer.

    If listening finds it, an agent answers it as he answers any message about a case that has ended.
    """

    def __init__(self, case: Case, channel: Channel, now: float) -> None:
        self.case = case
        self.channel = channel
        self.number = 0
        self.key = case.key
        self.made = now
        self.stage = UNSEEN
        self.waiting = False
        self.replied = False

    @property
    def attempt(self) -> int:
        """The attempt of its draws: after those of all contacts of its case."""
        return self.case.contacts


class Publicity:
    """The public side of a company.

    Parameters
    ----------
    company : Company
        Which one.
    rules : simulation.rules.Publicity
        The scenario's table.
    """

    def __init__(self, company: Company, rules: Rules) -> None:
        self.company = company
        self.audience = rules.audience
        self.generation = rules.generation_minutes
        self.storm = rules.storm
        self._rules = rules
        self._comments_below = rules.defenders + (1 - rules.defenders) * rules.comments
        self._answers_in_private = company.scenario.transparency.private_messages
        self._orders = company.scenario.orders
        self._readers = Readers(company, rules.readers)
        self._archive = Archive(company, rules.deflection) if company.scenario.transparency.archive else None
        luck, sources = company.workload.luck, company.workload.sources
        self.units = [Series(luck, f"{source}.reactions", Law("exponential"), 64) for source in sources]
        self.kinds = [Series(luck, f"{source}.reaction_kinds", Law(), 64) for source in sources]

    def arises(self, case: Case) -> None:
        """A need arises: its customer may find an earlier answer in public."""
        if self._archive is not None:
            self._archive.may_settle(case)

    def is_written(self, contact: Contact) -> bool:
        """A customer writes; return whether her message reaches an address that somebody watches."""
        channel = contact.channel
        if channel.public:
            self._opens(contact, contact.number > 1 or contact.case.severe)
        return not (channel.social and self._goes_astray(contact))

    def posts(self, case: Case, channel: Channel) -> None:
        """After an unhappy end a customer complains in public: a thread without a contact."""
        post = Post(case, channel, self.company.env.now)
        self._opens(post, True)
        if self._is_found(post):
            self._will_be_found(post)

    def _opens(self, contact: Contact, complains: bool) -> None:
        case = contact.case
        sensitive = case.sensitive
        if sensitive:
            self.company.note_contact(log.POSTS_PERSONAL_DATA, contact, 0.0)
        readers = self._readers.count(case, contact.number, MESSAGE)
        if readers:
            self.company.note_contact(log.SEEN, contact, readers)
        contact.thread = Thread(self, contact, complains, sensitive and self._answers_in_private)
        if not complains and case.need is not self._orders and self._rules.helps > 0:
            self._some_help(contact, readers)

    # Third parties

    def _some_help(self, contact: Contact, readers: int) -> None:
        """Let each reader help with the same probability: one draw says how many do not before the next who does."""
        place, helps = (contact.number - 1) * _READERS, self._rules.helps
        reader = _passed_over(contact.case.draw("helps", place), helps)
        while reader < readers:
            self._helps(contact, place)
            place += 1
            reader += 1 + _passed_over(contact.case.draw("helps", place), helps)

    def _helps(self, contact: Contact, place: int) -> None:
        """Let a reader answer a question in the company's stead, after a while."""
        case, env = contact.case, self.company.env

        def helps(_: Event) -> None:
            if case.ended or case.in_hand or contact.replied:
                return
            solves = case.draw("help_solves", place) < self._rules.help_solves
            self.company.note_contact(log.HELPED, contact, float(solves))
            if solves:
                self.company.note_contact(log.SOLVED, contact)
                self.is_solved(contact)
                case.ends()

        Moment(env, case.draw("help_after", place), REPLIES + contact.key, helps)

    # Addresses

    def _goes_astray(self, contact: Contact) -> bool:
        case = contact.case
        if case.is_comment and contact.number == 1:
            return False  # it stands under a post of the company's own
        if case.draw("wrong_address", contact.attempt) >= self._rules.wrong_address:
            return False
        found = self._is_found(contact)
        self.company.note_contact(log.WRONG_ADDRESS, contact, float(found))
        if found:
            self._will_be_found(contact)
        else:
            self.company.leaves(contact)
        return True

    def _is_found(self, contact: Contact) -> bool:
        return contact.case.draw("found", contact.attempt) < self._rules.listens

    def _will_be_found(self, contact: Contact) -> None:
        case, env = contact.case, self.company.env
        contact.stage = UNSEEN

        def is_found(_: Event) -> None:
            self.company.note_contact(log.FOUND_BY_LISTENING, contact)
            contact.stage = FRESH
            if contact.number == 0:
                case.live.append(contact)
                self.company.ranks(contact)
            self.company.receives(contact)

        Moment(env, case.draw("found_after", contact.attempt), ARRIVALS + contact.key, is_found)

    # What the company does in public

    def is_answered(self, contact: Contact) -> None:
        """The company's first public turn in a thread: customers see it, and how long it took."""
        case, beliefs = contact.case, self.company.beliefs
        if beliefs is None or contact.number == 0:
            readers = self._readers.count(case, contact.number, ANSWER)
        else:
            who = self._readers.of(case, contact.number, ANSWER)
            readers = len(who)
            beliefs.reads(contact, self.company.env.now - contact.made, who)
        if readers:
            self.company.note_contact(log.SEEN, contact, readers)

    def is_solved(self, contact: Contact) -> None:
        """A public answer, the company's or a reader's, solves a case; the archive keeps it."""
        if self._archive is not None:
            self._archive.keeps(contact)

    def sends_details(self, contact: Contact) -> None:
        """A customer is asked in public for her details, and may post them there."""
        case = contact.case
        if self._answers_in_private or case.person.privacy_aware:
            return
        if case.draw("posts_details", contact.number - 1) < self._rules.posts_details:
            self.company.note_contact(log.POSTS_PERSONAL_DATA, contact, 1.0)

    # What reactions are made of

    def branching(self, contact: Contact) -> float:
        """Return the mean number of reactions to a complaint, and to each reaction, in a large audience."""
        drawn, reputation = contact.case.draw("branching", contact.attempt), self.company.reputation
        return drawn if reputation is None else drawn * reputation.branching_factor()

    def is_storm(self, contact: Contact) -> None:
        """So many have reacted that it is a storm."""
        self.company.note_contact(log.STORM, contact)
        if self.company.reputation is not None:
            self.company.reputation.sees(STORM)

    def change_after(self, turns: int) -> float:
        """Return the factor of the branching ratio after so many public turns of the company."""
        return (1 - self._rules.answer_cut) * (1 + self._rules.firm_turn * (turns - 1))

    def kind(self, draw: float) -> int:
        """Return the kind of a reaction."""
        return DEFENDS if draw < self._rules.defenders else COMMENTS if draw < self._comments_below else LIKES


def _passed_over(draw: float, probability: float) -> int:
    """Return how many fail before the first hit, from a uniform draw: none if it is below the probability."""
    if draw < probability:
        return 0
    return _READERS if draw >= 1 else int(math.log1p(-draw) / math.log1p(-probability))
