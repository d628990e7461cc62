"""The parts of a scenario: frozen, validated values, each with its default from the catalogue."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from simulation.parameters import default
from simulation.values import (
    Hours,
    Minutes,
    MinutesOrNever,
    Moment,
    NotNegative,
    Number,
    Part,
    Positive,
    Probability,
    Rate,
)


class Population(Part):
    """Who the customers are."""

    customers: Annotated[int, Field(ge=1)] = default("population.customers")
    young: Probability = default("population.young")
    considers_social: Probability = default("population.considers_social")
    expects_day: Probability = default("population.expects_day")
    real_name: Probability = default("population.real_name")
    privacy_aware: Probability = default("population.privacy_aware")
    tiers: dict[str, Probability] = Field(default_factory=dict)
    """Paid tiers, the first served first, each with its share of the customers; the rest have none."""


class Work(Part):
    """How long an agent works on one contact."""

    distribution: Literal["lognormal", "exponential", "deterministic"] = "lognormal"
    """How it varies."""
    mean: Minutes = 5.0
    """Mean in minutes."""
    cv: NotNegative = 1.2
    """Coefficient of variation; read by the lognormal only."""


class Channel(Part):
    """A way to reach the company. Defaults of phone, email, twitter and facebook stand in the catalogue."""

    title: str = ""
    """How texts name the channel."""
    synchronous: bool = False
    """The customer holds the line until she is served."""
    public: bool = False
    """Anybody can read along."""
    social: bool = False
    """A social medium: only customers who consider social media choose it."""
    official: bool = True
    """The company says that it serves customers here; honest labels tell which channels are not official."""
    written: bool = False
    """She writes although she holds: a chat."""
    open: bool = True
    """Customers can choose it."""
    answers: Probability = 1.0
    """Share of its messages that the company takes up; it leaves the others unanswered on purpose."""
    alpha: Number = 0.0
    """Constant in the channel choice, in utils."""
    young_shift: Number = 0.0
    """Shift of that constant for customers under 25."""
    believed: Minutes = 30.0
    habit: Probability = 0.0
    """Share of the customers who used it last before the first day."""
    work: Work = Work()
    """Handling time of one contact."""
    solve: Probability = 0.65
    """Probability that a handled contact solves the case."""
    hand_off: Probability = 0.1
    """Probability that a contact needs another owner, where nobody sees the history."""
    patience: MinutesOrNever = 7.5
    """Mean patience of a caller (exponential); read where the customer holds."""
    lines: Annotated[int, Field(ge=1)] | None = None
    """Most callers in the system, in service included; further ones are turned away."""
    ask_after: Minutes = 0.0
    """Minutes from a written reply to the question for details that follows it."""
    expects_median: Minutes | None = None
    """Median expected answer time without any statement; none: the published time."""
    expects_sigma: NotNegative = 0.0
    """Lognormal sigma of that expectation between customers."""

    @model_validator(mode="after")
    def _answers_messages(self) -> Channel:
        if self.synchronous and self.answers < 1:
            raise ValueError("'answers' is about messages, expected 1 where the customer holds")
        return self


class Block(Part):
    """Agents on duty during some hours of the week."""

    hours: Hours
    """For example "Mon-Fri 08:00-16:00"."""
    agents: Annotated[int, Field(ge=0)]
    """How many are on duty then."""


class Team(Part):
    """Agents who serve the same channels from the same queue."""

    channels: list[str]
    """Channels that it serves; none for a back office, to which other teams escalate."""
    agents: Annotated[int, Field(ge=0)] = 1
    """How many there are."""
    hours: Hours = "08:00-16:00"
    """When all of them are on duty."""
    rota: list[Block] = Field(default_factory=list)
    """Agents by hours of the week; replaces `agents` and `hours` where given."""
    attention: Literal["always", "distracted"] = "always"
    """Whether its agents turn away for hours, and come back."""
    attentive: Minutes = default("teams.attentive")
    away: Minutes = default("teams.away")
    attention_told: list[MinutesOrNever] = Field(default_factory=list)
    """The agents' attention as told: minutes attentive, away, attentive ... from Monday 00:00; drawn after that."""
    poll_minutes: Minutes = 0.0
    """Interval at which written channels are looked at; a message is seen a uniform part of it later."""
    report_every: Minutes = 0.0
    """An agency's interval: messages reach the agents with the next report only."""
    report_loses: Probability = 0.0
    """Share of the messages that get lost between an agency's reader and its report."""
    concurrency: Annotated[int, Field(ge=1, le=10)] = 1
    """Contacts that one agent has in hand at once, in chat or in writing."""
    escalates_to: str | None = None
    """The team with the authority to solve what this one may not; none: the customer hears that nothing can be done."""
    solution_days: NotNegative = 0.0
    """Mean days (whole ones) from this team's work on an escalated case to the solution: a technician's visit."""
    updates_every: Minutes = 0.0
    """How often this team tells an escalated customer how things go, unasked; 0: never."""
    callers_first: bool = True
    """Customers who hold are served before messages of the same class."""
    friendly: Probability = 1.0
    """Tone of the agents, from 0 to 1."""
    authority: Probability = 1.0
    """Share of otherwise solvable cases that the team may solve itself."""
    actor: str = ""
    """How traces call the team's agents."""
    away_because: str = ""
    """The reason that its agents give for having been away, in words."""


