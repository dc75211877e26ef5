"""A second reader: a person puts a sample of texts into themes; how far that agrees.

Texts are drawn by their public ids, which are random: the sample is the same for
everybody and says nothing of when a text came. What a person arranged is left out,
since there the machine did not decide.
"""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.contributions.queries import visible_to
from engage.core.actors import Actor
from engage.core.db import session
from engage.insights.models import Coding
from engage.moderation.facts.agreement import Agreement, agreement
from engage.themes.models import Assignment, Theme

SAMPLE = 100
MOST_PAIRS = 5
NONE = ""


@dataclass(frozen=True)
class Audit:
    """How far people and the machine agree, and what they take for one another.

    `pairs` counts texts by (the machine's theme, the person's), ids or `NONE`, where
    they differ; the most frequent first.
    """

    agreement: Agreement
    pairs: tuple[tuple[int | str, int | str, int], ...]


def find_next(
    actor: Actor, consultation: Consultation, skipped: str = ""
) -> Contribution | None:
    """Return the next text of the sample that the actor has not read; None at its end.

    Those up to `skipped` (a public id) are passed over.
    """
    read = select(Coding.contribution_id).where(Coding.reader_id == actor.user_id)
    in_sample = _sample(actor, consultation).with_only_columns(Contribution.id)
    return session().scalar(
        select(Contribution)
        .where(
            Contribution.id.in_(in_sample),
            Contribution.id.not_in(read),
            Contribution.public_id > skipped,
        )
        .order_by(Contribution.public_id)
        .limit(1)
    )


def count_sample(actor: Actor, consultation: Consultation) -> tuple[int, int]:
    """Return how many texts of the sample the actor has read, and how many it has."""
    sample = _sample(actor, consultation).with_only_columns(Contribution.id).subquery()
    whole = session().scalar(select(func.count()).select_from(sample)) or 0
    read = select(func.count()).where(
        Coding.reader_id == actor.user_id, Coding.contribution_id.in_(select(sample))
    )
    return session().scalar(read) or 0, whole


def get_audit(consultation: Consultation) -> Audit:
    """Return how far all who read agree with where the machine put the texts."""
    rows = session().execute(
        select(Assignment.theme_id, Coding.theme_id)
        .join(Coding, Coding.contribution_id == Assignment.contribution_id)
        .join(Contribution, Contribution.id == Coding.contribution_id)
        .outerjoin(Theme, Theme.id == Coding.theme_id)
        .where(
            _by_machine(consultation), or_(Theme.id.is_(None), Theme.state == "active")
        )
    )
    counted = Counter((machine or NONE, person or NONE) for machine, person in rows)
    table = {(str(one), str(other)): n for (one, other), n in counted.items()}
    apart = [
        (machine, person, n)
        for (machine, person), n in counted.most_common()
        if machine != person
    ]
    return Audit(agreement(table), tuple(apart[:MOST_PAIRS]))


def _sample(actor: Actor, consultation: Consultation) -> Select[Contribution]:
    return (
        visible_to(actor)
        .join(Assignment, Assignment.contribution_id == Contribution.id)
        .where(_by_machine(consultation))
        .order_by(Contribution.public_id)
        .limit(SAMPLE)
    )


def _by_machine(consultation: Consultation) -> ColumnElement[bool]:
    return and_(
        Contribution.consultation_id == consultation.id,
        Contribution.status == "approved",
        Assignment.is_blank.is_(False),
        Assignment.is_pinned.is_(False),
        Assignment.is_excluded.is_(False),
    )
