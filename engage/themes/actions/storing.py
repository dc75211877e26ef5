"""Writing down what a run found: one short transaction, once for each job."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from engage.contributions.actions import mark_campaigns
from engage.contributions.models import Contribution
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record_detailed
from engage.core.db import transaction
from engage.core.errors import Busy
from engage.core.events import announce
from engage.core.i18n import LANGUAGES, Bilingual
from engage.themes import discovery, queries
from engage.themes.actions.naming import unsign
from engage.themes.discovery import Found, FoundPlace, Heir, Plan, Standing
from engage.themes.models import Assignment, Theme, ThemeRun

MOST_TRIES = 20


def store_run(found: Found, consultation_id: int, *, job: str, by: Actor) -> ThemeRun:
    """Keep what a run found, with all that people decided up to this moment.

    The thinking happens before the transaction. Where somebody edits a theme in
    between, it is done again.

    Raises:
        Busy: People kept editing.
    """
    for _try in range(MOST_TRIES):
        newest = queries.newest_edit_id(consultation_id)
        standing = discovery.read_standing(consultation_id)
        plan = discovery.reconcile(found, standing)
        model = discovery.rename_themes(found.model, plan.keys)
        with transaction() as current:
            done = current.scalar(select(ThemeRun).where(ThemeRun.job == job))
            if done is not None:
                return done
            if queries.newest_edit_id(consultation_id) == newest:
                run = _new_run(current, found, consultation_id, job)
                run.model = model
                _write(current, run, plan, standing)
                record_detailed(
                    current,
                    "themes.run.finished",
                    by=by,
                    subject=("consultation", consultation_id),
                    detail={"number": run.number, "themes": len(plan.heirs)},
                )
                announce(
                    "themes.found", current=current, consultation_id=consultation_id
                )
                return run
    raise Busy


def insert_places(
    current: Session, run: ThemeRun, rows: Collection[Mapping[str, Any]]
) -> None:
    """Add where texts are, with one statement."""
    if rows:
        current.execute(insert(Assignment), [{"run_id": run.id, **r} for r in rows])


def place_row(place: FoundPlace, ids: Mapping[str, int]) -> dict[str, Any]:
    """Return the row of one text from where the engine put it."""
    return {
        "contribution_id": place.contribution_id,
        "theme_id": ids[place.theme] if place.theme else None,
        "subtheme_id": ids[place.part] if place.part else None,
        "second_id": ids.get(place.second or ""),
        "strength": place.strength,
        "reasons": place.reasons,
        "is_blank": place.is_blank,
        "is_pinned": False,
        "is_excluded": False,
        "is_late": False,
    }


def _new_run(
    current: Session, found: Found, consultation_id: int, job: str
) -> ThemeRun:
    mine = ThemeRun.consultation_id == consultation_id
    number = current.scalar(select(func.max(ThemeRun.number)).where(mine)) or 0
    current.execute(update(ThemeRun).where(mine).values(model=None))
    run = ThemeRun(
        consultation_id=consultation_id,
        number=number + 1,
        job=job,
        engine_version=found.version,
        seed=found.seed,
        parameters=dict(found.parameters),
        corpus=dict(found.corpus),
        notes=list(found.notes),
        inputs_hash=found.inputs_hash,
        made_on=clock.today(),
        made_at=clock.now(),
    )
    current.add(run)
    current.flush()
    return run


def _write(current: Session, run: ThemeRun, plan: Plan, standing: Standing) -> None:
    ids = _write_themes(current, run.consultation_id, plan)
    here = select(Contribution.id).where(
        Contribution.consultation_id == run.consultation_id
    )
    current.execute(delete(Assignment).where(Assignment.contribution_id.in_(here)))
    approved = set(current.scalars(here.where(Contribution.status == "approved")))
    rows = [
        {
            **place_row(place, ids),
            "is_pinned": place.contribution_id in standing.pinned,
            "is_excluded": place.contribution_id in standing.excluded,
        }
        for place in plan.places
        if place.contribution_id in approved
    ]
    insert_places(current, run, rows)
    marks = {p.contribution_id: p.campaign for p in plan.places if p.campaign}
    mark_campaigns(current, run.consultation_id, marks)


def _write_themes(current: Session, consultation_id: int, plan: Plan) -> dict[str, int]:
    """Write the themes, then their parts; return all ids by key."""
    mine = select(Theme).where(Theme.consultation_id == consultation_id)
    rows = {theme.key: theme for theme in current.scalars(mine)}
    for is_part in (False, True):
        for position, (key, heir) in enumerate(plan.heirs.items()):
            if (heir.theme.parent is not None) != is_part:
                continue
            if key not in rows:
                rows[key] = Theme(consultation_id=consultation_id, key=key)
                current.add(rows[key])
            parent = rows[heir.theme.parent].id if heir.theme.parent else None
            _refresh(rows[key], heir, parent, position)
        current.flush()
    for key in plan.kept:
        rows[key].stability, rows[key].position = None, len(plan.heirs)
    for key in plan.faded:
        rows[key].state = "faded"
        unsign(rows[key])
    current.flush()
    return {key: theme.id for key, theme in rows.items()}


def _refresh(row: Theme, heir: Heir, parent_id: int | None, position: int) -> None:
    """Give a theme what the run found, but for what a person wrote."""
    written = set(row.written or ())
    found = heir.theme.label
    row.label = Bilingual(
        **{c: getattr(row.label if c in written else found, c) for c in LANGUAGES}
    )
    row.parent_id, row.position = parent_id, position
    row.keywords, row.quotes = heir.theme.keywords, heir.theme.quotes
    row.stability = heir.theme.stability
    row.lineage = {"kind": heir.kind, "from": list(heir.sources)}
    if row.state == "faded":
        row.state = "active"
    if heir.kind != "same":
        unsign(row)
