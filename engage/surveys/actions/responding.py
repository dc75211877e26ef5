"""Take one participant's response, once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.contributions.actions import NewContribution, add_contributions
from engage.contributions.facts import arrival
from engage.core import clock, failpoints
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.bulk import insert_row, insert_rows
from engage.core.db import is_duplicate, transaction
from engage.core.errors import Closed, Invalid, NotFound
from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.core.ready import Ready
from engage.core.tokens import (
    keyed,
    new_public_id,
    receipt_code,
    resume_code,
    token_hash,
)
from engage.surveys import queries
from engage.surveys.at_door import AnySurvey
from engage.surveys.models import (
    LATE,
    Answer,
    Characteristic,
    Response,
    SavedReply,
    voice_of,
)
from engage.surveys.questions import Definition, Value

_RESPONSES = cast("Table", Response.__table__)
_ANSWERS = cast("Table", Answer.__table__)
_CHARACTERISTICS = cast("Table", Characteristic.__table__)
_saved = cast("Table", SavedReply.__table__)
_FORGET_SAVED = Ready(delete(_saved).where(_saved.c.code_hash == bindparam("saved")))
# The receipt follows from the key: whichever constraint is named first, it is a double.
DOUBLES = ("uq_response_submission_hash", "uq_response_receipt_hash")


class SurveyClosed(Closed):
    """The survey takes no responses now."""


class SameKeyOtherAnswers(Invalid):
    """The submission key was used for a different response."""


class NothingAnswered(Invalid):
    """No question was answered."""


@dataclass(frozen=True)
class Reply:
    """What one participant sends; `answers` have passed the questions' verdict.

    `catchment_id` is None where the person is not sure. `begun_at` is when they opened
    the page, where that is proven; `session_code` the session they sat in, if any.
    """

    answers: Mapping[str, Value]
    catchment_id: int | None
    language: str
    consent_number: int
    may_quote: bool = False
    channel: str = "web"
    session_code: str | None = None
    begun_at: datetime | None = None


@dataclass(frozen=True)
class Receipt:
    """The code by which a person finds their response again.

    `is_new` is False where the same submission had been taken before.
    """

    code: str
    is_new: bool


def submit_response(
    survey: AnySurvey,
    version: queries.AskedVersion,
    reply: Reply,
    *,
    key: str,
    secret: str,
    by: Actor,
) -> Receipt:
    """Record one response once, and hand its free texts on as contributions.

    `key` is the submission key: sent again with the same answers it gives the same
    receipt. A constraint has the last word on doubles. What was put aside under the key
    is erased.

    Raises:
        NothingAnswered: No question was answered.
        SurveyClosed: The survey takes no responses now.
        SameKeyOtherAnswers: The submission key was used for a different response.
    """
    if not reply.answers:
        raise NothingAnswered(
            _("Nothing is answered yet. One answer is enough: choose any question.")
        )
    # What can be done before the writers' turn is done before it.
    survey_id, definition = survey.id, queries.definition_of(version)
    code = receipt_code(secret, key)
    hashes = {
        "submission_hash": token_hash(key),
        "receipt_hash": token_hash(code),
        "content_hash": content_hash(secret, survey_id, reply),
    }
    saved = token_hash(resume_code(secret, key))
    day = clock.today(survey.consultation.zone)
    row = response_row(survey_id, version.id, day, reply) | hashes
    answers = answer_rows(definition, reply.answers)
    try:
        with transaction() as current:
            standing = _open_standing(survey_id, reply)
            row["marks"] = [] if standing.takes_answers(clock.now()) else [LATE]
            add_response(current, row, answers, definition)
            texts = texts_of(standing, row["public_id"], day, definition, reply)
            add_contributions(current, texts)
            _FORGET_SAVED.rows(current, saved=saved)
            record(current, "surveys.response.submitted", by=by)
            failpoints.reach("submit.before_commit")
    except (SurveyClosed, IntegrityError) as error:
        require_same(error, hashes)
        return Receipt(code, is_new=False)
    failpoints.reach("submit.after_commit")
    return Receipt(code, is_new=True)


def content_hash(secret: str, survey_id: int, reply: Reply) -> str:
    """Return a keyed hash of all that was answered, to know it again."""
    around = [reply.language, reply.consent_number, reply.may_quote]
    content = [survey_id, reply.catchment_id, *around, dict(reply.answers)]
    written = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return keyed(secret, "response", written).hex()


def _open_standing(survey_id: int, reply: Reply) -> queries.Standing:
    standing = queries.find_standing(survey_id)
    if standing is None:
        raise NotFound
    if not standing.takes_answers(clock.now(), reply.begun_at):
        raise SurveyClosed(_("This survey takes no answers now."))
    return standing


def require_same(error: Exception, hashes: Mapping[str, str]) -> None:
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
                "Check them, then send them as a new response."
            )
        )
    raise error


def add_response(
    current: Session,
    row: dict[str, Any],
    answers: list[dict[str, Any]],
    definition: Definition,
) -> None:
    """Add the response and its answers, what people say of themselves apart."""
    response_id = insert_row(current, _RESPONSES, row)
    rows = [{"response_id": response_id, **answer} for answer in answers]
    add_answers(current, rows, definition.about)


def add_answers(
    current: Session, rows: Sequence[dict[str, Any]], about: frozenset[str]
) -> None:
    """Add answers, those under the keys `about` as characteristics of somebody."""
    for table, is_about in ((_ANSWERS, False), (_CHARACTERISTICS, True)):
        some = [row for row in rows if (row["question_key"] in about) is is_about]
        insert_rows(current, table, some)


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
        "session_code": reply.session_code,
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
    come = arrival(standing.moderation, clock.now())
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
            received_hour=come.received_hour,
            status=come.status,
            is_unread=come.is_unread,
            may_quote=reply.may_quote,
        )
        for question, text in definition.texts(reply.answers)
    ]
