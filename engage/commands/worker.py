"""The background worker."""

import click
from flask import current_app

from engage.commands.main import in_app
from engage.core.rounds import run_rounds
from engage.core.worker import run_waiting_jobs


@click.command()
@click.option("--once", is_flag=True, help="Run what is waiting, then end.")
@in_app
def worker(once: bool) -> None:  # noqa: FBT001
    """Run background jobs until stopped.

    Several workers may run side by side. A job whose worker was killed is taken up
    again a minute later; one that breaks three times stops and says why.
    """
    if once:
        run_rounds()
        count = run_waiting_jobs()
        click.echo(f"{count} jobs run.")
        return
    queue = current_app.extensions["engage.queue"]
    consumer = queue.create_consumer(
        workers=1, max_delay=1.0, graceful_signal="TERM", shutdown_timeout=10
    )
    consumer.run()
