"""An attack on a published report: what a linear program can learn of hidden counts.

The attacker knows all that is published and how it was made: true counts lie within
the base of the rounded ones, withheld ones below k, and they add up. A figure that may
also be withheld for being nearly the whole group is tried as a small one. A hidden
count is recovered where all solutions agree on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

Row = dict[str, Any]
Sum = dict[str, float]


@dataclass
class Puzzle:
    """What is known of the true counts: ranges, sums, and what is at most another."""

    k: int
    slack: int
    bounds: dict[str, tuple[float, float | None]] = field(default_factory=dict)
    equal: list[Sum] = field(default_factory=list)
    at_most: list[Sum] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    def figure(self, name: str, figure: Row) -> str:
        """Add a published figure."""
        value = figure["value"]
        if value is None:
            is_small = figure["withheld"] == "small"
            self.bounds[name] = (0, self.k - 1 if is_small else None)
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
        """Return the hidden counts that all solutions agree on."""
        names = {name: place for place, name in enumerate(self.bounds)}
        options: dict[str, Any] = {}
        if self.equal:
            options |= {"A_eq": _matrix(self.equal, names)}
            options |= {"b_eq": np.zeros(len(self.equal))}
        if self.at_most:
            options |= {"A_ub": _matrix(self.at_most, names)}
            options |= {"b_ub": np.zeros(len(self.at_most))}
        found = {}
        for name in self.hidden:
            goal = np.zeros(len(names))
            goal[names[name]] = 1.0
            options["bounds"] = list({**self.bounds, name: (0, self.k - 1)}.values())
            low = linprog(goal, method="highs", **options)
            if low.status == 2 and self.bounds[name][1] is None:
                continue  # it is nearly the whole group: no small count is there
            high = linprog(-goal, method="highs", **options)
            if low.status != 0 or high.status != 0:
                raise AssertionError("what is published contradicts itself")
            least, most = np.ceil(low.fun - 1e-6), np.floor(-high.fun + 1e-6)
            if least == most:
                found[name] = int(least)
        return found


def puzzle_of(document: Row, *, slack: int | None = None, name: str = "") -> Puzzle:
    """Return all that an edition gives away; slack 0 for counts not rounded."""
    method = document["method"]
    known = Puzzle(method["k"], method["base"] - 1 if slack is None else slack)
    _who(known, document, name)
    for theme in document["themes"]:
        _theme(known, theme, document, name)
    for question in document["questions"]:
        _question(known, question, name)
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
        if later in two.bounds:
            joined.inside(known, later)
    return joined


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
    for kind in ("languages", "channels"):
        parts = [
            known.figure(f"{name}{kind} {r['id']}", r["people"]) for r in who[kind]
        ]
        known.add_up(people, [*parts, known.free(f"{name}{kind} left out")])
    for kind in ("other_themes", "outside_themes"):
        known.inside(known.figure(f"{name}{kind}", document[kind]["people"]), writers)


def _theme(known: Puzzle, theme: Row, document: Row, name: str) -> None:
    whole = known.figure(f"{name}{theme['id']}", theme["people"])
    known.inside(whole, f"{name}writers")
    parts = []
    for row in theme["catchments"]:
        part = known.figure(f"{name}{theme['id']} {row['slug']}", row["people"])
        known.inside(part, f"{name}writers {row['slug']}")
        parts.append(part)
    if parts:
        nowhere = known.free(f"{name}{theme['id']} None")
        known.inside(nowhere, f"{name}writers None")
        known.add_up(whole, [*parts, nowhere])
    for row in theme["parts"]:
        known.inside(known.figure(f"{name}{row['id']}", row["people"]), whole)


def _question(known: Puzzle, question: Row, name: str) -> None:
    key = f"{name}{question['survey']} {question['id']}"
    whole = known.figure(key, question["answered"])
    options = [
        known.figure(f"{key} {r['id']}", r["people"]) for r in question["options"]
    ]
    if question["kind"] in {"single", "scale"}:
        known.add_up(whole, options)
    for option in options:
        known.inside(option, whole)


def _matrix(rows: list[Sum], names: Mapping[str, int]) -> csr_array:
    cells = [(at, names[n], w) for at, row in enumerate(rows) for n, w in row.items()]
    places, columns, weights = zip(*cells, strict=True)
    return csr_array((weights, (places, columns)), shape=(len(rows), len(names)))
