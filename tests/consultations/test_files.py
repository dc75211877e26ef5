"""A whole consultation as a file: out, and in again elsewhere."""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.consultations import parts
from engage.consultations.actions import (
    advance_consultation,
    export_consultation,
    import_consultation,
    renew_consent,
)
from engage.consultations.models import Consultation
from engage.consultations.queries import find_consultation
from engage.core.actors import SYSTEM
from engage.core.db import session
from engage.core.errors import Conflict, EngageError, Invalid
from engage.core.i18n import Bilingual
from tests.factories.consultations import a_draft


def exported(consultation: Consultation) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        "".join(export_consultation(consultation, by=SYSTEM))
    )
    return document


def renamed(document: dict[str, Any], slug: str) -> dict[str, Any]:
    return {**document, "consultation": {**document["consultation"], "slug": slug}}


def only_own(document: dict[str, Any]) -> dict[str, Any]:
    return {k: document[k] for k in ("schema", "exported_on", "consultation")}


def how_many() -> int:
    return int(session().scalar(select(func.count(Consultation.id))) or 0)


def test_a_file_makes_the_same_consultation(app: Flask) -> None:
    source = a_draft("source", ("northeast", "toronto"), zone="America/Winnipeg")
    renew_consent(source, Bilingual("More.", "Plus."), Bilingual(), number=1, by=SYSTEM)
    advance_consultation(source, "open", by=SYSTEM)
    document = only_own(exported(source))

    made = import_consultation(renamed(document, "copy"), by=SYSTEM)

    again = only_own(exported(made))
    assert renamed(again, "source") == document
    assert made.state == "open"
    assert [text.number for text in made.consent_texts] == [1, 2]


def test_the_same_file_twice_is_refused(app: Flask) -> None:
    document = only_own(exported(a_draft("jobs")))
    with pytest.raises(Conflict):
        import_consultation(document, by=SYSTEM)
    assert how_many() == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", "just text"),
        ("title", {"de": "Arbeit"}),
        ("title", {"en": 3, "fr": ""}),
        ("opens_on", "tomorrow"),
        ("opens_on", None),
        ("opens_on", 20261101),
        ("closes_on", "2020-01-01"),
        ("state", "finished"),
        ("state", ["open"]),
        ("catchments", "northeast"),
        ("catchments", ["atlantis"]),
        ("catchments", [["northeast"]]),
        ("retention_months", True),
        ("retention_months", 0),
        ("zone", "Mars/Olympus"),
        ("zone", "../../etc/passwd"),
        ("source_url", "javascript:alert(1)"),
        ("consent_texts", {"number": 1}),
        ("consent_texts", [{"number": 2}]),
        ("consent_texts", [None]),
        ("slug", "new"),
        ("summary", {"en": "a\u0000b", "fr": ""}),
    ],
)
def test_rule_28_a_file_with_a_fault_leaves_nothing(
    key: str, value: object, app: Flask
) -> None:
    document = only_own(exported(a_draft("jobs")))
    document["consultation"].update({"slug": "copy", key: value})
    with pytest.raises(EngageError):
        import_consultation(document, by=SYSTEM)
    assert how_many() == 1


@pytest.mark.parametrize(
    "document", [None, [], "text", {}, {"schema": "engage.consultation/1"}]
)
def test_rule_31_what_is_no_file_of_ours_is_refused(
    document: object, app: Flask
) -> None:
    with pytest.raises(Invalid):
        import_consultation(document, by=SYSTEM)


def test_an_open_one_is_in_both_languages(app: Flask) -> None:
    document = only_own(exported(a_draft("jobs")))
    document["consultation"] |= {
        "slug": "copy",
        "state": "open",
        "title": {"en": "Only", "fr": ""},
    }
    with pytest.raises(Invalid):
        import_consultation(document, by=SYSTEM)


def test_an_unknown_part_is_refused_by_name(app: Flask) -> None:
    document = only_own(exported(a_draft("jobs")))
    strange = renamed({**document, "horoscopes": []}, "copy")
    with pytest.raises(Invalid, match="horoscopes"):
        import_consultation(strange, by=SYSTEM)


def test_a_part_is_written_and_read_in_one_transaction(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []

    def load(current, consultation, items, by):
        seen.extend([consultation.slug, list(items), by, current.in_transaction()])
        if items[0]["n"] == 2:
            raise Invalid("no")

    monkeypatch.setattr(parts, "_parts", {})
    parts.register_part("numbers", lambda consultation: iter([{"n": 1}]), load)
    document = exported(a_draft("jobs"))
    assert document["numbers"] == [{"n": 1}]

    import_consultation(renamed(document, "copy"), by=SYSTEM)
    assert seen == ["copy", [{"n": 1}], SYSTEM, True]

    with pytest.raises(Invalid):
        import_consultation(
            renamed({**document, "numbers": [{"n": 2}]}, "third"), by=SYSTEM
        )
    assert find_consultation("third") is None
