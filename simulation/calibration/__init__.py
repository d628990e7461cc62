"""Calibration: a scenario from a published table, or from a contact log of one's own."""

from simulation.calibration.fit import Calibration, calibrate, verdict
from simulation.calibration.plan import Plan, plan, read_plan

__all__ = ["Calibration", "Plan", "calibrate", "plan", "read_plan", "verdict"]