class Incident(Part):
    """Something that hits many customers at once (rule E14)."""

    at: Moment
    """When it hits."""
    share: Probability = default("incidents.share")
    contact: Probability = default("incidents.contact")
    mean: Minutes = default("incidents.mean")
    noticed_after: Annotated[int, Field(ge=1)] = default("incidents.noticed_after")


class Arrivals(Part):
    """When needs arise, and how many."""

    per_thousand: Rate | None = None
    """Per 1000 customers and day."""
    per_day: Rate | None = None
    """Per day, whatever the number of customers; used instead of `per_thousand`."""
    arise: Hours = "always"
    """The hours in which they arise, evenly."""

    def daily(self, customers: int) -> float:
        """Return the mean number per day, apart from those that an incident brings."""
        if self.per_day is not None:
            return self.per_day
        return 0.0 if self.per_thousand is None else self.per_thousand * customers / 1000.0


class Need(Arrivals):
    """A kind of need: why customers contact the company. It arises at a rate, or with an incident."""

    incident: Incident | None = None
    """What brings this need to many customers at once, instead of a rate."""
    causes: Annotated[int, Field(ge=1, le=1000)] = 1
    """Different causes behind it: the k-th is 1/k as frequent as the first."""
    severe: Probability = 0.0
    """Share of severe matters."""
    sensitive: Probability = 0.0
    """Share of sensitive matters."""
    invoice_cut: Probability = 0.0
    """Share of these needs that the invoice on My Page settles."""
    severity_class: Annotated[int, Field(ge=0, le=9)] = 0
    """Contacts of a higher class are served before all lower ones, above paid tiers."""
    tier: str | None = None
    """All customers with this need belong to this tier."""
    work: Work | None = None
    """Handling time of this need; none: that of the channel."""
    solve: Probability | None = None
    """Probability that a handled contact solves it; none: that of the channel."""

    @model_validator(mode="after")
    def _one_rate(self) -> Need:
        if [self.per_thousand, self.per_day, self.incident].count(None) != 2:
            raise ValueError("expected one of 'per_thousand', 'per_day' and 'incident'")
        if self.incident is not None and self.arise != "always":
            raise ValueError("an incident has a time of its own, expected no 'arise' beside it")
        return self


