"""How many agents: the fewest agent hours that keep stated service levels, found by formula and simulation."""

from simulation.staffing.evidence import Evidence
from simulation.staffing.rota import Block
from simulation.staffing.search import Staffing, staff
from simulation.staffing.targets import Target, read_target, read_targets
from simulation.staffing.trials import Terms

__all__ = [
    "Block",
    "Terms",
    "Evidence",
    "Staffing",
    "Target",
    "read_target",
    "read_targets",
    "staff",
]
