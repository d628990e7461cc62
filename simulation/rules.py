"""Rules that a scenario switches on by having their table: who learns, who reads along, who leaves, what is fixed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simulation.parameters import default
from simulation.values import Minutes, NotNegative, Number, Part, Positive, Probability


class Learning(Part):
    """Customers learn how long each channel takes: from their own contacts, and from what they read (rule E4)."""

    own: Probability = default("learning.own")
    observed: Probability = default("learning.observed")
    transfer: Probability = default("learning.transfer")
    unanswered: NotNegative = default("learning.unanswered")


class Publicity(Part):
    """What is public is read: threads, their readers and reactions, the archive (rules E15, E16, E23)."""

    readers: Annotated[float, Field(ge=0, le=500, allow_inf_nan=False)] = default("publicity.readers")
    wrong_address: Probability = default("publicity.wrong_address")
    listens: Probability = default("publicity.listens")
    listen_minutes: Minutes = default("publicity.listen_minutes")
    branching: NotNegative = default("publicity.branching")
    branching_sigma: NotNegative = default("publicity.branching_sigma")
    generation_minutes: Positive = default("publicity.generation_minutes")
    audience: Positive = default("publicity.audience")
    answer_cut: Probability = default("publicity.answer_cut")
    firm_turn: NotNegative = default("publicity.firm_turn")
    defenders: Probability = default("publicity.defenders")
    comments: Probability = default("publicity.comments")
    storm: Annotated[int, Field(ge=1)] = default("publicity.storm")
    helps: Probability = default("publicity.helps")
    help_minutes: Minutes = default("publicity.help_minutes")
    help_solves: Probability = default("publicity.help_solves")
    deflection: Probability = default("publicity.deflection")
    posts_details: Probability = default("publicity.posts_details")


class Loyalty(Part):
    """What customers do once a case has ended: tell others, post in public, leave (rules E18, E19)."""

    churn_intercept: Number = default("loyalty.churn_intercept")
    churn_slope: NotNegative = default("loyalty.churn_slope")
    churn_pivot: Probability = default("loyalty.churn_pivot")
    bad_below: Probability = default("loyalty.bad_below")
    tells_bad: Probability = default("loyalty.tells_bad")
    tells_good: Probability = default("loyalty.tells_good")
    posts: Probability = default("loyalty.posts")


class Reputation(Part):
    """A stock of what people have seen the company do, which fades (rule E20); it needs `publicity`."""

    memory_days: Positive = default("reputation.memory_days")
    on_time: Number = default("reputation.on_time")
    important_first: Number = default("reputation.important_first")
    feedback_used: Number = default("reputation.feedback_used")
    late: Number = default("reputation.late")
    storm: Number = default("reputation.storm")
    on_branching: NotNegative = default("reputation.on_branching")
    on_belief: NotNegative = default("reputation.on_belief")


class Improvement(Part):
    """Every so often the top cause of contacts is fixed (rule E22)."""

    every_days: Annotated[float, Field(ge=0.01, allow_inf_nan=False)] = default("improvement.every_days")
    rank: Literal["count", "customer_time"] = "count"
    """What makes a cause the top one: how many cases it brings, or how much of the customers' time it takes."""
    coding: Probability = default("improvement.coding")
    fixes: Probability = default("improvement.fixes")


class Costs(Part):
    """What service costs, in US dollars (rule E21). A measure alone: no customer or agent acts on it."""

    agent_hour: NotNegative = default("costs.agent_hour")
    confirmation: NotNegative = default("costs.confirmation")
    order_status: NotNegative = default("costs.order_status")
    parcel_tracking: NotNegative = default("costs.parcel_tracking")
    invoice: NotNegative = default("costs.invoice")
    single_sign_on: NotNegative = default("costs.single_sign_on")
    identification: NotNegative = default("costs.identification")
    shared_history: NotNegative = default("costs.shared_history")
    partner: NotNegative = default("costs.partner")
    live: NotNegative = default("costs.live")
    self_service: NotNegative = default("costs.self_service")
    sale: NotNegative = default("costs.sale")
    tier_prices: dict[str, NotNegative] = Field(default_factory=dict)
    """What a customer of a paid tier pays a day."""
