"""Responses as rows of a file, streamed: `safe` for sharing, `raw` for those entitled.

Versions are joined by the stable keys of their questions: the columns are those of the
newest version, then those that only older ones had.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select

from engage.catchments.models import Catchment
from engage.contributions.models import GONE
from engage.contributions.queries import texts_of_voices
from engage.core.actors import Actor
from engage.core.db import session
from engage.surveys import queries
from engage.surveys.models import Answer, Response, Survey, voice_of
from engage.surveys.questions import Value
from engage.surveys.scope import responses_of

CHUNK = 500
BEFORE = (
    "survey_version",
    "catchment",
    "language",
    "channel",
    "received_on",
    "consent_quote",
)
AFTER = ("status",)
Cell = str | int | float


@dataclass
class ExportedResponse:
    """One response as files show it; texts that may not be shown are left out."""

    version: int
    catchment: str
    language: str
    channel: str
    received_on: str
    consent_number: int
    may_quote: bool
    status: str
    answers: dict[str, Value] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """Return it in the encoding of the API."""
        return {
            "survey_version": self.version,
            "catchment": self.catchment or "unsure",
            "language": self.language,
            "channel": self.channel,
            "received_on": self.received_on,
            "consent": {"version": self.consent_number, "quote": self.may_quote},
            "status": self.status,
            "answers": self.answers,
        }


class Exporter:
    """Reads a survey's responses in chunks; nothing is held longer than its chunk."""

    def __init__(self, survey: Survey, actor: Actor, *, is_raw: bool) -> None:
        self._scope = responses_of(survey, actor)
        self._is_raw = is_raw
        versions = queries.list_versions(survey)
        self._numbers = {version.id: version.number for version in versions}
        self._definitions = {
            version.number: queries.definition_of(version) for version in versions
        }
        self._places = {
            number: [question.key for question in made.questions if question.is_text]
            for number, made in self._definitions.items()
        }
        self._areas = {
            item.id: item.slug for item in session().scalars(select(Catchment))
        }

    @property
    def columns(self) -> list[str]:
        """The header of a file; what people said of themselves is in no file."""
        newest_first = reversed(self._definitions.values())
        asked = dict.fromkeys(
            name
            for made in newest_first
            for question in made.questions
            if question.key not in made.about
            for name in question.columns
        )
        return [*BEFORE, *asked, *AFTER]

    def responses(self) -> Iterator[ExportedResponse]:
        """Yield all responses in the order of their random ids, not of arrival."""
        after = ""
        while rows := self._chunk(after):
            yield from self._made(rows)
            after = rows[-1].public_id

    def cells(self, response: ExportedResponse) -> dict[str, Cell]:
        """Return a response as cells by column, read by the version it answered."""
        questions = self._definitions[response.version].by_key
        answered: dict[str, Cell] = {}
        for key, value in response.answers.items():
            answered |= questions[key].to_cells(value)
        return answered | {
            "survey_version": response.version,
            "catchment": response.catchment or "unsure",
            "language": response.language,
            "channel": response.channel,
            "received_on": response.received_on,
            "consent_quote": "yes" if response.may_quote else "no",
            "status": response.status,
        }

    def _chunk(self, after: str) -> Sequence[Row[Any]]:
        selected = (
            select(*_COLUMNS)
            .where(*self._scope, Response.public_id > after)
            .order_by(Response.public_id)
            .limit(CHUNK)
        )
        if not self._is_raw:
            selected = selected.where(Response.is_withdrawn.is_(False))
        found: Sequence[Row[Any]] = session().execute(selected).all()
        return found

    def _made(self, rows: Sequence[Row[Any]]) -> Iterator[ExportedResponse]:
        answers = self._answers([row.id for row in rows])
        texts = texts_of_voices([voice_of(row.public_id) for row in rows])
        for row in rows:
            version = self._numbers[row.survey_version_id]
            given = texts.get(voice_of(row.public_id), [])
            given.sort(key=lambda text: self._places[version].index(text[0]))
            shown: dict[str, str] = {}
            for key, text, status in given:
                if status == "approved" or (self._is_raw and status not in GONE):
                    # Words that moderation split are one answer.
                    shown[key] = f"{shown[key]}\n{text}" if key in shown else text
            yield ExportedResponse(
                version=version,
                catchment=self._areas.get(row.catchment_id, ""),
                language=row.language,
                channel=row.channel,
                received_on=row.received_on.isoformat(),
                consent_number=row.consent_number,
                may_quote=row.may_quote,
                status=_status(given, is_withdrawn=row.is_withdrawn),
                answers=answers.get(row.id, {}) | shown,
            )

    def _answers(self, ids: list[int]) -> dict[int, dict[str, Value]]:
        found: dict[int, dict[str, Value]] = {}
        selected = select(Answer.response_id, Answer.question_key, Answer.value)
        for row in session().execute(selected.where(Answer.response_id.in_(ids))):
            found.setdefault(row.response_id, {})[row.question_key] = row.value
        return found


_COLUMNS: tuple[Any, ...] = (
    Response.id,
    Response.public_id,
    Response.survey_version_id,
    Response.catchment_id,
    Response.language,
    Response.channel,
    Response.received_on,
    Response.consent_number,
    Response.may_quote,
    Response.is_withdrawn,
)


def _status(given: Sequence[tuple[str, str, str]], *, is_withdrawn: bool) -> str:
    """Return where the response stands, and each of its texts: `q1:approved`."""
    if is_withdrawn:
        return "withdrawn"
    return "|".join(f"{key}:{status}" for key, _text, status in given) or "received"