class Orders(Arrivals):
    """Orders in the web shop, and the question where they are."""

    causes: ClassVar[int] = 1

    hazard: NotNegative = default("orders.hazard")
    cut_confirmation: Probability = default("orders.cut_confirmation")
    cut_status: Probability = default("orders.cut_status")
    cut_proactive: Probability = default("orders.cut_proactive")
    status_weight: Probability = default("orders.status_weight")
    ambiguous_calls: NotNegative = default("orders.ambiguous_calls")
    status_days: NotNegative = default("orders.status_days")
    delivery_days: NotNegative = default("orders.delivery_days")
    delivery_cv: NotNegative = default("orders.delivery_cv")
    severe: Probability = default("orders.severe")
    sensitive: Probability = default("orders.sensitive")

    @model_validator(mode="after")
    def _one_rate(self) -> Orders:
        if (self.per_thousand is None) == (self.per_day is None):
            raise ValueError("expected either 'per_thousand' or 'per_day'")
        return self


class Behaviour(Part):
    """What customers do: how they choose, wait, and come back."""

    wait_weight: NotNegative = default("behaviour.wait_weight")
    reference_wait: Positive = default("behaviour.reference_wait")
    hold_weight: NotNegative = default("behaviour.hold_weight")
    habit_weight: NotNegative = default("behaviour.habit_weight")
    severity_weight: NotNegative = default("behaviour.severity_weight")
    privacy_weight: NotNegative = default("behaviour.privacy_weight")
    unofficial_shift: Number = default("behaviour.unofficial_shift")
    equal_minutes: Minutes = default("behaviour.equal_minutes")
    patience_ratio: NotNegative = default("behaviour.patience_ratio")
    patience_sigma: NotNegative = default("behaviour.patience_sigma")
    repeat: Probability = default("behaviour.repeat")
    switch: Probability = default("behaviour.switch")
    redial: Probability = default("behaviour.redial")
    redial_minutes: Minutes = default("behaviour.redial_minutes")
    returns: Probability = default("behaviour.returns")
    return_days: NotNegative = default("behaviour.return_days")
    reply_median: Minutes = default("behaviour.reply_median")
    reply_sigma: NotNegative = default("behaviour.reply_sigma")
    chase_median: Minutes = default("behaviour.chase_median")
    chase_sigma: NotNegative = default("behaviour.chase_sigma")
    tries_my_page: Probability = default("behaviour.tries_my_page")
    search_minutes: Minutes = default("behaviour.search_minutes")
    write_minutes: Minutes = default("behaviour.write_minutes")
    accepts_advice: Probability = default("behaviour.accepts_advice")
    accepts_redirect: Probability = default("behaviour.accepts_redirect")
    accepts_callback: Probability = default("behaviour.accepts_callback")
    most_contacts: Annotated[int, Field(ge=1, le=100)] = default("behaviour.most_contacts")
    balk_scale: Positive = default("behaviour.balk_scale")
    hazard_before: Positive = default("behaviour.hazard_before")
    hazard_after: Annotated[float, Field(ge=1, allow_inf_nan=False)] = default("behaviour.hazard_after")

    @model_validator(mode="after")
    def _shares(self) -> Behaviour:
        if self.repeat + self.switch > 1:
            raise ValueError("'repeat' and 'switch' are shares of the same customers, expected a sum of at most 1")
        return self


class Handling(Part):
    """What agents do with a contact."""

    ownership: Literal["open", "channel"] = "open"
    """Who owns a case: whoever takes it (open), or the team of the channel in which it was opened (channel)."""
    payers_first: bool = True
    """Paid tiers are served before others, in their order; severity classes are above them either way."""
    asks: bool = True
    """Agents new to a case ask who the customer is, unless they can tell."""
    repeat_factor: NotNegative = default("handling.repeat_factor")
    duplicate_share: NotNegative = default("handling.duplicate_share")
    duplicate_minutes: Minutes = default("handling.duplicate_minutes")
    ask_minutes: Minutes = default("handling.ask_minutes")
    ask_minutes_call: Minutes = default("handling.ask_minutes_call")
    own_lookup: Minutes = default("handling.own_lookup")
    partner_share: Probability = default("handling.partner_share")
    advises_phone: Probability = default("handling.advises_phone")
    note_minutes: Minutes = default("handling.note_minutes")
    concurrency_cost: NotNegative = default("handling.concurrency_cost")
    escalates: Probability = default("handling.escalates")


