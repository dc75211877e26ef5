"""Take one participant's response, once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, delete, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.contributions.actions import (
    NewContribution,
    add_contributions,
    withdraw_voice,
)
from engage.core import clock, events, failpoints
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import is_duplicate, transaction
from engage.core.errors import Closed, Invalid, NotFound
from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.core.tokens import keyed, new_public_id, receipt_code, token_hash
from engage.surveys import queries
from engage.surveys.models import (
    Answer,
    Response,
    Survey,
    voice_of,
)
from engage.surveys.questions import Definition, Value

# The receipt follows from the key: whichever constraint is named first, it is a double.
_ADD_RESPONSE = insert(cast("Table", Response.__table__))
_ADD_ANSWERS = insert(cast("Table", Answer.__table__))
DOUBLES = ("uq_response_submission_hash", "uq_response_receipt_hash")


class SurveyClosed(Closed):
    """The survey takes no responses now."""


class SameKeyOtherAnswers(Invalid):
    """The submission key was used for a different response."""


@dataclass(frozen=True)
class Reply:
    """What one participant sends; `answers` have passed the questions' verdict.

    `catchment_id` is None where the person is not sure.
    """

    answers: Mapping[str, Value]
    catchment_id: int | None
    language: str
    consent_number: int
    may_quote: bool = False
    channel: str = "web"


@dataclass(frozen=True)
class Receipt:
    """The code by which a person finds their response again.

    `is_new` is False where the same submission had been taken before.
    """

    code: str
    is_new: bool


def submit_response(
    survey: Survey,
    version: queries.AskedVersion,
    reply: Reply,
    *,
    key: str,
    secret: str,
    by: Actor,
) -> Receipt:
    """Record one response once, and hand its free texts on as contributions.

    `key` is the submission key: sent again with the same answers it gives the same
    receipt. A constraint has the last word on doubles.

    Raises:
        SurveyClosed: The survey takes no responses now.
        SameKeyOtherAnswers: The submission key was used for a different response.
    """
    # What can be done before the writers' turn is done before it.
    survey_id, definition = survey.id, queries.definition_of(version)
    code = receipt_code(secret, key)
    hashes = {
        "submission_hash": token_hash(key),
        "receipt_hash": token_hash(code),
        "content_hash": content_hash(secret, survey_id, reply),
    }
    day = clock.today(survey.consultation.zone)
    row = response_row(survey_id, version.id, day, reply) | hashes
    answers = answer_rows(definition, reply.answers)
    try:
        with transaction() as current:
            standing = _open_standing(survey_id)
            _add(current, row, answers)
            texts = texts_of(standing, row["public_id"], day, definition, reply)
            add_contributions(current, texts)
            record(current, "surveys.response.submitted", by=by)
            failpoints.reach("submit.before_commit")
    except (SurveyClosed, IntegrityError) as error:
        _require_same(error, hashes)
        return Receipt(code, is_new=False)
    failpoints.reach("submit.after_commit")
    return Receipt(code, is_new=True)


def withdraw_response(response: Response, *, by: Actor) -> None:
    """Take a response back: answers go, words are blanked, everybody is told (rule 20).

    That there was a response stays, so that the withdrawal can be shown again.
    """
    response_id = response.id
    with transaction() as current:
        fresh = current.get_one(Response, response_id)
        if fresh.is_withdrawn:
            return
        fresh.is_withdrawn = True
        fresh.content_hash = ""
        current.execute(delete(Answer).where(Answer.response_id == response_id))
        texts = withdraw_voice(current, fresh.voice)
        events.announce(
            "response.withdrawn", current=current, response=fresh, contributions=texts
        )
        record(current, "surveys.response.withdrawn", by=by)


def content_hash(secret: str, survey_id: int, reply: Reply) -> str:
    """Return a keyed hash of all that was answered, to know it again."""
    content = [survey_id, reply.catchment_id, reply.may_quote, dict(reply.answers)]
    written = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return keyed(secret, "response", written).hex()


def _open_standing(survey_id: int) -> queries.Standing:
    standing = queries.find_standing(survey_id)
    if standing is None:
        raise NotFound
    if not standing.takes_answers(clock.now()):
        raise SurveyClosed(_("This survey takes no answers now."))
    return standing


def _require_same(error: Exception, hashes: Mapping[str, str]) -> None:
    """Let a submission that was taken before pass; raise what stopped another one."""
    is_double = isinstance(error, IntegrityError) and any(
        is_duplicate(error, constraint) for constraint in DOUBLES
    )
    earlier = queries.find_response_by_submission(hashes["submission_hash"])
    if earlier is not None and earlier.content_hash == hashes["content_hash"]:
        return
    if earlier is not None and is_double:
        raise SameKeyOtherAnswers(
            _(
                "This form was sent before with other answers. "
                "Open the survey again to send a new response."
            )
        )
    raise error


def _add(current: Session, row: dict[str, Any], answers: list[dict[str, Any]]) -> None:
    """Add the response and its answers: two statements."""
    connection = current.connection()
    added = connection.execute(_ADD_RESPONSE, row)
    response_id = added.inserted_primary_key[0]  # type: ignore[index]
    if answers:
        connection.execute(
            _ADD_ANSWERS, [{"response_id": response_id, **answer} for answer in answers]
        )


def response_row(
    survey_id: int, version_id: int, day: date, reply: Reply
) -> dict[str, Any]:
    """Return the columns of a response; of its time only the day is kept (rule 16)."""
    return {
        "public_id": new_public_id(),
        "survey_id": survey_id,
        "survey_version_id": version_id,
        "catchment_id": reply.catchment_id,
        "language": reply.language,
        "channel": reply.channel,
        "received_on": day,
        "consent_number": reply.consent_number,
        "may_quote": reply.may_quote,
        "marks": [],
        "is_withdrawn": False,
    }


def answer_rows(
    definition: Definition, answers: Mapping[str, Value]
) -> list[dict[str, Any]]:
    """Return the rows of all answers that are not free text."""
    return [
        {"question_key": key, "value": value}
        for key, value in answers.items()
        if not definition.by_key[key].is_text
    ]


def texts_of(
    standing: queries.Standing,
    public_id: str,
    day: date,
    definition: Definition,
    reply: Reply,
) -> list[NewContribution]:
    """Return the free texts of a reply as contributions.

    Under pre-moderation they wait; the hour serves the queue only.
    """
    is_waiting = standing.moderation == "pre"
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    return [
        NewContribution(
            consultation_id=standing.consultation_id,
            catchment_id=reply.catchment_id,
            kind="answer",
            source_key=f"{voice_of(public_id)}:{question.key}",
            prompt_key=question.key,
            prompt=Bilingual(question.title["en"], question.title["fr"]),
            voice=voice_of(public_id),
            channel=reply.channel,
            language=reply.language,
            text=text,
            received_on=day,
            received_hour=hour if is_waiting else None,
            status="pending" if is_waiting else "approved",
            may_quote=reply.may_quote,
        )
        for question, text in definition.texts(reply.answers)
    ]
