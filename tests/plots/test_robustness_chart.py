"""The picture of robustness: readable, with words that state every share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from simulation.errors import InputError
from simulation.plots import Picture, robustness_chart
from simulation.robustness.table import read_table

TABLE = read_table(Path(__file__).parents[2] / "docs" / "robustness.csv")


@pytest.mark.parametrize("rows", [TABLE, TABLE[:1], [row | {"assumption_1": None} for row in TABLE[:3]]])
def test_it_is_readable_and_states_every_share(
    rows: list[dict[str, object]], is_readable: Callable[[Picture], None]
) -> None:
    picture = robustness_chart(rows)
    is_readable(picture)
    for row in TABLE[: len(rows)]:
        assert f"{row['result']}: {100 * row['share']:.0f} %" in picture.alt


def test_the_shipped_picture_is_of_the_shipped_table(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "docs" / "pictures" / "robustness.png"
    assert robustness_chart(TABLE).save(tmp_path / "r.png").stat().st_size == pytest.approx(
        shipped.stat().st_size, rel=0.2
    )


def test_no_results_have_no_picture() -> None:
    with pytest.raises(InputError, match="no results"):
        robustness_chart([])
