"""How moderation went: what was decided, how soon, and how far two readers agree."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import aliased

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.contributions.models import GONE, Contribution
from engage.contributions.queries import visible_to
from engage.core.actors import Actor
from engage.core.db import session
from engage.moderation.facts import Agreement, agreement, quantile
from engage.moderation.models import ModerationDecision, SecondReview
from engage.people.models import User

# Fewer texts than this have no "9 in 10".
FEWEST_FOR_SLOW = 10
COUNTED = ("approve", "reject", "hide", "merge")
CHUNK = 1000


@dataclass
class Tally:
    """What was decided on one part of the texts, and how long they had waited."""

    approved: int = 0
    refused: int = 0
    hours: Counter[int] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """All decisions."""
        return self.approved + self.refused

    @property
    def timed(self) -> int:
        """The decisions of which the hours are known: the first on a text."""
        return self.hours.total()

    @property
    def median(self) -> int | None:
        """The hours after which half of the texts were decided."""
        return quantile(self.hours, 0.5)

    @property
    def slow(self) -> int | None:
        """The hours after which 9 in 10 texts were decided; None for a few texts."""
        return quantile(self.hours, 0.9) if self.timed >= FEWEST_FOR_SLOW else None


@dataclass(frozen=True)
class Fairness:
    """Tallies of a consultation: all, and by reason, catchment, language, moderator.

    The keys are codes, catchments' ids, languages and users' ids; None where there is
    none. `names` are those of the moderators.
    """

    everything: Tally
    reasons: dict[str, Tally]
    catchments: dict[int | None, Tally]
    languages: dict[str, Tally]
    moderators: dict[int | None, Tally]
    names: dict[int | None, str]


def get_fairness(actor: Actor, consultation: Consultation) -> Fairness:
    """Return how moderation went in the actor's part of a consultation.

    What was taken back does not count.
    """
    rows = session().execute(_counts(actor, consultation)).all()

    def by(key: Callable[[Row[Any]], Any]) -> dict[Any, Tally]:
        found: dict[Any, Tally] = defaultdict(Tally)
        for row in rows:
            _add(found[key(row)], row)
        return dict(sorted(found.items(), key=lambda pair: -pair[1].total))

    reasons = by(lambda row: row.reason)
    reasons.pop("", None)
    users = select(User.id, User.name, User.email).where(
        User.id.in_({row.user_id for row in rows if row.user_id is not None})
    )
    named = {row.id: row.name or row.email for row in session().execute(users)}
    return Fairness(
        everything=by(lambda _row: "").get("", Tally()),
        reasons=reasons,
        catchments=by(lambda row: row.catchment_id),
        languages=by(lambda row: row.language),
        moderators=by(lambda row: row.user_id),
        names={None: "", **named},
    )


def get_agreement(actor: Actor, consultation: Consultation) -> Agreement:
    """Return how far first and second readers agree on the texts drawn."""
    rows = session().execute(
        select(ModerationDecision.status_after, SecondReview.outcome, func.count())
        .join(SecondReview, SecondReview.decision_id == ModerationDecision.id)
        .where(
            SecondReview.contribution_id.in_(_ids(actor, consultation)),
            SecondReview.outcome.is_not(None),
        )
        .group_by(ModerationDecision.status_after, SecondReview.outcome)
    )
    return agreement({(first, str(second)): count for first, second, count in rows})


def find_review(actor: Actor, consultation: Consultation) -> Contribution | None:
    """Return a text drawn for a second look that the actor did not decide on."""
    return session().scalar(
        _open_reviews(actor, consultation).order_by(Contribution.public_id).limit(1)
    )


def count_reviews(actor: Actor, consultation: Consultation) -> int:
    """Return how many texts wait for the actor's second look."""
    waiting = _open_reviews(actor, consultation).subquery()
    return session().scalar(select(func.count()).select_from(waiting)) or 0


def list_log(
    actor: Actor, consultation: Consultation
) -> Iterator[tuple[ModerationDecision, Contribution, str | None]]:
    """Yield every decision in the actor's part, with its text and catchment's slug."""
    rows = session().execute(
        select(ModerationDecision, Contribution, Catchment.slug)
        .join(Contribution, Contribution.id == ModerationDecision.contribution_id)
        .outerjoin(Catchment, Catchment.id == Contribution.catchment_id)
        .where(Contribution.id.in_(_ids(actor, consultation)))
        .order_by(ModerationDecision.id)
        .execution_options(yield_per=CHUNK)
    )
    yield from rows


def _counts(actor: Actor, consultation: Consultation) -> Select[*tuple[Any, ...]]:
    undo = aliased(ModerationDecision)
    was_undone = (
        select(undo.id)
        .where(
            undo.contribution_id == ModerationDecision.contribution_id,
            undo.decision == "undo",
            undo.contribution_version == ModerationDecision.contribution_version + 1,
        )
        .exists()
    )
    parts = (
        ModerationDecision.decision,
        ModerationDecision.reason,
        Contribution.catchment_id,
        Contribution.language,
        ModerationDecision.user_id,
        ModerationDecision.hours_waited,
    )
    return (
        select(*parts, func.count().label("number"))
        .join(Contribution, Contribution.id == ModerationDecision.contribution_id)
        .where(
            Contribution.id.in_(_ids(actor, consultation)),
            ModerationDecision.decision.in_(COUNTED),
            ~was_undone,
        )
        .group_by(*parts)
    )


def _add(tally: Tally, row: Row[Any]) -> None:
    if row.decision == "approve":
        tally.approved += row.number
    else:
        tally.refused += row.number
    if row.hours_waited is not None:
        tally.hours[row.hours_waited] += row.number


def _ids(actor: Actor, consultation: Consultation) -> Select[int]:
    here = visible_to(actor).where(Contribution.consultation_id == consultation.id)
    return here.with_only_columns(Contribution.id)


def _open_reviews(actor: Actor, consultation: Consultation) -> Select[Contribution]:
    return (
        visible_to(actor)
        .join(SecondReview, SecondReview.contribution_id == Contribution.id)
        .join(ModerationDecision, ModerationDecision.id == SecondReview.decision_id)
        .where(
            Contribution.consultation_id == consultation.id,
            Contribution.status.not_in(GONE),
            and_(
                SecondReview.outcome.is_(None),
                ModerationDecision.user_id != actor.user_id,
            ),
        )
    )
