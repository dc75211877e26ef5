"""Questions whose answer is written: free texts and places."""

import re
from dataclasses import dataclass
from typing import ClassVar

from engage.catchments.lookup import area_names, find_named, find_places
from engage.core.text import clean_text, is_blank
from engage.surveys.questions.base import Cells, Question, Refused, Sent, Value, first

LONG = 5_000
SHORT = 300
LONGEST_PLACE = 80
MOST_NAMED = 5
_POSTAL_CODE = re.compile(r"([A-Za-z]\d[A-Za-z])[\s-]*(?:\d[A-Za-z]\d)?")


@dataclass(frozen=True, kw_only=True)
class Text(Question):
    """Free text: each one is handed on as a contribution. `limit` in characters."""

    is_text: ClassVar[bool] = True

    limit: int = LONG

    def from_form(self, sent: Sent) -> object:
        """Return the text as it was typed."""
        return first(sent, self.key)

    def _check(self, raw: object) -> Value | None:
        return checked_text(raw, self.limit)


@dataclass(frozen=True, kw_only=True)
class LongText(Text):
    """Room to write."""

    kind: ClassVar[str] = "long_text"
    seconds: ClassVar[int] = 45


@dataclass(frozen=True, kw_only=True)
class ShortText(Text):
    """One line."""

    kind: ClassVar[str] = "short_text"

    limit: int = SHORT

    def _check(self, raw: object) -> Value | None:
        text = checked_text(raw, self.limit)
        return " ".join(text.split()) if text else None


@dataclass(frozen=True, kw_only=True)
class Place(Question):
    """A postal prefix, a municipality or community, or a catchment's slug.

    Of a full postal code only the first half is kept: the rest would say too much. A
    place in several catchments is an answer; a form asks which one is meant.
    """

    kind: ClassVar[str] = "place"

    @property
    def area_name(self) -> str:
        """The name under which a form sends the catchment of an ambiguous place."""
        return f"{self.key}.area"

    def from_form(self, sent: Sent) -> object:
        """Return the place as typed, or the catchment that was chosen for it."""
        typed, area = first(sent, self.key), first(sent, self.area_name)
        return area if area in self.areas_of(typed) else typed

    def from_cells(self, cells: Cells) -> object:
        """Return the place as it stands in its cell."""
        return cells.get(self.key, "")

    def areas_of(self, typed: str) -> tuple[str, ...]:
        """Return the catchments of a place that lies in several, else nothing."""
        found = find_named(_without_rest(typed))
        return found.catchments if found and len(found.catchments) > 1 else ()

    def _check(self, raw: object) -> Value | None:
        text = checked_text(raw, LONGEST_PLACE)
        if text is None or text in area_names():
            return text
        found = find_named(_without_rest(text))
        if found is not None:
            return found.label
        if any(sign.isdigit() for sign in text):
            raise Refused("not_a_postal_code")
        near = list(dict.fromkeys(match.label for match in find_places(text)))
        if near:
            raise Refused("which_place", places=", ".join(near[:MOST_NAMED]))
        raise Refused("not_a_place", value=" ".join(text.split()))


def _without_rest(typed: str) -> str:
    """Return the first half of a postal code, or what was typed."""
    postal_code = _POSTAL_CODE.fullmatch(typed.strip())
    return postal_code.group(1) if postal_code else typed


def checked_text(raw: object, limit: int) -> str | None:
    """Return a text as it is kept, or None where nothing visible is in it.

    Raises:
        Refused: It is no text, holds unusable characters, or is too long.
    """
    if not isinstance(raw, str):
        raise Refused("wrong_shape")
    try:
        text = clean_text(raw)
    except ValueError:
        raise Refused("unusable") from None
    if is_blank(text):
        return None
    if len(text) > limit:
        raise Refused("too_long", limit=limit, over=len(text) - limit)
    return text
