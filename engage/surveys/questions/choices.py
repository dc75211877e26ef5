"""Questions whose answer is made of choices."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from engage.surveys.questions.base import (
    UNKNOWN,
    Cells,
    Choice,
    Question,
    Refused,
    Sent,
    Value,
    first,
)

SEPARATOR = "|"


@dataclass(frozen=True, kw_only=True)
class WithChoices(Question):
    """What the kinds with choices share."""

    choices: tuple[Choice, ...]

    @cached_property
    def choice_keys(self) -> frozenset[str]:
        """The keys of the choices."""
        return frozenset(choice.key for choice in self.choices)

    def choice(self, raw: object) -> str:
        """Return the key of a choice.

        Raises:
            Refused: There is no such choice.
        """
        if not isinstance(raw, str):
            raise Refused("wrong_shape")
        if raw not in self.choice_keys:
            raise Refused("no_such_choice", value=raw[:60])
        return raw


@dataclass(frozen=True, kw_only=True)
class Single(WithChoices):
    """One of the choices."""

    kind: ClassVar[str] = "single"

    def _check(self, raw: object) -> Value:
        return self.choice(raw)


@dataclass(frozen=True, kw_only=True)
class Multiple(WithChoices):
    """Any of the choices, kept in the order in which they are offered."""

    kind: ClassVar[str] = "multiple"

    def from_form(self, sent: Sent) -> object:
        """Return the ticked choices; "don't know" alone stands for itself."""
        given = [value for value in sent.get(self.key, ()) if value]
        return UNKNOWN if given == [UNKNOWN] and self.offers_unknown else given

    def from_cells(self, cells: Cells) -> object:
        """Return the choices joined in one cell."""
        return self.from_form({self.key: split_cell(cells.get(self.key, ""))})

    def to_cells(self, value: Value | None) -> dict[str, str | int | float]:
        """Join the choices in one cell."""
        return joined(self.key, value)

    def _check(self, raw: object) -> Value:
        if not isinstance(raw, list):
            raise Refused("wrong_shape")
        if UNKNOWN in raw and self.offers_unknown:
            raise Refused("unknown_and_more")
        given = {self.choice(item) for item in raw}
        if len(given) < len(raw):
            raise Refused("twice")
        return [choice.key for choice in self.choices if choice.key in given]


@dataclass(frozen=True, kw_only=True)
class Ranking(WithChoices):
    """Choices in order, best first; some may be left out."""

    kind: ClassVar[str] = "ranking"

    def from_form(self, sent: Sent) -> object:
        """Return the ranked choices; places left empty close up."""
        given = [value for value in sent.get(self.key, ()) if value]
        return UNKNOWN if given == [UNKNOWN] and self.offers_unknown else given

    def from_cells(self, cells: Cells) -> object:
        """Return the ranking joined in one cell."""
        return self.from_form({self.key: split_cell(cells.get(self.key, ""))})

    def to_cells(self, value: Value | None) -> dict[str, str | int | float]:
        """Join the ranking in one cell."""
        return joined(self.key, value)

    def _check(self, raw: object) -> Value:
        if not isinstance(raw, list):
            raise Refused("wrong_shape")
        if UNKNOWN in raw and self.offers_unknown:
            raise Refused("unknown_and_more")
        given = [self.choice(item) for item in raw]
        if len(set(given)) < len(given):
            raise Refused("ranked_twice")
        return given


@dataclass(frozen=True, kw_only=True)
class Matrix(WithChoices):
    """One choice in each row; rows may be left out unless the question is required."""

    kind: ClassVar[str] = "matrix"

    rows: tuple[Choice, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """One column a row."""
        return tuple(f"{self.key}.{row.key}" for row in self.rows)

    def from_form(self, sent: Sent) -> object:
        """Return the choice of each row that has one."""
        return {
            row.key: value
            for row in self.rows
            if (value := first(sent, f"{self.key}.{row.key}").strip())
        }

    def to_cells(self, value: Value | None) -> dict[str, str | int | float]:
        """Give each row its column."""
        return by_part(self.key, value)

    def _check(self, raw: object) -> Value:
        if not isinstance(raw, dict):
            raise Refused("wrong_shape")
        known = {row.key for row in self.rows}
        unknown_rows = [str(row) for row in raw if row not in known]
        if unknown_rows:
            raise Refused("no_such_row", value=unknown_rows[0][:60])
        if self.is_required and len(raw) < len(known):
            raise Refused("rows_missing")
        return {row: self._cell(choice) for row, choice in raw.items()}

    def _cell(self, raw: object) -> str:
        is_unknown = raw == UNKNOWN and self.offers_unknown
        return UNKNOWN if is_unknown else self.choice(raw)


@dataclass(frozen=True, kw_only=True)
class Points(WithChoices):
    """A number of points shared out among the choices, all of them given."""

    kind: ClassVar[str] = "points"

    total: int

    @property
    def columns(self) -> tuple[str, ...]:
        """One column a choice."""
        return tuple(f"{self.key}.{choice.key}" for choice in self.choices)

    def from_form(self, sent: Sent) -> object:
        """Return the points of each choice that got some, as numbers where they are."""
        typed = {
            choice.key: first(sent, f"{self.key}.{choice.key}").strip()
            for choice in self.choices
        }
        return {key: whole(text) for key, text in typed.items() if text}

    def to_cells(self, value: Value | None) -> dict[str, str | int | float]:
        """Give each choice its column."""
        return by_part(self.key, value)

    def _check(self, raw: object) -> Value | None:
        if not isinstance(raw, dict):
            raise Refused("wrong_shape")
        given: dict[str, int] = {}
        for key, points in raw.items():
            if isinstance(points, bool) or not isinstance(points, int) or points < 0:
                raise Refused("not_whole", value=str(points)[:60])
            given[self.choice(key)] = points
        sum_given = sum(given.values())
        if sum_given == 0:
            return None
        if sum_given != self.total:
            raise Refused("wrong_total", total=self.total, given=sum_given)
        return {key: points for key, points in given.items() if points}


def whole(text: str) -> int | str:
    """Return a typed whole number as a number, anything else as it was typed."""
    is_number = text.isascii() and text.isdigit() and len(text) < 10
    return int(text) if is_number else text


def split_cell(cell: str) -> list[str]:
    """Return the parts of a cell that holds several choices."""
    return [part.strip() for part in cell.split(SEPARATOR)]


def joined(key: str, value: Value | None) -> dict[str, str | int | float]:
    """Return one cell with all choices of an answer."""
    if value is None:
        return {}
    return {key: SEPARATOR.join(value) if isinstance(value, list) else str(value)}


def by_part(key: str, value: Value | None) -> dict[str, str | int | float]:
    """Return a cell for each part of an answer that has parts."""
    if not isinstance(value, dict):
        return {}
    return {f"{key}.{part}": item for part, item in value.items()}
