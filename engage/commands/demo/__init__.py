"""`engage demo`: the whole loop on words that people wrote."""

import sys
import time
from collections.abc import Callable

import click
from flask import current_app

from engage.catchments.actions import load_catchments
from engage.commands.demo import bowling_green, ontario
from engage.commands.demo.accounts import make_accounts
from engage.commands.main import in_app, in_bare_app
from engage.core.actors import SYSTEM
from engage.designs.actions import load_elements
from engage.operations.schema import upgrade_database


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address.")
@click.option("--port", default=8000, show_default=True, help="Port.")
@click.option("--no-serve", is_flag=True, help="Stop after publishing.")
@click.pass_context
def demo(ctx: click.Context, host: str, port: int, no_serve: bool) -> None:  # noqa: FBT001
    """Load two consultations, find themes, publish the reports, then serve them.

    Run again, it changes nothing and loses nothing.
    """
    from engage.commands.serve import serve  # noqa: PLC0415 - loads the server

    _load()
    click.echo(_told(f"http://{host}:{port}", is_served=not no_serve))
    if not no_serve:
        ctx.invoke(serve, host=host, port=port, workers=2, with_worker=True)


@in_bare_app
def _load() -> None:
    """Load what is not there yet."""
    settings = current_app.config["SETTINGS"]
    _step("Preparing the database", upgrade_database)
    _step("Loading the catchments", lambda: load_catchments(by=SYSTEM))
    load_elements(by=SYSTEM)
    make_accounts(settings.data_dir)
    bowling_green.load(settings, _step)
    ontario.load(settings, _step)


@in_app
def _told(address: str, *, is_served: bool) -> str:
    """Return what to tell the person who asked: where to look, how to sign in."""
    accounts = make_accounts(current_app.config["SETTINGS"].data_dir)
    where = [
        f"  {address}/                        in your browser's language",
        f"  {address}/en/reports/bowling-green   what people of one county said",
        f"  {address}/en/designs/              how sample designs answer it",
        f"  {address}/en/s/ssm-needs             answer the sample survey",
        f"  {address}/en/sign-in                 staff",
    ]
    unserved = ["  Nothing is served now. Once “make demo” serves it, these are there:"]
    return "\n".join(
        [
            "",
            "Ready.",
            *([] if is_served else unserved),
            *where,
            "",
            "Sign in with:",
            *(f"  {one.email:24} {one.password}   {one.what}" for one in accounts),
        ]
    )


def _step(words: str, work: Callable[[], object]) -> None:
    """Do it; on a terminal, say what is being done and how long it took."""
    is_watched = sys.stderr.isatty()
    if is_watched:
        click.echo(f"{words} … ", nl=False, err=True)
    began = time.perf_counter()
    work()
    if is_watched:
        click.echo(f"{time.perf_counter() - began:.1f} s", err=True)
