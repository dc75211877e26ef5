"""A real cluster: a scheduler and workers, each a process of its own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis import AnalysisError, find_themes, languages, placing, words
from analysis.__main__ import main
from analysis.distributed import Cluster, Here
from analysis.files import as_json

distributed = pytest.importorskip("distributed")

ROOT = Path(__file__).parents[2]
LEAN = frozenset({"stability"})


def double(number):
    return 2 * number


def die_once(piece):
    """Kill the worker that does this, the first time it is done."""
    mark, number = piece
    if number == 3 and not mark.exists():
        mark.write_text("killed", encoding="utf-8")
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """The scheduler's address, and the workers that may be killed."""
    told = tmp_path_factory.mktemp("dask") / "scheduler.json"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": env}
    dask = [sys.executable, "-m", "dask"]
    scheduler = subprocess.Popen(
        [*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
         "--scheduler-file", str(told)], **quiet,
    )  # fmt: skip
    workers = [
        subprocess.Popen(
            [
                *dask,
                "worker",
                "--scheduler-file",
                str(told),
                "--no-nanny",
                "--nthreads",
                "1",
                "--no-dashboard",
                "--local-directory",
                str(told.parent),
            ],
            **quiet,
        )
        for _ in range(3)
    ]
    try:
        yield _address(told, len(workers)), workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def _address(told, number):
    for _ in range(600):
        if told.exists() and told.stat().st_size:
            break
        time.sleep(0.1)
    with distributed.Client(scheduler_file=str(told), set_as_default=False) as client:
        client.wait_for_workers(number, timeout=120)
        return client.scheduler_info()["address"]


@pytest.fixture
def small_pieces(monkeypatch):
    for room in (words, languages, placing):
        monkeypatch.setattr(room, "CHUNK", 16)


def test_pieces_keep_their_order(cluster):
    numbers = range(150)
    with Cluster(cluster[0]) as hands:
        assert hands.each(double, numbers) == Here().each(double, numbers)
        assert hands.each(double, []) == []
    assert Here(3).each(double, numbers) == [2 * number for number in numbers]


@pytest.mark.usefixtures("small_pieces")
def test_the_same_bytes_wherever_the_work_is_done(cluster, make_town):
    documents = make_town(60, 50)
    here = find_themes(documents, skip=LEAN)
    with Cluster(cluster[0]) as hands:
        there = find_themes(documents, skip=LEAN, hands=hands)
    assert as_json(there) == as_json(here)
    assert list(there.assignments.rows()) == list(here.assignments.rows())
    assert there.model.to_bytes() == here.model.to_bytes()


@pytest.mark.usefixtures("small_pieces")
def test_a_run_outlives_a_killed_worker(cluster, make_town):
    address, workers = cluster
    documents = make_town(60, 50, seed=1)
    killed = []

    def kill_one(stage, done):
        if stage == "clusters":
            workers[0].send_signal(signal.SIGKILL)
            killed.append(workers[0].wait())

    with Cluster(address) as hands:
        there = find_themes(documents, skip=LEAN, hands=hands, progress=kill_one)
    assert killed == [-signal.SIGKILL]
    assert as_json(there) == as_json(find_themes(documents, skip=LEAN))


def test_a_piece_whose_worker_is_killed_is_done_again(cluster, tmp_path):
    mark = tmp_path / "mark"
    with Cluster(cluster[0]) as hands:
        assert hands.each(die_once, [(mark, n) for n in range(6)]) == list(range(6))
    assert mark.exists()


def test_the_command_writes_the_same_files(cluster, tmp_path, make_town):
    table = tmp_path / "answers.csv"
    lines = [f'{one.id},"{one.text}"' for one in make_town(60)]
    table.write_text("id,said\n" + "\n".join(lines), encoding="utf-8")
    ask = [str(table), "--text", "said", "--id", "id", "--quiet", "--out"]
    assert main([*ask, str(tmp_path / "here")]) == 0
    there = [*ask, str(tmp_path / "there"), "--engine", "dask", "--scheduler"]
    assert main([*there, cluster[0]]) == 0
    for name in ("themes.json", "assignments.csv", "model.npz", "report.html"):
        written = [tmp_path / folder / name for folder in ("here", "there")]
        assert written[0].read_bytes() == written[1].read_bytes()


def test_other_versions_are_refused(cluster, monkeypatch):
    monkeypatch.setattr("analysis.distributed.VERSION", "0")
    with pytest.raises(AnalysisError, match="runs other versions"):
        Cluster(cluster[0])


def test_nobody_there(monkeypatch):
    monkeypatch.setattr("analysis.distributed.PATIENCE", "200ms")
    with pytest.raises(AnalysisError, match="No Dask scheduler answers"):
        Cluster("tcp://127.0.0.1:9")


def test_workers_that_are_threads_will_do():
    nearby = distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0"
    )
    with nearby, Cluster(nearby.scheduler_address) as hands:
        assert hands.each(double, range(3)) == [0, 2, 4]


def test_a_cluster_without_workers_is_refused():
    alone = distributed.LocalCluster(
        n_workers=0, processes=False, dashboard_address=":0"
    )
    with alone, pytest.raises(AnalysisError, match="no workers"):
        Cluster(alone.scheduler_address)


def test_without_dask_the_command_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "dask.distributed", None)
    with pytest.raises(AnalysisError, match="packages dask and distributed"):
        Cluster("tcp://127.0.0.1:9")


def test_tls_without_a_certificate_is_one_plain_sentence():
    with pytest.raises(AnalysisError, match="needs a certificate"):
        Cluster("tls://127.0.0.1:9")
