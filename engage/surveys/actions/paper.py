"""Type in paper forms: a stack at a time, each form with its number."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.contributions.actions import add_contributions
from engage.core import clock, events
from engage.core.actors import Actor
from engage.core.audit import record_detailed
from engage.core.db import is_duplicate, transaction
from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.i18n import gettext as _
from engage.core.tokens import new_token, receipt_code, token_hash
from engage.surveys import queries
from engage.surveys.actions.responding import (
    Receipt,
    Reply,
    add_response,
    answer_rows,
    content_hash,
    require_same,
    response_row,
    texts_of,
)
from engage.surveys.actions.withdrawing import take_back
from engage.surveys.models import CHECKED, ImportBatch, Response, Survey

LONGEST_NAME = 120
# While answers may still come in on paper: before the report is made.
TYPED_IN = ("open", "closed")


class OwnTyping(Conflict):
    """A form is checked by somebody else than the one who typed it."""


@dataclass(frozen=True)
class Stack:
    """A stack of paper forms: what it is called and where it comes from."""

    name: str
    catchment_id: int | None = None
    session_code: str | None = None


@dataclass(frozen=True)
class PaperForm:
    """What stands on one form: its number, the day it came in, the reply."""

    place: int
    received_on: date
    version: queries.AskedVersion
    reply: Reply


def begin_stack(survey: Survey, stack: Stack, *, by: Actor) -> ImportBatch:
    """Begin a stack; `responses.stack_begun` lets other rooms judge its session.

    Raises:
        Conflict: The consultation takes no paper forms now.
        Invalid: It has no name, or its session is not one of this consultation.
    """
    if not stack.name:
        told = _("Write what this stack is, such as “Library, box 1”.")
        raise Invalid(told, {"name": told})
    with transaction() as current:
        fresh = current.get_one(Survey, survey.id)
        _require_time(fresh)
        batch = ImportBatch(
            survey_id=fresh.id,
            kind="paper",
            name=stack.name[:LONGEST_NAME],
            file_hash=token_hash(new_token()),
            responses=0,
            imported_at=clock.now(),
            catchment_id=stack.catchment_id,
            session_code=stack.session_code,
        )
        current.add(batch)
        current.flush()
        events.announce(
            "responses.stack_begun", current=current, batch=batch, survey=fresh
        )
        about = ("import", batch.id)
        record_detailed(
            current,
            "surveys.stack.begun",
            by=by,
            subject=about,
            detail={"survey": fresh.slug},
        )
    return batch


def enter_form(
    batch: ImportBatch, form: PaperForm, *, key: str, secret: str, by: Actor
) -> Receipt:
    """Keep what stands on a paper form, once; the code is for its paper slip.

    Raises:
        Conflict: A form with this number is in, or none are taken now.
        Invalid: The day is not one of the consultation, or nothing is answered.
        SameKeyOtherAnswers: The page was sent before with other answers.
    """
    return _enter(batch, form, None, key=key, secret=secret, by=by)


def replace_form(
    batch: ImportBatch, form: PaperForm, *, key: str, secret: str, by: Actor
) -> Receipt:
    """Put a form that was typed again in place of the one with its number.

    The first one is taken back as its author would: its texts are blanked everywhere.

    Raises:
        Conflict, Invalid, SameKeyOtherAnswers: As `enter_form`.
        NotFound: No form with this number is in.
        OwnTyping: The actor typed it the first time.
    """
    earlier = queries.find_form(batch, form.place)
    if earlier is None:
        raise NotFound
    _require_other_person(earlier, by)
    return _enter(batch, form, earlier.id, key=key, secret=secret, by=by)


def confirm_form(response: Response, *, by: Actor) -> None:
    """Note that a second person typed the same.

    Raises:
        OwnTyping: The actor typed it the first time.
    """
    with transaction() as current:
        fresh = current.get_one(Response, response.id)
        _require_other_person(fresh, by)
        if CHECKED in fresh.marks:
            return
        fresh.marks = [*fresh.marks, CHECKED]
        about = ("import", fresh.batch_id)
        record_detailed(
            current,
            "surveys.form.checked",
            by=by,
            subject=about,
            detail={"form": fresh.batch_place},
        )


def note_comparison(response: Response, *, by: Actor) -> None:
    """Note that somebody is shown what was typed first: words nobody has read yet.

    Raises:
        OwnTyping: The actor typed it the first time.
    """
    _require_other_person(response, by)
    with transaction() as current:
        record_detailed(
            current,
            "surveys.form.compared",
            by=by,
            subject=("import", response.batch_id),
            detail={"form": response.batch_place},
        )


def _enter(
    batch: ImportBatch,
    form: PaperForm,
    replaced: int | None,
    *,
    key: str,
    secret: str,
    by: Actor,
) -> Receipt:
    if not form.reply.answers:
        raise Invalid(_("Nothing is filled in on this form."))
    batch_id, survey_id = batch.id, batch.survey_id
    code = receipt_code(secret, key)
    reply = replace(form.reply, channel="paper", session_code=batch.session_code)
    hashes = {
        "submission_hash": token_hash(key),
        "receipt_hash": token_hash(code),
        "content_hash": content_hash(secret, survey_id, reply),
    }
    try:
        with transaction() as current:
            fresh = current.get_one(ImportBatch, batch_id)
            if replaced is not None:
                _take_back(current, replaced)
            marks = [] if replaced is None else [CHECKED]
            typed = replace(form, reply=reply)
            own = {**hashes, "marks": marks, "typed_by": by.user_id}
            _add(current, fresh, typed, own)
            record_detailed(
                current,
                "surveys.form.entered" if replaced is None else "surveys.form.replaced",
                by=by,
                subject=("import", batch_id),
                detail={"form": form.place},
            )
    except IntegrityError as error:
        _refuse_number(error, hashes, form.place)
        require_same(error, hashes)
        return Receipt(code, is_new=False)
    return Receipt(code, is_new=True)


def _add(
    current: Session, batch: ImportBatch, form: PaperForm, own: Mapping[str, Any]
) -> None:
    survey = current.get_one(Survey, batch.survey_id)
    if batch.is_undone:
        raise Conflict(_("This was undone before."))
    _require_time(survey)
    _require_day(survey, form.received_on)
    definition = queries.definition_of(form.version)
    day, reply = form.received_on, form.reply
    row: dict[str, Any] = {
        **response_row(survey.id, form.version.id, day, reply),
        **own,
        "batch_id": batch.id,
        "batch_place": form.place,
    }
    add_response(current, row, answer_rows(definition, reply.answers), definition)
    standing = queries.find_standing(survey.id)
    if standing is None:
        raise NotFound
    texts = texts_of(standing, row["public_id"], day, definition, reply)
    add_contributions(current, texts)


def _take_back(current: Session, response_id: int) -> None:
    """Take the first typing of a form back, and free its number."""
    earlier = current.get_one(Response, response_id)
    take_back(current, earlier)
    earlier.batch_place = None
    current.flush()


def _refuse_number(
    error: IntegrityError, hashes: Mapping[str, str], place: int
) -> None:
    """Tell a number that is taken from the same page sent twice."""
    if not is_duplicate(error, "uq_response_batch_id_batch_place"):
        return
    earlier = queries.find_response_by_submission(hashes["submission_hash"])
    if earlier is None or earlier.content_hash != hashes["content_hash"]:
        told = _("Form %(number)s of this stack is in already.", number=place)
        raise Conflict(told) from error


def _require_other_person(response: Response, by: Actor) -> None:
    if response.typed_by is not None and response.typed_by == by.user_id:
        raise OwnTyping(
            _("You typed this form the first time. Someone else types it again.")
        )


def _require_time(survey: Survey) -> None:
    if survey.consultation.state not in TYPED_IN or not survey.number:
        raise Conflict(
            _("Paper forms are typed in from the opening until the report is made.")
        )


def _require_day(survey: Survey, day: date) -> None:
    """Refuse a form that came in before the opening or after the closing."""
    owner = survey.consultation
    last = min(owner.closes_on, clock.today(owner.zone))
    if not owner.opens_on <= day <= last:
        told = _(
            "Enter a day from %(first)s to %(last)s: later forms cannot count.",
            first=owner.opens_on.isoformat(),
            last=last.isoformat(),
        )
        raise Invalid(told, {"received_on": told})
