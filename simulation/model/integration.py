"""What the company's systems know, and about whom: My Page, identification, shared history, owners, the partner."""

from __future__ import annotations

import math

from simulation.model.records import Case, Contact
from simulation.parts import Need, Orders
from simulation.scenario import Scenario
from simulation.units import exact


def status_hazard(scenario: Scenario, orders: Orders) -> float:
    """Return the hazard H of a status contact per order (rule E1).

    ``H = hazard (1 - cut_confirmation c) (1 - cut_status s (1 - a)) (1 - cut_proactive u) (1 + ambiguous_calls a s)``
    with c the confirmation e-mail, s what My Page shows of order and parcel, u proactive updates and a the ambiguity
    of what it shows: an ambiguous page deflects nobody, and creates calls (Kumar & Telang 2012).
    """
    levers = scenario.integration
    shown = orders.status_weight * levers.order_status + (1 - orders.status_weight) * levers.parcel_tracking
    hazard = orders.hazard * (1 - orders.cut_confirmation * levers.confirmation)
    hazard *= 1 - orders.cut_status * shown * (1 - levers.ambiguity)
    hazard *= 1 - orders.cut_proactive * scenario.transparency.proactive_updates
    return hazard * (1 + orders.ambiguous_calls * levers.ambiguity * shown)


def contact_probability(hazard: float) -> float:
    """Return the probability that an order with this hazard brings a contact: 1 - exp(-H)."""
    return 1 - math.exp(-hazard)


class Integration:
    """The levers of a running company, asked one question at a time.

    Parameters
    ----------
    scenario : Scenario
        The company.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._levers = scenario.integration
        self._handling = scenario.handling
        self._identification = scenario.integration.identification
        self._shared_history = scenario.integration.shared_history
        self._partner_share = scenario.handling.partner_share
        self._has_owner = scenario.handling.ownership == "channel"
        orders = scenario.orders
        self.contact_limit = self.case_limit = 0.0
        if orders is not None:
            self.contact_limit = contact_probability(status_hazard(scenario, orders))
            self.case_limit = max(contact_probability(orders.hazard), self.contact_limit)

    @staticmethod
    def has_page_for(need: Need | Orders) -> bool:
        """Return whether My Page has, or should have, something on a need."""
        return isinstance(need, Orders) or need.invoice_cut > 0

    def page_works(self, case: Case) -> bool:
        """Return whether My Page shows what the customer looks for."""
        lever = self._levers.order_status if isinstance(case.need, Orders) else self._levers.invoice
        return case.draw("my_page_works") < lever

    def settles(self, case: Case) -> bool:
        """Return whether the need is met without a contact (rule E1)."""
        if isinstance(case.need, Orders):
            return case.draw("status") >= self.contact_limit
        return case.draw("invoice") < case.need.invoice_cut * self._levers.invoice

    def shares_history(self, case: Case) -> bool:
        """Return whether an agent new to the case sees what his colleagues know."""
        return case.draw("history", len(case.agents)) < self._shared_history

    def must_ask(self, case: Case, contact: Contact, history: bool) -> bool:
        """Return whether an agent new to the case must ask who the customer is (rule E8).

        One search finds her by her name; on social media only if her handle is her real name.
        """
        if history and case.identified:
            return False
        known = self._identification
        if contact.channel.social and not case.person.real_name:
            known = 0.0
        return case.draw("identification", len(case.agents)) >= known

    def needs_owner(self, case: Case, contact: Contact) -> bool:
        """Return whether the contact must go to another owner (rule E9)."""
        if contact.transferred:
            return False
        if self._has_owner:
            return case.owner is not contact.channel.team
        chance = contact.channel.hand_off
        return chance > 0 and case.draw("hand_off", contact.number - 1) < chance

    def needs_partner(self, case: Case, contact: Contact) -> bool:
        """Return whether the answer to a question about an order lies with the partner (rule E10)."""
        return case.draw("partner", contact.number - 1) < self._partner_share

    def partner_minutes(self, case: Case, contact: Contact) -> float:
        """Return how long the partner takes."""
        return exact(self._levers.partner_minutes * case.draw("partner_delay", contact.number - 1))

    def duplicate_minutes(self, work: float, ordinal: int, case: Case) -> float:
        """Return what a duplicate costs (rule E7): half a handling time, or half a minute where history is shared."""
        if self._shared_history > 0 and case.draw("history", ordinal) < self._shared_history:
            return exact(min(self._handling.duplicate_minutes, work))
        return exact(self._handling.duplicate_share * work)
