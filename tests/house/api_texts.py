"""The texts of the API's description: what each room and each door says of itself."""

from collections.abc import Iterator

from engage.app import API_ROOMS


def described() -> Iterator[tuple[str, str]]:
    """Yield each text that the page about the API shows, and where it stands."""
    for room in API_ROOMS:
        yield room.tag.capitalize(), room.name
        yield room.description, room.name
        for name, doors in room._docs.items():
            for method, door in doors.items():
                if method != "parameters":
                    yield door["docstring"]["summary"], f"{room.name}.{name}"
