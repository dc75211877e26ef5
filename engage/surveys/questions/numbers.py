"""Questions whose answer is a number."""

import math
import re
from dataclasses import dataclass, field
from typing import ClassVar

from engage.surveys.questions.base import Question, Refused, Sent, Value, Words, first

LARGEST = 10**12
_TYPED = re.compile(r"-?[0-9]{1,13}(?:[.,][0-9]{1,6})?")
# "1,200" is a thousand to some and a little more than one to others: ask again.
_AMBIGUOUS = re.compile(r"-?[0-9]{1,3}[.,][0-9]{3}")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


@dataclass(frozen=True, kw_only=True)
class Scale(Question):
    """A step from `low` to `high`."""

    kind: ClassVar[str] = "scale"

    low: int = 1
    high: int = 5
    low_label: Words = field(default_factory=dict)
    high_label: Words = field(default_factory=dict)

    def from_form(self, sent: Sent) -> object:
        """Return the step as a number where it is one."""
        return typed_number(first(sent, self.key))

    def _check(self, raw: object) -> Value:
        if isinstance(raw, bool) or not isinstance(raw, int):
            raise Refused("not_whole", value=str(raw)[:60])
        if not self.low <= raw <= self.high:
            raise Refused("out_of_range", least=self.low, most=self.high)
        return raw


@dataclass(frozen=True, kw_only=True)
class Number(Question):
    """A number between `least` and `most`, whole unless decimals are asked for."""

    kind: ClassVar[str] = "number"

    least: float = 0
    most: float = LARGEST
    takes_decimals: bool = False

    def from_form(self, sent: Sent) -> object:
        """Return what was typed as a number where it is one."""
        return typed_number(first(sent, self.key))

    def _check(self, raw: object) -> Value:
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            raise Refused("not_a_number", value=str(raw)[:60])
        if isinstance(raw, float) and not math.isfinite(raw):
            raise Refused("not_a_number", value=str(raw))
        if not self.least <= raw <= self.most:
            raise Refused("out_of_range", least=self.least, most=self.most)
        if raw == int(raw):
            return int(raw)
        if not self.takes_decimals:
            raise Refused("not_whole", value=str(raw)[:60])
        return raw


def typed_number(typed: str) -> int | float | str:
    """Return a typed number, with a comma or a point, as a number where it is one."""
    text = _SPACES.sub("", typed)
    if not _TYPED.fullmatch(text) or _AMBIGUOUS.fullmatch(text):
        return typed.strip()
    if "," in text or "." in text:
        return float(text.replace(",", "."))
    return int(text)
