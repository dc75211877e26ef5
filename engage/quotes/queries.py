"""Questions about quotes: which words wait, and what was said of the others.

A candidate is an approved text whose author agreed to be quoted, in a theme that
somebody vouches for.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, UnaryExpression, case, func, select

from engage.consultations.models import Consultation
from engage.contributions.models import Contribution, QuoteVerdict
from engage.contributions.queries import visible_to
from engage.core.actors import Actor
from engage.core.db import session
from engage.reports.document import quoted_ids
from engage.reports.models import Edition
from engage.reports.queries import find_latest_edition, get_document
from engage.themes.models import Assignment, Theme
from engage.themes.queries import is_vouched_for

PAGE_SIZE = 20
STATES = ("waiting", "cleared", "refused")


@dataclass(frozen=True)
class Candidate:
    """Words that may be quoted, their theme, and what a person said of them."""

    text: Contribution
    theme: Theme
    verdict: QuoteVerdict | None


@dataclass(frozen=True)
class Quoted:
    """Which words (public ids) the newest edition quotes; none before the first."""

    edition: Edition | None
    ids: frozenset[str] = frozenset()


def list_candidates(
    actor: Actor, consultation: Consultation, state: str, theme: str, page: int
) -> tuple[list[Candidate], int]:
    """Return one page of the candidates in a state, and how many there are.

    What waits comes theme by theme, the most telling words first; all else with what
    was decided last. `theme` is a public id, empty for all.
    """
    chosen = _candidates(actor, consultation).where(_state() == state)
    if theme:
        chosen = chosen.where(Theme.public_id == theme)
    total = session().scalar(select(func.count()).select_from(chosen.subquery())) or 0
    rows = session().execute(
        chosen.order_by(*_order(consultation, state))
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return [Candidate(*row) for row in rows], total


def find_candidate(
    actor: Actor, consultation: Consultation, text: str
) -> Candidate | None:
    """Return one candidate by the public id of its text, or None."""
    chosen = _candidates(actor, consultation).where(Contribution.public_id == text)
    found = session().execute(chosen).first()
    return Candidate(*found) if found else None


def list_ids(
    actor: Actor, consultation: Consultation, texts: Collection[str]
) -> dict[str, int]:
    """Return the ids of some candidates by public id."""
    chosen = _candidates(actor, consultation).where(Contribution.public_id.in_(texts))
    ids = chosen.with_only_columns(Contribution.public_id, Contribution.id)
    return {row[0]: row[1] for row in session().execute(ids)}


def count_by_state(actor: Actor, consultation: Consultation) -> dict[str, int]:
    """Return how many candidates are in each state."""
    rows = session().execute(
        _candidates(actor, consultation)
        .with_only_columns(_state().label("told"), func.count())
        .group_by("told")
    )
    return dict.fromkeys(STATES, 0) | {name: int(count) for name, count in rows}


def list_named_themes(consultation: Consultation) -> list[Theme]:
    """Return the themes that somebody vouches for, in order."""
    return list(
        session().scalars(
            select(Theme)
            .where(is_vouched_for(), Theme.consultation_id == consultation.id)
            .order_by(Theme.position, Theme.id)
        )
    )


def find_last(
    actor: Actor, consultation: Consultation, since: datetime
) -> Candidate | None:
    """Return what the actor decided last, if that was not before `since`."""
    row = session().execute(
        _candidates(actor, consultation)
        .where(
            QuoteVerdict.by_id == actor.user_id,
            QuoteVerdict.verdict != "reopened",
            QuoteVerdict.decided_at >= since,
            _state() != "waiting",
        )
        .order_by(QuoteVerdict.decided_at.desc(), Contribution.public_id)
        .limit(1)
    )
    found = row.first()
    return Candidate(*found) if found else None


def find_quoted(consultation: Consultation) -> Quoted:
    """Return which words the newest edition of a consultation quotes."""
    edition = find_latest_edition(consultation.id)
    if edition is None:
        return Quoted(None)
    return Quoted(edition, frozenset(quoted_ids(get_document(edition))))


def _candidates(
    actor: Actor, consultation: Consultation
) -> Select[Contribution, Theme, QuoteVerdict | None]:
    return (
        visible_to(actor)
        .join(Assignment, Assignment.contribution_id == Contribution.id)
        .join(Theme, Theme.id == Assignment.theme_id)
        .outerjoin(QuoteVerdict, QuoteVerdict.contribution_id == Contribution.id)
        .where(
            Contribution.consultation_id == consultation.id,
            Contribution.status == "approved",
            Contribution.may_quote,
            is_vouched_for(),
        )
        .with_only_columns(Contribution, Theme, QuoteVerdict)
    )


def _state() -> ColumnElement[str]:
    return case(
        (Contribution.is_cleared, "cleared"),
        (QuoteVerdict.verdict == "refused", "refused"),
        else_="waiting",
    )


def _order(consultation: Consultation, state: str) -> tuple[UnaryExpression[Any], ...]:
    by_name = Contribution.public_id.asc()
    if state != "waiting":
        return QuoteVerdict.decided_at.desc().nulls_last(), by_name
    telling = [id_ for theme in list_named_themes(consultation) for id_ in theme.quotes]
    is_telling = case((Contribution.id.in_(telling), 0), else_=1)
    firmest = Assignment.strength.desc()
    place = Theme.position.asc(), Theme.id.asc()
    return is_telling.asc(), *place, firmest, by_name
