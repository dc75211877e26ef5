"""Split a text that says two things, and put it together again."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.contributions.actions import NewContribution, add_contributions
from engage.contributions.models import Contribution, EarlierWording
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record_detailed
from engage.core.db import transaction
from engage.core.errors import Conflict, Invalid
from engage.core.events import announce
from engage.core.i18n import gettext as _
from engage.core.text import is_blank
from engage.moderation import queries
from engage.moderation.actions.rows import decision_row, load, write
from engage.moderation.actions.wording import keep_wording
from engage.moderation.models import Claim, ModerationDecision, Verdict

SPLITTABLE = ("pending", "approved")


def split(
    contribution: Contribution, at: int, *, version: int, by: Actor
) -> list[Contribution]:
    """Cut a text that says two things in two at a place; return the new texts.

    Parts keep voice, catchment, question, consent and status; no word is added or
    lost. A survey's answer keeps its first words and one new text has the others. A
    comment has votes, which are about all of it: it goes out of sight with them, and
    two new comments without votes stand for it.

    Raises:
        NotFound, NotAllowed, Conflict, Gone: As in `decide`.
        Invalid: Nothing is left on one side of the cut.
    """
    with transaction() as current:
        whole = load(current, {contribution.id: version}, by=by)[0]
        if whole.status not in SPLITTABLE:
            raise Conflict(_("That cannot be decided on it as it stands now."))
        cut = max(at, 0)
        first, second = whole.text[:cut].strip(), whole.text[cut:].strip()
        if is_blank(first) or is_blank(second):
            raise Invalid(_("Choose a place with words on both sides."))
        if queries.list_flagged([whole.id]):
            whole.is_unread = True
        parts = _add_parts(current, whole, first, second)
        row = decision_row(whole, whole.status, Verdict("split"), by, clock.now())
        row.was_unread = whole.is_unread
        if whole.kind == "comment":
            whole.status = row.status_after = "hidden"
            whole.is_unread, whole.received_hour = False, None
        else:
            keep_wording(current, whole, "split")
            whole.text = first
        write(current, [whole], [row])
        announce("contribution.split", current=current, whole=whole, parts=parts)
        announce("contribution.decided", current=current, contributions=parts)
        record_detailed(
            current,
            "moderation.contribution.split",
            by=by,
            subject=("contribution", whole.id),
            detail={"parts": [part.id for part in parts]},
        )
    return parts


def join(current: Session, whole: Contribution, split_version: int) -> None:
    """Put a text together again, as long as nobody has worked on its parts.

    `split_version` is the version the text had when it was cut.

    Raises:
        Conflict: Somebody decided on a part, changed it, answered to it, or put another
            text aside because of it.
    """
    parts = _newest_parts(current, whole)
    ids = [part.id for part in parts]
    decided = select(ModerationDecision.id).where(
        ModerationDecision.contribution_id.in_(ids)
    )
    leaning = select(Contribution.id).where(Contribution.same_as_id.in_(ids))
    is_used = current.scalar(select(decided.exists() | leaning.exists()))
    if is_used or any(part.version > 1 for part in parts):
        raise Conflict(_("Somebody has worked on the other part since."))
    if whole.kind == "comment":
        whole.received_hour = parts[0].received_hour
    else:
        put_words_back(current, whole, split_version)
    announce("contribution.joined", current=current, whole=whole, parts=parts)
    announce("contribution.expired", current=current, contributions=ids)
    current.execute(delete(Claim).where(Claim.contribution_id.in_(ids)))
    current.execute(delete(Contribution).where(Contribution.id.in_(ids)))
    for part in parts:
        current.expunge(part)


def put_words_back(current: Session, fresh: Contribution, version: int) -> None:
    """Give a text the words again that it had with an earlier version."""
    earlier = current.get_one(EarlierWording, (fresh.id, version))
    fresh.text, fresh.is_cleared, fresh.cleared_text = earlier.text, False, None
    current.delete(earlier)


def _newest_parts(current: Session, whole: Contribution) -> Sequence[Contribution]:
    """Return what the last cut made, in order: an answer can be cut more than once."""
    newest = (
        select(Contribution)
        .where(Contribution.part_of_id == whole.id)
        .order_by(Contribution.id.desc())
        .limit(2 if whole.kind == "comment" else 1)
    )
    return current.scalars(newest).all()[::-1]


def _add_parts(
    current: Session, whole: Contribution, first: str, second: str
) -> list[Contribution]:
    """Add the parts that are new, with all that the whole has."""
    words = (first, second) if whole.kind == "comment" else (second,)
    shared = ("consultation_id", "catchment_id", "kind", "prompt_key", "prompt")
    further = ("voice", "channel", "language", "received_on", "received_hour")
    standing = ("status", "may_quote", "is_unread")
    kept = {name: getattr(whole, name) for name in (*shared, *further, *standing)}
    key = f"part:{whole.public_id}:{whole.version}"
    parts = [
        NewContribution(
            **kept, source_key=f"{key}:{place}", text=text, part_of_id=whole.id
        )
        for place, text in enumerate(words)
    ]
    add_contributions(current, parts)
    added = select(Contribution).where(
        Contribution.source_key.in_([part.source_key for part in parts])
    )
    return list(current.scalars(added.order_by(Contribution.source_key)))
