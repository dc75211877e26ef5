"""Finding themes: runs, what they keep, and what follows after them."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.contributions.queries import list_approved
from engage.core import failpoints
from engage.core.actors import SYSTEM
from engage.core.audit import AuditEntry
from engage.core.db import session, transaction
from engage.core.errors import Busy, EngageError, Invalid, NotFound
from engage.core.events import announce
from engage.core.i18n import Bilingual
from engage.core.jobs import Job, cancel_job, get_job
from engage.core.worker import run_job, run_waiting_jobs
from engage.people.actions import disable_user
from engage.people.models import User
from engage.themes import actions, discovery, queries
from engage.themes.actions.running import write_late
from engage.themes.actions.storing import store_run
from engage.themes.models import Assignment, Theme, ThemeRun
from tests.factories.contributions import a_consultation
from tests.factories.themes import (
    comments,
    find_themes_in,
    give_texts,
    largest,
    texts_of,
)


def places(consultation_id: int) -> dict[int, int | None]:
    return {p.contribution_id: p.theme_id for p in queries.list_places(consultation_id)}


def test_a_run_places_every_approved_text_and_no_other(app: Flask) -> None:
    consultation = a_consultation()
    give_texts(consultation, comments(20, first=300), status="rejected")
    run = find_themes_in(consultation)
    assert (run.number, run.corpus["documents"]) == (1, 260)
    approved = {item.id for item in list_approved(consultation.id)}
    assert places(consultation.id).keys() == approved
    assert len(run.inputs_hash) == 64
    rows = queries.list_rows(consultation.id)
    assert len(rows) >= 3
    assert sum(row.texts for row in rows) == 260 - run.corpus["unassigned"]
    assert all(row.theme.keywords and row.theme.label.en for row in rows)
    assert [row.texts for row in rows] == sorted((r.texts for r in rows), reverse=True)


def test_numbers_of_the_workbench_add_up(app: Flask) -> None:
    consultation = a_consultation()
    find_themes_in(consultation)
    by_theme: Counter[int | None] = Counter(places(consultation.id).values())
    voices = {
        item.theme.id: len({m.counted_as for m in item.members})
        for item in queries.themes_with_members(consultation.id)
    }
    for row in queries.list_rows(consultation.id):
        assert row.texts == by_theme[row.theme.id] == sum(row.catchments.values())
        assert row.voices == voices[row.theme.id] <= row.texts
        assert sum(part.texts for part in row.parts) <= row.texts


def test_the_same_texts_keep_their_themes_in_the_next_run(app: Flask) -> None:
    consultation = a_consultation()
    find_themes_in(consultation)
    before = places(consultation.id)
    rows = queries.list_rows(consultation.id)
    themes = {row.theme.id: row.theme.key for row in rows}
    run = actions.find_themes_now(consultation, by=SYSTEM)
    assert run.number == 2
    after = places(consultation.id)
    kept = sum(after[item] == theme for item, theme in before.items())
    assert kept >= 0.9 * len(before)
    again = [t for t in queries.list_themes(consultation.id) if t.parent_id is None]
    assert {theme.id: theme.key for theme in again} == themes
    assert {theme.lineage["kind"] for theme in again} == {"same"}


def test_only_the_newest_run_keeps_a_model(app: Flask) -> None:
    consultation = a_consultation()
    find_themes_in(consultation, 60)
    actions.find_themes_now(consultation, by=SYSTEM)
    runs = session().scalars(select(ThemeRun).order_by(ThemeRun.number)).all()
    assert [run.model is not None for run in runs] == [False, True]


def test_too_few_texts_is_told_in_one_sentence(app: Flask) -> None:
    consultation = a_consultation()
    with pytest.raises(EngageError, match="There are too few texts"):
        actions.find_themes_now(consultation, by=SYSTEM)
    assert queries.latest_run(consultation.id) is None


def test_asking_twice_gives_the_run_that_is_under_way(app: Flask, luc: User) -> None:
    consultation = a_consultation()
    first = actions.start_theme_run(consultation, by=luc.actor)
    assert actions.start_theme_run(consultation, by=SYSTEM).id == first.id


def test_rule_26_a_job_that_runs_twice_leaves_one_run(app: Flask) -> None:
    consultation = a_consultation()
    give_texts(consultation, comments(60))
    steps: list[float] = []
    for _again in range(2):
        actions.run_themes(
            consultation,
            job="the-same-job",
            by=SYSTEM,
            progress=lambda share, _detail: steps.append(share),
        )
    assert session().scalar(select(func.count()).select_from(ThemeRun)) == 1
    assert steps == sorted(steps[: len(steps) // 2]) * 2


def test_rule_3_permission_is_asked_again_when_the_job_runs(
    app: Flask, luc: User
) -> None:
    consultation = a_consultation()
    give_texts(consultation, comments(60))
    job = actions.start_theme_run(consultation, by=luc.actor)
    disable_user(luc, by=SYSTEM)
    assert run_job(job.id) == "failed"
    assert "may no longer do it" in get_job(job.public_id).error
    assert queries.latest_run(consultation.id) is None


def test_rule_3_a_job_stays_in_the_scope_of_who_asked(app: Flask, luc: User) -> None:
    consultation = a_consultation(catchments=("toronto",))
    give_texts(consultation, comments(60))
    job = actions.start_theme_run(consultation, by=luc.actor)
    assert run_job(job.id) == "failed"
    assert queries.latest_run(consultation.id) is None


def test_a_run_can_be_stopped(app: Flask) -> None:
    consultation = a_consultation()
    give_texts(consultation, comments(60))
    job = actions.start_theme_run(consultation, by=SYSTEM)

    def stop(share: float, _detail: str) -> None:
        if share > 0.2:
            cancel_job(get_job(job.public_id))

    assert run_job(job.id, stop) == "cancelled"
    assert queries.latest_run(consultation.id) is None
    assert actions.find_themes_now(consultation, by=SYSTEM).number == 1


def test_a_step_that_breaks_leaves_the_themes_of_before(app: Flask) -> None:
    consultation = a_consultation()
    find_themes_in(consultation, 60)
    before = places(consultation.id)
    failpoints.configure({"themes.step": "raise"})
    with pytest.raises(EngageError, match=r"RuntimeError in failpoints\.py"):
        actions.find_themes_now(consultation, by=SYSTEM)
    failpoints.configure({})
    assert places(consultation.id) == before
    assert queries.latest_run(consultation.id).number == 1


def test_a_run_and_its_request_are_audited(app: Flask, luc: User) -> None:
    consultation = a_consultation()
    give_texts(consultation, comments(60))
    actions.find_themes_now(consultation, by=luc.actor)
    rows = session().execute(
        select(AuditEntry.action, AuditEntry.actor_id).where(
            AuditEntry.action.like("themes.run.%")
        )
    )
    told = {"themes.run.asked", "themes.run.finished"}
    assert {tuple(row) for row in rows} == {(action, luc.id) for action in told}


def test_an_edit_made_while_the_engine_works_is_kept(app: Flask) -> None:
    consultation = a_consultation()
    find_themes_in(consultation)
    theme = largest(consultation)
    texts = texts_of(theme)
    target = largest(consultation, 1)
    job = actions.start_theme_run(consultation, by=SYSTEM)

    def meddle(share: float, _detail: str) -> None:
        if share == 0.95:
            actions.move_contributions(
                texts, origin=theme, version=theme.version, to=target, by=SYSTEM
            )

    assert run_job(job.id, meddle) == "done"
    moved = {
        item.contribution.public_id
        for item in queries.list_placed(SYSTEM, target, 1)[0]
        if item.assignment.is_pinned
    }
    assert moved == set(texts)


def meddling(monkeypatch: pytest.MonkeyPatch, meddle: Callable[[], object]) -> None:
    """Have something happen while a finished run is being thought over."""
    rename = discovery.rename_themes

    def and_meddle(model: bytes, keys: Mapping[str, str]) -> bytes:
        meddle()
        return rename(model, keys)

    monkeypatch.setattr(discovery, "rename_themes", and_meddle)


def test_an_edit_made_at_the_last_moment_is_kept(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = a_consultation()
    find_themes_in(consultation)
    names = [Bilingual("Roads", "Routes")]

    def rename_once() -> None:
        if names:
            theme = largest(consultation)
            version = theme.version
            actions.rename_theme(theme, names.pop(), version=version, by=SYSTEM)

    meddling(monkeypatch, rename_once)
    actions.find_themes_now(consultation, by=SYSTEM)
    labels = [theme.label.en for theme in queries.list_themes(consultation.id)]
    assert "Roads" in labels


def test_a_run_gives_way_where_people_keep_editing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = a_consultation()
    find_themes_in(consultation, 60)
    numbers = count()

    def rename_again() -> None:
        theme = largest(consultation)
        name = Bilingual(f"Name {next(numbers)}", "Nom")
        actions.rename_theme(theme, name, version=theme.version, by=SYSTEM)

    meddling(monkeypatch, rename_again)
    with pytest.raises(EngageError, match=r"Busy in storing\.py"):
        actions.find_themes_now(consultation, by=SYSTEM)
    assert queries.latest_run(consultation.id).number == 1


def while_running(consultation: Consultation, happens: Callable[[], None]) -> str:
    """Have something happen when the engine is done; return how the run ended."""
    job = actions.start_theme_run(consultation, by=SYSTEM)

    def listen(share: float, _detail: str) -> None:
        if share == 0.95:
            happens()

    return run_job(job.id, listen)


def set_status(consultation: Consultation, ids: Collection[int], status: str) -> None:
    with transaction() as current:
        chosen = update(Contribution).where(Contribution.id.in_(ids))
        current.execute(chosen.values(status=status))


def test_a_text_approved_while_the_engine_works_is_placed_after(app: Flask) -> None:
    consultation = a_consultation()
    give_texts(consultation, comments(60))
    late = comments(2, first=60)
    assert while_running(consultation, lambda: give_texts(consultation, late)) == "done"
    assert len(places(consultation.id)) == 60
    run_waiting_jobs()
    assert len(places(consultation.id)) == 62


def test_rule_20_a_text_that_leaves_while_the_engine_works_is_not_placed(
    app: Flask,
) -> None:
    consultation = a_consultation()
    give_texts(consultation, comments(60))
    everything = [text.id for text in list_approved(consultation.id)]
    ended = while_running(
        consultation, lambda: set_status(consultation, everything, "hidden")
    )
    assert ended == "done"
    assert places(consultation.id) == {}


def test_a_theme_nobody_speaks_of_fades_and_is_set_aside(
    app: Flask,
) -> None:
    consultation = a_consultation()
    find_themes_in(consultation)
    row = queries.list_rows(consultation.id)[-1]
    name = Bilingual("Something rare", "Quelque chose de rare")
    theme = actions.rename_theme(row.theme, name, version=row.theme.version, by=SYSTEM)
    speakers = [c for c, at in places(consultation.id).items() if at == theme.id]
    set_status(consultation, speakers, "hidden")
    with transaction() as current:
        actions.forget_texts(current=current, contributions=speakers)
    actions.find_themes_now(consultation, by=SYSTEM)
    session().expire_all()
    faded = session().get_one(Theme, theme.id)
    assert (faded.state, faded.label) == ("faded", name)
    assert faded in queries.list_set_aside(consultation.id)


def test_a_faded_theme_that_is_found_again_comes_back_with_its_name(
    app: Flask,
) -> None:
    consultation = a_consultation()
    give_texts(consultation, comments(60))
    sources = discovery.read_sources(consultation.id)
    found = discovery.discover(sources, discovery.Standing())
    store_run(found, consultation.id, job="one", by=SYSTEM)
    theme, name = largest(consultation), Bilingual("Roads", "Routes")
    theme = actions.rename_theme(theme, name, version=theme.version, by=SYSTEM)
    speakers = [c for c, at in places(consultation.id).items() if at == theme.id]
    with transaction() as current:
        current.get_one(Theme, theme.id).state = "faded"
        actions.forget_texts(current=current, contributions=speakers)
    store_run(found, consultation.id, job="two", by=SYSTEM)
    back = session().get_one(Theme, theme.id)
    assert (back.state, back.label) == ("active", name)
    assert [c for c, at in places(consultation.id).items() if at == back.id] == speakers


def test_a_model_of_another_version_is_not_gone_on_from(app: Flask) -> None:
    consultation = a_consultation()
    run = find_themes_in(consultation, 60)
    with transaction() as current:
        current.get_one(ThemeRun, run.id).model = b"of another version"
    give_texts(consultation, comments(1, first=60))
    with pytest.raises(Invalid, match="another version"):
        actions.place_late_texts(consultation.id)
    assert actions.find_themes_now(consultation, by=SYSTEM).number == 2


def test_late_texts_wait_for_a_run_that_came_in_between(app: Flask) -> None:
    consultation = a_consultation()
    first = find_themes_in(consultation, 60)
    actions.find_themes_now(consultation, by=SYSTEM)
    with pytest.raises(Busy):
        write_late(first, [])


def test_a_job_that_made_no_run_has_none(app: Flask) -> None:
    with pytest.raises(NotFound):
        queries.get_run("no-such-job")


def test_c10_a_text_approved_later_is_placed_at_once(app: Flask) -> None:
    consultation = a_consultation()
    find_themes_in(consultation)
    late = comments(3, first=260)
    give_texts(consultation, late)
    keys = [f"comment:{row['comment-id']}" for row in late]
    chosen = select(Contribution).where(Contribution.source_key.in_(keys))
    with transaction() as current:
        approved = current.scalars(chosen).all()
        announce("contribution.decided", current=current, contributions=approved)
    assert run_waiting_jobs() == 1
    rows = [p for p in queries.list_places(consultation.id) if p.is_late]
    assert {row.contribution_id for row in rows} == {item.id for item in approved}
    assert queries.count_late(consultation.id)[0] == 3
    assert actions.place_late_texts(consultation.id) == 0


def test_late_texts_of_a_merged_theme_go_where_it_went(app: Flask) -> None:
    consultation = a_consultation()
    find_themes_in(consultation)
    gone, into = largest(consultation), largest(consultation, 1)
    text = next(
        item.contribution
        for item in queries.list_placed(SYSTEM, gone, 1)[0]
        if item.assignment.strength > 0.2
    )
    actions.merge_themes([gone], into, versions=[gone.version], by=SYSTEM)
    with transaction() as current:
        here = Assignment.contribution_id == text.id
        current.execute(delete(Assignment).where(here))
    assert actions.place_late_texts(consultation.id) == 1
    assert places(consultation.id)[text.id] == into.id


def test_without_a_run_nothing_is_placed(app: Flask) -> None:
    consultation = a_consultation()
    give_texts(consultation, comments(3))
    assert actions.place_late_texts(consultation.id) == 0
    with transaction() as current:
        texts = list_approved(consultation.id)
        actions.follow_decisions(current=current, contributions=texts)
    assert session().scalars(select(Job)).all() == []


def test_rule_20_a_text_that_leaves_is_in_no_theme_any_more(app: Flask) -> None:
    consultation = a_consultation()
    find_themes_in(consultation, 60)
    gone = list_approved(consultation.id)[0]
    with transaction() as current:
        fresh = current.get_one(Contribution, gone.id)
        fresh.status = "hidden"
        announce("contribution.decided", current=current, contributions=[fresh])
    assert gone.id not in places(consultation.id)
    members = [
        member.contribution_id
        for theme in queries.themes_with_members(consultation.id)
        for member in theme.members
    ]
    assert gone.id not in members
    assert len(members) + len(queries.unassigned(consultation.id)) == 59


@pytest.mark.parametrize("event", ["contribution.withdrawn", "response.withdrawn"])
def test_rule_20_a_withdrawal_takes_texts_out_in_its_transaction(
    app: Flask, event: str
) -> None:
    consultation = a_consultation()
    find_themes_in(consultation, 60)
    gone = [text.id for text in list_approved(consultation.id)[:2]]
    with suppress(Invalid), transaction() as current:
        announce(event, current=current, contributions=gone, response=None)
        raise Invalid
    assert set(gone) <= places(consultation.id).keys()
    with transaction() as current:
        announce(event, current=current, contributions=gone, response=None)
    assert not set(gone) & places(consultation.id).keys()


def test_reports_get_signed_off_themes_alone(app: Flask) -> None:
    consultation = a_consultation()
    find_themes_in(consultation)
    assert queries.published_themes(consultation.id) == []
    theme = largest(consultation)
    name = Bilingual("Roads and traffic", "Routes et circulation")
    theme = actions.rename_theme(theme, name, version=theme.version, by=SYSTEM)
    actions.sign_off_theme(theme, version=theme.version, by=SYSTEM, is_read=True)
    published = queries.published_themes(consultation.id)
    assert [item.theme.label for item in published] == [name]
    row = next(r for r in queries.list_rows(consultation.id) if r.theme.id == theme.id)
    assert len(published[0].members) == row.texts
    strengths = [member.strength for member in published[0].members]
    assert strengths == sorted(strengths, reverse=True)
    for part in published[0].parts:
        assert {m.subtheme_id for m in published[0].members_of(part)} == {part.id}
    places_told = {member.catchment for member in published[0].members}
    assert places_told <= {"northeast", "toronto"}
