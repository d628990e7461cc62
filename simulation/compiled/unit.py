"""One translation unit: the engine's functions are put together once, and optimised and compiled as a whole.

Left to itself, numba optimises and compiles every function together with all that it calls, before the function that
calls it, which does the same again. For some two hundred functions that call each other ten levels deep, this takes
half an hour; put together once, a fraction of a minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from numba import types
from numba._dynfunc import make_function
from numba.core.codegen import CPUCodeLibrary
from numba.core.cpu import CPUContext
from numba.core.dispatcher import Dispatcher


def _all_behind(library: Any) -> list[Any]:
    """Return all libraries that one needs, directly or not, each after all that need it."""
    seen: set[int] = set()
    found: list[Any] = []

    def visit(one: Any) -> None:
        for other in one._linking_libraries:
            if id(other) not in seen:
                seen.add(id(other))
                visit(other)
                found.append(other)

    visit(library)
    return found[::-1]


def _plain(kind: Any) -> Any:
    """Return the type of an argument as parts of the unit take it: one whole number is as good as another."""
    kind = types.unliteral(kind)
    return types.int64 if isinstance(kind, types.Integer) and kind.signed else kind


@contextmanager
def one_unit(entry: str) -> Iterator[None]:
    """Compile, within the block, what a function calls together with that function, by its name."""
    finalize, executable = CPUCodeLibrary.finalize, CPUContext.get_executable
    optimise = CPUCodeLibrary._optimize_final_module
    template = Dispatcher.get_call_template

    def optimise_whole(library: Any) -> None:
        outward = {function.name for function in library._final_module.functions if entry in function.name}
        for function in library._final_module.functions:
            if not function.is_declaration and function.name not in outward:
                function.linkage = "internal"  # called from within alone: those with one caller become part of it
        optimise(library)

    def finalize_whole(library: Any) -> None:
        if library.name.startswith(entry):
            library._linking_libraries = _all_behind(library)
            with patch.object(CPUCodeLibrary, "_optimize_final_module", optimise_whole):
                finalize(library)
        elif any(not isinstance(part, CPUCodeLibrary) for part in library._linking_libraries):
            finalize(library)
        else:
            library._finalized = True

    def executable_of_whole(context: Any, library: Any, description: Any, environment: Any) -> Any:
        if library.name.startswith(entry):
            return executable(context, library, description, environment)
        name = description.qualname.split(".")[-1]  # it is only ever called from within the unit, so it has no address
        return make_function(description.lookup_module(), name, "part of a unit", 0, environment, (library,))

    def template_of_plain(dispatcher: Any, arguments: Any, keywords: Any) -> Any:
        return template(dispatcher, tuple(_plain(kind) for kind in arguments), keywords)

    with (
        patch.object(CPUCodeLibrary, "finalize", finalize_whole),
        patch.object(CPUContext, "get_executable", executable_of_whole),
        patch.object(Dispatcher, "get_call_template", template_of_plain),
    ):
        yield
