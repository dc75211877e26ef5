"""Open a thread of fifty comments."""

from bench.driver import Person


def journey(person: Person) -> None:
    """Read the page once."""
    person.get("/en/threads/bench")
