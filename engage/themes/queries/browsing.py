"""Looking through every approved text of a consultation, for staff."""

from dataclasses import dataclass

from sqlalchemy import func, select

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.contributions.queries import visible_to
from engage.core.actors import Actor
from engage.core.db import session
from engage.themes.models import Assignment, Theme

BROWSED_AT_ONCE = 20
MOST_WORDS = 8
IN_NO_THEME = "none"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which texts are looked for; what is empty narrows nothing.

    `theme` is a public id or `IN_NO_THEME`, `catchment` a slug.
    """

    words: str = ""
    theme: str = ""
    catchment: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Browsed:
    """One approved text and the theme it is in."""

    text: Contribution
    theme: Theme | None


def browse_texts(
    actor: Actor, consultation: Consultation, wanted: Wanted, page: int
) -> tuple[list[Browsed], int]:
    """Return one page of the texts in the actor's scope, and how many there are.

    Every word must be in the text, whole or as a part. Order is by public id, which
    says nothing of when a text came.
    """
    chosen = (
        visible_to(actor)
        .outerjoin(Assignment, Assignment.contribution_id == Contribution.id)
        .outerjoin(Theme, Theme.id == Assignment.theme_id)
        .outerjoin(Catchment, Catchment.id == Contribution.catchment_id)
        .where(
            Contribution.consultation_id == consultation.id,
            Contribution.status == "approved",
        )
        .with_only_columns(Contribution, Theme)
    )
    for word in wanted.words.split()[:MOST_WORDS]:
        chosen = chosen.where(Contribution.text.icontains(word, autoescape=True))
    if wanted.theme == IN_NO_THEME:
        chosen = chosen.where(Theme.id.is_(None))
    elif wanted.theme:
        chosen = chosen.where(Theme.public_id == wanted.theme)
    if wanted.catchment:
        chosen = chosen.where(Catchment.slug == wanted.catchment)
    if wanted.language:
        chosen = chosen.where(Contribution.language == wanted.language)
    total = session().scalar(select(func.count()).select_from(chosen.subquery())) or 0
    rows = session().execute(
        chosen.order_by(Contribution.public_id)
        .limit(BROWSED_AT_ONCE)
        .offset((page - 1) * BROWSED_AT_ONCE)
    )
    return [Browsed(text, theme) for text, theme in rows], total
