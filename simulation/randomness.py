"""Luck: every random number is a pure function of seed, replication, stream name, attempt and row.

A stream is one purpose, a row is one need or order, an attempt is the how-manieth time that purpose is asked of that
row. Rows are drawn in blocks by Philox, whose key is (seed, replication, crc32 of the name) and whose counter begins
at (attempt, block): no block overlaps another, and none needs those before it.
"""

from __future__ import annotations

import math
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from simulation.errors import InputError
from simulation.units import TICKS_PER_MINUTE

LARGEST = np.uint64((1 << 53) - 2)
"""The largest whole number of which a uniform number is made: the one above would be rounded to 1."""

BLOCK_BITS = 10
BLOCK = 1 << BLOCK_BITS
_INSIDE = BLOCK - 1
_PART_BITS = 7  # few rows make a later attempt, so those are drawn for an eighth of a block at a time
_PART = 1 << _PART_BITS
_INSIDE_PART = _PART - 1
_TOGETHER = 16  # blocks that are made at once where many rows are asked for: few calls, and all of it in the cache
_KEPT = 64  # blocks, and parts, that a stream keeps; the oldest is dropped, and drawn again if it is asked for

Floats = NDArray[np.float64]


class Law(NamedTuple):
    """How a uniform number becomes a draw.

    Attributes
    ----------
    kind : str
        ``uniform``, ``exponential`` (scale: mean), ``lognormal`` (scale: median, shape: sigma), ``gumbel``,
        ``constant`` (scale) or ``whole_days`` (exponential with mean scale in days, rounded up, in minutes).
    scale, shape : float
        Parameters, where the kind has them.
    """

    kind: str = "uniform"
    scale: float = 1.0
    shape: float = 0.0


def lognormal_by_mean(mean: float, cv: float) -> Law:
    """Return the lognormal law with a mean and a coefficient of variation."""
    variance = math.log1p(cv * cv)
    return Law("lognormal", mean * math.exp(-variance / 2), math.sqrt(variance))


def _between_0_and_1(words: NDArray[np.uint64]) -> Floats:
    """Turn whole numbers of 64 bits into numbers in (0, 1), neither end among them."""
    return np.asarray((np.minimum(words >> np.uint64(11), LARGEST).astype(np.float64) + 0.5) * 2.0**-53)


def transform(uniforms: Floats, law: Law) -> Floats:
    """Turn uniforms into draws, on the clock's grid of 2^-20 (uniforms stay as they are).

    Parameters
    ----------
    uniforms : ndarray, any shape
        Numbers in (0, 1).
    law : Law
        What to make of them.

    Returns
    -------
    ndarray
        Draws of the same shape; the grid hides the last bit in which processors differ.
    """
    if law.kind == "uniform":
        return uniforms
    if law.kind == "constant" or law.scale in (0, math.inf):
        draws = np.full_like(uniforms, law.scale)
    elif law.kind == "exponential":
        draws = -np.log(uniforms) * law.scale
    elif law.kind == "lognormal":
        draws = np.exp(ndtri(uniforms) * law.shape) * law.scale
    elif law.kind == "gumbel":
        draws = -np.log(-np.log(uniforms))
    elif law.kind == "whole_days":
        return np.asarray(np.ceil(-np.log(uniforms) * law.scale) * 1440.0)
    else:
        raise ValueError(f"no law of kind '{law.kind}'")
    return np.asarray(np.rint(draws * TICKS_PER_MINUTE) / TICKS_PER_MINUTE)


