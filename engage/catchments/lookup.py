"""Finding one's catchment by municipality, community or postal prefix.

Only the first three characters of a postal code are read; nothing typed is kept.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from engage.catchments.files import read_rows

POSTAL = re.compile(r"^[A-Z][0-9][A-Z](\s?[0-9]?[A-Z]?[0-9]?)?$")
# Postal codes in Ontario begin with one of these.
ONTARIO = frozenset("KLMNP")
MOST_SUGGESTIONS = 8
SHORTEST_PREFIX = 3
LONGEST_QUERY = 100
_SAINT = re.compile(r"\b(st|ste|saint|sainte)\b")


@dataclass(frozen=True)
class Match:
    """A place that fits what was typed, and the catchments it may lie in.

    One catchment and `is_certain`: that is the answer. Otherwise the person is asked.
    """

    label: str
    kind: str
    catchments: tuple[str, ...]
    is_certain: bool


def find_places(query: str) -> list[Match]:
    """Return the places that fit, best first; an empty list where none does."""
    named = find_named(query)
    wanted = folded(query[:LONGEST_QUERY])
    if named is not None or not wanted:
        return [named] if named else []
    return _near(wanted)


def find_named(query: str) -> Match | None:
    """Return the place that is called so, or that begins a postal code, or None."""
    by_prefix = _postal_match(query)
    if by_prefix is not None:
        return by_prefix
    exact = _index().get(folded(query[:LONGEST_QUERY]))
    return _merged(exact) if exact else None


def outside_ontario(query: str) -> str | None:
    """Return the start of a postal code that lies in another province, or None."""
    typed = "".join(query.upper().split())[:6]
    is_postal = len(typed) >= SHORTEST_PREFIX and POSTAL.match(typed)
    return typed[:3] if is_postal and typed[0] not in ONTARIO else None


@cache
def area_names() -> dict[str, dict[str, str]]:
    """Return the names of the catchments in each language, by slug."""
    return {
        row["slug"]: {"en": row["name_en"], "fr": row["name_fr"]}
        for row in read_rows("catchments.csv")
    }


def _near(wanted: str) -> list[Match]:
    """Return the places whose name begins with what was typed, or a word of it does."""
    if len(wanted) < SHORTEST_PREFIX:
        return []
    near = [
        match
        for name, matches in _index().items()
        if name.startswith(wanted) or f" {wanted}" in name
        for match in matches
    ]
    return near[:MOST_SUGGESTIONS]


def folded(name: str) -> str:
    """Return a name without case, accents, punctuation or kinds of "Saint"."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(
        sign if sign.isalnum() else " "
        for sign in plain
        if not unicodedata.combining(sign)
    )
    return " ".join(_SAINT.sub("st", letters).split())


def _postal_match(query: str) -> Match | None:
    typed = " ".join(query.upper().split())
    if not POSTAL.match(typed):
        return None
    row = _postal().get(typed[:3])
    if row is None:
        return None
    status, candidates = row["status"], tuple(row["candidates"].split())
    is_single = status == "single"
    catchments = (row["catchment"],) if is_single else candidates
    return Match(typed[:3], "postal", catchments, is_single)


@cache
def _postal() -> dict[str, dict[str, str]]:
    return {row["fsa"]: row for row in read_rows("fsa_catchment.csv")}


@cache
def _index() -> dict[str, list[Match]]:
    """Return all names by their folded form: municipalities, then communities."""
    index: dict[str, list[Match]] = {}
    for row in read_rows("municipalities.csv"):
        for name in dict.fromkeys((row["name_en"], row["name_fr"])):
            match = Match(name, "municipality", (row["catchment"],), is_certain=True)
            index.setdefault(folded(name), []).append(match)
    for row in read_rows("places.csv"):
        key = folded(row["place"])
        if key in index:
            continue
        candidates = tuple(row["candidates"].split()) or (row["catchment"],)
        is_single = row["status"] == "single"
        found = (row["catchment"],) if is_single else candidates
        index[key] = [Match(row["place"], "community", found, is_single)]
    return index


def _merged(matches: list[Match]) -> Match:
    """Return one match where several places of a name lie in one catchment."""
    catchments = tuple(dict.fromkeys(c for m in matches for c in m.catchments))
    first = matches[0]
    is_certain = len(catchments) == 1 and all(m.is_certain for m in matches)
    return Match(first.label, first.kind, catchments, is_certain)
