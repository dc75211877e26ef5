"""Lists: in an order that tells nothing, cut at a cursor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from marshmallow import fields, post_load, validate

from engage.web.api.fields import Pattern, PlainNumber, RequestSchema

MOST_ITEMS = 100
USUAL_ITEMS = 50
Item = TypeVar("Item")


@dataclass(frozen=True)
class Listing:
    """Which part of a list is asked for: what comes after a key, so many at most."""

    after: str = ""
    limit: int = USUAL_ITEMS


class ListQuery(RequestSchema):
    """`cursor` as the part before named it in `next`; `limit` up to 100."""

    cursor = fields.String(
        load_default="",
        validate=Pattern(r"^[a-z0-9-]{0,80}$"),
    )
    limit = PlainNumber(
        load_default=USUAL_ITEMS,
        validate=validate.Range(1, MOST_ITEMS, error="Out of range."),
    )

    @post_load
    def _made(self, data: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Put the two into one."""
        data["listing"] = Listing(data.pop("cursor"), data.pop("limit"))
        return data


def cut(
    items: Sequence[Item], asked: Listing, key: Callable[[Item], str]
) -> dict[str, Any]:
    """Return a part of a list and the cursor of the next one.

    `items` follow the cursor already, one more than asked for where there are more.
    """
    kept = items[: asked.limit]
    more = len(items) > asked.limit
    return {"items": kept, "next": key(kept[-1]) if more else None}


def after(
    items: Sequence[Item], asked: Listing, key: Callable[[Item], str]
) -> dict[str, Any]:
    """Return a part of a short list that is read whole, in the order of its keys."""
    ordered = sorted(items, key=key)
    return cut([item for item in ordered if key(item) > asked.after], asked, key)
