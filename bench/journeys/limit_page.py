"""Open the bare page of a form."""

from bench.driver import Person


def journey(person: Person) -> None:
    """Read the page once."""
    person.get("/page")
