"""Open a survey of ten questions."""

from bench.driver import Person


def journey(person: Person) -> None:
    """Read the page once."""
    person.get("/en/s/bench")
