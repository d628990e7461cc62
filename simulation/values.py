"""What scenario values are made of: probabilities, durations, moments, hours, and frozen tables of them."""

from __future__ import annotations

import math
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from simulation.frozen import FrozenDict, FrozenList
from simulation.units import as_minutes, as_moment, week_spans

_DURATION = {"type": ["number", "string"], "description": "minutes, or a text such as '4 h', '90 s', 'never'"}
_MOMENT = {"type": ["number", "string"], "description": "'Tue 10:00', or minutes since Monday 00:00"}


def _hours(value: str) -> str:
    week_spans(value)
    return value


def _pin(value: float) -> float:
    if math.isnan(value) or value == -math.inf:
        raise ValueError("expected a number, or a duration such as '4 h' or 'never'")
    return value


Probability = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Rate = Annotated[float, Field(ge=0, le=1e7, allow_inf_nan=False)]
Minutes = Annotated[float, BeforeValidator(as_minutes), Field(ge=0, allow_inf_nan=False), WithJsonSchema(_DURATION)]
MinutesOrNever = Annotated[float, BeforeValidator(as_minutes), Field(ge=0), WithJsonSchema(_DURATION)]
Moment = Annotated[float, BeforeValidator(as_moment), Field(ge=0, allow_inf_nan=False), WithJsonSchema(_MOMENT)]
Hours = Annotated[str, AfterValidator(_hours)]
Pin = Annotated[float, BeforeValidator(as_minutes), AfterValidator(_pin), WithJsonSchema(_DURATION)]


class Part(BaseModel):
    """A frozen table of a scenario file; unknown keys are errors."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True, ser_json_inf_nan="strings"
    )

    @model_validator(mode="after")
    def _freeze(self) -> Self:
        for name, value in self.__dict__.items():
            if isinstance(value, dict):
                self.__dict__[name] = FrozenDict(value)
            elif isinstance(value, list):
                self.__dict__[name] = FrozenList(value)
        return self