class Stream:
    """The draws of one purpose; blocks are made when they are first read.

    Parameters
    ----------
    luck : Luck
        Seed and replication.
    name : str
        The stream's name, unique in a run.
    law : Law
        What its draws look like.
    """

    __slots__ = ("_blocks", "_parts", "_told", "law", "luck", "name")

    def __init__(self, luck: Luck, name: str, law: Law) -> None:
        self.luck = luck
        self.name = name
        self.law = law
        self._blocks: dict[int, array[float]] = {}  # of first attempts, by block
        self._parts: dict[int, array[float]] = {}  # of later ones, by attempt and part
        self._told: dict[int, Sequence[float]] = {}

    def tell(self, row: int, values: Sequence[float]) -> None:
        """Pin the draws of a cast member's row (a negative number) by attempt; the last holds for all later."""
        self._told[row] = values

    def at(self, row: int, attempt: int = 0) -> float:
        """Return the draw of a row at an attempt, both from 0; cast members have negative rows."""
        if attempt > 0:
            return self._later(row, attempt)
        block = self._blocks.get(row >> BLOCK_BITS)
        if block is None:
            if row < 0:
                return self._of_cast(row, 0)
            if len(self._blocks) >= _KEPT:
                del self._blocks[next(iter(self._blocks))]
            block = self._blocks[row >> BLOCK_BITS] = array("d", self.block(row >> BLOCK_BITS).tobytes())
        return block[row & _INSIDE]

    def _later(self, row: int, attempt: int) -> float:
        place = attempt << 48 | row >> _PART_BITS
        part = self._parts.get(place)
        if part is None:
            if row < 0:
                return self._of_cast(row, attempt)
            if len(self._parts) >= _KEPT:
                del self._parts[next(iter(self._parts))]
            draws = transform(self.luck.part(self.name, attempt, row & ~_INSIDE_PART, _PART), self.law)
            part = self._parts[place] = array("d", draws.tobytes())
        return part[row & _INSIDE_PART]

    def block(self, index: int, attempt: int = 0) -> Floats:
        """Return the draws of rows ``1024 * index`` to ``1024 * index + 1023`` at an attempt, shape (1024,)."""
        return transform(self.luck.uniforms(self.name, attempt, index), self.law)

    def batches(self, rows: int) -> Iterator[Floats]:
        """Yield the draws of the rows in order at attempt 0, some blocks at a time, and no more blocks than needed.

        Parameters
        ----------
        rows : int
            How many are needed at the least; what is read beyond them comes block by block.
        """
        index = 0
        while True:
            blocks = max(1, min(_TOGETHER, -(-rows // BLOCK) - index))
            yield transform(self.luck.uniforms(self.name, 0, index, blocks), self.law)
            index += blocks

    def first(self, rows: int) -> Floats:
        """Return the draws of the first `rows` rows at attempt 0, shape (rows,)."""
        found, draws = np.empty(rows), self.batches(rows)
        begin = 0
        while begin < rows:
            batch = next(draws)
            found[begin : begin + len(batch)] = batch[: rows - begin]
            begin += len(batch)
        return found

    def _of_cast(self, row: int, attempt: int) -> float:
        told = self._told.get(row)
        if told is not None:
            return told[min(attempt, len(told) - 1)]
        name = f"{self.name} of {self.luck.cast[-row - 1]}"
        draws = transform(self.luck.uniforms(name, 0, attempt >> BLOCK_BITS), self.law)
        return float(draws[attempt & _INSIDE])


class Series:
    """The draws of a purpose that one row asks for very often: who reads a thread, who reacts in it.

    Blocks run over attempts instead of rows; they never overlap those of a `Stream` of the same name.

    Parameters
    ----------
    luck : Luck
        Seed and replication.
    name : str
        The purpose's name, unique in a run.
    law : Law
        What its draws look like.
    together : int
        Draws of a row that are made at once: a power of two from 4 to 1024.
    """

    __slots__ = ("_blocks", "_together", "law", "luck", "name")

    def __init__(self, luck: Luck, name: str, law: Law, together: int = BLOCK) -> None:
        self.luck = luck
        self.name = name
        self.law = law
        self._together = together
        self._blocks: dict[tuple[int, int], list[float]] = {}

    def at(self, row: int, attempt: int) -> float:
        """Return the draw of a row at an attempt, both from 0; cast members have negative rows."""
        begin = attempt - attempt % self._together
        block = self._blocks.get((row, begin))
        if block is None:
            if len(self._blocks) >= _KEPT:
                del self._blocks[next(iter(self._blocks))]
            uniforms = self.luck.series(self.name, row, begin, self._together)
            block = self._blocks[row, begin] = transform(uniforms, self.law).tolist()
        return block[attempt - begin]


class Luck:
    """The source of all streams of one replication.

    Parameters
    ----------
    seed, replication : int
        From 0 to 2^64 - 1, and from 0 to 2^32 - 1.
    cast : sequence of str
        Names of the cast, whose unpinned draws hang on their names.
    """

    def __init__(self, seed: int, replication: int, cast: Sequence[str] = ()) -> None:
        if not 0 <= seed < 1 << 64:
            raise InputError(f"seed = {seed}: expected a whole number from 0 to 2^64 - 1")
        if not 0 <= replication < 1 << 32:
            raise InputError(f"replication = {replication}: expected a whole number from 0 to 2^32 - 1")
        self.seed = seed
        self.replication = replication
        self.cast = tuple(cast)
        self._philox = np.random.Philox(key=0)
        self._fresh = self._philox.state  # nothing drawn, nothing left over

    def uniforms(self, name: str, attempt: int, block: int, blocks: int = 1) -> Floats:
        """Return one block of numbers in (0, 1), or several that follow each other, shape (1024 * blocks,)."""
        raw = [self._raw(name, [0, index, attempt, 0], BLOCK) for index in range(block, block + blocks)]
        return _between_0_and_1(np.concatenate(raw) if blocks > 1 else raw[0])

    def part(self, name: str, attempt: int, row: int, rows: int) -> Floats:
        """Return the numbers in (0, 1) of some rows, from one that is a multiple of 4; shape (rows,).

        They must lie in one block; Philox makes four numbers of each value of its counter.
        """
        return _between_0_and_1(self._raw(name, [(row & _INSIDE) >> 2, row >> BLOCK_BITS, attempt, 0], rows))

    def series(self, name: str, row: int, attempt: int, attempts: int) -> Floats:
        """Return the numbers in (0, 1) of some attempts of one row, from one that is a multiple of 4.

        The cast's rows (negative) hang on their names.
        """
        if row < 0:
            name, row = f"{name} of {self.cast[-row - 1]}", 0
        return _between_0_and_1(self._raw(name, [attempt >> 2, row, 0, 1], attempts))

    def _raw(self, name: str, place: list[int], count: int) -> NDArray[np.uint64]:
        key = np.array([self.seed, self.replication << 32 | zlib.crc32(name.encode())], dtype=np.uint64)
        counter = np.array(place, dtype=np.uint64)
        self._philox.state = {**self._fresh, "state": {"counter": counter, "key": key}}
        return np.asarray(self._philox.random_raw(count))

    def streams(self, source: str, laws: Mapping[str, Law]) -> dict[str, Stream]:
        """Return a stream for each purpose of a source, named ``source.purpose``."""
        return {purpose: Stream(self, f"{source}.{purpose}", law) for purpose, law in laws.items()}
