"""The field's reporting checklist for simulation studies, STRESS-DES, filled from a scenario."""

from simulation.stress.checklist import CHECKLIST, ITEMS
from simulation.stress.report import stress_report

__all__ = ["CHECKLIST", "ITEMS", "stress_report"]
