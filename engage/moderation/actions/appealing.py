"""An author says that a decision was wrong, and somebody else answers."""

from collections.abc import Sequence

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.contributions.models import GONE, Contribution
from engage.contributions.queries import visible_to
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record, record_detailed
from engage.core.db import is_duplicate, transaction
from engage.core.errors import Conflict, Gone, Invalid, NotAllowed, NotFound
from engage.core.i18n import gettext as _
from engage.core.text import clean_text, is_blank
from engage.moderation import queries
from engage.moderation.actions.deciding import decide_within
from engage.moderation.models import ANSWERS, LONGEST_APPEAL, Appeal, Claim, Verdict
from engage.moderation.policy import may_answer_appeal

REFUSED = ("rejected", "hidden")


def appeal(contribution: Contribution, words: str, *, by: Actor) -> Appeal:
    """Say, as its author, why the decision against a text was wrong.

    The caller has made sure that this is the author: by a receipt code, say.

    Raises:
        Conflict: It was not turned down, or this decision was appealed before.
        Gone: It was taken back.
        Invalid: The words are blank, too long or cannot be kept.
    """
    words = _checked(words, is_required=True)
    try:
        with transaction() as current:
            fresh = current.get_one(Contribution, contribution.id)
            if fresh.status in GONE:
                raise Gone
            refusal = queries.find_refusal(fresh.id)
            if refusal is None or fresh.status not in REFUSED:
                raise Conflict(_("There is no decision against this text."))
            new = Appeal(
                contribution_id=fresh.id,
                decision_id=refusal.id,
                decided_by_id=refusal.user_id,
                words=words,
                appealed_on=clock.today(),
            )
            current.add(new)
            current.flush()
            subject = ("appeal", new.id)
            record(current, "moderation.decision.appealed", by=by, subject=subject)
    except IntegrityError as error:
        if is_duplicate(error, "uq_appeal_decision_id"):
            told = _("You have asked for another look at this decision already.")
            raise Conflict(told) from error
        raise
    return new


def answer_appeal(
    asked: Appeal, answer: str, words: str = "", *, version: int, by: Actor
) -> Appeal:
    """Answer an appeal, in words its author will read: "kept" or "overturned".

    What is overturned is shown from now on.

    Raises:
        Conflict: Somebody answered it, or decided on the text, in the meantime.
        Invalid: The answer or its words cannot be accepted.
        NotAllowed: It is about a decision of the actor's own.
        NotFound: The text is outside the actor's scope.
    """
    words = _checked(words, is_required=False)
    if answer not in ANSWERS:
        raise Invalid(_("Choose an answer."), {"answer": _("Choose one.")})
    with transaction() as current:
        fresh = current.get_one(Appeal, asked.id)
        if not may_answer_appeal(by, fresh):
            raise NotAllowed(_("Somebody else must answer: the decision was yours."))
        about = visible_to(by).where(Contribution.id == fresh.contribution_id)
        text = current.scalar(about)
        if text is None:
            raise NotFound
        if fresh.answer is not None or fresh.version != version:
            raise Conflict(_("This has been answered in the meantime."))
        if answer == "overturned":
            _overturn(current, text, by)
        fresh.answer, fresh.answer_words = answer, words
        fresh.user_id, fresh.answered_at = by.user_id, clock.now()
        record_detailed(
            current,
            f"moderation.appeal.{answer}",
            by=by,
            subject=("appeal", fresh.id),
            detail={"contribution": text.id},
        )
    return fresh


def forget_appeals(
    *, current: Session, contributions: Sequence[int], **_facts: object
) -> None:
    """Blank what was said in appeals about texts (ids) that are gone (rule 20)."""
    about = Appeal.contribution_id.in_(contributions)
    blank = update(Appeal).where(about).values(words="", answer_words="")
    current.execute(blank)
    current.execute(delete(Claim).where(Claim.contribution_id.in_(contributions)))


def _overturn(current: Session, text: Contribution, by: Actor) -> None:
    decision = {"rejected": "approve", "hidden": "restore"}.get(text.status)
    if decision is None:
        raise Conflict(_("Somebody else decided on this in the meantime."))
    decide_within(current, {text.id: text.version}, Verdict(decision), by)


def _checked(words: str, *, is_required: bool) -> str:
    try:
        clean = clean_text(words)
    except ValueError as error:
        told = _("This holds characters that cannot be used.")
        raise Invalid(told, {"words": told}) from error
    if is_required and is_blank(clean):
        told = _("Say why you think the decision was wrong.")
        raise Invalid(told, {"words": told})
    if len(clean) > LONGEST_APPEAL:
        told = _("This is too long: use at most 2,000 characters.")
        raise Invalid(told, {"words": told})
    return clean
