"""What a lab's notebook needs besides the model: texts with numbers, published figures, declared tests, folded answers.

`python -m simulation.labs.build` turns the sources of the notebooks into notebooks.
"""

from simulation.labs.comparing import fair_comparison
from simulation.labs.declared import NotSo, differs, equivalent, exactly
from simulation.labs.folding import folded
from simulation.labs.people import side_by_side
from simulation.labs.texts import Text, assumed, cite, follows, say, texts_say

__all__ = [
    "NotSo",
    "Text",
    "assumed",
    "cite",
    "differs",
    "equivalent",
    "exactly",
    "fair_comparison",
    "folded",
    "follows",
    "say",
    "side_by_side",
    "texts_say",
]
