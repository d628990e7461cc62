"""Validation: the formulas against published figures, and the simulator's own queue against the formulas."""

from simulation.validation.checks import Check, validate

__all__ = ["Check", "validate"]
