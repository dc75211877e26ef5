"""Themes found with a real Dask cluster that shares the work of the background job."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from engage.core.actors import SYSTEM
from engage.core.db import session
from engage.core.errors import EngageError
from engage.themes import actions, queries
from engage.themes.models import ThemeRun
from tests.themes.test_runs import a_consultation, comments, give_texts

distributed = pytest.importorskip("distributed")


def use(app: Flask, scheduler: str) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], dask_scheduler=scheduler)


def test_a_cluster_finds_what_one_machine_finds(app: Flask) -> None:
    consultation = a_consultation()
    give_texts(consultation, comments(60))
    alone = actions.find_themes_now(consultation, by=SYSTEM)
    hashes, places = alone.inputs_hash, queries.list_places(consultation.id)
    before = {place.contribution_id: place.strength for place in places}
    with (
        distributed.LocalCluster(
            n_workers=1,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
        ) as cluster,
    ):
        use(app, cluster.scheduler_address)
        shared = actions.find_themes_now(consultation, by=SYSTEM)
        (worker,) = cluster.scheduler_info["workers"].values()
        done = distributed.Client(cluster).run_on_scheduler(_tasks_done)
    assert worker
    assert done > 0
    assert shared.inputs_hash == hashes
    after = queries.list_places(consultation.id)
    assert {place.contribution_id: place.strength for place in after} == before


def _tasks_done(dask_scheduler: "distributed.Scheduler") -> int:
    return int(
        sum(
            prefix.all_durations["compute"] > 0
            for prefix in dask_scheduler.task_prefixes.values()
        )
    )


def test_a_cluster_nobody_answers_at_leaves_the_themes_there_are(app: Flask) -> None:
    consultation = a_consultation()
    give_texts(consultation, comments(60))
    actions.find_themes_now(consultation, by=SYSTEM)
    use(app, "tcp://127.0.0.1:9")
    with pytest.raises(EngageError, match="cannot be used now"):
        actions.find_themes_now(consultation, by=SYSTEM)
    assert len(session().scalars(select(ThemeRun)).all()) == 1
