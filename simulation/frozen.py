"""Tables and lists that stay as they are; a deep copy of one can be changed."""

from __future__ import annotations

import copy
from typing import Any, Never


class FrozenDict(dict[Any, Any]):
    """A table whose entries stay as they are."""

    def _refuse(self, *_: object, **__: object) -> Never:
        raise TypeError("scenarios are frozen, use Scenario.with_ to make a changed one")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type[FrozenDict], tuple[dict[Any, Any]]]:
        return FrozenDict, (dict(self),)

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[Any, Any]:
        return copy.deepcopy(dict(self), memo)


class FrozenList(list[Any]):
    """A list whose items stay as they are."""

    _refuse = FrozenDict._refuse
    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = clear = extend = insert = pop = remove = reverse = sort = _refuse

    def __reduce__(self) -> tuple[type[FrozenList], tuple[list[Any]]]:
        return FrozenList, (list(self),)

    def __deepcopy__(self, memo: dict[int, Any]) -> list[Any]:
        return copy.deepcopy(list(self), memo)
