"""What a report says of each catchment: what stands apart, and who was heard."""

from typing import Any

from flask import Flask

from engage.core.disclosure import share_of
from engage.reports.document.places import profile_words, uneven_words


def place(slug: str, people: int | None, population: int) -> dict[str, Any]:
    found = None if people is None else vars(share_of(people, 400))
    return {
        "slug": slug,
        "name": {"en": slug.title(), "fr": slug.title()},
        "population": population,
        "share": found,
    }


def theme(name: str, whole: int, **there: int) -> dict[str, Any]:
    shares = [{"slug": s, "share": vars(share_of(n, 100))} for s, n in there.items()]
    return {
        "label": {"en": name, "fr": name},
        "share": vars(share_of(whole, 400)),
        "catchments": [*shares, {"slug": "peel", "share": None}],
    }


DOCUMENT: dict[str, Any] = {
    "who": {
        "catchments": [
            place("northeast", 200, 100_000),
            place("toronto", 100, 700_000),
            place("york", 50, 150_000),
            place("peel", None, 50_000),
        ]
    },
    "themes": [
        theme("Rides", 80, northeast=60, toronto=5, york=20),
        theme("Trades", 100, northeast=25, toronto=25, york=25),
    ],
}


def test_only_what_lies_outside_the_range_of_the_whole_is_named(app: Flask) -> None:
    with app.test_request_context("/en/"):
        told = {row["slug"]: words for row, words in profile_words(DOCUMENT)}
    assert told == {
        "northeast": [
            "Raised more than in all catchments together: “Rides” (60% against 20%)."
        ],
        "toronto": ["Raised less: “Rides” (5% against 20%)."],
    }


def test_who_was_heard_is_set_beside_the_census(app: Flask) -> None:
    with app.test_request_context("/en/"):
        more, less, few = uneven_words(DOCUMENT)
    assert more.endswith("share of the population: Northeast.")
    assert less.startswith("Heard at most half")
    assert less.endswith("share of the population: Toronto.")
    assert few == "Too few took part to show how many: Peel."
