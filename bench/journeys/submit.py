"""Open a survey of ten questions and send every answer."""

from typing import Any

from bench.driver import Person

WORDS = (
    "A later bus to the college would help people of all ages, "
    "and a place that minds children near the stop."
)


def journey(person: Person) -> None:
    """Read the page, answer all ten questions, send them once."""
    page, number = person.get("/en/s/bench"), person.n
    names = ("csrf_token", "submission_key", "survey_version", "consent_version")
    answers: dict[str, Any] = {name: page.field(name) for name in names}
    answers |= {f"q{place}": f"c{number % 5}" for place in range(4)}
    answers |= {"q4": ["c0", "c1"], "q5": 18 + number % 60}
    answers["q6"] = [f"c{(number + place) % 5}" for place in range(5)]
    answers |= {f"q{place}": f"{WORDS} {number}" for place in (7, 8, 9)}
    answers |= {"catchment": "toronto", "consent": "y", "consent_quote": "y"}
    person.post("/en/s/bench", answers)
