"""The surveys of a consultation and their responses as plain objects, for its file.

Texts are not here: they are contributions, and go with those. A receipt code that a
person keeps serves in the new place too, since the hash of it comes along.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.core.db import session
from engage.surveys import queries
from engage.surveys.models import Answer, Characteristic, Response, Survey

CHUNK = 500
AS_THEY_ARE = (
    "public_id",
    "language",
    "channel",
    "consent_number",
    "may_quote",
    "receipt_hash",
    "marks",
    "session_code",
    "is_withdrawn",
)
Item = Mapping[str, Any]


def dump_surveys(consultation: Consultation) -> Iterator[Item]:
    """Yield the surveys of a consultation with every version, by slug."""
    for survey in queries.list_surveys(consultation.id):
        yield {
            "slug": survey.slug,
            "title": asdict(survey.title),
            "intro": asdict(survey.intro),
            "moderation": survey.moderation,
            "shows_similar": survey.shows_similar,
            "state": survey.state,
            "draft": survey.draft,
            "versions": [
                {
                    "number": version.number,
                    "definition": version.definition,
                    "published_on": version.published_on.isoformat(),
                }
                for version in queries.list_versions(survey)
            ],
        }


def dump_responses(consultation: Consultation) -> Iterator[Item]:
    """Yield every response with its answers, by public id, withdrawn ones too."""
    places = {item.id: item.slug for item in session().scalars(select(Catchment))}
    for survey in queries.list_surveys(consultation.id):
        numbers = {item.id: item.number for item in queries.list_versions(survey)}
        for some in _chunks(survey):
            ids = [item.id for item in some]
            answers = _values(Answer, ids)
            characteristics = _values(Characteristic, ids)
            for item in some:
                yield {
                    **{name: getattr(item, name) for name in AS_THEY_ARE},
                    "survey": survey.slug,
                    "version": numbers[item.survey_version_id],
                    "catchment": places.get(item.catchment_id or 0),
                    "received_on": item.received_on.isoformat(),
                    "answers": answers.get(item.id, {}),
                    "characteristics": characteristics.get(item.id, {}),
                }


def _chunks(survey: Survey) -> Iterator[Sequence[Response]]:
    after = ""
    while (
        some := session()
        .scalars(
            select(Response)
            .where(Response.survey_id == survey.id, Response.public_id > after)
            .order_by(Response.public_id)
            .limit(CHUNK)
        )
        .all()
    ):
        yield some
        after = some[-1].public_id
        for item in some:
            session().expunge(item)


def _values(
    kind: type[Answer] | type[Characteristic], ids: list[int]
) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    chosen = select(kind.response_id, kind.question_key, kind.value)
    for row in session().execute(chosen.where(kind.response_id.in_(ids))):
        found.setdefault(row.response_id, {})[row.question_key] = row.value
    return found
