"""Questions about what a receipt code belongs to."""

from dataclasses import dataclass
from typing import Any

from engage.catchments.models import Catchment
from engage.contributions.models import Contribution
from engage.contributions.queries import list_by_voice
from engage.core.db import session
from engage.core.errors import NotFound
from engage.core.tokens import normalised_code, token_hash
from engage.moderation.queries import Refusal, get_refusal
from engage.surveys.models import Response, Survey
from engage.surveys.queries import (
    answers_of,
    definition_of,
    find_response_by_receipt,
    get_survey_by_id,
    get_version_by_id,
)
from engage.surveys.questions import Definition, Question, Value
from engage.threads.queries import OwnComment, list_parts
from engage.threads.queries import find_own_comment as find_comment


@dataclass(frozen=True)
class OwnAnswer:
    """One answer as its author sees it: a value, or words and where they stand."""

    question: Question
    value: Value | None = None
    text: Contribution | None = None


@dataclass(frozen=True)
class OwnResponse:
    """All that is kept of one response."""

    survey: Survey
    response: Response
    catchment: Catchment | None
    answers: list[OwnAnswer]

    def as_data(self) -> dict[str, Any]:
        """Return all of it for download, with nothing that would name a person."""
        response = self.response
        return {
            "survey": self.survey.slug,
            "received_on": response.received_on.isoformat(),
            "language": response.language,
            "channel": response.channel,
            "session": response.session_code,
            "catchment": self.catchment.slug if self.catchment else None,
            "consent": {
                "version": response.consent_number,
                "quote": response.may_quote,
            },
            "withdrawn": response.is_withdrawn,
            "answers": self._answers_as_data(),
        }

    def _answers_as_data(self) -> dict[str, dict[str, Any]]:
        """Return the answers by key; words that moderation split stand together."""
        data: dict[str, dict[str, Any]] = {}
        for item in self.answers:
            value = item.text.text if item.text else item.value
            if item.question.key in data:
                data[item.question.key]["value"] += f"\n{value}"
                continue
            data[item.question.key] = {
                "question": dict(item.question.title),
                "value": value,
                "status": item.text.status if item.text else None,
            }
        return data


def find_own_response(code: str) -> OwnResponse | None:
    """Return the response a receipt code belongs to, or None; the code may be typed."""
    response = find_response_by_receipt(token_hash(normalised_code(code)))
    if response is None:
        return None
    definition = definition_of(get_version_by_id(response.survey_version_id))
    return OwnResponse(
        survey=get_survey_by_id(response.survey_id),
        response=response,
        catchment=_catchment(response),
        answers=_answers(response, definition),
    )


def find_own_comment(code: str) -> OwnComment | None:
    """Return the comment a receipt code belongs to, or None; the code may be typed."""
    return find_comment(token_hash(normalised_code(code)))


def get_own_comment(code: str, part: str = "") -> OwnComment:
    """Return the comment a receipt code belongs to, or a part of it by public id.

    Raises:
        NotFound: No comment belongs to it, or it has no such part.
    """
    own = find_own_comment(code)
    if own is None:
        raise NotFound
    if not part:
        return own
    for item in list_parts(own):
        if item.comment.public_id == part:
            return item
    raise NotFound


def refusals_of(own: OwnResponse) -> dict[int, Refusal]:
    """Return why texts of a response are not shown, by the id of the text."""
    texts = [item.text for item in own.answers if item.text is not None]
    found = ((text.id, get_refusal(text)) for text in texts)
    return {id_: refusal for id_, refusal in found if refusal is not None}


def get_own_answer(code: str, public_id: str) -> OwnAnswer:
    """Return one written answer of the response that a receipt code belongs to.

    Raises:
        NotFound: It belongs to another code, or to none.
    """
    for item in get_own_response(code).answers:
        if item.text is not None and item.text.public_id == public_id:
            return item
    raise NotFound


def get_own_text(code: str, public_id: str) -> Contribution:
    """Return one text of what a receipt code belongs to.

    Raises:
        NotFound: It belongs to another code, or to none.
    """
    comment = find_own_comment(code)
    response = None if comment else get_own_response(code)
    texts = [comment.text] if comment else []
    texts += [part.text for part in list_parts(comment)] if comment else []
    texts += [item.text for item in response.answers if item.text] if response else []
    for text in texts:
        if text.public_id == public_id:
            return text
    raise NotFound


def get_own_response(code: str) -> OwnResponse:
    """Return the response a receipt code belongs to.

    Raises:
        NotFound: No response belongs to it.
    """
    own = find_own_response(code)
    if own is None:
        raise NotFound
    return own


def _catchment(response: Response) -> Catchment | None:
    if response.catchment_id is None:
        return None
    return session().get_one(Catchment, response.catchment_id)


def _answers(response: Response, definition: Definition) -> list[OwnAnswer]:
    values = answers_of(response)
    texts = list_by_voice(response.voice)
    found = []
    for question in definition.questions:
        said = [item for item in texts if item.prompt_key == question.key]
        found += [OwnAnswer(question, text=item) for item in said]
        if not said and question.key in values:
            found.append(OwnAnswer(question, values[question.key]))
    return found
