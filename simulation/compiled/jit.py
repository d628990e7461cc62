"""What the compiled engine is made of: functions that numba compiles, and rows of tables that they read and write.

Everything that a run knows lies in one record, the world, and in tables whose addresses the world holds. A function of
the engine gets the world and a few rows, as a method gets its object; numba passes each as one address.

With ``NUMBA_DISABLE_JIT=1`` the same functions run as plain Python, slowly, and can be debugged.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import get_cython_function_address, intrinsic

from simulation.randomness import Law, transform

PLAIN = bool(numba.config.DISABLE_JIT)
"""Whether the engine runs as plain Python."""

KINDS = ("uniform", "constant", "exponential", "lognormal", "gumbel", "whole_days")
"""Kinds of laws, as the engine numbers them."""

Row = Any
"""A row of a table, or the world: its columns are attributes."""

_WORD, _BYTE, _FLOAT = ir.IntType(64), ir.IntType(8), ir.DoubleType()


def compiled(function: Callable[..., Any], inlined: bool = False) -> Callable[..., Any]:
    """Let numba compile a function of the engine when it is first needed; no fast-math, so that floats stay exact.

    Parameters
    ----------
    function : callable
        The function.
    inlined : bool
        Whether it is to become part of everything that calls it, however often that is.
    """
    options = {"fastmath": False, "boundscheck": False, "error_model": "numpy", "forceinline": inlined}
    wrapped: Callable[..., Any] = numba.njit(function, no_cpython_wrapper=True, no_cfunc_wrapper=True, **options)
    return wrapped


def rows(world: np.dtype[Any], field: str, row: np.dtype[Any]) -> Callable[[Row, int], Row]:
    """Return the function that finds a row of a table by its number.

    Parameters
    ----------
    world, row : dtype
        Of the world, and of a row of the table.
    field : str
        Which column of the world holds the table's address.
    """
    if PLAIN:
        return _rows_in_python(field, row)
    assert world.fields is not None
    record, offset, size = numba.from_dtype(row), world.fields[field][1], row.itemsize

    @intrinsic  # type: ignore[untyped-decorator]
    def at(_: Any, world: Any, index: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            place = builder.gep(builder.bitcast(arguments[0], _BYTE.as_pointer()), [ir.Constant(_WORD, offset)])
            table = builder.load(builder.bitcast(place, _WORD.as_pointer()))
            number = context.cast(builder, arguments[1], signature.args[1], types.int64)
            address = builder.add(table, builder.mul(number, ir.Constant(_WORD, size)))
            return builder.inttoptr(address, context.get_value_type(record))

        return record(world, index), code

    found: Callable[[Row, int], Row] = at
    return found


class View:
    """A row as plain Python sees it: columns are attributes, numbers are Python's."""

    __slots__ = ("_row",)

    def __init__(self, row: Any) -> None:
        object.__setattr__(self, "_row", row)

    def __getattr__(self, name: str) -> Any:
        return self._row[name].item()

    def __setattr__(self, name: str, value: Any) -> None:
        self._row[name] = value


def _rows_in_python(field: str, row: np.dtype[Any]) -> Callable[[Row, int], Row]:
    def at(world: Row, index: int) -> Row:
        address = getattr(world, field) + index * row.itemsize
        memory = memoryview((ctypes.c_char * row.itemsize).from_address(address))
        return View(np.frombuffer(memory, dtype=row)[0])

    return at


if PLAIN:

    def product(a: Any, b: Any) -> Any:
        """Return the product of two whole numbers of 64 bits: its upper 64 bits, and its lower."""
        whole = int(a) * int(b)
        return np.uint64(whole >> 64), np.uint64(whole & (1 << 64) - 1)

    def normal_quantile(_: int, share: float) -> float:
        """Return SciPy's ``ndtri`` of a share."""
        from scipy.special import ndtri

        return float(ndtri(share))

else:

    @intrinsic  # type: ignore[untyped-decorator]
    def product(_: Any, a: Any, b: Any) -> Any:
        """Return the product of two whole numbers of 64 bits: its upper 64 bits, and its lower; one multiplication."""
        halves = types.UniTuple(types.uint64, 2)

        def code(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            wide = ir.IntType(128)
            whole = builder.mul(builder.zext(arguments[0], wide), builder.zext(arguments[1], wide))
            upper = builder.trunc(builder.lshr(whole, ir.Constant(wide, 64)), _WORD)
            return context.make_tuple(builder, halves, [upper, builder.trunc(whole, _WORD)])

        return halves(a, b), code

    @intrinsic  # type: ignore[untyped-decorator]
    def normal_quantile(_: Any, address: Any, share: Any) -> Any:
        """Return SciPy's ``ndtri`` of a share; SciPy's own function, called at its address."""

        def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            kind = ir.FunctionType(_FLOAT, [_FLOAT, ir.IntType(32)])
            function = builder.inttoptr(arguments[0], kind.as_pointer())
            return builder.call(function, [arguments[1], ir.Constant(ir.IntType(32), 0)])

        return types.float64(address, share), code


def _numpys_draw(kind: int, scale: float, sigma: float, share: float) -> float:
    """Return what NumPy makes of a uniform number: a vector of eight, as its fast paths take them."""
    return float(transform(np.full(8, share), Law(KINDS[kind], scale, sigma))[0])


_CALLED_BACK = ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_int64, ctypes.c_double, ctypes.c_double, ctypes.c_double)(
    _numpys_draw
)

if PLAIN:

    def ask_numpy(_: int, kind: int, scale: float, sigma: float, share: float) -> float:
        """Return the draw that NumPy makes of a uniform number."""
        return _numpys_draw(kind, scale, sigma, share)

else:

    @intrinsic  # type: ignore[untyped-decorator]
    def ask_numpy(_: Any, address: Any, kind: Any, scale: Any, sigma: Any, share: Any) -> Any:
        """Return the draw that NumPy makes of a uniform number: Python, called back at its address."""

        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            shape = ir.FunctionType(_FLOAT, [_WORD, _FLOAT, _FLOAT, _FLOAT])
            function = builder.inttoptr(arguments[0], shape.as_pointer())
            kind = context.cast(builder, arguments[1], signature.args[1], types.int64)
            return builder.call(function, [kind, *arguments[2:]])

        return types.float64(address, kind, scale, sigma, share), code


def address_of_numpys_draw() -> int:
    """Return where NumPy can be asked for a draw, in this process."""
    return ctypes.cast(_CALLED_BACK, ctypes.c_void_p).value or 0


def address_of_quantile() -> int:
    """Return where SciPy's ``ndtri`` stands in memory, in this process."""
    return int(get_cython_function_address("scipy.special.cython_special", "ndtri"))


@compiled
def exact(minutes: float) -> float:
    """Round a duration to the clock's tick, as `simulation.units.exact` does."""
    if not minutes < math.inf:
        return math.inf
    return np.floor(minutes * 1048576.0 + 0.5) / 1048576.0
