"""All pictures that an analysis of an experiment asks for."""

from __future__ import annotations

from collections.abc import Iterator

from simulation.errors import InputError
from simulation.plots.factor_effects import factor_effects
from simulation.plots.points import point_differences
from simulation.plots.response_surface import response_surface
from simulation.plots.sobol_shares import sobol_shares
from simulation.plots.style import Picture
from simulation.plots.trade_offs import trade_offs
from simulation.plots.warm_up import welch_plot
from simulation.sweeps import Results
from simulation.sweeps.report import Asked


def pictures(results: Results, asked: Asked) -> Iterator[tuple[str, Picture]]:
    """Yield pictures by name: of each measure the differences from the base, effects, the surface and Sobol's indices.

    Then, where they are asked for, the trade-offs between the goals and the end of the warm-up.
    """
    for measure in asked.measures:
        if len(results.points) > 1:
            yield (
                f"differences-{measure}",
                point_differences(results, measure, asked.base, asked.level, asked.family_of(measure)),
            )
        for name, draw in (("effects", factor_effects), ("surface", response_surface), ("sobol", sobol_shares)):
            try:
                yield f"{name}-{measure}", draw(results, measure, asked.level)
            except InputError:
                continue  # the table says why there are none; the curve of one factor has no contours
    if len(asked.goals) > 1:
        yield "trade-offs", trade_offs(results, asked.goals, asked.level)
    if asked.warm_up is not None:
        series = results.series(asked.base, asked.warm_up, asked.every)
        yield f"warm-up-{asked.warm_up}", welch_plot(series, asked.warm_up, asked.every)
