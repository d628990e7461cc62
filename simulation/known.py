"""What a name brings with it: the known channels and needs, and the defaults that hang on them."""

from __future__ import annotations

import copy
from typing import Any

from simulation.errors import InputError, nearest
from simulation.parameters import table

KNOWN_CHANNELS: dict[str, dict[str, Any]] = {
    "phone": {"title": "phone", "synchronous": True},
    "email": {"title": "e-mail"},
    "chat": {"title": "chat", "synchronous": True, "written": True},
    "twitter": {"title": "Twitter", "public": True, "social": True},
    "facebook": {"title": "Facebook", "public": True, "social": True},
}
_KNOWN_NEEDS = ("technical", "billing", "advice")


def _channel_with_defaults(name: str, given: dict[str, Any]) -> dict[str, Any]:
    """Fill in what a known channel has, or the one that this one is like."""
    known = given.pop("like", name)
    if not isinstance(known, str) or known not in KNOWN_CHANNELS:
        hint = nearest(str(known), KNOWN_CHANNELS)
        raise InputError(f"channels.{name}: '{known}' is no known channel, {hint}, or say which one it is like")
    base = KNOWN_CHANNELS[known] | table(f"channels.{known}")
    if known != name:
        del base["habit"]  # nobody has the habit of a channel that is new
    work = given.get("work", {})
    return base | given | ({"work": base["work"] | work} if isinstance(work, dict) else {})


def with_defaults(raw: dict[str, Any]) -> dict[str, Any]:
    """Fill in what depends on a name: the known channels, needs and published times."""
    filled = copy.deepcopy(raw)
    channels = filled.get("channels")
    if isinstance(channels, dict):
        for name, given in channels.items():
            if not isinstance(given, dict):
                continue
            channels[name] = _channel_with_defaults(name, given)
    needs = filled.get("needs")
    if isinstance(needs, dict):
        for name, given in needs.items():
            if name in _KNOWN_NEEDS and isinstance(given, dict):
                base = table(f"needs.{name}")
                if "per_day" in given:
                    del base["per_thousand"]
                needs[name] = base | given
    orders = filled.get("orders")
    if isinstance(orders, dict) and "per_day" not in orders:
        filled["orders"] = {"per_thousand": table("orders")["per_thousand"]} | orders
    transparency = filled.setdefault("transparency", {})
    if isinstance(transparency, dict) and isinstance(channels, dict):
        _publish(transparency, list(channels))
    return filled


def _publish(transparency: dict[str, Any], channels: list[str]) -> None:
    published = transparency.get("published_minutes", {})
    if isinstance(published, dict):
        known = table("transparency")["published_minutes"]
        transparency["published_minutes"] = {name: known[name] for name in channels if name in known} | published
