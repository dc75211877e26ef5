"""What a clever reader could work out: the attack that every edition must withstand.

The attacker knows all that is published and how it was made: true counts lie within
the base of the rounded ones, withheld ones below k, and they add up. A figure that may
also be withheld for being nearly the whole group is tried as a small one. A hidden
count is recovered where all solutions of these sums agree on it (linear programming;
Salazar-González, "Statistical confidentiality: optimization techniques", 2008).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
Sum = dict[str, float]
# Directions in which solutions are looked for before each count is tried alone.
SWEEPS = 16
NEAR = 1e-6


def recovered_counts(
    document: Row, previous: Row | None = None, *, slack: int | None = None
) -> dict[str, int]:
    """Return the hidden counts that a report gives away, alone or with the one before.

    `slack` is how far a true count may be from a published one: less than the base,
    and 0 for counts that were never rounded.
    """
    found = puzzle_of(document, slack=slack).recovered()
    if previous is not None:
        found |= both_editions(previous, document).recovered()
    return found


@dataclass
class Puzzle:
    """What is known of the true counts: ranges, sums, and what is at most another."""

    k: int
    slack: int
    bounds: dict[str, tuple[float, float | None]] = field(default_factory=dict)
    equal: list[Sum] = field(default_factory=list)
    at_most: list[Sum] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    def figure(self, name: str, figure: Row, least: int = 0) -> str:
        """Add a published figure; `least` people are known to be counted in it."""
        value = figure["value"]
        if value is None:
            is_small = figure["withheld"] == "small"
            self.bounds[name] = (least, self.k - 1 if is_small else None)
            self.hidden.append(name)
        else:
            self.bounds[name] = (max(self.k, value - self.slack), value + self.slack)
        return name

    def free(self, name: str) -> str:
        """Add a count of which nothing is published."""
        self.bounds[name] = (0, None)
        return name

    def add_up(self, whole: str, parts: list[str]) -> None:
        """Say that parts make up a whole."""
        self.equal.append({whole: 1.0, **dict.fromkeys(parts, -1.0)})

    def inside(self, part: str, whole: str) -> None:
        """Say that a part is at most its whole."""
        self.at_most.append({part: 1.0, whole: -1.0})

    def recovered(self) -> dict[str, int]:
        """Return the hidden counts that all solutions agree on.

        What is published contradicts itself where the attacker assumed too much, such
        as that nobody left between two editions: then it gives nothing away.
        """
        return _Solver(self).recovered()


class _Solver:
    """Solves a puzzle: a few sweeps clear most counts, the others are tried alone."""

    def __init__(self, puzzle: Puzzle) -> None:
        import numpy as np  # noqa: PLC0415 - heavy: only where an edition is made

        self.np = np
        self.puzzle = puzzle
        self.places = {name: at for at, name in enumerate(puzzle.bounds)}
        self.options: dict[str, Any] = {}
        if puzzle.equal:
            self.options["A_eq"] = self._matrix(puzzle.equal)
            self.options["b_eq"] = np.zeros(len(puzzle.equal))
        if puzzle.at_most:
            self.options["A_ub"] = self._matrix(puzzle.at_most)
            self.options["b_ub"] = np.zeros(len(puzzle.at_most))

    def recovered(self) -> dict[str, int]:
        """Return the hidden counts with one value only."""
        seen: dict[str, tuple[float, float]] = {}
        for goal in self._sweeps():
            solution = self._solve(goal, self._all_small())
            if solution is None:
                break  # some are nearly the whole group: each is tried alone
            for name in self.puzzle.hidden:
                value = float(solution.x[self.places[name]])
                low, high = seen.get(name, (value, value))
                seen[name] = min(low, value), max(high, value)
        open_ones = [name for name in self.puzzle.hidden if not _varies(seen, name)]
        tried = ((name, self._alone(name)) for name in open_ones)
        return {name: value for name, value in tried if value is not None}

    def _all_small(self) -> dict[str, tuple[float, float | None]]:
        bounds = dict(self.puzzle.bounds)
        for name in self.puzzle.hidden:
            bounds[name] = (bounds[name][0], self.puzzle.k - 1)
        return bounds

    def _sweeps(self) -> Iterator[Any]:
        """Yield goals that push all hidden counts down, up, and at random."""
        chance = self.np.random.default_rng(0)
        rows = [self.places[name] for name in self.puzzle.hidden]
        for sweep in range(SWEEPS if rows else 0):
            goal = self.np.zeros(len(self.places))
            goal[rows] = (1, -1)[sweep] if sweep < 2 else chance.normal(size=len(rows))
            yield goal

    def _alone(self, name: str) -> int | None:
        """Return the one value a hidden count can have, None where it has several."""
        bounds = self.puzzle.bounds
        least = bounds[name][0]
        small = {**bounds, name: (least, self.puzzle.k - 1)}
        goal = self.np.zeros(len(self.places))
        goal[self.places[name]] = 1.0
        low, high = self._solve(goal, small), self._solve(-goal, small)
        if low is None or high is None:
            return None  # it is nearly the whole group: no small count is there
        first = self.np.ceil(low.fun - NEAR)
        return int(first) if first == self.np.floor(-high.fun + NEAR) else None

    def _solve(
        self, goal: Any, bounds: Mapping[str, tuple[float, float | None]]
    ) -> Any | None:
        from scipy.optimize import linprog  # noqa: PLC0415 - heavy, as above

        # What has no upper end in words has one in fact, so that sweeps end.
        most = max((end or 0 for _, end in bounds.values()), default=0) + self.puzzle.k
        ranges = [(low, most if end is None else end) for low, end in bounds.values()]
        solved = linprog(goal, method="highs", bounds=ranges, **self.options)
        return solved if solved.status == 0 else None

    def _matrix(self, rows: list[Sum]) -> Any:
        from scipy.sparse import csr_array  # noqa: PLC0415 - heavy, as above

        cells = [
            (at, self.places[name], weight)
            for at, row in enumerate(rows)
            for name, weight in row.items()
        ]
        places, columns, weights = zip(*cells, strict=True)
        shape = (len(rows), len(self.places))
        return csr_array((weights, (places, columns)), shape=shape)


def puzzle_of(document: Row, *, slack: int | None = None, name: str = "") -> Puzzle:
    """Return all that an edition gives away; slack 0 for counts not rounded."""
    method = document["method"]
    known = Puzzle(method["k"], method["base"] - 1 if slack is None else slack)
    _who(known, document, name)
    for theme in document["themes"]:
        _theme(known, theme, name)
    for question in document["questions"]:
        _question(known, question, name)
    for found in document["opinions"]:
        _opinions(known, found, name)
    return known


def both_editions(first: Row, second: Row) -> Puzzle:
    """Return what two editions give away where the second only has more people."""
    one, two = puzzle_of(first, name="1:"), puzzle_of(second, name="2:")
    joined = Puzzle(one.k, one.slack)
    for puzzle in (one, two):
        joined.bounds |= puzzle.bounds
        joined.equal += puzzle.equal
        joined.at_most += puzzle.at_most
        joined.hidden += puzzle.hidden
    for known in one.bounds:
        later = "2:" + known.removeprefix("1:")
        # Votes form new groups each time: these do not only grow.
        if later in two.bounds and not known.startswith("1:opinions"):
            joined.inside(known, later)
    return joined


def _varies(seen: Mapping[str, tuple[float, float]], name: str) -> bool:
    """Return whether two solutions were seen that differ by a whole person."""
    low, high = seen.get(name, (0.0, 0.0))
    return high - low >= 1 + 2 * NEAR


def _who(known: Puzzle, document: Row, name: str) -> None:
    who = document["who"]
    people = known.figure(f"{name}people", who["people"])
    writers = known.figure(f"{name}writers", who["writers"])
    known.inside(writers, people)
    if who["catchments"]:
        rows = {f"{row['slug']}": row for row in who["catchments"]}
        there = [
            known.figure(f"{name}people {s}", r["people"]) for s, r in rows.items()
        ]
        wrote = [
            known.figure(f"{name}writers {s}", r["writers"]) for s, r in rows.items()
        ]
        known.add_up(people, there)
        known.add_up(writers, wrote)
        for part, whole in zip(wrote, there, strict=True):
            known.inside(part, whole)
    for kind in ("languages", "channels", "weeks"):
        parts = _figures(known, f"{name}{kind}", who.get(kind, []))
        known.add_up(people, [*parts, known.free(f"{name}{kind} left out")])
    for kind in ("other_themes", "outside_themes"):
        known.inside(known.figure(f"{name}{kind}", document[kind]["people"]), writers)


def _theme(known: Puzzle, theme: Row, name: str) -> None:
    key = f"{name}{theme['id']}"
    # A quote each is one person; where it names a catchment, one from there.
    places = [quote["catchment"] for quote in theme["quotes"]]
    whole = known.figure(key, theme["people"], len(places))
    known.inside(whole, f"{name}writers")
    parts = []
    for row in theme["catchments"]:
        least = places.count(row["slug"])
        part = known.figure(f"{key} {row['slug']}", row["people"], least)
        known.inside(part, f"{name}writers {row['slug']}")
        parts.append(part)
    if parts:
        nowhere = known.free(f"{key} None")
        known.inside(nowhere, f"{name}writers None")
        known.add_up(whole, [*parts, nowhere])
    for part in _figures(known, key, theme["parts"]):
        known.inside(part, whole)
    if theme["campaigns_once"]:
        once = known.figure(f"{key} once", theme["campaigns_once"]["people"])
        known.inside(once, whole)


def _question(known: Puzzle, question: Row, name: str) -> None:
    key = f"{name}{question['survey']} {question['id']}"
    whole = known.figure(key, question["answered"])
    known.inside(whole, f"{name}people")
    options = _figures(known, key, question["options"])
    if question["kind"] in {"single", "scale"}:
        known.add_up(whole, options)
    for option in options:
        known.inside(option, whole)
    if question["unknown"]:
        unknown = known.figure(f"{key} unknown", question["unknown"])
        known.inside(unknown, f"{name}people")


def _opinions(known: Puzzle, found: Row, name: str) -> None:
    key = f"{name}opinions {found['id']}"
    placed = known.figure(key, found["placed"])
    groups = {
        group["id"]: known.figure(f"{key} {group['id']}", group["people"])
        for group in found["groups"]
    }
    known.add_up(placed, list(groups.values()))
    rows = {row["id"]: row for row in (*found["joining"], *found["dividing"])}
    for row in rows.values():
        for group in row["groups"]:
            voted = f"{key} {row['id']} {group['id']}"
            known.inside(known.figure(voted, group["voted"]), groups[group["id"]])
            known.inside(known.figure(f"{voted} agreed", group["people"]), voted)


def _figures(known: Puzzle, key: str, rows: Iterable[Row]) -> list[str]:
    return [known.figure(f"{key} {row['id']}", row["people"]) for row in rows]
