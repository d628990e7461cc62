"""What `check` tries in a process of its own: ``python -m simulation.classroom.trials NAME`` says how it went."""

from __future__ import annotations

import importlib
import json
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from simulation.classroom.copies import ROOT
from simulation.errors import InputError

NEEDED = ("anywidget", "faker", "ipykernel", "ipywidgets", "jupyterlab", "matplotlib", "nbclient", "numba", "numpy")
OWN = ("simulation", "simulation.plots", "simulation.labs", "simulation.widgets")
OUTSIDE = ("192.0.2.1", 80)  # an address that belongs to nobody, kept for examples


def imports() -> str:
    """Import what the labs import."""
    for name in (*NEEDED, *OWN):
        try:
            importlib.import_module(name)
        except ImportError as problem:
            raise InputError(f"'{name}' cannot be imported ({problem}): delete .venv, and start again") from None
    return "everything that the labs import is there"


def model(by: str = "simpy") -> str:
    """Run two companies, and compare their events with the stored ones, to the last bit."""
    import simulation as sim

    stored = json.loads((ROOT / "tests" / "data" / "digests.json").read_text("utf-8"))
    for name in ("tablet-order", "reference-company"):
        scenario = sim.load(name)
        days = min(scenario.days, 8)
        short = scenario.with_({"days": days, "warm_up_days": min(scenario.warm_up_days, days / 2)})
        if sim.simulate(short, seed=3, engine=by).digest != stored[name]:
            raise InputError(
                f"the model gives other events for {name} than those stored, so your numbers would not be others'; "
                "take a fresh clone, and tell the authors if it happens there too"
            )
    return "the model gives everybody's numbers, to the last bit"


def engine() -> str:
    """Compile the compiled engine if that has not been done yet, and see that it gives the same numbers."""
    from simulation.engines import make_ready

    make_ready(lambda _: None)
    model("compiled")
    return "the compiled engine is ready, and gives the same numbers"


def picture() -> str:
    """Draw a figure into a file, and see that something is drawn."""
    import matplotlib.image
    import numpy as np

    import simulation as sim
    from simulation.plots import case_timeline

    with tempfile.TemporaryDirectory() as folder:
        drawn = case_timeline(sim.simulate(sim.load("tablet-order")))
        pixels = matplotlib.image.imread(drawn.save(Path(folder) / "case.png"))
    if np.ptp(pixels[..., :3]) == 0:
        raise InputError("the picture is empty: delete the folder .venv, and start again")
    return f"pictures are drawn ({pixels.shape[1]} by {pixels.shape[0]} points)"


def notebook(file: Path) -> str:
    """Run a notebook from top to bottom in a kernel, in a folder that is thrown away."""
    import nbclient
    import nbformat

    book = nbformat.read(file, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        try:
            nbclient.NotebookClient(book, timeout=240, resources={"metadata": {"path": folder}}).execute()
        except nbclient.exceptions.CellExecutionError as problem:
            raise InputError(f"{file.stem} stops with {problem.ename}: {problem.evalue}") from None
        except (nbclient.exceptions.CellTimeoutError, nbclient.exceptions.DeadKernelError, RuntimeError) as problem:
            raise InputError(f"{file.stem}: the kernel does not answer ({problem})") from None
    cells = sum(cell.cell_type == "code" for cell in book.cells)
    return f"{file.stem} runs from top to bottom in a kernel ({cells} cells)"


def outside() -> str:
    """Try to leave the machine, which must not succeed."""
    try:
        socket.create_connection(OUTSIDE, timeout=1).close()
    except OSError:
        return "the network is off"
    raise InputError("the network could not be switched off for this check")


TRIALS: dict[str, Callable[[], str]] = {
    "imports": imports,
    "model": model,
    "engine": engine,
    "picture": picture,
    "outside": outside,
}


def main(arguments: list[str]) -> int:
    """Run one trial; its sentence goes to standard output when it went well, else to standard error."""
    name, *files = arguments
    try:
        print(notebook(Path(files[0])) if name == "notebook" else TRIALS[name]())
    except InputError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
