"""Split a text that says two things; put aside one that says the same again."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.contributions.actions import NewContribution, add_contributions
from engage.contributions.models import Contribution
from engage.contributions.queries import visible_to
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record_detailed
from engage.core.db import transaction
from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.i18n import gettext as _
from engage.core.text import is_blank
from engage.moderation.actions.rows import decision_row, load, write
from engage.moderation.actions.wording import keep_wording
from engage.moderation.models import ModerationDecision, Verdict

SHOWN = ("pending", "approved")


def split(
    contribution: Contribution, at: int, *, version: int, by: Actor
) -> Contribution:
    """Cut a text that says two things in two at a place; return the second part.

    Both keep voice, catchment, question, consent and status; the second knows what it
    is part of. No word is added or lost. A comment stays whole: people have agreed or
    disagreed with it as it is.

    Raises:
        NotFound, NotAllowed, Conflict, Gone: As in `decide`.
        Invalid: It is a comment, or nothing is left on one side of the cut.
    """
    with transaction() as current:
        whole = load(current, {contribution.id: version}, by=by)[0]
        if whole.kind == "comment":
            raise Invalid(_("A comment stays whole: people have voted on it."))
        if whole.status not in SHOWN:
            raise Conflict(_("That cannot be decided on it as it stands now."))
        cut = max(at, 0)
        first, second = whole.text[:cut].strip(), whole.text[cut:].strip()
        if is_blank(first) or is_blank(second):
            raise Invalid(_("Choose a place with words on both sides."))
        row = decision_row(whole, whole.status, Verdict("split"), by, clock.now())
        part = _add_part(current, whole, second)
        keep_wording(current, whole, "split")
        whole.text = first
        write(current, [whole], [row])
        record_detailed(
            current,
            "moderation.contribution.split",
            by=by,
            subject=("contribution", whole.id),
            detail={"part": part.id},
        )
    return part


def merge(
    contribution: Contribution, same_as: str, *, version: int, by: Actor
) -> ModerationDecision:
    """Put aside a text whose author had said the same already; `same_as` stays.

    `same_as` is a public id. Nobody's votes move: those on either stay where they are.

    Raises:
        NotFound, NotAllowed, Conflict, Gone: As in `decide`, for either text.
        Invalid: They are the same text, or belong to two consultations.
    """
    with transaction() as current:
        fresh = load(current, {contribution.id: version}, by=by)[0]
        scope = visible_to(by).where(Contribution.public_id == same_as)
        kept = current.scalar(scope)
        if kept is None:
            raise NotFound
        if kept.id == fresh.id or kept.consultation_id != fresh.consultation_id:
            raise Invalid(_("Choose another text of the same consultation."))
        if kept.status not in SHOWN or fresh.status not in SHOWN:
            raise Conflict(_("That cannot be decided on it as it stands now."))
        before = fresh.status
        fresh.status, fresh.same_as_id = "hidden", kept.id
        row = decision_row(fresh, before, Verdict("merge"), by, clock.now())
        row.was_unread = fresh.is_unread
        fresh.is_unread, fresh.received_hour = False, None
        write(current, [fresh], [row])
        record_detailed(
            current,
            "moderation.contribution.merged",
            by=by,
            subject=("contribution", fresh.id),
            detail={"same_as": kept.id},
        )
    return row


def _add_part(current: Session, whole: Contribution, words: str) -> Contribution:
    """Add the second part of a text, with all that the whole has."""
    key = f"part:{whole.public_id}:{whole.version}"
    part = NewContribution(
        consultation_id=whole.consultation_id,
        catchment_id=whole.catchment_id,
        kind=whole.kind,
        source_key=key,
        prompt_key=whole.prompt_key,
        prompt=whole.prompt,
        voice=whole.voice,
        channel=whole.channel,
        language=whole.language,
        text=words,
        received_on=whole.received_on,
        received_hour=whole.received_hour,
        status=whole.status,
        may_quote=whole.may_quote,
        is_unread=whole.is_unread,
        part_of_id=whole.id,
    )
    add_contributions(current, [part])
    return current.scalars(
        select(Contribution).where(Contribution.source_key == key)
    ).one()
