"""Open the bare page of fifty comments."""

from bench.driver import Person


def journey(person: Person) -> None:
    """Read the page once."""
    person.get("/thread")
