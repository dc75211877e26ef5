"""Finding themes, and placing texts that come after a run."""

from collections.abc import Callable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core import failpoints
from engage.core.actors import SYSTEM, Actor
from engage.core.audit import record
from engage.core.db import transaction
from engage.core.errors import Busy, EngageError
from engage.core.i18n import lazy_gettext as _l
from engage.core.jobs import Job, add_job, get_job
from engage.core.worker import Listener, run_job
from engage.themes import discovery, queries
from engage.themes.actions.storing import insert_places, place_row, store_run
from engage.themes.discovery import FoundPlace
from engage.themes.models import Assignment, Theme, ThemeRun

FIND, PLACE = "themes.find", "themes.place"
# What is being done at each stage of the engine, and the share that is done before it.
STAGES = {
    "words": (0.05, _l("Reading the words")),
    "vectors": (0.15, _l("Weighing the words")),
    "clusters": (0.25, _l("Finding what belongs together")),
    "stability": (0.45, _l("Testing how stable the themes are")),
    "labels": (0.85, _l("Choosing names and quotes")),
}
STORING = (0.95, _l("Writing down the themes"))


def start_theme_run(consultation: Consultation, *, by: Actor) -> Job:
    """Ask for themes; where a run is under way already, return that one."""
    with transaction() as current:
        job = add_job(
            current,
            FIND,
            {"consultation": consultation.slug},
            by=by,
            key=find_key(consultation),
        )
        record(
            current,
            "themes.run.asked",
            by=by,
            subject=("consultation", consultation.id),
        )
    return job


def find_themes_now(
    consultation: Consultation, *, by: Actor, listener: Listener | None = None
) -> ThemeRun:
    """Find themes here and now, without a worker.

    Raises:
        EngageError: The run ended without themes; the message says why.
    """
    job = start_theme_run(consultation, by=by)
    while (state := run_job(job.id, listener)) == "queued":
        continue
    if state != "done":
        raise EngageError(get_job(job.public_id).error or state)
    return queries.get_run(job.public_id)


def run_themes(
    consultation: Consultation,
    *,
    job: str,
    by: Actor,
    progress: Listener,
    scheduler: str = "",
) -> ThemeRun:
    """Find themes in all approved texts, going on from the run before.

    The engine works outside any transaction; `job` is the public id of the job.
    `scheduler` is the address of a Dask cluster that shares the work, if any.

    Raises:
        Invalid: The texts are too few.
        Misconfigured: The cluster cannot be used.
    """
    previous = queries.latest_run(consultation.id)
    model = previous.model if previous is not None else None
    sources = discovery.read_sources(consultation.id)
    found = discovery.discover(
        sources,
        discovery.read_standing(consultation.id),
        previous=model,
        progress=_follow(progress),
        scheduler=scheduler,
    )
    progress(STORING[0], str(STORING[1]))
    run = store_run(found, consultation.id, job=job, by=by)
    ask_for_places(consultation.id)
    return run


def ask_for_places(consultation_id: int) -> None:
    """Have texts that came after the run placed, if there are any."""
    if queries.list_unplaced(consultation_id):
        with transaction() as current:
            add_place_job(current, consultation_id)


def add_place_job(current: Session, consultation_id: int) -> None:
    """Have texts placed in the background, where themes have been found."""
    if queries.latest_run(consultation_id) is not None:
        add_job(current, PLACE, {"consultation": consultation_id}, by=SYSTEM)


def place_late_texts(consultation_id: int) -> int:
    """Place approved texts that came after the newest run; return how many (C10).

    Raises:
        Busy: A new run came in between; the job is tried again.
        Invalid: The run was made by another version of the engine.
    """
    run = queries.latest_run(consultation_id)
    sources = discovery.read_unplaced(consultation_id)
    if run is None or not sources:
        return 0
    return write_late(run, discovery.place_texts(run.model or b"", sources))


def write_late(run: ThemeRun, places: Sequence[FoundPlace]) -> int:
    """Write down where late texts go, those that still wait; return how many.

    Raises:
        Busy: The run is no longer the newest.
    """
    consultation_id, run_id = run.consultation_id, run.id
    with transaction() as current:
        newest = queries.latest_run(consultation_id)
        if newest is None or newest.id != run_id:
            raise Busy
        waiting = {row.id for row in queries.list_unplaced(consultation_id)}
        ids = _present_ids(current, consultation_id)
        rows = [
            {**place_row(place, ids), "is_late": True}
            for place in places
            if place.contribution_id in waiting
        ]
        insert_places(current, newest, rows)
        record(
            current,
            "themes.texts.placed",
            by=SYSTEM,
            subject=("consultation", consultation_id),
        )
    return len(rows)


def follow_decisions(
    *, current: Session, contributions: Sequence[Contribution]
) -> None:
    """Keep themes in step with moderation: approved texts come in, others leave."""
    gone = [item.id for item in contributions if item.status != "approved"]
    forget_texts(current=current, contributions=gone)
    come = {item.consultation_id for item in contributions if item.id not in set(gone)}
    for consultation_id in sorted(come):
        add_place_job(current, consultation_id)


def forget_texts(
    *, current: Session, contributions: Sequence[int], **_facts: object
) -> None:
    """Take texts (ids) out of all themes in the caller's transaction (rule 20)."""
    chosen = Assignment.contribution_id.in_(contributions)
    current.execute(delete(Assignment).where(chosen))


def find_key(consultation: Consultation) -> str:
    """Return the key under which one run at a time is under way."""
    return f"{FIND}:{consultation.id}"


def _follow(progress: Listener) -> Callable[[str, float], None]:
    """Turn the engine's stages into one share and a sentence."""
    begins = [*(share for share, _text in STAGES.values()), STORING[0]]
    ends = dict(zip(STAGES, begins[1:], strict=True))

    def step(stage: str, done: float) -> None:
        failpoints.reach("themes.step")
        begin, text = STAGES[stage]
        progress(begin + (ends[stage] - begin) * done, str(text))

    return step


def _present_ids(current: Session, consultation_id: int) -> dict[str, int]:
    """Return ids by key, those of merged themes leading to where they went."""
    mine = select(Theme).where(Theme.consultation_id == consultation_id)
    themes = {theme.id: theme for theme in current.scalars(mine)}
    ids = {}
    for theme in themes.values():
        root = theme
        while root.merged_into_id is not None:
            root = themes[root.merged_into_id]
        ids[theme.key] = root.id
    return ids
