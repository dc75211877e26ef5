"""What everybody may know of how a consultation was moderated."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core.db import session
from engage.core.disclosure import Disclosure, Figure
from engage.moderation.models import Appeal, ModerationDecision, Reason
from engage.moderation.queries.history import REFUSALS
from engage.moderation.queries.reasons import list_reasons

NOT_SHOWN = ("rejected", "hidden")
Texts = list[tuple[str, str]]


@dataclass(frozen=True)
class Statement:
    """Published figures: texts shown, not shown, why not, and what appeals brought."""

    shown: Figure
    not_shown: Figure
    reasons: list[tuple[Reason, Figure]]
    appeals: Figure
    overturned: Figure


def get_statement(consultation: Consultation, rules: Disclosure) -> Statement:
    """Return what everybody may know, every figure through disclosure (rule 17).

    Texts are counted; a figure is withheld where few people wrote them.
    """
    texts = _texts(consultation.id)
    appeals = _appeals(consultation.id)
    cell = f"moderation:{consultation.slug}"
    by_reason = texts["reason"]
    listed = [
        (
            reason,
            _figure(rules, f"{cell}:{reason.code}", by_reason.get(reason.code, [])),
        )
        for reason in list_reasons(consultation.id)
    ]
    statuses = texts["status"]
    gone = [item for status in NOT_SHOWN for item in statuses.get(status, [])]
    return Statement(
        shown=_figure(rules, f"{cell}:shown", statuses.get("approved", [])),
        not_shown=_figure(rules, f"{cell}:not shown", gone),
        reasons=sorted(listed, key=lambda one: (-one[1].sort_value, one[0].code)),
        appeals=_figure(rules, f"{cell}:appeals", [t for _a, t in appeals]),
        overturned=_figure(
            rules,
            f"{cell}:overturned",
            [text for answer, text in appeals if answer == "overturned"],
        ),
    )


def _figure(rules: Disclosure, cell: str, texts: Iterable[tuple[str, str]]) -> Figure:
    """Return the published number of texts, given their public ids and voices."""
    listed = list(texts)
    people = rules.count(f"{cell}:people", (voice for _name, voice in listed))
    if people.is_withheld:
        return people
    return rules.count(cell, (name for name, _voice in listed))


def _texts(consultation_id: int) -> dict[str, dict[str, Texts]]:
    """Return public ids and voices of read texts by status and by reason."""
    newest = (
        select(func.max(ModerationDecision.id))
        .where(
            ModerationDecision.contribution_id == Contribution.id,
            ModerationDecision.decision.in_(REFUSALS),
        )
        .correlate(Contribution)
        .scalar_subquery()
    )
    rows = session().execute(
        select(
            Contribution.status,
            Contribution.public_id,
            Contribution.voice,
            ModerationDecision.reason,
        )
        .outerjoin(
            ModerationDecision,
            (ModerationDecision.id == newest) & Contribution.status.in_(NOT_SHOWN),
        )
        .where(
            Contribution.consultation_id == consultation_id,
            Contribution.status.in_(("approved", *NOT_SHOWN)),
        )
    )
    found: dict[str, dict[str, Texts]] = {
        "status": defaultdict(list),
        "reason": defaultdict(list),
    }
    for status, name, voice, reason in rows:
        found["status"][status].append((name, voice))
        if reason:
            found["reason"][reason].append((name, voice))
    return found


def _appeals(consultation_id: int) -> list[tuple[str | None, tuple[str, str]]]:
    rows = session().execute(
        select(Appeal.answer, Contribution.public_id, Contribution.voice)
        .join(Contribution, Contribution.id == Appeal.contribution_id)
        .where(Contribution.consultation_id == consultation_id)
    )
    return [(answer, (name, voice)) for answer, name, voice in rows]
