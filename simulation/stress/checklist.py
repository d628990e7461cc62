"""The checklist: sections and items of STRESS-DES.

Monks, Currie, Onggo, Robinson, Kunc and Taylor, Strengthening the reporting of empirical simulation studies:
introducing the STRESS guidelines, Journal of Simulation 13(1), 2019, 55-67.
"""

from __future__ import annotations

from types import MappingProxyType

CHECKLIST = MappingProxyType(
    {
        "1 Objectives": ("1.1 Purpose of the model", "1.2 Model outputs", "1.3 Experimentation aims"),
        "2 Logic": (
            "2.1 Base model overview diagram",
            "2.2 Base model logic",
            "2.3 Scenario logic",
            "2.4 Algorithms",
            "2.5.1 Entities",
            "2.5.2 Activities",
            "2.5.3 Resources",
            "2.5.4 Queues",
            "2.5.5 Entry and exit points",
        ),
        "3 Data": ("3.1 Data sources", "3.2 Pre-processing", "3.3 Input parameters", "3.4 Assumptions"),
        "4 Experimentation": ("4.1 Initialisation", "4.2 Run length", "4.3 Estimation approach"),
        "5 Implementation": (
            "5.1 Software or programming language",
            "5.2 Random sampling",
            "5.3 Model execution",
            "5.4 System specification",
        ),
        "6 Code access": ("6.1 Computer model sharing statement",),
    }
)
"""The items of each section, in the order of the checklist."""

ITEMS = tuple(item for items in CHECKLIST.values() for item in items)
