"""The description of the API in the shape of a page: sections, doors, fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Node = Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """One field or parameter: its name, kind, and whether it must be there."""

    name: str
    kind: str
    is_required: bool
    note: str = ""


@dataclass(frozen=True)
class Door:
    """One operation as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    scopes: tuple[str, ...]
    is_open: bool
    parameters: tuple[Entry, ...]
    sent: tuple[Entry, ...]
    given: tuple[Entry, ...]
    statuses: tuple[str, ...]


@dataclass
class Section:
    """One room of the API."""

    name: str
    about: str
    doors: list[Door] = field(default_factory=list)


def sections_of(document: Node) -> list[Section]:
    """Return the rooms in their order, each with its doors."""
    sections = {
        tag["name"]: Section(tag["name"], tag["description"])
        for tag in document["tags"]
    }
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method == "parameters":
                continue
            around = operations.get("parameters", [])
            door = _door(document, path, method, operation, around)
            sections[operation["tags"][0]].doors.append(door)
    return list(sections.values())


def _door(
    document: Node, path: str, method: str, operation: Node, around: list[Any]
) -> Door:
    security = operation.get("security", [])
    parameters = [*around, *operation.get("parameters", [])]
    good = [code for code in operation["responses"] if code.startswith("2")]
    return Door(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        scopes=tuple(name for item in security for name in item.get("token", ())),
        is_open={} in security,
        parameters=tuple(_parameter(_resolved(document, p)) for p in parameters),
        sent=tuple(_content(document, operation.get("requestBody", {}))),
        given=tuple(_content(document, operation["responses"][good[0]])),
        statuses=tuple(good),
    )


def _parameter(parameter: Node) -> Entry:
    return Entry(
        parameter["name"],
        _kind(parameter.get("schema", {})),
        bool(parameter.get("required")),
        parameter["in"],
    )


def _content(document: Node, node: Node) -> Iterator[Entry]:
    """Yield the fields of a body, those of nested objects under dotted names."""
    for kind in node.get("content", {}).values():
        yield from _fields(document, kind.get("schema", {}), "", 0)


def _fields(document: Node, schema: Node, place: str, depth: int) -> Iterator[Entry]:
    schema = _resolved(document, schema)
    required = schema.get("required", ())
    for name, inside in schema.get("properties", {}).items():
        known = _resolved(document, inside)
        dotted = f"{place}{name}"
        yield Entry(dotted, _kind(known), name in required)
        items = _resolved(document, known.get("items", {}))
        mark = "[]." if items else "."
        below = items or known
        if depth < 3 and set(below.get("properties", ())) != {"en", "fr"}:
            yield from _fields(document, below, dotted + mark, depth + 1)


def _resolved(document: Node, node: Node) -> Node:
    """Follow a reference; of a choice with null take the other."""
    choice = next((one for one in node.get("anyOf", ()) if "$ref" in one), node)
    reference = choice.get("$ref")
    if reference is None:
        return choice
    for step in reference.removeprefix("#/").split("/"):
        document = document[step]
    return document


def _kind(schema: Node) -> str:
    if set(schema.get("properties", ())) == {"en", "fr"}:
        return "{en, fr}"
    kind = schema.get("format") or schema.get("type", "")
    if isinstance(kind, list):
        kind = " | ".join(kind)
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"])
    return str(kind)
