"""Pages of long lists."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

from engage.core.errors import NotFound

Item = TypeVar("Item")
LARGEST_PAGE = 100_000
LONGEST_NUMBER = 6


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list; `number` counts from 1."""

    items: list[Item]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def previous(self) -> int | None:
        """The number of the page before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the page after, if there is one."""
        return self.number + 1 if self.number < self.pages else None


def page_number() -> int:
    """Return the page asked for by `?page=`.

    Raises:
        NotFound: It is not a page number.
    """
    asked = request.args.get("page", "1")
    if not asked.isascii() or not asked.isdigit() or len(asked) > LONGEST_NUMBER:
        raise NotFound
    if not 0 < int(asked) <= LARGEST_PAGE:
        raise NotFound
    return int(asked)