class Integration(Part):
    """What the company's systems know and share; every lever can be turned alone."""

    confirmation: Probability = default("integration.confirmation")
    order_status: Probability = default("integration.order_status")
    parcel_tracking: Probability = default("integration.parcel_tracking")
    invoice: Probability = default("integration.invoice")
    ambiguity: Probability = default("integration.ambiguity")
    single_sign_on: Probability = default("integration.single_sign_on")
    identification: Probability = default("integration.identification")
    shared_history: Probability = default("integration.shared_history")
    partner_minutes: Minutes = default("integration.partner_minutes")
    partner: str = "Nettbod"
    """Who runs the web shop, and holds the data."""


class Transparency(Part):
    """What the company tells, and when; every lever can be turned alone."""

    labels: Literal["equal", "honest", "none"] = "equal"
    """How the contact page lists the channels."""
    published_minutes: dict[str, Minutes] = Field(default_factory=dict)
    """Published response time by channel; phone, email, facebook and twitter have defaults."""
    announcement: bool = False
    """Callers who must hold are told the expected wait."""
    proactive_updates: Probability = default("transparency.proactive_updates")
    reason: Literal["none", "illegitimate", "legitimate"] = "none"
    """The reason given by an agent who was away while the customer waited."""
    private_messages: bool = False
    """Sensitive matters that were written in public may be answered in private."""
    sensitive: Literal["redirect", "answer", "silence"] = "redirect"
    """What becomes of a sensitive matter in public without private messages: a redirect, an answer, or silence."""
    callbacks: bool = False
    """Callers who would have to hold are offered a call back instead; they keep their place."""
    archive: bool = False
    """Public answers that solved a matter can be found by the next who has it; needs `publicity`."""
    broadcast: bool = False
    """When an incident hits many, the company tells them all at once."""
    broadcast_on: Literal["monitoring", "contacts"] = "monitoring"
    """What sets the broadcast off: the company's own monitoring, at once, or the contacts by which it notices."""
    broadcast_minutes: Minutes = default("transparency.broadcast_minutes")
    broadcast_reach: Probability = default("transparency.broadcast_reach")
    broadcast_comments: Probability = default("transparency.broadcast_comments")


class Satisfaction(Part):
    """Coefficients of satisfaction and effort. They are assumptions, and what follows from them is too."""

    base: Number = default("satisfaction.base")
    loss: NotNegative = default("satisfaction.loss")
    gain: NotNegative = default("satisfaction.gain")
    gain_cap: NotNegative = default("satisfaction.gain_cap")
    contact: Number = default("satisfaction.contact")
    ask: Number = default("satisfaction.ask")
    hand_off: Number = default("satisfaction.hand_off")
    friendly: Number = default("satisfaction.friendly")
    honest: Number = default("satisfaction.honest")
    illegitimate: Number = default("satisfaction.illegitimate")
    legitimate: Number = default("satisfaction.legitimate")
    unsolved: Number = default("satisfaction.unsolved")
    untouched: Number = default("satisfaction.untouched")
    effort_entry: Minutes = default("satisfaction.effort_entry")
    effort_failed_look: Minutes = default("satisfaction.effort_failed_look")
    effort_look: Minutes = default("satisfaction.effort_look")
    effort_contact: Minutes = default("satisfaction.effort_contact")
    effort_ask: Minutes = default("satisfaction.effort_ask")


class Commitment(Part):
    """What a tier is promised, in minutes from the first contact."""

    answer: Minutes | None = None
    """Time to the first human reply."""
    solution: Minutes | None = None
    """Time to the solution."""


class Policy(Part):
    """A named set of changes to the scenario."""

    title: str
    """What it does, in a few words."""
    changes: dict[str, Any] = Field(default_factory=dict)
    """Scenario keys and their new values, for example ``"transparency.labels" = "honest"``."""
