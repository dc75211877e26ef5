"""Keep what readers find by searching in step with what they may read."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.contributions.models import Contribution
from engage.core.search import AT_ONCE, Findable, make_findable, make_unfindable

KIND = "comment"


def keep_findable(current: Session, contribution_ids: Sequence[int]) -> None:
    """Let approved comments be found by their words, in the caller's transaction."""
    for start in range(0, len(contribution_ids), AT_ONCE):
        rows = current.execute(
            select(Contribution.id, Contribution.language, Contribution.text).where(
                Contribution.id.in_(contribution_ids[start : start + AT_ONCE]),
                Contribution.kind == KIND,
                Contribution.status == "approved",
            )
        )
        things = [Findable(id_, [(code, text)]) for id_, code, text in rows]
        make_findable(current, KIND, things)


def follow_decisions(
    *, current: Session, contributions: Sequence[Contribution]
) -> None:
    """Have comments found once they are approved, and no more once they are not."""
    ids = [item.id for item in contributions if item.kind == KIND]
    make_unfindable(current, KIND, ids)
    keep_findable(current, ids)


def forget_words(
    *, current: Session, contributions: Sequence[int], **_facts: object
) -> None:
    """Take texts (ids) that are withdrawn out of what can be found (rule 20)."""
    make_unfindable(current, KIND, contributions)
