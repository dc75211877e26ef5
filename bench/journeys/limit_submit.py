"""Open the bare form and have its ten answers kept by plain SQL."""

from typing import Any

from bench.driver import Person
from bench.journeys.submit import WORDS


def journey(person: Person) -> None:
    """Read the form, send it once."""
    page, number = person.get("/s/raw"), person.n
    answers: dict[str, Any] = {"csrf": page.field("csrf"), "q4": ["1", "2"]}
    answers |= {f"q{place}": 1 + number % 3 for place in (0, 1, 2, 3, 5)}
    answers |= {f"q6_{place}": 1 + (number + place) % 5 for place in range(1, 6)}
    answers |= {f"q{place}": f"{WORDS} {number}" for place in (7, 8, 9)}
    person.post("/s/raw", answers)
