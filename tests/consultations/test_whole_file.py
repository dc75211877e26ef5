"""A whole consultation goes to another installation, with all that was said."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.app import create_app
from engage.catchments.models import Catchment
from engage.consultations.actions import export_consultation, import_consultation
from engage.consultations.models import Consultation
from engage.consultations.queries import find_consultation
from engage.contributions.models import Contribution
from engage.core.actors import SYSTEM
from engage.core.db import db, session
from engage.core.errors import Conflict, Invalid
from engage.core.tokens import token_hash
from engage.surveys.actions import (
    ExportOptions,
    edit_draft,
    export_responses,
    publish_survey,
)
from engage.surveys.models import Response
from engage.surveys.queries import find_response_by_receipt, find_survey
from engage.threads.actions import react
from engage.threads.models import Comment, Participant, Thread
from tests.conftest import settings_for
from tests.database import fresh_database
from tests.factories.surveys import (
    choices,
    definition,
    every_kind,
    make_consultation,
    make_survey,
    question,
    respond,
)
from tests.factories.threads import a_comment, a_thread

ANSWERS = {
    "needs": "A bus",
    "role": "worker",
    "ways": ["bus", "car"],
    "order": ["c", "a"],
    "views": {"staff": "good"},
    "ease": "unknown",
    "budget": {"rent": 4, "food": 6},
}


@contextmanager
def another_place(folder: Path, loaded: str) -> Iterator[Flask]:
    """An installation of its own, with nothing but the catchments."""
    place = folder / "elsewhere"
    place.mkdir()
    with fresh_database(place, loaded) as url:
        other = create_app(settings_for(place, url))
        with other.app_context():
            yield other
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def source(app: Flask) -> Consultation:
    """A survey of two versions, answers to both, a thread with votes."""
    made = make_consultation()
    survey = make_survey(*every_kind(), consultation=made)
    area = session().scalar(select(Catchment.id).where(Catchment.slug == "toronto"))
    respond(survey, ANSWERS, key="submission-key-0001", catchment_id=area)
    edited = definition(question("role", "single", choices=choices("worker", "boss")))
    edit_draft(survey, edited, version=survey.version, by=SYSTEM)
    publish_survey(survey, by=SYSTEM)
    respond(survey, {"role": "boss"}, key="submission-key-0002", language="fr")
    thread = a_thread(made, moderation="post")
    first = a_comment(thread, "More buses")
    a_comment(thread, "Later buses", reply_to=first)
    react(thread, first, "agree", token="a-browser-of-somebody-else", by=SYSTEM)
    return made


def written(consultation: Consultation) -> dict[str, Any]:
    text = "".join(export_consultation(consultation, by=SYSTEM))
    document: dict[str, Any] = json.loads(text)
    return document


def test_everything_comes_along_and_goes_out_again_the_same(
    source: Consultation, tmp_path: Path, loaded_database: str
) -> None:
    document = written(source)
    assert [len(document[part]) for part in ("surveys", "responses", "threads")] == [
        1,
        2,
        1,
    ]
    with another_place(tmp_path, loaded_database):
        made = import_consultation(document, by=SYSTEM)
        again = written(made)
        for part in ("surveys", "responses", "threads"):
            assert again[part] == document[part]
        survey = find_survey("work")
        assert survey is not None
        assert (survey.number, survey.state) == (2, "open")


def test_a_file_of_responses_is_the_same_in_both_places(
    source: Consultation, tmp_path: Path, loaded_database: str
) -> None:
    survey = find_survey("work")
    assert survey is not None
    texts = [question(key, "short_text") for key in ("need", "ground")]
    draft = definition(*texts)
    edit_draft(survey, draft, version=survey.version, by=SYSTEM)
    publish_survey(survey, by=SYSTEM)
    for number in range(8):
        said = {"ground": "Costs", "need": f"Bus {number}"}
        respond(survey, said, key=f"another-submission-{number}")
    options, here, there = ExportOptions("csv", "raw"), tmp_path / "1", tmp_path / "2"
    export_responses(survey, here, options, by=SYSTEM)
    document = written(source)
    with another_place(tmp_path, loaded_database):
        import_consultation(document, by=SYSTEM)
        made = find_survey("work")
        assert made is not None
        export_responses(made, there, options, by=SYSTEM)
    assert here.read_bytes() == there.read_bytes()


def test_rule_07_a_receipt_serves_in_the_new_place(
    app: Flask, tmp_path: Path, loaded_database: str
) -> None:
    made = make_consultation()
    code = respond(make_survey(consultation=made), {"role": "worker"}).code
    document = written(made)
    assert code not in json.dumps(document)
    with another_place(tmp_path, loaded_database):
        import_consultation(document, by=SYSTEM)
        assert find_response_by_receipt(token_hash(code)) is not None


def test_rule_16_voices_of_another_place_are_nobodys_here(
    source: Consultation, tmp_path: Path, loaded_database: str
) -> None:
    document = written(source)
    with another_place(tmp_path, loaded_database):
        a_comment(a_thread(slug="other"), "Somebody who lives here")
        import_consultation(document, by=SYSTEM)
        rows = session().execute(
            select(Contribution.voice, Participant.id)
            .join(Comment, Comment.contribution_id == Contribution.id)
            .join(Participant, Participant.id == Comment.participant_id)
        )
        voices = [(voice, f"participant:{number}") for voice, number in rows]
        assert all(told == meant for told, meant in voices)
        assert session().scalars(select(Participant.token_hash)).all().count(None) == 3


def broken(document: dict[str, Any], part: str, **changes: Any) -> dict[str, Any]:
    made = deepcopy(document)
    made[part][0] |= changes
    return made


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        ("surveys", {"slug": "Not An Address"}),
        ("surveys", {"state": "finished"}),
        ("surveys", {"versions": []}),
        ("surveys", {"versions": [{"number": 2}]}),
        ("surveys", {"title": {"de": "Arbeit"}}),
        ("surveys", {"draft": None}),
        ("responses", {"survey": "nothing"}),
        ("responses", {"version": 9}),
        ("responses", {"answers": {"role": "king"}}),
        ("responses", {"answers": {"nose": "big"}}),
        ("responses", {"answers": {"needs": "a text"}}),
        ("responses", {"characteristics": {"role": "worker"}}),
        ("responses", {"public_id": None}),
        ("responses", {"public_id": "x" * 40}),
        ("responses", {"language": "de"}),
        ("responses", {"marks": "late"}),
        ("responses", {"catchment": "atlantis"}),
        ("responses", {"received_on": "soon"}),
        ("responses", {"may_quote": "yes"}),
        ("threads", {"participants": -1}),
        ("threads", {"participants": 10**9}),
        ("threads", {"comments": [{}]}),
        ("threads", {"votes": [["nothing", 0, 1]]}),
        ("threads", {"moderation": "none"}),
        ("threads", {"catchment": "atlantis"}),
    ],
)
def test_rule_28_what_cannot_be_read_is_named_and_nothing_is_kept(
    source: Consultation,
    tmp_path: Path,
    loaded_database: str,
    part: str,
    changes: dict[str, Any],
) -> None:
    document = broken(written(source), part, **changes)
    with another_place(tmp_path, loaded_database):
        with pytest.raises(Invalid, match="1 in the file cannot be read"):
            import_consultation(document, by=SYSTEM)
        for table in (Consultation, Response, Thread, Contribution):
            assert session().scalar(select(func.count(table.id))) == 0


def test_the_same_file_in_the_same_place_is_refused(source: Consultation) -> None:
    document = written(source)
    document["consultation"]["slug"] = "again"
    with pytest.raises(Conflict):
        import_consultation(document, by=SYSTEM)
    assert find_consultation("again") is None
