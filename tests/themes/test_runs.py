"""Finding themes: runs, what they keep, and what follows after them."""

from collections import Counter
from contextlib import suppress

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from engage.contributions.models import Contribution
from engage.contributions.queries import list_approved
from engage.core import failpoints
from engage.core.actors import SYSTEM
from engage.core.audit import AuditEntry
from engage.core.db import session, transaction
from engage.core.errors import EngageError, Invalid
from engage.core.events import announce
from engage.core.i18n import Bilingual
from engage.core.jobs import Job, cancel_job, get_job
from engage.core.worker import run_job, run_waiting_jobs
from engage.people.actions import disable_user
from engage.people.models import User
from engage.themes import actions, queries
from engage.themes.models import Assignment, ThemeRun
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
    assert (run.number, run.corpus["documents"]) == (1, 240)
    approved = {item.id for item in list_approved(consultation.id)}
    assert places(consultation.id).keys() == approved
    assert len(run.inputs_hash) == 64
    rows = queries.list_rows(consultation.id)
    assert len(rows) >= 3
    assert sum(row.texts for row in rows) == 240 - run.corpus["unassigned"]
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
    themes = {theme.id: theme.key for theme in queries.list_themes(consultation.id)}
    run = actions.find_themes_now(consultation, by=SYSTEM)
    assert run.number == 2
    after = places(consultation.id)
    kept = sum(after[item] == theme for item, theme in before.items())
    assert kept >= 0.9 * len(before)
    again = queries.list_themes(consultation.id)
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


def test_c10_a_text_approved_later_is_placed_at_once(app: Flask) -> None:
    consultation = a_consultation()
    find_themes_in(consultation)
    late = comments(3, first=240)
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
