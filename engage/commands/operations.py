"""Commands that copy an installation, restore it, and forget what must go."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from flask import current_app

from engage.commands.main import REFUSED, in_app, in_bare_app
from engage.core.actors import SYSTEM
from engage.core.errors import NotFound
from engage.operations import actions
from engage.receipts.queries import find_own_comment, get_own_response
from engage.surveys.actions import withdraw_response
from engage.threads.actions import withdraw_comment

as_json = click.option("--json", "as_json", is_flag=True, help="Print as JSON.")


def _data_dir() -> Path:
    return Path(current_app.instance_path)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@as_json
@in_app
def backup(file: Path, as_json: bool) -> None:  # noqa: FBT001
    """Write the database and the editions into FILE, a .tar.gz, while serving.

    FILE lies outside the data folder. Keep the secret key and withdrawals.ledger with
    it; neither is inside. Counted tries, signed-in browsers and letters that wait are
    left out.
    """
    manifest = actions.back_up(file, _data_dir(), by=SYSTEM)
    size = file.stat().st_size
    if as_json:
        click.echo(json.dumps({**manifest, "bytes": size}))
    else:
        click.echo(f"{file}: {len(manifest['files'])} files, {size:,} bytes.")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_json
@in_bare_app
def restore(file: Path, yes: bool, as_json: bool) -> int:  # noqa: FBT001
    """Put the backup FILE in the place of what is there.

    All of it is checked before anything is touched. The server and the worker must be
    stopped. The old data is kept aside, and withdrawals made since are made again.
    """
    with actions.verified_backup(file, _data_dir()) as copy:
        made = copy.manifest["made_at"]
        if not yes and not click.confirm(f"Replace everything by the copy of {made}?"):
            click.echo("Nothing was changed.", err=True)
            return REFUSED
        done = actions.restore(copy, _data_dir(), by=SYSTEM)
    if as_json:
        facts = {"made_at": made, "aside": str(done.aside)}
        click.echo(json.dumps({**facts, "withdrawn": done.withdrawn}))
    else:
        click.echo(f"The copy of {made} is in place; {done.withdrawn} withdrawn again.")
        click.echo(f"The old data is in {done.aside}: delete it when all is well.")
    return 0


@click.command()
@click.option(
    "--receipt", metavar="CODE", required=True, help="The author's code; - to type it."
)
@in_app
def erase(receipt: str) -> None:
    """Take back what the author of a receipt code sent, as they asked.

    The same as the author does on the page “My response”: words are blanked everywhere.
    """
    code = sys.stdin.readline() if receipt == "-" else receipt
    comment = find_own_comment(code)
    if comment is not None:
        withdraw_comment(comment.comment, by=SYSTEM)
    else:
        _withdraw_response(code)
    click.echo("It is withdrawn. Run engage retention run to clear the files too.")


def _withdraw_response(code: str) -> None:
    try:
        own = get_own_response(code)
    except NotFound as error:
        told = "Nothing belongs to this code. Check each letter and digit."
        raise NotFound(told) from error
    withdraw_response(own.response, by=SYSTEM)


@click.group()
def retention() -> None:
    """Forget what is past its time."""


@retention.command("run")
@as_json
@in_app
def run(as_json: bool) -> None:  # noqa: FBT001
    """Delete what is past its time, and clear the files of it.

    Responses and words go when the months their consultation promised are over; so do
    tokens and sessions that ended. Published editions stay. Run it every night.
    """
    kept = actions.run_retention(_data_dir(), by=SYSTEM)
    if as_json:
        click.echo(json.dumps(asdict(kept)))
        return
    click.echo(
        f"{len(kept.consultations)} consultations past their time: "
        f"{kept.responses} responses deleted, {kept.texts} texts blanked. "
        f"{kept.tokens} tokens and {kept.sessions} sessions were over."
    )
    if not kept.is_compact:
        click.echo("Somebody was reading: run it again to clear the last pages.")
