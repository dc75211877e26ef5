"""Comments that readers find by their words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core.db import session
from engage.core.i18n import Bilingual
from engage.core.search import found
from engage.core.stems import Query
from engage.threads.models import Comment, Thread
from engage.threads.queries.statements import PAGE_SIZE


@dataclass(frozen=True)
class FoundComment:
    """A comment that has the words, and the discussion it stands in."""

    public_id: str
    text: str
    language: str
    posted_on: date
    thread_slug: str
    thread_title: Bilingual
    sample_notice: Bilingual | None
    catchment_slug: str | None
    catchment_name: Bilingual | None


@dataclass(frozen=True)
class Narrowing:
    """What a search is narrowed down to: slugs and a language, blank for all."""

    catchment: str = ""
    consultation: str = ""
    language: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves anything out."""
        return self != Narrowing()

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """What must be true of a comment that is found."""
        asked: tuple[tuple[Any, str], ...] = (
            (Catchment.slug, self.catchment),
            (Consultation.slug, self.consultation),
            (Contribution.language, self.language),
        )
        return [column == value for column, value in asked if value]


def search_comments(
    query: Query, number: int, narrowed: Narrowing
) -> tuple[list[FoundComment], bool]:
    """Return one page of the comments with all the words, and whether there is more.

    Whether each may be read is asked here again, of the comment and of what it
    replies to; the index only says where the words are.
    """
    if query.is_blank:
        return [], False
    entry = found("comment", query).subquery()
    parent, above = aliased(Comment), aliased(Contribution)
    rows: Any = session().execute(
        select(
            Comment.public_id,
            Contribution.text,
            Contribution.language,
            Comment.posted_on,
            Thread.slug,
            Thread.title,
            Consultation.sample_notice,
            Catchment.slug,
            Catchment.name,
        )
        .join(entry, entry.c.owner_id == Contribution.id)
        .join(Comment, Comment.contribution_id == Contribution.id)
        .join(Thread, Thread.id == Comment.thread_id)
        .join(Consultation, Consultation.id == Thread.consultation_id)
        .outerjoin(Catchment, Catchment.id == Contribution.catchment_id)
        .outerjoin(parent, parent.id == Comment.reply_to_id)
        .outerjoin(above, above.id == parent.contribution_id)
        .where(
            Contribution.status == "approved",
            Consultation.state != "draft",
            or_(Comment.reply_to_id.is_(None), above.status == "approved"),
            *narrowed.conditions,
        )
        .order_by(entry.c.place, Comment.public_id)
        .limit(PAGE_SIZE + 1)
        .offset((number - 1) * PAGE_SIZE)
    )
    items = [FoundComment(*row) for row in rows]
    return items[:PAGE_SIZE], len(items) > PAGE_SIZE
