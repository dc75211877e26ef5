"""Commands about themes."""

import json
import time

import click
from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import TaskID

from engage.commands.main import in_app
from engage.commands.named import get_consultation
from engage.consultations.models import Consultation
from engage.core.actors import SYSTEM
from engage.core.errors import EngageError
from engage.core.jobs import Job, get_job
from engage.core.worker import run_job
from engage.themes import actions, queries

POLL_SECONDS = 0.5


@click.group()
def group() -> None:
    """Find themes in what people wrote."""


@group.command()
@click.option("--consultation", required=True, metavar="SLUG", help="In which one.")
@click.option("--wait", is_flag=True, help="Find them now, and wait for the end.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@in_app
def find(consultation: str, wait: bool, as_json: bool) -> None:  # noqa: FBT001
    """Find themes in the approved texts of a consultation.

    Without --wait a background worker does it: see `engage worker`.
    """
    owner = get_consultation(consultation)
    job = actions.start_theme_run(owner, by=SYSTEM)
    if wait:
        terminal = Console(stderr=True)
        with Bar(console=terminal, disable=not terminal.is_terminal) as bar:
            _wait(job, bar, bar.add_task("", total=1.0))
    _tell(owner, job, as_json=as_json)


def _wait(job: Job, bar: Bar, task: TaskID) -> None:
    """Run the job here; where a worker was quicker, follow it.

    Raises:
        EngageError: The run stopped before the end.
    """

    def show(share: float, detail: str) -> None:
        bar.update(task, completed=share, description=detail)

    while (state := run_job(job.id, show)) in {"queued", "running"}:
        now = get_job(job.public_id)
        show(now.progress, now.detail)
        time.sleep(POLL_SECONDS)
    if state != "done":
        raise EngageError(get_job(job.public_id).error or f"The run was {state}.")


def _tell(consultation: Consultation, job: Job, *, as_json: bool) -> None:
    state = get_job(job.public_id).state
    facts: dict[str, object] = {"job": job.public_id, "state": state}
    run = queries.latest_run(consultation.id)
    if state == "done" and run is not None:
        themes = [t for t in queries.list_themes(consultation.id) if not t.parent_id]
        facts |= {"run": run.number, "themes": len(themes), **run.corpus}
    if as_json:
        click.echo(json.dumps(facts))
    elif state == "done":
        click.echo(
            f"Run {facts['run']}: {facts['themes']} themes in {facts['documents']} "
            f"texts, {facts['unassigned']} in none."
        )
    else:
        click.echo(f"Asked for; a worker will do it (job {job.public_id}).")
